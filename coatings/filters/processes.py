"""Filters of the list of deposition processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q

from coatings.filters import words
from coatings.models import CoatingRead, Material, MaterialClass, Process
from literature.filtering import (
    AllOfFilter,
    CustomWordFilter,
    Facet,
    FixedWords,
    NoneOfFilter,
    PaperWords,
    SearchFilter,
    StrictFilterSet,
    WordFilter,
    by,
)
from literature.filtering.elements import ELEMENTS
from precursors.models import Precursor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


def _in_coatings(column: str) -> Any:
    """Processes with which a coating was grown whose ``column`` is one of the words."""

    def question(asked: list[str]) -> Q:
        grown = CoatingRead.objects.filter(process=OuterRef("key"), **{f"{column}__in": asked})
        return Q(Exists(grown))

    return question


def _processes_by(column: str) -> Any:
    """Of some processes, how many grew a coating with each word of ``column``."""

    def counting(processes: QuerySet[Any]) -> Any:
        grown = CoatingRead.objects.filter(process__in=processes.values("key")).order_by()
        return grown.values_list(column).annotate(number=Count("process", distinct=True))

    return counting


class ProcessFilter(StrictFilterSet):
    """Processes: by material, precursors, and by what was grown with them."""

    ORDERINGS = {
        "id": by("pk"),
        "key": by("key"),
        "material": by("material__key"),
        "updated": by("updated"),
    }
    DEFAULT_ORDERING = "key"
    FACETS = (
        Facet("material", "material__key"),
        Facet("material_class", "material__material_class"),
        Facet("element", "material__elements", array=True, widens=False),
        Facet("precursor", "precursor_keys", array=True, widens=False),
        Facet("technique", counting=_processes_by("technique")),
        Facet("substrate", counting=_processes_by("substrate")),
        Facet("paper", counting=_processes_by("paper")),
    )

    q = SearchFilter(doc="Material or precursors: name, acronym, formula or alias.")
    material = WordFilter("material__key", words.MATERIALS, doc="Key of the film's material.")
    material_class = WordFilter(
        "material__material_class",
        FixedWords(MaterialClass.values),
        doc="inorganic, hybrid or organic.",
    )
    element = AllOfFilter("material__elements", ELEMENTS, doc="The film holds all of these.")
    precursor = AllOfFilter("precursor_keys", words.PRECURSORS, doc="Doses every one of these.")
    without_precursor = NoneOfFilter("precursor_keys", words.PRECURSORS, doc="Doses none of these.")
    technique = CustomWordFilter(
        FixedWords(words.TECHNIQUES), _in_coatings("technique"), doc="ALD, MLD or ALD/MLD."
    )
    substrate = CustomWordFilter(
        words.SUBSTRATES, _in_coatings("substrate"), doc="A coating was grown on this with it."
    )
    paper = CustomWordFilter(
        PaperWords(), _in_coatings("paper"), doc="A coating of this paper was grown with it."
    )

    class Meta:
        model = Process
        fields: list[str] = []

    def default_queryset(self) -> Any:
        return Process.objects.all()

    def searched_words(self) -> Iterable[str]:
        for model in (Material, Precursor):
            yield from model._default_manager.order_by().values_list("search_text", flat=True)
