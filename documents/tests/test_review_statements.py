"""What the text of the review states in numbers and outcomes, against the paper documents.

The lists are written out from the text; the documents may hold nothing of the kind beside them.
"""

from __future__ import annotations

from collections import Counter

from documents.tests.review_fixtures import (
    Data,
    as_list,
    coatings,
    cycling_tests,
    dosed,
    papers,
    printed,
    reference,
    steps,
)
from science.properties import properties

# A row that ends in `class` is said of a process, a material or a group of papers.

# Source temperatures of the text: precursor | value | reference (0: the review, without one) | page
SOURCES = """\
liotbu  | 100–180 °C | 0   | 10497 | class
li-hmds | 60 °C      | 0   | 10497 | class
depa    | 85–115 °C  | 43  | 10497 | class
depa    | 85–115 °C  | 95  | 10497 | class
naotbu  | 155 °C     | 79  | 10498
depa    | 115 °C     | 79  | 10498
liotbu  | 130–230 °C | 49  | 10498 | class
tif4    | 120–130 °C | 49  | 10498 | class
hfac    | RT         | 49  | 10498 | class
liotbu  | 130–230 °C | 78  | 10498 | class
hf      | RT         | 78  | 10498 | class
liotbu  | 130–230 °C | 98  | 10498 | class
liotbu  | 130–230 °C | 99  | 10498 | class
naotbu  | 130–230 °C | 100 | 10498 | class
hf      | RT         | 100 | 10498 | class
li-hmds | 55 °C      | 53  | 10500
eg      | 30 °C      | 53  | 10500
"""

# Other properties of precursors: paper | precursor | property | value | temperature
PRECURSOR_VALUES = """\
madadi-2025 | tma | vapor_pressure | 10–20 mbar | RT | class
madadi-2025 | h2o | vapor_pressure | 10–20 mbar | RT | class
"""

