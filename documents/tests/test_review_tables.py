"""Tables 1 to 4 of the review, written out row by row, against the paper documents.

Every row says which coatings it must give, and the documents may hold no coating of a table that
no row asks for. What the rows cannot say (substrates printed as "(Various)", damaged cells) is
explained in docs/reading-the-review.md.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from documents.tests.review_fixtures import (
    as_list,
    coatings,
    dosed,
    papers,
    precursors,
    reference,
    steps,
    vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

# Precursor | sublimation temperature as printed | reference
TABLE_1 = """\
liotbu  | 140 °C | 43
li-hmds | 55 °C  | 42
li-thd  | 175 °C | 44
li-tmso | 165 °C | 42
naotbu  | 140 °C | 42
tma     | RT     | 45
dez     | 20 °C  | 46
ttip    | 80 °C  | 47
tdmat   | 45 °C  | 10
ticl4   | RT     | 48
tif4    | 120 °C | 49
hfac    | 25 °C  | 49
tmp     | 75 °C  | 47
tdmap   | 30 °C  | 50
depa    | 85 °C  | 51
"""


class Row(NamedTuple):
    """A printed row; ``films`` are (material, precursor 1, precursors 2 and more)."""

    films: list[tuple[str, str, str]]
    substrates: Sequence[tuple[str, str | None]]  # (substrate, its preparation as printed)
    methods: str
    references: list[int]


VARIOUS: list[tuple[str, str | None]] = [("unspecified", None)]
PILLARS = "Lithograph and ICP etching of bulk Si(100)"
NANOTUBES = "Ti foil anodized in a cell and annealed to anatase crystalline phase"

TABLE_2 = [
    Row(
        [("al2o3", "tma", "h2o")],
        [("li-metal", "Punch-out disks")],
        "Cyc EIS QCM SEM TEM XPS XRF",
        [45],
    ),
    Row(
        [("al2o3", "tma", "h2o")],
        [("hard-carbon", "Slurry applied on Cu foil and dried")],
        "Cyc EIS SEM TEM XPS",
        [66],
    ),
    Row(
        [("al2o3", "tma", "h2o")],
        [("na-metal", "Cut slices from metal cubes")],
        "Cyc EIS SEM XPS",
        [67],
    ),
    Row([("al2o3", "tma", "h2o")], [("tio2-nanotubes", NANOTUBES)], "CA Cyc EIS FE-SEM", [68]),
    Row(
        [("al2o3", "tma", "h2o")],
        [("na-metal", "Metal stick pressed into foil")],
        "Cyc QCM RBS SEM XPS",
        [69],
    ),
    Row(
        [("al2o3", "tma", "h2o"), ("tio2", "ticl4", "h2o")],
        [("si-micropillars", PILLARS)],
        "Cyc FIB FE-SEM BF-TEM HR-TEM",
        [48],
    ),
    Row(
        [("tio2", "ttip", "h2o")],
        [("li-metal", "Li foil, polished")],
        "Cyc EDX EIS SEM XPS",
        [70],
    ),
    Row(
        [("aloxny", "tma", "n2-h2")],
        [("si-nanoparticles", "Si nanoparticles in rubber, dried")],
        "CV Cyc EIS HR-TEM SEM XPS",
        [71],
    ),
]

LI_HQ = ("li-hq", "liotbu", "hq")
LI_GL = ("li-gl", "liotbu", "gl")
PUNCHED = ("li-metal", "Punch-out disks")

TABLE_3 = [
    Row(
        [("lipon", "li-hmds", "depa")],
        [("pt", "Pt film deposited on Si")],
        "CP CV EIS SEM",
        [51],
    ),
    Row([("lipon", "liotbu", "h2o tmp n2-plasma")], VARIOUS, "", [72, 73, 74, 75]),
    # N2 in print, without "plasma"
    Row(
        [("lipon", "liotbu", "h2o tmp n2-plasma")],
        [PUNCHED, ("li10gep2s12", "Powder pressed into pellets")],
        "CV Cyc EIS",
        [76],
    ),
    Row(
        [("lipon", "liotbu", "nh3 tdmap o2")],
        [("au-on-glass", "Interdigitated Au on glass")],
        "EIS SEM TEM STEM XPS",
        [50],
    ),
    Row(
        [("li3po4", "liotbu/li-hmds", "tmp")],
        [("glass", "Soda-lime glass squares")],
        "ERDA HTXRD",
        [77],
    ),
    Row(
        [("li3po4", "liotbu", "tmp h2o")],
        [("steel", "Premade stainless steel")],
        "CV EIS",
        [72],
    ),
    Row(
        [("lif", "liotbu", "hf")],
        [PUNCHED, ("pt", "Interdigitated Pt electrode")],
        "Cyc EIS SEM",
        [78],
    ),
    # HFAC gives the hybrid
    Row(
        [("lif", "liotbu", "tif4"), ("lif-cfx", "liotbu", "hfac")],
        [("limn1-5ni0-5o4", "Powder")],
        "CV Cyc EIS HR-SEM ICP TEM TOF-SIMS XPS",
        [49],
    ),
    Row(
        [("napon", "naotbu", "depa")],
        [("pt", "Pt film with Ti adhesion on Si3N4-passivated Si(100)")],
        "EIS",
        [79],
    ),
    Row(
        [("li3bo3-li2co3", "liotbu", "o3 boipr3")],
        [("graphite", "Laser-patterned, postcalendered")],
        "Cyc EIS SEM FIB-SEM XPS",
        [80],
    ),
    Row(
        [("lialxznyoz", "liotbu", "tma dez h2o")],
        [("linio2", "Powder; calcined Ni(OH)2 + LiOH")],
        "Raman SEM STEM SXAS XPS XRD",
        [81],
    ),
    Row([LI_HQ], [("li-metal", "Li foil")], "AFM Cyc EIS FE-SEM NI XPS XRD", [82]),
    Row([LI_HQ], [("li-metal", "Li chip")], "Cyc EDX EIS SEM XPS XRD", [83]),
    Row(
        [("li2o-li-hq", "liotbu", "hq h2o")],
        [("si-electrode", "Nano-Si, carbon and binder")],
        "AFM CV Cyc EIS GITT NI TEM TOF-SIMS XPS XRD",
        [84],
    ),
    Row([LI_GL], [PUNCHED], "AFM Cyc EDX EIS SEM XRD", [85]),
    # the text and Fig. 7e tell three films on Li apart, by their number of cycles
    Row(
        [LI_GL],
        [("li-metal", "Li anode")] * 3 + [("au", "Interdigitated Au electrode")],
        "Cyc EIS SEM FIB-SEM TEM STEM XPS",
        [54],
    ),
    Row([("li-tea", "liotbu", "tea")], [PUNCHED], "Cyc EDX EIS SEM XPS XRD", [55]),
]

AL_EG = ("al-eg", "tma", "eg")
LI_EG = ("li-eg", "li-hmds", "eg")
ACIDS = "oxalic-acid/malonic-acid/succinic-acid/glutaric-acid/3-6-dioxaoctanedioic-acid"

TABLE_4 = [
    # one printed row for refs. 69 and 87-89; the text names Na metal for ref. 69
    Row([AL_EG], [("na-metal", None)], "", [69]),
    Row([AL_EG], VARIOUS, "", [87, 88, 89]),
    Row([("zn-eg", "dez", "eg")], [("si-electrode", None)], "CV EIS TOF-SIMS XPS XRD", [90]),
    Row([("zn-ed-pdic", "dez", "ed pdic")], [("li-metal", "Li foil")], "CT Cyc TOF-SIMS XPS", [91]),
    Row(
        [("ti-hq", "ticl4", "hq")],
        [("si-mxene-cnt", None)],
        "AFM CV Cyc EIS EDS Raman SEM TEM XPS",
        [92],
    ),
    Row([("zn-hq", "dez", "hq")], [("cu-nanowire", None)], "Cyc ECSA EDX SEM TEM XPS XRD", [46]),
    Row(
        [("ti-dca", "tdmat", ACIDS)],
        [("tio2-film", "PVD"), ("tin", None), ("limn2o4", None)],
        "CV Cyc XPS",
        [10],
    ),
    Row(
        [LI_EG, ("li-eg-co2", "li-hmds", "eg co2")],
        [("si", None)],
        "AFM FTIR SEM XRR",
        [53],
    ),
    Row(
        [("li-eg", "liotbu", "eg")],
        [("si", None), ("pt", "Pt electrode")],
        "AFM CA EIS FTIR SE SEM XPS XRD",
        [93],
    ),
    # "Li electrode" here is the Li foil of Table 3
    Row(
        [LI_HQ],
        [("si", None), ("li-metal", "Li foil")],
        "AFM Cyc EIS FE-SEM FTIR NI XPS",
        [82],
    ),
    Row(
        [("li2o-li-hq", "liotbu", "h2o hq")],
        [("si-electrode", "Nano-Si, carbon and binder")],
        "AFM EDS FTIR GI-XRD NI TEM TOF-SIMS XPS",
        [84],
    ),
    Row(
        [("vc", "aps", "vc")],
        [("graphite", "Treated graphite powder")],
        "EDS BF-STEM TEM XPS",
        [94],
    ),
    Row([("pu", "ed", "pdic")], [("li-metal", "Li foil")], "Cyc EIS SEM TOF-SIMS XPS", [52]),
]

TABLES = {2: TABLE_2, 3: TABLE_3, 4: TABLE_4}
PURPOSES = {
    2: "protective barrier",
    3: "artificial SEI",
    4: "prospective artificial SEI",
}

# What tells the coatings of a table apart: reference, material, precursors, substrate, preparation.
Film = tuple[int, str, frozenset[str], str, str | None]


def _keys(printed: str) -> frozenset[str]:
    return frozenset(printed.replace("/", " ").split())


def _films_of(row: Row) -> list[Film]:
    return [
        (number, material, _keys(f"{first} {others}"), substrate, preparation)
        for number in row.references
        for material, first, others in row.films
        for substrate, preparation in row.substrates
    ]


def _film(number: int, coating: dict[str, Any]) -> Film:
    used = coating["substrate"]
    built_from = frozenset(precursors(coating))
    return number, coating["material"], built_from, used["material"], used.get("preparation")


def _of_table(table: int) -> list[tuple[int, dict[str, Any]]]:
    return [(n, c) for n, c in coatings() if f"Table {table}" in as_list(c["at"])]


@pytest.mark.parametrize(("table", "rows"), [(2, 8), (3, 17), (4, 13)])
def test_a_table_is_written_out_with_all_its_rows(table: int, rows: int) -> None:
    # Table 4 prints 12 rows; its first, of four references, is written out as two
    assert len(TABLES[table]) == rows


@pytest.mark.parametrize("table", [2, 3, 4])
def test_every_row_of_a_table_is_its_coatings_and_no_other_coating_cites_it(table: int) -> None:
    printed = Counter(film for row in TABLES[table] for film in _films_of(row))
    entered = Counter(_film(number, coating) for number, coating in _of_table(table))
    assert entered == printed


@pytest.mark.parametrize(("table", "count"), [(2, 9), (3, 26), (4, 20)])
def test_a_table_gives_so_many_coatings(table: int, count: int) -> None:
    assert len(_of_table(table)) == count


def test_the_methods_of_a_coating_are_those_of_all_the_rows_that_print_it() -> None:
    printed: dict[Film, set[str]] = {}
    for rows in TABLES.values():
        for row in rows:
            for film in _films_of(row):
                printed.setdefault(film, set()).update(row.methods.split())
    for table in TABLES:
        for number, coating in _of_table(table):
            methods = coating.get("methods", [])
            assert set(methods) == printed[_film(number, coating)], coating["id"]
            assert len(set(methods)) == len(methods), coating["id"]


def test_precursor_1_is_dosed_first_and_alternatives_share_a_step() -> None:
    for table, rows in TABLES.items():
        first = {film: row for row in rows for film in _films_of(row)}
        for number, coating in _of_table(table):
            row = first[_film(number, coating)]
            printed = next(f for f in row.films if f[0] == coating["material"])
            entered = [dosed(step) for step in steps(coating) if dosed(step)]
            assert entered[0] == printed[1].split("/"), coating["id"]
            alternatives = [word.split("/") for word in printed[2].split() if "/" in word]
            assert all(choice in entered for choice in alternatives), coating["id"]


def test_a_study_in_two_tables_is_one_coating_that_says_both() -> None:
    both = {(n, c["key"]) for n, c in coatings() if c["at"] == ["Table 3", "Table 4"]}
    assert both == {(82, "li-hq-on-li"), (84, "li2o-li-hq-on-si")}


def test_the_purpose_of_a_coating_is_that_of_the_first_table_it_stands_in() -> None:
    for table, purpose in reversed(PURPOSES.items()):
        for number, coating in _of_table(table):
            tables = [t for t in PURPOSES if f"Table {t}" in as_list(coating["at"])]
            if min(tables) == table:
                assert coating["purpose"] == purpose, (number, coating["id"])


def test_every_source_temperature_of_table_1_stands_in_the_paper_it_cites() -> None:
    printed = Counter(
        (int(number), key, value)
        for key, value, number in ((w.strip() for w in r.split("|")) for r in TABLE_1.splitlines())
    )
    entered = Counter(
        (reference(document), entry["precursor"], entry["value"])
        for document in papers().values()
        for entry in document.get("source_temperatures", [])
        if entry["at"] == "Table 1"
    )
    assert entered == printed
    assert printed.total() == 15


def test_corrected_formulas_keep_what_the_table_prints() -> None:
    printed = {
        (n, c["key"]): c["material_printed"] for n, c in coatings() if "material_printed" in c
    }
    assert printed == {
        (77, "li3po4-on-glass"): "LiP3O4",
        (72, "li3po4-on-steel"): "LiP3O4",
        (49, "lif-cfx-on-lmno"): "LiF",
        (84, "li2o-li-hq-on-si"): "LiO2-Li-HQ",
        (53, "li-eg-on-si"): "Li-EG(-CO2)",
        (53, "li-eg-co2-on-si"): "Li-EG(-CO2)",
    }
    assert all(coating.get("note") for _, coating in coatings() if "material_printed" in coating), (
        "a correction says why"
    )


def test_phases_of_mixtures_and_laminates_are_materials_and_agree_in_their_elements() -> None:
    materials = vocabulary("materials")
    for material in materials.values():
        phases = [materials[phase["material"]] for phase in material.get("phases", [])]
        assert (material["structure"] != "single") == bool(phases), material["key"]
        if phases:
            elements = {element for phase in phases for element in phase["elements"]}
            assert elements == set(material["elements"]), material["key"]
