"""A flag: something on record that looks wrong, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from science.results import UsedInput

Severity = Literal["notice", "warning", "serious"]


@dataclass(frozen=True, slots=True)
class Flag:
    """A doubt for a reviewer to confirm or to explain; never a rejection.

    `notice` may well be right, `warning` is unusual, `serious` cannot be right as it stands.
    `inputs` are the values that raised it.
    """

    code: str
    severity: Severity
    reason: str
    inputs: tuple[UsedInput, ...] = ()
