"""Two papers that share words: what a change recomputes is seen on them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from coatings.models import CoatingRead
from cycling.models import TestRead
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from records.kinds import record_kinds

if TYPE_CHECKING:
    pass

MIXTURE = {
    "key": "li3bo3-li2co3",
    "name": "Lithium borate-carbonate",
    "class": "inorganic",
    "structure": "mixture",
    "phases": [{"material": "li3bo3"}, {"material": "li2co3"}],
}
PHASES = [
    {"key": "li3bo3", "name": "Lithium borate", "formula": "Li3BO3", "class": "inorganic"},
    {"key": "li2co3", "name": "Lithium carbonate", "formula": "Li2CO3", "class": "inorganic"},
]


def words() -> dict[str, Any]:
    vocabulary = copy.deepcopy(VOCABULARY)
    vocabulary["materials"] += copy.deepcopy([*PHASES, MIXTURE])
    return vocabulary


def compute() -> None:
    for kind in record_kinds():
        kind.derivation.run(kind.derivation.waiting(limit=1000))


def publish_two() -> None:
    """Two papers, one of which grows a mixture too; everything computed."""
    publish_vocabulary(words())
    publish_paper(paper("one-2020"))
    publish_paper(second())
    compute()


def second() -> dict[str, Any]:
    document = copy.deepcopy(paper("two-2020"))
    del document["source_temperatures"]
    mixed = copy.deepcopy(document["coatings"][0])
    document["coatings"].append({**mixed, "key": "mixed", "material": "li3bo3-li2co3"})
    for test in document["cycling"]:
        test["cell"] = {"type": "full", "electrode": "si-wafer"}
    return document


def marked() -> set[str]:
    """What waits, as ``paper/key``."""
    coatings = CoatingRead.objects.stale().values_list("paper", "coating__key")
    tests = TestRead.objects.stale().values_list("paper", "test__key")
    return {f"{paper_key}/{key}" for paper_key, key in [*coatings, *tests]}
