"""How the filters of one list are spoken of, as its room declares it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Filters = tuple[tuple[str, str], ...]
"""Parameters with their values."""


@dataclass(frozen=True)
class Spoken:
    """What phrases may say of one list.

    ``terms`` are the parameters whose words are named, of which the first wins where a name is two
    things; ``phrases`` are other words with the filters that they mean, ``measures`` the properties
    that an amount is of where none is named, in the order tried. ``after`` gives the parameter that
    is spoken of behind a word ("on": what is coated). ``named`` are words for the list itself.
    """

    terms: tuple[str, ...]
    phrases: Mapping[str, Filters] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    after: Mapping[str, str] = field(default_factory=dict)
    named: tuple[str, ...] = ()
