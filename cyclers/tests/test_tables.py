"""Tables of text and workbooks, in every shape that cyclers and people give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from openpyxl import Workbook

from cyclers.reading.trouble import Asked, Unreadable
from cyclers.tests.files import as_csv, asked, cell, looked_at, plain, told

if TYPE_CHECKING:
    from pathlib import Path


def capacities(found: Any) -> Any:
    each = found.per_cycle
    return np.array([each["charge_capacity"], each["discharge_capacity"]])


EXPECTED = np.array([[0.1] * 3, [0.099] * 3])


def test_a_plain_table_gives_capacities_efficiencies_and_mean_voltages(tmp_path: Path) -> None:
    found = looked_at(plain(tmp_path / "cell.csv"))
    assert (found.rows, found.cycles, found.starts) == (451, 3, "charge")
    assert found.efficiency_by == "discharge ÷ charge"
    assert capacities(found) == pytest.approx(EXPECTED, rel=1e-9)
    assert found.per_cycle["coulombic_efficiency"] == pytest.approx([99.0] * 3)
    # a straight line from 3.0 to 4.0 V
    assert found.per_cycle["charge_mean_voltage"][0] == pytest.approx(3.5, abs=1e-3)
    assert found.warnings == []


def test_counters_by_step_by_cycle_and_never_reset_give_the_same_table(tmp_path: Path) -> None:
    table = cell()
    current = table["current"]
    hours = np.diff(table["time"], prepend=0) / 3600
    passed = np.abs(current) * hours
    shapes = {"step": plain(tmp_path / "step.csv", table)}
    for scope in ("cycle", "test"):
        counters = {}
        for name, sign in (("charge", 1), ("discharge", -1)):
            whole = np.cumsum(np.where(current * sign > 0, passed, 0))
            if scope == "cycle":
                begins = np.searchsorted(table["cycle"], table["cycle"])
                whole = whole - np.concatenate([[0], whole])[begins]
            counters[name] = whole
        shapes[scope] = plain(tmp_path / f"{scope}.csv", table | counters)
    tables = {name: capacities(looked_at(path)) for name, path in shapes.items()}
    for name, found in tables.items():
        assert found == pytest.approx(EXPECTED, rel=1e-6), name


def test_a_count_that_is_an_angle_is_refused(tmp_path: Path) -> None:
    table = cell()
    path = plain(tmp_path / "angle.csv", table | {"cycle": table["cycle"] * 2 * np.pi})
    with pytest.raises(Unreadable, match=r"cycle numbers holds 6\.283: they are whole numbers"):
        looked_at(path)


def clock(table: dict[str, Any]) -> list[str]:
    begin = np.datetime64("2026-03-01T08:00:00")
    moments = [begin + np.timedelta64(round(s), "s") for s in table["time"]]
    return [str(one).replace("T", " ") for one in moments]


def test_milliseconds_headed_seconds_are_asked_for_by_the_wall_clock(tmp_path: Path) -> None:
    table = cell()
    path = plain(tmp_path / "ms.csv", table | {"time": table["time"] * 1000}, DateTime=clock(table))
    (question,) = asked(path).questions
    assert question.key == "unit:Test Time (s)"
    assert question.proposed == "ms"
    assert "times as fast" in question.text
    found = looked_at(path, units={"Test Time (s)": "ms", "Step Time (s)": "s"})
    assert found.per_cycle["end_time"][-1] == pytest.approx(table["time"][-1])


def test_a_unit_that_no_header_names_is_asked_for_and_the_integral_proposes(tmp_path: Path) -> None:
    table = cell()
    columns = {
        "Time (h)": table["time"] / 3600,
        "Voltage (V)": table["voltage"],
        "Current": table["current"] * 1000,
        "Charge Capacity (mAh)": table["charge"] * 1000,
        "Discharge Capacity (mAh)": table["discharge"] * 1000,
    }
    path = as_csv(tmp_path / "unit.csv", columns)
    (question,) = asked(path).questions
    assert (question.key, question.proposed) == ("unit:Current", "mA")
    assert capacities(looked_at(path, units={"Current": "mA"})) == pytest.approx(EXPECTED, rel=1e-6)


def test_a_current_without_sign_gets_that_of_the_modes(tmp_path: Path) -> None:
    table = cell()
    modes = np.select([table["current"] > 0, table["current"] < 0], ["C", "D"], "R")
    path = plain(
        tmp_path / "unsigned.csv", table | {"current": np.abs(table["current"])}, Mode=list(modes)
    )
    found = looked_at(path)
    assert capacities(found) == pytest.approx(EXPECTED)
    assert told(found, "Currents carry no sign: it is that of the column of modes.")
    assert found.series is not None
    assert found.series["current_ampere"].to_numpy().min() == pytest.approx(-0.1)


def test_a_current_without_sign_and_nothing_that_tells_is_asked_for(tmp_path: Path) -> None:
    table = cell()
    columns = {
        "Time (s)": table["time"],
        "Voltage (V)": table["voltage"],
        "Current (A)": np.abs(table["current"]),
    }
    (question,) = asked(as_csv(tmp_path / "unsigned.csv", columns)).questions
    assert question.key == "column:mode"
    assert "No current is negative although the voltage falls" in question.text


def test_a_current_that_discharges_when_positive_is_turned_by_its_counters(tmp_path: Path) -> None:
    table = cell()
    found = looked_at(plain(tmp_path / "turned.csv", table | {"current": -table["current"]}))
    assert capacities(found) == pytest.approx(EXPECTED)
    assert told(found, "A positive current discharges in this file")


def test_a_reverse_pulse_within_a_step_counts_net(tmp_path: Path) -> None:
    table = cell(cycles=2, rows=200)
    hours = np.diff(table["time"], prepend=0) / 3600
    table["current"][80] = -0.1  # within the first charge a row of the other direction
    passed = (table["current"] * hours)[:201]
    table["charge"][:201] = np.cumsum(np.maximum(passed, 0))
    table["discharge"][:201] = np.cumsum(np.maximum(-passed, 0))
    found = looked_at(plain(tmp_path / "pulse.csv", table))
    assert found.cycles == 2
    assert found.per_cycle["charge_capacity"][0] == pytest.approx(0.1 * (199 - 1) / 200)


def test_semicolons_decimal_commas_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = plain(tmp_path / "cell.csv")
    german = path.read_text("utf-8").replace(",", ";").replace(".", ",")
    for encoding in ("utf-8-sig", "utf-16", "latin-1"):
        path.write_text(german, encoding)
        assert capacities(looked_at(path)) == pytest.approx(EXPECTED), encoding


def test_a_row_of_units_below_the_headers_is_taken(tmp_path: Path) -> None:
    table = cell()
    lines = ["Time\tVoltage\tCurrent", "h\tmV\tmA"]
    rows = zip(table["time"] / 3600, table["voltage"] * 1e3, table["current"] * 1e3, strict=True)
    lines += [f"{t:.9g}\t{v:.6g}\t{i:.6g}" for t, v, i in rows]
    path = tmp_path / "cell.txt"
    path.write_text("\n".join(lines))
    assert capacities(looked_at(path)) == pytest.approx(EXPECTED, rel=1e-6)


def test_columns_that_no_dialect_knows_are_what_one_says_they_are(tmp_path: Path) -> None:
    table = cell()
    columns = {"Zeit": table["time"], "Spannung": table["voltage"], "Strom": table["current"]}
    path = as_csv(tmp_path / "cell.csv", columns)
    question = asked(path).questions[0]
    assert question.choices == ("Zeit", "Spannung", "Strom")
    said: dict[str, Any] = {
        "columns": {"Zeit": "test_time", "Spannung": "voltage", "Strom": "current"},
        "units": {"Zeit": "s", "Spannung": "V", "Strom": "A"},
    }
    assert capacities(looked_at(path, **said)) == pytest.approx(EXPECTED)
    with pytest.raises(Unreadable, match="The file has no column “Ström”"):
        looked_at(path, **(said | {"units": {**said["units"], "Ström": "A"}}))


def test_capacities_per_gram_are_no_charge(tmp_path: Path) -> None:
    table = cell()
    found = looked_at(
        plain(tmp_path / "cell.csv", table, **{"Spec. Cap. (mAh/g)": table["charge"] * 0 + 170.0})
    )
    assert "170" not in str(found.per_cycle)
    assert not [one for one in found.headers if "Spec" in one[0]]


@pytest.mark.parametrize("spelled", ["12:00:00.5", "0d 12:00:00.5", "0-12:00:00.5"])
def test_times_of_day_are_read_as_spans(tmp_path: Path, spelled: str) -> None:
    columns = {
        "Total Time": ["00:00:00", spelled],
        "Voltage (V)": [3.0, 3.1],
        "Current (A)": [0.0, 0.0],
    }
    found = looked_at(as_csv(tmp_path / "cell.csv", columns))
    assert found.series is not None
    assert found.series["test_time_second"].to_pylist() == [0.0, 43200.5]


def test_time_that_falls_is_refused_with_its_row(tmp_path: Path) -> None:
    table = cell()
    table["time"][120] = 5.0
    with pytest.raises(Unreadable, match=r"Time falls: from .* s to 5 s at row 121"):
        looked_at(plain(tmp_path / "cell.csv", table))


def test_a_word_among_numbers_is_named_with_its_column(tmp_path: Path) -> None:
    path = plain(tmp_path / "cell.csv")
    lines = path.read_text().splitlines()
    lines[100] = lines[100].replace(",", ",broken", 1)
    path.write_text("\n".join(lines))
    with pytest.raises(Unreadable, match=r"holds “.*broken.*”, expected a number"):
        looked_at(path)


def workbook(path: Path, sheets: dict[str, dict[str, Any]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, columns in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(columns))
        for row in zip(*columns.values(), strict=True):
            sheet.append([float(one) for one in row])
    book.save(path)
    return path


def test_sheets_of_one_channel_are_joined_and_of_several_asked_for(tmp_path: Path) -> None:
    table = cell()
    names = {
        "Test_Time(s)": "time",
        "Step_Index": "step",
        "Cycle_Index": "cycle",
        "Current(A)": "current",
        "Voltage(V)": "voltage",
    }
    halves = [
        {head: table[name][part] for head, name in names.items()}
        for part in (slice(0, 201), slice(201, None))
    ]
    one = workbook(tmp_path / "a.xlsx", {"Channel_3_1": halves[0], "Channel_3_2": halves[1]})
    found = looked_at(one)
    assert capacities(found) == pytest.approx(EXPECTED, rel=1e-6)
    assert told(found, "2 sheets were joined")
    two = workbook(tmp_path / "b.xlsx", {"Channel_3_1": halves[0], "Channel_4_1": halves[0]})
    (question,) = asked(two).questions
    assert question.choices == ("Channel_3_1", "Channel_4_1")
    assert looked_at(two, sheet="Channel_4_1").rows == 201


def test_an_anode_half_cell_divides_what_came_out_by_what_went_in(tmp_path: Path) -> None:
    table = cell()
    found = looked_at(plain(tmp_path / "cell.csv", table), cell="anode half")
    each = found.per_cycle
    assert (found.starts, found.efficiency_by) == ("discharge", "charge ÷ discharge")
    assert list(each["cycle"]) == [0, 1, 2, 3]
    assert each["flags"][0] == ["before the first cycle"]
    assert each["coulombic_efficiency"][1] == pytest.approx(100 * 0.1 / 0.099)
    assert looked_at(plain(tmp_path / "cell.csv", table), starts="charge").starts == "charge"


def test_a_gap_under_current_adds_no_charge_by_time_and_is_told(tmp_path: Path) -> None:
    table = cell()
    table["time"][25:] += 100_000
    table["step_time"][25:51] += 100_000
    columns = {
        "Time (s)": table["time"],
        "Voltage (V)": table["voltage"],
        "Current (A)": table["current"],
        "Step Index": table["step"],
    }
    found = looked_at(as_csv(tmp_path / "cell.csv", columns))
    assert told(found, "Nothing was recorded for long in 1 places although current flowed")
    assert found.per_cycle["charge_capacity"][0] == pytest.approx(0.1 * 49 / 50, rel=0.03)


@pytest.mark.parametrize("answers", [{"cell": "pouch"}, {"columns": {"A": "volts"}}, {"units": 3}])
def test_answers_that_mean_nothing_are_named(tmp_path: Path, answers: Any) -> None:
    with pytest.raises(Unreadable, match=r"answers\."):
        looked_at(plain(tmp_path / "cell.csv"), **answers)


def test_energy_is_charge_times_voltage_and_a_voltage_held_has_its_share(tmp_path: Path) -> None:
    table = cell(cycles=1, rows=100)
    held = slice(51, 101)  # the second half of the charge at 4 V, its current falling
    table["voltage"][held] = 4.0
    table["current"][held] = 0.1 * np.linspace(1, 0.1, 50)
    columns = {
        "Time (s)": table["time"],
        "Voltage (V)": table["voltage"],
        "Current (A)": table["current"],
        "Step Index": table["step"],
    }
    each = looked_at(as_csv(tmp_path / "cell.csv", columns)).per_cycle
    # 0.05 Ah at the full current, then half an hour at 55 % of it on average
    assert each["charge_capacity"][0] == pytest.approx(0.05 + 0.0275, rel=0.01)
    assert each["charge_cv_share"][0] == pytest.approx(100 * 0.0275 / 0.0775, abs=1.5)
    assert each["charge_energy"][0] == pytest.approx(0.05 * 3.26 + 0.0275 * 4, rel=0.01)


@pytest.mark.parametrize("unit", ["mAh/g", "mAh g-1", "mA h g⁻¹", "mAh/cm2", "Ah/kg"])
def test_capacities_by_mass_or_area_are_no_charge_and_lead_to_points(
    tmp_path: Path, unit: str
) -> None:
    path = tmp_path / "specific.csv"
    heads = f"Cycle,Charge Capacity ({unit}),Discharge Capacity ({unit})"
    path.write_text(f"{heads}\n1,210.5,180.2\n2,182,179.5\n")
    with pytest.raises(Asked, match=r"enter such capacities as points of the test"):
        looked_at(path)
