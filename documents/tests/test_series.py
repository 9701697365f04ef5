"""Series of a coating: to rows and back, in REST, on pages, filtered, and what follows of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from asc_kb.testing.markup import as_shown
from coatings.models import Coating, CoatingRead, Series
from documents.publishing import publish_paper
from documents.tests.documents import paper
from documents.tests.test_where_read import PAGE, derive, round_trip
from records.document.invalid import DocumentInvalid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

FIGURE = {
    "key": "fig-2a",
    "at": "Fig. 2a",
    "image": {"sha256": "0" * 64, "width": 1000, "height": 800},
    "axes": [
        {
            "key": "cycle",
            "direction": "x",
            "ticks": [{"value": 0, "x": 100, "y": 700}, {"value": 400, "x": 900, "y": 700}],
        },
        {
            "key": "d",
            "direction": "y",
            "unit": "Å",
            "ticks": [{"value": 0, "x": 100, "y": 700}, {"value": 600, "x": 100, "y": 100}],
        },
    ],
    "series": [
        {
            "key": "tma",
            "x": "cycle",
            "y": "d",
            "columns": ["x", "y"],
            # 100, 200 and 300 cycles; 90, 210 and 290 Å
            "points": [[300, 610], [500, 490], [700, 410]],
        }
    ],
}
GROWTH: dict[str, Any] = {
    "property": "growth_per_cycle",
    "against": "deposition_temperature",
    "unit": "nm",
    "against_unit": "K",
    "rows": [[473.15, 0.1, 0.01], [373.15, 0.13]],
    "method": "FE-SEM",
    "measured_on": "witness",
    "conditions": {"plasma_power": "300 W"},
    **PAGE,
}


def with_series(*series: dict[str, Any], **changes: Any) -> dict[str, Any]:
    document = paper("doe-2020", **changes)
    document["coatings"][0]["series"] = [dict(one) for one in series]
    return document


OF_FIGURE = {
    "property": "thickness",
    "against": "cycles",
    "rows": {"figure": "fig-2a", "series": "tma"},
}


def test_series_go_to_rows_and_back() -> None:
    content = {"property": "content", "of": "C", "against": "purge_time", "scope": "class"}
    sent, back = round_trip(
        with_series(
            GROWTH, OF_FIGURE, {**content, "rows": [[1, 5, None], [20, 1.5]]}, figures=[FIGURE]
        )
    )
    assert back == sent
    first, second, third = Series.objects.order_by("position")
    # in canonical units: °C and Å
    assert first.points == [
        [pytest.approx(200), pytest.approx(1.0), pytest.approx(0.1)],
        [pytest.approx(100), pytest.approx(1.3), None],
    ]
    # of the figure: nm, with the error of reading it
    assert [[x, y] for x, y, _ in second.points] == [
        [pytest.approx(100), pytest.approx(9)],
        [pytest.approx(200), pytest.approx(21)],
        [pytest.approx(300), pytest.approx(29)],
    ]
    assert all(0 < error < 1 for _, _, error in second.points if error)
    assert third.points == [[1, 5, None], [20, 1.5, None]]


def test_they_are_given_by_rest_filtered_and_drawn(client: Client) -> None:
    publish_paper(with_series(GROWTH, OF_FIGURE, figures=[FIGURE]))
    derive()
    film = Coating.objects.get(key="al2o3-on-li").public_id
    for asked in (
        "has=series",
        "series_of=growth_per_cycle",
        "series_of=thickness&series_against=cycles",
    ):
        found = client.get(f"/api/v1/coatings/?{asked}").json()["results"]
        assert [one["id"] for one in found] == [film], asked
    assert client.get("/api/v1/coatings/?series_of=density").json()["count"] == 0
    listed = client.get("/api/v1/series/?against=deposition_temperature").json()["results"]
    assert [one["id"] for one in listed] == [f"{film}-s1"]
    one = client.get(f"/api/v1/series/{film}-s1/").json()
    assert one == listed[0]
    assert (one["unit"], one["against_unit"], one["digitised"]) == ("Å", "°C", False)
    assert one["source"]["url"] == PAGE["url"]
    record = client.get(f"/api/v1/coatings/{film}/").json()
    assert [s["id"] for s in record["series"]] == [f"{film}-s1", f"{film}-s2"]
    assert client.get(f"/api/v1/series/{film}-s3/").status_code == 404
    page = as_shown(client.get(f"/coatings/{film}/").content.decode())
    assert page.count("<figure") >= 2
    for words in (
        "Growth per cycle (Å)",
        "Deposition temperature (°C)",
        "plasma power",
        "on witness",
    ):
        assert words in page, words
    csv = b"".join(client.get("/api/v1/series/?format=csv")).decode()
    assert "growth_per_cycle" in csv


def test_a_growth_is_fitted_to_thicknesses_against_cycles() -> None:
    publish_paper(with_series(OF_FIGURE, figures=[FIGURE]))
    derive()
    row = CoatingRead.objects.get(paper="doe-2020", material="al2o3")
    told = row.derived["growth_per_cycle_fitted"]
    # (9, 21, 29) nm at 100, 200, 300: slope 0.1 nm, left over -0.667, 1.333, -0.667
    assert told["low"] == pytest.approx(1.0)
    assert told["uncertainty"] == pytest.approx(0.11547, rel=1e-3)
    # what is printed stays what is printed
    assert (row.growth_per_cycle_low, row.growth_per_cycle_high) == (1.0, 1.0)


def test_points_follow_the_figure_they_were_read_off() -> None:
    publish_paper(with_series(OF_FIGURE, figures=[FIGURE]))
    moved = {**FIGURE, "series": [{**FIGURE["series"][0], "points": [[300, 600], [500, 500]]}]}  # type: ignore[index]
    document = with_series(OF_FIGURE, figures=[moved])
    document["id"] = "ASC-P000001"
    publish_paper(document)
    (row,) = Series.objects.all()
    assert [y for _, y, _ in row.points] == [pytest.approx(10), pytest.approx(20)]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"property": "retention"}, "property"),
        ({"against": "retention"}, "against"),
        ({"unit": "S/cm"}, "unit"),
        ({"against_unit": "furlong"}, "against_unit"),
        ({"rows": [[100, 1]]}, "rows"),
        ({"rows": [[100, 1], [200, None]]}, ""),
        ({"rows": [[100, 1], [200, 1, -1]]}, ""),
        ({"rows": [[100, 1], [-300, 1]]}, "rows[1][0]"),
        ({"rows": [[100, -1], [200, 1]]}, "rows[0][1]"),
        ({"rows": {"figure": "fig-9", "series": "tma"}}, "rows"),
        ({"of": "C"}, "of"),
        ({"method": "XRRR"}, "method"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(change: dict[str, Any], path: str) -> None:
    plain = {
        "property": "growth_per_cycle",
        "against": "deposition_temperature",
        "rows": [[100, 1.3], [200, 1]],
    }
    with pytest.raises(DocumentInvalid) as caught:
        publish_paper(with_series({**plain, **change}))
    whole = f"coatings[0].series[0].{path}".rstrip(".")
    assert {p.path for p in caught.value.problems} == {whole}
