"""Numbers with a unit in running text, each at the longest stretch that may be read as one."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from science.quantities.grammar import ABOUT, ABOVE, BELOW
from science.quantities.typography import fold
from science.quantities.units import Unit, UnknownUnit, parse_unit

_DASH = r"\-\u2010-\u2015\u2212"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺"
_NUM = r"(?:\d{1,3}(?:[,\u2009\u202f]\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,]\d+)?|\.\d+"
_POWER = (
    rf"\s*[×x*·]\s*10\s*(?:[{_RAISED}]+|\^?\{{?\(?(?:[{_DASH}+]\s?)?\d{{1,2}}\)?\}}?)"
    rf"|[eE][{_DASH}+]?\d{{1,3}}"
)
_ONE = rf"(?:10(?:[{_RAISED}]+|\^\{{?[{_DASH}]?\d+\}}?)|(?:{_NUM})(?:\(\d{{1,4}}\))?(?:{_POWER})?)"
_WITH_ERROR = rf"{_ONE}(?:\s*(?:±|\+/-)\s*{_ONE})?"
_AMOUNT = re.compile(rf"[~≈∼]?(?:\({_WITH_ERROR}\)(?:{_POWER})|{_WITH_ERROR})")
_START = re.compile(rf"[{_DASH}+]?(?:\(?\d|\.\d)")
_QUALIFIER = re.compile(
    rf"(?:(?:[~≈∼<>≤≥]|\b(?:{ABOUT}|{BELOW}|{ABOVE})(?![^\W\d_]))\s*)+$", re.IGNORECASE
)
_RANGE = re.compile(rf"\s?[{_DASH}~]\s?(?=[~≈∼]?[\d.])|\s+to\s+(?=[~≈∼]?\d)")
_AND = re.compile(r"\s+(?:and|or|&)\s+(?:about\s+)?(?=[~≈∼]?\d)")
_VERSUS = re.compile(r"\s+(?:vs\.?|versus)\s+(?=[~≈∼]?\d)")
"""Joins numbers that share the unit behind them: "0.82 vs. 0.60 Å"."""
_SLASH = re.compile(r"\s?/\s?(?=[~≈∼]?\d)")
"""Joins "81 %/95 %/98 %" and "100/300/500 cycles"."""
_COMMA = re.compile(r"\s*[,;]\s*(?:and\s+|or\s+)?(?=[~≈∼]?\d)")
_AGAINST = re.compile(
    r"\s*(?:\(\s*(?:vs|against|versus)\b\.?[^()]{1,30}\)"
    r"|(?:vs|against|versus)\b\.?\s*(?:Li|Na|K)\s?(?:/\s?(?:Li|Na|K)\s?(?:\+|⁺)?)?(?![^\W\d_]))"
)
_HALF = r"(?:(?:dis)?charg\w+|strip\w*|plat\w+)"
BOTH_WAYS = rf"(?:Li[\s-]?)?{_HALF}[-–/]{_HALF}"
"""Begins the name of a cycle by its halves: plating/stripping."""
_SET_APART = (
    rf"(?<=/cm)\s[23](?=\s?(?:[.,;)]|$))"
    rf"|\s?[{_DASH}]\s?[1-3](?=[\s,.;:)]|$)(?!\s?(?:V|nm|°|%|h|C|wt)(?!\w))|\([{_DASH}]\s?[1-3]\)"
)
"""An exponent as pages in plain text have it: "g −1", "cm− 2", "g(-1)"."""
_OF_WHAT = rf"(?:[A-Z]\w{{0,5}}|cathode|anode|electrode|sulfur)(?=\s?[{_DASH}⁻]\s?[1¹])"
"""What is weighed, as an index of the gram."""
_UNIT_WORD = re.compile(
    r"(?:[°˚]\s?[CF]|℃|wt\s?%|at\.?\s?%|vol\.?\s?%|%|per\s?cent\b"
    rf"|(?:(?:(?:PE-?)?ALD(?:/MLD)?|MLD|deposition|full|stable|{BOTH_WAYS})[\s-])?"
    r"(?:super-?)?cycles?(?![^\W\d_])|percentage points?"
    rf"|g{_OF_WHAT}|[^\W\d_]+)"
    rf"(?:[{_RAISED}]+|\^\{{?\(?[{_DASH}]?\d\)?\}}?|[{_DASH}]\d(?!\d|\.\d)|[2-4](?!\w|\.\d)"
    rf"|{_SET_APART})?"
)
_UNIT_JOINT = re.compile(
    rf"\s?(?:/|·|⋅|∙|\*)\s?|\s+per\s+|\s|(?<=h)-(?=g)|\.(?=(?:g|cm|m|s|kg|L)\s?[({_DASH}⁻^])"
)
_RATE = re.compile(rf"(?<![\w/.{_DASH}])C\s?/\s?\d+(?:\.\d+)?(?![\w.]\d|[^\W\d_])")
_OUTSIDE = {"°": "", "℃": ""}


@dataclass
class Amount:
    """A number where it stands: ``start`` to ``end`` is what is printed of it, its qualifier, range
    and ± included; ``text`` is what the reader is given (with the unit of a list's last member)."""

    start: int
    end: int
    text: str
    number: tuple[int, int]
    """where its first number stands"""
    unit: str = ""
    spelled: Unit | None = None
    group: int = 0
    place: int = 0
    """its list, and its place in it; 0 where it stands alone"""
    of: int = 1
    is_range: bool = False
    is_rate: bool = False
    lost: str = ""
    change: bool = False
    """one end of what rose or fell"""
    value: float = field(default=0.0)


def amounts(text: str, start: int = 0, end: int | None = None) -> list[Amount]:
    """Every amount of one sentence, in order."""
    stop = len(text) if end is None else end
    found: list[Amount] = []
    position = start
    group = 0
    rates = {m.start(): m for m in _RATE.finditer(text, start, stop)}
    while position < stop:
        if match := rates.get(position):
            found.append(
                Amount(match.start(), match.end(), match[0], match.span(), "C", None, is_rate=True)
            )
            position = match.end()
            continue
        begun = _number_start(text, position, stop)
        if begun is None:
            position = _next(text, position, stop)
            continue
        group += 1
        chain, position = _chain(text, begun, stop, group)
        found += chain
    return found


def _next(text: str, position: int, stop: int) -> int:
    """Over a whole word, so that no number inside a name is looked at."""
    word = re.compile(rf"[^\W_](?:[\w.@]|[{_DASH}](?=\w)|[₀-₉⁺⁻])*").match(text, position, stop)
    if word and not word[0][0].isdigit():
        rate = re.match(r"C/", word[0])
        return word.end() if not rate else position + 1
    if text[position] == "[":
        closed = text.find("]", position, min(stop, position + 40))
        return closed + 1 if closed > 0 else position + 1
    return position + 1


def _number_start(text: str, position: int, stop: int) -> int | None:
    match = _START.match(text, position, stop)
    if match is None:
        return None
    before = text[position - 1 : position]
    if re.search(r"\d\s\.\s?$", text[max(0, position - 4) : position]):
        return None  # "0 . 2 mA": what a page has torn apart is not read from its middle
    if before == "@" and re.search(r"[\d¹]@$", text[max(0, position - 2) : position]):
        return position  # "182 mAh g−1@0.2C"
    if before and (before.isalnum() or (before in "._/@:=#₀₁₂₃₄₅₆₇₈₉" and before != "=")):
        return None
    if match[0][0] in "-‐‑‒–—―−+" and before not in ("", " ", "(", "\u00a0", "~"):
        return None
    if match[0].endswith(".") or not _AMOUNT.match(text, position + (match[0][0] in "-‐‑‒–—―−+")):
        return None
    return position


def _one(text: str, start: int, stop: int) -> tuple[int, int, str, Unit | None] | None:
    """An amount at `start`: the end of its number, of its unit, and the unit as spelled."""
    signed = start + 1 if text[start : start + 1] in "-‐‑‒–—―−+" else start
    match = _AMOUNT.match(text, signed, stop)
    if match is None:
        return None
    end = match.end()
    unit_end, spelled, unit = _unit(text, end, stop, match[0])
    return end, unit_end, spelled, unit


def _unit(text: str, position: int, stop: int, number: str) -> tuple[int, str, Unit | None]:
    """The longest unit at `position`; nothing of a word may be left over beside it."""
    begin = position
    if text[begin : begin + 1] in {" ", "\u00a0", "\u2009", "\u202f"} or (
        text[begin : begin + 1] in {"-", "‐", "‑", "–"} and text[begin + 1 : begin + 2].isalpha()
    ):
        begin += 1
    ends: list[int] = []
    at = begin
    while len(ends) < 5 and (word := _UNIT_WORD.match(text, at, stop)):
        ends.append(word.end())
        joint = _UNIT_JOINT.match(text, word.end(), stop)
        if joint is None:
            break
        at = joint.end()
    for end in reversed(ends):
        spelled = closed(text[begin:end])
        if _touched(text, end, stop) or not _joined_well(spelled):
            continue
        unit = _parsed(spelled, number)
        if unit is not None:
            return end, text[begin:end], unit
    return position, "", None


_MAY_FOLLOW = re.compile(r"$|@(?=\s?[\dC])|[\s,;.:)\]!?'\"“”’\u00a0/(–—*†‡±%-]|\+")


def _touched(text: str, end: int, stop: int) -> bool:
    return end < stop and not _MAY_FOLLOW.match(text, end)


_PLAIN_PAIRS = re.compile(r"(?:[mkµμ]?A h|[mkµμ]?W h|[mkMµμ]?Ω cm|mA s|Å c\w+)(?![a-z])")


def _joined_well(spelled: str) -> bool:
    """Two words behind a number are one unit only where a sign or an exponent joins them."""
    if re.search(r"cycles?$|points?$|per\s?cent$", spelled) and "/" not in spelled:
        return True
    words = re.split(r"\s+(?!per\b)(?<!per )", spelled.replace("\u00a0", " "))
    for before, word in itertools.pairwise(words):
        joined = re.search(rf"[{_RAISED}^]|[{_DASH}\d]\d?$|^/|^%", word) or before.endswith("/")
        if not joined and not _PLAIN_PAIRS.match(f"{before} {word}"):
            return False
    return True


def _parsed(spelled: str, number: str) -> Unit | None:
    folded = fold(spelled.replace("℃", "°C")).text
    folded = re.sub(r"^percentage ", "", folded)
    if re.fullmatch(r"(?:at|vol)\.?\s?%", folded):
        return Unit("atomic", ())
    folded = re.sub(r"^(?:full|stable) ", "", folded)
    if folded in {"as", "am", "pm", "a"}:
        return None
    try:
        return parse_unit(folded, "degree_Celsius" if folded == "C" else "coulomb")
    except UnknownUnit:
        return None


def _chain(text: str, start: int, stop: int, group: int) -> tuple[list[Amount], int]:
    """A lone amount, a range, or a list whose members share the last unit."""
    first = _one(text, start, stop)
    if first is None:
        return [], _next(text, start, stop)
    parts = [(start, *first)]
    joints: list[str] = []
    before = text[max(0, start - 12) : start].lower()
    between = re.search(r"\bbetween\s+$", before) is not None
    from_ = re.search(r"\bfrom\s+$", before) is not None
    while True:
        at = parts[-1][2] if parts[-1][3] else parts[-1][1]
        joint = _RANGE.match(text, at, stop)
        kind = "range"
        if joint is None and between and len(parts) == 1:
            joint = re.compile(r"\s+and\s+(?=[\d.])").match(text, at, stop)
        if joint is None and not (len(parts) == 1 and joints):
            joint, kind = _AND.match(text, at, stop) or _COMMA.match(text, at, stop), "list"
            if joint is None and not parts[-1][3]:
                joint = _VERSUS.match(text, at, stop)
                kind = "and" if joint else kind
            if joint is None and (joint := _SLASH.match(text, at, stop)):
                kind = "slash"
            if (joint and "and" in joint[0]) or (joint and " or " in joint[0]):
                kind = "and"
        if joint is None:
            break
        here = joint.end() + (text[joint.end()] in "~≈∼")
        following = _one(text, here, stop)
        if following is None:
            break
        parts.append((here, *following))
        joints.append(kind)
        if kind == "range":
            break
    if "range" in joints and len(parts) > 2:  # "1, 2 and 3–5 nm": what stands before is left alone
        parts, joints = parts[:1], []
    if joints and "range" not in joints:
        parts, joints = _plain_list(parts, joints)
    if joints == ["range"]:
        end_, unit_end, spelled, unit = parts[1][1:]
        own = parts[0][3]
        if (not spelled and not own) or (spelled and (not own or _same(parts[0][4], unit))):
            whole = start
            if between or from_:
                whole = start - len("between ") if between else start - len("from ")
                whole = _word_start(text, start, "between" if between else "from")
            number = (start, parts[0][1])
            one = _made(text, whole, unit_end, number, spelled, unit, group, is_range=True)
            return [one], one.end
        parts, joints = parts[:1], []
    if not joints:
        end_, unit_end, spelled, unit = parts[0][1:]
        one = _made(text, start, unit_end if spelled else end_, (start, end_), spelled, unit, group)
        return [one], max(one.end, start + 1)
    last = parts[-1]
    made = []
    for place, (begin, end_, unit_end, spelled, unit) in enumerate(parts):
        has_unit = bool(spelled)
        one = _made(
            text, begin, unit_end if has_unit else end_, (begin, end_),
            spelled or last[3], unit or last[4], group,
        )  # fmt: skip
        if not has_unit:
            gap = text[last[1] : last[2] - len(last[3])]
            one.text = f"{one.text}{gap}{closed(last[3])}"
        one.place, one.of = place, len(parts)
        made.append(one)
    return made, made[-1].end


Part = tuple[int, int, int, str, "Unit | None"]


def _plain_list(parts: list[Part], joints: list[str]) -> tuple[list[Part], list[str]]:
    """A list is what ends in "and", its members of one dimension or without a unit of their own."""
    last = parts[-1]
    alike = all(not p[3] or _same(p[4], last[4]) for p in parts)
    if set(joints) == {"slash"} and last[3] and alike:
        own = [bool(p[3]) for p in parts[:-1]]
        return (parts, joints) if all(own) or (len(parts) > 2 and not any(own)) else (parts[:1], [])
    if last[3] and alike and (joints[-1] == "and" or (len(parts) > 2 and "and" not in joints)):
        return parts, joints
    return parts[:1], []


def _same(one: Unit | None, two: Unit | None) -> bool:
    return one is not None and two is not None and one.dimension == two.dimension


def _word_start(text: str, position: int, word: str) -> int:
    return text.lower().rindex(word, 0, position)


def _made(
    text: str, start: int, end: int, number: tuple[int, int], spelled: str, unit: Unit | None,
    group: int, *, is_range: bool = False,
) -> Amount:  # fmt: skip
    qualified = _QUALIFIER.search(text, max(0, start - 40), start)
    lost = _lost(text[start:end], spelled)
    if (
        qualified
        and not (is_range and not lost)
        | bool(re.match(r"\s*(?:over|near|c\.)", qualified[0], re.I))
    ) or (qualified and is_range and re.match(r"[~≈∼]|about|ca|approx|around", qualified[0], re.I)):
        start = qualified.start()
    if spelled in {"V", "mV"} and (against := _AGAINST.match(text, end)):
        end = against.end()
    shown = closed(text[start:end])
    spelled = closed(spelled)
    one = Amount(start, end, shown, number, spelled, unit, group, is_range=is_range)
    bare = re.sub(r"[^\d.].*$", "", text[number[0] : number[1]].lstrip("~≈∼(").replace(",", "."))
    one.value = float(bare) if re.fullmatch(r"\d+(?:\.\d*)?|\.\d+", bare) else 0.0
    one.is_rate = spelled == "C" and 0.01 <= one.value <= 20 and "." not in spelled
    one.lost = _lost(shown, spelled)
    return one


def closed(text: str) -> str:
    """A number or unit without the blanks, brackets and full stops of plain text in it, and without
    the halves of a cycle."""
    text = re.sub(rf"(?:{BOTH_WAYS}|stable)[\s-](?=cycles?$)", "", text)
    text = re.sub(rf"(?<=\sg){_OF_WHAT}", "", text)
    text = re.sub(r"(?<=/cm)\s(?=[23]$)", "", text)
    text = re.sub(rf"(?<=10)\(([{_DASH}]\d{{1,2}})\)", r"\1", text)
    text = re.sub(rf"(?<=10)([{_DASH}])\s(?=\d)", r"\1", text)
    text = re.sub(rf"([×x]\s*10)\s([{_DASH}])\s?(?=\d)", r"\1\2", text)
    text = text.replace("˚", "°").replace("° C", "°C")
    text = re.sub(rf"(?<=[^\W\d_])\(([{_DASH}])\s?(\d)\)", r"\1\2", text)
    text = re.sub(rf"(?<=[^\W\d_])\s?([{_DASH}])\s?(?=[1-3](?:[\s,.;:)]|$))", r"\1", text)
    return re.sub(rf"(?<=[^\W\d_])\.(?=(?:g|cm|m|s|kg|L)[{_DASH}⁻^])", "·", text)


_SUNK = re.compile(rf"(?<![\d.,×x*] )(?<![\d.,×x*])10[{_DASH}](\d{{1,2}})(?=\s?[^\W\d_]|$)")
_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _lost(shown: str, spelled: str) -> str:
    """The text with its exponent raised, where "10−11 S/cm" may have lost it."""
    match = _SUNK.search(shown)
    if match is None or not spelled or int(match[1]) < 3:
        return ""
    return f"{shown[: match.start()]}10⁻{match[1].translate(_UP)}{shown[match.end() :]}"
