"""Which system account PostgreSQL runs as, and how a child process becomes it.

PostgreSQL refuses to run as root. A root user's server therefore runs as an existing account
without privileges; where that account may not pass through the parents of the data folder or of
the installed binaries (``/root``, ``mktemp -d``), the child keeps the one Linux capability that
lets it pass, instead of anything outside the data folder being opened up.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import stat
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from asc_kb.embedded.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_CANDIDATES = ("postgres", "nobody", "daemon")

# linux/prctl.h and linux/capability.h
_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapData(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


@dataclass(frozen=True)
class Account:
    """A user and group id that is not root's."""

    uid: int
    gid: int

    def own(self, folder: Path) -> None:
        """Give ``folder`` (which lies in the data folder) to this account alone."""
        os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def may_use(self, path: Path) -> bool:
        """Whether the account can pass through every parent of ``path`` and execute ``path``."""
        return all(self._may_execute(place.stat()) for place in (path, *path.parents))

    def _may_execute(self, status: os.stat_result) -> bool:
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def choose(cluster: Path) -> Account | None:
    """The account for the database files in ``cluster``; None means the present user.

    Files that exist keep their owner, so a checkout used by root and later by others (or after
    a system PostgreSQL was installed) goes on working or says whose it is.
    """
    owner = cluster.stat().st_uid if cluster.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner != os.geteuid():
            raise Trouble(
                f"{cluster} belongs to another user ({_name(owner)}); run as that user or set "
                "ASC_DATA_DIR to a folder of your own."
            )
        return None
    if owner:
        try:
            return Account(owner, pwd.getpwuid(owner).pw_gid)
        except KeyError:
            return Account(owner, owner)
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid:
            return Account(entry.pw_uid, entry.pw_gid)
    raise Trouble(
        "PostgreSQL cannot run as root and this machine has no account named postgres, nobody or "
        "daemon; run as another user or set DATABASE_URL."
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def become(
    account: Account | None, *, uses: Iterable[Path], dies_with_parent: int | None = None
) -> Callable[[], None]:
    """A ``preexec_fn`` that turns a child into ``account``.

    ``uses`` are the paths it must reach. ``dies_with_parent`` is the signal the kernel sends it
    when this process ends in whatever way (Linux; ignored elsewhere).
    """
    linux = sys.platform == "linux"
    libc = ctypes.CDLL(None, use_errno=True) if linux else None
    pass_through = linux and account is not None and not all(account.may_use(path) for path in uses)
    header = _CapHeader(_CAPABILITY_VERSION_3, 0)
    mask = 1 << _CAP_DAC_OVERRIDE
    data = (_CapData * 2)(_CapData(mask, mask, mask), _CapData(0, 0, 0))

    def drop() -> None:
        if account is not None:
            if libc and pass_through:
                libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
            if libc and pass_through:
                if libc.capset(ctypes.byref(header), ctypes.byref(data)):
                    raise OSError(ctypes.get_errno(), "capset")
                raised = libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)
                if raised:
                    raise OSError(ctypes.get_errno(), "prctl")
        # After the change of user, which clears it.
        if libc and dies_with_parent is not None:
            libc.prctl(_PR_SET_PDEATHSIG, dies_with_parent, 0, 0, 0)

    return drop
