"""Charts and recipes over the whole review, held to its records by other ways of counting."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from asc_kb.testing.markup import as_shown
from coatings.models import Coating, CoatingRead
from cycling.models import CyclingTest, TestRead
from documents.publishing import publish_paper
from documents.tests.documents import paper
from explore.overlays.overlay import thinned
from explore.plotting import plot as plotting
from science.families import film_family
from tests.page_kinds import PAGE_KINDS
from tests.world import derive_stale, grow

pytestmark = pytest.mark.usefixtures("review")

CHARTS = {
    "": "plot",
    "retention/": "retention",
    "films/": "films",
    "chemistry/": "chemistry",
    "timeline/": "timeline",
}
_TITLE = re.compile(r"<title>([^<]*)</title>")


@pytest.fixture
def client() -> Client:
    return Client()


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return as_shown(answer.content.decode())


def table(client: Client, address: str) -> list[dict[str, str]]:
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"].startswith("text/csv")
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def invented(**changes: Any) -> dict[str, Any]:
    """A paper whose words are all in the review's vocabulary."""
    document = paper("invented", **changes)
    document["coatings"][1]["substrate"]["material"] = "si"
    return document


# --- any property against any other -----------------------------------------------------------


def test_a_plot_draws_exactly_the_records_with_both_values(client: Client) -> None:
    answer = client.get(
        "/api/v1/coatings/?has=mimicry_level&has=deposition_temperature&page_size=1000"
    ).json()
    expected = [row["id"] for row in answer["results"]]
    query = "x=mimicry_level&y=deposition_temperature"
    assert expected
    assert [row["id"] for row in table(client, f"/explore/plot.csv?{query}")] == expected
    text = text_of(client, f"/explore/?{query}")
    assert f"{len(expected)} of 63 coatings have both values" in text
    assert set(re.findall(r'<a href="/coatings/(ASC-C\d+)/" tabindex', text)) == set(expected)


def test_a_plot_says_how_many_records_lack_each_value(client: Client) -> None:
    text = text_of(client, "/explore/?x=deposition_temperature&y=growth_per_cycle")
    without = {
        key: CoatingRead.objects.filter(**{f"{key}_low": None}).count()
        for key in ("deposition_temperature", "growth_per_cycle")
    }
    assert f"{without['deposition_temperature']} without a deposition temperature" in text
    assert f"{without['growth_per_cycle']} without a growth per cycle" in text


@pytest.mark.parametrize("query", ["role=anode", "q=alumina", "element=Li&method=SEM", "via=1"])
def test_a_plot_takes_the_filters_of_its_list(client: Client, query: str) -> None:
    listed = client.get(f"/api/v1/coatings/?{query}&page_size=1000")
    drawn = client.get(f"/explore/plot.csv?x=year&y=mimicry_level&{query}")
    assert drawn.status_code == listed.status_code
    if listed.status_code == 200:
        rows = table(client, f"/explore/plot.csv?x=year&y=mimicry_level&{query}")
        assert [row["id"] for row in rows] == [row["id"] for row in listed.json()["results"]]
        assert rows


def test_a_bound_is_an_arrow_and_its_file_leaves_the_open_side_empty(client: Client) -> None:
    (row,) = table(client, "/explore/plot.csv?x=year&y=thickness&material=al2o3")
    assert (row["thickness (nm) low"], row["thickness (nm) high"]) == ("", "3.0")
    text = text_of(client, "/explore/?x=year&y=thickness&material=al2o3")
    assert text.count('class="arrow"') == 1
    assert "Film thickness: &lt;\u202f3\u202fnm" in text


def test_a_property_of_the_film_stands_against_one_of_its_test(client: Client) -> None:
    rows = table(client, "/explore/plot.csv?of=tests&x=film.mimicry_level&y=rate")
    assert rows
    for row in rows:
        film = CyclingTest.objects.get(pk=int(row["id"][5:])).coating
        assert film is not None
        assert float(row["film.mimicry_level low"]) == film.read.mimicry_level_low


