"""The two entry points: everything that is derived of a coating, and of a cycling test."""

from __future__ import annotations

from collections.abc import Sequence

# Imported for their declarations, in the order in which the data dictionary shows them.
# isort: off
import science.film
import science.growth
import science.chemistry
import science.transport
import science.cycling.retention
import science.cycling.life
import science.cycling.efficiency
import science.cycling.plating
import science.cycling.rates
import science.cycling.conditions
import science.cycling.comparison
import science.verdict  # noqa: F401

# isort: on
from science.declaring import run
from science.inputs import CoatingInputs, TestInputs
from science.registry import Subject, derived_properties, digest
from science.results import Result


def derive_coating(inputs: CoatingInputs) -> dict[str, Result]:
    """Every derived property of a coating by key: a value, or `Missing` with the reason."""
    return run("coating", inputs)


def derive_test(inputs: TestInputs, controls: Sequence[TestInputs] = ()) -> dict[str, Result]:
    """Every derived property of a cycling test by key, compared with its controls."""
    return run("test", inputs, tuple(controls))


def recipe_digest(subject: Subject) -> str:
    """Short stable digest over all recipes of a subject: it changes with every new version, so
    that results of old recipes can be found."""
    return digest(derived_properties(), subject)
