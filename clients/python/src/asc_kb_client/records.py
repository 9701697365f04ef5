"""Records: what REST gives, with the values in it read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from asc_kb_client.points import Points
from asc_kb_client.values import Json, Missing, Value, read


@dataclass(frozen=True)
class Measurement:
    """One measured value of a coating."""

    id: str
    property: str
    value: Value | Missing


class Record(Mapping[str, Any]):
    """One record: the members of its JSON by name, as in ``record["material"]["key"]``.

    A record of a list holds what the list gives; what only the whole record has (``derived``,
    ``measurements``, the steps of its process) is fetched when it is asked for.
    """

    def __init__(
        self,
        data: Json,
        fetch: Callable[[str], Json] | None = None,
        points: Callable[[str], Points] | None = None,
    ) -> None:
        self._data = data
        self._fetch = fetch
        self._points = points

    @property
    def id(self) -> str:
        """Public id, or the key of a record of the vocabulary."""
        return str(self._data.get("id", self._data.get("key")))

    @cached_property
    def whole(self) -> Record:
        """The record with all that there is about it."""
        return Record(self._fetch(self.id)) if self._fetch else self

    @property
    def points(self) -> Points:
        """What was recorded of a cycling test. Raises AttributeError for any other record."""
        if self._points is None:
            raise AttributeError("only a cycling test has points")
        return self._points(self.id)

    @cached_property
    def derived(self) -> dict[str, Value | Missing]:
        """Computed values by property, each with its recipe, or why there is none."""
        return {key: read(value) for key, value in self.whole["derived"].items()}

    @cached_property
    def measurements(self) -> list[Measurement]:
        """What was measured, in the order of the paper's document."""
        return [
            Measurement(one["id"], one["property"], read(one)) for one in self.whole["measurements"]
        ]

    def value(self, name: str) -> Value | Missing:
        """A value of the record by its name: one that its list gives (``thickness``), else what was
        measured, else what was computed. Raises KeyError for a name that it cannot have."""
        given = self._data.get(name)
        if isinstance(given, Mapping) and "qualifier" in given:
            return read(given)
        whole = self.whole
        measured = (
            [one.value for one in self.measurements if one.property == name]
            if ("measurements" in whole)
            else []
        )
        known = [one for one in measured if one]
        derived = self.derived.get(name) if "derived" in whole else None
        for found in (*known, derived, *measured):
            if found is not None:
                return found
        if name in self._data:
            return Missing("not reported")
        raise KeyError(name)

    def __getitem__(self, name: str) -> Any:
        return self._data[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __repr__(self) -> str:
        return f"<Record {self.id}>"
