"""Files of real cyclers, each with the answer that is right."""

from __future__ import annotations

import numpy as np
import pytest

from cyclers.tests.files import looked_at, real, told


def test_a_discharge_before_the_first_cycle_is_cycle_0_and_no_part_of_cycle_1() -> None:
    found = looked_at(real("neware-m50t.ndax"))
    assert (found.rows, found.cycles, found.starts) == (77745, 7, "charge")
    each = found.per_cycle
    assert list(each["cycle"]) == list(range(8))
    assert each["discharge_capacity"][0] == pytest.approx(1.297, abs=5e-4)
    assert np.isnan(each["coulombic_efficiency"][0])
    assert not each["complete"][0]
    assert each["charge_capacity"][1] == pytest.approx(4.761, abs=5e-4)
    assert each["discharge_capacity"][1] == pytest.approx(4.718, abs=7e-4)
    assert list(each["cycle_count"][1:]) == [1, 2, 3, 4, 5, 6, 7]


def test_a_half_cycle_before_the_first_gives_no_efficiency_above_100() -> None:
    found = looked_at(real("biologic-gcpl-5-cycles.mpr"))
    each = found.per_cycle
    assert (found.rows, found.cycles) == (46102, 6)
    assert each["discharge_capacity"][0] == pytest.approx(0.2065e-3, abs=1e-7)
    assert each["charge_capacity"][[1, 6]] == pytest.approx([0.9868e-3, 0.9559e-3], abs=1e-7)
    assert each["discharge_capacity"][[1, 6]] == pytest.approx([0.8529e-3, 0.8795e-3], abs=1e-7)
    assert each["coulombic_efficiency"][1] == pytest.approx(86.4, abs=0.05)
    assert each["coulombic_efficiency"][6] == pytest.approx(92.0, abs=0.05)


def test_the_current_of_a_biologic_file_is_its_charge_by_time() -> None:
    found = looked_at(real("biologic-gcpl-5-cycles.mpr"))
    assert found.series is not None
    current = found.series["current_ampere"].to_numpy()
    rows = slice(int(found.per_cycle["first_row"][0]), int(found.per_cycle["last_row"][0]))
    flowing = current[rows][current[rows] != 0]
    assert np.median(flowing) == pytest.approx(-0.0888e-3, abs=5e-8)


def test_cycles_are_counted_where_the_instrument_counts_one() -> None:
    found = looked_at(real("arbin-graphite-li.xlsx"))
    each = found.per_cycle
    assert found.efficiency_by == "charge ÷ discharge"
    assert each["discharge_capacity"][0] == pytest.approx(5.798e-3, abs=1e-6)
    assert each["charge_capacity"][0] == pytest.approx(5.698e-3, abs=1e-6)
    assert each["coulombic_efficiency"][0] == pytest.approx(98.28, abs=0.01)
    assert list(each["complete"]) == [True, False]
    assert np.isnan(each["coulombic_efficiency"][1])
    assert told(found, "The instrument counts one cycle (1)")


def test_a_file_that_begins_within_a_charge_gives_no_efficiency_of_its_cycle() -> None:
    found = looked_at(real("arbin.csv"))
    each = found.per_cycle
    assert each["charge_capacity"][0] == pytest.approx(0.192, abs=5e-4)
    assert list(each["complete"]) == [False, True]
    assert each["flags"][0] == ["the file begins within it"]
    assert np.isnan(each["coulombic_efficiency"][0])
    assert each["coulombic_efficiency"][1] == pytest.approx(100.0, abs=0.1)


@pytest.mark.parametrize("name", ["landt-li-graphite.csv", "landt-li-graphite.bdf.csv"])
def test_a_coarse_current_is_told_where_its_integral_leaves_the_counters(name: str) -> None:
    found = looked_at(real(name))
    each = found.per_cycle
    assert each["discharge_capacity"][0] == pytest.approx(6.3e-3, abs=5e-5)
    assert each["charge_capacity"][0] == pytest.approx(3.2e-3, abs=5e-5)
    assert each["discharge_capacity_by_time"][0] == pytest.approx(7.144e-3, abs=1e-6)
    assert each["charge_capacity_by_time"][0] == pytest.approx(3.563e-3, abs=1e-6)
    assert told(found, "6.3 mAh ± 50 µAh by its counters, 7.144 mAh by current and time")
    assert told(found, "its current is written in steps of 100 µA")
    assert told(found, "The temperature is 0 in every row: it was not measured.")
    assert "temperature_celsius" not in dict(found.columns)


def test_decimal_commas_and_minutes_without_a_unit_are_read_and_a_cut_line_is_told() -> None:
    found = looked_at(real("maccor.txt"))
    assert (found.format, found.rows, found.cycles) == ("Maccor", 213, 0)
    assert found.series is not None
    assert found.series["voltage_volt"][0].as_py() == pytest.approx(0.1377)
    assert found.series["test_time_second"][-1].as_py() == pytest.approx(212 * 60)
    assert told(found, "The last line is cut off and was left out.")
    assert told(found, "by the wall clock it is in min")


def test_a_file_of_a_rest_has_rows_and_no_cycles() -> None:
    found = looked_at(real("neware-small.ndax"))
    assert (found.rows, found.cycles) == (67, 0)


def test_a_first_cycle_of_a_cell_partly_charged_has_no_efficiency() -> None:
    found = looked_at(real("batteryarchive-per-cycle.csv"))
    each = found.per_cycle
    assert found.series is None
    assert (each["charge_capacity"][0], each["discharge_capacity"][0]) == (0.604, 1.292)
    assert np.isnan(each["coulombic_efficiency"][0])
    assert each["coulombic_efficiency"][1] == pytest.approx(100 * 1.295 / 1.291)


def test_a_resistor_is_flagged() -> None:
    assert told(looked_at(real("neware.nda")), "as that of a resistor")


def test_a_default_active_mass_divides_nothing() -> None:
    found = looked_at(real("neware.nda"))
    assert told(found, "the instrument's default of 1 mg")
    assert not [unit for _, unit in found.columns if "/" in unit]


def test_charge_by_current_and_time_keeps_to_the_counters_of_an_arbin_res() -> None:
    found = looked_at(real("arbin.res"))
    each = found.per_cycle
    assert (found.reader, found.cycles) == ("mdbtools", 4)
    for side in ("charge_capacity", "discharge_capacity"):
        apart = np.abs(each[f"{side}_by_time"] / each[side] - 1)
        assert apart.max() < 4e-5


def test_names_of_people_and_computers_are_told() -> None:
    assert ("creator", "Frederik Huld") in looked_at(real("neware.nda")).names
    assert ("creator", "AliceM") in looked_at(real("arbin.res")).names
    assert ("user", "lab131") in looked_at(real("biologic-gcpl.mpr")).names
    assert ("requestor", "vie") in looked_at(real("pec.csv")).names


def test_impedance_is_no_cycling() -> None:
    found = looked_at(real("biologic-peis.mpr"))
    assert (found.rows, found.cycles) == (60, 0)
    assert told(found, "impedance")


@pytest.mark.parametrize(
    ("name", "form", "rows", "cycles"),
    [
        ("pec.csv", "PEC", 281, 0),
        ("batteryarchive-timeseries.csv", "Battery Archive", 15, 1),
        ("batterydata-summary-per-cycle.csv", "Battery data toolkit, per cycle", 250, 250),
    ],
)
def test_dialects_are_known_by_their_headers(name: str, form: str, rows: int, cycles: int) -> None:
    found = looked_at(real(name))
    assert (found.format, found.rows, found.cycles) == (form, rows, cycles)