def test_what_cannot_be_answered_is_named_with_the_nearest(client: Client) -> None:
    text = text_of(client, PAGE_KINDS["explore-wrong"], 400)
    assert "<code>x</code>: there is no &#x27;thicknes&#x27; to choose; the nearest is" in text
    assert "<code>materiall</code>: there is no such parameter; the nearest is" in text
    assert "<code>x_from</code>: expected a number" in text
    plain = text_of(client, "/explore/plot.csv?x=thicknes", 400)
    assert plain.startswith("x: there is no 'thicknes' to choose; the nearest is 'thickness'")
    crossed = text_of(client, "/explore/?x_from=2020&x_to=2010", 400)
    assert "expected a number below x_to" in crossed


def test_the_zoom_of_an_address_cuts_the_plot_and_its_file(client: Client) -> None:
    rows = table(client, "/explore/plot.csv?x=year&y=mimicry_level&x_from=2019.5&x_to=2021.5")
    assert {row["year"] for row in rows} == {"2020", "2021"}
    text = text_of(client, "/explore/?x=year&y=mimicry_level&x_from=2019.5&x_to=2021.5")
    assert f"In the part on screen: {len(rows)}." in text
    assert 'data-x="linear 2019.5 2021.5"' in text


def test_two_decades_are_drawn_on_a_logarithmic_axis_unless_asked_otherwise(client: Client) -> None:
    text = text_of(client, "/explore/?of=tests&x=year&y=half_cycle_time")
    assert 'data-y="log ' in text
    text = text_of(client, "/explore/?of=tests&x=year&y=half_cycle_time&y_scale=linear")
    assert 'data-y="linear ' in text


def test_too_many_records_are_counted_in_squares_and_none_is_lost(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plotting, "MOST", 10)
    text = text_of(client, "/explore/?x=year&y=mimicry_level")
    counts = [int(n) for n in re.findall(r"<title>(\d+) coatings here</title>", text)]
    assert sum(counts) == 63
    assert "They are too many for a mark each (10 at most)" in text
    assert len(table(client, "/explore/plot.csv?x=year&y=mimicry_level")) == 63
    zoomed = text_of(client, "/explore/?x=year&y=mimicry_level&x_to=2014.5")
    assert "too many" not in zoomed, "a part with few records shows each of them"


def test_the_menus_say_how_many_records_have_a_value(client: Client) -> None:
    text = text_of(client, "/explore/?role=anode")
    found = client.get("/api/v1/coatings/?role=anode&has=thickness").json()["count"]
    assert f'<option value="thickness">Film thickness · {found}</option>' in text


def test_a_conductivity_is_drawn_on_a_logarithmic_axis(client: Client) -> None:
    text = text_of(client, "/explore/?x=year&y=ionic_conductivity")
    assert 'data-y="log ' in text


def test_menus_offer_what_has_data_and_a_zoom_finds_its_way_back(client: Client) -> None:
    assert not re.findall(r"<option[^>]*>[^<]* · 0</option>", text_of(client, "/explore/"))
    text = text_of(client, "/explore/?x=year&y=mimicry_level&x_from=1900&x_to=1901")
    assert "Nothing lies in this part of the plot." in text
    assert '<a href="?x=year&amp;y=mimicry_level" data-whole>' in text


# --- maps ---------------------------------------------------------------------------------------


def told() -> dict[int, set[str]]:
    """What is shown or claimed of cells that hold no other film, by another way than the map's."""
    found: dict[int, set[str]] = defaultdict(set)
    for row in TestRead.objects.filter(coated=True):
        if len(set(row.coatings)) == 1:
            found[row.coatings[0]] |= {row.shown, row.claimed}
    return found


def _better(row: dict[str, str]) -> int:
    names = ("shown better", "claimed better", "mixed", "told in a group only")
    return sum(int(row[name]) for name in names)


def test_the_map_of_films_counts_what_is_on_record_and_how_it_did(client: Client) -> None:
    outcomes = told()
    coatings: Counter[tuple[str, str]] = Counter()
    better: Counter[tuple[str, str]] = Counter()
    for coating in Coating.objects.select_related("material", "substrate"):
        family = film_family(coating.material.material_class, coating.material.elements)
        pair = (family, coating.substrate.key)
        coatings[pair] += 1
        better[pair] += bool(outcomes[coating.pk] & {"better", "mixed"})
    rows = table(client, "/explore/films.csv")
    on_record = {(r["row"], r["column"]): r for r in rows if r["on record"] == "yes"}
    assert {pair: int(row["coatings"]) for pair, row in on_record.items()} == dict(coatings)
    assert {pair: _better(row) for pair, row in on_record.items()} == {
        pair: better[pair] for pair in coatings
    }
    assert sum(better.values()) > 0
    never = [row for row in rows if row["on record"] == "no"]
    families, substrates = ({row[side] for row in rows} for side in ("row", "column"))
    assert len(never) == len(families) * len(substrates) - len(coatings)


