"""Tables of our own in the shapes that papers print; none of their values is a fact.

A case is its source, whether that is HTML, the orientation that must be found, and the values that
must be offered, by cell: property, value, at which cycle.
"""

# ruff: noqa: E501 - a row of a table stands on one line

from __future__ import annotations

Cells = dict[tuple[int, int], tuple[str, ...]]

TABLES: dict[str, tuple[str, bool, str, Cells]] = {
    "a thickness series, its heads shortened": (
        "ALD cycles\tt (Å)\tCap. ret. 50th (%)\t100th\tCE avg\n0\t–\t79\t52±4\t99.2\n2\t2.4\t96.1±0.5\t91\t99.7\n10\t\tn.r.\t<65\t99.1",
        False,
        "rows",
        {
            (1, 2): ("retention", "79 %", "50"),
            (1, 3): ("retention", "52±4 %", "100"),
            (2, 0): ("cycles", "2 cycles"),
            (2, 1): ("thickness", "2.4 Å"),
            (2, 2): ("retention", "96.1±0.5 %", "50"),
            (2, 3): ("retention", "91 %", "100"),
            (3, 0): ("cycles", "10 cycles"),
            (3, 3): ("retention", "<65 %", "100"),
        },
    ),
    "two levels of heads, groups of rows, units in cells": (
        "<table><tr><th rowspan=2>Sample</th><th colspan=2>Capacity retention (%) at cycle</th><th rowspan=2>Thickness</th></tr>"
        "<tr><th>50</th><th>200</th></tr><tr><td colspan=4>NMC811</td></tr>"
        "<tr><td>Pristine</td><td>90</td><td>60</td><td></td></tr><tr><td>Al<sub>2</sub>O<sub>3</sub></td><td>95</td><td>88</td><td>2 nm</td></tr>"
        "<tr><td colspan=4>LCO</td></tr><tr><td>Pristine</td><td>91</td><td>55</td><td></td></tr>"
        "<tr><td>TiO<sub>2</sub></td><td>96</td><td>85</td><td>3 nm</td></tr></table>",
        True,
        "rows",
        {
            (3, 1): ("retention", "90 %", "50"),
            (3, 2): ("retention", "60 %", "200"),
            (4, 1): ("retention", "95 %", "50"),
            (4, 2): ("retention", "88 %", "200"),
            (4, 3): ("thickness", "2 nm"),
            (6, 1): ("retention", "91 %", "50"),
            (6, 2): ("retention", "55 %", "200"),
            (7, 1): ("retention", "96 %", "50"),
            (7, 2): ("retention", "85 %", "200"),
            (7, 3): ("thickness", "3 nm"),
        },
    ),
    "columns are cells, commas separate": (
        "Property,Bare,5 nm ZrO2\nInitial discharge capacity (mAh/g),201,199\nICE (%),86.1,88.0\n"
        "Capacity retention after 100 cycles (%),71,90\nRct (Ω),120,60\nLoading (mg/cm2),9.1,9.2",
        False,
        "columns",
        {
            (1, 1): ("capacity", "201 mAh/g", "1"),
            (1, 2): ("capacity", "199 mAh/g", "1"),
            (2, 1): ("coulombic_efficiency", "86.1 %", "1"),
            (2, 2): ("coulombic_efficiency", "88.0 %", "1"),
            (3, 1): ("retention", "71 %", "100"),
            (3, 2): ("retention", "90 %", "100"),
            (5, 1): ("loading", "9.1 mg/cm2"),
            (5, 2): ("loading", "9.2 mg/cm2"),
        },
    ),
    "units behind slashes, commas and in square brackets; a star; a factor in a head": (
        "<table><tr><td>Film</td><td>d / nm</td><td>σ × 10<sup>8</sup> / S cm<sup>−1</sup></td><td>Young's modulus [GPa]</td><td>RMS roughness, nm</td></tr>"
        "<tr><td>LiPON</td><td>12(1)</td><td>3.1</td><td>77 ± 5</td><td>0.4</td></tr><tr><td>Li3PO4</td><td>20</td><td>2.2</td><td>n/a</td><td>0.5*</td></tr></table>",
        True,
        "rows",
        {
            (1, 1): ("thickness", "12(1) nm"),
            (1, 3): ("youngs_modulus", "77 ± 5 GPa"),
            (1, 4): ("roughness", "0.4 nm"),
            (2, 1): ("thickness", "20 nm"),
            (2, 4): ("roughness", "0.5 nm"),
        },
    ),
    "two blanks between cells, as from a PDF; a bare T": (
        "Sample  T (°C)  GPC (Å/cycle)  n at 633 nm\nTiO2  120  0.45  2.2\nTiO2  200  0.50  2.4",
        False,
        "rows",
        {
            (1, 2): ("growth_per_cycle", "0.45 Å/cycle"),
            (1, 3): ("refractive_index", "2.2"),
            (2, 2): ("growth_per_cycle", "0.50 Å/cycle"),
            (2, 3): ("refractive_index", "2.4"),
        },
    ),
    "a power of ten in the head, uncertainties beside, decimal commas": (
        "Film;σion (10⁻⁹ S cm⁻¹);±;Ea (eV)\nA-1;1,25;0,05;0,48\nA-2;3,1;0,2;0,51",
        False,
        "rows",
        {
            (1, 1): ("ionic_conductivity", "(1,25 ± 0,05) × 10⁻⁹ S cm⁻¹"),
            (1, 3): ("activation_energy", "0,48 eV"),
            (2, 1): ("ionic_conductivity", "(3,1 ± 0,2) × 10⁻⁹ S cm⁻¹"),
            (2, 3): ("activation_energy", "0,51 eV"),
        },
    ),
    "one blank between cells, units in brackets behind the heads": (
        "Cycles Thickness (nm) Retention (%)\n10 1.1 61\n20 4.2 ± 0.2 85",
        False,
        "rows",
        {
            (1, 0): ("cycles", "10 cycles"),
            (1, 1): ("thickness", "1.1 nm"),
            (1, 2): ("retention", "61 %"),
            (2, 0): ("cycles", "20 cycles"),
            (2, 1): ("thickness", "4.2 ± 0.2 nm"),
            (2, 2): ("retention", "85 %"),
        },
    ),
    "a cell a line, each column below its head": (
        "Cycles\n10\n20\n40\nThickness (nm)\n1.1\n2.0\n4.2",
        False,
        "rows",
        {
            (1, 0): ("cycles", "10 cycles"),
            (1, 1): ("thickness", "1.1 nm"),
            (2, 0): ("cycles", "20 cycles"),
            (2, 1): ("thickness", "2.0 nm"),
            (3, 0): ("cycles", "40 cycles"),
            (3, 1): ("thickness", "4.2 nm"),
        },
    ),
    "a cell a line, the heads first": (
        "Cycles\nThickness (nm)\nRetention (%)\n10\n1.1\n61\n20\n2.0\n72",
        False,
        "rows",
        {
            (1, 0): ("cycles", "10 cycles"),
            (1, 1): ("thickness", "1.1 nm"),
            (1, 2): ("retention", "61 %"),
            (2, 0): ("cycles", "20 cycles"),
            (2, 1): ("thickness", "2.0 nm"),
            (2, 2): ("retention", "72 %"),
        },
    ),
}
