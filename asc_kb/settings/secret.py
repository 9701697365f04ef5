"""A secret made once per data folder, so that none has to be shipped."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def kept_secret(data_dir: Path, name: str = "secret-key") -> str:
    """The secret kept in ``data_dir``; made with mode 0600 on first use.

    A folder that cannot be written gives a secret for this process alone: commands that never
    sign anything (type checks, ``--help``) still work there.
    """
    path = data_dir / name
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        pass
    secret = secrets.token_urlsafe(48)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        draft = data_dir / f".{name}-{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret)
        try:
            os.link(draft, path)  # atomic, and fails when another process was first
        except FileExistsError:
            return path.read_text(encoding="ascii")
        finally:
            draft.unlink()
    except OSError:
        return secret
    return secret
