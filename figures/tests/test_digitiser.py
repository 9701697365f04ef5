"""The digitiser's own JavaScript in a browser: on drawn figures, and beside its twin in Python."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from asc_kb.testing.digitiser import digitiser
from asc_kb.testing.drawn import STYLES, drawn, errors
from asc_kb.testing.heavy import HEAVY
from figures.document import FigureEntry
from figures.inputs import digitised_bars, digitised_rows
from science.digitised import Axis, Tick, calibrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from asc_kb.testing.digitiser import Digitiser

pytestmark = pytest.mark.browser

FEW = ("crossing_same_colour", "hollow_with_line", "jpeg_markers", "voltage_loop", "log_y_line")
TRIED = tuple(STYLES) if HEAVY else FEW
BLANK = {"width": 400, "height": 300}


@pytest.fixture
def tool(browser: Browser) -> Iterator[Digitiser]:
    with digitiser(browser) as opened:
        yield opened


def read(tool: Digitiser, name: str) -> tuple[Any, FigureEntry, list[str]]:
    figure = drawn(name)
    tool.load(figure.picture)
    found, notes = tool.digitise(figure.plan)
    return figure, FigureEntry.model_validate(found), notes


@pytest.mark.heavy
@pytest.mark.parametrize("name", TRIED)
def test_a_drawn_figure_is_read_to_half_a_percent_of_its_axes(tool: Digitiser, name: str) -> None:
    figure, entry, _ = read(tool, name)
    for series in entry.series:
        rows = [(row.x, row.y) for row in digitised_rows(entry, series.key)]
        off, found = errors(figure, series.key, rows)
        assert np.median(off) <= 0.5
        assert np.percentile(off, 95) <= 2.0
        assert found >= 0.84  # the rest lies under another series, or at the edge of the box


def test_error_bars_are_read_at_their_caps(tool: Digitiser) -> None:
    figure, entry, _ = read(tool, "error_bars")
    ends = np.array(digitised_bars(entry, "a"), dtype=float)
    rows = digitised_rows(entry, "a")
    true = figure.bars["a"]
    assert len(ends) == len(true)
    assert np.abs(ends[:, 1] - [r.y for r in rows] - true).max() < 0.01 * 65
    assert np.abs([r.y for r in rows] - ends[:, 0] - true).max() < 0.01 * 65


def test_a_legend_of_the_same_colour_is_told_and_not_taken(tool: Digitiser) -> None:
    figure, entry, notes = read(tool, "legend_same_colour")
    assert any("a: left out" in note and "legend" in note for note in notes)
    low = min(row.y for row in digitised_rows(entry, "a"))
    assert low == pytest.approx(float(figure.truth["a"][1].min()), abs=2)


def test_at_given_places_nothing_is_read_outside_a_curve(tool: Digitiser) -> None:
    figure = drawn("thin_line")
    (series,) = figure.plan["series"]
    tool.load(figure.picture)
    wanted = [-10, 10, 50.5, 150, 230]
    found, notes = tool.digitise({**figure.plan, "series": [{**series, "at": wanted}]})
    rows = digitised_rows(FigureEntry.model_validate(found), "a")
    assert [row.x for row in rows] == pytest.approx([10, 50.5, 150], abs=1e-1)
    true = np.interp([10, 50.5, 150], *figure.truth["a"])
    assert [row.y for row in rows] == pytest.approx(list(true), abs=1)
    assert any("2 of 5 places hold nothing" in note for note in notes)


def axis(direction: str, *ticks: tuple[float, float, float], **more: Any) -> dict[str, Any]:
    rows = [dict(zip(("value", "x", "y"), tick, strict=True)) for tick in ticks]
    return {"direction": direction, "scale": "linear", "ticks": rows, **more}


PAIRS = [
    (
        axis("x", (0, 100.2, 500.4), (50, 299.5, 500.1), (100, 500.9, 499.6)),
        axis("y", (0, 100, 500.3), (1, 99.4, 300.6), (2, 100.7, 99.2)),
    ),
    (
        axis("x", (2.5, 60.2, 410), (3.0, 250.5, 416), (3.5, 441, 423.5), tilted=True),
        axis("y", (1e-9, 60, 410), (1e-7, 66, 220), (1e-5, 72.6, 31), scale="log", tilted=True),
    ),
    (
        axis("x", (250, 400, 10), (300, 300, 10), (400, 175, 10), scale="reciprocal"),
        axis("y", (10, 5, 380), (1000, 5, 20), scale="log"),
    ),
]


@pytest.mark.parametrize("pair", range(len(PAIRS)))
def test_browser_and_server_read_the_same_values_and_errors(tool: Digitiser, pair: int) -> None:
    x, y = PAIRS[pair]
    pixels = [(120.5, 310.25), (333, 90.5), (250.1, 200)]
    there = tool.page.evaluate(
        """([x, y, pixels]) => pixels.map(([px, py]) => {
          const row = new calibration.Calibration(x, y).row(px, py, 0.8);
          return [row.x, row.xError, row.y, row.yError];
        })""",
        [x, y, pixels],
    )
    here = calibrate(*(_science(one) for one in (x, y)))
    for (px, py), row in zip(pixels, there, strict=True):
        assert list(here.row(px, py, 0.8)) == pytest.approx(row, rel=1e-9)


def _science(one: dict[str, Any]) -> Axis:
    ticks = tuple(Tick(**tick) for tick in one["ticks"])
    return Axis(one["direction"], ticks, one["scale"], one.get("tilted", False))


LOG = axis("y", (1, 0, 300), (10, 0, 200), (100, 0, 100))


@pytest.mark.parametrize(
    ("asked", "says", "tick"),
    [
        (axis("x", (0, 0, 9), (1, 100, 9)), "two ticks", None),
        (axis("x", (0, 0, 9), (1, 100, 9), (2, 200, 9), (3, 292, 9)), "the tick", None),
        (LOG, "a log axis would fit better", None),
        ({**LOG, "scale": "log", "ticks": [{"value": 0, "x": 0, "y": 400}, *LOG["ticks"]]},
         "a logarithmic axis has no 0", 0),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_axis_is_said(
    tool: Digitiser, asked: dict[str, Any], says: str, tick: int | None
) -> None:
    said = tool.page.evaluate("(it) => calibration.advice(it)", asked)
    assert any(says in text for text in [*said["warnings"], said.get("error", "")])
    if tick is not None:
        assert said["tick"] == tick


def test_a_compressed_end_of_an_axis_is_named_by_its_tick(tool: Digitiser) -> None:
    bent = axis("x", *[(v, 100.0 * v, 9) for v in range(6)], (6, 570, 9))
    said = tool.page.evaluate("(it) => calibration.advice(it)", bent)
    assert said["tick"] == 6
    assert any("the tick 6 misses the others by" in text for text in said["warnings"])


def test_a_tilt_is_offered_for_a_turned_scan_and_not_for_one_tick_aside(tool: Digitiser) -> None:
    turned = axis("x", (0, 0, 0), (1, 200, 7), (2, 400, 14))
    aside = axis("x", (0, 0, 0), (1, 200, 0), (2, 400, 5))
    offered = tool.page.evaluate("(all) => all.map((it) => calibration.advice(it).tilt)",
                                 [turned, aside])  # fmt: skip
    assert offered[0] == pytest.approx(2.0, abs=0.02)
    assert offered[1] is None


def _black_markers() -> bytes:
    """Circles with error bars over a dotted line, filled squares, one of them under a circle."""
    picture = Image.new("RGB", (400, 300), "white")
    draw = ImageDraw.Draw(picture)
    for x in range(40, 380, 4):
        draw.line([(x, 156), (x + 1, 156)], fill="black")
    for x, y in CIRCLES:
        draw.line([(x, y - 20), (x, y + 20)], fill="black", width=2)
        draw.ellipse([x - 4, y - 4, x + 4, y + 4], fill="black")
    for x, y in SQUARES:
        draw.rectangle([x - 4, y - 4, x + 4, y + 4], fill="black")
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


CIRCLES = ((80, 150), (160, 151), (240, 149))
SQUARES = ((80, 250), (160, 230), (240, 60))


def test_of_markers_of_one_colour_those_are_taken_that_are_clicked(tool: Digitiser) -> None:
    tool.load(_black_markers())
    axes = [
        {
            "key": "a",
            "direction": "x",
            "ticks": [{"value": v, "x": v, "y": 290} for v in (0, 200, 390)],
        },
        {
            "key": "b",
            "direction": "y",
            "ticks": [{"value": v, "x": 5, "y": v} for v in (0, 150, 290)],
        },
    ]
    clicks = [[x + 2, y - 1] for x, y in CIRCLES]
    series = {"key": "c", "x": "a", "y": "b", "method": "markers", "only": [*clicks, [320, 100]]}
    seen = {"key": "d", "x": "a", "y": "b", "method": "clicked", "clicked": [[50, 60], [40, 70]]}
    plan = {"axes": axes, "snap": False, "series": [{**series, "clicked": [[360, 40]]}, seen]}
    found, notes = tool.digitise({**plan, "box": {"x0": 20, "y0": 10, "x1": 390, "y1": 280}})
    taken, by_hand = found["series"]
    assert by_hand["points"] == [[40, 70, 1], [50, 60, 1]]
    assert notes == ["c: no marker at the click 320, 100"]
    assert taken["columns"] == ["x", "y", "sd"]
    *read, by_eye = taken["points"]
    assert by_eye == [360, 40, 1]
    # the dotted line and the bars make no triangles of the circles: their middle is the value
    assert np.abs(np.array([[x - 0.5, y - 0.5] for x, y, _ in read]) - CIRCLES).max() < 0.5
