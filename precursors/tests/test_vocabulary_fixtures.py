"""The precursor and method vocabularies agree with themselves and with the review's lists."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from rdkit import Chem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula
from ruamel.yaml import YAML

VOCABULARY = settings.FIXTURES_DIR / "vocabulary"


def _words(line: str) -> list[str]:
    return line.split()


# Table 1, top to bottom: key and the acronym it prints.
TABLE_1 = {
    "liotbu": "LiOᵗBu",
    "li-hmds": "Li-HMDS",
    "li-thd": "Li-THD",
    "li-tmso": "Li-TMSO",
    "naotbu": "NaOᵗBu",
    "tma": "TMA",
    "dez": "DEZ",
    "ttip": "TTIP",
    "tdmat": "TDMAT",
    "ticl4": "TiCl₄",
    "tif4": "TiF₄",
    "hfac": "HFAC(H)",
    "tmp": "TMP",
    "tdmap": "TDMAP",
    "depa": "DEPA",
}

# p. 10494: the ligand families known to work, and for which alkali metals.
ALKALI_FAMILIES = {
    "MOtBu": {
        "liotbu": "Li",
        "naotbu": "Na",
        "kotbu": "K",
        "rbotbu": "Rb",
        "csotbu": "Cs",
    },
    "M-THD": {"li-thd": "Li", "na-thd": "Na", "k-thd": "K"},
    "M-TMSO": {"li-tmso": "Li", "na-tmso": "Na"},
}

# p. 10499, in the order of the text.
DICARBOXYLIC_ACIDS = {
    "oxalic-acid": "C2H2O4",
    "malonic-acid": "C3H4O4",
    "succinic-acid": "C4H6O4",
    "glutaric-acid": "C5H8O4",
    "3-6-dioxaoctanedioic-acid": "C6H10O6",
}

# "Precursor 2+" of Tables 2 to 4 and the text, apart from those of Table 1, and the organic
# ones of Table 4.
OTHER_DOSES = _words(
    "boipr3 hf h2o o2 o3 o2-plasma n2-plasma n2-h2 nh3 co2 eg hq gl tea ed pdic aps vc"
)

# The list of p. 10495 and 10496, in its order. BF/HR/S-TEM is three methods.
METHODS_OF_THE_TEXT = _words(
    "AFM CA CP CT CV Cyc EBS ECSA EDS EDX EIS FIB GITT ICP MS NI QCM RBS SE FE-SEM BF-TEM "
    "HR-TEM STEM TOF-ERDA TOF-SIMS UV-Vis SXAS GI-XRD XPS XRF XRR"
)

# What the tables print beyond that list, as they print it, and the key it is read as.
METHODS_OF_THE_TABLES = {
    "SEM": "SEM",
    "TEM": "TEM",
    "HRTEM": "HR-TEM",
    "HRSEM": "HR-SEM",
    "(S)TEM": "STEM",
    "(FIB-)SEM": "FIB-SEM",
    "(BF)/(HR)TEM": "HR-TEM",
    "BF-STEM": "BF-STEM",
    "ERDA": "ERDA",
    "HTXRD": "HTXRD",
    "GIXRD": "GI-XRD",
    "XRD": "XRD",
    "Raman": "Raman",
    "FTIR": "FTIR",
}

# What a user finds below a more general method.
KINSHIP = {
    "SEM": {"FE-SEM", "HR-SEM", "FIB-SEM"},
    "TEM": {"BF-TEM", "HR-TEM", "STEM", "BF-STEM"},
    "STEM": {"BF-STEM"},
    "XRD": {"GI-XRD", "HTXRD"},
    "ERDA": {"TOF-ERDA"},
    "MS": {"TOF-SIMS"},
    "EDS": {"EDX"},
    "Electrochemistry": {"CA", "CP", "CV", "Cyc", "ECSA", "EIS", "GITT"},
}


def _load(name: str) -> list[dict[str, Any]]:
    document = YAML(typ="safe", pure=True).load(VOCABULARY / f"{name}.yaml")
    assert document["schema"] == "asc-vocabulary/1"
    entries: list[dict[str, Any]] = document[name]
    return entries


PRECURSORS = _load("precursors")
BY_KEY = {entry["key"]: entry for entry in PRECURSORS}
WITH_STRUCTURE = [entry for entry in PRECURSORS if entry["smiles"]]
METHODS = _load("methods")
PARENT = {entry["key"]: entry["parent"] for entry in METHODS}

each_precursor = pytest.mark.parametrize("entry", PRECURSORS, ids=lambda entry: entry["key"])
each_structure = pytest.mark.parametrize("entry", WITH_STRUCTURE, ids=lambda entry: entry["key"])


def _fold(text: str) -> str:
    """As a search folds it: LiOᵗBu, LiOtBu and liotbu are one word."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _names(entry: dict[str, Any]) -> set[str]:
    words = [entry["key"], entry["name"], entry.get("acronym"), *entry["aliases"]]
    return {_fold(word) for word in words if word}


