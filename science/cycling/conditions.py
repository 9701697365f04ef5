"""Two tests side by side: which of the conditions that matter are the same, differ, or are not
known of both."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from science.agreement import Verdict, words_agree
from science.capacities import theoretical_capacity
from science.composition import UnreadableFormula, parse_formula
from science.cycling.rates import current_density, specific_current
from science.declaring import Gap, derived
from science.electrolytes import electrolytes_agree
from science.inputs import Input, TestInputs
from science.quantities import Quantity
from science.results import Derived, Result, UsedInput, words

Controls = Sequence[TestInputs]
COMPARABLE = ("yes", "no", "cannot be told")
# What is nearer than this is one setting: instruments hold no temperature better.
_ALWAYS_ONE = {"temperature": 0.5}
ABOUT = 0.1  # of a value that is printed as about so much: nearer ones may be the same
# A range of these is a pair of settings, both of which have to be the same.
_PAIRS = frozenset({"voltage_window", "rate", "specific_current", "current_density"})
_METALS = re.compile(r"\b(?:metals?|foils?|chips?|discs?|disks?|electrodes?|counter|anode)\b|[-_]")
_METAL_NAMES = {"lithium": "li", "sodium": "na", "potassium": "k"}


@dataclass(frozen=True, slots=True)
class ComparedCondition:
    """One condition of a test and of its control, as printed; "" where it is not reported."""

    what: str
    verdict: Verdict
    ours: str
    theirs: str


def compare_conditions(test: TestInputs, control: TestInputs) -> tuple[ComparedCondition, ...]:
    """Every condition that matters to these cells, side by side, known or not."""
    rows = [
        _text("cell_type", _cell(test), _cell(control)),
        *_electrodes(test, control),
        ComparedCondition(
            "electrolyte",
            electrolytes_agree(test.electrolyte, control.electrolyte),
            test.electrolyte,
            control.electrolyte,
        ),
        _rates(test, control),
    ]
    rows += [_printed(key, test, control) for key in _keys(test, control)]
    return tuple(rows)


def _keys(test: TestInputs, control: TestInputs) -> list[str]:
    """Conditions that such a cell has: a symmetric one has no window and no loading, and what is
    plated matters where the electrode is a metal."""
    kinds = {test.cell_type, control.cell_type} - {"unspecified"}
    keys = ["temperature"]
    if kinds != {"symmetric"}:
        keys += ["voltage_window", "loading", "formation_cycles"]
    printed = any(side.condition("areal_capacity") for side in (test, control))
    if printed or any(_is_metal(side) for side in (test, control)):
        keys.append("areal_capacity")
    return keys


def _is_metal(test: TestInputs) -> bool:
    material = theoretical_capacity(test.electrode, test.electrode_formula)
    return material is not None and material.is_metal


def _cell(test: TestInputs) -> str:
    return "" if test.cell_type == "unspecified" else test.cell_type


def _text(what: str, ours: str, theirs: str) -> ComparedCondition:
    return ComparedCondition(what, words_agree([ours, theirs]), ours, theirs)


# -- both electrodes --------------------------------------------------------------------------
def _electrodes(test: TestInputs, control: TestInputs) -> list[ComparedCondition]:
    electrode = _text("electrode", test.electrode or "", control.electrode or "")
    counter = _both_counters_agree(test, control)
    if _told_from_the_other_side(test, control):
        electrode, counter = replace(electrode, verdict="same"), "same"
    return [electrode, ComparedCondition("counter", counter, _counter(test), _counter(control))]


def _told_from_the_other_side(test: TestInputs, control: TestInputs) -> bool:
    """Of a full cell either electrode may be the one under test: LNMO against graphite is graphite
    against LNMO."""
    full = {test.cell_type, control.cell_type} == {"full"}
    if not full or test.also_coated or control.also_coated:
        return False
    return _calls(test.counter, control) and _calls(control.counter, test)


def _calls(named: str, side: TestInputs) -> bool:
    """Whether a counter electrode is named by the word or the formula of an electrode."""
    words = {_plain(word) for word in (side.electrode, side.electrode_formula) if word}
    return bool(named) and (
        _plain(named) in words or _composed_alike(named, side.electrode_formula or "")
    )


def _composed_alike(one: str, other: str) -> bool:
    try:
        return parse_formula(one).counts == parse_formula(other).counts
    except UnreadableFormula:
        return False


def _named_counter(test: TestInputs) -> str:
    """The counter electrode; in a symmetric cell, where none is named, the electrode itself."""
    return test.counter or (test.electrode or "" if test.cell_type == "symmetric" else "")


def _counter(test: TestInputs) -> str:
    named = _named_counter(test)
    return f"{named}, coated" if named and test.also_coated else named


def _both_counters_agree(test: TestInputs, control: TestInputs) -> Verdict:
    if set(test.also_coated) != set(control.also_coated):
        return "differs"
    return counters_agree(*(_named_counter(side) for side in (test, control)))


def counters_agree(ours: str, theirs: str) -> Verdict:
    """ "Li foil", "lithium metal" and "li-metal" are one counter electrode, and so are two ways to
    write one formula; "" is not reported."""
    if ours and theirs and _composed_alike(ours, theirs):
        return "same"
    return words_agree([_plain(named) for named in (ours, theirs)])


def _plain(named: str) -> str:
    plain = " ".join(_METALS.sub(" ", named.casefold()).split())
    return _METAL_NAMES.get(plain, plain)


# -- quantities -------------------------------------------------------------------------------
def _printed(key: str, test: TestInputs, control: TestInputs) -> ComparedCondition:
    ours, theirs = test.condition(key), control.condition(key)
    return ComparedCondition(key, _agree(key, ours, theirs), _shown(ours), _shown(theirs))


def _shown(items: Sequence[Input]) -> str:
    return "; ".join(item.quantity.printed for item in items)


def _agree(key: str, ours: Sequence[Input], theirs: Sequence[Input]) -> Verdict:
    """Sets of values of one property; the order does not matter."""
    if not ours or not theirs:
        return "unknown"
    verdicts = [[quantities_agree(key, a.quantity, b.quantity) for b in theirs] for a in ours]
    columns = [list(column) for column in zip(*verdicts, strict=True)]
    lines = [*verdicts, *columns]
    if all("same" in line for line in lines):
        return "same"
    return "differs" if any(set(line) == {"differs"} for line in lines) else "unknown"


def quantities_agree(key: str, ours: Quantity, theirs: Quantity) -> Verdict:
    """Two readings of one property, within their uncertainties and the digits printed.

    A range is one value that is not known better, except where it is a pair of settings. About so
    much differs only from what lies further off than that may mean.
    """
    near = _tolerance(key, ours, theirs)
    low, high = (
        None if a is None or b is None else abs(a - b) <= near
        for a, b in ((ours.low, theirs.low), (ours.high, theirs.high))
    )
    one_sided = {"above", "below"} & {ours.qualifier, theirs.qualifier}
    if low and high and not one_sided:
        return "same"
    pair = key in _PAIRS and "range" in (ours.qualifier, theirs.qualifier)
    if pair and (low is False or high is False):
        return "differs"
    first, second = ours.interval, theirs.interval
    apart = max(first.low - second.high, second.low - first.high)
    return "differs" if apart > near + _may_be_off(ours) + _may_be_off(theirs) else "unknown"


def _may_be_off(quantity: Quantity) -> float:
    """By how much what is printed as about so much may be another: half of its last digit, and a
    tenth of it at least."""
    if not quantity.about:
        return 0.0
    ends = [abs(end) for end in (quantity.low, quantity.high) if end is not None]
    return max(_half_digit(quantity), ABOUT * max(ends))


def _tolerance(key: str, ours: Quantity, theirs: Quantity) -> float:
    printed = min(_half_digit(ours), _half_digit(theirs))
    noise = 2.0 * math.hypot(ours.uncertainty or 0.0, theirs.uncertainty or 0.0)
    values = [abs(v) for q in (ours, theirs) for v in (q.low, q.high) if v is not None]
    return max(_ALWAYS_ONE.get(key, 0.0), printed, noise, 1e-9 * max(values))


def _half_digit(quantity: Quantity) -> float:
    """Half of the last digit printed, in the canonical unit; 0 where that cannot be told."""
    numbers = re.findall(r"\d+(?:\.(\d+))?", quantity.printed)
    value = re.search(r"\d+(?:\.\d+)?", quantity.printed)
    if len(numbers) != 1 or value is None or quantity.low is None or float(value[0]) == 0:
        return 0.0
    half = 0.5 * 10.0 ** -len(numbers[0])
    # The unit's factor; kelvin and degrees differ by an offset and share their size.
    offset = quantity.unit == "°C"
    return half * (1.0 if offset else abs(quantity.low) / float(value[0]))


# -- rates and currents -----------------------------------------------------------------------
_CURRENTS = (
    ("rate", None),
    ("specific_current", specific_current),
    ("current_density", current_density),
)


def _rates(test: TestInputs, control: TestInputs) -> ComparedCondition:
    """The rate of both: as printed alike, else brought to one current through the capacity."""
    shown = [
        "; ".join(filter(None, (_shown(s.condition(k)) for k, _ in _CURRENTS)))
        for s in (test, control)
    ]
    alike = [k for k, _ in _CURRENTS if test.condition(k) and control.condition(k)]
    if alike:
        verdicts = {_agree(k, test.condition(k), control.condition(k)) for k in alike}
        verdict = next(v for v in ("differs", "unknown", "same") if v in verdicts)
        return ComparedCondition("rate", verdict, *shown)
    for _, formula in _CURRENTS[1:]:
        assert formula is not None, "currents have a formula"
        ours, theirs = formula(test), formula(control)
        if isinstance(ours, Derived) and isinstance(theirs, Derived):
            return ComparedCondition("rate", _currents_agree(ours, theirs), *shown)
    return ComparedCondition("rate", "unknown", *shown)


def _currents_agree(ours: Derived, theirs: Derived) -> Verdict:
    """Exactly known currents within 1 %; about known ones only tell when far apart."""
    if None in (ours.low, ours.high, theirs.low, theirs.high):
        return "unknown"
    about = ours.about or theirs.about
    within = 1.5 if about else 1.01
    first, second = ours.interval, theirs.interval
    if first.low > within * second.high or second.low > within * first.high:
        return "differs"
    points = first.is_point and second.is_point
    return "same" if points and not about else "unknown"


# -- the verdict ------------------------------------------------------------------------------
def comparability(rows: Sequence[ComparedCondition]) -> str:
    """ "no" when anything differs, "yes" when every condition that matters is known and the
    same, else "cannot be told"."""
    verdicts = {row.verdict for row in rows}
    if "differs" in verdicts:
        return "no"
    return "yes" if verdicts == {"same"} else "cannot be told"


def conditions_json(rows: Sequence[ComparedCondition]) -> dict[str, Any]:
    """How many of the conditions are known of both, and which are the same, differ, or are not
    known: {"known": k, "of": n, "same": […], "differ": […], "unknown": […]}."""
    by_verdict = {
        verdict: [row.what for row in rows if row.verdict == verdict]
        for verdict in ("same", "differs", "unknown")
    }
    return {
        "known": len(by_verdict["same"]) + len(by_verdict["differs"]),
        "of": len(rows),
        "same": by_verdict["same"],
        "differ": by_verdict["differs"],
        "unknown": by_verdict["unknown"],
    }


@derived(
    key="comparable",
    version=5,
    subject="test",
    label="Comparable with its control",
    unit=None,
    choices=COMPARABLE,
    inputs=("conditions", "controls"),
    source="Definition",
    doc="Whether the coating is known to be all that differs between a test and its controls: "
    "cell type, electrode, counter electrode with its coating (of full cells, whichever of the two "
    "is under test), electrolyte by its parts, rate or "
    "current, voltage window as a pair, temperature, loading, formation, and the charge plated on "
    "a metal. Yes when every one of them is known and the same, no when one differs, else it "
    "cannot be told; the list says what is the same, what differs and what is not known.",
)
def comparable(test: TestInputs, controls: Controls = ()) -> Result:
    """Yes, no or cannot be told, with the conditions side by side."""
    if not controls:
        raise Gap("the test has no control")
    lines: list[str] = []
    found: dict[str, dict[str, Any]] = {}
    pairs: list[dict[str, Any]] = []
    for control in controls:
        rows = compare_conditions(test, control)
        answer, conditions = comparability(rows), conditions_json(rows)
        found.setdefault(answer, conditions)
        pairs.append({"control": control.id, "comparable": answer, "conditions": conditions})
        several = f"{control.id}: " if len(controls) > 1 else ""
        for row in rows:
            values = f" ({row.ours or '–'} / {row.theirs or '–'})"
            lines.append(f"{several}{row.what}: {row.verdict}{values}")
    text = next(answer for answer in ("no", "cannot be told", "yes") if answer in found)
    inputs = [UsedInput("control", control.id, control.electrode or "") for control in controls]
    more = {"conditions": found[text], "controls": pairs}
    return words("comparable", text=text, texts=lines, inputs=inputs, more=more)
