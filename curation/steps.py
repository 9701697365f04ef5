"""What pages and REST share of a submission: its steps by name, its page, its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from curation import actions
from literature.models import Paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from curation.models import Submission

STEPS: dict[str, Callable[..., Any]] = {
    "submit": actions.submit,
    "return": actions.return_submission,
    "approve": actions.approve,
    "withdraw": actions.withdraw,
    "recall": lambda *, submission, by, reason="": actions.recall(submission=submission, by=by),
}


def take(step: str, *, submission: Submission, by: Any, reason: str = "") -> None:
    """Take a step by its name; raises what its action raises."""
    STEPS[step](submission=submission, by=by, reason=reason)


def page_of(submission: Submission) -> str:
    return f"{settings.PUBLIC_URL}/curate/{submission.pk}/review/"


def public_paper(submission: Submission) -> str | None:
    """The public id of its paper, once there is one."""
    found = Paper.objects.filter(key=submission.paper_key).only("pk").first()
    return found.public_id if found else None
