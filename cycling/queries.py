"""The reads of this room by name: each in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from django.db.models import F, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from coatings.models import Substrate
from coatings.queries.coatings import FEW, material_names
from cyclers.models import RawFile
from cyclers.reading.joining import key_of
from cycling.models import Control, CyclingTest, SeriesReading, TestCoating, TestRead
from literature.models import Paper
from records.pages import Excerpt, excerpt
from records.read_rows import beyond_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from coatings.models import Coating
    from cycling.models import TestCurve

_RELATED = (
    "paper",
    "via",
    "electrode",
    "coating__material",
    "coating__substrate",
    "read",
)
_MANY = (
    "conditions__via",
    "results__via",
    "outcomes__via",
    "outcomes__than",
    "also_coated_links__coating__material",
    "also_coated_links__coating__substrate",
    "control_links",
)


def test_records() -> QuerySet[CyclingTest]:
    """Tests with everything their record page, or a comparison of them, shows; a counter electrode
    that is in the vocabulary by its name there, as ``counter_name``."""
    named = Substrate.objects.filter(key=OuterRef("counter")).values("name")[:1]
    tests = CyclingTest.objects.select_related(*_RELATED).prefetch_related(*_MANY)
    return tests.defer(*beyond_record("test")).annotate(
        counter_name=Coalesce(Subquery(named), F("counter"))
    )


def controls_of(test: CyclingTest) -> list[CyclingTest]:
    """The tests this one is compared with, in the order the paper names them."""
    ids = [link.control_id for link in test.control_links.all()]
    if not ids:
        return []
    by_id = {control.pk: control for control in test_records().filter(pk__in=ids)}
    return [by_id[number] for number in ids]


def controlled_by(test: CyclingTest) -> list[CyclingTest]:
    """The tests that name this one as their control."""
    return _numbered(test.controlled_links.values_list("test_id", flat=True))


def tests_of_coating(coating: Coating) -> list[CyclingTest]:
    """Tests of cells that hold this coating, on the electrode under test or another one; their
    controls are read along with them, for :func:`with_controls`."""
    own = set(numbers_of_tests([coating.pk]))
    controls = Control.objects.filter(test__in=own).values_list("control_id", flat=True)
    known = {test.pk: test for test in _numbered([*own, *controls])} if own else {}
    _link_controls(known)
    return [test for number, test in known.items() if number in own]


def numbers_of_tests(coatings: Iterable[int]) -> QuerySet[CyclingTest, int]:
    """The tests of cells that hold one of these coatings, anywhere in the cell."""
    held = tuple(coatings)
    own = CyclingTest.objects.filter(coating__in=held).order_by().values_list("pk", flat=True)
    elsewhere = TestCoating.objects.filter(coating__in=held).order_by()
    return own.union(elsewhere.values_list("test_id", flat=True))


def _numbered(numbers: Iterable[int]) -> list[CyclingTest]:
    """The records of these tests; nothing more is asked where there are none, as often."""
    found = sorted(set(numbers))
    return list(test_records().filter(pk__in=found).order_by("pk")) if found else []


def _link_controls(known: dict[int, CyclingTest]) -> None:
    """Let links to controls hold the record that is here, so that it is not read again."""
    for test in known.values():
        for link in test.control_links.all():
            if link.control_id in known:
                link.control = known[link.control_id]


def with_controls(tests: Iterable[CyclingTest]) -> list[list[CyclingTest]]:
    """The tests in groups that share their controls, each group with its controls first; one
    query for the controls of all of them."""
    listed = list(tests)
    own = {test.pk: test for test in listed}
    _link_controls(own)
    prefetch_related_objects(listed, Prefetch("control_links__control", test_records()))
    wanted = {link.control_id: link.control for test in listed for link in test.control_links.all()}
    known = wanted | own
    groups: dict[tuple[int, ...], list[CyclingTest]] = {}
    for test in listed:
        controls = tuple(link.control_id for link in test.control_links.all())
        if controls or test.pk not in wanted:
            groups.setdefault(controls, []).append(test)
    found = []
    for controls, members in groups.items():
        shown = dict.fromkeys([*controls, *(test.pk for test in members)])
        found.append([known[number] for number in shown])
    return found


def tests_of_paper(paper: Paper) -> list[CyclingTest]:
    """Every test a paper reports, in the order of its document."""
    return list(test_records().filter(paper=paper).order_by("position"))


def series_readings(curves: Iterable[TestCurve]) -> dict[str, SeriesReading]:
    """How far the time series of the raw files of these cells are, by their key; one query where
    there are any files."""
    keys = {key_of(curve.sha256) for curve in curves if curve.sha256}
    rows = SeriesReading.objects.filter(key__in=keys) if keys else ()
    return {row.key: row for row in rows}


@dataclass(frozen=True)
class CellLine:
    """A recorded cell as its page tells of it: its raw files that are here, and its series."""

    curve: TestCurve
    files: list[RawFile]
    reading: SeriesReading | None


def cell_lines(curves: Sequence[TestCurve]) -> list[CellLine]:
    """The recorded cells of a test; two queries where they name files, else none."""
    named = {one for curve in curves for one in curve.sha256}
    rows = RawFile.objects.filter(sha256__in=named) if named else ()
    files = {row.sha256: row for row in rows}
    readings = series_readings(curves)
    return [
        CellLine(
            curve,
            [files[one] for one in curve.sha256 if one in files],
            readings.get(key_of(curve.sha256)) if curve.sha256 else None,
        )
        for curve in curves
    ]


@dataclass(frozen=True)
class TestLine:
    """A test as a row of a list: its ready-made JSON, the names in it looked up."""

    __test__ = False
    id: str
    data: dict[str, Any]
    paper: Paper
    electrode: str
    films: list[tuple[str, str]]
    best: list[dict[str, Any]]
    outcomes: list[str]
    stale: bool
    row: TestRead


def test_lines(rows: Sequence[TestRead]) -> list[TestLine]:
    """The rows of a list page; three queries for what they name."""
    parsed = [(row, orjson.loads(row.list_json)) for row in rows]
    materials = material_names({key for row in rows for key in row.materials})
    substrates = dict(
        Substrate.objects.filter(key__in={row.substrate for row in rows}).values_list("key", "name")
    )
    papers = Paper.objects.in_bulk({row.paper_id for row in rows})
    lines = []
    for row, data in parsed:
        coated = [*([data["coating"]] if data["coating"] else []), *data["also_coated"]]
        lines.append(
            TestLine(
                id=str(row),
                data=data,
                paper=papers[row.paper_id],
                electrode=substrates.get(row.substrate, ""),
                films=[(c["id"], materials.get(c["material"], c["material"])) for c in coated],
                best=[result for result in data["results"] if not result.get("missing")],
                outcomes=list(
                    dict.fromkeys(o["outcome"] for o in data["outcomes"] if o["scope"] == "record")
                ),
                stale=row.stale_since is not None,
                row=row,
            )
        )
    return lines


def tests_where(question: Q, query: str) -> Excerpt:
    """The first tests that answer ``question`` (on read rows), in the order of their ids; the list
    of tests shows them all for ``query``."""
    rows = TestRead.objects.for_lines().filter(question).order_by("pk")
    return excerpt(rows, test_lines, query, shown=FEW)
