"""Which reference data a word of the vocabulary has: one filter for every list of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from records.filtering.filters import CustomWordFilter
from records.filtering.vocabularies import FixedWords
from science.properties import properties

if TYPE_CHECKING:
    from science.registry import Subject


def reference_held(subject: Subject) -> dict[str, Q]:
    """For each property that pages of reference print of this subject: the words that have it."""
    return {
        key: Q(reference__contains=[{"property": key}]) for key in properties("reference", subject)
    }


def has_filter(held: dict[str, Q]) -> CustomWordFilter:
    """``has``: every one of the things asked for is on record."""

    def every(asked: list[str]) -> Q:
        question = Q()
        for word in asked:
            question &= held[word]
        return question

    return CustomWordFilter(
        FixedWords(sorted(held)), every, joined="and", doc="What is on record; every one asked for."
    )
