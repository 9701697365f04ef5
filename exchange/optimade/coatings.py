"""Coatings as OPTIMADE entries: the declared properties over the columns of their read rows."""

from __future__ import annotations

from django.db.models import F

from coatings.models import CoatingRead, MaterialClass, Purpose, Role
from exchange.optimade.entries import public_id_text
from exchange.optimade.of_papers import OfPaper, exactly, numbers, of_paper, texts, words
from exchange.optimade.properties import PREFIX, by_name, common
from records.models import Kind

NAME = f"{PREFIX}coatings"

_DECLARED = by_name(
    *common(NAME, public_id_text(Kind.COATING, F("pk")), "updated"),
    words("material", "material", "Material", "Key of the film's material.", required=True),
    words(
        "material_name",
        "coating__material__name",
        "Name of the material",
        "In English.",
        required=True,
    ),
    words(
        "formula",
        "coating__material__formula",
        "Formula of the material",
        "As the paper means it; null for a mixture without one.",
    ),
    words(
        "material_class",
        "material_class",
        "Class of the material",
        "Whether the film is inorganic, organic or both.",
        MaterialClass.values,
    ),
    texts("elements", "elements", "Elements", "Symbols of the elements that the film holds."),
    words(
        "technique",
        "technique",
        "Technique",
        "ALD, MLD or both in turns.",
        ("ALD", "MLD", "ALD/MLD"),
    ),
    texts("precursors", "precursors", "Precursors", "Keys, in the order first dosed."),
    words("process", "process", "Process", "Key of the deposition process."),
    words("purpose", "purpose", "Purpose", "What the film is for.", Purpose.values, required=True),
    words("substrate", "substrate", "Substrate", "Key of what is coated.", required=True),
    words(
        "substrate_name",
        "coating__substrate__name",
        "Name of the substrate",
        "In English.",
        required=True,
    ),
    words(
        "substrate_role",
        "role",
        "Role of the substrate",
        "What it is in a cell.",
        Role.values,
        required=True,
    ),
    texts("methods", "methods", "Methods", "Keys of the methods of characterization."),
    texts("has", "has", "What is known", "Properties with a value, and `cycling`."),
    texts("about", "about", "Approximate", "Properties whose value is about so much."),
    *of_paper("coating"),
    *numbers("coating"),
)


class Coatings(OfPaper):
    """The type ``_asc_coatings``."""

    name = NAME
    kind = Kind.COATING
    plural = "coatings"
    model = CoatingRead
    description = (
        "Thin films grown by atomic or molecular layer deposition on battery electrodes, each "
        "as one paper reports it."
    )
    properties = _DECLARED
    exact = exactly(Kind.COATING)


COATINGS = Coatings()
