"""The drawings of a coating: its cycle in time, the film on what it coats."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from charts.frame import frame_of
from charts.svg import draw
from coatings.charts.cycle import cycle_chart
from coatings.charts.series import series_chart
from coatings.models import Series, StepValue
from coatings.queries.steps import Step, ordinal
from precursors.models import Precursor
from records.printed_values import Scope, reading_columns
from science.quantities import read


def seconds(text: str) -> StepValue:
    return StepValue(property="time", **reading_columns(read(text, unit="s")))


def dose(name: str, time: str = "", every: int | None = 1) -> Step:
    stated = seconds(time) if time else None
    return Step("dose", [Precursor(key=name.lower(), acronym=name)], every, None, stated)


def purge(time: str = "") -> Step:
    return Step("purge", [], 1, None, seconds(time) if time else None)


def test_widths_are_to_scale_where_every_time_is_reported() -> None:
    chart = cycle_chart([dose("TMA", "2 s"), purge("6 s"), dose("H2O", "4 s"), purge("6 s")])
    widths = [pulse["width"] + 4 for pulse in chart["pulses"]]
    assert widths[1] == widths[3]
    assert widths[2] / widths[1] == pytest.approx(4 / 6, rel=0.01)
    assert all(pulse["reported"] for pulse in chart["pulses"])
    assert chart["caption"] == "Widths to scale: every time is reported."


def test_steps_without_a_time_are_dashed_and_the_caption_says_so() -> None:
    chart = cycle_chart([dose("TMA", "≤1 s"), purge(), dose("H2O", "≤1 s"), purge()])
    assert [pulse["reported"] for pulse in chart["pulses"]] == [True, False, True, False]
    assert "2 steps whose time is reported" in chart["caption"]
    assert "the other 2 (dashed) are in order only" in chart["caption"]


def test_without_any_time_the_order_alone_is_drawn() -> None:
    chart = cycle_chart([dose("TMA"), purge(), dose("H2O"), purge()])
    assert len({pulse["width"] for pulse in chart["pulses"]}) == 1
    assert chart["caption"] == "In order only: no times are reported."


def test_times_of_the_class_are_no_widths_and_the_caption_says_whose_they_are() -> None:
    steps = [dose("TMA", "≤1 s"), purge(), dose("H2O", "≤1 s"), purge()]
    for step in steps:
        if step.time:
            step.time.scope = Scope.CLASS
    chart = cycle_chart(steps)
    assert not any(pulse["reported"] for pulse in chart["pulses"])
    assert chart["caption"] == (
        "In order only: no times are reported of this film, but of its class."
    )


def test_a_precursor_dosed_twice_has_one_lane() -> None:
    chart = cycle_chart([dose("LiOᵗBu"), dose("H2O"), dose("LiOᵗBu"), dose("HQ")])
    assert [lane["label"] for lane in chart["lanes"]] == ["LiOᵗBu", "H2O", "HQ"]
    assert chart["pulses"][0]["y"] == chart["pulses"][2]["y"]


def test_alternatives_share_a_lane_that_names_both() -> None:
    either = Step("dose", [Precursor(acronym="LiOᵗBu"), Precursor(acronym="Li-HMDS")], 1, None)
    assert cycle_chart([either])["lanes"][0]["label"] == "LiOᵗBu or Li-HMDS"


def test_pulses_follow_one_another_without_overlap() -> None:
    pulses = cycle_chart([dose("TMA", "1 s"), purge("60 s"), dose("H2O", "1 s"), purge()])["pulses"]
    for before, after in pairwise(pulses):
        assert before["x"] + before["width"] < after["x"]


def test_a_sub_cycle_stands_under_its_bracket() -> None:
    inner = Step("subcycle", [], 1, 5, steps=[dose("LiOᵗBu"), purge()])
    unknown = Step("subcycle", [], 1, None, steps=[dose("HQ"), purge()])
    chart = cycle_chart([inner, unknown])
    assert [bracket["label"] for bracket in chart["brackets"]] == ["5 ×", "n ×"]
    first = chart["brackets"][0]
    assert first["x1"] < chart["pulses"][0]["middle"] < first["x2"] < chart["pulses"][2]["x"]
    assert "How often a sub-cycle is run (n) is not reported" in chart["caption"]


def test_a_dose_of_every_fourth_cycle_says_so_in_drawing_and_words() -> None:
    chart = cycle_chart([dose("EG"), dose("CO2", every=4), dose("VC", every=None)])
    assert [pulse["often"] for pulse in chart["pulses"]] == ["", "1 in 4", "in some"]
    assert "dose CO₂ only in every 4th cycle" in chart["description"]


@pytest.mark.parametrize(
    ("number", "word"), [(2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (21, "21st")]
)
def test_ordinals_are_written_as_the_field_writes_them(number: int, word: str) -> None:
    assert ordinal(number) == word


@pytest.mark.parametrize(("error", "kind"), [(0.01, "log"), (0.05, "linear"), (None, "log")])
def test_a_series_whose_error_reaches_below_zero_is_drawn_without_decades(
    error: float | None, kind: str
) -> None:
    points: list[list[float | None]] = [[0.0, 0.0157, error], [4.0, 14.8, 0.04], [8.0, 19.7, 0.05]]
    row = Series(property="content", of="Li", against="dose_time", points=points)
    chart = series_chart(row)
    assert chart.y.scale.kind == kind
    assert "<svg" in draw(chart)


def test_a_value_with_an_error_is_marked_at_itself_also_on_decades() -> None:
    points: list[list[float | None]] = [[0.0, 1.0, 0.5], [4.0, 1000.0, 400.0], [8.0, 2000.0, 10.0]]
    chart = series_chart(Series(property="thickness", against="cycles", points=points))
    assert chart.y.scale.kind == "log"
    drawn = draw(chart)
    heights = [f"{frame_of(chart).y(value):.1f}" for _, value, _ in points if value]
    for height in heights:
        assert re.search(rf'<circle[^>]*cy="{height}"', drawn), height
