"""Check a document: its shape, that every word is known, and that every value can be read.

A check collects every problem, with its path, before it gives up; it writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from documents import schema, vocabulary
from documents.problems import DocumentInvalid, Loc, Problem, from_pydantic, nearest, path_of
from documents.renaming import renamed
from documents.schema import PaperDocument, StepEntry, TestEntry
from documents.vocabulary import VocabularyDocument
from science.properties import PROPERTIES, properties, property_value
from science.quantities import UnreadableValue, read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from documents.renaming import Merged
    from science.registry import Kind, Subject


@dataclass(frozen=True)
class Words:
    """The vocabulary keys and paper keys a document may use."""

    precursors: Collection[str]
    materials: Collection[str]
    substrates: Collection[str]
    methods: Collection[str]
    papers: Collection[str]
    coatings: Collection[tuple[str, str]] = field(default_factory=set)
    merged: Merged = field(default_factory=dict)
    """keys that were merged, by kind of word: a document may still name them"""


def _field_names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for module in (schema, vocabulary):
        for name, member in vars(module).items():
            if isinstance(member, type) and issubclass(member, BaseModel):
                fields = member.model_fields.items()
                names[name] = [info.alias or key for key, info in fields]
    return names


def check_vocabulary(data: Any) -> VocabularyDocument:
    """The vocabulary document in ``data``; raises :class:`DocumentInvalid`."""
    try:
        return VocabularyDocument.model_validate(data)
    except ValidationError as error:
        raise DocumentInvalid(from_pydantic(error, _field_names())) from error


def check_paper(data: Any, words: Words) -> PaperDocument:
    """The paper document in ``data``, every word known and every value readable. What names a
    merged word or paper names what it was merged into.

    Raises :class:`DocumentInvalid` with every problem found, each at its path.
    """
    try:
        document = PaperDocument.model_validate(renamed(data, words.merged, words.coatings))
    except ValidationError as error:
        wrong = from_pydantic(error, _field_names())
        raise DocumentInvalid([*wrong, *_problems_of_parts(data, words)]) from error
    problems = list(_problems(document, words))
    if problems:
        raise DocumentInvalid(problems)
    return document


def _problems_of_parts(data: Any, words: Words) -> Iterable[Problem]:
    """What is wrong with the coatings and tests whose shape is right, in a document whose is not:
    nobody waits for the last field of a paper to hear of the first."""
    if not isinstance(data, dict):
        return
    data = renamed(data, words.merged, words.coatings)
    for i, film in _shapely(schema.CoatingEntry, data.get("coatings")):
        yield from _coating_problems(("coatings", i), film, words)
    cells = data.get("cycling")
    entries = [one for one in cells if isinstance(one, dict)] if isinstance(cells, list) else []
    tests = [one["key"] for one in entries if isinstance(one.get("key"), str)]
    for i, test in _shapely(TestEntry, cells):
        yield from _test_problems(("cycling", i), test, tests, words)


M = TypeVar("M", bound=BaseModel)


def _shapely(model: type[M], items: Any) -> Iterable[tuple[int, M]]:
    for i, item in enumerate(items if isinstance(items, list) else ()):
        try:
            yield i, model.model_validate(item)
        except ValidationError:
            continue


def _problems(document: PaperDocument, words: Words) -> Iterable[Problem]:
    papers = {*words.papers, document.key}
    yield from _vias(document, papers)
    for i, source in enumerate(document.source_temperatures):
        at: Loc = ("source_temperatures", i)
        yield from _known((*at, "precursor"), source.precursor, words.precursors, "precursor")
        yield from _readable((*at, "value"), "source_temperature", source.value)
    for i, stated in enumerate(document.precursor_values):
        at = ("precursor_values", i)
        yield from _known((*at, "precursor"), stated.precursor, words.precursors, "precursor")
        yield from _measurement_problems(at, stated, "precursor")
    yield from _keys_once("coatings", [entry.key for entry in document.coatings])
    yield from _keys_once("cycling", [entry.key for entry in document.cycling])
    for i, coating in enumerate(document.coatings):
        yield from _coating_problems(("coatings", i), coating, words)
    own = {(document.key, film.key) for film in document.coatings}
    tests = [test.key for test in document.cycling]
    for i, test in enumerate(document.cycling):
        at = ("cycling", i)
        yield from _test_problems(at, test, tests, words)
        yield from _coating_references(at, test, document.key, own, words.coatings)
    yield from _withdrawal_problems(document)


def _withdrawal_problems(document: PaperDocument) -> Iterable[Problem]:
    there = {
        "coating": [entry.key for entry in document.coatings],
        "test": [entry.key for entry in document.cycling],
        "paper": [],
    }
    for i, gone in enumerate(document.withdrawn):
        path = path_of(("withdrawn", i, "key"))
        if gone.key in there[gone.kind]:
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
        yield from _known((*path, "via", "paper"), via.paper, papers, "paper")


def walk_vias(node: BaseModel, loc: Loc) -> Iterable[tuple[Loc, schema.Via]]:
    """Every ``via`` of a document, with the place it stands at."""
    for name in type(node).model_fields:
        value = getattr(node, name)
        if isinstance(value, schema.Via):
            yield loc, value
        elif isinstance(value, BaseModel):
            yield from walk_vias(value, (*loc, name))
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from walk_vias(item, (*loc, name, i))


def _coating_problems(at: Loc, coating: schema.CoatingEntry, words: Words) -> Iterable[Problem]:
    yield from _known((*at, "material"), coating.material, words.materials, "material")
    used = coating.substrate.material
    yield from _known((*at, "substrate", "material"), used, words.substrates, "substrate")
    yield from _step_problems((*at, "steps"), coating.steps, words)
    for j, method in enumerate(coating.methods):
        yield from _known((*at, "methods", j), method, words.methods, "method")
        if method in coating.methods[:j]:
            yield Problem(path_of((*at, "methods", j)), f'"{method}" is named twice')
    for j, entry in enumerate(coating.measurements):
        yield from _measurement_problems((*at, "measurements", j), entry, "coating")


def _measurement_problems(
    at: Loc, entry: schema.MeasurementEntry, subject: Subject
) -> Iterable[Problem]:
    yield from _property((*at, "property"), entry.property, "measured", subject)
    yield from _readable((*at, "value"), entry.property, entry.value)
    for key, printed in (entry.conditions or {}).items():
        where = (*at, "conditions", key)
        yield from _property(where, key, "condition", "test")
        yield from _readable(where, key, printed)


def _step_problems(at: Loc, steps: list[StepEntry], words: Words) -> Iterable[Problem]:
    for i, step in enumerate(steps):
        here = (*at, i)
        for j, key in enumerate(step.choices):
            yield from _known((*here, step.action, j), key, words.precursors, "precursor")
        yield from _readable((*here, "time"), "time", step.time)
        yield from _readable((*here, "temperature"), "temperature", step.temperature)
        if step.steps:
            yield from _step_problems((*here, "steps"), step.steps, words)


def _test_problems(at: Loc, test: TestEntry, tests: list[str], words: Words) -> Iterable[Problem]:
    if test.cell.electrode:
        where = (*at, "cell", "electrode")
        yield from _known(where, test.cell.electrode, words.substrates, "substrate")
    for key, entry in test.stated_conditions().items():
        yield from _readable((*at, "conditions", key), key, entry.value)
    for j, control in enumerate(test.controls):
        yield from _known((*at, "controls", j), control, tests, "test of this paper")
        if control == test.key:
            yield Problem(path_of((*at, "controls", j)), "a test is not its own control")
    for j, result in enumerate(test.results):
        here = (*at, "results", j)
        if result.than:
            yield from _known((*here, "than"), result.than, tests, "test of this paper")
        if result.property_key:
            here_value = (*here, result.property_key)
            yield from _readable(here_value, result.property_key, result.value)
        yield from _countable((*here, "at_cycle"), result.at_cycle)


def _coating_references(
    at: Loc,
    test: TestEntry,
    paper: str,
    own: Collection[tuple[str, str]],
    known: Collection[tuple[str, str]],
) -> Iterable[Problem]:
    references: list[tuple[Loc, Any]] = [((*at, "coating"), test.coating)]
    references += [((*at, "also_coated", j), ref) for j, ref in enumerate(test.also_coated)]
    for loc, reference in references:
        if reference is None:
            continue
        pair = reference_pair(reference, paper)
        if pair not in own and pair not in known:
            of_paper = [key for owner, key in (*own, *known) if owner == pair[0]]
            message = f'no coating "{pair[1]}" in paper "{pair[0]}"{nearest(pair[1], of_paper)}'
            yield Problem(path_of(loc), message)


def reference_pair(reference: Any, paper: str) -> tuple[str, str]:
    """(paper key, coating key) of a coating named in a test of ``paper``."""
    if isinstance(reference, str):
        return paper, reference
    return reference.paper, reference.coating


def _keys_once(name: str, keys: list[str]) -> Iterable[Problem]:
    first = {key: i for i, key in reversed(list(enumerate(keys)))}
    for i, key in enumerate(keys):
        if first[key] != i:
            yield Problem(path_of((name, i, "key")), f'"{key}" is used twice in this document')


def _known(loc: Loc, word: str, known: Collection[str], what: str) -> Iterable[Problem]:
    if word not in known:
        yield Problem(path_of(loc), f'no {what} "{word}"{nearest(word, known)}')


def _property(loc: Loc, key: str, kind: Kind, subject: Subject) -> Iterable[Problem]:
    yield from _known(loc, key, properties(kind, subject), f"{kind} property of a {subject}")


def _readable(loc: Loc, key: str, printed: str | None) -> Iterable[Problem]:
    if printed is None or key not in PROPERTIES:
        return
    try:
        property_value(key, printed)
    except UnreadableValue as error:
        yield Problem(path_of(loc), str(error))


def _countable(loc: Loc, printed: str | None) -> Iterable[Problem]:
    """A number of cycles."""
    if printed is None:
        return
    try:
        read(printed, unit="cycles")
    except UnreadableValue as error:
        yield Problem(path_of(loc), str(error))
