"""What colour and symbol can tell: worded columns of the read rows, and their words' names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coatings.models import Substrate
from coatings.queries.coatings import material_names
from records.typesetting import formula

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Category:
    """``column`` of the read row; ``filter_by`` the parameter of the list with the same words."""

    word: str
    label: str
    column: str
    filter_by: str


_COATING = (
    Category("material_class", "Class of the film", "material_class", "material_class"),
    Category("technique", "Technique", "technique", "technique"),
    Category("purpose", "Purpose", "purpose", "purpose"),
    Category("role", "Role of the substrate", "role", "role"),
    Category("substrate", "Substrate", "substrate", "substrate"),
    Category("material", "Material", "material", "material"),
)
_TEST = (
    Category("control", "Coated or bare", "coated", "control"),
    Category("cell_type", "Cell", "cell_type", "cell_type"),
    Category("shown", "What the numbers show", "shown", "shown"),
    Category("claimed", "What the paper claims", "claimed", "claimed"),
    Category("evidence", "Evidence", "evidence", "evidence"),
    Category("comparable", "Comparable with its control", "comparable", "comparable"),
    Category("substrate", "Electrode", "substrate", "substrate"),
    Category("material", "Film", "material", "material"),
)


def categories(subject: str) -> dict[str, Category]:
    return {item.word: item for item in (_COATING if subject == "coating" else _TEST)}


def names_of(category: Category, words: Iterable[object]) -> dict[object, str]:
    """What to print for each word, as HTML."""
    given = set(words)
    names: dict[object, str] = {word: str(word) for word in given}
    keys = {str(word) for word in given}
    if category.column == "material":
        names |= {key: str(formula(name)) for key, name in material_names(keys).items()}
    elif category.column == "substrate":
        rows = Substrate.objects.filter(key__in=keys).values_list("key", "name")
        names |= {key: str(formula(name)) for key, name in rows}
    elif category.column == "coated":
        names |= {True: "coated", False: "bare"}
    return names | ({"": "not known"} if "" in given else {})