def test_tried_without_result_is_told_from_not_on_record(client: Client) -> None:
    rows = {(r["row"], r["column"]): r for r in table(client, "/explore/chemistry.csv")}
    assert rows["liotbu", "nh3"]["on record"] == "yes"
    assert rows["liotbu", "nh3"]["without result"] == rows["liotbu", "nh3"]["coatings"]
    assert rows["csotbu", "h2o"]["on record"] == "no"
    text = text_of(client, "/explore/chemistry/")
    assert "on record, too little to tell" in text
    assert "are not on record here, among 63 films with" in text
    assert 'class="silent"' in text


def test_alternatives_make_no_pair_and_uncertain_ones_say_so(client: Client) -> None:
    rows = {(r["row"], r["column"]): r for r in table(client, "/explore/chemistry.csv")}
    assert ("tif4", "hf") not in rows or rows["tif4", "hf"]["on record"] == "no"
    uncertain = rows["liotbu", "tif4"]
    assert uncertain["on record"] == "yes", "two metal sources are a pair, too"
    assert uncertain["with an alternative"] != "0"


def test_gaps_are_drawn_between_what_has_a_process_alone(client: Client) -> None:
    rows = table(client, "/explore/chemistry.csv")
    used = {(r["row"], r["column"]) for r in rows if r["on record"] == "yes"}
    across, down = {pair[1] for pair in used}, {pair[0] for pair in used}
    found = re.search(
        r"[\d,]+ of ([\d,]+) pairs are on record", text_of(client, "/explore/chemistry/")
    )
    assert found is not None
    assert int(found[1].replace(",", "")) == len(across) * len(down)


def test_a_cell_of_a_map_leads_to_the_coatings_it_counts(client: Client) -> None:
    for address in ("/explore/films/?role=anode", "/explore/chemistry/?partners=co-reactant"):
        text = text_of(client, address)
        cells = re.findall(
            r'<a href="(/coatings/\?[^"]+)" tabindex="-1"><title>[^\n]+\n(\d+) coating', text
        )
        assert len(cells) > 5
        for link, count in cells[:12]:
            listed = client.get(
                link.replace("&amp;", "&").replace("/coatings/", "/api/v1/coatings/")
            )
            assert listed.json()["count"] == int(count), link


def test_the_zoom_of_a_map_keeps_rows_and_columns_between_two_words(client: Client) -> None:
    rows = table(client, "/explore/chemistry.csv?y_from=tma&y_to=li-hmds&x_from=h2o&x_to=tmp")
    assert {"tma", "li-hmds"} <= {row["row"] for row in rows}
    assert len({row["row"] for row in rows}) < 18
    wrong = text_of(client, "/explore/chemistry/?x_from=watr", 400)
    assert "<code>x_from</code>: there is no &#x27;watr&#x27; on this axis" in wrong


def test_a_retention_gain_counts_where_no_outcome_is_stated(client: Client) -> None:
    document = invented()
    del document["cycling"][1]["results"][1]
    publish_paper(document)
    derive_stale()
    query = "paper=invented"
    rows = {(r["row"], r["column"]): r for r in table(client, f"/explore/films.csv?{query}")}
    row = rows["oxides", "li-metal"]
    assert (row["shown better"], row["without result"]) == ("1", "0"), "80 % kept against 20 %"


# --- retention and time ---------------------------------------------------------------------------


def recorded(start: float, fade: float, cycles: int = 30) -> dict[str, Any]:
    rows = [[n, start * (1 - fade * (n - 1))] for n in range(1, cycles + 1)]
    return {"unit": "mAh/g", "columns": ["cycle", "discharge"], "rows": rows}


