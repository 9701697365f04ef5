"""Where every property is declared once: what a paper can print and what is derived from it.

`science.properties` holds the printed ones; a derived one is declared with
`science.declaring.derived` next to its formula. This module imports no formula, so that formulas
can import it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Literal

from science.quantities import Interval

Kind = Literal["measured", "condition", "result", "derived", "reference"]
Subject = Literal["coating", "test", "precursor", "step", "series", "material", "substrate"]
Role = tuple[Kind, Subject]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The name and version of a formula: a new version makes the results of the old one stale."""

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Property:
    """One property: what pages, filters, the data dictionary and the exports say about it.

    `unit` is canonical; None for a property whose values are words. `roles` says where it occurs:
    a thickness can be measured and, where no paper prints it, derived. `recipe` and `inputs`
    belong to the derived role, as does `formula`, in LaTeX, units apart. `source` is where the
    definition comes from. `possible` are the values that physics allows: others are refused where
    they are entered. `plausible` are those that papers of the field print: others are doubted. A
    film has one value `of_element` for each of its elements: they make no one column.
    """

    key: str
    label: str
    symbol: str
    unit: str | None
    roles: tuple[Role, ...]
    doc: str
    source: str
    inputs: tuple[str, ...] = ()
    recipe: str | None = None
    recipe_version: int | None = None
    choices: tuple[str, ...] = ()
    listed: bool = False
    formula: str = ""
    possible: Interval | None = None
    plausible: Interval | None = None
    of_element: bool = False

    @property
    def kind(self) -> Kind:
        """The first of its kinds."""
        return self.roles[0][0]

    @property
    def subject(self) -> Subject:
        """The first of its subjects."""
        return self.roles[0][1]

    @property
    def numeric(self) -> bool:
        """True when its values are numbers in `unit`; False for words and lists of words."""
        return self.unit is not None

    def has_role(self, kind: Kind, subject: Subject | None = None) -> bool:
        """True when it occurs as this kind (of this subject)."""
        return any(k == kind and subject in (None, s) for k, s in self.roles)


_derived: dict[str, Property] = {}


def register(declaration: Property) -> None:
    """Add one derived property. Raises ValueError for a second declaration of its key."""
    if declaration.key in _derived:
        raise ValueError(f"{declaration.key} is declared twice")
    _derived[declaration.key] = declaration


def derived_properties() -> dict[str, Property]:
    """Every derived property that the imported formulas declare, in the order of declaration."""
    return dict(_derived)


def recipe_of(key: str) -> Recipe:
    """The recipe of a derived property. Raises KeyError when there is none."""
    declaration = _derived[key]
    assert declaration.recipe is not None, "a derived property has a recipe"
    assert declaration.recipe_version is not None, "a recipe has a version"
    return Recipe(declaration.recipe, declaration.recipe_version)


def merged(printed: dict[str, Property], computed: dict[str, Property]) -> dict[str, Property]:
    """One dictionary of both: a property that is printed *and* derived is one entry.

    Raises ValueError when the two declarations disagree about the unit.
    """
    together = dict(printed)
    for key, declaration in computed.items():
        known = together.get(key)
        if known is None:
            together[key] = declaration
            continue
        if known.unit != declaration.unit:
            raise ValueError(f"{key} is declared in {known.unit} and in {declaration.unit}")
        together[key] = replace(
            known,
            roles=(*known.roles, *declaration.roles),
            doc=f"{known.doc} {declaration.doc}",
            inputs=declaration.inputs,
            recipe=declaration.recipe,
            recipe_version=declaration.recipe_version,
            formula=declaration.formula,
            plausible=known.plausible or declaration.plausible,
        )
    return together


def digest(declarations: dict[str, Property], subject: Subject) -> str:
    """Twelve hexadecimal digits over the names and versions of a subject's recipes."""
    lines = sorted(
        f"{p.key}={p.recipe}@{p.recipe_version}"
        for p in declarations.values()
        if p.has_role("derived", subject)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