def _shared_names(entries: list[dict[str, Any]]) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for entry in entries:
        for name in _names(entry):
            owners.setdefault(name, []).append(entry["key"])
    return {name: keys for name, keys in owners.items() if len(keys) > 1}


def _counts(formula: str) -> dict[str, str]:
    pairs = re.findall(r"([A-Z][a-z]?)(\d*)", formula)
    assert "".join(symbol + count for symbol, count in pairs) == formula
    assert len({symbol for symbol, _ in pairs}) == len(pairs)
    return dict(pairs)


def _hill_order(symbols: set[str]) -> list[str]:
    first = ["C", "H"] if "C" in symbols else []
    return [s for s in first if s in symbols] + sorted(symbols - set(first))


def _ancestors(method: str) -> list[str]:
    line: list[str] = []
    parent = PARENT[method]
    while parent is not None:
        assert parent not in line, f"{method} is its own ancestor"
        line.append(parent)
        parent = PARENT[parent]
    return line


@each_structure
def test_structure_is_a_neutral_molecule_of_the_stated_formula(
    entry: dict[str, Any],
) -> None:
    molecule = Chem.MolFromSmiles(entry["smiles"])
    assert molecule is not None
    assert Chem.GetFormalCharge(molecule) == 0
    assert all(atom.GetIsotope() == 0 for atom in molecule.GetAtoms())
    assert all(atom.GetNumRadicalElectrons() == 0 for atom in molecule.GetAtoms())
    assert CalcMolFormula(molecule) == entry["formula"]


@each_structure
def test_formula_is_in_hill_order(entry: dict[str, Any]) -> None:
    order = list(_counts(entry["formula"]))
    if entry["key"] == "hf":  # strictly FH, which nobody writes
        order.reverse()
    assert order == _hill_order(set(order))


@each_structure
def test_inchikey_is_that_of_the_structure(entry: dict[str, Any]) -> None:
    assert Chem.MolToInchiKey(Chem.MolFromSmiles(entry["smiles"])) == entry["inchikey"]


def test_only_the_gas_mixture_of_unstated_ratio_has_no_structure() -> None:
    without = [entry for entry in PRECURSORS if not entry["smiles"]]
    assert [entry["key"] for entry in without] == ["n2-h2"]
    assert without[0]["inchikey"] is None
    assert without[0]["formula"] == "HxNy"


def test_a_structure_belongs_to_one_precursor_unless_it_is_the_gas_of_a_plasma() -> None:
    sharing: dict[str, set[str]] = {}
    for entry in WITH_STRUCTURE:
        sharing.setdefault(entry["inchikey"], set()).add(entry["key"])
    shared = [keys for keys in sharing.values() if len(keys) > 1]
    assert sorted(map(sorted, shared)) == [["n2", "n2-plasma"], ["o2", "o2-plasma"]]
    plasmas = {entry["key"] for entry in PRECURSORS if entry["state"] == "plasma"}
    assert plasmas == {"n2-plasma", "o2-plasma"}


def test_a_name_acronym_or_alias_stands_for_one_precursor_only() -> None:
    assert _shared_names(PRECURSORS) == {}


@each_precursor
def test_aliases_of_a_precursor_are_not_repeated(entry: dict[str, Any]) -> None:
    words = [entry["name"], entry["acronym"], *entry["aliases"]]
    assert [word for word, count in Counter(words).items() if word and count > 1] == []


def test_acronyms_are_unique() -> None:
    acronyms = Counter(_fold(entry["acronym"]) for entry in PRECURSORS if entry["acronym"])
    assert [acronym for acronym, count in acronyms.items() if count > 1] == []


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("LiOᵗBu", "liotbu"),
        ("LiOtBu", "liotbu"),
        ("Li-tert-butoxide", "liotbu"),
        ("lithium tert-butoxide", "liotbu"),
        ("trimethylaluminum", "tma"),
        ("trimethylaluminium", "tma"),
        ("AlMe₃", "tma"),
        ("Al(CH3)3", "tma"),
        ("ZnEt2", "dez"),
        ("Ti(OiPr)4", "ttip"),
        ("B(OⁱPr)₃", "boipr3"),
        ("HFAC", "hfac"),
        ("PO(OMe)3", "tmp"),
        ("H₂O", "h2o"),
        ("ᵖN₂", "n2-plasma"),
        ("diethyl zinc", "dez"),
        ("ethylene diamine", "ed"),
    ],
)
def test_a_usual_spelling_finds_its_precursor(typed: str, key: str) -> None:
    found = [entry["key"] for entry in PRECURSORS if _fold(typed) in _names(entry)]
    assert found == [key]


