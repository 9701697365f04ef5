"""What pages of films, electrodes and precursors show of all papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coatings.models import Coating, CoatingRead, Measurement
from explore.landing.record import Landing
from explore.landing.strips import strips_of

if TYPE_CHECKING:
    from django.test import Client

    from explore.landing.strips import Strip

pytestmark = pytest.mark.usefixtures("review")


def strip(kind: str, key: str, of: str) -> Strip:
    return next(one for one in strips_of(Landing(kind, key).coatings) if one.key == of)


def measured(coating: Coating, **values: object) -> None:
    last = coating.measurements.count()
    Measurement.objects.create(
        coating=coating, property="thickness", unit="nm", position=last + 50, **values
    )


def test_what_is_said_of_a_class_is_drawn_hollow_and_counts_for_no_film() -> None:
    found = strip("material", "lipon", "ionic_conductivity")
    assert [mark.of_class for mark in found.marks] == [True]
    assert (found.films, found.papers, found.log) == (0, 0, True)
    assert [one.of_class for one in found.told] == [True]
    assert "Ionic conductivity" in Landing("material", "lipon").absent


def test_values_stand_where_they_lie_and_bounds_point_where_they_may() -> None:
    coating = Coating.objects.get(pk=CoatingRead.objects.filter(material="lipon").first().pk)  # type: ignore[union-attr]
    measured(coating, printed="< 50 nm", qualifier="below", low=None, high=50.0)
    measured(coating, printed="at least 50 nm", qualifier="above", low=50.0, high=None)
    measured(coating, printed="30-50 nm", qualifier="range", low=30.0, high=50.0)
    marks = strip("material", "lipon", "thickness").marks
    by_words = {mark.says.split(",")[0]: mark for mark in marks}
    less, more = by_words["< 50 nm"], by_words["at least 50 nm"]
    assert less.arrow
    assert less.high < less.low == more.low < more.high
    between = by_words["30-50 nm"]
    assert not between.arrow
    assert between.low < between.high == less.low
    assert len({(mark.y, mark.low) for mark in marks}) == len(marks), "two lie over each other"


def test_ticks_and_marks_are_places_of_one_axis() -> None:
    found = strip("material", "al2o3", "thickness")
    places = [place for place, _ in found.ticks]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)
    assert all(0 <= end <= 100 for mark in found.marks for end in (mark.low, mark.high))


@pytest.mark.parametrize(
    ("kind", "key"), [("material", "al2o3"), ("substrate", "li-metal"), ("precursor", "tma")]
)
def test_every_coating_is_counted_once(kind: str, key: str, client: Client) -> None:
    landing = Landing(kind, key)
    listed = client.get(f"/api/v1/coatings/?{kind}={key}&page_size=1").json()["count"]
    assert landing.all.coatings == listed > 0
    assert f"{listed} coatings in" in landing.answer.says
    for row in landing.rows:
        address = row.url.replace("/coatings/", "/api/v1/coatings/")
        assert client.get(f"{address}&page_size=1").json()["count"] == row.studied.coatings


def test_the_best_evidence_is_named_with_its_test() -> None:
    told = Landing("material", "al2o3").answer.told
    assert told is not None
    assert told.verdict["evidence"] in {"measured-spread", "measured"}


@pytest.mark.parametrize("address", ["/materials/lipon/", "/substrates/li-metal/"])
def test_pages_open_with_the_answer(address: str, client: Client) -> None:
    page = client.get(address).content.decode()
    assert page.index('class="strip"') < page.index("Every value")


def test_a_film_that_nobody_grew_says_so(client: Client) -> None:
    assert Landing("material", "no-such-film").answer.says == "No coating of it is on record here."
    assert Landing("material", "no-such-film").rows == []
