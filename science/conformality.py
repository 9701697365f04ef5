"""How much exposure a narrow hole needs, and what a film of it takes: estimates before a run.

R. G. Gordon, D. Hausmann, E. Kim and J. Shepard, Chem. Vap. Deposition, 2003, 9, 73; in the form of
V. Cremers, R. L. Puurunen and J. Dendooven, Appl. Phys. Rev., 2019, 6, 021302. It holds where
molecules meet the walls and not each other (Knudsen diffusion), each that meets a free site stays,
and nothing desorbs or recombines: a lower bound of what a real dose has to be.
"""

from __future__ import annotations

import math

BOLTZMANN_J_K = 1.380649e-23
AVOGADRO_1_MOL = 6.02214076e23
ZERO_CELSIUS_K = 273.15
PASCAL_TORR = 133.322368


def exposure_pa_s(
    aspect_ratio: float, molecules_nm2: float, molar_mass_g_mol: float, temperature_c: float
) -> float:
    """The pressure × time in Pa s that covers a hole down to its bottom, that included.

    `aspect_ratio` is depth over diameter of a round hole, or its equivalent, depth × perimeter ÷
    (4 × cross section). P t = K √(2π m k T) (1 + 19/4 a + 3/2 a²), with K molecules on each area.
    """
    mass_kg = molar_mass_g_mol / 1000.0 / AVOGADRO_1_MOL
    kelvin = temperature_c + ZERO_CELSIUS_K
    flat = molecules_nm2 * 1e18 * math.sqrt(2.0 * math.pi * mass_kg * BOLTZMANN_J_K * kelvin)
    return flat * (1.0 + 4.75 * aspect_ratio + 1.5 * aspect_ratio**2)


def aspect_ratio_covered(
    exposure: float, molecules_nm2: float, molar_mass_g_mol: float, temperature_c: float
) -> float:
    """The aspect ratio that an exposure in Pa s covers; 0 where it does not cover a flat wafer."""
    flat = exposure_pa_s(0.0, molecules_nm2, molar_mass_g_mol, temperature_c)
    excess = exposure / flat - 1.0
    if excess <= 0:
        return 0.0
    return (math.sqrt(4.75**2 + 6.0 * excess) - 4.75) / 3.0


def precursor_mg_m2(molecules_nm2: float, molar_mass_g_mol: float) -> float:
    """What one saturated dose leaves on a m² of surface, in mg: the least that has to be dosed."""
    return molecules_nm2 * 1e18 / AVOGADRO_1_MOL * molar_mass_g_mol * 1000.0
