"""What the database refuses, in words. The check knows of it before; this is the net below it."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import DataError, IntegrityError, transaction

from records.document.invalid import DocumentInvalid, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)


@contextmanager
def refusals_as_problems() -> Iterator[None]:
    """Raises :class:`DocumentInvalid` where the database refuses what is written inside, of which
    nothing is kept then."""
    try:
        with transaction.atomic():
            yield
    except (DataError, IntegrityError) as error:
        log.exception("the database refused a document that had passed the check")
        raise DocumentInvalid([Problem("", f"cannot be kept: {_in_words(error)}")]) from error


def _in_words(error: Exception) -> str:
    said: Any = getattr(error.__cause__, "diag", None)
    names = [said.table_name, said.column_name or said.constraint_name] if said else []
    where = " ".join(str(name).replace("_", " ") for name in names if name)
    why = str(said.message_primary if said else error).split("\n")[0]
    return f"{why} ({where})" if where else why
