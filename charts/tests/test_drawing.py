"""A drawing says what its data say: places, arrows, names, and nothing a strict policy forbids."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.chart import Axis, Box, Chart, Line, Mark, Series
from charts.frame import frame_of
from charts.marks import middle, side_by_side
from charts.scales import Categories, Linear, Log
from charts.svg import draw

SVG = "{http://www.w3.org/2000/svg}"


def chart(*series: Series, **given: object) -> Chart:
    parts: dict[str, object] = {
        "x": Axis(Linear(0, 100), "Thickness (nm)"),
        "y": Axis(Log(1e-8, 1e-4), "σ (S\u202fcm<sup>−1</sup>)"),
        "series": list(series),
        "description": "conductivity < thickness & more",
    }
    return Chart(**{**parts, **given})  # type: ignore[arg-type]


def root(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)


def test_a_mark_stands_where_its_values_are() -> None:
    made = chart(Series("one", 0, marks=[Mark(50, 50, 1e-6, 1e-6, "tip", "/here/")]))
    frame = frame_of(made)
    circle = next(c for c in root(draw(made)).iter(f"{SVG}circle") if c.get("cy") != "12.0")
    assert float(circle.get("cx", 0)) == pytest.approx(frame.left + frame.across / 2, abs=0.1)
    assert float(circle.get("cy", 0)) == pytest.approx(frame.top + frame.down / 2, abs=0.1)


def test_a_range_is_a_bar_from_end_to_end_and_a_bound_an_arrow_into_the_open() -> None:
    marks = [Mark(20, 60, 1e-7, 1e-7, "", "/a/"), Mark(80, 80, None, 1e-5, "", "/b/")]
    made = chart(Series("one", 0, marks=marks))
    frame = frame_of(made)
    drawn = root(draw(made))
    (bar,) = [p for p in drawn.iter(f"{SVG}path") if p.get("class") == "span"]
    ends = re.match(r"M([\d.]+) [\d.]+L([\d.]+) ", bar.get("d", ""))
    assert ends is not None
    assert [float(end) for end in ends.groups()] == pytest.approx(
        [frame.x(20), frame.x(60)], abs=0.1
    )
    (arrow,) = [p for p in drawn.iter(f"{SVG}path") if p.get("class") == "arrow"]
    start, tip = re.findall(r"[\d.]+ ([\d.]+)", arrow.get("d", ""))[:2]
    assert float(tip) > float(start), "below: downwards"


def test_the_middle_of_a_range_is_that_of_its_axis() -> None:
    assert middle(1e-8, 1e-4, "log") == pytest.approx(1e-6)
    assert middle(10, 20, "linear") == 15
    assert middle(None, 3, "linear") == 3
    with pytest.raises(ValueError, match="neither side"):
        middle(None, None, "linear")


@given(st.integers(1, 60))
def test_marks_at_one_spot_stand_side_by_side_around_it(count: int) -> None:
    shifts = side_by_side(count)
    assert len(set(shifts)) == count
    assert sum(x for x, _ in shifts) == pytest.approx(0, abs=1e-6)
    near = min(
        (abs(a[0] - b[0]) + abs(a[1] - b[1]) for a in shifts for b in shifts if a != b), default=9
    )
    assert near >= 5.5


def test_a_control_is_dashed_and_a_guide_is_no_link() -> None:
    lines = [Line([(0, 1e-5), (9, 1e-6)], "control", "/c/", dashed=True)]
    guides = [Line([(0, 1e-5), (9, 1e-6)], "", "", guide=True)]
    drawn = root(draw(chart(Series("c", 0, lines=lines), Series("g", 1, lines=guides))))
    inside = [p for a in drawn.iter(f"{SVG}a") for p in a.iter(f"{SVG}polyline")]
    assert [p.get("stroke-dasharray") for p in inside] == ["7 5"]
    assert len(list(drawn.iter(f"{SVG}polyline"))) == 2


def test_nothing_in_a_drawing_needs_an_exception_from_the_policy() -> None:
    words = Categories(("a", "b"), ("A", "B"))
    box = Box((-0.4, 0.4), (-0.4, 0.4), "<b>&", "/x/?a=1&b=2", label="3", look="better")
    made = chart(
        Series("<i>x</i>", 0, boxes=[box], look="better"),
        x=Axis(words, ""),
        y=Axis(words, ""),
        grid="cells",
        upright=True,
    )
    for standalone in (False, True):
        drawn = root(draw(made, standalone=standalone))
        assert {element.tag.removeprefix(SVG) for element in drawn.iter()}.isdisjoint(
            {"script", "style", "image", "foreignObject"}
        )
        assert not [e for e in drawn.iter() if "style" in e.attrib]
    assert [t.text for t in drawn.iter(f"{SVG}title")] == ["<b>&"]


def test_a_superscript_returns_to_the_line_behind_it() -> None:
    drawn = draw(chart(Series("one", 0, marks=[Mark(1, 1, 1e-6, 1e-6, "", "/")])))
    assert '<tspan dy="-4" font-size="75%">−8</tspan><tspan dy="4">' in drawn
