"""Small files of our own, in the shapes that cyclers write; and the real ones, where they are."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from cyclers.reading.answers import Answers, answers_of
from cyclers.reading.child import read
from cyclers.reading.result import Reading
from cyclers.reading.trouble import Asked

REAL = Path(
    os.environ.get("ASC_CYCLER_FILES") or Path(__file__).parents[3] / "shared" / "data" / "cyclers"
)


def real(name: str) -> Path:
    """A real file of a cycler; the test is left out, and says so, where there is none."""
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} is not here: set ASC_CYCLER_FILES to the folder of cycler files")
    return path


def looked_at(path: Path, *, name: str = "", **answers: Any) -> Reading:
    """The file read in this process, without limits: what the child does, faster."""
    said = answers_of(answers) if answers else Answers()
    with tempfile.TemporaryDirectory() as folder:
        found = read(path, name or path.name, said, Path(folder))
        series = None
        if found.pop("series"):
            with pa.OSFile(str(Path(folder) / "series.arrow")) as source:
                series = pa.ipc.open_file(source).read_all()
    per_cycle = {
        name: values if name in {"kind", "flags"} else np.array(values)
        for name, values in found.pop("per_cycle").items()
    }
    return Reading(**found, per_cycle=per_cycle, series=series)


def asked(path: Path, **answers: Any) -> Asked:
    """What has to be asked of this file."""
    with pytest.raises(Asked) as caught:
        looked_at(path, **answers)
    return caught.value


def told(reading: Reading, words: str) -> bool:
    """Whether a warning says these words."""
    return any(words in one for one in reading.warnings)


def cell(cycles: int = 3, rows: int = 50, amps: float = 0.1, hours: float = 1.0) -> dict[str, Any]:
    """A cell charged and discharged at one current after a row at rest, ``rows`` rows each way, a
    rest after each charge; 1 % less comes out than went in. In s, V, A, Ah; counters by step."""
    names = ("time", "step_time", "voltage", "current", "cycle", "step", "charge", "discharge")
    table: dict[str, list[float]] = {name: [] for name in names}
    for name in names:
        table[name].append({"voltage": 3.0, "cycle": 1.0}.get(name, 0.0))
    now, step = 0.0, 0
    for cycle in range(1, cycles + 1):
        for amount, share in ((amps, 1.0), (0.0, 0.2), (-amps, 0.99)):
            step += 1
            for place in range(rows):
                part = (place + 1) / rows
                passed = part * share * hours
                rising = 3.0 + part if amount > 0 else 4.0 - part if amount < 0 else 3.99
                row = (
                    now + passed * 3600,
                    passed * 3600,
                    rising,
                    amount,
                    float(cycle),
                    float(step),
                    amps * passed if amount > 0 else 0.0,
                    amps * passed if amount < 0 else 0.0,
                )
                for name, value in zip(names, row, strict=True):
                    table[name].append(value)
            now += share * hours * 3600
    return {name: np.array(values) for name, values in table.items()}


def as_csv(path: Path, columns: dict[str, Any], delimiter: str = ",", head: str = "") -> Path:
    """These columns under these headers, as text."""
    lines = [delimiter.join(columns)]
    for row in zip(*columns.values(), strict=True):
        lines.append(delimiter.join(_cell(one) for one in row))
    path.write_text(head + "\n".join(lines) + "\n", "utf-8")
    return path


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"


def plain(path: Path, table: dict[str, Any] | None = None, **more: Any) -> Path:
    """The cell as a table with units in its headers."""
    table = table or cell()
    columns = {
        "Test Time (s)": table["time"],
        "Step Time (s)": table["step_time"],
        "Step Index": table["step"],
        "Cycle Index": table["cycle"],
        "Voltage (V)": table["voltage"],
        "Current (A)": table["current"],
        "Charge Capacity (Ah)": table["charge"],
        "Discharge Capacity (Ah)": table["discharge"],
    }
    columns |= more
    return as_csv(path, {name: one for name, one in columns.items() if one is not None})
