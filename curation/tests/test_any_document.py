"""Any document that passes the check publishes and exports to itself; any other writes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asc_kb.testing.heavy import times
from coatings.models import Coating
from curation.sheets.parsing import read_workbook
from curation.sheets.writing import workbook_of
from cycling.document.schema import CONDITION_KEYS, RESULT_KEYS
from cycling.models import CyclingTest
from documents.check import check_paper
from documents.exporting import export_paper
from documents.models import PaperVersion
from documents.publishing import on_record, publish_paper
from documents.schema import PaperDocument, canonical
from literature.models import Paper
from records.document.invalid import DocumentInvalid
from records.models import PublicId
from science.properties import PROPERTIES, properties, property_value
from science.quantities import UnreadableValue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

_UNITS = {key: p.unit for key, p in PROPERTIES.items() if p.unit is not None}
# what a careful typist measures: an amount needs its element beside it
_PLAIN = [key for key in properties("measured", "coating") if key != "content"]


def _readable(key: str, text: str) -> bool:
    try:
        property_value(key, text)
    except UnreadableValue:
        return False
    return True


GOOD_NUMBERS = st.one_of(
    st.integers(1, 900).map(str),
    st.tuples(st.integers(1, 90), st.integers(91, 500)).map(lambda t: f"{t[0]}–{t[1]}"),
    st.integers(1, 99).map(lambda n: f"~{n}.5"),
    st.tuples(st.integers(1, 9), st.integers(-9, 9)).map(lambda t: f"{t[0]} × 10^{t[1]}"),
    st.sampled_from(["<3", ">99"]),
)
WHOLE_NUMBERS = st.integers(1, 900).map(str) | st.sampled_from(["~50", "<3", "10–12", "1e3"])
NUMBERS = GOOD_NUMBERS | st.sampled_from(["RT", "many", ""])
KEYS = st.sampled_from(["a", "film-1", "film-2", "b", "Not A Key"])
PLACES = st.sampled_from([None, "Table 2", ["p. 3", "Fig. 4"]])
TEXTS = st.sampled_from([None, "a note", "Ünïcode – “quoted”"])


@st.composite
def printed(draw: Any, key: str, careful: bool) -> str:
    """A number in the property's unit; of a careless typist also without one, or another's."""
    unit = _UNITS[key] if careful else draw(st.sampled_from([_UNITS[key], _UNITS[key], "", "nm"]))
    numbers = WHOLE_NUMBERS if unit == "cycles" else GOOD_NUMBERS
    texts = (numbers if careful else NUMBERS).map(
        lambda number: f"{number} {'' if unit == '1' else unit}".strip()
    )
    text: str = draw(texts.filter(lambda text: _readable(key, text)) if careful else texts)
    return text


@st.composite
def sourced(draw: Any, **body: Any) -> dict[str, Any]:
    entry = {**body, "at": draw(PLACES), "note": draw(TEXTS)}
    entry["extraction"] = draw(st.sampled_from([None, "table", "figure", "text"]))
    return {key: value for key, value in entry.items() if value is not None}


@st.composite
def measurement(draw: Any, careful: bool) -> dict[str, Any]:
    key = draw(
        st.sampled_from(_PLAIN if careful else [*properties("measured", "coating"), "thicknes"])
    )
    if key in PROPERTIES and draw(st.integers(0, 4)):
        body = {"property": key, "value": draw(printed(key, careful))}
    else:
        body = {
            "property": key,
            "missing": draw(
                st.sampled_from(["not reported", "not checked" if careful else "gone"])
            ),
        }
    if draw(st.booleans()):
        body["conditions"] = {
            "temperature": draw(st.sampled_from(["RT", "60 °C" if careful else "warm"]))
        }
    return draw(sourced(**body))


def leaf(*precursors: Any, times: list[str]) -> Any:
    """A dose, a purge or a soak."""
    timed = {"time": st.sampled_from(times), "every": st.just(4)}
    dose = st.fixed_dictionaries({"dose": st.sampled_from(precursors)}, optional=timed)
    soak = st.fixed_dictionaries({"soak": st.just("eg"), "temperature": st.just("RT")})
    return st.one_of(dose, st.just({"purge": True}), soak)


def cycle_of(step: Any) -> Any:
    """Some steps, a sub-cycle among them now and then."""
    inner = {"steps": st.lists(step, min_size=1, max_size=2)}
    sub = st.fixed_dictionaries(inner, optional={"repeat": st.integers(1, 5)})
    return st.lists(st.one_of(step, step, sub), max_size=4)


_DOSED = ("tma", "h2o", ["liotbu", "li-hmds"])
GOOD_STEPS = cycle_of(leaf(*_DOSED, times=["0.1 s", "≤1 s"]))
STEPS = cycle_of(leaf(*_DOSED, "unknown", times=["0.1 s", "long"]))


@st.composite
def coating(draw: Any, careful: bool, number: int) -> dict[str, Any]:
    return draw(
        sourced(
            key=f"film-{number}" if careful else draw(KEYS),
            material=draw(st.sampled_from(["al2o3", "li-eg" if careful else "nothing"])),
            purpose=draw(st.sampled_from(["protective barrier", "artificial SEI"])),
            steps=draw(GOOD_STEPS if careful else STEPS),
            substrate={"material": draw(st.sampled_from(["li-metal", "si-wafer"]))},
            methods=draw(st.lists(st.sampled_from(["SEM", "Cyc"]), max_size=2, unique=careful)),
            measurements=draw(st.lists(measurement(careful), max_size=3)),
        )
    )


@st.composite
def result(draw: Any, careful: bool) -> dict[str, Any]:
    if draw(st.booleans()):
        return draw(sourced(outcome="better", statement="it lasted", aspect="life"))
    key = draw(st.sampled_from(RESULT_KEYS))
    at_cycle = draw(st.sampled_from(["50", "200" if careful else "x"]))
    return draw(sourced(**{key: draw(printed(key, careful)), "at_cycle": at_cycle}))


@st.composite
def cell_test(draw: Any, coatings: list[str], careful: bool, number: int) -> dict[str, Any]:
    named = draw(st.sets(st.sampled_from(CONDITION_KEYS), max_size=2))
    conditions = {key: draw(printed(key, careful)) for key in sorted(named)}
    body = {
        "key": f"cell-{number}" if careful else draw(st.sampled_from(["cell-0", "coated"])),
        "cell": {"type": draw(st.sampled_from(["half", "full"])), "electrode": "li-metal"},
        "conditions": conditions,
        "results": draw(st.lists(result(careful), max_size=2)),
    }
    if coatings and draw(st.booleans()):
        body["coating"] = draw(st.sampled_from(coatings))
    if draw(st.booleans()) and (number or not careful):
        body["controls"] = ["cell-0"]
    if draw(st.booleans()):
        rows = draw(st.lists(st.floats(1, 300, width=32), min_size=1, max_size=3))
        body["points"] = {"unit": "mAh/g", "columns": ["cycle", "discharge"],
                          "rows": [[n, value] for n, value in enumerate(rows, 1)]}  # fmt: skip
    return draw(sourced(**body))


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    careful = draw(st.booleans())
    films = [draw(coating(careful, n)) for n in range(draw(st.integers(0, 3)))]
    keys = [film["key"] for film in films]
    cells = [draw(cell_test(keys, careful, n)) for n in range(draw(st.integers(0, 3)))]
    return {
        "key": "any-2020",
        "citation": {
            "type": "article-journal",
            "author": [{"family": "Any", "given": "A."}],
            "issued": draw(
                st.sampled_from(["2020", "2020-05", 2021, 2022 if careful else "someday"])
            ),
        },
        "note": draw(TEXTS) or "none",
        "coatings": films,
        "cycling": cells,
    }


def kept() -> tuple[int, ...]:
    models = (Paper, Coating, CyclingTest, PaperVersion, PublicId)
    return tuple(model._default_manager.count() for model in models)


class _Back(Exception):
    """Ends the transaction of one example."""


@pytest.mark.heavy
@given(document=documents())
@settings(
    max_examples=times(15, 40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_document_publishes_and_exports_to_itself_or_writes_nothing(
    document: dict[str, Any],
) -> None:
    before = kept()
    try:
        with transaction.atomic():
            try:
                passed = check_paper(document, on_record())
            except DocumentInvalid:
                with pytest.raises(DocumentInvalid):
                    publish_paper(document)
                assert kept() == before
                raise _Back from None
            done = publish_paper(document)
            exported = export_paper(done.paper)
            assert _bare(exported) == _bare(canonical(passed))
            assert publish_paper(exported).changed is False
            filled = read_workbook(workbook_of(document))
            assert filled.errors == []
            again = canonical(PaperDocument.model_validate(filled.document))
            assert _bare(again) == _bare(canonical(passed))
            raise _Back
    except _Back:
        pass
    assert kept() == before


def _bare(document: dict[str, Any]) -> dict[str, Any]:
    """Without the ids that publishing gives."""
    bare = {key: value for key, value in document.items() if key != "id"}
    for name in ("coatings", "cycling"):
        if name in bare:
            bare[name] = [{k: v for k, v in item.items() if k != "id"} for item in bare[name]]
    return bare


def test_the_documents_tried_hold_readable_and_unreadable_values_alike() -> None:
    found = {True: 0, False: 0}

    @given(document=documents())
    @settings(max_examples=80, deadline=None, database=None)
    def count(document: dict[str, Any]) -> None:
        try:
            check_paper(document, on_record())
        except DocumentInvalid:
            found[False] += 1
        else:
            films = document["coatings"]
            found[True] += any(film.get("measurements") for film in films)

    count()
    assert found[True] > 5, found
    assert found[False] > 5, found
