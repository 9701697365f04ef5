"""Every page over the whole review: answers, links, filters, parity with REST, query budgets."""

from __future__ import annotations

import copy
import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from asc_kb.testing.heavy import times
from asc_kb.testing.markup import as_shown
from documents.publishing import publish_paper
from documents.tests.documents import paper
from explore.field import forget_pictures
from tests.page_kinds import PAGE_KINDS, STATUS
from tests.world import derive_stale, grow

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("review")

_LINK = re.compile(r'(?:href|src|srcset|action)="([^"]+)"')
_COUNT = re.compile(r'class="count"[^>]*><b>([^<]+)</b>')

# Queries of a page: fixed, however much is on record. A list reads its rows, what the rows name and
# the words of its facets; counts, facets and histograms come from its index. A record reads its row
# and one query for each kind of part.
QUERIES = {
    "home": 26,
    "data": 0,
    "coatings": 17,
    "coating": 31,  # the numbers of its tests apart: in one statement they took 125 ms
    "precursors": 9,
    "precursor": 25,
    "materials": 11,
    "material": 28,
    "processes": 12,
    "process": 13,
    "substrates": 8,
    "substrate": 24,
    "methods": 10,
    "method": 12,
    "cycling": 12,
    "test": 18,
    "papers": 7,
    "paper": 25,
    "review": 8,
    "author": 15,
    "group": 12,
}


@pytest.fixture
def client() -> Client:
    return Client()


def invented() -> dict[str, Any]:
    """A paper whose words are all in the review's vocabulary."""
    document = paper("invented")
    document["coatings"][1]["substrate"]["material"] = "si"
    return document


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return as_shown(answer.content.decode())


@pytest.mark.parametrize("name", PAGE_KINDS)
def test_every_kind_of_page_answers(client: Client, name: str) -> None:
    text = text_of(client, PAGE_KINDS[name], STATUS.get(name, 200))
    assert text.count("<h1") == 1
    assert "<style" not in text
    assert " style=" not in text
    data = re.compile(r'<script type="application/ld\+json">')
    assert not re.search(r"<script(?![^>]*\bsrc=)", data.sub("", text))


@pytest.mark.heavy
def test_every_link_of_the_whole_site_leads_somewhere(client: Client) -> None:
    """Crawled from the start page; addresses with a query are visited but not crawled further,
    in a usual run a few of those that lead to the same kind of page."""
    waiting, seen, broken = ["/"], {"/"}, []
    asked: Counter[tuple[str, frozenset[str]]] = Counter()
    while waiting:
        address = waiting.pop()
        query = urlsplit(address).query
        alike = resolve(urlsplit(address).path).route, frozenset(parse_qs(query))
        asked[alike] += 1
        if asked[alike] > times(8, 10_000):
            continue
        answer = client.get(address)
        if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
            continue  # a page for those who are signed in
        if answer.status_code == 302 and resolve(urlsplit(address).path).url_name == "search":
            waiting.append(answer["Location"])
            continue
        if answer.status_code != 200:
            broken.append((address, answer.status_code))
            continue
        if not answer["Content-Type"].startswith("text/html") or query:
            continue
        for link in _LINK.findall(as_shown(answer.content.decode())):
            target = urljoin(address, unescape(link).removeprefix(settings.PUBLIC_URL))
            parts = urlsplit(target)
            if parts.netloc or parts.path.startswith("/static/"):
                continue
            way_back = parts.path == "/account/login/"  # one form, whatever page it leads back to
            place = parts.path + (f"?{parts.query}" if parts.query and not way_back else "")
            if place not in seen:
                seen.add(place)
                waiting.append(place)
    assert not broken
    assert {f"/coatings/ASC-C{n:06d}/" for n in range(1, 60)} <= seen
    assert len(seen) > 500


def test_every_fragment_link_has_its_target(client: Client) -> None:
    dictionary = set(re.findall(r'id="([^"]+)"', text_of(client, "/data/")))
    for name in ("coating", "test", "paper", "data"):
        page = text_of(client, PAGE_KINDS[name])
        own = set(re.findall(r'id="([^"]+)"', page))
        for elsewhere, link in re.findall(r'href="(/data/)?#([^"]+)"', page):
            assert unquote(link) in (dictionary if elsewhere else own), (name, link)


