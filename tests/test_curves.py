"""Curves of any recorded tests in one plot: what is drawn is what is recorded."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from asc_kb.testing.markup import as_shown
from cycling.models import CyclingTest
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from explore.overlays.recorded import mean_of
from tests.world import derive_stale

pytestmark = pytest.mark.django_db

CYCLES = 120


def points(start: float, fade: float, **more: Any) -> dict[str, Any]:
    rows = [[n, start * (1 - fade * (n - 1)), 2.0 * n] for n in range(1, CYCLES + 1)]
    return {
        "unit": "mAh/g",
        "per": "active material",
        "columns": ["cycle", "discharge", "time"],
        "rows": rows,
        **more,
    }


def document() -> dict[str, Any]:
    """A bare cell and three films' cells of one kind: two alike, one at another rate."""
    base = {"cell": {"type": "full", "electrode": "li-metal"}}
    found = paper()
    bare, coated, other = found["cycling"]
    bare["points"] = points(200, 0.002)
    coated["points"] = points(180, 0.001)
    coated["replicates"] = [{"label": "second", "points": points(190, 0.0005)}]
    coated["conditions"] = {"rate": "0.5C", "loading": "2 mg/cm²"}
    other |= {**base, "rate": "0.5C", "points": points(170, 0.0015)}
    faster = {**base, "key": "faster", "coating": "al2o3-on-li", "rate": "5C"}
    single = {**base, "key": "single", "coating": "al2o3-on-li", "rate": "0.5C"}
    faster["points"] = points(100, 0.003)
    single["points"] = {"unit": "mAh", "columns": ["cycle", "discharge"], "rows": [[1, 2.0]]}
    return {**found, "cycling": [bare, coated, other, faster, single]}


@pytest.fixture(autouse=True)
def published() -> dict[str, str]:
    publish_vocabulary(VOCABULARY)
    publish_paper(document())
    derive_stale()
    return {test.key: test.public_id for test in CyclingTest.objects.all()}


def page(query: str = "", status: int = 200) -> str:
    answer = Client().get(f"/explore/curves/{query}")
    assert answer.status_code == status
    return " ".join(as_shown(answer.content.decode()).split())


def table(query: str) -> list[dict[str, str]]:
    answer: Any = Client().get(f"/explore/curves.csv{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_every_recorded_test_is_drawn_the_mean_of_its_cells_with_their_band(
    published: dict[str, str],
) -> None:
    text = page()
    drawing = text[text.index('<svg class="plot') :]
    assert drawing.count("<polyline") == 5
    assert drawing.count("<polygon") == 1
    assert drawing.count('stroke-dasharray="7 5"') == 1  # the bare one
    assert "from the lowest to the highest" in text
    every = page("?cells=every")
    assert every[every.index('<svg class="plot') :].count("<polyline") == 6
    rows = table("")
    last = [r for r in rows if r["test"] == published["bare"] and r["x"] == "120.0"]
    # of the median of the first three cycles, which is the second
    assert float(last[0]["value"]) == pytest.approx(100 * (1 - 0.002 * 119) / (1 - 0.002))


def test_capacity_as_recorded_leaves_out_other_units_and_says_so(published: dict[str, str]) -> None:
    text = page("?scale=recorded")
    assert "not drawn: it is in mAh, the others in mAh/g" in text
    assert "1 of these cannot be drawn so" in text


def test_areal_capacity_needs_a_loading(published: dict[str, str]) -> None:
    rows = table("?scale=areal")
    assert {r["test"] for r in rows} == {published["coated"]}
    # 180 mAh/g × 2 mg/cm²
    assert float(rows[0]["value"]) == pytest.approx(0.36)
    assert "not drawn: its loading is not stated" in page("?scale=areal")


def test_over_time_and_charge_the_same_values_stand_elsewhere(published: dict[str, str]) -> None:
    by_time = [r for r in table("?over=time") if r["test"] == published["bare"]]
    assert (by_time[4]["x"], by_time[4]["x unit"]) == ("10.0", "h")
    assert "not drawn: the times of its cycles are not recorded" in page("?over=time")
    by_charge = [r for r in table("?over=throughput") if r["test"] == published["bare"]]
    assert by_charge[0]["x unit"] == "Ah/g"
    assert float(by_charge[1]["x"]) == pytest.approx(0.2 + 0.2 * 0.998)
    (by_area, *_) = table("?over=throughput&scale=areal")
    assert (by_area["x unit"], float(by_area["x"])) == ("Ah/cm²", pytest.approx(0.36e-3))


def test_small_multiples_share_their_axes(published: dict[str, str]) -> None:
    text = page("?panels=test")
    assert text.count('<svg class="plot') == 5
    axes = {part.split('"', 1)[0] for part in text.split('data-y="')[1:]}
    assert len(axes) == 1
    assert "<h3>Al<sub>2</sub>O<sub>3</sub>, " in text
    assert page("?panels=film").count('<svg class="plot') == 2


def test_best_and_typical_are_told_of_tests_in_which_nothing_known_differs(
    published: dict[str, str],
) -> None:
    text = page("?control=coated")
    # fades of 0.001 and 0.0005 (a mean of two cells) and of 0.0015: the one at 5C stands apart
    assert "on Li metal</b>: at cycle 100 the best keeps 92.6 %" in text
    assert f'href="/cycling/{published["coated"]}/"' in text
    assert "(median of 2, the lowest 85.3 %)" in text
    assert "All: kind of cell full, rate or current 0.5C." in text
    assert "1 more differs in a condition, and stands apart." in text
    assert "whether they may be compared cannot be told" in text


def test_the_queries_do_not_grow_with_the_tests() -> None:
    page()
    with CaptureQueriesContext(
        connection,
    ) as few:
        page("?cycles_min=1000000")
    with CaptureQueriesContext(connection) as all_of_them:
        page()
    assert len(all_of_them) <= len(few) + 14


def test_what_cannot_be_asked_is_named() -> None:
    text = page("?show=colour&part=7", 400)
    assert "there is no &#x27;colour&#x27; to choose" in text
    assert "there are 1 parts" in page("?part=7", 400)


def test_the_mean_ends_where_one_cell_ends() -> None:
    long = (np.arange(1.0, 11.0), np.full(10, 3.0))
    short = (np.arange(1.0, 6.0), np.full(5, 1.0))
    x, mean, low, high = mean_of([long, short])
    assert x.tolist() == [1, 2, 3, 4, 5]
    assert mean.tolist() == [2.0] * 5
    assert (low.max(), high.min()) == (1.0, 3.0)
