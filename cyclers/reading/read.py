"""Reading a file: in a process of its own, with limits, so that no file can hurt who asks."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from cyclers.reading.answers import Answers
from cyclers.reading.result import Reading
from cyclers.reading.trouble import Asked, Question, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONGEST_S = 300
MOST_MEMORY = 6_000_000_000
"""Bytes of address space of the process that reads; ten million rows take about half."""
LARGEST_FILE = 250_000_000
"""Bytes; ten million rows of a BioLogic .mpr are 230 MB."""
_LARGEST_WRITTEN = 4_000_000_000
_TELL_EACH_S = 0.5
_ROOT = Path(__file__).parents[2]


def read_file(
    path: Path,
    answers: Answers | None = None,
    *,
    name: str = "",
    longest: float = LONGEST_S,
    told: Callable[[float], None] | None = None,
) -> Reading:
    """What a cycler's file says. ``told`` is called now and then with the seconds since the start.

    Raises :class:`Unreadable` with one sentence, or :class:`Asked` where something has to be
    known that the file does not say.
    """
    return read_files([(path, name or path.name)], answers, longest=longest, told=told)


def read_files(
    files: Sequence[tuple[Path, str]],
    answers: Answers | None = None,
    *,
    longest: float = LONGEST_S,
    told: Callable[[float], None] | None = None,
) -> Reading:
    """What the files of one test in parts say, each with its name; as :func:`read_file`."""
    for path, _ in files:
        if not path.is_file():
            raise Unreadable(f"There is no file {path}.")
        if not path.stat().st_size:
            raise Unreadable("The file is empty.")
    if sum(path.stat().st_size for path, _ in files) > LARGEST_FILE:
        which = "The file is" if len(files) == 1 else "Together the files are"
        raise Unreadable(f"{which} larger than {LARGEST_FILE // 1_000_000} MB.")
    folder = tempfile.TemporaryDirectory(prefix="cycler-")
    asked = {
        "files": [(str(path.resolve()), name) for path, name in files],
        "answers": (answers or Answers()).as_json(),
    }
    (Path(folder.name) / "asked.json").write_text(json.dumps(asked), "utf-8")
    try:
        said = _in_child(Path(folder.name), longest, told)
        return _reading(said, folder)
    except BaseException:
        folder.cleanup()
        raise


def _limits() -> None:
    """In the child, before it becomes Python anew."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, _LARGEST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _in_child(folder: Path, longest: float, told: Callable[[float], None] | None) -> dict[str, Any]:
    # nothing of ours goes with it: no secret, no address of a database
    environment = {
        "PATH": os.pathsep.join(os.get_exec_path()),
        "LANG": "C.UTF-8",
        "TMPDIR": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "2",
        "POLARS_MAX_THREADS": "2",
        "OPENBLAS_NUM_THREADS": "1",
        # columns come and go: their memory is kept for the next ones, not given back each time
        "MALLOC_MMAP_THRESHOLD_": "1000000000",
        "MALLOC_TRIM_THRESHOLD_": "1000000000",
    }
    began = time.monotonic()
    with (folder / "stderr").open("wb") as complaints:
        child = subprocess.Popen(
            [sys.executable, "-m", "cyclers.reading.child", str(folder)],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            start_new_session=True,
            preexec_fn=_limits,
        )
        try:
            while True:
                try:
                    child.wait(min(_TELL_EACH_S, max(longest, 0.01)))
                    break
                except subprocess.TimeoutExpired:
                    passed = time.monotonic() - began
                    if passed > longest:
                        raise Unreadable(
                            f"Reading it takes longer than {longest:g} s: it is too large, or made "
                            "to be."
                        ) from None
                    if told:
                        told(passed)
        finally:
            _end(child)
    said = folder / "said.json"
    if child.returncode == 0 and said.exists():
        found: dict[str, Any] = json.loads(said.read_text("utf-8"))
        return found
    raise Unreadable(_how_it_ended(folder))


def _end(child: subprocess.Popen[bytes]) -> None:
    """The child and whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _how_it_ended(folder: Path) -> str:
    complaints = (folder / "stderr").read_bytes()[-4000:].decode(errors="replace")
    if "MemoryError" in complaints or "memory allocation" in complaints:
        return "Reading it takes more memory than a file may have."
    return "The file is damaged: its reader ended without a result."


def _reading(said: dict[str, Any], folder: tempfile.TemporaryDirectory[str]) -> Reading:
    if "asked" in said:
        raise Asked(
            *(
                Question(one["key"], one["text"], tuple(one["choices"]), one["proposed"])
                for one in said["asked"]
            )
        )
    if "error" in said:
        raise Unreadable(said["error"])
    series = None
    if said.pop("series"):
        source = pa.memory_map(str(Path(folder.name) / "series.arrow"))
        series = pa.ipc.open_file(source).read_all()
    per_cycle = {
        name: values if name in {"kind", "flags"} else np.array(values)
        for name, values in said.pop("per_cycle").items()
    }
    for name in ("columns", "names", "headers"):
        said[name] = [tuple(one) for one in said[name]]
    found = Reading(**said, per_cycle=per_cycle, series=series)
    # the file of the series lives as long as the reading
    weakref.finalize(found, folder.cleanup)
    return found
