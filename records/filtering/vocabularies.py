"""Vocabularies that a parameter's value must come from, and the nearest word to a wrong one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from records.models import Kind, MergedKey, parse_public_id, public_id
from records.search import fold
from records.typesetting import dashed
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.db import models


def nearest(word: str, spellings: Mapping[str, str]) -> str | None:
    """The key whose spelling comes nearest to ``word``; None only where there is no key.

    ``spellings`` maps whatever somebody may type (names, aliases, keys) to the valid key.
    """
    found = process.extractOne(word, spellings.keys(), scorer=fuzz.ratio, processor=fold)
    return spellings[found[0]] if found else None


def nearest_of(word: str, keys: Iterable[str]) -> str | None:
    """The key that comes nearest to ``word``."""
    return nearest(word, {key: key for key in keys})


def hint(word: str, spellings: Mapping[str, str]) -> str:
    """``; the nearest is 'al2o3'``, or nothing where the vocabulary is empty."""
    best = nearest(word, spellings)
    return f"; the nearest is {best!r}" if best is not None else ""


class Words(ABC):
    """The valid values of a parameter."""

    @abstractmethod
    def known(self, values: Sequence[str]) -> dict[str, str]:
        """Those of ``values`` that are valid, mapped to what the columns hold."""

    @abstractmethod
    def spellings(self) -> dict[str, str]:
        """Everything somebody may type for a valid value, mapped to that value."""

    def spoken(self) -> list[tuple[str, str]]:
        """Every name with what it may mean, several for one that means several."""
        return list(self.spellings().items())

    @abstractmethod
    def options(self) -> list[tuple[str, str]]:
        """Valid values with their labels, for a form."""

    def labels(self, values: Sequence[str]) -> dict[str, tuple[str, str]]:
        """How a page shows each of these values: in short, and in full."""
        return {value: (value, value) for value in values}

    def fixed(self) -> list[str] | None:
        """The valid values where they never change; None where a table holds them."""
        return None

    def hint(self, value: str) -> str:
        """What to say after "there is no …": the nearest valid value."""
        return hint(value, self.spellings())


_INITIALS = {word: word.upper() for word in ("smiles", "cas", "doi")}


class StoredWords(Words):
    """Words that stand in the rows: read when they are needed, not when the code is loaded."""

    def __init__(self, words: Iterable[str] | Callable[[], Iterable[str]]) -> None:
        self._words = words

    def now(self) -> list[str]:
        """The words as they are now."""
        return list(self._words() if callable(self._words) else self._words)

    def known(self, values: Sequence[str]) -> dict[str, str]:
        words = set(self.now())
        return {value: value for value in values if value in words}

    def spellings(self) -> dict[str, str]:
        return {word: word for word in self.now()}

    def options(self) -> list[tuple[str, str]]:
        return [(word, word) for word in self.now()]

    def labels(self, values: Sequence[str]) -> dict[str, tuple[str, str]]:
        """A property by its label, other words as they are."""
        known = {value: PROPERTIES[value].label for value in values if value in PROPERTIES}
        plain = {value: _INITIALS.get(value, value.replace("_", " ")) for value in values}
        return {value: 2 * (known.get(value, plain[value]),) for value in values}


class WrittenWords(StoredWords):
    """What the rows of a table say in a field of free words."""

    def __init__(self, model: type[models.Model], field: str) -> None:
        def now() -> Iterable[str]:
            said = model._default_manager.exclude(**{field: ""}).order_by(field)
            return said.values_list(field, flat=True).distinct()

        super().__init__(now)


class FixedWords(StoredWords):
    """Words that the code declares."""

    def fixed(self) -> list[str]:
        return self.now()


class Idents(Words):
    """Ids or keys of what a list holds, as the room finds them: each given one with what the
    column holds of it."""

    def __init__(self, find: Callable[[Sequence[str]], dict[str, Any]]) -> None:
        self.find = find

    def known(self, values: Sequence[str]) -> dict[str, Any]:
        return self.find(values)

    def spellings(self) -> dict[str, str]:
        return {}

    def options(self) -> list[tuple[str, str]]:
        return []


class TableWords(Words):
    """Keys of a table. ``names`` are its text columns, ``aliases`` its array columns, from which
    a near miss is recognised; ``label`` is the column a form shows, ``short`` those of which a
    facet shows the first that is not empty; ``dashes`` sets dashes between the parts of names."""

    def __init__(
        self,
        model: type[models.Model],
        *,
        names: Sequence[str] = ("name",),
        aliases: Sequence[str] = ("aliases",),
        label: str = "name",
        short: Sequence[str] = (),
        dashes: bool = False,
    ) -> None:
        self.model = model
        self.names = names
        self.aliases = aliases
        self.label = label
        self.short = short
        self.dashes = dashes

    def known(self, values: Sequence[str]) -> dict[str, str]:
        rows = self._rows().filter(key__in=values)
        found = {key: key for key in rows.values_list("key", flat=True)}
        if missing := set(values) - set(found):
            # a key that was merged asks for what it was merged into
            found |= MergedKey.objects.leading(self.model._meta.model_name or "", missing)
        return found

    def spoken(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        columns = [*self.names, *self.aliases]
        for key, *values in self._rows().values_list("key", *columns):
            spelled = [*values[: len(self.names)]]
            for several in values[len(self.names) :]:
                spelled += several
            found += [(text, key) for text in [key, *spelled] if text]
        return found

    def spellings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for text, key in self.spoken():
            found.setdefault(text, key)
        # a key always means itself, whatever another entry is nicknamed
        found |= {key: key for key in list(found.values())}
        return found

    def options(self) -> list[tuple[str, str]]:
        return list(self._rows().order_by("key").values_list("key", self.label))

    def labels(self, values: Sequence[str]) -> dict[str, tuple[str, str]]:
        columns = [*self.short, self.label]
        rows = self._rows().filter(key__in=values).values_list("key", *columns)
        found = {key: (next(filter(None, names), key), names[-1] or key) for key, *names in rows}
        if not self.dashes:
            return found
        return {key: (dashed(short), name) for key, (short, name) in found.items()}

    def _rows(self) -> models.QuerySet[Any]:
        return self.model._default_manager.order_by()


class PublicIds(Words):
    """Public ids of one kind; the columns hold the number."""

    def __init__(self, model: type[models.Model], kind: Kind) -> None:
        self.model = model
        self.kind = kind

    def known(self, values: Sequence[str]) -> dict[str, Any]:
        numbers = {value: parse_public_id(value, self.kind) for value in values}
        wanted = [number for number in numbers.values() if number is not None]
        rows = self.model._default_manager.filter(pk__in=wanted)
        present = set(rows.values_list("pk", flat=True))
        return {value: number for value, number in numbers.items() if number in present}

    def hint(self, value: str) -> str:
        """The id whose number is nearest: comparing spellings of ids says nothing."""
        digits = "".join(char for char in value if char in "0123456789")[-9:]
        rows = self.model._default_manager.order_by()
        below = rows.filter(pk__lte=int(digits or 0)).order_by("-pk").values_list("pk", flat=True)
        above = rows.filter(pk__gt=int(digits or 0)).order_by("pk").values_list("pk", flat=True)
        near = [*below[:1], *above[:1]]
        if not near:
            return ""
        best = min(near, key=lambda number: abs(number - int(digits or 0)))
        return f"; the nearest is {public_id(self.kind, best)!r}"

    def spellings(self) -> dict[str, str]:
        return {}

    def options(self) -> list[tuple[str, str]]:
        return []
