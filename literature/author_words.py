"""Authors as words of a filter: named by their family name."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from literature.models import Paper, without_examples
from records.data_version import OfVersion
from records.filtering.vocabularies import Words
from records.search import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def author_key(family: str) -> str:
    """``Sønsteby`` → ``sonsteby``, ``Van Bui`` → ``van-bui``."""
    return "-".join(re.findall("[a-z0-9]+", fold(family)))


def _authors() -> dict[str, tuple[str, tuple[str, ...]]]:
    """The name as printed, and the keys of the papers, of each family name on record."""
    names: dict[str, str] = {}
    papers: dict[str, list[str]] = defaultdict(list)
    rows = (
        without_examples(Paper.objects.exclude(authors=""), "key")
        .order_by("pk")
        .values_list("key", "authors")
    )
    for paper, authors in rows:
        for family in authors.split("; "):
            if key := author_key(family):
                names.setdefault(key, family)
                papers[key].append(paper)
    return {key: (name, tuple(papers[key])) for key, name in names.items()}


authors = OfVersion(_authors)


def papers_by(keys: Iterable[str]) -> list[str]:
    """Keys of the papers that every one of these authors has a part in."""
    written = [set(authors()[key][1]) for key in keys]
    return sorted(set.intersection(*written)) if written else []


class AuthorWords(Words):
    """Family names of authors; the columns hold keys of papers."""

    def known(self, values: Sequence[str]) -> dict[str, str]:
        keys = {value: author_key(value) for value in values}
        return {value: key for value, key in keys.items() if key in authors()}

    def spellings(self) -> dict[str, str]:
        return {name: key for key, (name, _) in authors().items()}

    def options(self) -> list[tuple[str, str]]:
        return [(key, name) for key, (name, _) in sorted(authors().items())]

    def labels(self, values: Sequence[str]) -> dict[str, tuple[str, str]]:
        known = self.known(values)
        return {value: 2 * (authors()[key][0],) for value, key in known.items()}
