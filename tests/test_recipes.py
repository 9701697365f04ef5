"""What can be grown from a shelf, over the whole review."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.test import Client

from asc_kb.testing.markup import as_shown
from coatings.models import CoatingRead
from documents.publishing import publish_paper
from documents.tests.documents import paper
from explore.recipes.answer import Answer
from explore.recipes.shelf import ShelfFilter
from precursors.models import Precursor
from tests.page_kinds import PAGE_KINDS
from tests.world import derive_stale

pytestmark = pytest.mark.usefixtures("review")


@pytest.fixture
def client() -> Client:
    return Client()


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return as_shown(answer.content.decode())


def test_a_shelf_grows_what_the_record_says_it_can(client: Client) -> None:
    text = text_of(client, "/recipes/?precursor=tma&precursor=h2o")
    ready = text[text.index('id="ready"') : text.index('id="away"')]
    films = re.findall(r'<td class="n" data-label="Coatings"><a href="([^"]+)">(\d+)</a>', ready)
    on_record = CoatingRead.objects.filter(precursors__contained_by=["tma", "h2o"]).exclude(
        precursors=[]
    )
    assert sum(int(count) for _, count in films) == on_record.count() > 3
    for link, count in films:
        listed = client.get("/api/v1" + link.replace("&amp;", "&")).json()
        assert listed["count"] == int(count)


def test_one_precursor_away_says_which_and_puts_it_on_the_shelf(client: Client) -> None:
    text = text_of(client, "/recipes/?precursor=tma&precursor=h2o")
    away = text[text.index('id="away"') : text.index('id="leads"')]
    assert "<b>EG</b> would open" in away
    assert "<b>TTIP</b> would open 1 film" in away
    link = re.search(r'<a href="(\?precursor=tma&amp;precursor=h2o&amp;precursor=ttip)">', away)
    assert link is not None
    after = text_of(client, f"/recipes/{link[1].replace('&amp;', '&')}")
    assert "TiO<sub>2</sub>" in after[after.index('id="ready"') : after.index('id="away"')]


def test_a_process_that_lacks_an_element_is_told_as_incomplete(client: Client) -> None:
    text = text_of(client, "/recipes/?precursor=liotbu&precursor=hf&precursor=tmp")
    ready = text[text.index('id="ready"') : text.index('id="away"')]
    incomplete = text[text.index('id="incomplete"') : text.index('id="leads"')]
    assert "LiAlF<sub>4</sub>" in incomplete
    assert '<td data-label="No source of">Al</td>' in incomplete
    assert "LiAlF<sub>4</sub>" not in ready


def test_a_statement_about_a_process_opens_no_lead(client: Client) -> None:
    text = text_of(client, "/recipes/?precursor=li-hmds&precursor=h2o&source_max=100")
    assert '<span class="lead-mark">lead</span>' not in text[text.index('id="leads"') :]


def test_a_lead_is_marked_as_one_and_gives_its_reason(client: Client) -> None:
    document = paper("invented")
    document["coatings"][1]["substrate"]["material"] = "si"
    document["coatings"][0]["measurements"] = [
        {"property": "deposition_temperature", "value": "80–200 °C"}
    ]
    publish_paper(document)
    derive_stale()
    text = text_of(client, "/recipes/?precursor=li-hmds&precursor=h2o&source_max=100")
    leads = text[text.index('id="leads"') :]
    assert '<span class="lead-mark">lead</span>' in leads
    assert "Li–HMDS was used at 80\u202f°C (1 film), H<sub>2</sub>O at 80–200\u202f°C" in leads
    assert "no film on record here has both" in leads
    assert not CoatingRead.objects.filter(precursors__contains=["li-hmds", "h2o"]).exists()


def test_a_wrong_shelf_is_named(client: Client) -> None:
    text = text_of(client, PAGE_KINDS["recipes-wrong"], 400)
    assert "<code>precursor</code>: there is no &#x27;tmaa&#x27; here; the nearest is" in text
    assert "<code>source_max</code>: cannot read &#x27;hot&#x27;" in text


def section(text: str, name: str) -> str:
    """From this heading to the next section."""
    start = text.index(f'id="{name}"')
    return text[start : text.index("</section>", start)]


def whole_shelf() -> str:
    return "&".join(f"precursor={key}" for key in Precursor.objects.values_list("key", flat=True))


def test_without_plasma_no_process_with_one_is_offered(client: Client) -> None:
    everything = whole_shelf()
    answer = Answer(ShelfFilter(QueryDict(everything)))
    calm = Answer(ShelfFilter(QueryDict(f"{everything}&plasma=no")))
    assert any(film.reported.plasma for film in answer.record.films.values())
    assert 0 < len(calm.ready) < len(answer.ready)
    dosed = [line.doses.lower() for line in calm.ready if " or " not in line.doses]
    assert not any("plasma" in doses for doses in dosed)
    assert "there is no &#x27;yes&#x27; here" in text_of(client, "/recipes/?plasma=yes", 400)


def test_what_must_be_contained_is_dosed_in_everything_offered() -> None:
    everything = whole_shelf()
    found = Answer(ShelfFilter(QueryDict(f"{everything}&must=tma"))).ready
    assert found
    assert all("/precursors/tma/" in line.doses for line in found)


def test_an_electrode_is_never_offered_more_heat_than_melts_it() -> None:
    everything = whole_shelf()
    answer = Answer(ShelfFilter(QueryDict(f"{everything}&electrode=li-metal&substrate_max=300")))
    assert answer.limits.hottest_substrate == 180.5
    cooler = Answer(ShelfFilter(QueryDict(f"{everything}&electrode=li-metal&substrate_max=100")))
    assert cooler.limits.hottest_substrate == 100
    assert {line.substrate for line in answer.elsewhere}.isdisjoint({"Li metal"})


def test_a_gas_needs_no_heated_source() -> None:
    record = Answer(ShelfFilter(QueryDict("precursor=tma"))).record
    gases = [key for key, row in record.precursors.items() if row.state == "gas"]
    assert gases
    assert all(record.sources.get(key) for key in gases)


def test_what_is_certain_and_what_is_possible_stand_apart(client: Client) -> None:
    text = text_of(client, "/recipes/?precursor=tma&precursor=h2o&substrate_max=200")
    assert "the deposition temperature" in section(text, "possible")
    assert 'class="unknown"' not in section(text, "ready")
    assert '<a href="/precursors/tma/">' in section(text, "possible")


def test_the_plan_of_a_run_marks_what_is_assumed(client: Client) -> None:
    text = text_of(
        client, "/recipes/?precursor=tma&thickness=5+nm&growth_per_cycle=1&cycle_time=36"
    )
    plan = section(text, "plan")
    assert "50 cycles" in plan
    assert "0.5&#8239;h" in plan
    assert "aspect ratio 10;" in plan
    assert "film thickness" not in plan.partition("cycles</b>")[2].partition("</p>")[0]
    wrong = text_of(client, "/recipes/?precursor=tma&thickness=thin&molecules=many", 400)
    assert "<code>thickness</code>: cannot read &#x27;thin&#x27;" in wrong
    assert "<code>molecules</code>: cannot read &#x27;many&#x27;" in wrong
