"""Chemical formulas as print sets them: elements, Hill order, molar mass.

Atomic masses come from molmass (IUPAC standard atomic weights).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from science.quantities.typography import THIN, fold

_SUBSCRIPTS = str.maketrans(
    {**dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-", strict=True)), "ₓ": "x", "ᵧ": "y", "ᵤ": "u"}
)
# The subscript letters that Unicode lacks (y, z) are printed with look-alikes.
_LOOK_ALIKE = str.maketrans({"γ": "y", "ᵪ": "x", "χ": "x", "𝑥": "x", "𝑦": "y", "𝑧": "z"})
_VARIABLES = "nxyzmuvwδ"
_COUNT = re.compile(
    rf"(?P<fixed>\d+(?:\.\d+)?|\.\d+)?(?P<open>(?:[+-]?(?:\d+(?:\.\d+)?)?[{_VARIABLES}])*)"
)
_COUNT_IN_BRACKETS = re.compile(rf"\((?P<sum>[0-9.+\-{_VARIABLES}]+)\)")
_OPENING, _CLOSING = "([{", ")]}"
_SYMBOL = re.compile(r"[A-Z][a-z]?")
_CHARGE = re.compile(r"\^?[([]?\d*[+-]+\d*[)\]]?$|\^\d*$")
_SOLVENT = re.compile(r"(?:[HD]2O|NH3|HF|HCl)(?![a-z0-9])")
_BEFORE_SOLVENT = re.compile(r"\S(\s+)(?:\d+(?:\.\d+)?)\s?\(?(?:[HD]2O|NH3|HF|HCl)\)?\s*$")
_OXIDATION_STATE = re.compile(r"\((?:III?|IV|VI{1,3})\)|\([IV]\)(?![0-9])")
# Li20, Al203: a letter O taken for a zero; carbon does come in sixties
_ONE_ELEMENT_WITH_ZERO = re.compile(r"(?!C\d)[A-Z][a-z]?\d+0\d*")
_APART = re.compile(r"\d(\s+)\d")
_NAME_BEHIND = re.compile(r"\s\([^()]*\)\s*$")
# Abbreviations of groups that would pass for an element, or for an element with a variable count
_GROUPS = {
    "Bu": "butyl",
    "OAc": "acetate",
    "AcO": "acetate",
    "LiAc": "acetate",
    "NaAc": "acetate",
    "HAc": "acetate",
    "(OPr": "propoxide",
    "(PrO": "propoxide",
    "(NiPr": "diisopropylamide",
    "(OCy": "cyclohexanolate",
    "(OBn": "benzyl alcoholate",
    "(OBz": "benzoate",
    "(OTs": "tosylate",
    "(CH2Bn": "benzyl",
}
# Those that are no elements anyway
_OTHER_GROUPS = ("Me", "Et", "Ph", "Cp", "iPr", "tBu", "acac", "thd", "tmhd", "hfac", "THF", "OTf")


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
    variable counts (LiPₓOᵧN_z, Li1−xNiO2, Li(1-x)CoO2), hydrates set off by "·".

    Raises UnreadableFormula, with the position in the text.
    """
    _refuse_what_stands_for_two(text)
    plain, origin = _plain(text)
    parser = _Parser(text, plain, origin)
    counts = parser.formula()
    zero = _ONE_ELEMENT_WITH_ZERO.fullmatch(plain)
    if zero:
        meant = zero[0].replace("0", "O")
        raise UnreadableFormula(text, zero.start(), f"{zero[0]!r} may stand for {meant}")
    order = sorted(counts)
    if "C" in counts:
        order = [e for e in ("C", "H") if e in counts] + [e for e in order if e not in {"C", "H"}]
    return Composition(text, {element: counts[element] for element in order})


def _refuse_what_stands_for_two(text: str) -> None:
    """Abbreviated groups and oxidation states that read as elements, and blanks that may be the
    dot of a hydrate."""
    for abbreviation, group in _GROUPS.items():
        at = text.find(abbreviation)
        if at >= 0 and not text[at + len(abbreviation) :][:1].islower():
            shown = abbreviation.lstrip("(")
            at -= text[at - 1 : at].islower()  # the t of tBu
            message = f"{shown!r} stands for a group ({group}): write out its elements"
            raise UnreadableFormula(text, at, message)
    state = _OXIDATION_STATE.search(text)
    if state:
        message = f"{state.group()!r} reads like an oxidation state: leave it out"
        raise UnreadableFormula(text, state.start(), message)
    apart = _BEFORE_SOLVENT.search(text) or _APART.search(text)
    if apart:
        message = "the blank may stand for the dot of a hydrate: write · (AlF3·3H2O), or no blank"
        raise UnreadableFormula(text, apart.start(1), message)


