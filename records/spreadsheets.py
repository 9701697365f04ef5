"""Text in files that a spreadsheet may open: nothing of it runs."""

from __future__ import annotations

import re

RUNS = r"^([=@\t\r]|[+-](?![0-9.]+(e[+-]?[0-9]+)?( [^-+=@|!()]*)?$))"
"""What a spreadsheet would run as a formula, for Python and for PostgreSQL: a sign begins
one unless a number, with its unit, follows."""
_RUNS = re.compile(RUNS)


def disarmed(text: str) -> str:
    """Text that a spreadsheet would run as a formula, behind an apostrophe; all else as it is."""
    return f"'{text}" if _RUNS.match(text) else text
