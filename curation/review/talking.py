"""Comments, questions and answers beside the values of a submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from curation import actions
from curation.models import Remark
from curation.review.acting import attempt, back_to_review, find_submission, whole
from curation.review.value_lines import anchor_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict


def said_on_value(data: QueryDict) -> tuple[str, str]:
    """The place that the pressed button names, and what is written in the field beside it.

    One form holds the fields of all values: a page of 20 coatings has hundreds of them.
    """
    path = data.get("ask", data.get("path", ""))
    return path, data.get(f"text:{path}") or data.get("text", "")


@require_POST
def add_remark(request: HttpRequest, number: int) -> HttpResponse:
    submission = find_submission(request, number)
    data = request.POST
    answered = submission.remarks.filter(pk=whole(data.get("answers"))).first()
    path, text = said_on_value(data)
    if answered:
        text = data.get(f"answer:{answered.pk}") or data.get("text", "")
    made = attempt(
        request,
        lambda: actions.remark(
            submission=submission,
            by=request.user,
            path=path,
            text=text,
            question="ask" in data or bool(data.get("question")),
            answers=answered,
        ),
    )
    if made is None:
        return back_to_review(number, anchor_of(path))
    return back_to_review(number, f"r-{answered.pk if answered else made.pk}")


@require_POST
def settle(request: HttpRequest, number: int, remark: int) -> HttpResponse:
    submission = find_submission(request, number)
    found = get_object_or_404(Remark, pk=remark, submission=submission)
    attempt(request, lambda: actions.settle_remark(remark=found, by=request.user))
    return back_to_review(number, f"r-{found.pk}")
