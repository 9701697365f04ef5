# ruff: noqa: E501 - a pattern stands on one line, however long
"""Cycles: those of the deposition, those after which a value was taken, those that a cell lived."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from science.candidates.amounts import BOTH_WAYS
from science.candidates.choosing import NOT_OFFERED, Choice

if TYPE_CHECKING:
    from science.candidates.amounts import Amount

_WORDS = {
    w: str(i)
    for i, w in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ],
        1,
    )
}
_AT = re.compile(
    r"(?:(?P<number>\d{1,5})(?:st|nd|rd|th)(?:(?:\s\w+)?[\s-]cycles?|(?=\s(?:dis)?charge))"
    r"|(?<![^\W\d_])cycle\s(?:no\.?\s|number\s)?(?P<after>\d{1,5})(?![\d.]|\s?%)"
    r"|(?<![^\W\d_])(?P<word>first|second|third|fourth|fifth|tenth)[\s-](?:\w+\s)?cycles?(?![^\W\d_])"
    r"|(?<![^\W\d_])(?<!of its )(?<!of their )(?<!of the )(?P<initial>initial|first(?= (?:\w+\s)?(?:dis)?charge))\s(?=Coulombic|CE\b|efficienc|(?:\w+\s){0,3}capacit))",
    re.IGNORECASE,
)
_AFTER_N = re.compile(
    r"(?<![^\W\d_])(?:after|at|over|for|in|within|during|through|by|beyond|of|following|up to)\s(?:the\s|only\s|just\s|another\s)?"
    rf"(?:as\s(?:long|many)\sas\s)?(?P<count>(?:\d{{1,3}}(?:[, ]\d{{3}})+|\d{{1,5}}))\s(?:{BOTH_WAYS}\s)?"
    r"(?:full\s|deep\s|galvanostatic\s)?(?:cycles?|circles?)(?![^\W\d_])",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"[(,]\s*(?P<one>\d{1,5}) cycles\s*,\s*[~>]?\d+(?:\.\d+)?\s?%"
    r"|\d\s?%\s*,\s*(?P<two>\d{1,5}) cycles\s*[,)]",
    re.IGNORECASE,
)
"""(0.1C, 300 cycles, 73 %)"""
_OF_LIFE = re.compile(
    r"(?<![\w.])(?P<count>\d{1,5})\scycles?\s\(?(?:\w+\s){0,4}?with\s(?:an?\s)?(?:\w+\s)?[~>]?\s?\d+(?:\.\d+)?\s?%"
    r"\s(?:capacity )?retention"
    r"|(?<![\w.])(?P<stable>\d{1,5})\s(?:stable\s)?cycles?\swith\san?\s(?:\w+\s){0,3}retention\sof\s[~>]?\d",
    re.IGNORECASE,
)
"""500 cycles with 87 % retention"""
_DEPOSITED = re.compile(
    r"(?<![^\W\d_])(?:deposit\w*|grown|growth|ALD|MLD|films?|coat(?:ed|ings?)|layers?|dos\w+|thick\w*)(?![^\W\d_])",
    re.IGNORECASE,
)
_OF_RESULT = re.compile(
    r"(?<![^\W\d_])(?:retention|retain\w*|kept|capacit\w+|coulombic|efficienc\w+|deliver\w*|fad\w+|cell|cycled|cycling"
    r"|cyclability|plating|stripping|symmetric|current densit\w+)|%|mAh|mA",
    re.I,
)
_DIED = re.compile(
    r"(?<![^\W\d_])(?:fail\w*|short[- ]circuit\w*|shorted|died|dies|dead|life(?:time|span)?s?|cycle life|endur\w*|surviv\w*|last(?:ed|s)"
    r"|end of life|broke down)(?![^\W\d_])",
    re.IGNORECASE,
)
_AFTER_A_SHARE = re.compile(
    r"%\s(?:\w+\s){0,4}(?:after|over|for|in|at|through|up to)\s(?:\w+\s)?$|%\s(?:\w+\s){1,4}$"
)
_STABLE = re.compile(
    r"(?<![^\W\d_])(?:stab\w+|stably|sustain\w*|reversibl\w+)(?![^\W\d_])", re.IGNORECASE
)
_FORMED = re.compile(
    r"(?<![^\W\d_])(?:form(?:ed|ation)|activat\w+|precycl\w*|conditioning)(?![^\W\d_])", re.I
)


def is_cycles(amount: Amount) -> bool:
    """A number of cycles of any kind."""
    return bool(re.search(r"cycles?$", amount.unit) and not re.search(r"/|per\s", amount.unit))


def at_cycles(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Where a sentence says at which cycle, and that cycle's number."""
    found = []
    for match in _AT.finditer(text, start, end):
        if (
            match["word"]
            and re.search(r"for the first$|the first$", text[start : match.start() + 5])
            and match[0].endswith("cycles")
        ):
            continue
        number = (
            match["number"] or match["after"] or _WORDS.get((match["word"] or "").lower()) or "1"
        )
        found.append((match.start(), match.end(), number))
    for match in _IN_BRACKETS.finditer(text, start, end):
        name = "one" if match["one"] else "two"
        found.append((*match.span(name), match[name]))
    for match in _OF_LIFE.finditer(text, start, end):
        name = "count" if match["count"] else "stable"
        found.append((*match.span(name), match[name]))
    for match in _AFTER_N.finditer(text, start, end):
        word = match[0].split()[0].lower()
        if word == "of" and not re.search(
            r"(?:course|end|total|life)\s$", text[start : match.start()]
        ):
            continue
        begin, stop = _clause_of(text, match.start(), start, end)
        here = text[begin:stop]
        if _OF_RESULT.search(here) and not _grown(text[:end], match.start(), match.end()):
            found.append((match.start(), match.end(), re.sub(r"\D", "", match["count"])))
    return sorted(found)


