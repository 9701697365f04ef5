"""Filters of the list of deposition processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coatings.filters import spoken, vocabularies
from coatings.filters.grown import by_coatings, grown, grown_facets
from coatings.models import Material, MaterialClass, Process
from literature.paper_words import PaperWords
from precursors.models import Precursor
from records.filtering import (
    AllOfFilter,
    Facet,
    FixedWords,
    NoneOfFilter,
    SearchFilter,
    StrictFilterSet,
    WordFilter,
    by,
)
from records.filtering.elements import ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable


class ProcessFilter(StrictFilterSet):
    """Processes: by material, precursors, and by what was grown with them."""

    ORDERINGS = {
        "id": by("pk"),
        "key": by("key"),
        "material": by("material__key"),
        "used_in": by_coatings("process"),
        "updated": by("updated"),
    }
    DEFAULT_ORDERING = "key"
    FACETS = (
        Facet("material", "material__key"),
        Facet("material_class", "material__material_class"),
        Facet("element", "material__elements", array=True, widens=False),
        Facet("precursor", "precursor_keys", array=True, widens=False),
        *grown_facets("technique", "substrate", "paper"),
    )

    SPOKEN = spoken.PROCESSES

    id = WordFilter("key", vocabularies.PROCESSES, doc="Just these; up to 1,000 at once.")
    q = SearchFilter(
        doc="Films, precursors, electrodes and techniques are read as the filters that they name, "
        "and the answer says so as `understood`; other words are searched for in names."
    )
    material = WordFilter(
        "material__key", vocabularies.MATERIALS, doc="Key of the film's material."
    )
    material_class = WordFilter(
        "material__material_class",
        FixedWords(MaterialClass.values),
        doc="inorganic, hybrid or organic.",
    )
    element = AllOfFilter("material__elements", ELEMENTS, doc="The film holds all of these.")
    precursor = AllOfFilter(
        "precursor_keys", vocabularies.PRECURSORS, doc="Doses every one of these."
    )
    without_precursor = NoneOfFilter(
        "precursor_keys", vocabularies.PRECURSORS, doc="Doses none of these."
    )
    technique = grown(
        "process", "technique", FixedWords(vocabularies.TECHNIQUES), "ALD, MLD or ALD/MLD."
    )
    substrate = grown(
        "process", "substrate", vocabularies.SUBSTRATES, "A coating was grown on this with it."
    )
    paper = grown("process", "paper", PaperWords(), "A coating of this paper was grown with it.")

    class Meta:
        model = Process
        fields: list[str] = []

    def default_queryset(self) -> Any:
        return Process.objects.all()

    def searched_words(self) -> Iterable[str]:
        for model in (Material, Precursor):
            yield from model._default_manager.order_by().values_list("search_text", flat=True)
