"""CSL-JSON, complete enough for every citation processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from literature.formats.parts import date_parts, pages

if TYPE_CHECKING:
    from literature.models import Paper


def csl_item(paper: Paper) -> dict[str, Any]:
    """The citation as it is stored, with an id, the date in parts, and pages joined by a hyphen
    (the style makes the dash).

    An article number stands in ``number`` and, since most styles print nothing else, in ``page``.
    """
    item: dict[str, Any] = {"id": paper.key, **paper.csl}
    if parts := date_parts(paper.csl):
        item["issued"] = {"date-parts": [parts]}
    if found := pages(paper.csl, "-"):
        item["page"] = found
    return item
