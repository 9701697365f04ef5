"""What a record's page adds to its values: likeness, history, citations, temperatures."""

from __future__ import annotations

import copy
import json
import re
from html import unescape
from typing import TYPE_CHECKING

import bibtexparser
import pytest
import rispy
from django.test import Client

from asc_kb.testing.markup import as_shown
from coatings.models import Coating, CoatingRead, Measurement
from coatings.queries.similar import Shared, likeness, shared_by, similar_coatings
from documents.publishing import publish_paper
from documents.record_history import changes_of_item, changes_of_paper
from documents.tests.documents import paper
from tests.world import derive_stale, grow

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("review")


def row(number: int) -> CoatingRead:
    return CoatingRead.objects.get(pk=number)


def text_of(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return unescape(as_shown(answer.content.decode()))


def published(key: str = "invented") -> Coating:
    document = paper(key)
    document["coatings"][1]["substrate"]["material"] = "si"
    publish_paper(document)
    derive_stale()
    return Coating.objects.get(paper__key=key, key="al2o3-on-li")


def test_a_film_is_called_by_its_substrate_where_its_paper_names_one() -> None:
    for ident, name in (("ASC-C000055", "LiPₓOyNz"), ("ASC-C000001", "Al₂O₃ on Li metal")):
        page = text_of(f"/coatings/{ident}/")
        assert f"<title>{name}, {ident} –" in page
        head = re.sub("<[^>]+>", "", page.split("<h1>")[1].split("</h1>")[0])
        assert head.partition(" on ")[2] == name.partition(" on ")[2]


# -- similar coatings -------------------------------------------------------------------------
def test_a_second_report_of_a_film_on_the_same_electrode_comes_first() -> None:
    twin = published()
    first = similar_coatings(row(1))[0]  # alumina on lithium metal from TMA and water
    assert first.line.id == twin.public_id
    assert first.why == [
        "the same film",
        "the same precursors",
        "the same substrate",
        "the same purpose",
    ]


def test_what_is_said_to_be_shared_is_shared() -> None:
    for one in CoatingRead.objects.all():
        for other in similar_coatings(one):
            like = row(int(other.line.id.removeprefix("ASC-C")))
            assert like.pk != one.pk
            assert ("the same film" in other.why) == (like.material == one.material)
            assert ("the same purpose" in other.why) == (like.purpose == one.purpose)
            named = any("precursors" in why or "also from" in why for why in other.why)
            assert named == bool(set(like.precursors) & set(one.precursors))


def test_likeness_is_mutual() -> None:
    rows = [shared_by(one) for one in CoatingRead.objects.order_by("pk")]
    for one in rows[::4]:
        for other in rows:
            assert likeness(one, other).score == likeness(other, one).score


def test_a_shared_purpose_alone_is_no_likeness() -> None:
    one = shared_by(row(1))
    other = Shared(2, "lif", "graphite", one.purpose, ["hf"])
    assert likeness(one, other).why == []


def test_an_unspecified_substrate_is_not_a_shared_one() -> None:
    one = shared_by(row(1))._replace(substrate="unspecified")
    assert "the same substrate" not in likeness(one, one._replace(pk=2, material="lif")).why


def test_finding_similar_ones_takes_as_many_queries_among_more(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one = row(1)
    for _ in range(2):
        with django_assert_num_queries(6):
            similar_coatings(one)
        grow(10)


# -- history ----------------------------------------------------------------------------------
def test_a_coatings_history_tells_what_changed_and_passes_over_the_rest() -> None:
    coating = published()
    document = paper("invented")
    document["coatings"][1]["substrate"]["material"] = "si"
    other = copy.deepcopy(document)
    other["coatings"][1]["note"] = "another coating"
    publish_paper(other, reason="a note on the other film")
    changed = copy.deepcopy(other)
    changed["coatings"][0]["measurements"][0]["value"] = "~1.1 Å"
    publish_paper(changed, reason="misread")
    found = changes_of_item(coating.paper, "coatings", coating.key)
    assert [(change.number, change.kind, change.parts) for change in found] == [
        (3, "changed", ["measurements"]),
        (1, "entered", []),
    ]
    assert found[0].reason == "misread"
    assert [change.number for change in changes_of_paper(coating.paper)] == [3, 2, 1]
    assert "changed: measurements" in text_of(coating.get_absolute_url())


# -- citations --------------------------------------------------------------------------------
def test_the_three_citations_of_a_page_are_read_by_the_programs_that_read_them() -> None:
    text = text_of("/papers/ASC-P000045/")
    written = dict(re.findall(r'<pre data-copy[^>]*aria-label="(\S+)[^>]*>(.*?)</pre>', text, re.S))
    bibtex = bibtexparser.loads(written["BibTeX"]).entries[0]
    ris = rispy.loads(written["RIS"])[0]
    csl = json.loads(written["CSL-JSON"])
    assert bibtex["year"] == ris["year"] == "2017"
    assert csl["issued"]["date-parts"][0][0] == 2017
    assert "Chen" in bibtex["author"]
    assert csl["author"][0]["family"] == "Chen"


# -- temperatures of the cycle ----------------------------------------------------------------
def test_a_cycle_shows_how_hot_its_sources_and_its_film_were() -> None:
    text = text_of("/coatings/ASC-C000001/")
    label = re.search(r'class="cycle" role="img" aria-label="([^"]+)"', text)
    assert label is not None
    assert "TMA: source RT" in label[1]
    assert "Film grown" not in label[1]  # 80–200 °C is said of a group of papers
    own = Measurement.objects.filter(property="deposition_temperature", scope="record")
    grown = own.select_related("coating").first()
    assert grown is not None
    text = text_of(grown.coating.get_absolute_url())
    label = re.search(r'class="cycle" role="img" aria-label="([^"]+)"', text)
    assert label is not None
    assert f"Film grown at {grown.printed}" in label[1]


def test_the_temperature_of_a_dose_goes_before_that_of_its_source() -> None:
    coating = published()  # its document gives TMA a temperature of its own
    label = re.search(
        r'class="cycle" role="img" aria-label="([^"]+)"', text_of(coating.get_absolute_url())
    )
    assert label is not None
    assert "TMA: at RT" in label[1]
