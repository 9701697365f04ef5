"""Who may do what with a single submission: its author, and its reviewers.

What a role may do at all is :mod:`accounts.permissions`; in which *state* a step can be taken is
:mod:`curation.states`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.permissions import May, NotAllowed, may, role_of

if TYPE_CHECKING:
    from curation.models import Submission


def may_see(user: Any, submission: Submission) -> bool:
    """A draft is seen by its author and by those who review."""
    own = submission.author_id == user.pk and may(user, May.ENTER)
    return own or may(user, May.REVIEW)


def may_save(user: Any, submission: Submission) -> bool:
    """Its author writes it, and so may every curator, who then cannot approve it."""
    return may_see(user, submission)


def may_decide(user: Any, submission: Submission) -> bool:
    """Return or approve: who reviews, and wrote none of it."""
    return may(user, May.REVIEW) and not wrote(user, submission)


def may_drop(user: Any, submission: Submission) -> bool:
    """Take a submission back or withdraw it: its author, or an administrator."""
    return submission.author_id == user.pk or may(user, May.GOVERN)


def wrote(user: Any, submission: Submission) -> bool:
    """Whether any revision of it, or the submission itself, is this person's."""
    return (
        submission.author_id == user.pk or submission.revisions.filter(saved_by_id=user.pk).exists()
    )


STEPS = {
    "save": may_save,
    "submit": may_save,
    "recall": may_drop,
    "withdraw": may_drop,
    "return": may_decide,
    "approve": may_decide,
}
"""Who may take which step of :data:`curation.states.TRANSITIONS`."""


def check_may(user: Any, step: str, submission: Submission) -> None:
    """Raises :class:`NotAllowed` with the reason in words."""
    if STEPS[step](user, submission):
        return
    if step in {"approve", "return"} and may(user, May.REVIEW):
        raise NotAllowed(f"nobody can {step} what they wrote themselves")
    raise NotAllowed(f"a {role_of(user).value} may not {step} this submission")