def _plain(text: str) -> tuple[str, list[int]]:
    """Plain characters and where each stood: subscripts on the line, no `_`, `$` or blanks."""
    folded = fold(text.translate(_SUBSCRIPTS).translate(_LOOK_ALIKE))
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(folded.text):
        subscript_brace = character in "{}" and "_" in folded.text
        if character in f"_$ {THIN}" or subscript_brace:
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

    @property
    def at(self) -> int:
        """Where the parser stands in the text as it was given."""
        return self.origin[self.index] if self.index < len(self.origin) else len(self.text)

    def error(self, message: str) -> UnreadableFormula:
        return UnreadableFormula(self.text, self.at, message)

    def no_element(self, shown: str) -> UnreadableFormula:
        """The error at a character that begins no element, with its likeliest cause."""
        rest = self.text[self.at :]
        name = _NAME_BEHIND.search(self.text)
        group = next((g for g in _OTHER_GROUPS if g in self.text[max(0, self.at - 2) :][:6]), "")
        if _CHARGE.match(self.plain, self.index):
            return self.error(f"{rest!r} is a charge: formulas stand here without charges")
        if name and name.start() < self.at:
            behind = name.group().strip()
            return self.error(f"{behind!r} is no part of the formula: leave it out")
        if group:
            return self.error(f"{group!r} stands for a group: write out its elements")
        if rest.startswith("D"):
            return self.error("'D' is no element: write H, and the isotope in the SMILES")
        return self.error(f"{shown!r} is no element")

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
            if not closing and self.index > start and self._is_dot():
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

    def _is_dot(self) -> bool:
        """The dot of a hydrate; a full stop is one before an element ("LiOH.H2O")."""
        here, following = self.plain[self.index], self.plain[self.index + 1 : self.index + 2]
        return here == "*" or (here == "." and following.isupper())

    def _symbol(self) -> str:
        match = _SYMBOL.match(self.plain, self.index)
        if match is None:
            raise self.no_element(self.text[self.at : self.at + 1])
        for symbol in (match.group(), match.group()[0]):
            if _is_element(symbol):
                return symbol
        raise self.no_element(match.group())

    def _count(self) -> Decimal | None:
        bracket = _COUNT_IN_BRACKETS.match(self.plain, self.index)
        if bracket and any(letter in _VARIABLES for letter in bracket["sum"]):
            self.index = bracket.end()
            return None
        match = _COUNT.match(self.plain, self.index)
        assert match is not None, "the pattern matches the empty text too"
        if (match["fixed"] or "")[:1] == "0" and match["fixed"][1:2] != ".":
            raise self.error("a count begins with zero: is it the letter O?")
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
        if count >= 1 and "." in match["fixed"] and _SOLVENT.match(self.plain, match.end()):
            shown, meant = match["fixed"], match["fixed"].replace(".", "·")
            raise self.error(
                f"the full stop in {shown!r} may be the dot of a hydrate: write {meant}"
            )
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


_MEASURED_WITHIN = Decimal("0.05")  # of a count: analyses of films tell no better


_VACANCIES = re.compile(r"(?<=O\d)[−–±+-][xyzδ](?![a-z])")


def printed_otherwise(printed: str, formula: str) -> bool:
    """Whether a printed formula is another composition than the one that it is read as. Counts
    with decimals are measured ones (Li2.0SiO2.9); labels are no formula (LiPON); an oxide with
    vacancies (CeO2−x) is that oxide."""
    if not printed or printed == formula:
        return False
    try:
        plain = _VACANCIES.sub("", printed.translate(_SUBSCRIPTS))
        one, two = parse_formula(plain), parse_formula(formula)
    except UnreadableFormula:
        return False
    if set(one.elements) != set(two.elements):
        return True
    is_label = len(one.counts) > 2 and all(count == 1 for count in one.counts.values())
    return not (two.variable or is_label or _counted_alike(one, two))


def _counted_alike(printed: Composition, read: Composition) -> bool:
    for element, count in printed.counts.items():
        meant = read.counts[element]
        if count is None or meant is None:
            return False
        if abs(count - meant) > (_MEASURED_WITHIN * meant if "." in str(count) else 0):
            return False
    return True
