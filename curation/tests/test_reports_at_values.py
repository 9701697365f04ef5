"""Any value on a record can be reported, and an open report shows at that very value."""

from __future__ import annotations

import copy
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from accounts.tests.people import person
from asc_kb.testing.markup import as_shown
from curation import actions
from curation.actions.reports import report_problem
from curation.models import ProblemReport
from curation.review.sections import read_sections
from documents.rehearsal import Rehearsal
from documents.tests.documents import paper
from tests.world import derive_stale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

_LINK = re.compile(r'href="(/report/[^?"]+/\?place=[^"]+)"')


@pytest.fixture
def published() -> None:
    document = copy.deepcopy(paper())
    again = {"property": "growth_per_cycle", "value": "2 Å", "at": "p. 9"}
    document["coatings"][0]["measurements"].append(again)
    ada, bea = person("ada"), person("bea", Role.CURATOR)
    draft = actions.create_submission(by=ada, document=document)
    actions.submit(submission=draft, by=ada)
    actions.approve(submission=draft, by=bea)
    derive_stale()


def text(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return as_shown(answer.content.decode())


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("/coatings/ASC-C000001/", "measurements%5Bionic_conductivity%5D"),
        ("/coatings/ASC-C000001/", "measurements%5Bgrowth_per_cycle%232%5D"),
        ("/coatings/ASC-C000001/", "steps"),
        ("/coatings/ASC-C000001/", "steps%5B0%5D.time"),
        ("/coatings/ASC-C000001/", "substrate.preparation"),
        ("/coatings/ASC-C000001/", "derived.area_specific_resistance"),
        ("/cycling/ASC-T000002/", "conditions.rate"),
        ("/cycling/ASC-T000002/", "results%5Bretention%5D"),
        ("/cycling/ASC-T000002/", "results%5Boutcome%5D"),
        ("/papers/ASC-P000001/", "source_temperatures%5Bliotbu%5D"),
        ("/papers/ASC-P000001/", "precursor_values%5Btma+vapor_pressure%5D"),
        ("/precursors/liotbu/", "source_temperatures%5Bliotbu%5D"),
        ("/precursors/liotbu/", "smiles"),
        ("/materials/al2o3/", "formula"),
        ("/substrates/li-metal/", "role"),
        ("/methods/SEM/", "name"),
    ],
)
def test_a_value_has_its_link(published: None, page: str, place: str) -> None:
    assert any(link.endswith(f"?place={place}") for link in _LINK.findall(text(page)))


def test_the_time_of_a_single_step_is_reported_and_shows_there(published: None) -> None:
    page = text("/report/ASC-C000001/?place=steps%5B0%5D.time")
    assert "<dd>time of step 1 (dose tma)</dd>" in page
    assert "<q>0.1 s</q>" in page
    assert "(optional)" not in page.split('name="place"')[0].split("<form")[-1]
    form = {"place": "steps[0].time", "text": "It is 0.01 s"}
    Client().post("/report/ASC-C000001/", form)
    made = ProblemReport.objects.get()
    assert (made.label, made.printed) == ("time of step 1 (dose tma)", "0.1 s")
    steps = text("/coatings/ASC-C000001/").split('<ol class="steps">')[1].split("</ol>")[0]
    assert made.reference in steps.split("</li>")[0]


def test_every_link_of_a_record_leads_to_its_value(published: None) -> None:
    links: set[str] = set()
    records = ("/coatings/ASC-C000001/", "/cycling/ASC-T000002/", "/papers/ASC-P000001/")
    words = ("/precursors/tma/", "/materials/al2o3/", "/substrates/li-metal/", "/methods/SEM/")
    for page in (*records, *words):
        links |= set(_LINK.findall(text(page)))
    assert len(links) > 40
    for link in links:
        chosen = re.findall(r'<option value="([^"]*)" selected', text(link))
        assert len(chosen) == 1, link
        assert chosen[0] != "", link


def test_the_second_value_of_a_property_is_not_the_first(published: None) -> None:
    page = text("/report/ASC-C000001/?place=measurements%5Bgrowth_per_cycle%232%5D")
    assert "<q>2 Å</q>" in page
    assert "p. 9" in page


def test_an_open_report_shows_at_its_value_alone_and_in_the_review(published: None) -> None:
    reader = Client()
    link = "/report/ASC-C000001/?place=measurements%5Bgrowth_per_cycle%232%5D"
    place = re.findall(r'<option value="([^"]*)" selected', text(link))[0]
    reader.post(link, {"place": place, "text": "The axis is logarithmic", "website": ""})
    report = ProblemReport.objects.get()
    assert (report.label, report.printed) == ("growth per cycle (2)", "2 Å")
    rows = text("/coatings/ASC-C000001/").split("<tr>")
    marked = [row for row in rows if 'class="reported"' in row]
    assert len(marked) == 1
    assert re.search(r"\b2\sÅ", marked[0])
    assert report.reference in marked[0]

    document = paper()
    draft = actions.create_submission(by=report_author(), document=document)
    assert draft.base
    sections = read_sections(draft, draft.base.document, Rehearsal())
    told = {v.stem: v.reports for s in sections for v in s.values if v.reports}
    assert told == {"coatings[al2o3-on-li].measurements[growth_per_cycle#2]": [report]}

    report.state, report.answer = "mended", "Read again"
    report.save()
    assert 'class="reported"' not in text("/coatings/ASC-C000001/")


def test_a_word_of_the_vocabulary_is_reported_like_a_record(published: None) -> None:
    reader = Client()
    form = {"place": "smiles", "text": "A dimer at room temperature", "website": ""}
    answer = reader.post("/report/precursor/tma/", form)
    report = ProblemReport.objects.get()
    assert (report.record, report.label) == ("precursor/tma", "SMILES")
    assert report.printed == "C[Al](C)C"
    assert 'href="/precursors/tma/"' in text(answer.headers["Location"])
    assert report.reference in text("/precursors/tma/")
    assert reader.get("/report/precursor/nothing/").status_code == 404
    assert reader.get("/report/wizard/tma/").status_code == 404
    from django.contrib.auth.models import User

    reader.force_login(User.objects.get(username="bea"))
    desk = as_shown(reader.get("/curate/reports/").content.decode())
    assert 'href="/precursors/tma/"' in desk
    assert "A dimer at room temperature" in desk


def report_author() -> object:
    from django.contrib.auth.models import User

    return User.objects.get(username="ada")


def test_a_page_asks_once_for_its_reports(published: None) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            text("/coatings/ASC-C000001/")
        return len(seen)

    before = asked()
    for n in range(20):
        report_problem(
            record="ASC-C000001", place="measurements[cycles].value", label="cycles",
            printed="200", text="wrong", address=f"192.0.2.{n}",
        )  # fmt: skip
    assert asked() == before
