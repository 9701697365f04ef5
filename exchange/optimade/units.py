"""Units as OPTIMADE wants them: in the Unified Code for Units of Measure (UCUM)."""

from __future__ import annotations

import re

_SYMBOLS = {
    "Å": "Ao",
    "°C": "Cel",
    "Ω": "Ohm",
    "µ": "u",
    "μ": "u",
    "²": "2",
    "³": "3",
    " ": ".",
    "cycles": "{cycle}",
    "cycle": "{cycle}",
}
_AMPERE_HOURS = re.compile(r"([mkuµμ]?)Ah")


def ucum(unit: str | None) -> str | None:
    """``Ω cm²`` is ``Ohm.cm2``; a pure number, and words, have no unit."""
    if unit is None or unit == "1":
        return None
    found = _AMPERE_HOURS.sub(r"\1A.h", unit)
    for symbol, code in _SYMBOLS.items():
        if code not in found:
            found = found.replace(symbol, code)
    return found
