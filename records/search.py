"""Full text as chemists type it: one folding for what is stored and for what is asked."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q

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


def squash(text: str) -> str:
    """A name without what people leave out of it: ``Li-HMDS`` and ``LiHMDS`` are ``lihmds``."""
    return "".join(_WORD.findall(fold(text)))


_SENTENCE = re.compile(r".*?(?:[)\]]|\w{4,})\.(?=\s|$)", re.DOTALL)
_TELLING = re.compile(r"[^\W\d_]{3,}")


def known_for(note: str) -> str:
    """The words of the first sentence of a note, which says what a substance is known for
    (pyrophoric, found in the natural SEI); the other sentences tell how it was read, and would be
    found by whatever they name."""
    found = _SENTENCE.match(note)
    return " ".join(_TELLING.findall(found[0] if found else note))


def search_text(parts: Iterable[str]) -> str:
    """The text that is indexed: every folded word once, in the order first met."""
    return " ".join(dict.fromkeys(word for part in parts for word in _words(part)))


def search_condition(asked: str) -> Q:
    """Every asked word begins some word of ``search_text``; nothing where no word is asked."""
    tokens = [pieces for part in fold(asked).split() if (pieces := _WORD.findall(part))]
    if not tokens:
        return Q(pk__in=[])
    question = Q()
    for pieces in tokens:
        # what is typed is not always joined: `li-hmds` asks for `lihmds` or for both its parts
        apart = Q(*(Q(search_text__begins_word=piece) for piece in pieces))
        joined = Q(search_text__begins_word="".join(pieces))
        question &= apart if len(pieces) == 1 else joined | apart
    return question
