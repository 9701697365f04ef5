"""Tests as experiments in paper documents: cells by parts, segments, replicates, wide points."""

from __future__ import annotations

from typing import Any

import pytest

from cycling.derive import curves_by_test, inputs_of_test
from cycling.models import CyclingTest
from cycling.read_row.published import test_facts as facts_of
from documents.check import check_paper
from documents.exporting import export_paper
from documents.publishing import publish_paper
from documents.tests.documents import paper
from documents.tests.test_document_check import KNOWN
from literature.models import Paper
from records.document.invalid import DocumentInvalid

SHA = "0" * 63 + "a"
ROWS = [[1, 201.0, 199.0, 0.12], [2, 200.0, None, 0.11], [3, 199.0, 198.5, 0.11]]


def experiment() -> dict[str, Any]:
    """A test that says everything that can be said of one."""
    points = {
        "unit": "mAh/g",
        "per": "active material",
        "columns": ["cycle", "charge", "discharge", "rate"],
        "rows": ROWS,
        "errors": {"discharge": [2.0, None, 2.5]},
        "at": "Fig. 5a",
        "extraction": "author file",
    }
    further = {
        "unit": "mAh/g",
        "columns": ["cycle", "discharge"],
        "rows": [[1, 197.0], [2, 196.0]],
        "sha256": SHA,
    }
    return {
        "key": "experiment",
        "coating": "al2o3-on-li",
        "cell": {
            "type": "half",
            "electrode": "li-metal",
            "counter": "Li",
            "cells": 3,
            "format": "CR2032",
            "composition": "96:2:2",
            "counter_coating": "li-eg-on-si",
            "reference": "Li",
            "separator": "Celgard 2400",
            "electrolyte_parts": {
                "salts": [{"name": "LiPF6", "amount": "1 M"}],
                "solvents": ["EC", "DMC"],
                "ratio": "1:1 v/v",
                "additives": [{"name": "FEC", "amount": "5 wt%"}],
            },
        },
        "conditions": {"np_ratio": "1.1", "counter_thickness": "50 µm",
                       "electrode_area": "1.13 cm²", "electrolyte_volume": "75 μl"},
        "segments": [
            {"kind": "formation", "cycles": "1", "charge": "C/10", "discharge": "C/10",
             "cv": "C/50 at 4.3 V", "window": "3–4.3 V", "temperature": "25 °C", "at": "p. 2"},
            {"kind": "cycling", "cycles": [2, None], "charge": "0.5 mA/cm²"},
        ],
        "points": points,
        "replicates": [{"label": "cell 2", "points": further}],
    }  # fmt: skip


def tick(value: float, x: float, y: float) -> dict[str, float]:
    return {"value": value, "x": x, "y": y}


def figure() -> dict[str, Any]:
    """One pixel is a tenth of a cycle to the right, and 1 mAh/g upwards from 500 down."""
    return {
        "key": "fig-5a",
        "image": {"sha256": SHA, "width": 1200, "height": 600},
        "axes": [
            {"key": "cycle", "direction": "x",
             "ticks": [tick(0, 0, 500), tick(50, 500, 500), tick(100, 1000, 500)]},
            {"key": "capacity", "direction": "y", "unit": "mAh/g",
             "ticks": [tick(0, 0, 500), tick(100, 0, 400), tick(200, 0, 300)]},
        ],
        "series": [
            {"key": "coated", "x": "cycle", "y": "capacity", "columns": ["x", "y"],
             "points": [[10, 301], [20, 303], [20.4, 305], [50, 310]]},
        ],
    }  # fmt: skip


READ_OFF = {
    "unit": "mAh/g",
    "columns": ["cycle", "discharge"],
    "figure": {"figure": "fig-5a", "series": "coated"},
}


def document(**changes: Any) -> dict[str, Any]:
    found = paper(figures=[figure()])
    found["cycling"] = [*found["cycling"], {**experiment(), **changes}]
    return found


