"""Addresses of accounts; signing in and out and the like are django-allauth's."""

from __future__ import annotations

from django.urls import path

from accounts import sessions, views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/revoke/", views.token_revoke, name="token-revoke"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end/", sessions.sessions_end, name="sessions-end"),
    path("account/sessions/<int:number>/end/", sessions.session_end, name="session-end"),
    path("account/people/", views.people, name="people"),
    path("account/people/<int:number>/role/", views.person_role, name="person-role"),
    path(
        "account/invitations/<int:number>/revoke/",
        views.invitation_revoke,
        name="invitation-revoke",
    ),
    path("account/invitation/<str:secret>/", views.invitation, name="invitation"),
]
