"""The axis of source temperatures."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from literature.models import Paper
from precursors.charts import LEFT, RIGHT, WIDTH, axis_ticks, temperature_chart
from precursors.models import SourceTemperature
from records.printed_values import reading_columns
from science.quantities import read


def printed(text: str, number: int | None = None) -> SourceTemperature:
    paper = Paper(csl={"author": [{"family": "Pearse"}], "issued": 2017})
    columns = reading_columns(read(text, unit="°C"))
    return SourceTemperature(paper=paper, via_number=number, **columns)


def test_a_value_is_a_point_and_a_range_a_bar() -> None:
    chart = temperature_chart([printed("140 °C", 43), printed("100–180 °C")])
    assert chart is not None
    point, bar = chart["rows"]
    assert point["point"]
    assert not bar["point"]
    assert bar["low"] < point["low"] < bar["high"]
    assert point["label"] == "Pearse 2017 [43]"


def test_a_bound_runs_to_the_edge_of_the_drawing() -> None:
    chart = temperature_chart([printed("<60 °C"), printed(">50 °C")])
    assert chart is not None
    below, above = chart["rows"]
    assert below["open_low"]
    assert below["low"] == LEFT
    assert above["open_high"]
    assert above["high"] == WIDTH - RIGHT


def test_nothing_is_drawn_where_no_paper_reports_a_temperature() -> None:
    missing = SourceTemperature(**reading_columns(None, "not reported"))
    assert temperature_chart([missing]) is None


@given(st.integers(-2000, 9000).map(lambda n: n / 10), st.integers(0, 6000).map(lambda n: n / 10))
def test_the_ticks_enclose_every_value_and_stay_few(low: float, width: float) -> None:
    ticks = axis_ticks(low, low + width)
    assert ticks[0] <= low
    assert ticks[-1] >= low + width
    assert 2 <= len(ticks) <= 8
    steps = {round(b - a, 6) for a, b in pairwise(ticks)}
    assert len(steps) == 1


def test_the_ticks_are_round() -> None:
    assert axis_ticks(100, 230) == pytest.approx([100, 125, 150, 175, 200, 225, 250])
