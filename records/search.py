"""Full text as chemists type it: one folding for what is stored and for what is asked."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPELLED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "α": "alpha"})
_WORD = re.compile(r"[a-z0-9]+")
_COMPOUND = re.compile(r"[a-z0-9]+(?:[-–()./·][a-z0-9()]+)+")


def fold(text: str) -> str:
    """Lower-case ASCII: ``LiOᵗBu`` → ``liotbu``, ``Sønsteby`` → ``sonsteby``."""
    lowered = unicodedata.normalize("NFKD", text).lower().translate(_SPELLED)
    return "".join(char for char in lowered if not unicodedata.combining(char))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """:func:`words`, remembered: thousands of records name the same materials and methods."""
    folded = fold(text)
    joined = ["".join(_WORD.findall(part)) for part in _COMPOUND.findall(folded)]
    return (*_WORD.findall(folded), *joined)


def words(text: str) -> list[str]:
    """Folded words in order; a compound such as ``Li-HMDS`` gives its parts and ``lihmds``."""
    return list(_words(text))


def search_text(parts: Iterable[str]) -> str:
    """The text that is indexed: every folded word once, in the order first met."""
    return " ".join(dict.fromkeys(word for part in parts for word in _words(part)))


def search_query(asked: str) -> SearchQuery | None:
    """Every asked word must begin some indexed word; None where nothing is asked."""
    tokens = [_token(part) for part in fold(asked).split()]
    wanted = [token for token in tokens if token]
    if not wanted:
        return None
    return SearchQuery(" & ".join(wanted), config="simple", search_type="raw")


def _token(part: str) -> str:
    """``li-hmds`` asks for ``lihmds`` or for both its parts: what is typed is not always joined."""
    pieces = _WORD.findall(part)
    if not pieces:
        return ""
    apart = " & ".join(f"{piece}:*" for piece in pieces)
    if len(pieces) == 1:
        return apart
    return f"({''.join(pieces)}:* | ({apart}))"
