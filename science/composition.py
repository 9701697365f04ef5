"""Chemical formulas as print sets them: elements, Hill order, molar mass.

Atomic masses come from molmass (IUPAC standard atomic weights).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from science.quantities.typography import fold

_SUBSCRIPTS = str.maketrans(
    {**dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-", strict=True)), "ₓ": "x", "ᵧ": "y", "ᵤ": "u"}
)
# The subscript letters that Unicode lacks (y, z) are printed with look-alikes.
_LOOK_ALIKE = str.maketrans({"γ": "y", "ᵪ": "x", "χ": "x", "𝑥": "x", "𝑦": "y", "𝑧": "z"})
_VARIABLES = "nxyzmuvwδ"
_COUNT = re.compile(
    rf"(?P<fixed>\d+(?:\.\d+)?|\.\d+)?(?P<open>(?:[+-]?(?:\d+(?:\.\d+)?)?[{_VARIABLES}])*)"
)
_OPENING, _CLOSING = "([{", ")]}"
_SYMBOL = re.compile(r"[A-Z][a-z]?")


class UnreadableFormula(ValueError):
    """Text that is no chemical formula; `position` is the index of the first wrong character."""

    def __init__(self, text: str, position: int, message: str) -> None:
        super().__init__(f"cannot read the formula {text!r}: {message}")
        self.text = text
        self.position = position
        self.message = message

    def __reduce__(self) -> tuple[type[UnreadableFormula], tuple[str, int, str]]:
        return (type(self), (self.text, self.position, self.message))


@dataclass(frozen=True, slots=True)
class Composition:
    """What a formula says. `counts` maps an element to its number of atoms, None where that is
    variable; elements stand in Hill order (C, H, then by alphabet; all by alphabet without C)."""

    printed: str
    counts: dict[str, Decimal | None]

    @property
    def elements(self) -> tuple[str, ...]:
        """The elements in Hill order."""
        return tuple(self.counts)

    @property
    def variable(self) -> bool:
        """True when a number of atoms is not fixed (LiPₓOᵧN_z)."""
        return any(count is None for count in self.counts.values())

    @property
    def hill(self) -> str | None:
        """The formula in Hill order; None for a variable composition."""
        if self.variable:
            return None
        parts = []
        for element, count in self.counts.items():
            assert count is not None, "only a variable composition has an open count"
            parts.append(element if count == 1 else f"{element}{_decimal(count)}")
        return "".join(parts)

    @property
    def molar_mass_g_mol(self) -> float | None:
        """Molar mass of one formula unit in g/mol; None for a variable composition."""
        if self.variable:
            return None
        total = sum(
            Decimal(str(atomic_mass(element))) * count
            for element, count in self.counts.items()
            if count is not None
        )
        return float(total)

    @property
    def no_molar_mass(self) -> str | None:
        """Why there is no molar mass; None where there is one."""
        if not self.variable:
            return None
        return f"{self.printed} has a variable stoichiometry"

    def holds(self, element: str) -> bool:
        """True when the element occurs."""
        return element in self.counts


def _decimal(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1)
def _elements() -> Any:
    from molmass import ELEMENTS

    return ELEMENTS


@lru_cache(maxsize=256)
def _is_element(symbol: str) -> bool:
    try:
        return bool(_elements()[symbol].symbol == symbol)
    except KeyError:
        return False


@lru_cache(maxsize=1)
def element_names() -> dict[str, str]:
    """The English name of every element by its symbol ("Al": "Aluminium")."""
    return {element.symbol: element.name for element in _elements()}


@lru_cache(maxsize=256)
def atomic_mass(element: str) -> float:
    """Standard atomic weight of an element in g/mol. Raises KeyError for an unknown symbol."""
    return float(_elements()[element].mass)


@lru_cache(maxsize=4096)
def parse_formula(text: str) -> Composition:
    """The composition of a printed formula: subscripts in any typography, brackets, fractions,
    variable counts (LiPₓOᵧN_z, Li1−xNiO2), hydrates set off by "·".

    Raises UnreadableFormula, with the position in the text.
    """
    plain, origin = _plain(text)
    parser = _Parser(text, plain, origin)
    counts = parser.formula()
    order = sorted(counts)
    if "C" in counts:
        order = [e for e in ("C", "H") if e in counts] + [e for e in order if e not in {"C", "H"}]
    return Composition(text, {element: counts[element] for element in order})


def _plain(text: str) -> tuple[str, list[int]]:
    """Plain characters and where each stood: subscripts on the line, no `_`, `$` or blanks."""
    folded = fold(text.translate(_SUBSCRIPTS).translate(_LOOK_ALIKE))
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(folded.text):
        subscript_brace = character in "{}" and "_" in folded.text
        if character in "_$ " or subscript_brace:
            continue
        characters.append(character)
        origin.append(folded.position(index))
    return "".join(characters), origin


Counts = dict[str, Decimal | None]


@dataclass(slots=True)
class _Parser:
    text: str
    plain: str
    origin: list[int]
    index: int = 0

    def error(self, message: str) -> UnreadableFormula:
        at = self.origin[self.index] if self.index < len(self.origin) else len(self.text)
        return UnreadableFormula(self.text, at, message)

    def formula(self) -> Counts:
        total: Counts = {}
        while True:
            factor = self._count() if self.index < len(self.plain) else Decimal(1)
            _add(total, self._group(""), factor)
            if self.index >= len(self.plain):
                return total
            self.index += 1  # the dot of a hydrate

    def _group(self, closing: str) -> Counts:
        counts: Counts = {}
        start = self.index
        while self.index < len(self.plain):
            character = self.plain[self.index]
            if closing and character == closing:
                break
            if not closing and character == "*" and self.index > start:
                break
            if character in _OPENING:
                self.index += 1
                if self.index > 200:
                    raise self.error("it is too long")
                inner = self._group(_CLOSING[_OPENING.index(character)])
                if self.index >= len(self.plain):
                    raise self.error("a bracket is not closed")
                self.index += 1
                _add(counts, inner, self._count())
                continue
            symbol = self._symbol()
            self.index += len(symbol)
            _add(counts, {symbol: Decimal(1)}, self._count())
        if self.index == start:
            raise self.error("an element is expected")
        return counts

    def _symbol(self) -> str:
        match = _SYMBOL.match(self.plain, self.index)
        if match is None:
            raise self.error(f"{self.plain[self.index]!r} is no element")
        for symbol in (match.group(), match.group()[0]):
            if _is_element(symbol):
                return symbol
        raise self.error(f"{match.group()!r} is no element")

    def _count(self) -> Decimal | None:
        match = _COUNT.match(self.plain, self.index)
        assert match is not None, "the pattern matches the empty text too"
        if match["open"]:
            self.index = match.end()
            return None
        if not match["fixed"]:
            return Decimal(1)
        if len(match["fixed"]) > 8:
            raise self.error("a count with more than 8 digits")
        count = Decimal(match["fixed"])
        if count == 0:
            raise self.error("a count of zero")
        self.index = match.end()
        return count


def _add(total: Counts, part: Counts, factor: Decimal | None) -> None:
    for element, count in part.items():
        scaled = None if count is None or factor is None else count * factor
        known = total.get(element, Decimal(0))
        total[element] = None if known is None or scaled is None else known + scaled


def elements_of(formula: str) -> tuple[str, ...]:
    """The elements of a formula in Hill order. Raises UnreadableFormula."""
    return parse_formula(formula).elements


def molar_mass_of(formula: str) -> float | None:
    """Molar mass in g/mol, None for a variable stoichiometry. Raises UnreadableFormula."""
    return parse_formula(formula).molar_mass_g_mol


def hill_order(
    elements: frozenset[str] | set[str] | tuple[str, ...] | list[str],
) -> tuple[str, ...]:
    """These elements in Hill order: C, H, then by alphabet; all by alphabet without C."""
    present = set(elements)
    head = [e for e in ("C", "H") if e in present] if "C" in present else []
    return (*head, *sorted(present - set(head)))
