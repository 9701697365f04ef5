"""Every name that may stand in a phrase about one list, with what it may mean."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from records.data_version import OfVersion
from records.filtering.vocabularies import Words
from records.search import squash
from science.candidates.cues import ALIASES
from science.composition import element_names
from science.properties import PROPERTIES

if TYPE_CHECKING:
    from records.filtering.filterset import StrictFilterSet

_ELEMENTS = {"Al": "aluminum", "Cs": "cesium", "S": "sulphur"}
_SHORT = 2
_CASED = ("method", "element")
_NO_TERMS = {"not stated", "unspecified", "other", "various", "not specified"}
_AMBIGUOUS = {"conductivity": ("ionic_conductivity",), "ce": ("coulombic_efficiency",)}


class Lexicon:
    """``terms`` maps a squashed name to its meanings: to each parameter, its values. ``exact`` are
    names so short that only their capitals tell them from words; ``properties`` map a squashed
    name to the properties that may be called so; ``usage`` counts records by parameter and value.
    """

    def __init__(self, filters: type[StrictFilterSet]) -> None:
        assert filters.SPOKEN is not None, f"no phrases are read about {filters.__name__}"
        self.terms: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.exact: dict[str, set[str]] = defaultdict(set)
        for parameter in filters.SPOKEN.terms:
            words = getattr(filters.base_filters[parameter], "words", None)
            assert isinstance(words, Words), f"{parameter} has no words"
            for text, value in words.spoken():
                self._add(parameter, text, value)
        self._elements_by_name(filters)
        self.properties = _properties(filters)
        self.usage = _usage(filters)

    def _add(self, parameter: str, text: str, value: str) -> None:
        name = squash(text)
        if not name or text in _NO_TERMS:
            return
        values = self.terms[name][parameter]
        if value not in values:
            values.append(value)
        if len(name) <= _SHORT and parameter in _CASED:
            self.exact[f"{parameter} {name}"].add(text)

    def _elements_by_name(self, filters: type[StrictFilterSet]) -> None:
        """Elements by their names: as what a film holds, and as what consists of them alone."""
        names = [*element_names().items(), *_ELEMENTS.items()]
        for symbol, name in names:
            if "element" in filters.base_filters:
                self._add("element", name, symbol)
            for parameter in ("substrate", "id"):
                for value in self.terms.get(squash(symbol), {}).get(parameter, []):
                    self._add(parameter, name, value)

    def meanings(self, typed: str) -> dict[str, list[str]]:
        """What a name may mean, by parameter; its plural too."""
        name = squash(typed)
        one = name.removesuffix("s") if len(name) > _SHORT + 2 else name
        found = self.terms.get(name) or self.terms.get(one) or {}
        return {
            parameter: values
            for parameter, values in found.items()
            if self._as_written(parameter, name, typed)
        }

    def _as_written(self, parameter: str, name: str, typed: str) -> bool:
        exact = self.exact.get(f"{parameter} {name}")
        return exact is None or typed in exact

    def used(self, parameter: str, values: list[str]) -> int:
        return sum(self.usage.get(parameter, {}).get(value, 0) for value in values)


def _properties(filters: type[StrictFilterSet]) -> dict[str, tuple[str, ...]]:
    """Properties that can be bounded here, by what they are called."""
    found: dict[str, list[str]] = defaultdict(list)
    has = getattr(filters.base_filters.get("has"), "words", None)
    known = {key for key in PROPERTIES if f"{key}_min" in filters.base_filters}
    known |= {key for key in (has.now() if has else ()) if key in PROPERTIES}
    for key, declared in PROPERTIES.items():
        if key not in known or not declared.numeric:
            continue
        names = [declared.label, key.replace("_", " "), *ALIASES.get(key, ())]
        for name in {squash(name) for name in names}:
            if len(name) > _SHORT:
                found[name].append(key)
    for name, keys in _AMBIGUOUS.items():
        if any(key in known for key in keys):
            found[name] = [key for key in keys if key in known]
    return {name: tuple(keys) for name, keys in found.items()}


def _usage(filters: type[StrictFilterSet]) -> dict[str, dict[str, int]]:
    """How many records have each word, so that a name means what it mostly is."""
    assert filters.SPOKEN is not None
    from records.filtering.counts import counts  # counting needs sets of filters, which read these

    counted = {facet.parameter for facet in filters.FACETS if facet.column}
    names = [name for name in filters.SPOKEN.terms if name in counted]
    facets = counts(filters(), names, ()).facets
    return {name: {str(w["value"]): w["count"] for w in given} for name, given in facets.items()}


_held: dict[type[StrictFilterSet], OfVersion[Lexicon]] = {}


def lexicon(filters: type[StrictFilterSet]) -> Lexicon:
    """The names of a list, read once for each version of the data."""
    if filters not in _held:
        _held[filters] = OfVersion(lambda: Lexicon(filters))
    return _held[filters]()
