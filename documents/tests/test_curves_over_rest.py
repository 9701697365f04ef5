"""Points and time series of tests over REST, in every form."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bdf.validate import validate_df
from django.test import Client

import asc_kb_client
from cyclers.tests.files import looked_at, plain
from cycling.actions import forget_series, keep_series
from cycling.models import CyclingTest, SeriesPart
from cycling.series import series_tables
from documents.publishing import publish_paper
from documents.tests.test_curves_in_documents import SHA, document

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def series(rows: int = 4000, cycles: int = 40) -> pa.Table:
    """A sine of a voltage and a square of a current, a hundred rows a cycle."""
    time = np.arange(rows, dtype=np.float64) * 10.0
    return pa.table(
        {
            "test_time_second": time,
            "voltage_volt": 3.5 + 0.5 * np.sin(time / 100),
            "current_ampere": np.where(np.arange(rows) % 100 < 50, 1e-3, -1e-3),
            "cycle_count": np.arange(rows) // (rows // cycles),
            "cycle": np.arange(rows) // (rows // cycles),
        }
    )


@pytest.fixture
def address() -> str:
    publish_paper(document())
    return f"/api/v1/cycling/{CyclingTest.objects.get(key='experiment').public_id}/"


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_points_come_as_json_csv_and_parquet_with_their_units(client: Client, address: str) -> None:
    record = client.get(address).json()
    first, second = record["points"]["cells"]
    assert (first["per"], first["columns"]) == ("active material", list(ROWS_OF_FIRST))
    assert (second["label"], second["sha256"]) == ("cell 2", [SHA])
    assert [one["kind"] for one in record["segments"]] == ["formation", "cycling"]
    assert record["segments"][0]["charge"]["property"] == "rate"
    assert record["segments"][1]["charge"]["property"] == "current_density"
    assert record["cell"]["electrolyte_parts"]["ratio"] == "1:1 v/v"
    body = client.get(f"{address}points/").json()
    assert (body["count"], body["cells"], body["units"]["rate"]) == (3, 2, "1/h")
    assert body["results"][0]["discharge error"] == 2.0
    assert client.get(f"{address}points/?cell=2").json()["results"][1]["discharge"] == 196.0
    table = rows_of(b"".join(client.get(f"{address}points/?format=csv")).decode())
    assert table[0] == [
        *("cell", "label", "cycle", "charge (mAh/g)", "discharge (mAh/g)", "rate (1/h)"),
        "discharge error (mAh/g)",
    ]
    assert table[1][:5] == ["1", "", "1.0", "201.0", "199.0"]
    assert (len(table), table[4][:4]) == (6, ["2", "cell 2", "1.0", ""])
    file = b"".join(client.get(f"{address}points/?format=parquet&cell=1"))
    typed = pq.read_table(io.BytesIO(file))
    assert typed.num_rows == 3
    assert typed.schema.field("discharge").metadata == {b"unit": b"mAh/g"}


ROWS_OF_FIRST = ("cycle", "charge", "discharge", "rate")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("points/?cell=3", "cell"),
        ("points/?cell=x", "cell"),
        ("points/?format=bdf", "format"),
        ("points/?format=csv&page=2", "page"),
        ("series/", "cell"),
        ("series/?cycle=-1&cell=2", "cell"),
    ],
)
def test_what_cannot_be_answered_is_named(
    client: Client, address: str, query: str, named: str
) -> None:
    answer = client.get(address + query)
    assert answer.status_code == 400
    assert named in {one["parameter"] for one in answer.json()["errors"]}


def test_a_series_is_kept_in_parts_of_whole_cycles_and_comes_back_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cycling.series.ROWS", 1000)
    assert keep_series(SHA, series()) == keep_series(SHA, series()) == 4
    parts = list(SeriesPart.objects.order_by("position"))
    assert [(p.first_cycle, p.last_cycle) for p in parts] == [(0, 9), (10, 19), (20, 29), (30, 39)]
    back = pa.concat_tables(series_tables([SHA]))
    for name in series().column_names:
        assert np.allclose(back[name].to_numpy(), series()[name].to_numpy(), rtol=1e-6)
    assert back["test_time_second"].to_numpy().tolist() == series()["test_time_second"].to_pylist()
    raw = 8 * series().num_rows * series().num_columns
    assert sum(len(p.data) for p in parts) < raw
    of_two = pa.concat_tables(series_tables([SHA], cycles=[12, 31], columns=["voltage_volt"]))
    assert (of_two.num_rows, of_two.column_names) == (200, ["voltage_volt"])
    forget_series(SHA)
    assert not SeriesPart.objects.exists()


def test_series_come_as_csv_parquet_and_bdf(client: Client, address: str) -> None:
    keep_series(SHA, series())
    told: Any = client.get(f"{address}series/").json()
    assert (told["count"], told["last_cycle"], told["units"]["voltage_volt"]) == (4000, 39, "V")
    lines = rows_of(b"".join(client.get(f"{address}series/?format=csv&cycle=3")).decode())
    assert lines[0][:3] == ["test_time_second (s)", "voltage_volt (V)", "current_ampere (A)"]
    assert len(lines) == 101
    bdf = rows_of(b"".join(client.get(f"{address}series/?format=bdf")).decode())
    assert bdf[0] == ["Test Time / s", "Voltage / V", "Current / A", "Cycle Count / 1"]
    assert float(bdf[2][0]) == 10.0
    file = b"".join(client.get(f"{address}series/?format=parquet&cycle=0&cycle=1"))
    table = pq.read_table(io.BytesIO(file))
    assert table.num_rows == 200
    assert table.schema.field("current_ampere").metadata[b"unit"] == b"A"


def test_a_series_as_bdf_passes_its_validator_and_is_read_back_the_same(
    client: Client, address: str, tmp_path: Path
) -> None:
    given = looked_at(plain(tmp_path / "cell.csv"))
    assert given.series is not None
    keep_series(SHA, given.series)
    sent = tmp_path / "back.bdf.csv"
    sent.write_bytes(b"".join(client.get(f"{address}series/?format=bdf")))
    found = validate_df(pd.read_csv(sent))
    assert (found["ok"], found["extras"], found["legacy_labels"]) == (True, [], [])
    assert found["time_stats"]["monotonic"]
    # The validator lets wrong numbers pass, so the file is read as one that somebody sends.
    back = looked_at(sent)
    assert (back.rows, back.cycles) == (given.rows, given.cycles)
    for name in ("charge_capacity", "discharge_capacity", "coulombic_efficiency"):
        np.testing.assert_allclose(back.per_cycle[name], given.per_cycle[name], rtol=1e-5)


def test_a_series_that_lacks_what_bdf_asks_for_is_not_sent_as_one(
    client: Client, address: str
) -> None:
    keep_series(SHA, series().drop_columns(["current_ampere"]))
    answer = client.get(f"{address}series/?format=bdf")
    assert answer.status_code == 400
    assert "current_ampere" in answer.json()["errors"][0]["message"]


def test_the_python_client_gives_points_and_series_as_tables(client: Client, address: str) -> None:
    def answer(asked: httpx.Request) -> httpx.Response:
        said = client.get(asked.url.raw_path.decode())
        return httpx.Response(said.status_code, headers=dict(said.items()), content=said.getvalue())

    keep_series(SHA, series())
    here = httpx.MockTransport(answer)
    with asc_kb_client.Client("http://testserver", cache=None, transport=here) as kb:
        test = kb.cycling[address.split("/")[-2]]
        assert [point["discharge"] for point in test.points.of_cell(2)][1] == 196.0
        points = test.points.to_pandas()
        assert list(points["discharge (mAh/g)"][points["cell"] == 2])[1] == 196.0
        rows = test.points.series_to_pandas(3)
    assert len(rows) == 100
    assert rows["current_ampere (A)"].to_list()[0] == 1e-3
