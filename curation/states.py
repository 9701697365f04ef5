"""In which state a submission is, and what may be done in it: the machine is data.

Who may do it is another question, answered in :mod:`accounts.permissions`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Transition:
    """From which states a step may be taken, and where it leads."""

    name: str
    sources: frozenset[State]
    target: State | None
    """None: the state stays"""


def _step(name: str, *sources: State, to: State | None = None) -> Transition:
    return Transition(name, frozenset(sources), to)


TRANSITIONS: dict[str, Transition] = {
    step.name: step
    for step in (
        _step("save", State.DRAFT, State.RETURNED),
        _step("submit", State.DRAFT, State.RETURNED, to=State.SUBMITTED),
        _step("recall", State.SUBMITTED, to=State.DRAFT),
        _step("return", State.SUBMITTED, to=State.RETURNED),
        _step("approve", State.SUBMITTED, to=State.APPROVED),
        _step("withdraw", State.DRAFT, State.SUBMITTED, State.RETURNED, to=State.WITHDRAWN),
    )
}

OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED)


class WrongState(ValueError):
    """The step cannot be taken in the state that the submission is in."""

    def __init__(self, step: str, state: str) -> None:
        allowed = " or ".join(sorted(source.value for source in TRANSITIONS[step].sources))
        super().__init__(f"cannot {step} what is {state}; it must be {allowed}")


def check_step(step: str, state: str) -> State | None:
    """The state that ``step`` leads to (None: it stays). Raises :class:`WrongState`."""
    transition = TRANSITIONS[step]
    if state not in transition.sources:
        raise WrongState(step, state)
    return transition.target


def open_steps(state: str) -> list[str]:
    """The steps that can be taken in a state, whoever takes them."""
    return [name for name, step in TRANSITIONS.items() if state in step.sources]
