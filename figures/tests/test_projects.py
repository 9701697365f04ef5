"""Projects of other digitisers, read anew from their pixels."""

from __future__ import annotations

import io
import json
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from asc_kb.testing.digitiser import digitiser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from asc_kb.testing.digitiser import Digitiser

pytestmark = pytest.mark.browser

POINTS = [
    {"px": 100, "py": 400, "dx": "1", "dy": None},
    {"px": 500, "py": 400, "dx": "100", "dy": None},
    {"px": 100, "py": 400, "dx": None, "dy": "0"},
    {"px": 100, "py": 200, "dx": None, "dy": "2e2"},
]
DATA = [{"x": 300, "y": 300, "value": [10, 100]}, {"x": 500, "y": 200, "value": [100, 230]}]
FOUR = {
    "version": [4, 2],
    "axesColl": [
        {"name": "XY", "type": "XYAxes", "isLogX": True, "isLogY": False, "noRotation": True,
         "calibrationPoints": POINTS},
        {"name": "Bar", "type": "BarAxes", "calibrationPoints": POINTS[:2]},
    ],
    "datasetColl": [{"name": "Bare cell", "axesName": "XY", "data": DATA}],
}  # fmt: skip
THREE = {
    "wpd": {
        "version": [3, 8],
        "axesType": "XYAxes",
        "axesParameters": {"isLogX": True, "isLogY": False},
        "calibration": POINTS,
        "dataSeries": [{"name": "Bare cell", "data": DATA}],
    }
}
ENGAUGE = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE engauge>
<Document VersionNumber="12.1"><CoordSystem>
<Coords TypeString="Cartesian" ScaleXThetaString="Log" ScaleYRadiusString="Linear"/>
<Curve CurveName="Axes"><CurvePoints>
<Point><PositionScreen X="100" Y="400"/><PositionGraph X="1" Y="0"/></Point>
<Point><PositionScreen X="500" Y="400"/><PositionGraph X="100" Y="0"/></Point>
<Point><PositionScreen X="100" Y="200"/><PositionGraph X="1" Y="200"/></Point>
</CurvePoints></Curve>
<CurvesGraphs><Curve CurveName="Bare cell"><CurvePoints>
<Point><PositionScreen X="300" Y="300"/></Point><Point><PositionScreen X="500" Y="200"/></Point>
</CurvePoints></Curve></CurvesGraphs></CoordSystem></Document>"""
READ = """([name, bytes, axes]) => {
  try {
    const found = imports.imported(name, Uint8Array.from(bytes), axes);
    const values = found.series.map((one) => {
      const own = (key) => (found.axes.length ? found.axes : axes).find((axis) => axis.key === key);
      const line = new calibration.Calibration(own(one.x), own(one.y));
      return one.points.map((p) => { const r = line.row(p.x, p.y); return [r.x, r.y]; });
    });
    return { ...found, picture: found.picture && [...found.picture], values };
  } catch (error) {
    return { refused: error.message };
  }
}"""


@pytest.fixture
def tool(browser: Browser) -> Iterator[Digitiser]:
    with digitiser(browser) as opened:
        yield opened


def read(tool: Digitiser, name: str, data: bytes, axes: Any = ()) -> dict[str, Any]:
    found: dict[str, Any] = tool.page.evaluate(READ, [name, list(data), list(axes)])
    return found


def packed(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(f"project/{name.replace('_', '.')}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("wpd.json", json.dumps(FOUR).encode()),
        ("old.json", json.dumps(THREE).encode()),
        ("project.tar", packed(wpd_json=json.dumps(FOUR).encode(), image_png=b"\x89PNG")),
        ("figure.dig", ENGAUGE.encode()),
    ],
)
def test_a_project_gives_the_values_of_its_pixels(tool: Digitiser, name: str, data: bytes) -> None:
    found = read(tool, name, data)
    assert [one["key"] for one in found["series"]] == ["bare-cell"]
    (values,) = found["values"]
    assert [v for point in values for v in point] == pytest.approx([10, 100, 100, 200])
    if name != "figure.dig":
        assert any("1 of 2 values differ" in note and "30.0" in note for note in found["notes"])
    if name.endswith("tar"):
        assert bytes(found["picture"]) == b"\x89PNG"
    if name == "wpd.json":
        assert any('"Bar" are left out' in note for note in found["notes"])


def test_pairs_of_values_go_back_onto_a_calibrated_picture(tool: Digitiser) -> None:
    text = b"cycle;coated;bare\n10;100;50,5\n100;200;\n0;1;1\n"
    axes = read(tool, "wpd.json", json.dumps(FOUR).encode())["axes"]
    found = read(tool, "pairs.csv", text, axes)
    assert [one["label"] for one in found["series"]] == ["coated", "bare"]
    assert found["values"][0] == [pytest.approx([10, 100]), pytest.approx([100, 200])]
    assert found["values"][1] == [pytest.approx([10, 50.5])]
    assert any("0, 1 is left out" in note for note in found["notes"])
    assert "calibrate both axes" in read(tool, "pairs.csv", text)["refused"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("wpd.json", b"{", "no JSON"),
        ("wpd.json", b'{"version": [4]}', "no project of WebPlotDigitizer"),
        ("wpd.tar", packed(other_txt=b"x"), "no wpd.json"),
        ("figure.dig", b"\x00\x01\x02", "only .dig files of Engauge 6.3"),
        ("figure.opj", b"", "expected .json or .tar"),
    ],
)
def test_what_is_no_project_is_refused_by_name(
    tool: Digitiser, name: str, data: bytes, says: str
) -> None:
    assert says in read(tool, name, data)["refused"]
