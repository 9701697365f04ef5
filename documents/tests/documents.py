"""Small documents for tests: a vocabulary of a few words, and a paper that uses them."""

from __future__ import annotations

from typing import Any

VOCABULARY: dict[str, Any] = {
    "schema": "asc-vocabulary/1",
    "precursors": [
        {
            "key": "tma",
            "name": "Trimethylaluminium",
            "acronym": "TMA",
            "formula": "C3H9Al",
            "formula_printed": "AlMe3",
            "kind": "metal",
            "smiles": "C[Al](C)C",
            "aliases": ["trimethylaluminum", "AlMe3"],
        },
        {
            "key": "liotbu",
            "name": "Lithium tert-butoxide",
            "acronym": "LiOᵗBu",
            "formula": "C4H9LiO",
            "kind": "metal",
            "smiles": "CC(C)(C)[O-].[Li+]",
        },
        {
            "key": "li-hmds",
            "name": "Lithium bis(trimethylsilyl)amide",
            "acronym": "Li-HMDS",
            "formula": "C6H18LiNSi2",
            "kind": "metal",
            "smiles": "C[Si](C)(C)[N-][Si](C)(C)C.[Li+]",
        },
        {"key": "h2o", "name": "Water", "formula": "H2O", "kind": "co-reactant", "smiles": "O"},
        {
            "key": "eg",
            "name": "Ethylene glycol",
            "acronym": "EG",
            "formula": "C2H6O2",
            "kind": "organic",
            "smiles": "OCCO",
        },
        {
            "key": "co2",
            "name": "Carbon dioxide",
            "formula": "CO2",
            "kind": "co-reactant",
            "smiles": "O=C=O",
        },
    ],
    "materials": [
        {
            "key": "al2o3",
            "name": "Aluminium oxide",
            "formula": "Al2O3",
            "formula_printed": "Al2O3",
            "class": "inorganic",
            "aliases": ["alumina"],
        },
        {
            "key": "li-eg",
            "name": "Lithium ethylene glycoxide",
            "elements": ["Li", "C", "H", "O"],
            "class": "hybrid",
            "charge_carrier": "Li",
        },
    ],
    "substrates": [
        {"key": "li-metal", "name": "Li metal", "formula": "Li", "role": "anode"},
        {"key": "si-wafer", "name": "Silicon wafer", "formula": "Si", "role": "model"},
    ],
    "methods": [
        {"key": "FE-SEM", "name": "Field-emission SEM", "parent": "SEM"},
        {"key": "SEM", "name": "Scanning electron microscopy"},
        {"key": "Cyc", "name": "Galvanostatic cycling"},
    ],
}


def paper(key: str = "doe-2020", **changes: Any) -> dict[str, Any]:
    """A paper with two coatings, a bare control and a coated test."""
    document: dict[str, Any] = {
        "key": key,
        "citation": {
            "type": "article-journal",
            "author": [{"family": "Doe", "given": "J."}, {"family": "Roe", "given": "R."}],
            "container-title": "J. Test. Films",
            "issued": 2020,
            "volume": 5,
            "page": "1-10",
        },
        "source_temperatures": [
            {"precursor": "liotbu", "value": "140 °C", "at": "Table 1", "extraction": "table"}
        ],
        "precursor_values": [
            {
                "precursor": "tma",
                "property": "vapor_pressure",
                "value": "10–20 mbar",
                "conditions": {"temperature": "RT"},
                "at": "p. 2",
            }
        ],
        "coatings": [
            {
                "key": "al2o3-on-li",
                "material": "al2o3",
                "purpose": "protective barrier",
                "steps": [
                    {"dose": "tma", "time": "0.1 s", "temperature": "RT"},
                    {"purge": True, "time": "10 s"},
                    {"dose": "h2o"},
                    {"purge": True},
                ],
                "substrate": {"material": "li-metal", "preparation": "Punch-out disks"},
                "methods": ["Cyc", "FE-SEM"],
                "at": "Table 2",
                "extraction": "table",
                "measurements": [
                    {"property": "growth_per_cycle", "value": "~1 Å", "at": "p. 3"},
                    {"property": "cycles", "value": "200", "at": "p. 3"},
                    {
                        "property": "ionic_conductivity",
                        "value": "3.6–5 × 10⁻⁸ S cm⁻¹",
                        "conditions": {"temperature": "RT"},
                        "at": ["p. 4", "Fig. 2"],
                        "note": "two films",
                    },
                    {"property": "density", "missing": "not reported"},
                ],
            },
            {
                "key": "li-eg-on-si",
                "material": "li-eg",
                "purpose": "prospective artificial SEI",
                "steps": [
                    {
                        "repeat": 3,
                        "steps": [{"dose": ["liotbu", "li-hmds"]}, {"dose": "eg"}],
                    },
                    {"dose": "co2", "every": 4},
                ],
                "substrate": {"material": "si-wafer", "role": "model"},
                "methods": ["SEM"],
                "at": ["Table 3", "Table 4"],
                "measurements": [{"property": "thickness", "value": "<3 nm", "at": "p. 5"}],
            },
        ],
        "cycling": [
            {
                "key": "bare",
                "label": "bare Li metal",
                "cell": {"type": "full", "electrode": "li-metal"},
                "rate": "0.5C",
                "results": [{"retention": "20 %", "at_cycle": 200, "at": "Fig. 7f"}],
            },
            {
                "key": "coated",
                "coating": "al2o3-on-li",
                "cell": {"type": "full", "electrode": "li-metal"},
                "conditions": {"rate": {"value": "0.5C", "at": "Fig. 7"}},
                "controls": ["bare"],
                "results": [
                    {"retention": "~80 %", "at_cycle": 200, "at": "Fig. 7f"},
                    {
                        "outcome": "better",
                        "than": "bare",
                        "aspect": "capacity retention",
                        "statement": "loses capacity more slowly",
                        "at": "p. 6",
                    },
                ],
            },
            {
                "key": "recorded",
                "coating": "al2o3-on-li",
                "points": {
                    "unit": "mAh/g",
                    "columns": ["cycle", "charge", "discharge"],
                    "rows": [[1, 200.5, 190.0], [2, 191.0, None]],
                },
            },
        ],
    }
    return {**document, **changes}
