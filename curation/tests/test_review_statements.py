"""What the text of the review states in numbers and outcomes, against the paper documents.

The lists are written out from the text; the documents may hold nothing of the kind beside them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from curation.tests.review_fixtures import (
    REVIEW,
    as_list,
    coatings,
    cycling_tests,
    dosed,
    papers,
    precursors,
    reference,
    steps,
    vocabulary,
)
from science.properties import properties, property_value

if TYPE_CHECKING:
    from collections.abc import Iterator

# Source temperatures of the text: precursor | value | reference (0: the review, without one) | page
SOURCES = """\
liotbu  | 100–180 °C | 0   | 10497
li-hmds | 60 °C      | 0   | 10497
depa    | 85–115 °C  | 43  | 10497
depa    | 85–115 °C  | 95  | 10497
naotbu  | 155 °C     | 79  | 10498
depa    | 115 °C     | 79  | 10498
liotbu  | 130–230 °C | 49  | 10498
tif4    | 120–130 °C | 49  | 10498
hfac    | RT         | 49  | 10498
liotbu  | 130–230 °C | 78  | 10498
hf      | RT         | 78  | 10498
liotbu  | 130–230 °C | 98  | 10498
liotbu  | 130–230 °C | 99  | 10498
naotbu  | 130–230 °C | 100 | 10498
hf      | RT         | 100 | 10498
li-hmds | 55 °C      | 53  | 10500
eg      | 30 °C      | 53  | 10500
"""

# Measurements: reference | coating | property | value
MEASURED = """\
45 | al2o3-on-li | deposition_temperature | 80–200 °C
45 | al2o3-on-li | growth_per_cycle | ~1 Å
66 | al2o3-on-hard-carbon | deposition_temperature | 80–200 °C
66 | al2o3-on-hard-carbon | growth_per_cycle | ~1 Å
67 | al2o3-on-na | deposition_temperature | 80–200 °C
67 | al2o3-on-na | growth_per_cycle | ~1 Å
67 | al2o3-on-na | thickness | <3 nm
68 | al2o3-on-tio2-nanotubes | deposition_temperature | 80–200 °C
68 | al2o3-on-tio2-nanotubes | growth_per_cycle | ~1 Å
69 | al2o3-on-na | deposition_temperature | 80–200 °C
69 | al2o3-on-na | growth_per_cycle | ~1 Å
48 | al2o3-on-si-micropillars | sei_thickness | <0.15 μm
48 | tio2-on-si-micropillars | sei_thickness | <0.15 μm
70 | tio2-on-li | deposition_temperature | 150 °C
76 | lipon-on-lgps | thickness | 20 nm
95 | lipon | ionic_conductivity | 10⁻⁸ to 10⁻⁶ S cm⁻¹
95 | lipon | electronic_conductivity | below 10⁻¹⁰ S cm⁻¹
79 | napon-on-pt | ionic_conductivity | 10⁻⁷ S cm⁻¹
79 | napon-on-pt | electronic_conductivity | not reported
99 | lialf4 | ionic_conductivity | ~3.5 × 10⁻⁸ S cm⁻¹
69 | al-eg-on-na | deposition_temperature | 85 °C
69 | al-eg-on-na | thickness | 60 nm
53 | li-eg-on-si | deposition_temperature | 80 °C
93 | li-eg-on-pt | ionic_conductivity | 3.6–5 × 10⁻⁸ S cm⁻¹
93 | li-eg-on-pt | activation_energy | 0.6 eV
54 | li-gl-on-li-100 | cycles | 100
54 | li-gl-on-li-200 | cycles | 200
54 | li-gl-on-li-400 | cycles | 400
"""

# Pulse lengths: reference | coating | precursor | time
PULSES = """\
45 | al2o3-on-li | tma | ≤1 s
45 | al2o3-on-li | h2o | ≤1 s
66 | al2o3-on-hard-carbon | tma | ≤1 s
66 | al2o3-on-hard-carbon | h2o | ≤1 s
67 | al2o3-on-na | tma | ≤1 s
67 | al2o3-on-na | h2o | ≤1 s
68 | al2o3-on-tio2-nanotubes | tma | ≤1 s
68 | al2o3-on-tio2-nanotubes | h2o | ≤1 s
69 | al2o3-on-na | tma | ≤1 s
69 | al2o3-on-na | h2o | ≤1 s
70 | tio2-on-li | ttip | ~1 s
70 | tio2-on-li | h2o | ~1 s
"""

# Stated results: reference | test | property | value | at cycle
RESULTS = """\
48 | bare-circular | sei_thickness | 0.5–0.8 μm |
48 | al2o3-circular | sei_thickness | <0.15 μm |
48 | tio2-circular | sei_thickness | <0.15 μm |
70 | tio2 | lifetime_ratio | 8-fold |
80 | li3bo3-li2co3 | capacity_loss | 20% | 500
83 | bare-200 | lifetime | ~100 cycles |
83 | both-200 | retention | ~80% | 200
84 | slow | capacity | over 2000 mA h g⁻¹ | 50
84 | slow | stable_cycles | 50 cycles |
84 | fast | capacity | ~800 mA h g⁻¹ |
84 | fast | stable_cycles | over 800 cycles |
84 | fast | stable_cycles | almost 1000 cycles |
55 | both | retention | 80% | 200
100 | lif | coulombic_efficiency | >99% |
"""

# Stated conditions: reference | test | property | value
CONDITIONS = """\
70 | tio2 | areal_capacity | 1 mA h cm⁻²
76 | lipon-lgps | current_density | 0.1 mA cm⁻²
76 | lipon-lgps | areal_capacity | 0.1 mA h cm⁻²
80 | li3bo3-li2co3 | rate | 4C
81 | lialxznyoz | rate | 0.2C
83 | both-100 | specific_current | 100 mA g⁻¹
83 | li-hq-100 | specific_current | 100 mA g⁻¹
83 | li2s-cathode-100 | specific_current | 100 mA g⁻¹
83 | both-200 | specific_current | 200 mA g⁻¹
83 | li-hq-200 | specific_current | 200 mA g⁻¹
83 | li2s-cathode-200 | specific_current | 200 mA g⁻¹
84 | slow | specific_current | 0.2 mA g⁻¹
84 | fast | specific_current | 2 mA g⁻¹
54 | li-gl-100 | rate | 0.5C
54 | li-gl-200 | rate | 0.5C
54 | li-gl-400 | rate | 0.5C
55 | both | rate | 1C
55 | li-tea | rate | 1C
"""

# Comparisons: reference | test | outcome | than | how many aspects
OUTCOMES = """\
45 | al2o3 | better | bare | 2
67 | al2o3 | better | bare | 3
68 | al2o3 | better | bare | 2
69 | al-eg | better | bare | 1
69 | al-eg | better | al2o3 | 1
48 | al2o3-circular | better | bare-circular | 1
48 | tio2-circular | better | bare-circular | 1
48 | tio2-square | better | tio2-circular | 1
76 | lipon-lgps | better | bare-lgps | 3
80 | li3bo3-li2co3 | better | bare | 2
81 | lialxznyoz | better | bare | 3
83 | both-100 | better | bare-100 | 1
83 | both-100 | better | li2s-cathode-100 | 1
83 | both-100 | better | li-hq-100 | 1
83 | both-200 | better | bare-200 | 2
83 | both-200 | better | li2s-cathode-200 | 1
83 | both-200 | better | li-hq-200 | 1
84 | fast | better | | 1
84 | fast | better | bare | 1
54 | li-gl-400 | better | bare | 1
54 | li-gl-400 | better | li-gl-100 | 1
54 | li-gl-400 | better | li-gl-200 | 1
55 | both | better | bare | 1
10 | ti-dca | better | ti-gl | 1
52 | pu | better | bare | 1
100 | lif | better | bare | 1
102 | li-eg-co2 | same | bare | 1
"""

PLACE = re.compile(r"Table [1-4]|Fig\. [5-8][a-f]?|p\. (\d{5})")
STEP_VALUES = {"time", "temperature"}
RESULT_KEYS = set(properties("result", "test"))


def _rows(text: str) -> Counter[tuple[str, ...]]:
    return Counter(tuple(w.strip() for w in row.split("|")) for row in text.splitlines())


def _printed(condition: Any) -> str:
    return str(condition["value"] if isinstance(condition, dict) else condition)


def test_the_source_temperatures_of_the_text_stand_where_the_text_ties_them() -> None:
    entered = Counter(
        (e["precursor"], e["value"], str(reference(document)), e["at"].removeprefix("p. "))
        for document in papers().values()
        for e in document.get("source_temperatures", [])
        if e["extraction"] == "text"
    )
    assert entered == _rows(SOURCES)


def test_every_measured_number_of_the_text_is_entered_and_nothing_else() -> None:
    entered = Counter(
        (str(n), c["key"], m["property"], m.get("value") or m["missing"])
        for n, c in coatings()
        for m in c.get("measurements", [])
    )
    assert entered == _rows(MEASURED)


def test_every_pulse_length_of_the_text_is_entered_and_nothing_else() -> None:
    entered = Counter(
        (str(n), c["key"], dosed(step)[0], step["time"])
        for n, c in coatings()
        for step in steps(c)
        if "time" in step
    )
    assert entered == _rows(PULSES)


def test_every_stated_result_is_entered_and_nothing_else() -> None:
    entered = Counter(
        (str(n), t["key"], key, r[key], r.get("at_cycle", ""))
        for n, t in cycling_tests()
        for r in t.get("results", [])
        for key in RESULT_KEYS & set(r)
    )
    assert entered == _rows(RESULTS)


def test_every_stated_condition_of_a_coated_test_is_entered_and_nothing_else() -> None:
    coated = [(n, t) for n, t in cycling_tests() if "coating" in t]
    entered = Counter(
        (str(n), t["key"], key, _printed(value))
        for n, t in coated
        for key, value in t.get("conditions", {}).items()
    )
    assert entered == _rows(CONDITIONS)


def test_every_stated_comparison_is_entered_and_nothing_else() -> None:
    compared = Counter(
        (str(n), t["key"], r["outcome"], r.get("than", ""))
        for n, t in cycling_tests()
        for r in t.get("results", [])
        if "outcome" in r
    )
    entered = Counter({(*key, str(count)): 1 for key, count in compared.items()})
    assert entered == _rows(OUTCOMES)


def test_a_coated_test_runs_under_the_conditions_of_its_bare_control() -> None:
    for document in papers().values():
        by_key = {test["key"]: test for test in document.get("cycling", [])}
        for test in by_key.values():
            for key in test.get("controls", []):
                stated = {k: _printed(v) for k, v in by_key[key].get("conditions", {}).items()}
                own = {k: _printed(v) for k, v in test.get("conditions", {}).items()}
                assert all(own[k] == v for k, v in stated.items()), test["id"]


def test_controls_exist_and_what_is_compared_with_is_a_control() -> None:
    for document in papers().values():
        found = document.get("cycling", [])
        keys = {test["key"] for test in found}
        assert len(keys) == len(found), document["key"]
        for test in found:
            controls = test.get("controls", [])
            assert set(controls) <= keys - {test["key"]}, test["id"]
            compared = {r["than"] for r in test.get("results", []) if "than" in r}
            assert compared <= set(controls), test["id"]


def test_a_bare_control_is_coated_nowhere_and_every_coated_test_has_a_control() -> None:
    for _, test in cycling_tests():
        if test["key"].startswith("bare"):
            assert not {"coating", "also_coated", "controls"} & set(test), test["id"]
        elif test["key"] != "ti-gl":  # itself the film that ref. 10 compares with
            assert test["controls"], test["id"]


def test_coatings_that_a_test_names_are_coatings_of_its_paper_on_its_electrode() -> None:
    for document in papers().values():
        grown_on = {c["key"]: c["substrate"]["material"] for c in document.get("coatings", [])}
        for test in document.get("cycling", []):
            named = [*as_list(test.get("coating")), *test.get("also_coated", [])]
            assert set(named) <= set(grown_on), test["id"]
            electrode = test["cell"].get("electrode")
            own = grown_on.get(test.get("coating", ""))
            # the solid electrolyte (76) or the cathode (83) is coated, the electrode is Li metal
            elsewhere = {"li10gep2s12", "nmc811", "unspecified"}
            assert own is None or own == electrode or own in elsewhere, test["id"]


@pytest.mark.parametrize(
    ("kind", "items", "first", "count"),
    [("C", coatings, "chen-2017", 64), ("T", cycling_tests, "chen-2017", 47)],
)
def test_ids_are_given_once_without_a_gap(kind: str, items: Any, first: str, count: int) -> None:
    ids = sorted(item["id"] for _, item in items())
    assert ids == [f"ASC-{kind}{number:06d}" for number in range(1, count + 1)]
    name = "coatings" if kind == "C" else "cycling"
    assert papers()[first][name][0]["id"] == ids[0]


def test_every_reference_number_is_one_paper_read_in_the_review() -> None:
    cited = [d for d in papers().values() if "via" in d]
    assert sorted(reference(d) for d in cited) == list(range(1, 103))
    assert {d["via"]["paper"] for d in cited} == {REVIEW}
    assert papers()[REVIEW]["id"] == "ASC-P000001"
    for document in cited:
        number = reference(document)
        assert document["id"] == f"ASC-P{103 if number == 1 else number:06d}", document["key"]


def test_every_vocabulary_key_used_exists() -> None:
    for _, coating in coatings():
        assert coating["material"] in vocabulary("materials"), coating["id"]
        assert coating["substrate"]["material"] in vocabulary("substrates"), coating["id"]
        assert set(coating.get("methods", [])) <= set(vocabulary("methods")), coating["id"]
        assert set(precursors(coating)) <= set(vocabulary("precursors")), coating["id"]
    for _, test in cycling_tests():
        electrode = test["cell"].get("electrode")
        assert electrode is None or electrode in vocabulary("substrates"), test["id"]
    for document in papers().values():
        for entry in document.get("source_temperatures", []):
            assert entry["precursor"] in vocabulary("precursors"), document["key"]


def test_every_material_and_substrate_is_used() -> None:
    used = {coating["material"] for _, coating in coatings()}
    phases = {p["material"] for m in vocabulary("materials").values() for p in m.get("phases", [])}
    assert used | phases == set(vocabulary("materials"))
    surfaces = {coating["substrate"]["material"] for _, coating in coatings()}
    assert surfaces == set(vocabulary("substrates"))


def _values() -> Iterator[tuple[str, str, str]]:
    """(where, property, value as printed) of everything that is printed in the documents."""
    for key, document in papers().items():
        for entry in document.get("source_temperatures", []):
            yield f"{key}:{entry['precursor']}", "source_temperature", entry["value"]
    for _, coating in coatings():
        for entry in coating.get("measurements", []):
            if "value" in entry:
                yield coating["id"], entry["property"], entry["value"]
            for name, value in entry.get("conditions", {}).items():
                yield coating["id"], name, value
        for step in steps(coating):
            for name in STEP_VALUES & set(step):
                yield coating["id"], name, step[name]
    for _, test in cycling_tests():
        for name, value in test.get("conditions", {}).items():
            yield test["id"], name, _printed(value)
        for result in test.get("results", []):
            for name in RESULT_KEYS & set(result):
                yield test["id"], name, result[name]


def test_every_value_as_printed_can_be_read() -> None:
    values = list(_values())
    for where, name, printed in values:
        assert isinstance(printed, str), (where, name)
        assert printed.strip(), (where, name)
        quantity = property_value(name, printed)
        assert quantity.low is not None or quantity.high is not None, (where, name, printed)
    assert len(values) > 90


def _sourced() -> Iterator[tuple[str, dict[str, Any]]]:
    for key, document in papers().items():
        for entry in document.get("source_temperatures", []):
            yield key, entry
    for _, coating in coatings():
        yield coating["id"], coating
        for entry in coating.get("measurements", []):
            yield coating["id"], entry
    for _, test in cycling_tests():
        yield test["id"], test
        for entry in test.get("results", []):
            yield test["id"], entry


def test_everything_has_its_place_in_the_review_and_how_it_was_taken() -> None:
    for where, entry in _sourced():
        places = as_list(entry.get("at"))
        assert places, where
        assert entry["extraction"] == ("table" if places[0].startswith("Table") else "text"), where
        for place in places:
            match = PLACE.fullmatch(place)
            assert match, (where, place)
            assert match[1] is None or 10492 <= int(match[1]) <= 10501, (where, place)


def test_what_the_tables_do_not_know_is_said_in_a_note() -> None:
    for _, coating in coatings():
        in_a_table = as_list(coating["at"])[0].startswith("Table")
        if not in_a_table or coating["substrate"]["material"] == "unspecified":
            assert coating.get("note"), coating["id"]