def _clause_of(text: str, position: int, start: int, end: int) -> tuple[int, int]:
    before = text.rfind(";", start, position)
    after = text.find(";", position, end)
    return before + 1 if before >= 0 else start, after if after >= 0 else end


def _grown(text: str, start: int, end: int) -> bool:
    behind = text[end : end + 20].partition(",")[0]  # "After 200 cycles, the ALD-coated …"
    near = text[max(0, start - 24) : end] + behind
    return bool(re.search(r"ALD|MLD|deposit|grown|growth|supercycle|film", near))


def choose_cycles(
    text: str, amount: Amount, clause: tuple[int, int, bool], results: bool, *, used: bool
) -> Choice:
    """What a number of cycles counts; ``used`` where it says at which cycle a result stood."""
    begin, end, _ = clause
    before, after = text[begin : amount.start], text[amount.end : end]
    near = f"{before[-45:]} {after[:30]}"
    shown = text[amount.start : amount.end]
    of_film = re.match(
        r"\s(?:\w+\s)?(?:samples?|films?|coatings?|layers?|electrodes?|cathodes?|anodes?)", after
    )
    if "-cycle" in shown and (of_film or re.match(r"\s(?:and|or)\s|,", after)):
        return Choice("cycles", False, "names a sample")
    if "stable" in shown:
        return Choice("stable_cycles", False, "called stable")
    if re.search(r"ALD|MLD|super|deposition", shown):
        return Choice("cycles", True, "cycles of a deposition")
    if _FORMED.search(near):
        return Choice("formation_cycles", False, "a formation")
    if re.search(r"every|each|\beach$", near[-20:]) or re.match(r"\s*each\b", after):
        return NOT_OFFERED
    died = _DIED.search(before[-60:]) or re.match(
        r"\W*(?:of )?(?:life|before|until|to (?:failure|\d+\s?%))", after
    )
    if died and not re.search(r"capacit\w+\W*$", before) and not _AFTER_A_SHARE.search(before):
        return Choice("lifetime", bool(_DIED.search(before[-40:])), "an end of life")
    attributive = shown.find("-cycle") > 0 or "-" in shown
    grown = _DEPOSITED.search(near)
    result = _OF_RESULT.search(text[begin:end])
    if re.match(
        r"\s*(?:of\s)?(?:[A-Z][A-Za-z]?\d?\w*)?\s?(?:ALD|MLD|Al2O3|alucone|TMA|coat|film|deposit)",
        after,
    ):
        return Choice("cycles", True, "cycles of a deposition")
    if results and result and not attributive and used:
        return NOT_OFFERED
    stable = _STABLE.search(before[-40:]) or re.match(
        r"\W*(?:\w+\W+){0,2}(?:stabl|without (?:fad|los|short|decay))", after
    )
    if stable and not grown:
        return Choice("stable_cycles", False, "called stable")
    if grown and not re.search(r"cells?|charge|discharge|retention|capacit", near):
        return Choice(
            "cycles",
            bool(re.search(r"deposit|grown|growth|ALD|MLD", near)),
            "cycles of a deposition",
        )
    if not results and not result and _DEPOSITED.search(text[begin:end]):
        return Choice("cycles", False, "cycles of a deposition")
    if result and re.search(r"after|over|for|in|at|within|during|through|by$", before[-14:]):
        return (
            NOT_OFFERED
            if results
            else Choice(why="cycles of a test", options=("stable_cycles", "lifetime"))
        )
    return Choice(
        why="cycles of a deposition or of a test", options=("cycles", "lifetime", "stable_cycles")
    )
