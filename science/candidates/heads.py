# ruff: noqa: E501 - a pattern stands on one line, however long
"""What the head of a column says: a property, its unit, a cycle, a rate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz

from science.candidates.cues import ALIASES, BARE_HEADS, properties_of
from science.printed import PRINTED
from science.quantities.typography import fold
from science.quantities.units import UnknownUnit, parse_unit

_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUNK = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_LABELS = {p.key: (p.label.lower(), p.symbol.lower().replace("_", "")) for p in PRINTED}
_UNITS = {p.key: str(p.unit) for p in PRINTED if p.unit}
_BRACKET = re.compile(r"[(\[]\s*([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?)\s*[)\]]")
_DASH = r"\-\u2010-\u2015\u2212"
_POWER = re.compile(rf"^\s*[×x*]?\s*(10\s?(?:[⁰¹²³⁴-⁹⁺⁻]+|\^\{{?[{_DASH}]?\d+\}}?))\s*")
_SUNK_POWER = re.compile(rf"^\s*[×x*]?\s*10[{_DASH}]\d{{1,2}}\s+(?=[^\W\d_])")
_TIMES = re.compile(rf"[×x*]\s*10\s?(?:[⁰¹²³⁴-⁹⁺⁻]+|\^?\{{?[{_DASH}]?\d+\}}?)\s*$")
_ORDINAL = re.compile(
    r"(?<![\w.])(\d{1,5})\s?(?:st|nd|rd|th)(?:\s?cycles?)?(?![^\W\d_])", re.IGNORECASE
)
_AT_N = re.compile(
    r"(?:(?:at|after|@|over|for|in)\s?(?:the\s)?(?:cycle\s)?(\d{1,5})\s?(?:cycles?|cyc\b\.?)|(?:at|after)\scycle\s(\d{1,5})"
    r"|(?<![^\W\d_])cycle\s(\d{1,5})(?![\d.])|(?<![\w.])(\d{1,5})\scycles?(?![^\W\d_])|(?:at|after)\s(\d{2,5})$)",
    re.IGNORECASE,
)
_INDEXED = re.compile(r"^(Q|C|CE|R|CR|QD|Qdis|Capacity|Ret)[_ ]?(\d{1,4})$", re.IGNORECASE)
_FIRST = re.compile(
    r"(?<![^\W\d_])(?:initial|first(?:[- ]cycle)?|1st)(?![^\W\d_])|^ICE$", re.IGNORECASE
)
_RATE = re.compile(
    rf"(?<![\w.,{_DASH}])(?:\d+(?:[.,]\d+)?\s?C(?![\w°])|C\s?/\s?\d+(?:\.\d+)?|\d+/\d+\s?C(?!\w))"
)
_TEMPERATURE = re.compile(
    rf"(?<![\w.,])[{_DASH}]?\d+(?:\.\d+)?\s?°\s?C(?!\w)|(?<![^\W\d_])(?:RT|room temperature)(?![^\W\d_])"
)
_PLUS_MINUS = re.compile(
    r"^(?:±|\+/-|\+-|s\.?\s?d\.?|std\.?(?: ?dev\.?)?|st\.? ?dev\.?|error|err\.?|uncertainty|standard deviation|σ_?sd)$",
    re.I,
)
_NUMBER_OF = re.compile(
    r"^(?:n|no\. of cells|number of cells|cells|n ?cells|replicates)$", re.IGNORECASE
)
_WAVELENGTH = re.compile(r"\bat\s(?:633|632\.8|550|589)\s?nm\b")
_OTHER = re.compile(
    r"(?<![^\W\d_])(?:electrode|cathode|anode|separator|foil|particle|substrate|wafer|pellet|theor\w+|literature|ref\w*|pore|grain"
    r"|crystallite|wall|line|anneal\w*|source|charge(?!\w)|irreversible|change|increase|decrease|ratio|improvement|loss of)(?![^\W\d_])",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"^(?:samples?|electrodes?|films?|coatings?|materials?|cells?|substrates?|cathodes?|anodes?|specimens?|names?|id|systems?|process"
    r"|configuration|type|entry|no\.?|#|property|parameter|layers?|coating material|film material|ref\.?|references?|)$",
    re.IGNORECASE,
)


@dataclass
class Head:
    """How a head is read. ``certain``: its name and its unit both say the property."""

    text: str
    property: str = ""
    certain: bool = False
    unit: str = ""
    power: str = ""
    at_cycle: str = ""
    conditions: dict[str, str] = field(default_factory=dict)
    role: str = ""
    """±: joins its left neighbour; name: names the record; n: counts cells; again: the property of
    its left neighbour at another cycle or rate; lost: its exponent is no longer raised"""
    why: str = ""
    options: tuple[str, ...] = ()
    key: str = ""
    """what the mapping of this head is remembered by"""
    remembered: bool = False

    def as_json(self) -> dict[str, object]:
        return {k: list(v) if isinstance(v, tuple) else v for k, v in vars(self).items()}


def read_head(texts: list[str], memory: Mapping[str, str] | None = None) -> Head:
    """The head of one column, from its texts from above to below."""
    distinct = list(dict.fromkeys(t for t in texts if t))
    whole = " ".join(distinct)
    head = Head(whole)
    name = whole.translate(_SUNK)
    name = _take_unit(head, name)
    name = _take_cycle(head, name)
    name = _take_conditions(head, name)
    bare = _normal(name)
    head.key = f"{bare}|{fold(head.unit).text.replace(' ', '')}"
    if _PLUS_MINUS.match(whole.strip()) or _PLUS_MINUS.match(bare):
        head.role = "±"
        return head
    if bare == "n" and _WAVELENGTH.search(whole):
        bare = "refractive index"
    if _NUMBER_OF.match(bare) and not head.unit:
        head.role, head.why = "n", "a number of cells"
        return head
    if memory and head.key in memory:
        head.property, head.remembered = memory[head.key], True
        head.why = "as last time"
        return head
    if not bare and (head.at_cycle or head.conditions):
        head.role = "again"
        return head
    if not head.unit and _NAMES.match(bare):
        head.role = "name"
        return head
    _find(head, bare)
    return head


def _normal(name: str) -> str:
    plain = re.sub(r"[\s_,;:.]+$|^[\s,;:.]+", "", name.replace("ᵗ", "t"))
    return re.sub(r"\s+", " ", re.sub(r"\(\s*\)|\[\s*\]", " ", plain)).strip(" ,;:.-–").lower()


# --- unit ---------------------------------------------------------------------------------------
def _take_unit(head: Head, name: str) -> str:
    """Splits off the unit: in brackets, behind a comma or a slash, or a row of its own."""
    for match in reversed(list(_BRACKET.finditer(name))):
        if _is_unit(head, match[1]):
            return f"{name[: match.start()]} {name[match.end() :]}"
    for pattern in (r"^(.+?)\s/\s(.+)$", r"^(.+?),\s*([^,]+)$", r"^(.+?)\s(\S+(?:\s\S+)?)$"):
        split = re.match(pattern, name)
        if split and _is_unit(head, split[2], loose=pattern.endswith(r"(\S+(?:\s\S+)?)$")):
            return split[1]
    return name


def _is_unit(head: Head, text: str, *, loose: bool = False) -> bool:
    bare = text.strip().rstrip(".")
    power = _POWER.match(bare)
    if _SUNK_POWER.match(bare):
        unit = _SUNK_POWER.sub("", bare)
        if _parses(unit):
            sunk = re.search(rf"10[{_DASH}](\d{{1,2}})", bare)
            head.unit, head.role = unit, "lost"
            head.power = "10⁻" + (sunk[1].translate(_UP) if sunk else "")
            return True
        return False
    unit = bare[power.end() :] if power else bare
    if loose and (
        len(unit) < 2 or unit.lower() in {"as", "at", "min", "ice", "day", "a", "cycle", "cycles"}
    ):
        return False
    if not _parses(unit):
        return False
    head.unit, head.power = unit, power[1].replace(" ", "") if power else ""
    return True


def _parses(unit: str) -> bool:
    if unit == "C":
        return True
    if (
        not unit
        or len(unit) > 30
        or (re.fullmatch(r"\d+|[a-z]|(?:at|vol)\.?\s?%", unit) and unit not in {"h", "s", "m", "d"})
    ):
        return False
    try:
        parse_unit(fold(unit).text)
    except UnknownUnit:
        return False
    return True


# --- cycle and conditions ------------------------------------------------------------------------
def _take_cycle(head: Head, name: str) -> str:
    bare = name.strip()
    if match := _INDEXED.match(bare):
        head.at_cycle = match[2]
        return match[1]
    for pattern in (_ORDINAL, _AT_N):
        if match := pattern.search(bare):
            head.at_cycle = next(g for g in match.groups() if g)
            rest = f"{bare[: match.start()]} {bare[match.end() :]}"
            return re.sub(
                r"\b(?:at|after|of|in|the|cycle)\b\s*(?=$|[,;])|\b(?:at|after) the\b", "", rest
            ).strip()
    if _FIRST.search(bare):
        head.at_cycle = "1"
    return name


def _take_conditions(head: Head, name: str) -> str:
    for key, pattern in (("rate", _RATE), ("temperature", _TEMPERATURE)):
        if match := pattern.search(name):
            head.conditions[key] = match[0]
            name = f"{name[: match.start()]} {name[match.end() :]}"
    name = _WAVELENGTH.sub(" ", name)
    return re.sub(r"[\s,@]*\b(?:at|@|under|of)?[\s,@]*$", "", name).strip()


# --- property -----------------------------------------------------------------------------------
@cache
def _by_alias() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, names in ALIASES.items():
        for name in dict.fromkeys((*names, *_LABELS.get(key, ()))):
            found.setdefault(name, []).append(key)
    return {name: tuple(keys) for name, keys in found.items()}


def _find(head: Head, bare: str) -> None:
    """Symbol, label, alias, then a close spelling; the unit's dimension vetoes."""
    allowed = _allowed(head)
    if head.unit and not allowed:
        head.why = "no property has this unit"
        return
    named = _by_alias().get(bare, ())
    exact = bool(named)
    if not named:
        named = _near(bare)
    fitting = tuple(k for k in named if not head.unit or k in allowed)
    if (
        not head.unit
    ):  # a unit may stand in the cells; a number without is one of a property without
        fitting = tuple(dict.fromkeys(fitting))
    if re.search(_TIMES, bare) or (bare and _TIMES.search(head.text)):
        head.why, head.options = (
            "a factor in the head: values may be multiplied or divided by it",
            fitting,
        )
        return
    other = _OTHER.search(bare)
    if other and bare not in _by_alias():
        head.why, head.options = f"“{other[0]}” speaks against it", ()
        return
    if bare in {"t", "temp", "temp.", "temperature"} and "deposition_temperature" in allowed:
        head.why = "several properties are called so"
        head.options = ("deposition_temperature", "temperature")
        return
    if (bare in BARE_HEADS and len(allowed) != 1 and len(fitting) != 1) or (
        bare in {"t", "σ", "conductivity", "temperature"} and len(fitting or allowed) != 1
    ):
        head.why, head.options = "several properties are called so", (fitting or allowed)[:4]
        return
    if len(fitting) == 1:
        head.property, head.certain = fitting[0], exact
        head.why = "its name" if exact else "close to its name"
    elif len(fitting) > 1:
        head.why, head.options = "several properties are called so", fitting[:4]
        best = _preferred(fitting, head)
        if best:
            head.property, head.certain, head.why = best, exact, "its name and unit"
    elif (
        head.unit
        and len(allowed) == 1
        and not named
        and allowed[0] in {"loading", "rate", "density", "activation_energy"}
    ):
        head.property, head.why = allowed[0], "the only property with this unit"
    elif named and head.unit:
        head.why = "its unit is not that of the property it names"
    else:
        head.why = "no property is called so"
        head.options = allowed[:4]


