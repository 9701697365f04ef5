"""The arithmetic of the derived properties: intervals in, intervals out, units in the names.

Each is monotone in every argument over the physical range, so that the corners of the inputs give
the exact range of the result.
"""

from __future__ import annotations

import math

from science.quantities import Interval, corners

BOLTZMANN_EV_K = 8.617333262e-5  # eV/K, CODATA 2018 (exact)
FARADAY_C_MOL = 96485.33212  # C/mol, CODATA 2018 (exact)
ZERO_CELSIUS_K = 273.15
REFERENCE_K = 298.15


def thickness_nm(growth_per_cycle_angstrom: Interval, cycles: Interval) -> Interval:
    """Thickness in nm of a film grown at a constant growth per cycle."""
    return (growth_per_cycle_angstrom * cycles).scaled(0.1)


def growth_per_cycle_angstrom(thickness_nm: Interval, cycles: Interval) -> Interval:
    """Mean growth per cycle in Å. Raises ZeroDivisionError for zero cycles."""
    return (thickness_nm / cycles).scaled(10.0)


def areal_mass_ug_cm2(thickness_nm: Interval, density_g_cm3: Interval) -> Interval:
    """Mass per area in µg/cm²: 1 nm × 1 g/cm³ = 10⁻⁷ g/cm² = 0.1 µg/cm²."""
    return (thickness_nm * density_g_cm3).scaled(0.1)


def growth_rate_nm_h(growth_per_cycle_angstrom: Interval, cycle_time_s: Interval) -> Interval:
    """Growth rate in nm/h: 1 Å per 1 s = 0.1 nm × 3600 1/h. Raises ZeroDivisionError for 0 s."""
    return (growth_per_cycle_angstrom / cycle_time_s).scaled(360.0)


def deposition_time_h(cycles: Interval, cycle_time_s: Interval) -> Interval:
    """Time in h that all cycles take."""
    return corners(lambda number, seconds: number * seconds / 3600.0, cycles, cycle_time_s)


def conductivity_at_25c(
    conductivity_s_cm: Interval, temperature_c: Interval, activation_energy_ev: Interval
) -> Interval:
    """Conductivity in S/cm at 25 °C from one at another temperature.

    σT = A exp(−Eₐ/k_BT), so σ(298.15 K) = σ(T) · T/298.15 K · exp[(Eₐ/k_B)(1/T − 1/298.15 K)].
    The factor falls with T up to T = Eₐ/k_B and rises above it; that point counts as a corner
    where it lies inside. Raises ValueError at or below absolute zero.
    """
    kelvin = temperature_c + Interval.point(ZERO_CELSIUS_K)
    if kelvin.low <= 0:
        raise ValueError("a temperature at or below absolute zero")

    def factor(temperature_k: float, energy_ev: float) -> float:
        exponent = energy_ev / BOLTZMANN_EV_K * (1 / temperature_k - 1 / REFERENCE_K)
        return temperature_k / REFERENCE_K * math.exp(min(exponent, 700.0))

    values = [
        factor(temperature, energy)
        for energy in {activation_energy_ev.low, activation_energy_ev.high}
        for temperature in {
            kelvin.low,
            kelvin.high,
            min(max(energy / BOLTZMANN_EV_K, kelvin.low), kelvin.high),
        }
    ]
    return conductivity_s_cm * Interval(min(values), max(values))


def area_specific_resistance_ohm_cm2(
    thickness_nm: Interval, conductivity_s_cm: Interval
) -> Interval:
    """Thickness over conductivity in Ω cm²; 1 nm = 10⁻⁷ cm. Raises ZeroDivisionError for 0 S/cm."""
    return corners(lambda nm: nm / 1e7, thickness_nm) / conductivity_s_cm


def ohmic_drop_mv(resistance_ohm_cm2: Interval, current_density_ma_cm2: Interval) -> Interval:
    """Voltage in mV over a film: Ω cm² × mA/cm² = mV."""
    return resistance_ohm_cm2 * current_density_ma_cm2


def resistance_for_drop_ohm_cm2(drop_mv: Interval, current_density_ma_cm2: Interval) -> Interval:
    """The Ω cm² over which a current loses this voltage: mV ÷ mA/cm². Raises ZeroDivisionError."""
    return drop_mv / current_density_ma_cm2


def thickness_for_resistance_nm(
    resistance_ohm_cm2: Interval, conductivity_s_cm: Interval
) -> Interval:
    """Thickness in nm that has this resistance: R × σ, 1 cm = 10⁷ nm."""
    return (resistance_ohm_cm2 * conductivity_s_cm).scaled(1e7)


def conductivity_for_resistance_s_cm(
    thickness_nm: Interval, resistance_ohm_cm2: Interval
) -> Interval:
    """Conductivity in S/cm with which a film has this resistance. Raises ZeroDivisionError."""
    return corners(lambda nm: nm / 1e7, thickness_nm) / resistance_ohm_cm2


def selectivity(ionic_s_cm: Interval, electronic_s_cm: Interval) -> Interval:
    """Ionic over electronic conductivity. Raises ZeroDivisionError for exactly 0 S/cm."""
    return ionic_s_cm / electronic_s_cm


def carrier_inventory_uah_cm2(
    areal_mass_ug_cm2: Interval, carriers_per_formula: float, molar_mass_g_mol: float
) -> Interval:
    """Charge in µAh/cm² of the monovalent carrier ions in a film.

    m/M × n × F: µg/g·mol gives µmol; F = 96485 C/mol = 26.801 Ah/mol.
    """
    per_microgram = carriers_per_formula / molar_mass_g_mol * FARADAY_C_MOL / 3600.0
    return areal_mass_ug_cm2.scaled(per_microgram)
