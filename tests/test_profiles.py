"""Voltage profiles that were read off figures: from a document to its pages, tables and back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from django.test import Client

from curation.sheets.looking import with_figures
from cycling.models import CyclingTest
from documents.check import check_paper
from documents.exporting import export_paper
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from documents.tests.test_curves_in_documents import tick
from documents.tests.test_document_check import KNOWN
from exchange.releases.profiles import profiles_resource, write_profiles
from literature.models import Paper
from records.document.invalid import DocumentInvalid
from tests.world import derive_stale

if TYPE_CHECKING:
    from pathlib import Path

PROFILES: list[dict[str, Any]] = [
    {"cycle": 1, "half": "charge", "unit": "µAh/cm²", "per": "area", "figure": "fig-9a",
     "series": "up"},
    {"label": "at 1C", "unit": "min", "figure": "fig-9a", "series": "down"},
]  # fmt: skip
_FIGURE: dict[str, Any] = {
    "key": "fig-9a",
    "at": "Fig. 9a",
    "image": {"sha256": "cd" * 32, "width": 600, "height": 600},
    "axes": [
        {"key": "along", "direction": "x",
         "ticks": [tick(0, 0, 500), tick(50, 250, 500), tick(100, 500, 500)]},
        {"key": "v", "direction": "y", "unit": "V",
         "ticks": [tick(3, 0, 500), tick(3.5, 0, 250), tick(4, 0, 0)]},
        {"key": "mv", "direction": "y", "unit": "mV",
         "ticks": [tick(0, 0, 500), tick(500, 0, 250), tick(1000, 0, 0)]},
    ],
    "series": [
        {"key": "up", "x": "along", "y": "v", "columns": ["x", "y"],
         "points": [[0, 500], [250, 250], [500, 0]]},
        {"key": "down", "x": "along", "y": "mv", "columns": ["x", "y"], "points": [[300, 500]]},
    ],
}  # fmt: skip


def document(profiles: list[dict[str, Any]] = PROFILES) -> dict[str, Any]:
    found = paper(figures=[_FIGURE])
    found["cycling"][0]["profiles"] = profiles
    return found


@pytest.fixture
def read_off() -> CyclingTest:
    publish_vocabulary(VOCABULARY)
    publish_paper(document())
    derive_stale()
    return CyclingTest.objects.exclude(profiles=[]).get()


@pytest.mark.django_db
def test_profiles_come_back_as_they_were_said(read_off: CyclingTest) -> None:
    exported = export_paper(Paper.objects.get())
    assert exported["cycling"][0]["profiles"] == PROFILES
    assert publish_paper(exported).changed is False
    filled = {"cycling": [{"key": exported["cycling"][0]["key"]}]}
    assert with_figures(filled, exported)["cycling"][0]["profiles"] == PROFILES


@pytest.mark.django_db
def test_values_and_errors_follow_from_the_pixels(read_off: CyclingTest, client: Client) -> None:
    address = f"/api/v1/cycling/{read_off.public_id}/"
    told = client.get(address).json()
    assert [one["unit"] for one in told["profiles"]["profiles"]] == ["mAh/cm²", "h"]
    assert told["profiles"]["url"].endswith(f"{address}profiles/")
    assert "profiles" in told["has"]
    rows = client.get(f"{address}profiles/").json()["results"]
    charge, timed = rows[:3], rows[3]
    assert [row["x"] for row in charge] == pytest.approx([0, 0.05, 0.1])  # µAh/cm² in mAh/cm²
    assert [row["voltage"] for row in charge] == pytest.approx([3, 3.5, 4])
    assert timed["x"] == pytest.approx(1.0)  # 60 min in h
    assert timed["voltage"] == pytest.approx(0)
    # half a pixel of the point (2 mV on 500 px a volt: 1 mV), and what three ticks leave open
    assert 0.001 < charge[1]["voltage_error"] < 0.0015
    assert charge[0]["voltage_error"] > charge[1]["voltage_error"]
    parquet = client.get(f"{address}profiles/?format=parquet").getvalue()
    table = pq.read_table(io.BytesIO(parquet))
    assert table.to_pylist() == rows
    head = client.get(f"{address}profiles/?format=csv").getvalue().decode().splitlines()[0]
    assert head.endswith("x,x_error,voltage (V),voltage_error (V)")


@pytest.mark.django_db
def test_they_stand_on_the_page_and_in_a_release(
    read_off: CyclingTest, client: Client, tmp_path: Path
) -> None:
    page = client.get(read_off.get_absolute_url()).content.decode()
    assert "Voltage profiles in figures" in page
    assert "cycle 1, charge: 3 points read off Fig. 9a, per area" in " ".join(page.split())
    assert write_profiles(tmp_path) == 4
    table = pq.read_table(tmp_path / "profiles.parquet")
    assert set(table["test"].to_pylist()) == {read_off.public_id}
    fields = profiles_resource()["schema"]["fields"]
    assert [one["name"] for one in fields] == table.column_names


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"unit": "nm"}, "is no unit of capacity or time"),
        ({"unit": "h", "per": "area"}, "h is not per area"),
        ({"cycle": -1}, "profiles[0].cycle"),
        ({"half": "rest"}, "profiles[0].half"),
        ({"series": "nobody"}, 'no digitised series of this paper "fig-9a/nobody"'),
    ],
)
def test_what_is_wrong_with_a_profile_is_named_in_its_place(
    changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(DocumentInvalid) as caught:
        check_paper(document([{**PROFILES[0], **changes}]), KNOWN)
    message = " | ".join(f"{one.path}: {one.message}" for one in caught.value.problems)
    assert told in message
    assert "cycling[0].profiles[0]" in message