def test_a_recorded_test_is_overlaid_with_its_dashed_control(client: Client) -> None:
    document = invented()
    bare, coated = document["cycling"][0], document["cycling"][1]
    bare["points"], coated["points"] = recorded(200, 0.02), recorded(180, 0.001)
    document["cycling"][2]["cell"] = {"type": "full", "electrode": "li-metal"}
    publish_paper(document)
    derive_stale()
    text = text_of(client, "/explore/retention/?paper=invented")
    drawing = text[text.index('<svg class="plot') : text.rindex("</svg>") + 6]
    lines = [
        line
        for line in ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}polyline")
        if line.get("class") != "guide"
    ]
    assert [line.get("stroke-dasharray") for line in lines] == [None, "7 5", None]
    rows = table(client, "/explore/retention.csv?paper=invented")
    last = {
        bool(row["control of"]): float(row["kept low (%)"])
        for row in rows
        if row["kind"] == "recorded" and row["cycle low"] == "30.0"
    }
    assert last[False] == pytest.approx(100 * (1 - 0.001 * 29) / 0.999)
    assert last[True] == pytest.approx(100 * (1 - 0.02 * 29) / 0.98)


def test_a_stated_loss_is_drawn_as_what_is_kept(client: Client) -> None:
    rows = {row["test"]: row for row in table(client, "/explore/retention.csv")}
    loss = rows["ASC-T000019"]
    assert (loss["cycle low"], loss["kept low (%)"], loss["kind"]) == ("500.0", "80.0", "stated")
    text = text_of(client, "/explore/retention/")
    assert "a loss of 20% at cycle 500" in text


def test_more_tests_than_colours_come_in_parts_and_none_is_lost(client: Client) -> None:
    grow(12)
    text = text_of(client, "/explore/retention/")
    parts = re.search(r"part 1 of (\d+)\.", text)
    assert parts is not None
    drawn: set[str] = set()
    for part in range(1, int(parts[1]) + 1):
        page = text_of(client, f"/explore/retention/?part={part}")
        for row in re.findall(r'<th scope="row" class="id">.*?</tr>', page):
            if "which half cycle is the useful one is unknown" not in row:  # says why not drawn
                drawn |= set(re.findall(r'^[^>]*><a href="/cycling/(ASC-T\d+)/"', row))
    in_file = {r["test"] for r in table(client, "/explore/retention.csv") if not r["control of"]}
    assert drawn == in_file
    text_of(client, "/explore/retention/?part=99", 400)


def test_a_long_curve_is_thinned_between_its_ends() -> None:
    curve = [(float(n), 100.0 - n / 100) for n in range(5000)]
    thin = thinned(curve, 400)
    assert (thin[0], thin[-1], len(thin)) == (curve[0], curve[-1], 400)
    assert thin == sorted(set(thin) & set(curve))


def test_the_timeline_piles_up_every_coating_once(client: Client) -> None:
    by_year = Counter(CoatingRead.objects.values_list("year", flat=True))
    for category in ("technique", "material"):
        rows = table(client, f"/explore/timeline.csv?by={category}")
        counted: Counter[int] = Counter()
        for row in rows:
            counted[int(row["year"])] += int(row["coatings"])
        assert counted == by_year
    text = text_of(client, "/explore/timeline/?by=material")
    titles = [t for t in _TITLE.findall(text) if "of the year&#x27;s coatings" in t]
    assert sum(int(t.split("\n")[1].split()[0]) for t in titles) == 63


# --- every chart --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_there_as_a_file_without_style_or_script(client: Client, name: str) -> None:
    answer = client.get(f"/explore/{CHARTS[name]}.svg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    drawn = ElementTree.fromstring(answer.content)
    assert not [
        e for e in drawn.iter() if "style" in e.attrib or e.tag.endswith(("style", "script"))
    ]
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}title"))) > 2


@pytest.mark.parametrize("name", CHARTS)
def test_filters_that_fit_nothing_leave_a_sentence_and_no_empty_chart(
    client: Client, name: str
) -> None:
    text = text_of(client, f"/explore/{name}?q=nothinglikethis")
    assert "Nothing to draw" in text
    assert '<svg class="plot' not in text
    text_of(client, f"/explore/{CHARTS[name]}.svg?q=nothinglikethis", 404)


KINDS = ("explore", "explore-films", "explore-chemistry", "explore-timeline", "recipes-shelf")


def test_queries_of_a_chart_do_not_grow_with_the_data(client: Client) -> None:
    client.get("/explore/")
    counted = []
    for _ in range(2):
        found = {}
        for name in KINDS:
            with CaptureQueriesContext(connection) as queries:
                client.get(PAGE_KINDS[name])
            found[name] = len(queries)
        counted.append(found)
        grow(12)
    assert counted[0] == counted[1]
    assert max(counted[0].values()) <= 14
