"""Values as papers print them, each beside the reading that it must give."""

import pytest

from science.quantities import UnreadableValue, read

READABLE = [
    # printed, canonical unit, qualifier, low, high, uncertainty
    # qualifiers
    ("~1 Å", "Å", "about", 1.0, 1.0, None),
    ("≈ 20 nm", "nm", "about", 20.0, 20.0, None),
    ("ca. 20 nm", "nm", "about", 20.0, 20.0, None),
    ("around 20 nm", "nm", "about", 20.0, 20.0, None),
    ("<3 nm", "nm", "below", None, 3.0, None),
    ("≤1 s", "s", "below", None, 1.0, None),
    ("up to 5 nm", "nm", "below", None, 5.0, None),
    ("under 5 nm", "nm", "below", None, 5.0, None),
    ("at most 5 nm", "nm", "below", None, 5.0, None),
    ("less than 5 nm", "nm", "below", None, 5.0, None),
    ("almost 1000", "cycles", "below", None, 1000.0, None),
    (">99 %", "%", "above", 99.0, None, None),
    ("≥ 99%", "%", "above", 99.0, None, None),
    ("over 2000 mA h g−1", "mAh/g", "above", 2000.0, None, None),
    ("at least 3 h", "h", "above", 3.0, None, None),
    ("more than about 3 h", "h", "above", 3.0, None, None),
    ("800+", "cycles", "above", 800.0, None, None),
    ("800+ cycles", "cycles", "above", 800.0, None, None),
    # cycles by their kind, and by their ordinal
    ("25 supercycles", "cycles", "exact", 25.0, 25.0, None),
    ("25 super-cycles", "cycles", "exact", 25.0, 25.0, None),
    ("25 ALD cycles", "cycles", "exact", 25.0, 25.0, None),
    ("40 ALD/MLD cycles", "cycles", "exact", 40.0, 40.0, None),
    ("60 PE-ALD cycles", "cycles", "exact", 60.0, 60.0, None),
    ("100th cycle", "cycles", "exact", 100.0, 100.0, None),
    ("2nd", "cycles", "exact", 2.0, 2.0, None),
    ("2.1 Å/supercycle", "Å", "exact", 2.1, 2.1, None),
    ("0.9 Å per MLD cycle", "Å", "exact", 0.9, 0.9, None),
    # a C without its degree sign is a temperature where no rate is that fast
    ("150 C", "°C", "exact", 150.0, 150.0, None),
    ("25C", "°C", "exact", 25.0, 25.0, None),
    ("−20 C", "°C", "exact", -20.0, -20.0, None),
    ("1000 cycles or more", "cycles", "above", 1000.0, None, None),
    # a megaohm is no milliohm
    ("1 Mohm", "Ω", "exact", 1e6, 1e6, None),
    ("1 mohm", "Ω", "exact", 1e-3, 1e-3, None),
    ("2 MOhm cm²", "Ω cm²", "exact", 2e6, 2e6, None),
    ("2 kohm", "Ω", "exact", 2e3, 2e3, None),
    # powers of ten
    ("1.5(3)e-7 S/cm", "S/cm", "exact", 1.5e-7, 1.5e-7, 3e-8),
    ("3.5 × 10⁻⁸ S cm⁻¹", "S/cm", "exact", 3.5e-8, 3.5e-8, None),
    ("~3.5×10⁻⁸ S cm⁻¹", "S/cm", "about", 3.5e-8, 3.5e-8, None),
    ("3.5 x10^-8 S/cm", "S/cm", "exact", 3.5e-8, 3.5e-8, None),
    ("3.5 x 10-8 S/cm", "S/cm", "exact", 3.5e-8, 3.5e-8, None),
    ("3.5·10⁻⁸ S/cm", "S/cm", "exact", 3.5e-8, 3.5e-8, None),
    ("3.5*10^(-8) S/cm", "S/cm", "exact", 3.5e-8, 3.5e-8, None),
    ("3.5*10**-8 S/cm", "S/cm", "exact", 3.5e-8, 3.5e-8, None),
    ("3.5 × 10^{-8} S cm^{-1}", "S/cm", "exact", 3.5e-8, 3.5e-8, None),
    ("3.5e-8 S/cm", "S/cm", "exact", 3.5e-8, 3.5e-8, None),
    ("3.5E−08 S/cm", "S/cm", "exact", 3.5e-8, 3.5e-8, None),
    ("10⁻⁷ S cm⁻¹", "S/cm", "exact", 1e-7, 1e-7, None),
    ("<10^-10 S cm-1", "S/cm", "below", None, 1e-10, None),
    # ranges
    ("80–200 °C", "°C", "range", 80.0, 200.0, None),
    ("80-200 °C", "°C", "range", 80.0, 200.0, None),
    ("80—200°C", "°C", "range", 80.0, 200.0, None),
    ("80 to 200 °C", "°C", "range", 80.0, 200.0, None),
    ("from 80 to 200 °C", "°C", "range", 80.0, 200.0, None),
    ("between 80 and 200 °C", "°C", "range", 80.0, 200.0, None),
    ("80 °C–200 °C", "°C", "range", 80.0, 200.0, None),
    ("3 nm–5 nm", "nm", "range", 3.0, 5.0, None),
    ("500 nm to 1 µm", "nm", "range", 500.0, 1000.0, None),
    ("0.5–0.8 μm", "nm", "range", 500.0, 800.0, None),
    ("~3–5 nm", "nm", "range", 3.0, 5.0, None),
    ("5–5 nm", "nm", "exact", 5.0, 5.0, None),
    ("−20–60 °C", "°C", "range", -20.0, 60.0, None),
    ("−20 to −10 °C", "°C", "range", -20.0, -10.0, None),
    ("3.6–5 × 10⁻⁸ S cm⁻¹", "S/cm", "range", 3.6e-8, 5e-8, None),
    ("3.6-5 x 10-8 S cm-1", "S/cm", "range", 3.6e-8, 5e-8, None),
    ("(3.6–5) × 10⁻⁸ S cm⁻¹", "S/cm", "range", 3.6e-8, 5e-8, None),
    ("10⁻⁸ to 10⁻⁶ S cm⁻¹", "S/cm", "range", 1e-8, 1e-6, None),
    ("10⁻⁸–10⁻⁶ S cm⁻¹", "S/cm", "range", 1e-8, 1e-6, None),
    ("1e-8-1e-6 S/cm", "S/cm", "range", 1e-8, 1e-6, None),
    ("1×10⁻⁸–5×10⁻⁸ S/cm", "S/cm", "range", 1e-8, 5e-8, None),
    # uncertainties
    ("(1.2 ± 0.1) × 10⁻⁷ S/cm", "S/cm", "exact", 1.2e-7, 1.2e-7, 1e-8),
    ("1.2 ± 0.1 × 10⁻⁷ S/cm", "S/cm", "exact", 1.2e-7, 1.2e-7, 1e-8),
    ("1.2e-7 ± 1e-8 S/cm", "S/cm", "exact", 1.2e-7, 1.2e-7, 1e-8),
    ("1.2(1)×10⁻⁷ S/cm", "S/cm", "exact", 1.2e-7, 1.2e-7, 1e-8),
    ("20(2) nm", "nm", "exact", 20.0, 20.0, 2.0),
    ("20 ± 2 nm", "nm", "exact", 20.0, 20.0, 2.0),
    ("20 nm ± 2 nm", "nm", "exact", 20.0, 20.0, 2.0),
    ("20 +/- 2 nm", "nm", "exact", 20.0, 20.0, 2.0),
    ("20 nm ± 10 %", "nm", "exact", 20.0, 20.0, 2.0),
    ("~20 ± 2 nm", "nm", "about", 20.0, 20.0, 2.0),
    ("80 ± 5 %", "%", "exact", 80.0, 80.0, 5.0),
    ("(353 ± 2) K", "°C", "exact", 79.85, 79.85, 2.0),
    # units
    ("1 S m⁻¹", "S/cm", "exact", 0.01, 0.01, None),
    ("1 mS cm-1", "S/cm", "exact", 1e-3, 1e-3, None),
    ("1 S·cm⁻¹", "S/cm", "exact", 1.0, 1.0, None),
    ("1 mA h g⁻¹", "mAh/g", "exact", 1.0, 1.0, None),
    ("1 mAh/g", "mAh/g", "exact", 1.0, 1.0, None),
    ("1 mAh g–1", "mAh/g", "exact", 1.0, 1.0, None),
    ("1 mAhg-1", "mAh/g", "exact", 1.0, 1.0, None),
    ("1 mA-h/g", "mAh/g", "exact", 1.0, 1.0, None),
    ("1 Ah/kg", "mAh/g", "exact", 1.0, 1.0, None),
    ("1 mAh per gram", "mAh/g", "exact", 1.0, 1.0, None),
    ("50 Å", "nm", "exact", 5.0, 5.0, None),
    ("50 A\u030a", "nm", "exact", 5.0, 5.0, None),
    ("50 \u212b", "nm", "exact", 5.0, 5.0, None),
    ("50 angstroms", "nm", "exact", 5.0, 5.0, None),
    ("0.15 \u00b5m", "nm", "exact", 150.0, 150.0, None),
    ("0.15 \u03bcm", "nm", "exact", 150.0, 150.0, None),
    ("0.15 um", "nm", "exact", 150.0, 150.0, None),
    ("60-nm", "nm", "exact", 60.0, 60.0, None),
    ("60\u2009nm", "nm", "exact", 60.0, 60.0, None),
    ("298.15 K", "°C", "exact", 25.0, 25.0, None),
    ("80 ºC", "°C", "exact", 80.0, 80.0, None),
    ("80 ℃", "°C", "exact", 80.0, 80.0, None),
    ("80 degrees Celsius", "°C", "exact", 80.0, 80.0, None),
    ("RT", "°C", "range", 20.0, 25.0, None),
    ("room temperature", "°C", "range", 20.0, 25.0, None),
    ("near RT", "°C", "range", 20.0, 25.0, None),
    ("RT–60 °C", "°C", "range", 20.0, 60.0, None),
    ("4C", "1/h", "exact", 4.0, 4.0, None),
    ("0.2 C", "1/h", "exact", 0.2, 0.2, None),
    ("C/5", "1/h", "exact", 0.2, 0.2, None),
    ("1/5 C", "1/h", "exact", 0.2, 0.2, None),
    ("C/5–C/2", "1/h", "range", 0.2, 0.5, None),
    ("0.2C–1C", "1/h", "range", 0.2, 1.0, None),
    ("0.5 mA cm⁻²", "mA/cm²", "exact", 0.5, 0.5, None),
    ("0.5 mA cm −2", "mA/cm²", "exact", 0.5, 0.5, None),
    ("0.5 mA/cm^2", "mA/cm²", "exact", 0.5, 0.5, None),
    ("5 A m⁻²", "mA/cm²", "exact", 0.5, 0.5, None),
    ("0.1 mA h cm⁻²", "mAh/cm²", "exact", 0.1, 0.1, None),
    ("20 Ohm·cm2", "Ω cm²", "exact", 20.0, 20.0, None),
    ("20 \u2126 cm²", "Ω cm²", "exact", 20.0, 20.0, None),
    ("0.6 eV", "eV", "exact", 0.6, 0.6, None),
    ("600 meV", "eV", "exact", 0.6, 0.6, None),
    ("2 min", "s", "exact", 120.0, 120.0, None),
    ("500 ms", "s", "exact", 0.5, 0.5, None),
    ("1 hour", "s", "exact", 3600.0, 3600.0, None),
    ("10–20 mbar", "mbar", "range", 10.0, 20.0, None),
    ("1 kPa", "mbar", "exact", 10.0, 10.0, None),
    ("400 cycles", "cycles", "exact", 400.0, 400.0, None),
    ("400", "cycles", "exact", 400.0, 400.0, None),
    ("8-fold", "1", "exact", 8.0, 8.0, None),
    ("8 times", "1", "exact", 8.0, 8.0, None),
    ("8×", "1", "exact", 8.0, 8.0, None),
    ("1.76", "1", "exact", 1.76, 1.76, None),
    ("0.05 % per cycle", "%/cycle", "exact", 0.05, 0.05, None),
    ("0.11 nm/cycle", "Å", "exact", 1.1, 1.1, None),
    ("1.1 Å cycle⁻¹", "Å", "exact", 1.1, 1.1, None),
    ("3.0–4.3 V vs. Li/Li⁺", "V", "range", 3.0, 4.3, None),
    ("2700 kg m⁻³", "g/cm³", "exact", 2.7, 2.7, None),
    ("5 mA/(g)", "mA/g", "exact", 5.0, 5.0, None),
    # thousands and decimals
    ("0,2 nm", "nm", "exact", 0.2, 0.2, None),
    ("12,5 nm", "nm", "exact", 12.5, 12.5, None),
    ("12 000 nm", "nm", "exact", 12000.0, 12000.0, None),
    ("1,234,567 nm", "nm", "exact", 1234567.0, 1234567.0, None),
    ("1,234.5 nm", "nm", "exact", 1234.5, 1234.5, None),
    ("1,000 cycles", "cycles", "exact", 1000.0, 1000.0, None),
    (".5 nm", "nm", "exact", 0.5, 0.5, None),
    ("12\u2009500 nm", "nm", "exact", 12500.0, 12500.0, None),
    ("1e3", "cycles", "exact", 1000.0, 1000.0, None),
    ("0", "cycles", "exact", 0.0, 0.0, None),
    # ranges from ten, which are no powers of ten
    ("10-12 nm", "nm", "range", 10.0, 12.0, None),
    ("10-20 nm", "nm", "range", 10.0, 20.0, None),
    ("10-50 nm", "nm", "range", 10.0, 50.0, None),
    ("10–20 °C", "°C", "range", 10.0, 20.0, None),
    ("10-12 cycles", "cycles", "range", 10.0, 12.0, None),
    ("10–12 mA/cm2", "mA/cm²", "range", 10.0, 12.0, None),
    ("10-12 MΩ", "Ω", "range", 1e7, 1.2e7, None),
    ("10-15 Ω cm²", "Ω cm²", "range", 10.0, 15.0, None),
    ("100–120 nm", "nm", "range", 100.0, 120.0, None),
    ("10–12 × 10⁻⁸ S/cm", "S/cm", "range", 1e-7, 1.2e-7, None),
    ("10 to 12 mS/cm", "S/cm", "range", 0.01, 0.012, None),
    ("C/10–1C", "1/h", "range", 0.1, 1.0, None),
    # tildes and other signs between two numbers
    ("80~200 °C", "°C", "range", 80.0, 200.0, None),
    ("80～200 °C", "°C", "range", 80.0, 200.0, None),
    ("80〜200 °C", "°C", "range", 80.0, 200.0, None),
    ("80÷200 °C", "°C", "range", 80.0, 200.0, None),
    ("10⁻⁸~10⁻⁶ S/cm", "S/cm", "range", 1e-8, 1e-6, None),
    ("~5 nm to ~10 nm", "nm", "range", 5.0, 10.0, None),
    ("about 5 nm to about 10 nm", "nm", "range", 5.0, 10.0, None),
    # what fonts and PDFs make of signs
    ("150 ◦C", "°C", "exact", 150.0, 150.0, None),
    ("150 ∘C", "°C", "exact", 150.0, 150.0, None),
    ("150 ⁰C", "°C", "exact", 150.0, 150.0, None),
    ("372 mAh gˉ¹", "mAh/g", "exact", 372.0, 372.0, None),
    ("372 mAh g¯¹", "mAh/g", "exact", 372.0, 372.0, None),
    ("10−⁸ S cm−¹", "S/cm", "exact", 1e-8, 1e-8, None),
    ("½C", "1/h", "exact", 0.5, 0.5, None),
    ("⅓ C", "1/h", "exact", 1 / 3, 1 / 3, None),
    # brackets raised to a power, shares of the value
    ("1.2e-7 (Ω cm)−1", "S/cm", "exact", 1.2e-7, 1.2e-7, None),
    ("1.2e-7 (Ω·cm)⁻¹", "S/cm", "exact", 1.2e-7, 1.2e-7, None),
    ("5 ± 10% nm", "nm", "exact", 5.0, 5.0, 0.5),
    ("200 ± 2% °C", "°C", "exact", 200.0, 200.0, 4.0),
    ("5 nm ± 10%", "nm", "exact", 5.0, 5.0, 0.5),
    ("0.5 ± 0.1 %/cycle", "%/cycle", "exact", 0.5, 0.5, 0.1),
]