def test_every_row_of_table_1_is_there_with_its_printed_acronym() -> None:
    assert len(TABLE_1) == 15
    assert {key: BY_KEY[key]["acronym"] for key in TABLE_1} == TABLE_1
    from_table_1 = {entry["key"] for entry in PRECURSORS if entry["via"]["at"] == "Table 1"}
    assert from_table_1 == set(TABLE_1)


def test_an_inorganic_precursor_of_table_1_is_not_organic() -> None:
    assert {BY_KEY[key]["kind"] for key in TABLE_1} == {"metal", "co-reactant"}


@pytest.mark.parametrize("family", ALKALI_FAMILIES)
def test_alkali_family_has_exactly_the_metals_of_the_text(family: str) -> None:
    members = {entry["key"]: entry for entry in PRECURSORS if family in entry["families"]}
    assert set(members) == set(ALKALI_FAMILIES[family])
    for key, metal in ALKALI_FAMILIES[family].items():
        assert metal in _counts(members[key]["formula"])
        assert members[key]["state"] == "solid"


def test_dicarboxylic_acids_are_those_of_the_text() -> None:
    acids = {e["key"]: e["formula"] for e in PRECURSORS if "DCA" in e["families"]}
    assert acids == DICARBOXYLIC_ACIDS


def test_every_dose_of_the_tables_and_the_text_is_there() -> None:
    named = {*TABLE_1, *OTHER_DOSES, *DICARBOXYLIC_ACIDS}
    named |= {key for members in ALKALI_FAMILIES.values() for key in members}
    # Nitrogen without a plasma: the print of one row of Table 3.
    assert set(BY_KEY) == named | {"n2"}
    assert len(PRECURSORS) == len(BY_KEY)


def test_a_metal_precursor_holds_a_metal_and_an_organic_one_holds_carbon() -> None:
    metals = {"Li", "Na", "K", "Rb", "Cs", "Al", "Zn", "Ti", "B"}
    for entry in WITH_STRUCTURE:
        elements = set(_counts(entry["formula"]))
        assert (entry["kind"] == "metal") == bool(elements & metals), entry["key"]
        if entry["kind"] == "organic":
            assert {"C", "H"} <= elements, entry["key"]


def test_trimethyl_phosphate_keeps_the_printed_name_in_its_note() -> None:
    entry = BY_KEY["tmp"]
    assert (entry["name"], entry["formula"]) == ("Trimethyl phosphate", "C3H9O4P")
    assert "phosphite" in entry["note"]


@each_precursor
def test_a_precursor_names_the_place_where_the_review_has_it(
    entry: dict[str, Any],
) -> None:
    assert entry["via"]["paper"] == "madadi-2025"
    assert re.fullmatch(r"Table [1-4]|p\. 10(49[2-9]|50[0-4])", entry["via"]["at"])


def test_methods_form_a_forest() -> None:
    assert len(PARENT) == len(METHODS)
    assert {parent for parent in PARENT.values() if parent} <= set(PARENT)
    for method in PARENT:
        assert method not in _ancestors(method)


def test_method_keys_keep_to_letters_digits_and_hyphens() -> None:
    assert [key for key in PARENT if not re.fullmatch(r"[A-Za-z0-9-]+", key)] == []


def test_a_method_name_or_alias_stands_for_one_method_only() -> None:
    assert _shared_names(METHODS) == {}


@pytest.mark.parametrize("method", METHODS_OF_THE_TEXT)
def test_method_listed_in_the_text_is_there(method: str) -> None:
    assert method in PARENT


@pytest.mark.parametrize(("printed", "key"), METHODS_OF_THE_TABLES.items())
def test_method_printed_in_a_table_is_found(printed: str, key: str) -> None:
    found = [entry["key"] for entry in METHODS if _fold(printed) in _names(entry)]
    assert found == [key]


def test_no_method_is_there_that_the_review_does_not_name_unless_it_groups_others() -> None:
    named = {*METHODS_OF_THE_TEXT, *METHODS_OF_THE_TABLES.values()}
    groups = {parent for parent in PARENT.values() if parent}
    assert set(PARENT) - named <= groups


@pytest.mark.parametrize(("general", "special"), KINSHIP.items())
def test_general_method_holds_its_special_ones(general: str, special: set[str]) -> None:
    assert {method for method in PARENT if general in _ancestors(method)} == special
