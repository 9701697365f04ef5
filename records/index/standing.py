"""What the index of a list holds at this moment, as a process keeps it."""

from __future__ import annotations

import mmap
import os
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from django.conf import settings
from django.db import connection

from records.data_version import data_version, one_snapshot
from records.index.block import Block, members
from records.index.reading import read_block
from records.index.tables import SIZE, IndexBlock, IndexChange, layout, list_of
from records.prepared import in_one_journey

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    import numpy.typing as npt

    from records.filtering.filterset import StrictFilterSet
    from records.index.block import Counts, Mask, Postings

Extent = tuple[float | None, float | None]
_BLOCKS = (
    f"SELECT number, token, layout FROM {IndexBlock._meta.db_table} WHERE list = %s ORDER BY number"
)
_CHANGES = (  # ids of changes are given again where a backup takes the place of the database
    "SELECT id, record, current_setting('transaction_isolation'), "
    "(SELECT oid FROM pg_database WHERE datname = current_database()) "
    f"FROM {IndexChange._meta.db_table} WHERE list = %s ORDER BY id"
)


class Vocabulary:
    """The words of one facet that this process has met, numbered."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._codes: dict[bytes, int] = {}
        self._ranks = np.empty(0, np.int64)
        self._lock = threading.Lock()

    def codes(self, words: Sequence[bytes]) -> npt.NDArray[np.int64]:
        """The numbers of these words; new ones get the next."""
        codes = self._codes
        with self._lock:
            for word in words:
                if word not in codes:
                    codes[word] = len(self.words)
                    self.words.append(word.decode())
        return np.fromiter(map(codes.__getitem__, words), np.int64, len(words))

    def ranks(self) -> npt.NDArray[np.int64]:
        """The place of each word in the order of their letters."""
        number = len(self.words)
        if len(self._ranks) < number:
            order = sorted(range(number), key=self.words.__getitem__)
            ranks = np.empty(number, np.int64)
            ranks[order] = np.arange(number)
            self._ranks = ranks
        return self._ranks


@dataclass
class Part:
    """A block with those of its records whose last word it has."""

    block: Block
    clean: Mask
    _extents: dict[str, tuple[float, float] | None] = field(default_factory=dict)
    _whole: dict[str, tuple[Postings, Counts]] = field(default_factory=dict)

    def count(self, name: str, held: Postings, mask: Mask) -> Counts:
        """Places of the mask in each of some sets; of all records together, counted once."""
        if mask is not self.clean:
            return held.count(mask, members(mask))
        if name not in self._whole or self._whole[name][0] is not held:
            self._whole[name] = (held, held.count(mask, members(mask)))
        return self._whole[name][1]

    def extent(self, key: str) -> tuple[float, float] | None:
        if key not in self._extents:
            self._extents[key] = self.block.values[key].extent(members(self.clean))
        return self._extents[key]


@dataclass(frozen=True)
class Standing:
    """All records of a list at one moment, those that no block has last, where ``fresh`` says that
    there are any. ``key`` tells that moment from others; None where it has no name, as inside a
    transaction that has changed data."""

    key: Any
    parts: list[Part]
    fresh: bool
    vocabularies: dict[str, Vocabulary]

    def extent(self, key: str) -> Extent:
        """The lowest and the highest finite value that any record has."""
        ends = [end for part in self.parts for end in part.extent(key) or ()]
        return (min(ends), max(ends)) if ends else (None, None)

    def count(self, parameter: str, masks: list[Mask]) -> Counts:
        """Records in these masks by word of a facet, in the order of its vocabulary."""
        vocabulary = self.vocabularies[parameter]
        counted = []
        for part, mask in zip(self.parts, masks, strict=True):
            words = part.block.words[parameter]
            if parameter not in part.block.codes:
                part.block.codes[parameter] = vocabulary.codes(words)
            counted.append((part.block.codes[parameter], part.count(parameter, words.held, mask)))
        totals = np.zeros(len(vocabulary.words), np.int64)
        for codes, numbers in counted:
            totals[codes] += numbers
        return totals


class _Memory:
    """What this process has read of one list."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.vocabularies: dict[str, Vocabulary] = defaultdict(Vocabulary)
        self.blocks: dict[int, tuple[UUID, Block]] = {}
        self.standing: Standing | None = None


