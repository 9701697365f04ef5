"""Time series of recorded cells stand in a release as one typed table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cycling.actions import keep_series
from cycling.models import CyclingTest
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from exchange.releases.time_series import series_resource, write_series

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db
SHA = "c" * 64


def test_every_row_of_a_series_is_there_with_its_test_and_units(tmp_path: Path) -> None:
    publish_vocabulary(VOCABULARY)
    document = paper()
    document["cycling"][-1]["points"] |= {"sha256": SHA}
    publish_paper(document)
    series = {
        "test_time_second": [0.0, 10.0, 20.0],
        "voltage_volt": [3.0, 3.5, 4.0],
        "current_ampere": [0.001, 0.001, -0.001],
        "cycle": [1, 1, 2],
    }
    keep_series(SHA, pa.table(series))
    assert write_series(tmp_path) == 3
    table = pq.read_table(tmp_path / "time_series.parquet")
    test = CyclingTest.objects.get(key=document["cycling"][-1]["key"])
    assert set(table["test"].to_pylist()) == {test.public_id}
    assert table["test_time_second"].to_pylist() == [0.0, 10.0, 20.0]
    assert table["cycle"].to_pylist() == [1, 1, 2]
    assert table["step_count"].to_pylist() == [None] * 3
    assert table.schema.field("voltage_volt").metadata == {b"unit": b"V"}
    fields = series_resource()["schema"]["fields"]
    assert [one["name"] for one in fields] == table.column_names


def test_without_a_series_the_table_is_empty_and_typed(tmp_path: Path) -> None:
    assert write_series(tmp_path) == 0
    assert pq.read_table(tmp_path / "time_series.parquet").num_rows == 0
