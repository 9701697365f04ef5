"""The words and signs that stand around a printed number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from science.quantities.numbers import Number
from science.quantities.typography import fold

ROOM_TEMPERATURE = (20.0, 25.0)  # °C
LONGEST_TEXT = 200  # characters; a printed value is far shorter, and backtracking stays cheap

ABOUT = r"approximately|approx\b\.?|around|about|roughly|circa|ca\b\.?|c\.(?=\s*\d)|close to|near"
BELOW = (
    r"below|under|up to|at most|less than|lower than|smaller than|shorter than"
    r"|thinner than|fewer than|no more than|not more than|not exceeding|almost|nearly|max\b\.?"
)
ABOVE = (
    r"above|over|at least|more than|greater than|higher than|larger than|longer than"
    r"|thicker than|exceeding|no less than|not less than|no fewer than|beyond|min\.(?=\s*\d)"
)
LEADING = re.compile(
    rf"\s*(?:(?P<about>[~≈]|(?:{ABOUT})(?![^\W\d_]))"
    rf"|(?P<below><=|=<|<|≤|(?:{BELOW})(?![^\W\d_]))"
    rf"|(?P<above>>=|=>|>|≥|(?:{ABOVE})(?![^\W\d_])))",
    re.IGNORECASE,
)
ABOUT_AGAIN = re.compile(rf"\s*(?:[~≈]|(?:{ABOUT})(?![^\W\d_]))", re.IGNORECASE)
_ABOUT_RANGE = re.compile(
    rf"(?:^|;|[-–]|\s(?:to|and)\s)\s*(?:[~≈]|(?:{ABOUT})(?![^\W\d_]))", re.IGNORECASE
)
TRAILING = re.compile(r"\s*\bor (?:(?P<above>more|above|longer)|(?P<below>less|below))\s*$", re.I)
RANGE_WORD = re.compile(r"\s*\b(?:(?P<between>between)|(?P<from>from))\b\s*", re.IGNORECASE)
SEPARATOR = re.compile(r"[-~÷]|\.\.\.?|\s(?:to|and)\s", re.IGNORECASE)
ROOM = re.compile(r"(?:RT|r\.\s?t\.|room[\s-]temperature|room[\s-]temp\.?)$", re.IGNORECASE)
PLUS_MINUS = re.compile(r"\s*(?:±|\+/-|\+-)\s*")
PERCENT = re.compile(r"(?:%|per\s?cent\b)(?!\s*(?:/|per\b))", re.IGNORECASE)
OF_PERCENT = {"%", "points", "%/cycle"}  # units whose ± % is no share of the value
SECOND_NUMBER = re.compile(r"[0-9](?!\s*/\s*(?:[^\W\d_]|\())")  # but "5 1/h" has a unit
PLUS = re.compile(r"\s*\+(?=\s|$|[^\W\d_])")
C_FRACTION = re.compile(r"C\s*/\s*(?=[0-9.])")
FRACTION_C = re.compile(r"\s*/\s*([0-9]+)(?=\s*C\b)")
AGAINST = re.compile(r"\s*\(?\s*(?:vs|against|versus)\b\.?\s*(?:Li|Na|K)\b[^0-9]*$", re.IGNORECASE)


def says_about(printed: str) -> bool:
    """Whether a range is printed as one of about so much: "~5–8 Å", "5 to about 8 nm". In "5~8 nm"
    the sign is the dash."""
    return bool(_ABOUT_RANGE.search(fold(printed).text))


class Failure(Exception):
    """One way of reading that did not work out; the one with the highest rank is reported."""

    def __init__(self, rank: int, position: int, expected: str, message: str) -> None:
        super().__init__(message)
        self.rank = rank
        self.position = position
        self.expected = expected
        self.message = message


ROOM_NUMBER = Number(Decimal(0), None, False, None, 0, 0)
SYNTAX, NUMBER, MEANING, DIMENSION, LOST = range(5)


@dataclass(frozen=True, slots=True)
class Amount:
    """One end of a range, or the whole value: numbers, and the span of its unit if it has one."""

    value: Number
    uncertainty: Number | None
    uncertainty_is_percent: bool
    divisor: int
    inverse: bool
    unit: tuple[int, int] | None
    position: int
    room: bool = False