def _allowed(head: Head) -> tuple[str, ...]:
    if not head.unit:
        return properties_of("")
    if head.unit == "C":
        return ("rate",)
    spelled = fold(head.unit).text
    return properties_of(spelled)


def _preferred(keys: tuple[str, ...], head: Head) -> str:
    """Of properties with one name, the one that the unit is canonical for."""
    if set(keys) == {"specific_current", "current_density"} and head.unit:
        return keys[0]
    exact = [
        k
        for k in keys
        if fold(_UNITS[k]).text.replace(" ", "") == fold(head.unit).text.replace(" ", "")
    ]
    return exact[0] if len(exact) == 1 and len(keys) == 2 and head.unit in {"h"} else ""


_FILLER = re.compile(
    r"\b(?:of|the|in|at|after|a|an|average|avg\.?|mean|film|values?|measured|final|total|specific|and|with|cycling)\b"
)


def _near(bare: str) -> tuple[str, ...]:
    """Names whose words all stand in the head, the longest; else a close spelling."""
    words = set(re.findall(r"[^\W_]+", bare))
    best: tuple[int, tuple[str, ...]] = (0, ())
    for name, keys in _by_alias().items():
        parts = set(re.findall(r"[^\W_]+", name))
        if len(name) > 2 and parts and parts <= words and len(name) > best[0]:
            best = (len(name), keys)
    if best[1]:
        left = _FILLER.sub("", bare)
        alias = max(
            (n for n, k in _by_alias().items() if k == best[1]), key=lambda n: fuzz.ratio(n, bare)
        )
        if fuzz.token_set_ratio(alias, left) >= 80:
            return best[1]
    close = [(fuzz.ratio(name, bare), keys) for name, keys in _by_alias().items() if len(name) > 4]
    top = max(close, default=(0, ()), key=lambda c: c[0])
    return top[1] if top[0] >= 86 else ()
