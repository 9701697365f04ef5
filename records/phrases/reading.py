"""Reads a phrase about one list: which filters it means, and what of it is left as words.

From left to right: an amount with its property, else the longest name that the list knows, else a
word that says what comes next, else a word that narrows nothing; whatever remains is searched for.
Nothing is an error: what a filter would refuse is left as words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from records.filtering.filters import Unreadable
from records.phrases import words as say
from records.phrases.amounts import bound_at
from records.phrases.lexicon import Lexicon, lexicon
from records.phrases.tokens import Token, parts, tokens
from records.search import fold, squash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from records.filtering.filterset import StrictFilterSet
    from records.phrases.spoken import Filters, Spoken

_LONGEST = 8
_PLACED = {"material": "substrate", "substrate": "material"}
"""Where one of them is named already, a name that can be both is the other."""


@dataclass(frozen=True)
class Understood:
    """A piece of a phrase and the filter that it is read as; ``parameter`` is ``words`` for what is
    searched for as it stands."""

    text: str
    parameter: str
    value: str

    def as_json(self) -> dict[str, str]:
        return {"text": self.text, "as": self.parameter, "value": self.value}


@dataclass
class Reading:
    """How a phrase is understood; ``left`` are the pieces that no filter takes."""

    understood: list[Understood] = field(default_factory=list)
    left: list[Token] = field(default_factory=list)

    @property
    def filters(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.understood:
            if one.value not in found[one.parameter]:
                found[one.parameter].append(one.value)
        return dict(found)

    @property
    def words(self) -> str:
        return " ".join(token.text for token in self.left)

    def respelt(self, phrase: str, spelling: Callable[[str], str | None]) -> str | None:
        """The phrase with what is left of it as it is spelt on record; None where it is so."""
        better = phrase
        for token in reversed(self.left):
            if new := spelling(token.text):
                better = better[: token.start] + new + better[token.end :]
        return better if better != phrase else None

    @property
    def everything(self) -> list[Understood]:
        """The same with what is searched for as words."""
        return [*self.understood, *(Understood(t.text, "words", t.text) for t in self.left)]


def read_phrase(filters: type[StrictFilterSet], phrase: str, taken: Iterable[str] = ()) -> Reading:
    """``phrase`` as filters of a list. Parameters that are ``taken`` are asked for already, and
    several words of them would widen what a phrase has to narrow."""
    return _Reader(filters, phrase, frozenset(taken)).read()


class _Reader:
    def __init__(self, filters: type[StrictFilterSet], phrase: str, taken: frozenset[str]) -> None:
        assert filters.SPOKEN is not None, f"no phrases are read about {filters.__name__}"
        self.filters = filters.base_filters
        self.spoken: Spoken = filters.SPOKEN
        self.list = filters
        self.phrase = phrase
        self.taken = taken
        self.tokens = tokens(phrase)
        self.phrases = {squash(said): meant for said, meant in self.spoken.phrases.items()}
        self.after = {squash(said): of for said, of in self.spoken.after.items()}
        self.found = Reading()
        # the parameter of what is coated; a list of electrodes holds them itself
        self.coated = "substrate" if "substrate" in self.filters else "id"
        self.context = ""  # the parameter that a word before has announced
        self.negated = False
        self.last = ""  # the parameter read last, which "and" goes on with
        self.joined = False

    @cached_property
    def names(self) -> Lexicon:
        return lexicon(self.list)

    def read(self) -> Reading:
        at = 0
        while at < len(self.tokens):
            at = self._step(at)
        if not self.found.understood and not self.found.left:
            self.found.left = [token for token in self.tokens if squash(token.text)]
        return self.found

    def _step(self, at: int) -> int:
        token = self.tokens[at]
        if token.quoted:
            self.found.left.append(token)
            return at + 1
        if end := self._bound(at) or self._named(at) or self._marker(at):
            return end
        pieces = parts(token)
        if len(pieces) > 1 and any(self._knows(piece.text) for piece in pieces):
            self.tokens[at : at + 1] = pieces
            return at
        if fold(token.text) not in say.NOISE and squash(token.text):
            self.found.left.append(token)
        return at + 1

    def _knows(self, text: str) -> bool:
        return bool(self.names.meanings(text)) or squash(text) in self.phrases

    def _text(self, at: int, end: int) -> str:
        return self.phrase[self.tokens[at].start : self.tokens[end - 1].end]

    def _joinable(self, at: int, end: int) -> bool:
        return not any(token.quoted for token in self.tokens[at:end])

    # --- amounts --------------------------------------------------------------------------

    def _bound(self, at: int) -> int:
        """An amount, a year or a property that begins here: the place behind it, else 0."""
        bound = bound_at(self.tokens, at, self.names, self.spoken, self.filters)
        if bound is None or not self._take(bound.filters, self._text(at, bound.end)):
            return 0
        self.context = ""
        return bound.end

    # --- names ----------------------------------------------------------------------------

    def _named(self, at: int) -> int:
        """The longest name, or phrase of the room, that begins here."""
        for end in range(min(len(self.tokens), at + _LONGEST), at, -1):
            if not self._joinable(at, end) or not squash(self.tokens[end - 1].text):
                continue
            text = self._text(at, end)
            if self._phrase(text):
                return end
            if self._follows(end, {"free"}) and self._term(text, at, end, negated=True):
                return end + 1
            if self._term(text, at, end, negated=self.negated):
                return end
        return 0

    def _follows(self, at: int, words: set[str]) -> bool:
        return at < len(self.tokens) and fold(self.tokens[at].text) in words

    def _phrase(self, text: str) -> bool:
        meant = self.phrases.get(squash(text))
        return meant is not None and self._take(meant, text)

    def _term(self, text: str, at: int, end: int, *, negated: bool) -> bool:
        meanings = {p: v for p, v in self.names.meanings(text).items() if self._may(p, text, end)}
        role = self._role(at, end)
        if role is not None:  # "silicon anode": whatever of silicon is an anode
            known = meanings.get(self.coated, [])
            meanings[self.coated] = list(dict.fromkeys([*role[0], *known]))
        if negated:
            meanings = {p: v for p, v in meanings.items() if f"without_{p}" in self.filters}
        if not meanings:
            return False
        parameter = self._chosen(meanings)
        values = meanings[parameter]
        asked = f"without_{parameter}" if negated else parameter
        if getattr(self.filters[asked], "joined", "or") == "and":
            values = values[:1]
        meant = [(asked, value) for value in values]
        if role is not None and parameter == self.coated:
            meant += role[1]
        if not self._take(tuple(meant), text):
            return False
        self.last, self.context, self.negated, self.joined = parameter, "", False, False
        return True

    def _may(self, parameter: str, text: str, end: int) -> bool:
        """Whether a name may be meant so here. Families of authors are words of other kinds too:
        short ones only where somebody is spoken of."""
        if parameter != "author":
            return True
        spoken_of = self.context == "author" or self._follows(end, {"et", "group", "coworkers"})
        return spoken_of or (len(squash(text)) > 3 or (text[:1].isupper() and len(text) > 2))

    def _role(self, at: int, end: int) -> tuple[list[str], Filters] | None:
        """What is coated and its role, where a name ends with the word of a role."""
        role = fold(self.tokens[end - 1].text).removesuffix("s")
        if end - at < 2 or role not in {"anode", "cathode", "electrode"}:
            return None
        head = self.names.meanings(self._text(at, end - 1)).get(self.coated)
        if not head:
            return None
        says_more = role != "electrode" and "role" in self.filters
        return head, ((("role", role),) if says_more else ())

    def _chosen(self, meanings: dict[str, list[str]]) -> str:
        """The parameter that a name with several meanings is of."""
        if self.context in meanings:
            return self.context
        if self.joined and self.last in meanings:
            return self.last
        if "id" in meanings:  # what the list is of
            return "id"
        others = [one for one in meanings if one != "author" and one != "element"] or [*meanings]
        if len(others) > 1:
            for read, other in _PLACED.items():
                if read in self.found.filters and other in others:
                    return other
        return max(others, key=lambda one: self.names.used(one, meanings[one]))

    # --- words that say what comes ---------------------------------------------------------

    def _marker(self, at: int) -> int:
        """A word, or two, that narrow nothing themselves; the place behind them, else 0."""
        for end in (at + 2, at + 1):
            if end > len(self.tokens) or not self._joinable(at, end):
                continue
            said = fold(self._text(at, end))
            if squash(said) in self.after:
                self.context = self.after[squash(said)]
                return end
            if said in say.WITHOUT:
                self.negated = True
                return end
            if said in say.HOLDING:
                self.context = "element"
                return end
        said = fold(self.tokens[at].text)
        if said in {"and", "&", "+", "or", "/"}:
            self.joined = True
            return at + 1
        return at + 1 if squash(said) in {squash(word) for word in self.spoken.named} else 0

    # --- taking ---------------------------------------------------------------------------

    def _take(self, meant: Filters, text: str) -> bool:
        """Add filters, if the list can take them all."""
        found = self.found.filters
        for name, value in meant:
            declared = self.filters.get(name)
            if declared is None or name in self.taken:
                return False
            if not declared.many and found.get(name, [value]) != [value]:
                return False
            try:
                declared.read([value])
            except Unreadable:
                return False
        self.found.understood += [Understood(text, name, value) for name, value in meant]
        return True
