"""Doubts that rest on more than one record: papers' years, and experiments entered twice.

They are computed with the derived values, for a batch at a time, so that they are as fresh as
these. A value in a unit of another kind (``science.plausibility.wrong_dimension``) is not among
them: no published value has one, since reading refuses it at its path in the document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from records.models import Kind, parse_public_id, public_id
from science.plausibility import Flag, entered_twice, year_against_reference
from science.results import UsedInput

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from literature.models import Paper

_YEAR_IN_KEY = re.compile(r"-((?:19|20)\d\d)[a-z]?$")


def doubts_of_paper(paper: Paper, *, entered: datetime) -> list[Flag]:
    """The paper's year against the year in its key, the history of the field, and the year in
    which the record was ``entered`` (today would make the same facts give other flags)."""
    found = _YEAR_IN_KEY.search(paper.key)
    printed = [UsedInput("key", paper.public_id, found.group(1))] if found else []
    return year_against_reference(paper.year, printed, paper.public_id, entered.year)


def twins(fingerprints: Mapping[str, Hashable | None]) -> dict[str, list[Flag]]:
    """By public id: the flag of every record that is the same experiment as another."""
    flags: dict[str, list[Flag]] = defaultdict(list)
    for flag in entered_twice(fingerprints):
        for item in flag.inputs:
            flags[item.id].append(flag)
    return flags


def twins_of(records: Iterable[str], flags: Mapping[str, list[Flag]]) -> set[str]:
    """The public ids that :func:`twins` names together with one of ``records``."""
    return {item.id for record in records for flag in flags.get(record, ()) for item in flag.inputs}


def flagged_with(records: set[str], rows: QuerySet[Any]) -> set[int]:
    """The read rows whose flags name one of ``records`` as the same experiment until now."""
    flagged = rows.filter(flags__contains=[{"code": "entered_twice"}])
    return {
        number
        for number, flags in flagged.values_list("pk", "flags")
        for flag in flags
        if flag["code"] == "entered_twice" and records & {item["id"] for item in flag["inputs"]}
    }


def changed_twins(
    kind: Kind, changed: set[int], same: Callable[[Iterable[int]], set[str]], rows: QuerySet[Any]
) -> set[int]:
    """Records that are the same experiment as one that ``changed``, or were until it did. ``same``
    names those that are; ``rows`` are the read rows of the paper."""
    names = {public_id(kind, number) for number in changed}
    now = {parse_public_id(name, kind) for name in same(changed)}
    return {number for number in now if number is not None} | flagged_with(names, rows)
