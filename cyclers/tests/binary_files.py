"""Binary files of our own making, laid out as Neware's and BioLogic's programs lay them out."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np

_NDA_BEGIN = 2048
_NDA_RANGE = 100
_MA = 1e-2  # what one unit of current is in a file of that range
_MPR_HEAD = b"BIO-LOGIC MODULAR FILE\x1a".ljust(48) + b"\x00\x00\x00\x00"
_NDA_ROW = np.dtype(
    [
        ("identifier", "<u1"), ("aux", "V1"), ("index", "<u4"), ("cycle", "<u4"),
        ("step", "<u1"), ("type", "<u1"), ("time", "<u4"), ("voltage", "<i4"),
        ("current", "<i4"), ("pad", "V8"), ("capacity", "<i8"), ("energy", "<i8"),
        ("unix", "<u8"), ("check", "V4"),
    ]
)  # fmt: skip
_MPR_COLUMNS = {
    1: ("flags", "u1"),
    131: ("Ns", "<u2"),
    4: ("time", "<f8"),
    7: ("dq", "<f8"),
    6: ("Ewe", "<f4"),
}


def nda(path: Path, table: dict[str, Any]) -> Path:
    """A Neware .nda of version 9 from columns as :func:`cyclers.tests.files.cell` gives them;
    times in whole seconds."""
    current = np.asarray(table["current"])
    rows = np.zeros(len(current), _NDA_ROW)
    rows["identifier"] = 85
    rows["index"] = np.arange(1, len(rows) + 1)
    rows["cycle"] = np.asarray(table["cycle"]) - 1
    rows["step"] = np.mod(table["step"], 200) + 1
    rows["type"] = np.select([current > 0, current < 0], [1, 2], 4)
    rows["time"] = np.round(table["step_time"])
    rows["voltage"] = np.round(np.asarray(table["voltage"]) * 10_000)
    rows["current"] = np.round(current * 1000 / _MA)
    passed = np.asarray(table["charge"]) + np.asarray(table["discharge"])
    rows["capacity"] = np.round(passed * 1000 * 3600 / _MA)
    rows["energy"] = np.round(passed * np.asarray(table["voltage"]) * 1000 * 3600 / _MA)
    head = bytearray(_NDA_BEGIN)
    head[:6] = b"NEWARE"
    head[14] = 9
    struct.pack_into("<I", head, 16, 512)
    struct.pack_into("<i", head, 512 + 26, _NDA_RANGE)
    struct.pack_into("<II", head, 64, _NDA_BEGIN, rows.nbytes)
    with path.open("wb") as file:
        file.write(head)
        file.write(rows.tobytes())
    return path


def mpr(path: Path, table: dict[str, Any]) -> Path:
    """A BioLogic .mpr of galvanostatic cycling from the same columns."""
    current, time = np.asarray(table["current"]), np.asarray(table["time"])
    rows = np.zeros(len(current), np.dtype(list(_MPR_COLUMNS.values())))
    rows["flags"] = 1
    rows["Ns"] = np.asarray(table["step"]).astype("u2")
    rows["time"] = time
    rows["Ewe"] = table["voltage"]
    rows["dq"] = current * np.diff(time, prepend=0.0) / 3.6
    head = struct.pack("<IB", len(rows), len(_MPR_COLUMNS))
    head += np.array(list(_MPR_COLUMNS), "<u2").tobytes()
    with path.open("wb") as file:
        file.write(_MPR_HEAD)
        for name, version, data in (
            (b"VMP Set   ", 0, b"\x00" * 16),
            (b"VMP data  ", 2, head.ljust(405, b"\x00") + rows.tobytes()),
        ):
            file.write(b"MODULE" + name + name.ljust(25))
            file.write(struct.pack("<II", len(data), version) + b"03/01/26")
            file.write(data)
    return path
