"""Check a document: its shape, that every word is known, and that every value can be read.

A check collects every problem, with its path, before it gives up; it writes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from documents import schema
from documents.bounds import too_large
from documents.claims import claim_problems
from documents.renaming import renamed
from documents.schema import PaperDocument
from documents.vocabulary import VocabularyDocument
from records.document import fields
from records.document.checking import OnRecord, Own, unknown
from records.document.invalid import DocumentInvalid, Loc, Problem, from_pydantic, path_of
from records.kinds import RecordKind, record_kinds, sections

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from records.kinds import Section


def _field_names() -> dict[str, list[str]]:
    """Names of the fields of every part of a document, by the name of its class."""
    names: dict[str, list[str]] = {}
    waiting: list[type[BaseModel]] = [fields.Strict]
    while waiting:
        part = waiting.pop()
        names[part.__name__] = [info.alias or key for key, info in part.model_fields.items()]
        waiting += part.__subclasses__()
    return names


def check_vocabulary(data: Any) -> VocabularyDocument:
    """The vocabulary document in ``data``; raises :class:`DocumentInvalid`."""
    try:
        return VocabularyDocument.model_validate(data)
    except ValidationError as error:
        raise DocumentInvalid(from_pydantic(error, _field_names())) from error


def check_paper(data: Any, known: OnRecord) -> PaperDocument:
    """The paper document in ``data``, every term known and every value readable. What names a
    merged term or paper names what it was merged into.

    Raises :class:`DocumentInvalid` with every problem found, each at its path.
    """
    problems, many = too_large(data)
    if many:  # what else is wrong in it is not looked for
        raise DocumentInvalid([*problems, *many])
    try:
        document = PaperDocument.model_validate(
            renamed(data, known.merged, known.records["coatings"])
        )
    except ValidationError as error:
        problems += from_pydantic(error, _field_names())
        raise DocumentInvalid([*problems, *_problems_of_parts(data, known)]) from error
    problems += _problems(document, known)
    if problems:
        raise DocumentInvalid(problems)
    return document


def _problems_of_parts(data: Any, known: OnRecord) -> Iterable[Problem]:
    """What is wrong with the records whose shape is right, in a document whose is not: nobody waits
    for the last field of a paper to hear of the first."""
    if not isinstance(data, dict):
        return
    data = renamed(data, known.merged, known.records["coatings"])
    keys = {kind.section: _keys(data.get(kind.section)) for kind in record_kinds()}
    named = [section for section in sections() if section.names]
    shapely = {s.section: list(_shapely(s.entry, data.get(s.section))) for s in named}
    own = Own({**keys, **{s.section: _names(s, dict(shapely[s.section]).values()) for s in named}})
    for section in named:
        yield from _problems_of(section, shapely[section.section], known, own)
    for kind in record_kinds():
        yield from _problems_of(kind, _shapely(kind.entry, data.get(kind.section)), known, own)
        yield from _keys_once(kind.section, _keys_in_place(data.get(kind.section)))


def _keys_in_place(items: Any) -> list[str | None]:
    """The key of each entry; None where there is none."""
    entries = items if isinstance(items, list) else []
    keys = [one.get("key") if isinstance(one, dict) else None for one in entries]
    return [key if isinstance(key, str) else None for key in keys]


def _keys(items: Any) -> list[str]:
    entries = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    return [one["key"] for one in entries if isinstance(one.get("key"), str)]


def _shapely(model: type[BaseModel], items: Any) -> Iterable[tuple[int, BaseModel]]:
    for i, item in enumerate(items if isinstance(items, list) else ()):
        try:
            yield i, model.model_validate(item)
        except ValidationError:
            continue


def _problems(document: PaperDocument, known: OnRecord) -> Iterable[Problem]:
    yield from _vias(document, {*known.terms["papers"], document.key})
    yield from claim_problems(document, known.claims)
    keys = {
        k.section: [entry.key for entry in getattr(document, k.section)] for k in record_kinds()
    }
    values = [section for section in sections() if not isinstance(section, RecordKind)]
    named = [section for section in values if section.names]
    more = {s.section: _names(s, getattr(document, s.section)) for s in named}
    own = Own({**keys, **more}, document.key)
    for section in values:
        yield from _problems_of(section, enumerate(getattr(document, section.section)), known, own)
    for section in named:
        yield from _keys_once(section.section, [e.key for e in getattr(document, section.section)])
    for name, used in keys.items():
        yield from _keys_once(name, used)
    for kind in record_kinds():
        yield from _problems_of(kind, enumerate(getattr(document, kind.section)), known, own)
    yield from _withdrawal_problems(document, keys)


def _names(section: Section, entries: Iterable[BaseModel]) -> list[str]:
    """What of a section without ids others may name: ``fig-3b/coated``."""
    assert section.names is not None
    return [name for entry in entries for name in section.names(entry)]


def _problems_of(
    section: Section, entries: Iterable[tuple[int, BaseModel]], known: OnRecord, own: Own
) -> Iterable[Problem]:
    for i, entry in entries:
        yield from section.check((section.section, i), entry, known, own)


def _withdrawal_problems(document: PaperDocument, keys: dict[str, list[str]]) -> Iterable[Problem]:
    there: dict[str, list[str]] = {kind.word: keys[kind.section] for kind in record_kinds()}
    for i, gone in enumerate(document.withdrawn):
        path = path_of(("withdrawn", i, "key"))
        if gone.key in there.get(gone.kind, ()):
            message = f'"{gone.key}" is withdrawn and still in the document: keep one of the two'
            yield Problem(path, message)
        if gone.kind == "paper" and (gone.key == document.key) == bool(gone.merged):
            into = (
                "cannot be merged into itself"
                if gone.merged
                else "is withdrawn by its own document"
            )
            yield Problem(path, f'the paper "{gone.key}" {into}')
    if document.own_withdrawal:
        for name in schema.REPORTED:
            if getattr(document, name):
                yield Problem(
                    name, "the paper is withdrawn, and everything it reports: leave it out"
                )


def _vias(document: PaperDocument, papers: Collection[str]) -> Iterable[Problem]:
    for path, via in walk_vias(document, ()):
        yield from unknown((*path, "via", "paper"), via.paper, papers, "paper")


def walk_vias(node: BaseModel, loc: Loc) -> Iterable[tuple[Loc, fields.Via]]:
    """Every ``via`` of a document, with the place it stands at."""
    for name in type(node).model_fields:
        value = getattr(node, name)
        if isinstance(value, fields.Via):
            yield loc, value
        elif isinstance(value, BaseModel):
            yield from walk_vias(value, (*loc, name))
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from walk_vias(item, (*loc, name, i))


def _keys_once(name: str, keys: Sequence[str | None]) -> Iterable[Problem]:
    first = {key: i for i, key in reversed(list(enumerate(keys)))}
    for i, key in enumerate(keys):
        if key is not None and first[key] != i:
            yield Problem(path_of((name, i, "key")), f'"{key}" is used twice in this document')
