"""One record in favour of another of the same paper: as a draft, to be reviewed like any change."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.db import transaction

from curation.actions import create_submission
from documents.models import PaperVersion
from documents.places import replaced_at
from documents.publishing.merging_terms import CannotMerge
from records.kinds import record_kind, record_kinds
from records.models import PublicId, parse_public_id

if TYPE_CHECKING:
    from curation.models import Submission


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
    kind = record_kind(one.kind)
    name = kind.section
    items: Any = document.get(name, [])
    document[name] = [item for item in items if item["key"] != other.item_key]
    reason = f"the same experiment as {kept}, entered twice"
    withdrawal: dict[str, Any] = {
        "kind": kind.word,
        "key": other.item_key,
        "reason": reason,
        "successor": kept,
    }
    withdrawal["merged"] = True
    document["withdrawn"] = [*_list(document, "withdrawn"), withdrawal]
    _refer(document, name, other.item_key, one.item_key)
    return create_submission(by=by, document=document, base=version, reason=f"{gone}: {reason}")


def _entry(text: str) -> PublicId:
    for kind in record_kinds():
        number = parse_public_id(text, kind.kind)
        if number is None:
            continue
        rows = PublicId.objects.filter(kind=kind.kind, number=number, withdrawn_at=None)
        found = rows.first()
        if found is not None:
            return found
    raise CannotMerge(f"no {' or '.join(kind.word for kind in record_kinds())} {text}")


def _list(document: dict[str, Any], name: str) -> list[Any]:
    items = document.get(name)
    return list(items) if isinstance(items, list) else []


def _refer(document: dict[str, Any], section: str, old: str, new: str) -> None:
    """What names the one that goes names the one that stays, and names it once."""
    for kind in record_kinds():
        paths = [path for path, named in kind.references.items() if named == section]
        items = _list(document, kind.section)
        for path in paths:
            items = replaced_at(items, path, lambda key: new if key == old else key)
        if paths and items:
            own = "key" if kind.section == section else ""
            document[kind.section] = [_named_once(item, paths, own) for item in items]


def _named_once(item: dict[str, Any], paths: list[str], own: str) -> dict[str, Any]:
    """The entry, each of its lists of references without repeats, without what it names singly,
    and without itself."""
    single = {item.get(name) for name in (*paths, own) if isinstance(item.get(name), str)}
    lists = {name: item[name] for name in paths if isinstance(item.get(name), list)}
    for name, named in lists.items():
        once = [one for i, one in enumerate(named) if one not in named[:i]]
        lists[name] = [one for one in once if not (isinstance(one, str) and one in single)]
    return {name: lists.get(name, value) for name, value in item.items() if lists.get(name, True)}
