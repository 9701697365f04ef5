"""Which system account PostgreSQL runs as, and how a child process becomes it.

PostgreSQL refuses to run as root. A root user's server therefore runs as an existing account
without privileges; where that account may not pass through the parents of the data folder or of
the installed binaries (``/root``, ``mktemp -d``), the child keeps the one Linux capability that
lets it pass, instead of anything outside the data folder being opened up.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from asc_kb.embedded.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_CANDIDATES = ("postgres", "nobody", "daemon")


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


def run_as(
    account: Account | None, *, uses: Iterable[Path] = (), dies_with_parent: str = ""
) -> list[str]:
    """What stands before a command so that it runs as ``account`` (None: the present user).

    ``uses`` are the paths it must reach. ``dies_with_parent``: the signal (``TERM``) it gets when
    this process ends in whatever way. Without ``setpriv``, which is Linux's, nothing is changed.
    """
    options: list[str] = []
    if dies_with_parent:
        options += ["--pdeathsig", dies_with_parent]
    if account is not None:
        options += [f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
        if not all(account.may_use(path) for path in uses):
            options += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    program = shutil.which("setpriv")
    if account is not None and program is None:
        raise Trouble(
            "PostgreSQL cannot run as root, and the program setpriv (package util-linux) that "
            "would change the account is missing; run as another user or set DATABASE_URL."
        )
    if program is None or not options:
        return []
    return [program, *options, *(_under_this_process() if dies_with_parent else [])]


def _under_this_process() -> list[str]:
    """A parent that ended before the signal was asked for sends none: then nothing is started."""
    return ["sh", "-c", '[ "$PPID" = "$0" ] && exec "$@"', str(os.getpid())]
