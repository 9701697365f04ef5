"""Filters of the lists of materials, substrates and methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from coatings.filters import spoken, vocabularies
from coatings.filters.grown import by_coatings, grown, grown_facets
from coatings.models import (
    AirSensitivity,
    Material,
    MaterialClass,
    Method,
    Purpose,
    Role,
    Structure,
    Substrate,
)
from records.filtering import (
    AllOfFilter,
    AnyOfFilter,
    CustomWordFilter,
    Facet,
    FixedWords,
    FlagFilter,
    NoneOfFilter,
    NumberFilter,
    SearchFilter,
    StoredWords,
    StrictFilterSet,
    WordFilter,
    by,
)
from records.filtering.elements import ELEMENTS
from records.filtering.reference import has_filter, reference_held

if TYPE_CHECKING:
    from collections.abc import Iterable

_BY_KEY = {"id": by("pk"), "key": by("key"), "name": by("name"), "updated": by("updated")}


class _VocabularyFilter(StrictFilterSet):
    ORDERINGS = _BY_KEY
    DEFAULT_ORDERING = "key"

    def searched_words(self) -> Iterable[str]:
        rows: Any = self.default_queryset()
        return rows.order_by().values_list("search_text", flat=True)


def _charge_carriers() -> Iterable[str]:
    rows = Material.objects.exclude(charge_carrier="").order_by()
    return sorted(set(rows.values_list("charge_carrier", flat=True)))


def _with_phase(phases: list[str]) -> Q:
    question = Q()
    for key in phases:
        question &= Q(pk__in=Material.objects.filter(phase_links__phase__key=key).values("pk"))
    return question


class MaterialFilter(_VocabularyFilter):
    """Materials: by text, class, composition and structure."""

    ORDERINGS = {
        **_BY_KEY,
        "formula": by("formula"),
        "molar_mass": by("molar_mass_g_mol"),
        "used_in": by_coatings("material"),
    }
    FACETS = (
        Facet("material_class", "material_class"),
        Facet("element", "elements", array=True, widens=False),
        Facet("charge_carrier", "charge_carrier"),
        Facet("structure", "structure"),
        Facet("variable", "variable"),
        Facet("air_sensitivity", "air_sensitivity"),
        Facet("in_natural_sei", "in_natural_sei"),
        Facet("phase", "phase_links__phase__key", several=True, widens=False),
        *grown_facets("technique", "purpose", "substrate"),
        Facet("has", widens=False),
    )
    HISTOGRAMS = ("molar_mass",)
    POINTS = {"molar_mass": "molar_mass_g_mol"}
    SPOKEN = spoken.MATERIALS

    id = WordFilter("key", vocabularies.MATERIALS, doc="Just these; up to 1,000 at once.")
    q = SearchFilter(
        doc="Names, classes, elements and electrodes are read as the filters that they name, and "
        "the answer says so as `understood`; other words are searched for in names and formulas."
    )
    material_class = WordFilter(
        "material_class", FixedWords(MaterialClass.values), doc="inorganic, hybrid or organic."
    )
    element = AllOfFilter("elements", ELEMENTS, doc="Holds every one of these elements.")
    without_element = NoneOfFilter("elements", ELEMENTS, doc="Holds none of these elements.")
    charge_carrier = WordFilter(
        "charge_carrier", StoredWords(_charge_carriers), doc="Carrier ion that it holds."
    )
    structure = WordFilter("structure", FixedWords(Structure.values), doc="Phases, and how.")
    variable = FlagFilter("variable", doc="Whether its stoichiometry is variable.")
    air_sensitivity = WordFilter(
        "air_sensitivity",
        FixedWords(AirSensitivity.values),
        doc="What air does to films of it in general.",
    )
    in_natural_sei = FlagFilter("in_natural_sei", doc="Whether it was found in a natural SEI.")
    phase = CustomWordFilter(
        vocabularies.MATERIALS,
        _with_phase,
        joined="and",
        doc="A mixture or laminate that holds every one of these materials (keys).",
    )
    technique = grown(
        *("material", "technique", FixedWords(vocabularies.TECHNIQUES)),
        "A coating of it was grown so: ALD, MLD or ALD/MLD.",
    )
    purpose = grown(
        "material", "purpose", FixedWords(Purpose.values), "A coating of it is for this."
    )
    substrate = grown(
        "material", "substrate", vocabularies.SUBSTRATES, "A coating of it is on this."
    )
    has = has_filter(reference_held("material"))
    molar_mass_min = NumberFilter("molar_mass_g_mol", lookup="gte", doc="Molar mass, g/mol.")
    molar_mass_max = NumberFilter("molar_mass_g_mol", lookup="lte", doc="Molar mass, g/mol.")

    class Meta:
        model = Material
        fields: list[str] = []

    def default_queryset(self) -> Any:
        return Material.objects.all()


class SubstrateFilter(_VocabularyFilter):
    """Substrates: by text and role, and by what was grown on them."""

    ORDERINGS = {**_BY_KEY, "role": by("role"), "used_in": by_coatings("substrate")}
    FACETS = (
        Facet("role", "role"),
        *grown_facets("material_class", "material", "technique", "purpose"),
        Facet("has", widens=False),
    )

    SPOKEN = spoken.SUBSTRATES

    id = WordFilter("key", vocabularies.SUBSTRATES, doc="Just these; up to 1,000 at once.")
    q = SearchFilter(
        doc="Names, roles and films are read as the filters that they name, and the answer says so "
        "as `understood`; other words are searched for in names and formulas."
    )
    role = WordFilter("role", FixedWords(Role.values), doc="Its usual role in the cell.")
    material_class = grown(
        *("substrate", "material_class", FixedWords(MaterialClass.values)),
        "It carries a film of this class.",
    )
    material = grown("substrate", "material", vocabularies.MATERIALS, "It carries a film of this.")
    technique = grown(
        *("substrate", "technique", FixedWords(vocabularies.TECHNIQUES)),
        "It was coated so: ALD, MLD or ALD/MLD.",
    )
    purpose = grown(
        "substrate", "purpose", FixedWords(Purpose.values), "It carries a film for this."
    )
    has = has_filter(reference_held("substrate"))

    class Meta:
        model = Substrate
        fields: list[str] = []

    def default_queryset(self) -> Any:
        return Substrate.objects.all()


class MethodFilter(_VocabularyFilter):
    """Characterization methods: by text and by their place in the tree."""

    ORDERINGS = {**_BY_KEY, "path": by("path")}
    DEFAULT_ORDERING = "path"
    FACETS = (Facet("method", "path", array=True), Facet("parent", "parent__key"))

    SPOKEN = spoken.METHODS

    id = WordFilter("key", vocabularies.METHODS, doc="Just these; up to 1,000 at once.")
    q = SearchFilter(
        doc="A method is read as itself and everything below it, and the answer says so as "
        "`understood`; other words are searched for in acronyms, names and aliases."
    )
    method = AnyOfFilter("path", vocabularies.METHODS, doc="This method and everything below it.")
    parent = WordFilter("parent__key", vocabularies.METHODS, doc="Directly below this method.")

    class Meta:
        model = Method
        fields: list[str] = []

    def default_queryset(self) -> Any:
        return Method.objects.all()
