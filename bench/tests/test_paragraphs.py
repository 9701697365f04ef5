"""Counting what is found in paragraphs, on a sentence of our own."""

from __future__ import annotations

import yaml

from bench.paragraphs import LIST, Count, Expected
from science.properties import PROPERTIES

TEXT = (
    "After 200 cycles at 0.5C the cell with the 2 nm coating kept 91.3 % of its capacity. "
    "The film was grown at 150 °C."
)


def test_what_is_proposed_asked_and_missed_is_told_apart() -> None:
    count = Count()
    count.paragraph(
        TEXT, ["retention 91.3 @200", "thickness 2", "deposition_temperature 150", "cycles 7"]
    )
    assert (count.values, count.proposed + count.asked) == (4, 3)
    assert count.missed == ["cycles 7"]
    assert count.right < count.proposals  # the rate is none of the list


def test_a_record_is_right_where_it_holds_together_what_the_list_does() -> None:
    text = "The coated cell kept 91 % after 200 cycles and the bare one 70 %."
    for values, right in (
        (["retention 91 @200 #c", "retention 70 @200 #b"], 2),
        (["retention 91 @200 #c", "retention 70 @200 #c"], 1),
    ):
        count = Count()
        count.paragraph(text, values)
        assert (count.records, count.records_right) == (2, right)


def test_every_value_of_the_list_can_be_counted() -> None:
    groups = yaml.safe_load(LIST.read_text())
    rows = [row for group in groups.values() for row in group]
    assert len(groups["abstracts"]) >= 40
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["address"].startswith("http")
        for value in row["values"]:
            assert Expected.of(value).key in PROPERTIES
