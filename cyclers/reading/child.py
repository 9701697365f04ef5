"""The process that reads: ``python -m cyclers.reading.child FOLDER``. The folder holds
``asked.json`` (files with their names, answers); it gets ``said.json`` and ``series.arrow``."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
import warnings as python_warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from cyclers.reading import formats
from cyclers.reading.agreement import against_instrument, disagreements, not_a_cell
from cyclers.reading.answers import Answers, answers_of
from cyclers.reading.counting import cycles_of, halves_of
from cyclers.reading.joining import Part, joined, key_of
from cyclers.reading.names import names_in_file
from cyclers.reading.percycle import efficiency_by, per_cycle_of, table_of_cycles
from cyclers.reading.series import series_of
from cyclers.reading.trouble import Asked, Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cyclers.reading.counting import Counted
    from cyclers.reading.raw import Raw
    from cyclers.reading.series import Series

_UNITS = {
    "test_time_second": "s",
    "voltage_volt": "V",
    "current_ampere": "A",
    "net_capacity_ah": "Ah",
    "step_count": "",
    "step_id": "",
    "cycle_count": "",
    "cycle": "",
    "temperature_celsius": "°C",
    "unix_time_second": "s",
}
_BLOCK = 100_000


def read_raw(path: Path, kind: str, answers: Answers, folder: Path) -> Raw:
    """The file's columns by the reader of its kind; readers are imported when they are needed."""
    if kind in {formats.NDA, formats.NDAX, formats.MPR, formats.RES}:
        from cyclers.reading import binaries

        if kind == formats.MPR:
            return binaries.read_mpr(path, folder)
        if kind == formats.RES:
            return binaries.read_res(path, answers, folder)
        return binaries.read_neware(path, kind, folder)
    if kind == formats.WORKBOOK:
        from cyclers.reading.workbooks import read_workbook

        return read_workbook(path, answers)
    if kind == formats.PARQUET:
        from cyclers.reading.parquet import read_parquet

        return read_parquet(path, answers)
    from cyclers.reading.text import read_text

    return read_text(path, answers, folder)


def read(path: Path, name: str, answers: Answers, folder: Path) -> dict[str, Any]:
    """What the file is read as, without the series, which goes to ``series.arrow``."""
    return read_parts([(path, name)], answers, folder)


def read_parts(files: Sequence[tuple[Path, str]], answers: Answers, folder: Path) -> dict[str, Any]:
    """The same of the files of one test in parts, read as one."""
    raws, checksums = [], []
    for number, (path, name) in enumerate(files):
        own = folder if len(files) == 1 else folder / str(number)
        own.mkdir(exist_ok=True)
        raws.append(_raw_of(path, name, answers, own))
        with path.open("rb") as file:
            checksums.append(hashlib.file_digest(file, "sha256").hexdigest())
    sha256 = key_of(checksums)
    raw = raws[0]
    if any("cycle_count" in one.columns and not one.has("voltage") for one in raws):
        if len(raws) > 1:
            raise Unreadable("Tables with a row for each cycle are not joined: only series are.")
        return _of_cycles(raw, answers, sha256)
    series = joined(
        [
            Part(one, series_of(one, answers), name)
            for one, (_, name) in zip(raws, files, strict=True)
        ]
    )
    for one in raws[1:]:
        raw.warnings += one.warnings
        raw.names += [pair for pair in one.names if pair not in raw.names]
    return _of_series(raw, series, answers, sha256, folder)


def _raw_of(path: Path, name: str, answers: Answers, folder: Path) -> Raw:
    kind = formats.kind_of(path)
    raw = read_raw(path, kind, answers, folder)
    if other := formats.mislabelled(name, kind):
        raw.warnings.insert(0, other)
    raw.names = list(dict.fromkeys([*raw.names, *names_in_file(path, kind)]))
    return raw


def _of_cycles(raw: Raw, answers: Answers, sha256: str) -> dict[str, Any]:
    raw.need("charge_capacity", "discharge_capacity")
    return _said(
        raw,
        sha256,
        raw.rows,
        [(h.name, h.unit.name if h.unit else "") for h in raw.headers],
        table_of_cycles(raw.columns, answers),
        "charge ÷ discharge" if answers.cell == "anode half" else "discharge ÷ charge",
        "",
        series=False,
    )


