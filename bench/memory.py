"""The memory of a server's processes, as Linux tells it."""

from __future__ import annotations

from pathlib import Path

_PROC = Path("/proc")


def workers(master: int) -> list[int]:
    """The processes that a server's master has started; none where the system does not say."""
    return [int(stat.parent.name) for stat in _PROC.glob("[0-9]*/stat") if _parent(stat) == master]


def _parent(stat: Path) -> int | None:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has ended meanwhile
        return None


class Watch:
    """How much a server's processes grow from now on: the most that any of them does."""

    def __init__(self, master: int) -> None:
        self.before: dict[int, float] = {}
        for pid in workers(master):
            try:
                (_PROC / str(pid) / "clear_refs").write_text("5")  # the peak begins anew
            except OSError:
                continue
            self.before[pid] = _megabytes(pid, "VmRSS")

    def grown(self) -> float | None:
        """In MB; None where the system does not say."""
        grown = [_megabytes(pid, "VmHWM") - before for pid, before in self.before.items()]
        return max(grown, default=None)


def peak(pid: int) -> float | None:
    """The most that a process has held so far, in MB; None where the system does not say."""
    try:
        return _megabytes(pid, "VmHWM")
    except (OSError, StopIteration):  # no such system, or it has just ended
        return None


def _megabytes(pid: int, name: str) -> float:
    lines = (_PROC / str(pid) / "status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))
