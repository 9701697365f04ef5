"""Electrolytes by their parts: salts with their concentration, solvents with their shares,
additives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from science.agreement import Verdict

_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉ᐟ∶−–", "0123456789/:--")
_SOLVENTS = {
    "EC": ("ethylene carbonate",),
    "PC": ("propylene carbonate",),
    "DEC": ("diethyl carbonate",),
    "DMC": ("dimethyl carbonate",),
    "EMC": ("ethyl methyl carbonate", "ethylmethyl carbonate"),
    "FEC": ("fluoroethylene carbonate",),
    "VC": ("vinylene carbonate",),
    "DOL": ("1,3-dioxolane", "dioxolane"),
    "DME": ("1,2-dimethoxyethane", "dimethoxyethane"),
    "DEGDME": ("diglyme", "diethylene glycol dimethyl ether"),
    "TEGDME": ("tetraglyme", "tetraethylene glycol dimethyl ether", "G4"),
    "THF": ("tetrahydrofuran",),
    "AN": ("acetonitrile",),
    "SN": ("succinonitrile",),
    "TTE": (),
    "BTFE": (),
    "TEP": ("triethyl phosphate",),
    "TMP": ("trimethyl phosphate",),
    "LiNO3": ("lithium nitrate",),
}
_SALTS = {
    "LiPF6": ("lithium hexafluorophosphate",),
    "LiTFSI": ("LiN(CF3SO2)2", "LiN(SO2CF3)2"),
    "LiFSI": (),
    "LiClO4": ("lithium perchlorate",),
    "LiBF4": (),
    "LiBOB": (),
    "LiDFOB": ("LiODFB",),
    "LiAsF6": (),
    "NaPF6": ("sodium hexafluorophosphate",),
    "NaClO4": ("sodium perchlorate",),
    "NaFSI": (),
    "NaTFSI": (),
    "NaOTf": ("NaCF3SO3", "NaSO3CF3"),
    "KPF6": (),
    "KFSI": (),
    "KTFSI": (),
}


def _names(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {alias.casefold(): name for name, more in table.items() for alias in (name, *more)}


_SOLVENT_NAMES, _SALT_NAMES = _names(_SOLVENTS), _names(_SALTS)


def _any_of(names: Mapping[str, str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_SOLVENT, _SALT = _any_of(_SOLVENT_NAMES), _any_of(_SALT_NAMES)
_NUMBER = r"\d+(?:\.\d+)?"
_MOLAR = r"(?:M|m|mol\s*/\s*(?:L|l|kg)|mol\s*(?:L|l|dm|kg)\s*-[13]|mol\s+(?:L|l|dm|kg)-[13])"
_SALT_PART = re.compile(
    rf"(?P<amount>{_NUMBER})\s*(?P<unit>{_MOLAR})\s*(?:of\s+)?(?P<salt>{_SALT})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_PERCENT = r"(?:(?P<basis>wt|vol|mol|w|v)\.?\s*-?\s*)?%(?:\s*\(?(?P<after>v/v|w/w|vol|wt)\)?)?"
_ADDITIVE = re.compile(
    rf"(?P<amount>{_NUMBER})\s*{_PERCENT}\s*(?:of\s+)?(?P<name>{_SOLVENT}|{_SALT})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_MIXTURE = re.compile(
    rf"(?<![A-Za-z0-9])(?P<names>(?:{_SOLVENT})(?:\s*[:/+,-]\s*(?:{_SOLVENT}))*)(?![A-Za-z0-9])"
    rf"(?:[\s,]*\(?\s*(?P<shares>{_NUMBER}(?:\s*[:/]\s*{_NUMBER})+)?"
    r"[\s,]*(?:by\s+)?(?P<basis>v/v/v|v/v|w/w/w|w/w|v:v|w:w|vol(?:ume)?\.?%?|wt\.?%?|weight|"
    r"in\s+vol(?:ume|\.)?|in\s+weight)?(?:\s*ratio)?\s*\)?)?",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"\b(?:in|with|and|of|dissolved|solution|mixture|additive|additives|electrolyte|a|the|as|plus|"
    r"containing|solvent|salt|by|ratio)\b|[\s,;:()+/.]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Electrolyte:
    """The parts of an electrolyte. `salts` are in the unit printed (mol/L or mol/kg); `solvents`
    have a share of 1, None where it is not printed; `basis` is "v", "w" or "" where it is not.
    `rest` is what could not be read."""

    salts: frozenset[tuple[str, float, str]]
    solvents: Mapping[str, float | None] = field(default_factory=dict)
    basis: str = ""
    additives: frozenset[tuple[str, float, str]] = frozenset()
    rest: str = ""


def parse_electrolyte(text: str) -> Electrolyte:
    """ "1 M LiPF6 in EC:DEC (1:1 v/v)" by its parts; what is not understood is `rest`."""
    left = text.translate(_SUBSCRIPTS)
    salts, additives = [], []
    while found := _ADDITIVE.search(left):
        basis = (found["basis"] or found["after"] or "")[:1].casefold()
        additives.append((_name(found["name"]), float(found["amount"]), basis))
        left = f"{left[: found.start()]} {left[found.end() :]}"
    while found := _SALT_PART.search(left):
        molal = "kg" in found["unit"] or found["unit"] == "m"
        salts.append((_name(found["salt"]), float(found["amount"]), "mol/kg" if molal else "mol/L"))
        left = f"{left[: found.start()]} {left[found.end() :]}"
    solvents: dict[str, float | None] = {}
    basis = ""
    found = _MIXTURE.search(left)
    if found:
        names = [_name(name) for name in re.findall(_SOLVENT, found["names"], re.IGNORECASE)]
        shares = [float(share) for share in re.findall(_NUMBER, found["shares"] or "")]
        if len(names) == 1:
            shares = [1.0]
        total = sum(shares)
        fractions = (
            [s / total for s in shares] if len(shares) == len(names) else [None] * len(names)
        )
        solvents = dict(zip(names, fractions, strict=True))
        word = (found["basis"] or "").casefold().removeprefix("in").strip()
        basis = word[:1]
        left = f"{left[: found.start()]} {left[found.end() :]}"
    rest = _FILLERS.sub("", left)
    return Electrolyte(frozenset(salts), solvents, basis, frozenset(additives), rest)


def _name(text: str) -> str:
    folded = text.casefold()
    return _SALT_NAMES.get(folded) or _SOLVENT_NAMES[folded]


def electrolytes_agree(ours: str, theirs: str) -> Verdict:
    """Whether two electrolytes are the same by their parts; "" is not reported.

    A basis that one of them does not print does not make them differ; a share does not either, but
    leaves it unknown. Where a text cannot be read by parts, only the same words are the same, and
    unlike words tell nothing unless the salts or solvents that can be read differ.
    """
    if not ours.strip() or not theirs.strip():
        return "unknown"
    if " ".join(ours.split()).casefold() == " ".join(theirs.split()).casefold():
        return "same"
    first, second = parse_electrolyte(ours), parse_electrolyte(theirs)
    if first.salts and second.salts and first.salts != second.salts:
        return "differs"
    if first.solvents and second.solvents and set(first.solvents) != set(second.solvents):
        return "differs"
    if first.rest or second.rest:
        return "unknown"
    if not _additives_agree(first, second):
        return "differs"
    if not all(electrolyte.salts and electrolyte.solvents for electrolyte in (first, second)):
        return "same" if first == second and first.salts else "unknown"
    return _shares_agree(first, second)


def _additives_agree(first: Electrolyte, second: Electrolyte) -> bool:
    """The same additives in the same amounts; a basis that one does not print says nothing."""
    ours, theirs = ({name: (a, b) for name, a, b in e.additives} for e in (first, second))
    return ours.keys() == theirs.keys() and all(
        amount == theirs[name][0] and (not basis or not theirs[name][1] or basis == theirs[name][1])
        for name, (amount, basis) in ours.items()
    )


def _shares_agree(first: Electrolyte, second: Electrolyte) -> Verdict:
    if first.basis and second.basis and first.basis != second.basis:
        return "differs"
    pairs = [(first.solvents[name], second.solvents[name]) for name in first.solvents]
    if any(a is not None and b is not None and abs(a - b) > 0.005 for a, b in pairs):
        return "differs"
    return "unknown" if any(a is None or b is None for a, b in pairs) else "same"


def parts_in_words(parts: Mapping[str, Any]) -> str:
    """Stated parts as one line that reads like a printed electrolyte: "1 M LiPF6 in EC:DEC (1:1
    v/v) with 5 wt% FEC". Empty where nothing is stated."""
    salts = " and ".join(_amount_and_name(part) for part in parts.get("salts", ()))
    solvents = ":".join(_amount_and_name(part) for part in parts.get("solvents", ()))
    ratio = f" ({parts['ratio']})" if solvents and parts.get("ratio") else ""
    additives = " and ".join(_amount_and_name(part) for part in parts.get("additives", ()))
    line = " in ".join(filter(None, (salts, f"{solvents}{ratio}")))
    return " with ".join(filter(None, (line, additives)))


def _amount_and_name(part: Mapping[str, str]) -> str:
    return " ".join(filter(None, (part.get("amount"), part["name"])))