def _of_series(
    raw: Raw, series: Series, answers: Answers, sha256: str, folder: Path
) -> dict[str, Any]:
    impedance = "frequency" in raw.columns
    halves = halves_of(series)
    if impedance:
        raw.warnings.append("These are impedance spectra, no cycling: no cycles are counted.")
        halves = type(halves)(*(getattr(halves, n)[:0] for n in halves.__dataclass_fields__))
    counted = cycles_of(series, halves, answers)
    per_cycle = per_cycle_of(series, halves, counted, answers.cell)
    raw.warnings += series.warnings
    raw.warnings += disagreements(raw, series, per_cycle)
    raw.warnings += against_instrument(raw, series, per_cycle)
    raw.warnings += not_a_cell(series, halves, answers)
    if not len(halves) and not impedance:
        raw.warnings.append("No current flows in this file: there are no cycles.")
    return _said(
        raw,
        sha256,
        series.rows,
        _write(series, per_cycle, folder / "series.arrow"),
        per_cycle,
        efficiency_by(counted.starts, answers.cell),
        _word(counted, len(halves)),
        series=True,
    )


def _said(
    raw: Raw,
    sha256: str,
    rows: int,
    columns: list[tuple[str, str]],
    per_cycle: dict[str, Any],
    by: str,
    starts: str,
    *,
    series: bool,
) -> dict[str, Any]:
    return {
        "format": raw.format,
        "reader": raw.reader,
        "reader_version": raw.reader_version,
        "sha256": sha256,
        "rows": rows,
        "columns": columns,
        "cycles": int((np.asarray(per_cycle["cycle"]) > 0).sum()),
        "per_cycle": {name: _listed(values) for name, values in per_cycle.items()},
        "warnings": raw.warnings,
        "efficiency_by": by,
        "starts": starts,
        "names": raw.names,
        "headers": [(h.text, h.name, h.unit.name if h.unit else "") for h in raw.headers],
        "series": series,
    }


def _word(counted: Counted, halves: int) -> str:
    return ("charge" if counted.starts > 0 else "discharge") if halves else ""


def _listed(values: Any) -> Any:
    return values.tolist() if isinstance(values, np.ndarray) else values


def _write(series: Series, per_cycle: dict[str, Any], path: Path) -> list[tuple[str, str]]:
    """The series as a file of Arrow, a block at a time; its columns and their units."""
    cycle = np.zeros(series.rows, "int32")
    if len(per_cycle["cycle"]):
        first = np.asarray(per_cycle["first_row"])
        lengths = np.diff(np.append(first, series.rows))
        cycle = np.concatenate(
            [np.full(first[0], per_cycle["cycle"][0]), np.repeat(per_cycle["cycle"], lengths)]
        ).astype("int32")
    arrays: dict[str, np.ndarray] = {
        "test_time_second": series.time,
        "voltage_volt": series.voltage.astype("float32"),
        "current_ampere": series.current.astype("float32"),
        "net_capacity_ah": np.cumsum(series.charge),
        "cycle": cycle,
    }
    for name in ("step_count", "step_id", "cycle_count"):
        if name in series.columns:
            arrays[name] = np.nan_to_num(series.columns[name]).astype("int32")
    for name, column in (("temperature", "temperature_celsius"), ("unix_time", "unix_time_second")):
        if name in series.columns:
            kind = "float32" if name == "temperature" else "float64"
            arrays[column] = series.columns[name].astype(kind)
    schema = pa.schema([(name, pa.from_numpy_dtype(one.dtype)) for name, one in arrays.items()])
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for begin in range(0, series.rows, _BLOCK):
            part = [_array(one[begin : begin + _BLOCK]) for one in arrays.values()]
            writer.write_batch(pa.record_batch(part, schema=schema))
    return [(name, _UNITS[name]) for name in arrays]


def _array(values: np.ndarray) -> pa.Array:
    """Over the same memory; ``pa.array`` would import pandas first, which takes a second."""
    buffer = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, buffer])


def main(folder: Path) -> int:
    python_warnings.simplefilter("ignore")  # of readers: what matters is said in the result
    asked = json.loads((folder / "asked.json").read_text("utf-8"))
    try:
        with contextlib.redirect_stdout(sys.stderr):
            files = [(Path(path), name) for path, name in asked["files"]]
            said = read_parts(files, answers_of(asked["answers"]), folder)
    except Asked as error:
        said = {"asked": [one.as_json() for one in error.questions], "error": str(error)}
    except Unreadable as error:
        said = {"error": str(error)}
    except (MemoryError, pa.ArrowMemoryError):
        said = {"error": "Reading it takes more memory than a file may have."}
    (folder / "said.json").write_text(json.dumps(said), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
