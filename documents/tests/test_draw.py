"""What is drawn to be checked against the pages."""

from __future__ import annotations

from asc_kb.testing.draw import of_record, values


def test_all_that_is_printed_of_one_record_can_be_drawn() -> None:
    record = {
        "key": "coated",
        "conditions": {"rate": "1C", "areal_capacity": {"value": "1 mAh cm⁻²", "note": "fixed"}},
        "steps": [
            {"dose": "tma", "time": "2 s"},
            {"purge": True, "time": "5 s", "scope": "class"},
            {"repeat": 2, "steps": [{"purge": True, "time": "6 s"}]},
        ],
        "measurements": [
            {"property": "content", "of": "H", "value": "9.6 at.%", "method": "ERDA"},
            {"property": "thickness", "value": "5 nm", "scope": "class"},
        ],
        "results": [
            {"retention": "80%", "at_cycle": "200", "at": "p. 10500", "note": "slow"},
            {"outcome": "better", "statement": "80% beside 29%"},
            {"capacity": "300 mAh/g", "scope": "class"},
        ],
    }
    assert list(of_record(record)) == [
        ("condition: rate", "1C"),
        ("condition: areal_capacity", "1 mAh cm⁻²"),
        ("dose tma", "2 s"),
        ("purge", "6 s"),
        ("content H", "9.6 at.%"),
        ("retention", "80%"),
        ("at_cycle", "200"),
    ]


def test_every_value_has_a_number_in_it() -> None:
    drawn = list(values())
    assert len(drawn) > 2000
    assert all(any(sign.isdigit() for sign in value) for *_, value in drawn)
