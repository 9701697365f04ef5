"""*Reviewed* on published records: given by an approval, taken away by a later change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coatings.models import Coating
from coatings.reading import refresh_coatings
from curation.document.comparing import changed_sections
from cycling.models import CyclingTest
from cycling.reading import refresh_tests
from literature.reviewing import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from literature.models import Paper


def take_back_review(*, paper: Paper, before: dict[str, Any], content: dict[str, Any]) -> None:
    """Records whose own entry changed are *changed since review*, where they were reviewed.

    The caller refreshes the read rows of what it wrote.
    """
    touched = changed_sections(before, content)
    for name, model in (("coatings", Coating), ("cycling", CyclingTest)):
        rows = model._default_manager.filter(paper=paper, key__in=_keys(touched, name))
        reviewed = rows.filter(review_status=ReviewStatus.REVIEWED)
        reviewed.update(review_status=ReviewStatus.CHANGED)


def mark_reviewed(*, paper: Paper, sections: Iterable[str]) -> None:
    """These sections (``coatings[KEY]``, ``cycling[KEY]``) of the paper are reviewed now."""
    wanted = set(sections)
    both = (("coatings", Coating, refresh_coatings), ("cycling", CyclingTest, refresh_tests))
    for name, model, refresh in both:
        rows = model._default_manager.filter(paper=paper, key__in=_keys(wanted, name))
        rows = rows.exclude(review_status=ReviewStatus.REVIEWED)
        numbers = sorted(rows.values_list("pk", flat=True))
        rows.update(review_status=ReviewStatus.REVIEWED)
        refresh(numbers, stale=False)


def _keys(sections: Iterable[str], name: str) -> list[str]:
    return [s[len(name) + 1 : -1] for s in sections if s.startswith(f"{name}[")]
