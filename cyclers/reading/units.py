"""The columns a cycler may record, and the units their headers name."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """A unit by its dimension and its size in the unit that is kept (s, V, A, Ah, Wh, °C)."""

    name: str
    dimension: str
    size: float
    offset: float = 0.0


CLOCK = "clock"
_SPELLINGS: dict[tuple[str, float], tuple[str, ...]] = {
    ("time", 1.0): ("s", "sec", "secs", "second", "seconds", "sekunden"),
    ("time", 60.0): ("min", "mins", "minute", "minutes"),
    ("time", 3600.0): ("h", "hr", "hrs", "hour", "hours"),
    ("time", 86400.0): ("d", "day", "days"),
    ("time", 1e-3): ("ms", "millisecond", "milliseconds"),
    ("time", 1e-6): ("us", "µs", "μs", "microsecond"),
    ("voltage", 1.0): ("v", "volt", "volts"),
    ("voltage", 1e-3): ("mv", "millivolt", "millivolts"),
    ("current", 1.0): ("a", "amp", "amps", "ampere", "amperes"),
    ("current", 1e-3): ("ma", "milliampere", "milliamps"),
    ("current", 1e-6): ("ua", "µa", "μa", "microampere"),
    ("current", 1e-9): ("na",),
    ("charge", 1.0): ("ah", "a.h", "a*h", "amphr", "amp-hr", "ampere hour"),
    ("charge", 1e-3): ("mah", "ma.h", "ma*h"),
    ("charge", 1e-6): ("uah", "µah", "μah", "ua.h", "µa.h", "μa.h"),
    ("charge", 1 / 3600): ("coulomb", "coulombs", "as", "a.s"),
    ("energy", 1.0): ("wh", "w.h", "w*h", "watthr", "watt-hr", "watt hour"),
    ("energy", 1e-3): ("mwh", "mw.h", "mw*h"),
    ("energy", 1e-6): ("uwh", "µwh", "μwh"),
    ("energy", 1 / 3600): ("j", "joule", "ws"),
    ("energy", 1e3): ("kwh",),
    ("temperature", 1.0): ("°c", "degc", "deg c", "℃", "celsius", "degree celsius"),
    ("frequency", 1.0): ("hz",),
    ("ratio", 1.0): ("1", "-"),
    (CLOCK, 1.0): ("hms",),
}
_BY_SPELLING = {
    spelling: Unit(spellings[0], dimension, size)
    for (dimension, size), spellings in _SPELLINGS.items()
    for spelling in spellings
} | {"k": Unit("k", "temperature", 1.0, -273.15), "kelvin": Unit("k", "temperature", 1.0, -273.15)}
_HMS = re.compile(r"h{1,2}:m{1,2}(in)?:s", re.IGNORECASE)


def unit_named(text: str, dimension: str = "") -> Unit | None:
    """The unit of this spelling, or None. ``C`` is coulomb or degree by the dimension expected."""
    spelled = text.strip().casefold().replace("·", ".").replace("⋅", ".")
    if _HMS.search(spelled):
        return _BY_SPELLING["hms"]
    if spelled == "c":
        return _BY_SPELLING["coulomb" if dimension == "charge" else "°c"]
    if spelled == "mc":
        return Unit("mc", "charge", 1e-3 / 3600) if dimension == "charge" else None
    return _BY_SPELLING.get(spelled)


@dataclass(frozen=True)
class Column:
    """A column that means something here: its dimension, and the stems of headers that name it,
    in lower case with single spaces for everything that is no letter and no digit."""

    dimension: str
    stems: tuple[str, ...]


COLUMNS: dict[str, Column] = {
    "test_time": Column(
        "time",
        (
            "test time", "testtime", "total time", "time", "elapsed time", "run time", "t",
            "prog time", "program time", "ecell time",
        ),
    ),
    "step_time": Column("time", ("step time", "steptime", "relative time", "steptime2")),
    "unix_time": Column("time", ("unix time", "epoch time")),
    "clock": Column(
        "date",
        (
            "date time", "datetime", "date", "dpt time", "real time", "realtime", "record time",
            "absolute time", "abs time", "timestamp", "time stamp", "system time",
            "date time iso string", "record date",
        ),
    ),
    "voltage": Column(
        "voltage",
        (
            "voltage", "volt", "volts", "ewe", "ecell", "e", "u", "v", "cell voltage", "potential",
            "terminal voltage", "vol", "ewe v",
        ),
    ),
    "current": Column("current", ("current", "cur", "i", "amps", "amp", "ampere", "cell current")),
    "charge_capacity": Column(
        "charge",
        (
            "charge capacity", "charging capacity", "chg capacity", "charge cap", "chg cap",
            "q charge", "capacity charge", "cap chg", "charge ah", "q chg", "ah cha",
            "cumulative charge capacity",
        ),
    ),
    "discharge_capacity": Column(
        "charge",
        (
            "discharge capacity", "discharging capacity", "dchg capacity", "dchg cap",
            "discharge cap", "q discharge", "capacity discharge", "cap dchg", "discharge ah",
            "q dis", "ah dch", "dischg cap", "cumulative discharge capacity",
        ),
    ),
    "step_capacity": Column("charge", ("capacity", "cap", "amp hr", "ah step", "step capacity")),
    "net_capacity": Column("charge", ("net capacity", "q qo", "ah")),
    "charge_increment": Column("charge", ("dq",)),
    "charge_energy": Column(
        "energy",
        ("charge energy", "charging energy", "chg energy", "energy charge", "e chg", "wh cha"),
    ),
    "discharge_energy": Column(
        "energy",
        (
            "discharge energy", "discharging energy", "dchg energy", "energy discharge", "e dis",
            "wh dch",
        ),
    ),
    "step_energy": Column("energy", ("energy", "ener", "step energy", "watt hr")),
    "net_energy": Column("energy", ("net energy",)),
    "cycle_count": Column(
        "count",
        (
            "cycle", "cycle index", "cycle count", "cycle number", "cycle no", "cycle id", "cyc",
            "cycle c", "cycleno", "cyclenumber", "cyc count", "z cycle",
        ),
    ),
    "step_id": Column(
        "count",
        (
            "step id", "step index", "step", "step no", "step number", "ns", "line", "stepno",
            "steps",
        ),
    ),
    "step_count": Column("count", ("step count", "step execution", "half cycle", "step order")),
    "mode": Column(
        "word", ("md", "mode", "state", "step type", "step name", "instruction name", "work mode")
    ),
    "temperature": Column(
        "temperature",
        (
            "cell temperature", "temperature", "temp", "temperature 1", "aux temperature 1",
            "surface temperature", "ambient temperature", "environment temperature",
            "aux temperature", "t1",
        ),
    ),
    "record": Column(
        "count", ("data point", "datapoint", "rec", "record", "record id", "record index", "rec no")
    ),
    "test_id": Column("count", ("test id",)),
}  # fmt: skip
UNITS_ASKED = {
    "time": ("s", "min", "h", "ms"),
    "voltage": ("V", "mV"),
    "current": ("A", "mA", "µA"),
    "charge": ("Ah", "mAh", "µAh"),
    "energy": ("Wh", "mWh", "µWh"),
    "temperature": ("°C", "K"),
}
KEPT_UNIT = {
    "time": "s",
    "voltage": "V",
    "current": "A",
    "charge": "Ah",
    "energy": "Wh",
    "temperature": "°C",
}


@dataclass(frozen=True)
class Header:
    """A header as it is understood: ``name`` of :data:`COLUMNS` or empty, its unit if it has
    one."""

    text: str
    name: str
    unit: Unit | None = None


_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*(?:\([^()]*\))?[^()\[\]{}]*)[)\]}]\s*$")
_WORDS = re.compile(r"[^0-9a-zà-ÿ°µμ#]+")


def stem_of(text: str) -> str:
    return _WORDS.sub(" ", text.casefold().replace("<", " ").replace(">", " ")).strip()


_BY_STEM = {stem: name for name, column in COLUMNS.items() for stem in column.stems}


def header_of(text: str) -> Header:
    """What a header says: ``Voltage(V)``, ``<I>/mA``, ``current_ampere``, ``Cap. [mAh]``, ``Time``.

    A stem whose unit has another dimension is not that column: ``Capacity (mAh/g)`` is none.
    """
    text = text.strip()
    for stem, unit_text in splits(text):
        name = _BY_STEM.get(stem_of(stem), "")
        if not name:
            continue
        dimension = COLUMNS[name].dimension
        if unit_text is None:
            return Header(text, name)
        unit = unit_named(unit_text, dimension)
        if unit is not None and (unit.dimension == dimension or _counted(unit, dimension)):
            return Header(text, name, unit)
        if dimension in {"date", "word", "count"}:
            return Header(text, name)
    return Header(text, "")


def _counted(unit: Unit, dimension: str) -> bool:
    return (unit.dimension == CLOCK and dimension == "time") or (
        unit.dimension == "ratio" and dimension == "count"
    )


def splits(text: str) -> list[tuple[str, str | None]]:
    """The ways to part a header into stem and unit, the plainest first."""
    found: list[tuple[str, str | None]] = []
    if bracket := _BRACKETS.search(text):
        return [(text[: bracket.start()], bracket[1])]
    if "/" in text:
        stem, _, unit = text.rpartition("/")
        if unit_named(unit) or _BY_STEM.get(stem_of(stem)):
            return [(stem, unit)]
    found.append((text, None))
    for separator in ("_", " ", "."):
        stem, _, unit = text.rpartition(separator)
        if stem and unit_named(unit):
            found.append((stem, unit))
    return found


def unit_in(text: str, dimension: str) -> Unit | None:
    """The unit that any header names at its end, where it is of this dimension."""
    for _, spelled in splits(text):
        unit = unit_named(spelled, dimension) if spelled else None
        if unit and (unit.dimension == dimension or _counted(unit, dimension)):
            return unit
    return None
