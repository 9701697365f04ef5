"""Printed values as rows of ``results/``, coated tests beside their controls in ``pairs/``."""

from __future__ import annotations

import csv
import io
import itertools
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest
from django.test import Client

from coatings.models import Measurement, StepValue
from cycling import models
from cycling.models import Control, TestRead
from exchange.results.api import PairItem, ResultItem
from precursors.models import PrecursorMeasurement, SourceTemperature

pytestmark = pytest.mark.usefixtures("review")

TABLES = (
    *(Measurement, StepValue, models.TestResult, models.TestCondition),
    *(SourceTemperature, PrecursorMeasurement),
)


def get(client: Client, path: str, *, status: int = 200, **asked: Any) -> Any:
    answer = client.get(f"/api/v1/{path}", asked)
    assert answer.status_code == status, answer.content
    return answer.json()


def rows(client: Client, path: str, **asked: Any) -> list[dict[str, Any]]:
    return list(get(client, path, page_size="1000", **asked)["results"])


def test_every_printed_value_is_a_row_and_nothing_else(client: Client) -> None:
    everything = rows(client, "results/", scope="any")
    assert len(everything) == sum(table.objects.count() for table in TABLES) > 100
    assert len({row["id"] for row in everything}) == len(everything)
    for row in everything:
        ResultItem.model_validate(row)


def test_values_of_a_class_are_left_out_unless_asked_for(client: Client) -> None:
    plain, whole = (get(client, f"results/{asked}")["count"] for asked in ("", "?scope=any"))
    of_class = get(client, "results/", scope="class")["count"]
    assert of_class > 0
    assert plain + of_class == whole


def test_several_values_of_one_property_stay_several(client: Client) -> None:
    several = [
        key
        for key, group in itertools.groupby(
            rows(client, "results/", property="stable_cycles"), lambda row: row["record"]
        )
        if len(list(group)) > 1
    ]
    (record, *_) = several
    printed = [r["printed"] for r in rows(client, "results/", test=record) if r["role"] == "result"]
    listed = get(client, f"cycling/{record}/")["results"]
    assert printed == [one["printed"] for one in listed]


def test_a_bound_has_its_open_side_null_and_its_qualifier(client: Client) -> None:
    bounds = [row for row in rows(client, "results/") if row["qualifier"] == "above"]
    assert bounds
    assert all(row["high"] is None and row["low"] is not None for row in bounds)


def test_a_value_without_a_place_of_its_own_has_that_of_its_record(client: Client) -> None:
    for row in rows(client, "results/", kind="coating", role="step"):
        assert row["at"] or get(client, f"coatings/{row['record']}/")["via"] is None


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"property": "ionic_conductivity"}, lambda r: r["property"] == "ionic_conductivity"),
        ({"kind": "test"}, lambda r: r["record"].startswith("ASC-T")),
        ({"material": "li-gl"}, lambda r: "li-gl" in r["materials"]),
        ({"has_control": "true"}, lambda r: r["control"] != []),
        ({"has_control": "false"}, lambda r: r["control"] == []),
        ({"year_min": "2020"}, lambda r: r["year"] >= 2020),
        ({"precursor": "liotbu"}, lambda r: r["record"] == "liotbu"),
        ({"coating": "ASC-C000031"}, lambda r: "ASC-C000031" in r["coatings"]),
        ({"test": "ASC-T000034"}, lambda r: r["record"] == "ASC-T000034"),
        ({"ionic_conductivity_min": "1e-9"}, lambda r: r["property"] == "ionic_conductivity"),
    ],
)
def test_a_filter_leaves_the_rows_it_names(client: Client, asked: Any, holds: Any) -> None:
    found, everything = rows(client, "results/", **asked), rows(client, "results/")
    assert 0 < len(found) < len(everything)
    assert all(map(holds, found))
    if "ionic_conductivity_min" not in asked:
        assert len(found) == len([row for row in everything if holds(row)])


def test_what_is_unknown_is_refused_with_the_nearest(client: Client) -> None:
    told = get(client, "results/", status=400, property="ionic_conductivty")
    assert "'ionic_conductivity'" in told["detail"]
    get(client, "results/ASC-C999999-1/", status=404)
    get(client, "pairs/ASC-T999999-ASC-T000001/", status=404)


def test_a_row_is_read_by_its_id(client: Client) -> None:
    for path in ("results/", "pairs/"):
        for row in rows(client, path)[:10]:
            assert get(client, f"{path}{row['id']}/") == row


def test_tables_have_a_line_for_each_row(client: Client) -> None:
    for path in ("results/", "pairs/"):
        listed = rows(client, path)
        files = {
            name: b"".join(client.get(f"/api/v1/{path}?format={name}").streaming_content)  # type: ignore[attr-defined]
            for name in ("csv", "parquet", "jsonl")
        }
        lines = list(csv.DictReader(io.StringIO(files["csv"].decode())))
        assert [line["id"] for line in lines] == [row["id"] for row in listed]
        assert pq.read_table(io.BytesIO(files["parquet"])).num_rows == len(listed)
        assert [orjson.loads(line) for line in files["jsonl"].splitlines()] == listed


def test_every_control_of_a_test_is_a_pair_with_its_own_verdict(client: Client) -> None:
    pairs = rows(client, "pairs/")
    assert len(pairs) == Control.objects.count() > 20
    for pair in pairs:
        PairItem.model_validate(pair)
        told = TestRead.objects.get(pk=int(pair["test"][5:])).verdict_on(pair["control"])
        assert pair["why"]
        expected = (told["shown"], told["evidence"]) if told else (None, None)
        assert (pair["shown"], pair["evidence"]) == expected


def test_pairs_are_filtered_by_their_own_verdict(client: Client) -> None:
    everything = rows(client, "pairs/")
    for name in ("shown", "evidence", "claimed", "comparable"):
        for word in {pair[name] for pair in everything if pair[name]}:
            found = rows(client, "pairs/", **{name: word})
            assert found == [pair for pair in everything if pair[name] == word]


def test_the_conditions_of_a_pair_say_how_many_are_known(client: Client) -> None:
    for pair in rows(client, "pairs/"):
        told = pair["conditions"]
        assert told["known"] == len(told["same"]) + len(told["differ"])
        assert told["of"] == told["known"] + len(told["unknown"])
        assert (pair["comparable"] == "no") == bool(told["differ"])
