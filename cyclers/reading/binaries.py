"""Binary files by the readers that are right for them: fastnda, galvani, mdbtools."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cyclers.reading.raw import Raw
from cyclers.reading.trouble import Asked, Question, Unreadable
from cyclers.reading.units import Header, unit_named

if TYPE_CHECKING:
    import pyarrow as pa

    from cyclers.reading.answers import Answers

_MPR_TABLE = Path(__file__).parents[1] / "programs" / "mpr_table.py"
_DEFAULT_MASS_MG = 1.0
_NEWARE = {
    "voltage_V": ("voltage", 1.0),
    "current_mA": ("current", 1e-3),
    "unix_time_s": ("clock", 1.0),  # of the computer, whose zone is not known
    "step_time_s": ("step_time", 1.0),
    "total_time_s": ("test_time", 1.0),
    "cycle_count": ("cycle_count", 1.0),
    "step_count": ("step_count", 1.0),
    "step_index": ("step_id", 1.0),
    "capacity_mAh": ("net_capacity", 1e-3),
    "energy_mWh": ("net_energy", 1e-3),
}
_BIOLOGIC = {
    "time/s": ("test_time", 1.0),
    "Ewe/V": ("voltage", 1.0),
    "<Ewe>/V": ("voltage", 1.0),
    "Ecell/V": ("voltage", 1.0),
    "I/mA": ("current", 1e-3),
    "<I>/mA": ("current", 1e-3),
    "dq/mA.h": ("charge_increment", 1e-3),
    "dQ/mA.h": ("charge_increment", 1e-3),
    "dQ/C": ("charge_increment", 1 / 3600),
    "dq/C": ("charge_increment", 1 / 3600),
    "(Q-Qo)/mA.h": ("net_capacity", 1e-3),
    "(Q-Qo)/C": ("net_capacity", 1 / 3600),
    "Ns": ("step_id", 1.0),
    "half cycle": ("step_count", 1.0),
    "cycle number": ("cycle_count", 1.0),
    "Temperature/°C": ("temperature", 1.0),
    "freq/Hz": ("frequency", 1.0),
}


# --- Neware -------------------------------------------------------------------------------------


def read_neware(path: Path, kind: str, folder: Path) -> Raw:
    """A Neware file by fastnda, with the cycles as the instrument counted them."""
    import fastnda

    named = folder / f"file.{kind}"  # fastnda goes by the name
    if not named.exists():
        named.symlink_to(path.resolve())
    try:
        frame = fastnda.read(named, cycle_mode="raw")
    except MemoryError:
        raise
    except Exception as error:
        raise Unreadable(
            f"This Neware .{kind} file is cut off, damaged or of a version that fastnda "
            f"{fastnda.__version__} does not read ({_short(error)})."
        ) from error
    raw = Raw(f"Neware .{kind}", "fastnda", fastnda.__version__, {}, step_capacities=True)
    headers = []
    for name in frame.columns:
        column, size = _NEWARE.get(name, ("", 1.0))
        if not column and name.startswith("aux") and name.endswith("temperature_degC"):
            column = "" if "temperature" in raw.columns else "temperature"
        if column:
            values = frame[name].cast(float)
            raw.columns[column] = (values if size == 1 else values * size).to_numpy()
            headers.append(Header(name, column, unit_named(name.rpartition("_")[2])))
            frame = frame.drop(name)
    raw.headers = tuple(headers)
    _about_neware(raw, named, fastnda)
    return raw


def _about_neware(raw: Raw, path: Path, fastnda: Any) -> None:
    try:
        about = _flat(fastnda.read_metadata(path))
    except Exception:  # what a file says of itself is no reason to refuse its data
        return
    mass = about.get("active_mass_mg")
    if mass is not None and float(mass) == _DEFAULT_MASS_MG:
        raw.warnings.append(
            "Its active mass is the instrument's default of 1 mg: nothing is divided by it."
        )
    words = {"creator", "operate user", "svrip", "username", "user", "computer"}
    for key, value in about.items():
        if key.casefold() in words and str(value).strip() not in {"", "127.0.0.1"}:
            raw.names.append((key.casefold(), str(value).strip()))


def _flat(data: Any, into: dict[str, Any] | None = None) -> dict[str, Any]:
    found = {} if into is None else into
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, dict):
                _flat(value, found)
            else:
                found.setdefault(key, value)
    return found


# --- BioLogic -----------------------------------------------------------------------------------


def read_mpr(path: Path, folder: Path) -> Raw:
    """A BioLogic .mpr by galvani, which runs as a program of its own (it is under the GPL)."""
    from importlib.metadata import version

    out = folder / "mpr.npy"
    result = subprocess.run(
        [sys.executable, "-I", str(_MPR_TABLE), str(path), str(out)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    installed = version("galvani")
    try:
        said = json.loads(result.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        raise Unreadable("The program that reads .mpr files ended without a result.") from None
    if "unknown" in said:
        raise Unreadable(
            f"This .mpr holds a column that galvani {installed} does not know "
            f"({said['unknown']}): export it as .mpt text."
        )
    if "damaged" in said:
        raise Unreadable(
            f"This .mpr is cut off, damaged or of a version that galvani {installed} does not read "
            f"({_without_bytes(said['damaged'])})."
        )
    data = np.load(out, mmap_mode="r", allow_pickle=False)
    raw = Raw("BioLogic .mpr", "galvani", installed, {})
    headers = []
    for name in data.dtype.names or ():
        column, size = _BIOLOGIC.get(name, ("", 1.0))
        if column and column not in raw.columns:
            raw.columns[column] = data[name].astype("float64") * size
            headers.append(Header(name, column, unit_named(name.rpartition("/")[2])))
    raw.headers = tuple(headers)
    return raw


# --- Arbin --------------------------------------------------------------------------------------

_RES = {
    "Test_Time": "test_time",
    "Step_Time": "step_time",
    "DateTime": "clock",
    "Step_Index": "step_id",
    "Cycle_Index": "cycle_count",
    "Current": "current",
    "Voltage": "voltage",
    "Charge_Capacity": "charge_capacity",
    "Discharge_Capacity": "discharge_capacity",
    "Charge_Energy": "charge_energy",
    "Discharge_Energy": "discharge_energy",
}


def read_res(path: Path, answers: Answers, folder: Path) -> Raw:
    """An Arbin .res, a database of Access, by mdbtools."""
    from cyclers.reading import cells  # and with it what the other readers do without

    program = shutil.which("mdb-export")
    if program is None:
        raise Unreadable(
            "An Arbin .res is read by mdb-export, which is not installed: install mdbtools "
            "(Debian: apt install mdbtools)."
        )
    version = _words_of([program, "--version"])
    rows = _exported(program, path, "Channel_Normal_Table", folder)
    about = _exported(program, path, "Global_Table", folder)
    tests = np.unique(cells.numbers(rows["Test_ID"])).astype(int)
    chosen = _chosen(tests, answers)
    order = np.lexsort((cells.numbers(rows["Data_Point"]), cells.numbers(rows["Test_ID"])))
    order = order[cells.numbers(rows["Test_ID"])[order] == chosen]
    columns = {}
    for name, column in _RES.items():
        values = cells.numbers(rows[name])[order]
        columns[column] = cells.moments(values) if column == "clock" else values
    raw = Raw("Arbin .res", "mdbtools", version, columns)
    raw.headers = tuple(Header(name, column) for name, column in _RES.items())
    for name in ("Creator", "Schedule_File_Name", "Applications_Path"):
        if name in about.column_names:
            values = {str(one) for one in about[name].to_pylist() if one}
            raw.names += [(name.replace("_", " ").casefold(), one) for one in sorted(values)]
    return raw


def _chosen(tests: np.ndarray, answers: Answers) -> int:
    if not len(tests):
        raise Unreadable("This .res holds no data.")
    if len(tests) == 1:
        return int(tests[0])
    if answers.test.isdigit() and int(answers.test) in tests:
        return int(answers.test)
    numbers = [str(one) for one in tests]
    raise Asked(
        Question(
            "test",
            f"This .res holds {len(tests)} tests ({', '.join(numbers)}), each a cell of its own: "
            "say which.",
            tuple(numbers),
        )
    )


def _exported(program: str, path: Path, table: str, folder: Path) -> pa.Table:
    out = folder / f"{table}.csv"
    with out.open("wb") as file:
        result = subprocess.run(
            [program, "-e", str(path), table],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.PIPE,
            check=False,
        )
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    if result.returncode or not out.stat().st_size:
        raise Unreadable(f"This .res is damaged, or no file of Arbin: it has no table {table}.")
    try:
        return arrow_csv.read_csv(
            out, parse_options=arrow_csv.ParseOptions(newlines_in_values=True)
        )
    except pa.ArrowInvalid as error:
        raise Unreadable(f"The table {table} of this .res is damaged ({_short(error)}).") from error


def _words_of(command: list[str]) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return (result.stdout or result.stderr).strip().splitlines()[0].removeprefix("mdbtools v")


def _without_bytes(told: str) -> str:
    """What a reader says, without the bytes of the file that it shows."""
    return told.partition(": b'")[0].partition(': b"')[0]


def _short(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:160]
