"""Tests drawn over one axis of cycles."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cycling.charts.capacity import LEFT, MOST_POINTS, RIGHT, WIDTH, cycling_chart, thinned
from cycling.charts.traces import Mark, Trace
from science.quantities import Interval, read


def retention(text: str, cycle: float) -> Mark:
    value = read(text, unit="%")
    about = value.qualifier == "about"
    return Mark(Interval.point(cycle), value.interval, about, text, "retention")


def lasted(text: str, what: str = "lifetime") -> Mark:
    value = read(text, unit="cycles")
    return Mark(value.interval, value.interval, value.qualifier == "about", text, what)


def drawn(*traces: Trace) -> dict[str, Any]:
    chart = cycling_chart(traces)
    assert chart is not None
    return chart


def test_nothing_is_drawn_of_tests_that_state_only_words() -> None:
    assert cycling_chart([Trace("ASC-T000001", "bare", True)]) is None


def test_a_control_is_dashed_and_every_other_test_has_its_own_colour_and_shape() -> None:
    line = [(1.0, 100.0), (100.0, 60.0)]
    chart = drawn(
        Trace("ASC-T000001", "bare", True, line),
        Trace("ASC-T000002", "coated", False, line),
        Trace("ASC-T000003", "coated twice", False, line),
    )
    keys = [entry["key"] for entry in chart["legend"]]
    assert [key.name for key in keys] == ["control", "s1", "s2"]
    assert keys[1].shape != keys[2].shape


def test_a_stated_retention_stands_at_its_cycle_and_its_height() -> None:
    chart = drawn(Trace("ASC-T000001", "coated", False, [], [retention("80 %", 200)]))
    mark = chart["series"][0]["marks"][0]
    ticks = {tick["label"]: tick["x"] for tick in chart["x_ticks"]}
    heights = {tick["label"]: tick["y"] for tick in chart["y_ticks"]}
    assert mark["x"] == ticks["200"]
    assert mark["y"] == heights["80"]


def test_a_bound_has_an_arrow_to_its_open_side_and_about_is_hollow() -> None:
    chart = drawn(
        Trace("ASC-T000001", "a", False, [], [retention(">90 %", 50), retention("~70 %", 100)])
    )
    above, about = chart["series"][0]["marks"]
    assert above["up"]
    assert not above["down"]
    assert about["hollow"]
    assert not above["hollow"]


def test_two_tests_with_the_same_retention_stand_side_by_side() -> None:
    chart = drawn(
        *(Trace(f"ASC-T00000{n}", "x", False, [], [retention("80 %", 200)]) for n in (1, 2))
    )
    first, second = (series["marks"][0] for series in chart["series"])
    assert first["y"] == second["y"]
    assert second["x"] - first["x"] > 9


def test_a_cell_that_ran_on_has_an_arrow_and_one_that_died_an_end() -> None:
    chart = drawn(
        Trace("ASC-T000001", "bare", True, lasted=[lasted("~100 cycles")]),
        Trace("ASC-T000002", "coated", False, lasted=[lasted(">800 cycles", "stable_cycles")]),
    )
    died, on = chart["lanes"]
    assert died["stop"]
    assert not died["arrow"]
    assert on["arrow"]
    assert died["end"] < on["end"]
    assert not chart["y_ticks"]  # no retention, no axis of it


def test_no_line_leaves_the_drawing_and_a_long_record_is_thinned() -> None:
    line = [(float(n), 100.0 - n / 100) for n in range(1, 2001)]
    chart = drawn(Trace("ASC-T000001", "coated", False, line))
    assert chart["thinned"]
    points = re.findall(r"([\d.]+) ([\d.]+)", chart["series"][0]["path"])
    assert len(points) == MOST_POINTS
    assert all(LEFT <= float(x) <= WIDTH - RIGHT for x, _ in points)
    assert all(chart["top"] <= float(y) <= chart["bottom"] for _, y in points)


@pytest.mark.parametrize("length", [1, 2, MOST_POINTS, MOST_POINTS + 1, 5000])
def test_thinning_keeps_both_ends_and_the_order(length: int) -> None:
    line = [(float(n), 1.0) for n in range(length)]
    kept = thinned(line, MOST_POINTS)
    assert kept[0] == line[0]
    assert kept[-1] == line[-1]
    assert kept == sorted(set(kept))
    assert len(kept) == min(length, MOST_POINTS)


def test_the_description_says_every_stated_value() -> None:
    chart = drawn(
        Trace("ASC-T000001", "bare", True),
        Trace("ASC-T000002", "coated", False, [], [retention("~80 %", 200)], [lasted(">800")]),
    )
    assert "coated: retention ~80 %, lifetime >800" in chart["description"]
    assert "bare (control): nothing to draw" in chart["description"]


def test_how_long_a_cell_ran_is_drawn_below_the_axes_of_retention() -> None:
    ran = Mark(Interval.point(300), Interval.point(300), False, "300", "lifetime")
    kept = Mark(Interval.point(200), Interval.point(80), False, "80 %", "retention")
    both = cycling_chart([Trace("a", "a", False, marks=[kept], lasted=[ran])])
    assert both is not None
    assert both["parted"]["y"] == both["y_ticks"][0]["y"]
    assert all(
        lane["y"] > both["parted"]["title_y"] > both["parted"]["y"] for lane in both["lanes"]
    )
    alone = cycling_chart([Trace("a", "a", False, lasted=[ran])])
    assert alone is not None
    assert alone["parted"] is None
