"""A step of a deposition cycle in a line: ``TMA 0.1 s at RT``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curation.review.names import Names


def step_in_words(step: Any, names: Names) -> str:
    """The step as a person says it; sub-cycles in brackets, alternatives with *or*."""
    if not isinstance(step, dict):
        return str(step)
    parts = [_action(step, names)]
    if step.get("time"):
        parts.append(str(step["time"]))
    if step.get("temperature"):
        parts.append(f"at {step['temperature']}")
    if step.get("scope") == "class":
        parts.append("(said of the class)")
    every = step.get("every")
    if every:
        parts.append("in some cycles" if every == "some" else f"every {every} cycles")
    return " ".join(parts)


def _action(step: dict[str, Any], names: Names) -> str:
    if step.get("purge"):
        return "purge"
    if isinstance(inner := step.get("steps"), list):
        said = " → ".join(step_in_words(one, names) for one in inner)
        return f"{step.get('repeat') or 1} × ({said})"
    for action in ("dose", "plasma", "soak"):
        if keys := step.get(action):
            chosen = keys if isinstance(keys, list) else [keys]
            said = " or ".join(names.word("precursor", key) for key in chosen)
            return said if action == "dose" else f"{action} {said}"
    return "step"
