"""Figures of coatings as plain dicts: the deposition cycle in time.

A dict holds geometry in pixels, plain text, and a sentence that says the same as the drawing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coatings.models import Action
from records.printed_values import Scope
from records.typesetting import plain_subscripts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coatings.models import StepValue
    from coatings.queries.steps import Step

SLOT = 40.0
LANE = 34.0
PULSE = 18.0
TOP = 26.0
CHARACTER = 6.9
_NARROWEST, _WIDEST = 0.45, 2.2
_VERBS = {Action.DOSE: "dose", Action.PLASMA: "plasma", Action.SOAK: "soak"}


def cycle_chart(
    steps: Sequence[Step], sources: Mapping[str, str] | None = None, substrate: str = ""
) -> dict[str, Any]:
    """Pulses and purges of one (super)cycle, a lane for each precursor, time to the right.

    Under the name of a lane stands the temperature of its doses, else that of its source in
    ``sources`` (by key of the precursor); ``substrate`` is the temperature of the deposition. The
    widths of steps whose time is reported are to scale among themselves; the others have one
    width, are drawn dashed, and ``caption`` says so.
    """
    leaves = [leaf for step in steps for leaf in step.leaves()]
    lanes = list(dict.fromkeys(_lane_name(leaf) for leaf in leaves if leaf.precursors))
    heat = _temperatures(leaves, sources or {})
    left = max(len(name) for name in [*lanes, *heat.values(), "purge"]) * CHARACTER + 18
    widths = _widths(leaves)
    starts = [left + sum(widths[:i]) for i in range(len(leaves) + 1)]
    position = {id(leaf): i for i, leaf in enumerate(leaves)}
    top = TOP if any(step.action == Action.SUBCYCLE for step in steps) else TOP - 18
    bottom = top + LANE * (len(lanes) + 1)
    return {
        "width": round(starts[-1] + 12),
        "height": round(bottom + 20),
        "left": round(left, 1),
        "right": round(starts[-1], 1),
        "lanes": [
            {
                "label": name,
                "heat": heat.get(name, ""),
                "y": top + LANE * (i + 1),
                "text_y": top + LANE * (i + 1) - (15 if heat.get(name) else 5),
                "heat_y": top + LANE * (i + 1) - 3,
            }
            for i, name in enumerate(lanes)
        ],
        "purge": {"y": bottom, "text_y": bottom - 5},
        "pulses": [_pulse(leaf, starts[i], widths[i], lanes, top) for i, leaf in enumerate(leaves)],
        "brackets": [
            _bracket(step, starts, widths, position)
            for step in steps
            if step.action == Action.SUBCYCLE
        ],
        "caption": _scale_caption(leaves) + _repeat_caption(steps),
        "substrate": substrate,
        "description": f"One cycle in order: {describe_steps(steps)}."
        + "".join(f" {plain_subscripts(name)}: {said}." for name, said in heat.items())
        + (f" Film grown at {substrate}." if substrate else ""),
    }


def _temperatures(leaves: Sequence[Step], sources: Mapping[str, str]) -> dict[str, str]:
    """For each lane what is stated of its temperature, that of the dose before the source's."""
    found: dict[str, str] = {}
    for leaf in leaves:
        if not leaf.precursors:
            continue
        stated = leaf.temperature
        dosed = [f"at {stated.printed}"] if stated and stated.printed else []
        source = [f"source {sources[p.key]}" for p in leaf.precursors if p.key in sources]
        said = "; ".join(dosed or source)
        if said:
            found.setdefault(_lane_name(leaf), said)
    return found


def _lane_name(step: Step) -> str:
    return " or ".join(p.acronym or p.formula_printed or p.name for p in step.precursors)


def _reported(step: Step) -> float | None:
    """Seconds to draw a step by: the value, the middle of a range, or the stated bound. What is
    said of a class is drawn as not known."""
    value: StepValue | None = step.time
    if value is None or value.missing or value.scope == Scope.CLASS:
        return None
    ends = [end for end in (value.low, value.high) if end is not None]
    return sum(ends) / len(ends) or None


def _widths(leaves: Sequence[Step]) -> list[float]:
    times = [_reported(leaf) for leaf in leaves]
    known = [time for time in times if time]
    longest = max(known, default=0.0)
    shortest = min(known, default=0.0)
    widest = _WIDEST if longest > shortest else 1.0
    return [SLOT * max(_NARROWEST, widest * time / longest) if time else SLOT for time in times]


def _pulse(leaf: Step, x: float, width: float, lanes: Sequence[str], top: float) -> dict[str, Any]:
    lane = lanes.index(_lane_name(leaf)) + 1 if leaf.precursors else None
    bottom = top + LANE * (len(lanes) + 1)
    base = top + LANE * lane if lane else bottom
    height = PULSE if lane else PULSE * 0.55
    often = "" if leaf.every == 1 else f"1 in {leaf.every}" if leaf.every else "in some"
    return {
        "x": round(x + 2, 1),
        "y": round(base - height, 1),
        "width": round(width - 4, 1),
        "height": round(height, 1),
        "middle": round(x + width / 2, 1),
        "kind": leaf.action,
        "reported": _reported(leaf) is not None,
        "time": leaf.time.printed if leaf.time and not leaf.time.missing else "",
        "time_y": round(bottom + 14, 1),
        "often": often,
        "often_y": round(base - height - 4, 1),
    }


def _bracket(
    step: Step, starts: Sequence[float], widths: Sequence[float], position: dict[int, int]
) -> dict[str, Any]:
    inside = [position[id(leaf)] for leaf in step.leaves()]
    first, last = inside[0], inside[-1]
    x1, x2 = starts[first] + 3, starts[last] + widths[last] - 3
    label = f"{step.repeat} ×" if step.repeat else "n ×"
    return {
        "x1": round(x1, 1),
        "x2": round(x2, 1),
        "middle": round((x1 + x2) / 2, 1),
        "label": label,
    }


def _scale_caption(leaves: Sequence[Step]) -> str:
    known = sum(_reported(leaf) is not None for leaf in leaves)
    unknown = len(leaves) - known
    if not known and any(leaf.time and leaf.time.scope == Scope.CLASS for leaf in leaves):
        return "In order only: no times are reported of this film, but of its class."
    if not known:
        return "In order only: no times are reported."
    if known == len(leaves):
        return "Widths to scale: every time is reported."
    return (
        f"Widths to scale among the {known} steps whose time is reported (solid); "
        f"the other {unknown} (dashed) are in order only."
    )


def _repeat_caption(steps: Sequence[Step]) -> str:
    unknown = any(s.action == Action.SUBCYCLE and s.repeat is None for s in steps)
    return " How often a sub-cycle is run (n) is not reported." if unknown else ""


def describe_steps(steps: Iterable[Step]) -> str:
    """The cycle in words, for those who do not see the drawing."""
    return ", ".join(_in_words(step) for step in steps)


def _in_words(step: Step) -> str:
    if step.action == Action.SUBCYCLE:
        return f"sub-cycle ({describe_steps(step.steps)}; {step.repeated})"
    words = (
        "purge"
        if step.action == Action.PURGE
        else f"{_VERBS[Action(step.action)]} {plain_subscripts(_lane_name(step))}"
    )
    time = f" for {step.time.printed}" if step.time and step.time.printed else ""
    often = f" {step.often}" if step.often else ""
    return words + time + often
