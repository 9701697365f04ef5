"""Addresses of the queue, of a submission's review, and of histories."""

from __future__ import annotations

from django.urls import path

from curation.review import history, observers, queue, talking, views, word_history

urlpatterns = [
    path("curate/", queue.own, name="curate"),
    path("curate/queue/", queue.queue, name="queue"),
    path("curate/queue/bulk/", queue.bulk, name="queue-bulk"),
    path("curate/<int:number>/review/", views.review, name="submission-review"),
    path("curate/<int:number>/step/<str:step>/", views.step, name="submission-step"),
    path("curate/<int:number>/remark/", talking.add_remark, name="submission-remark"),
    path(
        "curate/<int:number>/remark/<int:remark>/settle/",
        talking.settle,
        name="submission-remark-settle",
    ),
    path("curate/<int:number>/mark/", views.mark, name="submission-mark"),
    path("curate/<int:number>/flag/", views.flag, name="submission-flag"),
    path("curate/<int:number>/assign/", views.assign, name="submission-assign"),
    path("curate/<int:number>/merge/", views.merge_public, name="submission-merge"),
    path("curate/<int:number>/observers/", observers.make, name="submission-observers"),
    path(
        "curate/<int:number>/observers/<int:link>/revoke/",
        observers.revoke,
        name="submission-observer-revoke",
    ),
    path("curate/<int:number>/history/", history.of_submission, name="submission-history"),
    path(
        "curate/<int:number>/history/<int:revision>/restore/",
        history.restore_revision,
        name="submission-restore",
    ),
    path("observe/<str:signed>/", observers.observe, name="observe"),
    path("history/<str:public_id>/", history.of_record, name="record-history"),
    path("history/word/<str:kind>/<str:key>/", word_history.of_word, name="word-history"),
    path("history/<str:public_id>/edit/", history.edit, name="paper-edit"),
    path("history/<str:public_id>/withdraw/", history.withdraw_record, name="record-withdraw"),
    path("history/<str:public_id>/<int:number>/restore/", history.restore, name="version-restore"),
]
