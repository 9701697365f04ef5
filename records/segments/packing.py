"""A segment as bytes and as arrays."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from records.segments.tables import SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Places = npt.NDArray[np.int16]
    Numbers = npt.NDArray[np.float64]
    Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Words:
    """The words of one facet: ``codes`` are their numbers in the vocabulary of this process, and
    the places of the i-th begin at ``starts[i]``."""

    codes: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]
    places: Places

    def count(self, mask: Mask) -> npt.NDArray[np.int64]:
        """How many of the masked places have each word."""
        if not len(self.places):
            return np.zeros(0, np.int64)
        return np.add.reduceat(mask[self.places], self.starts, dtype=np.int64)


@dataclass(frozen=True)
class Values:
    """The intervals of one property: one for each value, in the order of their places."""

    places: Places
    lows: Numbers
    highs: Numbers

    def chosen(self, mask: Mask) -> Values:
        held = mask[self.places]
        if held.all():
            return self
        return Values(self.places[held], self.lows[held], self.highs[held])

    def extent(self) -> tuple[float | None, float | None]:
        ends = np.concatenate((self.lows, self.highs))
        ends = ends[np.isfinite(ends)]
        return (float(ends.min()), float(ends.max())) if len(ends) else (None, None)

    def count(self, edges: Sequence[float]) -> npt.NDArray[np.int64]:
        """Records with a value, then records by bin; a record counts once in each bin that one of
        its values meets."""
        number = len(edges) - 1
        if not len(self.places):
            return np.zeros(number + 1, np.int64)
        first = np.clip(np.searchsorted(edges, self.lows, "right"), 1, number) - 1
        last = np.clip(np.searchsorted(edges, self.highs, "right"), 1, number)
        same = self.places[1:] == self.places[:-1]
        several = np.concatenate(([False], same)) | np.concatenate((same, [False]))
        once = ~several
        begun = np.bincount(first[once], minlength=number + 1)
        ended = np.bincount(last[once], minlength=number + 1)
        bins = np.cumsum(begun - ended)[:number]
        records = int(once.sum())
        if several.any():
            owners = self.places[several]
            starts = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
            place = np.arange(number)
            met = (place >= first[several][:, None]) & (place < last[several][:, None])
            bins = bins + np.logical_or.reduceat(met, starts, axis=0).sum(axis=0)
            records += len(starts)
        return np.concatenate(([records], bins)).astype(np.int64)


class Vocabulary:
    """The words of one facet that this process has met, numbered."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._codes: dict[str, int] = {}
        self._ranks = np.empty(0, np.int64)

    def code(self, word: str) -> int | None:
        """The number of a word; None where it was not met."""
        return self._codes.get(word)

    def ranks(self) -> npt.NDArray[np.int64]:
        """The place of each word in the order of their letters."""
        number = len(self.words)
        if len(self._ranks) < number:
            order = sorted(range(number), key=self.words.__getitem__)
            ranks = np.empty(number, np.int64)
            ranks[order] = np.arange(number)
            self._ranks = ranks
        return self._ranks

    def codes(self, words: Sequence[str]) -> npt.NDArray[np.int32]:
        for word in words:
            if word not in self._codes:
                self._codes[word] = len(self.words)
                self.words.append(word)
        return np.fromiter((self._codes[word] for word in words), np.int32, len(words))


@dataclass(frozen=True)
class Packed:
    """The arrays of one segment."""

    present: Mask
    words: dict[str, Words]
    values: dict[str, Values]


def pack(
    present: bytes,
    words: dict[str, list[tuple[str, bytes]]],
    values: dict[str, tuple[bytes, bytes, bytes]],
) -> bytes:
    """``words`` by facet with their places, ``values`` by property as places, lows and highs; all
    in the byte order of PostgreSQL's binary functions."""
    arrays: dict[str, Any] = {"present": _places(present)}
    named: dict[str, list[str]] = {}
    for name, held in words.items():
        named[name] = [word for word, _ in held]
        parts = [_places(places) for _, places in held]
        lengths = [len(part) for part in parts]
        arrays[f"starts {name}"] = np.cumsum([0, *lengths[:-1]]).astype(np.int64)[: len(parts)]
        arrays[f"places {name}"] = np.concatenate(parts) if parts else _places(b"")
    for key, (places, lows, highs) in values.items():
        order = np.argsort(_places(places), kind="stable")
        arrays[f"values {key}"] = _places(places)[order]
        arrays[f"lows {key}"] = np.frombuffer(lows, ">f8").astype(np.float64)[order]
        arrays[f"highs {key}"] = np.frombuffer(highs, ">f8").astype(np.float64)[order]
    arrays["words"] = np.frombuffer(orjson.dumps(named), np.uint8)
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return out.getvalue()


def unpack(content: bytes, vocabularies: dict[str, Vocabulary]) -> Packed:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        named: dict[str, list[str]] = orjson.loads(arrays["words"].tobytes())
        present = np.zeros(SIZE, np.bool_)
        present[arrays["present"]] = True
        words = {
            name: Words(
                vocabularies.setdefault(name, Vocabulary()).codes(held),
                arrays[f"starts {name}"],
                arrays[f"places {name}"],
            )
            for name, held in named.items()
        }
        keys = [name.removeprefix("values ") for name in arrays.files if name[:7] == "values "]
        values = {
            key: Values(arrays[f"values {key}"], arrays[f"lows {key}"], arrays[f"highs {key}"])
            for key in keys
        }
    return Packed(present, words, values)


def _places(raw: bytes) -> Places:
    return np.frombuffer(raw, ">i2").astype(np.int16)
