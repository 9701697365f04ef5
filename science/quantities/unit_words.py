"""The closed vocabulary of units: symbols with their prefixes, and words."""

from __future__ import annotations

_PREFIXES = {
    "p": "pico",
    "n": "nano",
    "μ": "micro",
    "u": "micro",
    "m": "milli",
    "c": "centi",
    "h": "hecto",
    "k": "kilo",
    "M": "mega",
    "G": "giga",
}

# symbol → (name for pint, prefixes that print uses with it)
_BASES: dict[str, tuple[str, str]] = {
    "S": ("siemens", "nμum"),
    "m": ("meter", "pnμumck"),
    "Å": ("angstrom", ""),
    "g": ("gram", "nμumk"),
    "A": ("ampere", "pnμum"),
    "Ah": ("ampere*hour", "nμumk"),
    "s": ("second", "nμum"),
    "h": ("hour", ""),
    "min": ("minute", ""),
    "d": ("day", ""),
    "Ω": ("ohm", "μumkMG"),
    "ohm": ("ohm", "μumkMG"),
    "Ohm": ("ohm", "μumkMG"),
    "V": ("volt", "μumk"),
    "eV": ("electron_volt", "mk"),
    "J": ("joule", "mk"),
    "cal": ("calorie", "k"),
    "mol": ("mole", "mμu"),
    "W": ("watt", "nμumk"),
    "Wh": ("watt*hour", "mk"),
    "Pa": ("pascal", "mhkMG"),
    "bar": ("bar", "mμu"),
    "Torr": ("torr", "m"),
    "torr": ("torr", "m"),
    "mmHg": ("millimeter_Hg", ""),
    "atm": ("standard_atmosphere", ""),
    "C": ("coulomb", "μum"),
    "K": ("kelvin", ""),
    "°C": ("degree_Celsius", ""),
    "degC": ("degree_Celsius", ""),
    "°F": ("degree_Fahrenheit", ""),
    "Hz": ("hertz", "mkM"),
    "N": ("newton", "nμum"),
    "L": ("liter", "mμu"),
    "l": ("liter", "mμu"),
    "%": ("0.01", ""),
    "wt%": ("0.01", ""),
    "at%": ("0.01", ""),
    "mol%": ("0.01", ""),
    "sccm": ("sccm", ""),
    "slm": ("1000*sccm", ""),
    "x": ("1", ""),
    "points": ("0.01", ""),
    "cy": ("cycle_count", ""),
    "cyc": ("cycle_count", ""),
}

_WORDS: dict[str, str] = {
    "siemens": "S",
    "meter": "m",
    "metre": "m",
    "centimeter": "cm",
    "centimetre": "cm",
    "millimeter": "mm",
    "millimetre": "mm",
    "micrometer": "μm",
    "micrometre": "μm",
    "micron": "μm",
    "nanometer": "nm",
    "nanometre": "nm",
    "angstrom": "Å",
    "ångström": "Å",
    "ångstrom": "Å",
    "angström": "Å",
    "gram": "g",
    "milligram": "mg",
    "microgram": "μg",
    "hour": "h",
    "hr": "h",
    "hrs": "h",
    "minute": "min",
    "mins": "min",
    "second": "s",
    "sec": "s",
    "secs": "s",
    "millisecond": "ms",
    "microliter": "μL",
    "microlitre": "μL",
    "day": "d",
    "ohm": "Ω",
    "kiloohm": "kΩ",
    "volt": "V",
    "millivolt": "mV",
    "electronvolt": "eV",
    "millibar": "mbar",
    "pascal": "Pa",
    "kelvin": "K",
    "celsius": "°C",
    "percent": "%",
    "cycle": "cy",
    "fold": "x",
    "pp": "points",
    "watt": "W",
    "watts": "W",
    "point": "points",
    "times": "x",
    "mole": "mol",
}


def _vocabulary() -> dict[str, str]:
    table: dict[str, str] = {}
    for symbol, (name, prefixes) in _BASES.items():
        table[symbol] = name
        for prefix in prefixes:
            # "mAh" is milli(ampere·hour): the prefix belongs to the first factor.
            table[prefix + symbol] = _PREFIXES[prefix] + name
    return table


SYMBOLS = _vocabulary()


class UnknownUnit(ValueError):
    """A spelling that is no unit of the vocabulary.

    `position` and `length` say which characters of the unit text it is about; they stand where
    `message` has `{}`.
    """

    def __init__(self, message: str, position: int, about: str = "") -> None:
        super().__init__(message.format(repr(about)))
        self.message = message
        self.position = position
        self.length = len(about)


def _symbol(run: str) -> list[str] | None:
    """The pint names of a run of letters: one symbol, one word, or two symbols run together."""
    known = SYMBOLS.get(run)
    if known is not None:
        return [known]
    word = run.lower()
    if len(word) >= 2:
        for candidate in (word, word[:-1] if word.endswith("s") else word):
            if candidate in _WORDS:
                return [SYMBOLS[_WORDS[candidate]]]
    splits = [
        [SYMBOLS[run[:cut]], SYMBOLS[run[cut:]]]
        for cut in range(1, len(run))
        if run[:cut] in SYMBOLS and run[cut:] in SYMBOLS
    ]
    return splits[0] if len(splits) == 1 else None


def names_of(letters: str, c_means: str, position: int) -> list[str]:
    """The names that pint has for the units in a run of letters; `C` is what `c_means` says.

    Raises UnknownUnit.
    """
    compact = letters.replace(" ", "").replace(".%", "%")
    if letters == "C":
        return [c_means]
    if compact.lower().startswith("deg") or compact == "oC":
        return ["degree_Celsius"]
    if compact.lower() == "percent":
        return ["0.01"]
    if compact.lower().rstrip("s").endswith("cycle"):  # ALD cycles, supercycles
        return ["cycle_count"]
    names = None if _is_cut_short(compact) else _symbol(compact)
    if names is None:
        meant = _meant(compact)
        hint = f' (did you mean "{meant}"?)' if meant else ""
        raise UnknownUnit(f"{{}} is no unit that is known here{hint}", position, letters)
    return names


def _is_cut_short(run: str) -> bool:
    """ "Ang" is the beginning of a word, not an ampere times a nanogram."""
    return run not in SYMBOLS and _meant(run) is not None and run.lower() not in _WORDS


def _meant(run: str) -> str | None:
    """The symbol of the only unit whose word begins with these letters."""
    symbols = {_WORDS[word] for word in _WORDS if len(run) > 2 and word.startswith(run.lower())}
    return symbols.pop() if len(symbols) == 1 else None
