"""How often what is fine stays silent, and what is wrong is doubted."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from science.inputs import Input
from science.limits import keeps_to
from science.plausibility.ranges import out_of_range
from science.printed import PRINTED
from science.properties import parse_bound, property_value
from science.quantities import UnreadableValue, read
from science.registry import Property
from science.tests.cases import Case
from science.tests.cases.fine_cells import FINE_CELLS
from science.tests.cases.fine_films import FINE_FILMS
from science.tests.cases.further import FINE_MORE, WRONG_MORE
from science.tests.cases.wrong import WRONG

FINE = (*FINE_FILMS, *FINE_CELLS, *FINE_MORE)
DOUBTFUL = (*WRONG, *WRONG_MORE)


@pytest.mark.parametrize(("cases", "what"), [(FINE, "fine"), (DOUBTFUL, "wrong")])
def test_every_case_is_judged_right(
    cases: tuple[Case, ...], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    missed = [case.says for case in cases if case.doubted() == case.fine]
    right = len(cases) - len(missed)
    with capsys.disabled():
        sys.stdout.write(f"\n{right} of {len(cases)} {what} cases are judged right\n")
    assert len(cases) >= 60
    assert all(case.fine == (what == "fine") for case in cases)
    assert not missed


def test_every_case_says_something_else() -> None:
    said = [case.says for case in (*FINE, *DOUBTFUL)]
    assert len(said) == len(set(said))


NUMBERS = [declared for declared in PRINTED if declared.numeric]


@pytest.mark.parametrize("declared", NUMBERS, ids=lambda declared: declared.key)
def test_what_is_plausible_is_possible(declared: Property) -> None:
    assert declared.possible is not None
    assert declared.plausible is not None
    assert declared.plausible.within(declared.possible)


@given(st.sampled_from(NUMBERS), st.floats(-1e9, 1e9))
def test_a_number_is_refused_outside_the_possible_and_doubted_outside_the_plausible(
    declared: Property, number: float
) -> None:
    unit = "" if declared.unit in {"1", "cycles"} else f" {declared.unit}"
    if declared.unit == "cycles":  # counts are whole and not negative, or cannot be read
        number = abs(round(number))
    printed = f"{number:.6e}{unit}" if declared.unit != "cycles" else str(number)
    value = read(printed, unit=str(declared.unit))
    assert declared.possible is not None
    assert declared.plausible is not None
    if not keeps_to(value, declared.possible):
        with pytest.raises(UnreadableValue, match="not possible"):
            property_value(declared.key, printed)
        return
    assert property_value(declared.key, printed) == value
    doubted = bool(out_of_range([Input(declared.key, "x", value)]))
    assert doubted != keeps_to(value, declared.plausible)


def test_an_energy_without_its_mole_is_refused_and_says_how_to_print_it() -> None:
    with pytest.raises(UnreadableValue, match="kJ/mol"):
        property_value("activation_energy", "53 kJ")
    assert property_value("activation_energy", "53 kJ/mol").low == pytest.approx(0.5493, rel=1e-3)


def test_a_bound_for_a_filter_may_lie_anywhere() -> None:
    assert parse_bound("density", "-1") == -1.0
