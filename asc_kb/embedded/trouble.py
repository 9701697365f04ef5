"""Trouble that one sentence explains: shown to the user without a traceback."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Trouble(Exception):
    """Something the user can mend; its text says what is wrong and what to do."""


_SENTENCES = {
    errno.EACCES: "{where} cannot be written: permission denied. Set ASC_DATA_DIR to a folder "
    "of your own.",
    errno.EPERM: "{where} cannot be written: permission denied. Set ASC_DATA_DIR to a folder "
    "of your own.",
    errno.EROFS: "{where} is on a read-only disk. Set ASC_DATA_DIR to a folder that can be "
    "written.",
    errno.ENOSPC: "The disk that holds {where} is full. Free some space or set ASC_DATA_DIR "
    "elsewhere.",
    errno.EDQUOT: "The disk quota for {where} is used up. Free some space or set ASC_DATA_DIR "
    "elsewhere.",
    errno.ENOTDIR: "{where} is not a folder. Set ASC_DATA_DIR to a folder.",
}


def explain(error: OSError, where: Path) -> Trouble:
    """The sentence for an operating-system error met while working in ``where``."""
    if isinstance(error, FileExistsError):
        return Trouble(_SENTENCES[errno.ENOTDIR].format(where=where))
    sentence = _SENTENCES.get(error.errno or 0, "{where} cannot be used: {reason}.")
    return Trouble(sentence.format(where=where, reason=error.strerror or error))


@contextmanager
def explained(where: Path) -> Iterator[None]:
    """Turn operating-system errors inside the block into one sentence about ``where``."""
    try:
        yield
    except OSError as error:
        raise explain(error, where) from error
