"""A grid that is kept as a series of one film: as points, checked, published and drawn."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.tests.people import person
from coatings.models import Series
from curation import actions
from curation.entry.series_grid import series_of
from curation.entry.series_into import entered
from documents.publishing import publish_paper
from documents.rehearsal import check_draft
from documents.tests.documents import paper

Grid = dict[str, str]
AT = {"at": "Fig. 2", "extraction": "table"}
GROWTH: Grid = {
    "keep": "series", "vary": "deposition_temperature", "film": "al2o3", "on": "li-metal",
    "purpose": "protective barrier", "at": "Fig. 2", "col-1": "growth_per_cycle",
    "g-0-v": "100", "g-0-1": "1.3 ± 0.05", "g-1-v": "150", "g-1-1": "1.1", "g-2-v": "200",
    "g-2-1": "0.9",
}  # fmt: skip


def kept(said: Grid, document: dict[str, Any] | None = None) -> dict[str, Any]:
    series = series_of(said)
    assert series.wrong == 0, [c.problem for r in series.rows for c in (r.varied, *r.cells)]
    return entered(document or {}, series).document


def test_growth_against_temperature_is_one_film_with_its_points() -> None:
    (film,) = kept({**GROWTH, "unit-1": "Å"})["coatings"]
    assert film["key"] == "al2o3-on-li-metal"
    assert film["series"] == [
        {
            "property": "growth_per_cycle", "against": "deposition_temperature",
            "rows": [[100, 1.3, 0.05], [150, 1.1], [200, 0.9]], **AT,
        }
    ]  # fmt: skip


def test_what_varies_besides_makes_a_series_for_each_of_its_values() -> None:
    """Saturation at two temperatures, the dose in milliseconds."""
    said: Grid = {
        "vary": "dose_time", "vary-unit": "ms", "varied": "dose_time", "film": "al2o3",
        "on": "li-metal", "col-1": "growth_per_cycle", "col-2": "deposition_temperature",
        "varies-2": "1",
    }  # fmt: skip
    rows = [
        ("50", "0.6", "150"),
        ("100", "1.1", "150"),
        ("50", "0.5", "200"),
        ("100", "0.9", "200"),
    ]
    for n, (dose, growth, at) in enumerate(rows):
        said |= {f"g-{n}-v": dose, f"g-{n}-1": growth, f"g-{n}-2": at}
    first, second = kept(said)["coatings"][0]["series"]
    assert (first["against"], first["against_unit"]) == ("dose_time", "ms")
    assert first["rows"] == [[50, 0.6], [100, 1.1]]
    assert first["conditions"] == {"deposition_temperature": "150 °C"}
    assert second["conditions"] == {"deposition_temperature": "200 °C"}


def test_a_cell_with_a_unit_of_its_own_brings_all_into_the_canonical_one() -> None:
    (film,) = kept({**GROWTH, "g-1-v": "423.15 K"})["coatings"]
    assert film["series"][0]["rows"][1][0] == pytest.approx(150)
    assert "against_unit" not in film["series"][0]


def test_a_bound_and_a_result_of_a_test_are_no_points() -> None:
    series = series_of({**GROWTH, "g-1-1": "<1", "col-2": "retention", "g-0-2": "90"})
    problems = [cell.problem for row in series.rows for cell in row.cells if cell.problem]
    assert [p.split(":")[0] for p in problems] == [
        "a result of a test", "a point is a plain number",
    ]  # fmt: skip


def test_a_series_may_be_one_more_of_a_coating_that_is_there() -> None:
    document = kept({**GROWTH, "film": "", "on": "", "like-coating": "al2o3-on-li"}, paper())
    assert len(document["coatings"]) == 2
    assert document["coatings"][0]["series"][0]["property"] == "growth_per_cycle"
    assert document["coatings"][0]["steps"] == paper()["coatings"][0]["steps"]


@pytest.mark.django_db
@pytest.mark.usefixtures("vocabulary")
def test_it_is_published_filtered_and_drawn() -> None:
    """Conductivity against composition, from the page to the list of series."""
    ada = person("ada")
    draft = actions.create_submission(by=ada, document=paper())
    client = Client()
    client.force_login(ada)
    said: Grid = {
        "vary": "cycle_fraction", "film": "al2o3", "on": "li-metal", "at": "Fig. 4",
        "purpose": "solid electrolyte", "col-1": "ionic_conductivity", "g-0-v": "10",
        "g-0-1": "1e-9", "g-1-v": "20", "g-1-1": "4e-9", "g-2-v": "40", "g-2-1": "2e-8",
    }  # fmt: skip
    shown = client.post(f"/curate/{draft.pk}/series/", {**said, "do": "read"}).content.decode()
    assert "Keep the series" in shown
    answer = client.post(f"/curate/{draft.pk}/series/", {**said, "do": "take"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert check_draft(draft.document) == []
    publish_paper(draft.document)
    row = Series.objects.get()
    assert row.points == [[10, 1e-9, None], [20, 4e-9, None], [40, 2e-8, None]]
    asked = "/api/v1/series/?against=cycle_fraction&property=ionic_conductivity"
    assert client.get(asked).json()["count"] == 1
    page = client.get(row.coating.get_absolute_url()).content.decode()
    assert "Ionic conductivity against" in page