_memories: dict[type[StrictFilterSet], _Memory] = defaultdict(_Memory)


def standing(filters: type[StrictFilterSet], *, most_changes: int | None = None) -> Standing | None:
    """What the index of a list holds, in the reader's snapshot; None where more changes are noted
    than ``most_changes``, which would take long to read."""
    if not connection.in_atomic_block:
        with one_snapshot():
            return standing(filters, most_changes=most_changes)
    memory = _memories[filters]
    tokens, changes, key = _noted(filters)
    if most_changes is not None and len(changes) > most_changes:
        return None
    held = memory.standing
    if held is None or key is None or held.key != key:
        with memory.lock:
            held = _read(filters, memory, key, tokens, {record for _, record, *_ in changes})
            memory.standing = held
    return held


def _noted(
    filters: type[StrictFilterSet],
) -> tuple[dict[int, UUID | None], list[tuple[int, int, str, int]], Any]:
    """The token of each block, None where it is of another layout; the changes; and what tells
    this moment from others."""
    if filters.WATCHED is None:
        version = data_version()
        return {}, [], (version.number, version.changed) if version.settled else None
    name, known = [list_of(filters)], layout(filters)
    found: Any = in_one_journey([(_BLOCKS, name), (_CHANGES, name)])
    tokens = {number: token if of == known else None for number, token, of in found[0]}
    changes = found[1]
    # outside a snapshot, what is read next may be later than what is noted
    if any(isolation != "repeatable read" for _, _, isolation, _ in changes):
        return tokens, changes, None
    return tokens, changes, (tuple(tokens.items()), tuple(changes))


def _read(
    filters: type[StrictFilterSet],
    memory: _Memory,
    key: Any,
    tokens: dict[int, UUID | None],
    changed: set[int],
) -> Standing:
    filterset = filters()
    rows = filterset.default_queryset()
    for number in (number for number, token in tokens.items() if token is None):
        unread = rows.filter(pk__gte=number * SIZE, pk__lt=(number + 1) * SIZE)
        changed.update(unread.values_list("pk", flat=True))
    fresh = np.array(sorted(changed), np.int64)
    parts = []
    for number, token in tokens.items():
        if token is not None:
            block = _block(memory, filters, number, token)
            parts.append(Part(block, block.everything & ~block.mask(fresh)))
    if filters.WATCHED is not None:
        rows = rows.filter(pk__one_of=fresh.tolist())
    if filters.WATCHED is None or len(fresh):
        block = read_block(filterset, rows)
        parts.append(Part(block, block.everything))
        return Standing(key, parts, fresh=True, vocabularies=memory.vocabularies)
    return Standing(key, parts, fresh=False, vocabularies=memory.vocabularies)


def _block(memory: _Memory, filters: type[StrictFilterSet], number: int, token: UUID) -> Block:
    held = memory.blocks.get(number)
    if held is None or held[0] != token:
        held = memory.blocks[number] = (token, Block.unpack(_mapped(filters, number, token)))
    return held[1]


def _mapped(filters: type[StrictFilterSet], number: int, token: UUID) -> mmap.mmap:
    """The bytes of a block, from a file that all processes of this host share. The first that
    misses it writes it in the place of those of earlier blocks."""
    folder, stretch = settings.DATA_DIR / "index", f"{list_of(filters)}-{number}"
    path = folder / f"{stretch}-{token}"
    try:
        file = path.open("rb")
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"draft-{os.getpid()}-{path.name}"
        draft.write_bytes(IndexBlock.objects.get(token=token).content)
        file = draft.open("rb")
        draft.rename(path)
        for other in set(folder.glob(f"{stretch}-*")) - {path}:
            other.unlink(missing_ok=True)
    with file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
