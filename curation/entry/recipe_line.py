"""A recipe on one line, as papers print it, and the steps that it says.

``TMA 0.1 s / purge 10 s / H2O 0.1 s / purge 10 s``, or with the times behind it, one for each step:
``TMA/N2/H2O/N2 = 0.1/10/0.1/10 s``. What a step does not say is left open.
"""

from __future__ import annotations

import re
from typing import Any

_APART = re.compile(r"\s*(?:[/|;,]|→|->|\s[–-]\s)\s*")
_TIME = re.compile(r"^(?P<what>.*?)[\s(]*(?P<time>\d+(?:\.\d+)?\s?(?:ms|s|min|h))\s*\)?$")
_TIMES = re.compile(r"^(?P<steps>.+?)\s*[=:]\s*(?P<times>[\d./\s–-]+?)\s*(?P<unit>ms|s|min)$")
_PURGE = re.compile(
    r"(?:(?:N2|Ar|argon|nitrogen)(?:\s+(?:purge|gas|flow))?|purg(?:e|ing)|pump(?:ing)?|evacuation)",
    re.IGNORECASE,
)
_KIND = re.compile(r"^(?P<what>.+?)\s+(?P<kind>plasma|soak|exposure|dose|pulse)$", re.IGNORECASE)
_ACTION = {"plasma": "plasma", "soak": "soak", "exposure": "soak", "dose": "dose", "pulse": "dose"}
LONGEST = 400


def steps_of(text: str) -> list[dict[str, Any]]:
    """The steps; none where nothing is said. Raises ValueError with what was expected."""
    line = " ".join(text.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")).split())
    if len(line) > LONGEST:
        raise ValueError("a recipe on one line has at most 400 characters")
    behind = _TIMES.match(line)
    if behind:
        names = _APART.split(behind["steps"])
        times = [f"{one} {behind['unit']}" for one in re.split(r"\s*[/–-]\s*", behind["times"])]
        if len(names) != len(times):
            raise ValueError(f"{len(names)} steps have {len(times)} times: expected one for each")
        return [_step(f"{name} {time}") for name, time in zip(names, times, strict=True)]
    return [_step(part) for part in _APART.split(line) if part]


def _step(part: str) -> dict[str, Any]:
    timed = _TIME.match(part)
    what = (timed["what"] if timed else part).strip(" (")
    time = {"time": timed["time"]} if timed else {}
    if not what:
        raise ValueError(
            f"“{part}” does not say what is dosed: expected “TMA 0.1 s” or “purge 10 s”"
        )
    if _PURGE.fullmatch(what):
        return {"purge": True, **time}
    kind = _KIND.match(what)
    if kind:
        return {_ACTION[kind["kind"].lower()]: kind["what"], **time}
    return {"dose": what, **time}


def words_of(steps: list[dict[str, Any]]) -> str:
    """The steps as they were understood."""
    said = []
    for step in steps:
        action = next(name for name in ("dose", "plasma", "soak", "purge") if name in step)
        what = "purge" if action == "purge" else f"{action} {step[action]}"
        said.append(f"{what} {step.get('time', '')}".strip())
    return " → ".join(said)