# Measurements: reference | coating | property | value
MEASURED = """\
45 | al2o3-on-li | deposition_temperature | 80–200 °C | class
45 | al2o3-on-li | growth_per_cycle | ~1 Å | class
66 | al2o3-on-hard-carbon | deposition_temperature | 80–200 °C | class
66 | al2o3-on-hard-carbon | growth_per_cycle | ~1 Å | class
67 | al2o3-on-na | deposition_temperature | 80–200 °C | class
67 | al2o3-on-na | growth_per_cycle | ~1 Å | class
67 | al2o3-on-na | thickness | <3 nm
68 | al2o3-on-tio2-nanotubes | deposition_temperature | 80–200 °C | class
68 | al2o3-on-tio2-nanotubes | growth_per_cycle | ~1 Å | class
69 | al2o3-on-na | deposition_temperature | 80–200 °C | class
69 | al2o3-on-na | growth_per_cycle | ~1 Å | class
48 | al2o3-on-si-micropillars | sei_thickness | <0.15 μm
48 | tio2-on-si-micropillars | sei_thickness | <0.15 μm
70 | tio2-on-li | deposition_temperature | 150 °C
76 | lipon-on-lgps | thickness | 20 nm
95 | lipon | ionic_conductivity | 10⁻⁸ to 10⁻⁶ S cm⁻¹ | class
95 | lipon | electronic_conductivity | below 10⁻¹⁰ S cm⁻¹ | class
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
45 | al2o3-on-li | tma | ≤1 s | class
45 | al2o3-on-li | h2o | ≤1 s | class
66 | al2o3-on-hard-carbon | tma | ≤1 s | class
66 | al2o3-on-hard-carbon | h2o | ≤1 s | class
67 | al2o3-on-na | tma | ≤1 s | class
67 | al2o3-on-na | h2o | ≤1 s | class
68 | al2o3-on-tio2-nanotubes | tma | ≤1 s | class
68 | al2o3-on-tio2-nanotubes | h2o | ≤1 s | class
69 | al2o3-on-na | tma | ≤1 s | class
69 | al2o3-on-na | h2o | ≤1 s | class
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

# Comparisons: reference | test | outcome | than | how many aspects, and of a class
OUTCOMES = """\
45 | al2o3 | better | bare | 2 | class
67 | al2o3 | better | bare | 2 | class
67 | al2o3 | better | bare | 1
68 | al2o3 | better | bare | 2 | class
69 | al-eg | better | bare | 1
69 | al-eg | better | al2o3 | 1
48 | al2o3-circular | better | bare-circular | 1 | class
48 | tio2-circular | better | bare-circular | 1 | class
48 | tio2-square | better | tio2-circular | 1
76 | lipon-lgps | better | bare-lgps | 3
80 | li3bo3-li2co3 | better | bare | 1
80 | li3bo3-li2co3 | better | bare | 1 | class
81 | lialxznyoz | better | bare | 2
81 | lialxznyoz | better | bare | 1 | class
83 | both-100 | better | bare-100 | 1
83 | both-100 | better | li2s-cathode-100 | 1
83 | both-100 | better | li-hq-100 | 1
83 | both-200 | better | bare-200 | 1
83 | both-200 | better | bare-200 | 1 | class
83 | both-200 | better | li2s-cathode-200 | 1
83 | both-200 | better | li-hq-200 | 1
84 | fast | better | bare | 1 | class
54 | li-gl-400 | better | bare | 1 | class
54 | li-gl-400 | better | li-gl-100 | 1
54 | li-gl-400 | better | li-gl-200 | 1
55 | both | better | bare | 1 | class
10 | ti-dca | better | ti-gl | 1 | class
52 | pu | better | bare | 1
102 | li-eg-co2 | same | bare | 1
"""

RESULT_KEYS = set(properties("result", "test"))


def _rows(text: str) -> Counter[tuple[str, ...]]:
    return Counter(tuple(w.strip() for w in row.split("|")) for row in text.splitlines())


def scope(entry: Data) -> list[str]:
    """What an entry is said of, where that is not its record."""
    return [entry["scope"]] if "scope" in entry else []


def test_the_source_temperatures_of_the_text_stand_where_the_text_ties_them() -> None:
    entered = Counter(
        (
            e["precursor"],
            e["value"],
            str(reference(document)),
            e["at"].removeprefix("p. "),
            *scope(e),
        )
        for document in papers().values()
        for e in document.get("source_temperatures", [])
        if e["extraction"] == "text"
    )
    assert entered == _rows(SOURCES)


def test_every_measured_number_of_the_text_is_entered_and_nothing_else() -> None:
    entered = Counter(
        (str(n), c["key"], m["property"], m.get("value") or m["missing"], *scope(m))
        for n, c in coatings()
        for m in c.get("measurements", [])
    )
    assert entered == _rows(MEASURED)


def test_the_vapour_pressures_of_the_text_are_entered_and_nothing_else() -> None:
    entered = Counter(
        (
            d["key"],
            e["precursor"],
            e["property"],
            e["value"],
            e["conditions"]["temperature"],
            *scope(e),
        )
        for d in papers().values()
        for e in d.get("precursor_values", [])
    )
    assert entered == _rows(PRECURSOR_VALUES)


def test_every_pulse_length_of_the_text_is_entered_and_nothing_else() -> None:
    entered = Counter(
        (str(n), c["key"], dosed(step)[0], step["time"], *scope(step))
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
        (str(n), t["key"], key, printed(value))
        for n, t in coated
        for key, value in t.get("conditions", {}).items()
    )
    assert entered == _rows(CONDITIONS)


def test_every_stated_comparison_is_entered_and_nothing_else() -> None:
    compared = Counter(
        ((str(n), t["key"], r["outcome"], r.get("than", "")), tuple(scope(r)))
        for n, t in cycling_tests()
        for r in t.get("results", [])
        if "outcome" in r
    )
    entered = Counter({(*key, str(count), *of): 1 for (key, of), count in compared.items()})
    assert entered == _rows(OUTCOMES)


def test_a_coated_test_runs_under_the_conditions_of_its_bare_control() -> None:
    for document in papers().values():
        by_key = {test["key"]: test for test in document.get("cycling", [])}
        for test in by_key.values():
            for key in test.get("controls", []):
                stated = {k: printed(v) for k, v in by_key[key].get("conditions", {}).items()}
                own = {k: printed(v) for k, v in test.get("conditions", {}).items()}
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
