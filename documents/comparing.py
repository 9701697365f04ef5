"""What differs between two documents, value by value, in words that a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from documents.places import Leaf, leaves, section_of
from documents.schema import PaperDocument, canonical
from documents.wording import in_words, value_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What publishing adds by itself is no change of what the paper says.
_GIVEN = ("id", "schema")


@dataclass(frozen=True)
class Difference:
    """One value that was added, removed or changed. ``path`` is where it stands in the newer
    document, empty where it is gone; ``place`` lasts."""

    kind: Literal["added", "removed", "changed"]
    place: str
    path: str
    old: Any
    new: Any

    @property
    def section(self) -> str:
        return section_of(self.place)

    @property
    def words(self) -> str:
        return in_words(self.place)

    @property
    def old_words(self) -> str:
        return value_in_words(self.old)

    @property
    def new_words(self) -> str:
        return value_in_words(self.new)

    @property
    def property(self) -> str:
        """The key of the property that a printed value belongs to, if it is one."""
        name = self.place.rsplit("[", 1)[-1].split("]")[0].split("#")[0].split(" ")[-1]
        last = self.place.rsplit(".", 1)[-1]
        return last if last != "value" else name


def unfolded(document: Any) -> Any:
    """A document in its canonical form, as versions are kept; one that is not valid as it is."""
    try:
        return canonical(PaperDocument.model_validate(document))
    except ValidationError:
        return document


def differences(old: Any, new: Any) -> list[Difference]:
    """Every difference between two documents, in the order of the newer one, then what is gone.

    Short forms are no differences: ``rate: 0.5C`` says what ``conditions: {rate: …}`` says.
    """
    before, after = by_place(old), by_place(new)
    return [*_changes(before, after), *_gone(before, after)]


def by_place(document: Any) -> dict[str, Leaf]:
    """Every value of a document by its lasting place, short forms unfolded."""
    found = leaves(unfolded(document))
    return {leaf.place: leaf for leaf in found if not _is_given(leaf.place)}


def _is_given(place: str) -> bool:
    head, _, last = place.rpartition(".")
    return last in _GIVEN and (not head or section_of(head) != "paper")


def _changes(before: Mapping[str, Leaf], after: Mapping[str, Leaf]) -> Iterable[Difference]:
    for place, leaf in after.items():
        old = before.get(place)
        if old is None:
            yield Difference("added", place, leaf.path, None, leaf.value)
        elif old.value != leaf.value:
            yield Difference("changed", place, leaf.path, old.value, leaf.value)


def _gone(before: Mapping[str, Leaf], after: Mapping[str, Leaf]) -> Iterable[Difference]:
    for place, leaf in before.items():
        if place not in after:
            yield Difference("removed", place, "", leaf.value, None)


def changed_sections(old: Any, new: Any) -> set[str]:
    """The sections in which two documents differ."""
    return {difference.section for difference in differences(old, new)}
