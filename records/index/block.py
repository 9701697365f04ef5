"""A block: what some records say, as arrays. Each word has the places of the records that have it,
each property the intervals of its values.

A place is the position of a record in ``ids``. A mask is a set of places, one bit for each: what
two masks share is counted by a bitwise and and a count of bits.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Mask = npt.NDArray[np.uint64]
    Places = npt.NDArray[np.int32]
    Counts = npt.NDArray[np.int64]

RARE = 32
"""The places of a word that less than one record in so many has take less room than its bits."""
_ALIGNED = 64


def mask_of(places: npt.NDArray[Any], size: int) -> Mask:
    """The mask of these places of a block with ``size`` records."""
    member = np.zeros(-(-size // 64) * 64, np.bool_)
    member[places] = True
    return np.packbits(member, bitorder="little").view(np.uint64)


def members(mask: Mask) -> npt.NDArray[np.bool_]:
    """For each place, whether it is in the mask."""
    return np.unpackbits(mask.view(np.uint8), bitorder="little").view(np.bool_)


def count_of(mask: Mask) -> int:
    return int(np.bitwise_count(mask).sum(dtype=np.int64))


@dataclass(frozen=True)
class Postings:
    """Numbered sets of places: of the ``frequent`` ones their bits, of the rare ones the places
    themselves, those of the i-th from ``starts[i]`` on."""

    frequent: npt.NDArray[np.int32]
    bits: npt.NDArray[np.uint64]
    starts: npt.NDArray[np.int64]
    places: Places

    @classmethod
    def of(cls, lengths: npt.NDArray[np.int64], places: Places, size: int) -> Postings:
        """Sets of these lengths, whose places follow each other."""
        many = lengths * RARE > size
        ends = np.cumsum(lengths)
        frequent = np.flatnonzero(many).astype(np.int32)
        bits = [mask_of(places[ends[i] - lengths[i] : ends[i]], size) for i in frequent]
        width = -(-size // 64)
        return cls(
            frequent,
            np.array(bits, np.uint64).reshape(len(bits), width),
            np.concatenate(([0], np.cumsum(lengths[~many]))),
            places[np.repeat(~many, lengths)],
        )

    def __len__(self) -> int:
        return len(self.frequent) + len(self.starts) - 1

    @cached_property
    def _rare(self) -> npt.NDArray[np.int64]:
        return np.delete(np.arange(len(self)), self.frequent)

    def union(self, first: int, last: int, size: int) -> Mask:
        """Places in any of the sets from ``first`` up to and without ``last``."""
        begin, end = (int(i) for i in np.searchsorted(self.frequent, (first, last)))
        found = mask_of(self.places[self.starts[first - begin] : self.starts[last - end]], size)
        for bits in self.bits[begin:end]:
            found |= bits
        return found

    def count(self, mask: Mask, member: npt.NDArray[np.bool_]) -> Counts:
        """How many places of the mask are in each set; ``member`` is the mask place by place."""
        counted = np.empty(len(self), np.int64)
        counted[self.frequent] = np.bitwise_count(self.bits & mask).sum(axis=1, dtype=np.uint32)
        passed = np.concatenate(([0], np.cumsum(member.take(self.places), dtype=np.int32)))
        counted[self._rare] = np.diff(passed[self.starts])
        return counted


@dataclass(frozen=True)
class Words(Sequence[bytes]):
    """Words in the order of their letters, the i-th up to ``ends[i]`` of ``text``."""

    text: npt.NDArray[np.uint8]
    ends: npt.NDArray[np.int64]
    held: Postings

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, i: Any) -> Any:
        begin = self.ends[i - 1] if i else 0
        return self.text[begin : self.ends[i]].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        text, begin = self.text.tobytes(), 0
        for end in self.ends.tolist():
            yield text[begin:end]
            begin = end

    def having(self, word: str, size: int, *, begins: bool = False) -> Mask:
        """Places with this word, or with any that begins so."""
        raw = word.encode()
        first = bisect_left(self, raw)
        last = bisect_left(self, raw + b"\xff", first) if begins else first
        if not begins and first < len(self) and self[first] == raw:
            last += 1
        return self.held.union(first, last, size)


@dataclass(frozen=True)
class Values:
    """The intervals of one property: one for each value, ±inf for an open side."""

    places: Places
    lows: npt.NDArray[np.float64]
    highs: npt.NDArray[np.float64]
    _bins: dict[tuple[float, ...], Postings] = field(default_factory=dict)

    def extent(self, member: npt.NDArray[np.bool_]) -> tuple[float, float] | None:
        """The lowest and the highest finite end of the values of these places."""
        ends = np.concatenate((self.lows, self.highs))[np.tile(member[self.places], 2)]
        ends = ends[np.isfinite(ends)]
        return (float(ends.min()), float(ends.max())) if len(ends) else None

    def bins(self, edges: tuple[float, ...], size: int) -> Postings:
        """Places with a value, then places by bin: each once in every bin that one of its values
        meets."""
        if edges not in self._bins:
            number = len(edges) - 1
            first = np.clip(np.searchsorted(edges, self.lows, "right"), 1, number)
            last = np.clip(np.searchsorted(edges, self.highs, "right"), 1, number)
            sets = [np.unique(self.places)] + [
                np.unique(self.places[(first <= i) & (i <= last)]) for i in range(1, number + 1)
            ]
            lengths = np.array([len(one) for one in sets], np.int64)
            found = Postings.of(lengths, np.concatenate(sets), size)
            object.__setattr__(self, "_bins", {edges: found})  # edges of before are not asked again
            return found
        return self._bins[edges]


@dataclass(frozen=True)
class Block:
    """Some records: their ids, rising, the words they have by parameter, their values by key."""

    ids: Places
    words: dict[str, Words]
    values: dict[str, Values]
    codes: dict[str, Counts] = field(default_factory=dict)
    """The numbers that a process gives to the words of a parameter."""

    @property
    def size(self) -> int:
        return len(self.ids)

    @cached_property
    def everything(self) -> Mask:
        return mask_of(np.arange(self.size), self.size)

    def mask(self, ids: npt.NDArray[Any]) -> Mask:
        """Those of these records that are here."""
        return mask_of(np.isin(self.ids, ids).nonzero()[0], self.size)

    # --- as bytes -------------------------------------------------------------------------
    def pack(self) -> bytes:
        arrays: dict[str, npt.NDArray[Any]] = {"ids": self.ids}
        parts: list[npt.NDArray[Any]]
        for name, words in self.words.items():
            held = words.held
            parts = [words.text, words.ends, held.frequent, held.bits, held.starts, held.places]
            arrays |= {f"words {i} {name}": part for i, part in enumerate(parts)}
        for key, values in self.values.items():
            parts = [values.places, values.lows, values.highs]
            arrays |= {f"values {i} {key}": part for i, part in enumerate(parts)}
        head, body, at = [], [], 0
        for name, array in arrays.items():
            raw = array.tobytes()
            head.append([name, array.dtype.str, array.shape, at])
            body.append(raw + bytes(-len(raw) % _ALIGNED))
            at += len(body[-1])
        said = orjson.dumps(head)
        said += b" " * (-(len(said) + 8) % _ALIGNED)
        return b"".join([len(said).to_bytes(8, "little"), said, *body])

    @classmethod
    def unpack(cls, raw: Any) -> Block:
        """From the bytes, which may be a file mapped into memory; nothing is copied."""
        length = int.from_bytes(bytes(raw[:8]), "little")
        arrays = {}
        for name, kind, shape, at in orjson.loads(bytes(raw[8 : 8 + length])):
            number = int(np.prod(shape))
            found = (
                np.frombuffer(raw, kind, number, 8 + length + at) if number else np.empty(0, kind)
            )
            arrays[name] = found.reshape(shape)
        words, values = {}, {}
        for name in arrays:
            part, _, key = name.partition(" 0 ")
            if part == "words":
                text, ends, *held = (arrays[f"words {i} {key}"] for i in range(6))
                words[key] = Words(text, ends, Postings(*held))
            elif part == "values":
                places, lows, highs = (arrays[f"values {i} {key}"] for i in range(3))
                values[key] = Values(places, lows, highs)
        return cls(arrays["ids"], words, values)
