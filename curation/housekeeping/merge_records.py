"""One record in favour of another of the same paper: as a draft, to be reviewed like any change."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.db import transaction

from curation.actions import create_submission
from documents.models import PaperVersion
from documents.publishing.merging_terms import CannotMerge
from records.models import Kind, PublicId, parse_public_id

if TYPE_CHECKING:
    from curation.models import Submission

_LISTS = {Kind.COATING: ("coatings", "coating"), Kind.TEST: ("cycling", "test")}


@transaction.atomic
def merge_records(*, kept: str, gone: str, by: Any) -> Submission:
    """A draft of the paper in which ``gone`` (``ASC-C…``, ``ASC-T…``) is withdrawn in favour of
    ``kept``: what refers to it refers to the other, and its id leads there for ever."""
    one, other = _entry(kept), _entry(gone)
    if one == other:
        raise CannotMerge("a record cannot be merged with itself")
    if (one.kind, one.paper_key) != (other.kind, other.paper_key):
        raise CannotMerge("only records of one kind and one paper are merged")
    version = PaperVersion.objects.filter(paper__key=one.paper_key).order_by("-number").first()
    if version is None:
        raise CannotMerge(f"nothing of {one.paper_key} is public")
    document = copy.deepcopy(version.document)
    name, word = _LISTS[Kind(one.kind)]
    items: Any = document.get(name, [])
    document[name] = [item for item in items if item["key"] != other.item_key]
    reason = f"the same experiment as {kept}, entered twice"
    withdrawal: dict[str, Any] = {
        "kind": word,
        "key": other.item_key,
        "reason": reason,
        "successor": kept,
    }
    withdrawal["merged"] = True
    document["withdrawn"] = [*_list(document, "withdrawn"), withdrawal]
    _refer(document, word, other.item_key, one.item_key)
    return create_submission(by=by, document=document, base=version, reason=f"{gone}: {reason}")


def _entry(text: str) -> PublicId:
    for kind in _LISTS:
        number = parse_public_id(text, kind)
        if number is None:
            continue
        found = PublicId.objects.filter(kind=kind, number=number, withdrawn_at=None).first()
        if found is not None:
            return found
    raise CannotMerge(f"no coating or test {text}")


def _list(document: dict[str, Any], name: str) -> list[Any]:
    items = document.get(name)
    return list(items) if isinstance(items, list) else []


def _refer(document: dict[str, Any], word: str, old: str, new: str) -> None:
    """What names the one that goes names the one that stays, and names it once."""
    for test in _list(document, "cycling"):
        if word == "coating":
            if test.get("coating") == old:
                test["coating"] = new
            names = "also_coated"
        else:
            names = "controls"
            for result in _list(test, "results"):
                if result.get("than") == old:
                    result["than"] = new
        if test.get(names):
            changed = [new if item == old else item for item in test[names]]
            own = {test.get("key")} if word == "test" else {_name(test.get("coating"))}
            once = [item for i, item in enumerate(changed) if item not in changed[:i]]
            test[names] = [item for item in once if not _among(item, own)]
            if not test[names]:
                del test[names]


def _among(item: Any, own: set[Any]) -> bool:
    return isinstance(item, str) and item in own


def _name(reference: Any) -> str | None:
    """A coating of this paper; one of another paper is never the one that goes."""
    return reference if isinstance(reference, str) else None
