# ruff: noqa: E501 - a pattern stands on one line, however long
"""What a sentence says that a person must decide on: numbers as words, electrolytes, counts."""

from __future__ import annotations

import re

from science.candidates.found import Candidate

_ONES = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|(?:one |a )?hundred|(?:one |a )?thousand|several|few"
)
_PATTERNS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (rf"(?<![^\W\d_])(?:{_ONES})[\s-](?:more\s|ALD\s|MLD\s|deposition\s)?(?:super)?cycles?(?![^\W\d_])(?! each)", "a number as a word", ("cycles", "formation_cycles")),
    (rf"(?<![^\W\d_])(?:{_ONES}|\d+(?:\.\d+)?)\s?-?\s?fold(?![^\W\d_])|(?<![\w.])\d+(?:\.\d+)?\s(?:times|×)\s(?=\w+er\b|as\b|more\b)|(?<![^\W\d_])(?:twice|doubled|tripled|halved)(?![^\W\d_])", "a relative change", ()),
    (r"(?<![\w.])\d+(?:\.\d+)?\s(?:percentage points?|pp)(?![\w])", "a difference of percentages", ()),
    (r"(?<![^\W\d_])n\s?=\s?\d{1,3}(?![\d.])", "a number of cells", ()),
    (r"(?<![\w.])\d+(?:\.\d+)?\s?(?:M|m|mol/L|mol L[−-]1|mol L⁻¹|mol dm[−-]3)\s(?:Li|Na|K)[A-Z][A-Za-z0-9]*(?:\s(?:dissolved\s)?in\s[A-Z][^,;.]*?(?=\s(?:and|was|were|with|as|electrolyte|which|containing)\b|[,;.]|$))?", "words for the electrolyte", ()),
    (r"(?<![\w])(?:CR)?20(?:32|25|16)(?=\W*(?:coin|type|cell|\)))|(?<![\w])CR20\d\d", "the format of a cell", ()),
)  # fmt: skip
_COMPILED = [
    (re.compile(p, re.IGNORECASE if i != 4 else 0), why, o)
    for i, (p, why, o) in enumerate(_PATTERNS)
]
_N_P = re.compile(
    r"(?:N/P|negative[- ]to[- ]positive)(?:\s(?:capacity\s)?ratio)?\W{1,3}(?:of\s|=\s?|was\s|is\s)?(\d+(?:\.\d+)?)"
)
_WORD_LIST = re.compile(
    rf"(?<![^\W\d_])((?:{_ONES})(?:,\s(?:{_ONES}))*)\s(?:and|or)\s(?:{_ONES})\s(?:\w+\s)?(?:super)?cycles",
    re.IGNORECASE,
)


def specials(text: str, start: int, end: int) -> list[Candidate]:
    """What is asked although no number with a unit stands there, in order."""
    found: list[Candidate] = []
    for pattern, why, options in _COMPILED:
        for match in pattern.finditer(text, start, end):
            found.append(Candidate(match[0], "ask", why, span=match.span(), options=options))
    for match in _N_P.finditer(text, start, end):
        found.append(Candidate(match[1], "ask", "a ratio of capacities", span=match.span(1)))
    for match in _WORD_LIST.finditer(text, start, end):
        for word in re.finditer(r"[A-Za-z]+", match[1]):
            begin = match.start() + word.start()
            span = (begin, begin + len(word[0]))
            found.append(
                Candidate(word[0], "ask", "a number as a word", span=span, options=("cycles",))
            )
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda c: c.span or (0, 0)):
        if not kept or (one.span and kept[-1].span and one.span[0] >= kept[-1].span[1]):
            kept.append(one)
    return kept
