"""Words of the vocabulary as they are typed: by key, name, acronym, formula or alias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from rapidfuzz import fuzz

from literature.models import Paper
from records.kinds import term_kind, term_kinds
from records.search import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

WordKind = Literal["precursor", "material", "substrate", "method", "paper"]
KINDS: tuple[WordKind, ...] = get_args(WordKind)

# the lists of a vocabulary document, by kind of word
LISTS: dict[str, str] = {term.word: term.section for term in term_kinds()}
_NEAR_ENOUGH = 62.0
_MOST = 12


@dataclass(frozen=True)
class Word:
    """One entry of the vocabulary: what a document writes (``key``), and how a person knows it."""

    key: str
    name: str
    short: str = ""
    """acronym or formula"""
    spellings: tuple[str, ...] = ()
    proposed: bool = False

    @property
    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "name": self.name,
            "short": self.short,
            "proposed": self.proposed,
        }


def words_of(kind: WordKind, proposals: Mapping[str, Any] | None = None) -> list[Word]:
    """Every word of a kind, those that a draft proposes first."""
    if kind == "paper":
        papers = Paper.objects.order_by("-year", "key").values_list("key", "citation")
        return [Word(key, citation) for key, citation in papers]
    return [*_proposed(kind, proposals or {}), *_published(kind)]


def _published(kind: str) -> list[Word]:
    return [_word(_stated(row)) for row in term_kind(kind).model.objects.order_by("key")]


def _stated(row: Any) -> dict[str, Any]:
    names = ("key", "name", "acronym", "formula", "formula_printed", "aliases")
    return {name: getattr(row, name, None) for name in names}


def _proposed(kind: str, proposals: Mapping[str, Any]) -> Iterator[Word]:
    entries = proposals.get(LISTS[kind])
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("key"), str):
            yield _word(entry, proposed=True)


def _word(entry: Mapping[str, Any], *, proposed: bool = False) -> Word:
    said = [entry.get(name) for name in ("acronym", "formula_printed", "formula")]
    texts = [str(text) for text in said if text]
    aliases = entry.get("aliases")
    more = [str(alias) for alias in aliases] if isinstance(aliases, list) else []
    name = str(entry.get("name") or "")
    return Word(
        key=str(entry["key"]),
        name=name,
        short=texts[0] if texts else "",
        spellings=tuple(dict.fromkeys([str(entry["key"]), name, *texts, *more])),
        proposed=proposed,
    )


def complete(asked: str, words: Iterable[Word], *, most: int = _MOST) -> list[Word]:
    """The words that ``asked`` may mean, likeliest first: one that is so, one that begins so, one
    that holds it, one that is nearly so."""
    typed = _bare(asked)
    everything = list(words)
    if not typed:
        return everything[:most]
    ranked = []
    for position, word in enumerate(everything):
        score = max(
            (_score(typed, _bare(text)) for text in (*word.spellings, word.name)), default=0
        )
        if score >= _NEAR_ENOUGH:
            ranked.append((-score, position, word))
    return [word for _, _, word in sorted(ranked, key=lambda item: item[:2])[:most]]


def _score(typed: str, spelling: str) -> float:
    if not spelling:
        return 0.0
    if spelling == typed:
        return 200.0
    if spelling.startswith(typed):
        return 180.0 - min(len(spelling), 60) / 4
    if len(typed) >= 2 and typed in spelling:
        return 130.0 - min(len(spelling), 60) / 4
    return fuzz.ratio(typed, spelling) if len(typed) >= 3 else 0.0


def resolve(text: str, words: Iterable[Word]) -> str:
    """The key of the one word that ``text`` names exactly; ``text`` itself where none or several
    do: nothing is guessed."""
    typed = text.strip()
    known = list(words)
    if any(word.key == typed for word in known):
        return typed
    bare = _bare(typed)
    named = {word.key for word in known if bare and bare == _bare(word.key)}
    named = named or {w.key for w in known if bare and bare in map(_bare, w.spellings)}
    return named.pop() if len(named) == 1 else typed


def _bare(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum() or char == "+")
