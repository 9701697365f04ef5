"""Selections as tables: whole, typed, with units, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from asc_kb.api_urls import LISTS
from coatings.models import Coating, CoatingRead, Measurement
from documents.publishing import publish_paper
from documents.tests.documents import paper
from records.read_rows import number_keys
from records.spreadsheets import disarmed
from science.properties import PROPERTIES
from tests.world import derive_stale

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("review")

# the review has no series: coatings/tests/test_series.py holds theirs
NAMES = [view.plural for view in LISTS if view.plural != "series"]


def file(client: Client, address: str, form: str, **query: Any) -> bytes:
    response = client.get(f"/api/v1/{address}", {"format": form, **query})
    assert response.status_code == 200, response.content[:500]
    body: bytes = response.getvalue()
    return body


def as_csv(client: Client, address: str, **query: Any) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(file(client, address, "csv", **query)), low_memory=False)


def as_parquet(client: Client, address: str, **query: Any) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(file(client, address, "parquet", **query)))


def as_xlsx(client: Client, address: str, **query: Any) -> pd.DataFrame:
    return pd.read_excel(io.BytesIO(file(client, address, "xlsx", **query)))


def results(client: Client, address: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(
        f"/api/v1/{address}", {"page_size": 1000, **query}
    ).json()["results"]
    return found


def test_a_table_is_written_under_debug_too(client: Client) -> None:
    with CaptureQueriesContext(connection):  # the cursor that DEBUG takes
        assert file(client, "coatings/", "csv").count(b"\n") > 10


@pytest.mark.parametrize("name", NAMES)
def test_json_lines_are_the_records_of_the_list(client: Client, name: str) -> None:
    lines = file(client, f"{name}/", "jsonl").decode().splitlines()
    assert [json.loads(line) for line in lines] == results(client, f"{name}/")


@pytest.mark.parametrize("name", NAMES)
def test_every_list_is_the_same_table_in_every_format(client: Client, name: str) -> None:
    records = results(client, f"{name}/")
    ident = "id" if "id" in records[0] else "key"
    wanted = [record[ident] for record in records]
    read = [reader(client, f"{name}/") for reader in (as_csv, as_xlsx, as_parquet)]
    for frame in read:
        assert frame[ident].tolist() == wanted
        assert frame.columns.tolist() == read[0].columns.tolist()


def test_a_selection_is_whole_and_in_the_order_asked_for(client: Client) -> None:
    query = {"substrate": "li-metal", "ordering": "-year,id"}
    frame = as_csv(client, "coatings/", **query)
    assert frame["id"].tolist() == [r["id"] for r in results(client, "coatings/", **query)]
    assert len(frame) == CoatingRead.objects.filter(substrate="li-metal").count() > 5


def test_every_property_has_printed_and_read_columns_with_its_unit(client: Client) -> None:
    frame = as_parquet(client, "coatings/")
    for key in number_keys("coating"):
        unit = PROPERTIES[key].unit
        ends = [f"{key} low ({unit})", f"{key} high ({unit})"]
        ends = [end.removesuffix(" (1)") for end in ends]
        assert {f"{key} printed", f"{key} qualifier", *ends} <= set(frame.columns)
        assert all(frame[end].dtype == "float64" for end in ends)


def test_a_value_stands_as_printed_beside_its_reading(client: Client) -> None:
    frame = as_parquet(client, "coatings/").set_index("id")
    checked = 0
    own = Measurement.objects.filter(missing="", scope="record")
    for value in own.select_related("coating"):
        alone = own.filter(coating=value.coating, property=value.property).count() == 1
        if not alone or not PROPERTIES[value.property].numeric:
            continue
        row = frame.loc[value.coating.public_id]
        assert row[f"{value.property} printed"] == value.printed
        assert row[f"{value.property} qualifier"] == value.qualifier
        columns = [c for c in frame.columns if c.startswith(f"{value.property} ")]
        (low,) = [row[c] for c in columns if " low" in c]
        (high,) = [row[c] for c in columns if " high" in c]
        assert (None if pd.isna(low) else low) == value.low
        assert (None if pd.isna(high) else high) == value.high
        checked += 1
    assert checked > 10


def test_a_derived_value_has_its_qualifier_and_no_printed_text(client: Client) -> None:
    frame = as_parquet(client, "coatings/").set_index("id")
    checked = 0
    for row in CoatingRead.objects.all():
        value = row.derived.get("source_window", {"missing": ""})
        if "missing" in value:
            continue
        line = frame.loc[str(row)]
        assert line["source_window qualifier"] == value["qualifier"]
        assert pd.isna(line["source_window printed"])
        checked += 1
    assert checked


@pytest.mark.parametrize("name", ["coatings", "cycling", "measurements", "papers"])
def test_a_way_through_pandas_keeps_numbers_text_and_gaps(client: Client, name: str) -> None:
    typed = as_parquet(client, f"{name}/")
    for other in (as_csv(client, f"{name}/"), as_xlsx(client, f"{name}/")):
        for column in typed.columns:
            values, read = typed[column], other[column]
            if pd.api.types.is_bool_dtype(values):
                assert [{"t": True, "f": False}.get(one, one) for one in read] == values.tolist()
            elif pd.api.types.is_numeric_dtype(values) and values.notna().any():
                assert pd.api.types.is_numeric_dtype(read), column
                pd.testing.assert_series_equal(
                    values.astype(float), read.astype(float), check_exact=True
                )
            elif values.map(type).eq(str).any() and not column.endswith(("updated", "at")):
                assert read.isna().equals(values.isna()), column


def test_a_parquet_file_describes_its_columns(client: Client) -> None:
    schema = pq.read_schema(io.BytesIO(file(client, "coatings/", "parquet")))
    field = schema.field("ionic_conductivity low (S/cm)")
    assert field.metadata[b"unit"] == b"S/cm"
    assert PROPERTIES["ionic_conductivity"].label in field.metadata[b"description"].decode()
    assert str(schema.field("updated").type) == "timestamp[us, tz=UTC]"
    assert str(schema.field("methods").type) == "list<element: string>"


def test_text_that_a_spreadsheet_would_run_is_disarmed_and_numbers_are_not(client: Client) -> None:
    document = paper("attack-2020")
    document["coatings"][1]["substrate"]["material"] = "si"
    document["coatings"][0]["material_printed"] = "=cmd|' /C calc'!A0"
    document["coatings"][0]["substrate"]["preparation"] = "@SUM(1+1)*cmd"
    publish_paper(document)
    derive_stale()
    text = file(client, "coatings/", "csv", paper="attack-2020").decode()
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["material printed"] == "'=cmd|' /C calc'!A0"
    assert row["substrate preparation"] == "'@SUM(1+1)*cmd"
    book = openpyxl.load_workbook(
        io.BytesIO(file(client, "coatings/", "xlsx", paper="attack-2020"))
    )
    assert [c.data_type for rows in book.active.rows for c in rows].count("f") == 0
    lines = file(client, "measurements/", "csv").decode().splitlines()
    assert len(lines) == Measurement.objects.filter(scope="record").count() + 1


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("+49 (0) 30", "'+49 (0) 30"),
        ("-0.3 V", "-0.3 V"),
        ("-20", "-20"),
        ("+1.5e-3 mV", "+1.5e-3 mV"),
        ("~80 %", "~80 %"),
        ("<3 nm", "<3 nm"),
    ],
)
def test_only_what_would_run_gets_an_apostrophe(text: str, safe: str) -> None:
    assert disarmed(text) == safe


def test_fields_keep_columns_in_the_order_named(client: Client) -> None:
    frame = as_csv(client, "coatings/", fields="thickness,id")
    heads = [f"thickness {part}" for part in ("printed", "qualifier", "low (nm)", "high (nm)")]
    assert frame.columns.tolist() == [*heads, "id"]
    lines = file(client, "coatings/", "jsonl", fields="id,technique").decode().splitlines()
    assert list(json.loads(lines[0])) == ["id", "technique"]


@pytest.mark.parametrize(
    ("query", "parameter", "near"),
    [
        ("format=csv&page=2", "page", ""),
        ("format=parquet&cursor=", "cursor", ""),
        ("format=csv&fields=thicknes", "fields", "thickness"),
        ("format=xslx", "format", "xlsx"),
        ("format=csv&thickness_min=thin", "thickness_min", ""),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(
    client: Client, query: str, parameter: str, near: str
) -> None:
    response = client.get(f"/api/v1/coatings/?{query}")
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["parameter"] == parameter
    assert near in error["message"]


def test_a_sheet_that_would_be_too_long_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchange.exports.offering.MOST_ROWS", 3)
    response = client.get("/api/v1/coatings/?format=xlsx")
    assert response.status_code == 400
    assert "csv or parquet" in response.json()["detail"]


def test_nothing_found_is_a_table_of_heads(client: Client) -> None:
    for reader in (as_csv, as_xlsx, as_parquet):
        frame = reader(client, "coatings/", q="nothingofthekind")
        assert len(frame) == 0
        assert "thickness low (nm)" in frame.columns


def test_the_file_names_the_version_of_the_data(client: Client) -> None:
    response = client.get("/api/v1/coatings/?format=csv")
    assert response.headers["X-Data-Version"]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="coatings.csv"'
    assert response.getvalue().count(b"\n") == Coating.objects.count() + 1