@pytest.mark.django_db
@pytest.mark.usefixtures("vocabulary")
def test_an_experiment_is_published_and_exported_as_it_was_said() -> None:
    publish_paper(document())
    exported = export_paper(Paper.objects.get())
    assert publish_paper(exported).changed is False
    test = next(one for one in exported["cycling"] if one["key"] == "experiment")
    said = experiment()
    assert test["points"] == said["points"]
    assert test["replicates"][0]["points"]["sha256"] == [SHA]
    assert test["cell"]["counter_coating"] == "li-eg-on-si"
    assert "also_coated" not in test
    assert test["cell"]["electrolyte_parts"]["solvents"] == [{"name": "EC"}, {"name": "DMC"}]
    assert [one["cycles"] for one in test["segments"]] == [[1, 1], [2, None]]
    row = CyclingTest.objects.get(key="experiment")
    inputs = inputs_of_test(facts_of([row.pk])[0], curves_by_test([row])[row.pk])
    assert inputs.points is not None
    assert inputs.points.kinds == ("formation", "ageing", "ageing")
    assert dict(inputs.points.errors)["discharge"] == (2.0, None, 2.5)
    assert [cell.rows[0] for cell in inputs.replicates] == [(1.0, 197.0)]
    assert inputs.electrolyte == "1 M LiPF6 in EC:DMC (1:1 v/v) with 5 wt% FEC"
    assert len(inputs.also_coated) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("vocabulary")
def test_points_that_name_a_figure_follow_from_its_pixels() -> None:
    publish_paper(document(points=READ_OFF, replicates=[]))
    exported = export_paper(Paper.objects.get())
    assert publish_paper(exported).changed is False
    curve = CyclingTest.objects.get(key="experiment").curves.get()
    assert curve.values_of("cycle") == [1.0, 2.0, 5.0]
    assert curve.values_of("discharge") == pytest.approx([199.0, 196.0, 190.0])
    assert curve.extraction == "figure"
    of_one, of_two, _ = curve.errors["discharge"]
    assert 0.5 < of_one < 1.0  # half a pixel, and what the calibration leaves open
    assert of_two < of_one
    moved = document(points=READ_OFF, replicates=[])
    moved["figures"][0]["axes"][1]["ticks"] = [tick(0, 0, 500), tick(50, 0, 400), tick(100, 0, 300)]
    publish_paper(moved)
    curve = CyclingTest.objects.get(key="experiment").curves.get()
    assert curve.values_of("discharge") == pytest.approx([99.5, 98.0, 95.0])


def problems(**changes: Any) -> str:
    with pytest.raises(DocumentInvalid) as caught:
        check_paper(document(**changes), KNOWN)
    return " | ".join(f"{one.path}: {one.message}" for one in caught.value.problems)


def changed_points(**changes: Any) -> dict[str, Any]:
    return {**experiment()["points"], **changes}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"points": changed_points(per="area")}, "not per area"),
        ({"points": changed_points(errors={"charge": [1.0]})}, "1 for 3 rows"),
        ({"points": changed_points(errors={"rest": [1, 1, 1]})}, 'errors of "rest"'),
        ({"points": changed_points(errors={"charge": [1, -1, 1]})}, "from 0 up"),
        ({"points": changed_points(sha256="abc")}, "sha256"),
        ({"points": {**READ_OFF, "rows": [[1, 2.0]]}}, "leave out `rows`"),
        ({"points": {"unit": "mAh/g", "columns": ["cycle", "charge"]}}, "give `rows`, or"),
        (
            {
                "points": {
                    **READ_OFF,
                    "columns": ["cycle", "charge", "discharge"],
                    "figure": {"figure": "fig-5a", "series": {"charge": "coated"}},
                }
            },
            "names a series for each column",
        ),
        (
            {"points": {**READ_OFF, "figure": {"figure": "fig-5a", "series": "bare"}}},
            'no digitised series of this paper "fig-5a/bare"',
        ),
        ({"points": changed_points(rows=[[1, float("nan"), 1, 1]])}, "finite number"),
        ({"points": changed_points(unit="mAh/cm²", per=None)}, "have one unit"),
        ({"segments": [{"kind": "rate", "cycles": [5, 3]}]}, "comes before the first"),
        ({"segments": [{"kind": "rate", "cycles": "3 to 5"}]}, "segments[0].cycles"),
        ({"segments": [{"kind": "rate", "cycles": 1, "charge": "fast"}]}, "`charge`"),
        (
            {"segments": [{"kind": "rate", "cycles": "1–5"}, {"kind": "cycling", "cycles": 5}]},
            "segments[0] and segments[1] share a cycle",
        ),
        ({"cell": {**experiment()["cell"], "cells": 1}}, "`cell.cells` says 1"),
        ({"cell": {"counter_coating": "nobody"}}, 'no coating "nobody"'),
    ],
)
def test_what_is_wrong_with_an_experiment_is_named_in_its_place(
    changes: dict[str, Any], told: str
) -> None:
    message = problems(**changes)
    assert told in message
    assert "cycling[3]" in message