@pytest.mark.parametrize(("printed", "unit", "qualifier", "low", "high", "uncertainty"), READABLE)
def test_print_has_one_reading(
    printed: str,
    unit: str,
    qualifier: str,
    low: float | None,
    high: float | None,
    uncertainty: float | None,
) -> None:
    quantity = read(printed, unit=unit)
    assert quantity.printed == printed
    assert quantity.meaning == (qualifier, low, high, uncertainty, unit)


def test_an_activation_energy_per_mole_reads_as_one_per_particle() -> None:
    """57.9 kJ/mol ÷ 96.485 kJ/mol per eV (Faraday constant) = 0.600 eV."""
    quantity = read("57.9 kJ/mol", unit="eV")
    assert quantity.low == pytest.approx(57.9 / 96.48533212, rel=1e-9)


UNREADABLE = [
    # printed, canonical unit, where reading stops, words of the message
    ("", "nm", 0, "no number"),
    ("   ", "nm", 0, "no number"),
    ("nm", "nm", 0, "a number is expected"),
    ("5", "nm", 1, "a unit is missing"),
    ("80", "%", 2, "a unit is missing"),
    ("5 foo", "nm", 2, "no unit that is known"),
    ("50 A", "nm", 3, "unit of a current, not of a length"),
    ("5 A", "Å", 2, "unit of a current"),
    ("1 mA h cm⁻²", "mA/cm²", 2, "areal capacity, not of a current density"),
    ("5 Ω cm²", "Ω", 2, "area-specific resistance, not of a resistance"),
    ("1.1 Å/cycle", "nm", 4, "growth per cycle, not of a length"),
    ("8 cycles", "1", 2, "a number of cycles"),
    ("8-fold", "cycles", 2, "number without unit, not of a number of cycles"),
    ("1,000 nm", "nm", 0, "ambiguous"),
    ("1.2.3 nm", "nm", 0, "not a number"),
    ("10-8 S/cm", "S/cm", 0, "10⁻⁸"),
    ("200–80 °C", "°C", 0, "goes down"),
    ("<3–5 nm", "nm", 1, "two things"),
    ("> <3 nm", "nm", 1, "both above and below"),
    ("<20 ± 2 nm", "nm", 1, "a bound has no uncertainty"),
    ("1.2 × 10⁻⁷ ± 0.1 S/cm", "S/cm", 13, "power of ten belongs"),
    ("1 x 10E-8 S/cm", "S/cm", 4, "unit"),
    ("1e400 nm", "nm", 0, "too large"),
    ("1e-400 nm", "nm", 0, "too small"),
    ("3 nm–5", "nm", 2, "not the unit of a length"),
    ("100 and 200 mA g⁻¹", "mA/g", 18, "a unit is missing"),
    ("5 mA/cm2 g", "mA/g", 9, "use brackets"),
    ("C/0", "1/h", 0, "C/0"),
    ("<RT", "°C", 0, "room temperature"),
    ("(20 nm", "nm", 0, "bracket"),
    ("20 nm ± 1 µm", "nm", 10, "different units"),
    ("n.d.", "nm", 0, "which kind of missing"),
    # a power of ten whose exponent is no longer raised
    ("10-12 S/cm", "S/cm", 0, "raise the exponent (10^-12"),
    ("10-12 mS/cm", "S/cm", 0, "(10 to 12)"),
    ("10−10 S cm−1", "S/cm", 0, "10^-10"),
    ("~10-14 S/cm", "S/cm", 1, "10^-14"),
    ("<10−12 S cm−1", "S/cm", 1, "10^-12"),
    ("10−8–10−6 S cm−1", "S/cm", 0, "10^-8"),
    ("10−14–10−12 S cm−1", "S/cm", 0, "10^-14"),
    ("10 -8 S/cm", "S/cm", 0, "10^-8"),
    ("10—8 S/cm", "S/cm", 0, "10^-8"),
    ("3.5 10-8 S/cm", "S/cm", 4, "10^-8"),
    ("3.10-8 S/cm", "S/cm", 0, "10^-8"),
    ("3.5 × 108 Ω", "Ω", 4, "no longer raised"),
    ("1.2 × 10 − 8 S/cm", "S/cm", 4, "write × 10^-8"),
    ("5 × 10 5 Ω cm²", "Ω cm²", 2, "write × 10^5"),
    ("10-3 mbar", "mbar", 0, "10^-3"),
    ("10-12 mbar", "mbar", 0, "10^-12"),
    ("10-12 A/cm2", "mA/cm²", 0, "10^-12"),
    ("10-12 m", "nm", 0, "10^-12"),
    ("10-9 m", "nm", 0, "10^-9"),
    ("10-7 g/cm2", "mg/cm²", 0, "10^-7"),
    ("10-10 nm", "nm", 0, "10^-10"),
    # ranges that fall
    ("4.3–3.0 V", "V", 0, "expected the lower end first (3 to 4.3)"),
    # numbers beside one another
    ("150 200 °C", "°C", 0, "two numbers, 150 and 200"),
    ("80 200 °C", "°C", 0, "two numbers, 80 and 200"),
    ("80\u00a0200 °C", "°C", 0, "two numbers"),
    ("80 120 200 °C", "°C", 0, "3 numbers, 80 and 120 and 200"),
    ("1 500 cycles", "cycles", 0, "1500, or two numbers"),
    ("5 10 nm", "nm", 2, "two numbers stand side by side"),
    ("1½ C", "1/h", 1, "decimal number"),
    ("½ nm", "nm", 0, "decimal number"),
    ("12.3 +0.4 −0.5 nm", "nm", 3, "differs up and down"),
    ("12.3 (+0.4/−0.5) nm", "nm", 3, "differs up and down"),
    # cycles are counted
    ("1.000 cycles", "cycles", 0, "ambiguous: 1000 or 1"),
    ("1.000", "cycles", 0, "ambiguous"),
    ("0.5", "cycles", 0, "whole numbers"),
    ("-5", "cycles", 0, "whole numbers"),
    ("10.5 cycles", "cycles", 0, "whole numbers"),
    # shares and multiples are no factors of a unit
    ("5 % nm", "nm", 2, "'%' is no factor of another unit"),
    ("5 wt% nm", "nm", 2, "'wt%' is no factor"),
    ("5 points nm", "nm", 2, "'points' is no factor"),
    ("8 x nm", "nm", 2, "'x' is no factor"),
    ("99.9 % %", "%", 5, "'%' is no factor"),
    ("5% °C", "°C", 1, "'%' is no factor"),
    ("200 K K/K", "°C", 4, "not the unit of a temperature"),
    ("5 °C² /°C", "°C", 2, "not the unit of a temperature"),
    # what was typed is shown, and what was meant
    ("20 Ang", "nm", 3, "'Ang' is no unit that is known here (did you mean \"Å\"?)"),
    ("5 nm² ⁷", "nm", 6, "'⁷' is no part of a unit"),
]


@pytest.mark.parametrize(("printed", "unit", "position", "words"), UNREADABLE)
def test_what_cannot_be_read_says_where_and_why(
    printed: str, unit: str, position: int, words: str
) -> None:
    with pytest.raises(UnreadableValue) as caught:
        read(printed, unit=unit)
    error = caught.value
    assert words in error.message
    assert error.text == printed
    assert error.position == position
    assert error.expected in error.message


def test_a_wrong_dimension_names_the_expected_one_and_its_unit() -> None:
    with pytest.raises(UnreadableValue, match="expected a current density in mA/cm²"):
        read("1 mA h cm⁻²", unit="mA/cm²")


@pytest.mark.parametrize("printed", ["1C", "0.5C", "2 C", "20C", "0.1–2C"])
def test_a_c_rate_is_no_temperature(printed: str) -> None:
    with pytest.raises(UnreadableValue, match="C-rate"):
        read(printed, unit="°C")


@pytest.mark.parametrize("printed", ["500* h", "500 h*", "500*h", "500 * h"])
def test_a_star_at_a_number_or_unit_is_a_footnote_mark(printed: str) -> None:
    with pytest.raises(UnreadableValue, match="footnote mark"):
        read(printed, unit="h")
