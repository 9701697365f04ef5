"""Further films and cells, written down without a look at what the checks do: the first round
that they were tried on missed one in fifty."""

from __future__ import annotations

from science import PrecursorInput, StepInput
from science.tests.build import LIOTBU, PHOSPHATE, WATER, dose, precursor, purge, value
from science.tests.cases import (
    ALD,
    GRAPHITE,
    LFP,
    LI,
    MLD,
    NMC,
    SYMMETRIC,
    Case,
    cell,
    fading,
    film,
)

TDMAZ = precursor("tdmaz", "metal", ("C", "H", "N", "Zr"), formula="C8H24N4Zr")
NH3P = precursor("nh3", "co-reactant", ("H", "N"), formula="NH3")
TICL4 = precursor("ticl4", "metal", ("Cl", "Ti"), formula="TiCl4")
O3 = precursor("o3", "co-reactant", ("O",), formula="O3")


def steps(*precursors: PrecursorInput) -> tuple[StepInput, ...]:
    return tuple(step for one in precursors for step in (dose(one), purge()))


LCO = {
    "electrode": "licoo2",
    "electrode_formula": "LiCoO2",
    "cell_type": "half",
    "electrode_role": "cathode",
}
LNMO = {
    "electrode": "lnmo",
    "electrode_formula": "LiMn1.5Ni0.5O4",
    "cell_type": "half",
    "electrode_role": "cathode",
}
LMETAL = {
    "electrode": "li-metal",
    "electrode_formula": "Li",
    "cell_type": "full",
    "electrode_role": "anode",
}
S = {"electrode": "s", "electrode_formula": "S", "cell_type": "half", "electrode_role": "cathode"}
FINE_MORE: tuple[Case, ...] = (
    film(True, "a hydrogen carbonate, inorganic as it is", "LiHCO3", name="Lithium bicarbonate"),
    film(
        True,
        "lithium niobate of 30 nm",
        "LiNbO3",
        name="Lithium niobate",
        conductivity=("6 × 10⁻⁸ S/cm", "30 °C"),
        thickness="30 nm",
        deposition_temperature="235 °C",
    ),
    film(
        True,
        "2 cycles of alumina on NMC",
        "Al2O3",
        steps=ALD,
        thickness="0.24 nm",
        cycles="2",
        growth_per_cycle="1.2 Å",
        deposition_temperature="120 °C",
    ),
    film(
        True,
        "TiN by TiCl4/NH3 with Cl residue",
        "TiN",
        name="Titanium nitride",
        steps=steps(TICL4, NH3P),
        growth_per_cycle="0.2 Å",
        deposition_temperature="400 °C",
        density="4.9 g/cm³",
    ),
    film(
        True,
        "ZrO2 from amide and ozone",
        "ZrO2",
        name="Zirconium dioxide",
        steps=steps(TDMAZ, O3),
        growth_per_cycle="0.9 Å",
        deposition_temperature="250 °C",
        refractive_index="2.15",
    ),
    film(
        True,
        "tin oxide conductive",
        "SnO2",
        name="Tin(IV) oxide",
        density="6.2 g/cm³",
        thickness="20 nm",
    ),
    film(
        True,
        "amorphous Li2O",
        "Li2O",
        name="Lithium oxide",
        density="2.0 g/cm³",
        growth_per_cycle="1.2 Å",
        deposition_temperature="225 °C",
    ),
    film(
        True,
        "lithium silicate name",
        "Li2SiO3",
        name="Lithium metasilicate",
        growth_per_cycle="0.8 Å",
        deposition_temperature="250 °C",
    ),
    film(
        True,
        "lithium tantalate printed variable",
        "LixTayOz",
        name="Lithium tantalum oxide",
        printed="LixTayOz",
        conductivity=("2 × 10⁻⁸ S/cm", "26.85 °C"),
        activation_energy="0.36 eV",
        thickness="5 nm",
    ),
    film(
        True,
        "alucone at 85 °C",
        "AlC2H5O3",
        kind="hybrid",
        name="Alucone",
        steps=MLD,
        growth_per_cycle="4 Å",
        deposition_temperature="85 °C",
        density="1.5 g/cm³",
    ),
    film(
        True,
        "LiF with residual carbon, 2.54 g/cm3",
        "LiF",
        name="Lithium fluoride",
        density="2.64 g/cm³",
        thickness="8 nm",
        deposition_temperature="150 °C",
        substrate=LI,
    ),
    film(
        True,
        "LLZO at low T",
        "Li7La3Zr2O12",
        name="Lithium lanthanum zirconate",
        thickness="80 nm",
        deposition_temperature="225 °C",
        conductivity=("1 × 10⁻⁸ S/cm", "25 °C"),
    ),
    film(
        True,
        "antimony sulfide",
        "Sb2S3",
        name="Antimony sulfide",
        growth_per_cycle="0.5 Å",
        deposition_temperature="120 °C",
    ),
    cell(
        True,
        "LCO to 4.6 V delivers 218",
        (("capacity", "218 mAh/g", "1"), ("retention", "62 %", "100")),
        known=LCO,
        voltage_window="3.0–4.6 V",
        rate="0.5 C",
    ),
    cell(
        True,
        "anode-free-like Li||LFP 99.9",
        (
            ("coulombic_efficiency", "99.92 %"),
            ("retention", "80 %", "450"),
            ("lifetime", "450 cycles"),
        ),
        known={"electrode": "li-metal", "cell_type": "full"},
        current_density="3 mA/cm²",
        areal_capacity="3.2 mAh/cm²",
    ),
    cell(
        True,
        "Si first cycle over-lithiation",
        (("capacity", "3950 mAh/g", "1"), ("coulombic_efficiency", "78 %", "1")),
        known={
            "electrode": "si",
            "electrode_formula": "Si",
            "cell_type": "half",
            "electrode_role": "anode",
        },
        voltage_window="0.01–1.5 V",
        rate="C/20",
    ),
    cell(
        True,
        "sulfur, low utilisation, shuttle CE 92 %",
        (
            ("capacity", "1250 mAh/g", "1"),
            ("coulombic_efficiency", "92 %", "50"),
            ("retention", "48 %", "200"),
        ),
        known=S,
        voltage_window="1.7–2.8 V",
    ),
    cell(
        True,
        "LNMO at 55 °C",
        (("capacity", "128 mAh/g", "1"), ("retention", "90 %", "100")),
        known=LNMO,
        temperature="55 °C",
        voltage_window="3.5–4.9 V",
        rate="1C",
    ),
    cell(
        True,
        "Li symmetric 1 mA, 1 mAh, 1200 h, 15 mV",
        (("lifetime_hours", "1200 h"), ("overpotential", "15 mV", "100")),
        known=SYMMETRIC,
        current_density="1 mA/cm²",
        areal_capacity="1 mAh/cm²",
    ),
    cell(
        True,
        "Li symmetric 0.5 mA, 600 cycles 1200 h",
        (("lifetime_hours", "1200 h"), ("lifetime", "600 cycles")),
        known=SYMMETRIC,
        current_density="0.5 mA/cm²",
        areal_capacity="0.5 mAh/cm²",
    ),
    cell(
        True,
        "lithium titanate of a film battery at 250C",
        (("areal_capacity_delivered", "7.75 µAh/cm²"), ("retention", "97.4 %", "500")),
        rate="250C",
        current_density="5 mA/cm²",
    ),
    cell(
        True,
        "graphite full fast charge 4C",
        (("retention", "93 %", "500"), ("lifetime", ">500 cycles")),
        known={
            "electrode": "graphite",
            "electrode_formula": "C",
            "cell_type": "full",
            "electrode_role": "anode",
        },
        rate="4C",
        areal_capacity="3 mAh/cm²",
        temperature="30 °C",
    ),
)
WRONG_MORE: tuple[Case, ...] = (
    film(False, "an organic salt called inorganic", "C4H4Li2O6", name="Lithium ethylene carbonate"),
    film(False, "silica called lithium silicate", "SiO2", name="Lithium silicate"),
    film(
        False,
        "GPC in nm instead of Å, printed thickness fits not",
        steps=ALD,
        thickness="11 nm",
        cycles="100",
        growth_per_cycle="1.1 nm",
    ),
    film(
        False,
        "ALD at 60 °C from source at 130 °C",
        "Li3PO4",
        steps=(
            dose(
                precursor(
                    "liotbu",
                    "metal",
                    ("C", "H", "Li", "O"),
                    source_temperatures=(value("source_temperature", "130 °C"),),
                )
            ),
            purge(),
            dose(PHOSPHATE),
        ),
        deposition_temperature="60 °C",
    ),
    film(
        False,
        "ionic conductivity in mS taken for S",
        "Li3PO4",
        name="Lithium phosphate",
        conductivity=("30 S/cm", "RT"),
    ),
    film(False, "density of alumina of 30 kg/m3", "Al2O3", density="30 kg/m³"),
    film(False, "refractive index 16.5", "Al2O3", refractive_index="16.5"),
    film(False, "roughness of 3 mm", "Al2O3", roughness="3 mm"),
    film(False, "a film of hafnia named zirconium oxide", "HfO2", name="Zirconium oxide"),
    film(False, "LiF density 12", "LiF", name="Lithium fluoride", density="12 g/cm³"),
    film(
        False,
        "sulfide of precursors with no sulfur",
        "Li2S",
        name="Lithium sulfide",
        steps=steps(LIOTBU, WATER),
    ),
    film(False, "lithium phosphate charge", "Li2PO4", name="Lithium phosphate"),
    film(
        False,
        "deposit on PE separator at 180",
        "Al2O3",
        substrate=("polyethylene separator", None, ""),
        deposition_temperature="180 °C",
    ),
    film(
        False,
        "thickness 50 nm on 20 nm particles",
        "Al2O3",
        substrate=("LiCoO2 nanoparticles", "LiCoO2", "20 nm particles"),
        thickness="50 nm",
    ),
    cell(False, "NMC gives 2100 mAh/g", (("capacity", "2100 mAh/g", "1"),), known=NMC),
    cell(False, "LFP 195 mAh/g", (("capacity", "195 mAh/g", "10"),), known=LFP),
    cell(False, "CE 9.98 %", (("coulombic_efficiency", "9.98 %"),), known=NMC),
    cell(False, "retention 0.85 %", (("retention", "0.85 %", "100"),), known=NMC),
    cell(False, "retention 350 %", (("retention", "350 %", "100"),), known=NMC),
    cell(
        False,
        "retention rises from cycle 100 to 500",
        (("retention", "70 %", "100"), ("retention", "95 %", "500")),
        known=NMC,
    ),
    cell(
        False,
        "window 300-430 V",
        (("retention", "90 %", "100"),),
        known=NMC,
        voltage_window="300–430 V",
    ),
    cell(
        False, "loading of 12 g/cm2", (("retention", "90 %", "100"),), known=NMC, loading="12 g/cm²"
    ),
    cell(False, "overpotential 20 V", (("overpotential", "20 V", "100"),), known=SYMMETRIC),
    cell(
        False,
        "1 A/cm2 symmetric",
        (("lifetime_hours", "500 h"),),
        known=SYMMETRIC,
        current_density="1 A/cm²",
        areal_capacity="1 mAh/cm²",
    ),
    cell(
        False,
        "lifetime 100 h at 2000 cycles of 2 h",
        (("lifetime_hours", "100 h"), ("lifetime", "2000 cycles")),
        known=SYMMETRIC,
        current_density="1 mA/cm²",
        areal_capacity="1 mAh/cm²",
    ),
    cell(
        False,
        "cell at 250 °C vs Li foil",
        (("retention", "90 %", "100"),),
        known={**NMC, "counter": "Li foil"},
        temperature="250 °C",
    ),
    cell(
        False,
        "retention stated at 800, life 300",
        (("retention", "88 %", "800"), ("lifetime", "300 cycles")),
        known=NMC,
    ),
    cell(
        False,
        "C rate 0.5C with 2000 mA/g at 180 mAh/g",
        (("capacity", "180 mAh/g", "1"),),
        known=NMC,
        rate="0.5C",
        specific_current="2000 mA/g",
    ),
    cell(
        False, "graphite curve at 500 mAh/g", (), ("mAh/g", fading(500, 0.1, 100)), known=GRAPHITE
    ),
    cell(
        False,
        "curve CE columns swapped",
        (),
        ("mAh/g", [(float(n), 200 - 0.1 * n, 180 - 0.1 * n) for n in range(1, 60)]),
        ("cycle", "discharge", "charge"),
        known=NMC,
    ),
    cell(False, "a loss of 120 %", (("capacity_loss", "120 %", "100"),), known=NMC),
)