def test_queries_of_a_page_do_not_grow_with_the_data(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    grow(4)  # what was written here is asked anew each time
    client.get("/")  # what is read once in a process is read before
    for _ in range(2):
        forget_pictures()
        for name, budget in QUERIES.items():
            with django_assert_num_queries(budget, info=name):
                client.get(PAGE_KINDS[name])
        grow(20)


LISTS = {
    "coatings": r'<th scope="row"[^>]*><a href="/coatings/(ASC-C\d+)/"',
    "cycling": r'<th scope="row"[^>]*><a href="/cycling/(ASC-T\d+)/"',
    "precursors": r'<th scope="row"[^>]*><a href="/precursors/([^/]+)/"',
    "materials": r'<th scope="row"[^>]*><a href="/materials/([^/]+)/"',
    "processes": r'class="id" href="/processes/([^/]+)/"',
    "substrates": r'<th scope="row"[^>]*><a href="/substrates/([^/]+)/"',
    "methods": r'<th scope="row"[^>]*><a href="/methods/([^/]+)/"',
    "papers": r'class="id" href="/papers/(ASC-P\d+)/"',
}
QUESTIONS = [
    ("coatings", ""),
    ("coatings", "method=SEM&role=anode&ordering=-year"),
    ("coatings", "thickness_max=50 nm&match=certain"),
    ("coatings", "q=alumina&page_size=2&page=2"),
    ("coatings", "element=Li&element=F&without_precursor=hf"),
    ("coatings", "cursor=&page_size=7"),
    ("cycling", "control=coated&has=retention"),
    ("cycling", "rate_min=1C"),
    ("precursors", "kind=organic&ordering=-molar_mass"),
    ("precursors", "source_temperature_max=60"),
    ("materials", "material_class=hybrid"),
    ("processes", "precursor=liotbu&ordering=-key"),
    ("substrates", "role=cathode"),
    *((name, "q=li") for name in ("precursors", "materials", "processes", "substrates", "papers")),
    ("methods", "method=TEM"),
    ("papers", "year_min=2020&ordering=-year&page_size=20"),
]


@pytest.mark.parametrize(("name", "query"), QUESTIONS)
def test_a_page_shows_the_rows_of_its_rest_list(client: Client, name: str, query: str) -> None:
    answer: dict[str, Any] = client.get(f"/api/v1/{name}/?{query}").json()
    expected = [row["id"] if "id" in row else row["key"] for row in answer["results"]]
    text = text_of(client, f"/{name}/?{query}")
    assert re.findall(LISTS[name], text) == expected
    count = _COUNT.search(text)
    assert count is not None
    assert count[1] == str(answer["count"])
    assert expected


def test_a_wrong_filter_keeps_what_was_typed_and_names_the_nearest(client: Client) -> None:
    text = text_of(client, "/coatings/?material=al2o33&thickness_max=blue&q=li", 400)
    assert "the nearest is &#x27;al2o3&#x27;" in text
    assert 'value="blue"' in text
    assert 'value="li"' in text
    assert 'name="material" value="al2o33" checked aria-invalid="true"' in text
    assert 'aria-invalid="true"' in text


def test_a_parameter_that_does_not_exist_is_named(client: Client) -> None:
    text = text_of(client, "/coatings/?materiel=al2o3", 400)
    assert (
        "<code>materiel</code>: there is no such parameter; the nearest is &#x27;material" in text
    )


def test_a_page_behind_the_last_is_not_found(client: Client) -> None:
    text_of(client, "/coatings/?page=99", 404)


def test_empty_fields_of_a_form_leave_the_address(client: Client) -> None:
    answer = client.get("/coatings/?q=&material=tio2&technique=")
    assert answer.status_code == 302
    assert answer["Location"] == "/coatings/?material=tio2"


def test_a_search_that_finds_nothing_offers_the_spelling_on_record(client: Client) -> None:
    text = text_of(client, "/coatings/?q=aluminna")
    assert "Did you mean" in text
    assert 'href="/coatings/?q=alumina"' in text


def test_an_active_filter_is_said_in_words_and_can_be_taken_away(client: Client) -> None:
    text = text_of(client, "/coatings/?material=al2o3&role=anode")
    chips = re.findall(r'<li><a href="([^"]+)"><span>([^<]+)</span> (.*?)<b ', text)
    assert chips == [
        ("/coatings/?role=anode", "Material", "Al<sub>2</sub>O<sub>3</sub>"),
        ("/coatings/?material=al2o3", "Role", "anode"),
    ]


def test_what_is_asked_beyond_the_form_stays_when_the_form_is_sent(client: Client) -> None:
    text = text_of(client, "/coatings/?method=SEM&process=al2o3-tma-h2o&ordering=-year&page_size=5")
    form = text.split('id="filters"', 1)[1].split("</form>", 1)[0]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', form)
    assert hidden == [("process", "al2o3-tma-h2o"), ("ordering", "-year"), ("page_size", "5")]
    assert 'name="method" value="SEM" checked' in form


def test_a_head_sorts_by_its_column_and_turns_the_order_round(client: Client) -> None:
    text = text_of(client, "/coatings/?role=anode&ordering=material")
    assert (
        'aria-sort="ascending"><a href="/coatings/?role=anode&amp;ordering=-material">Film' in text
    )


def test_a_papers_key_leads_to_its_page(client: Client) -> None:
    answer = client.get("/papers/chen-2017/")
    assert answer.status_code == 302
    assert answer["Location"] == "/papers/ASC-P000045/"


def test_a_withdrawn_coating_is_gone_with_reason_and_successor(client: Client) -> None:
    document = invented()
    publish_paper(document)
    shorter = copy.deepcopy(document)
    del shorter["coatings"][1]
    entry = {"kind": "coating", "key": "li-eg-on-si", "reason": "the same film as ASC-C000047"}
    shorter["withdrawn"] = [{**entry, "successor": "ASC-C000047"}]
    gone = publish_paper(shorter).withdrawn[0]
    text = text_of(client, f"/coatings/{gone}/", 410)
    assert "This coating is withdrawn" in text
    assert text.count('<a href="/coatings/ASC-C000047/">ASC-C000047</a>') == 2


def test_a_coating_that_waits_for_the_worker_says_so(client: Client) -> None:
    publish_paper(invented())
    found = client.get("/api/v1/coatings/?paper=invented").json()["results"]
    address = f"/coatings/{found[0]['id']}/"
    assert "Derived values are being computed" in text_of(client, address)
    derive_stale()
    text = text_of(client, address)
    assert "being computed" not in text
    assert "film.technique" in text


def test_a_coatings_page_shows_recipe_measurements_and_control_with_places(client: Client) -> None:
    text = text_of(client, "/coatings/ASC-C000001/")
    assert "<h1>Al<sub>2</sub>O<sub>3</sub> on Li metal</h1>" in text
    assert "80–200\u202f°C" in text
    assert "p. 10496" in text
    assert 'href="/cycling/ASC-T000001/"' in text
    assert "film.technique" in text
    assert 'href="/api/v1/coatings/ASC-C000001/"' in text


def test_a_bare_control_is_listed_beside_its_coated_test(client: Client) -> None:
    text = text_of(client, "/cycling/ASC-T000002/")
    head = text[text.index('<table class="beside">') : text.index("</thead>")]
    assert re.findall(r'class="id">(ASC-T\d+)<', head) == ["ASC-T000001", "ASC-T000002"]


def test_the_review_lists_its_references_in_their_own_numbers(client: Client) -> None:
    text = text_of(client, "/papers/ASC-P000001/")
    numbers = re.findall(r'data-label="No\.">(\d+)<', text)
    assert numbers == [str(n) for n in range(1, 103)]


def test_a_structure_is_drawn_for_light_and_for_dark_pages(client: Client) -> None:
    light = client.get("/precursors/liotbu/structure-light.svg")
    dark = client.get("/precursors/liotbu/structure-dark.svg")
    assert light["Content-Type"] == "image/svg+xml"
    assert light.content.startswith(b"<svg")
    assert light.content != dark.content
