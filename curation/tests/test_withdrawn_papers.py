"""A paper is withdrawn with everything it reports: each id answers 410, for ever and everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from accounts.models import Role
from accounts.tests.people import person
from coatings.models import Coating
from curation import actions
from curation.actions.records import propose_withdrawal
from cycling.models import CyclingTest
from documents.files import read_file
from documents.models import PaperVersion
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from literature.models import Paper
from records.document.invalid import DocumentInvalid
from records.models import Kind, PublicId

pytestmark = pytest.mark.django_db

WHY = "the authors retracted it"


@pytest.fixture
def ada(db: None) -> Any:
    publish_vocabulary(VOCABULARY)
    publish_paper(paper())
    other = {**paper("roe-2021"), "cycling": [], "source_temperatures": []}
    other["citation"] = {**other["citation"], "page": "11-20"}
    publish_paper(other)
    return person("ada")


def entry() -> PublicId:
    return PublicId.objects.get(kind=Kind.PAPER, number=1)


def withdrawn(ada: Any, successor: str = "ASC-P000002") -> None:
    draft = propose_withdrawal(entry=entry(), by=ada, reason=WHY, successor=successor)
    actions.submit(submission=draft, by=ada)
    actions.approve(submission=draft, by=person("bea", Role.CURATOR))


def test_its_page_and_those_of_what_it_reported_tell_why_and_what_instead(ada: Any) -> None:
    ids = [str(one) for one in PublicId.objects.filter(paper_key=paper()["key"])]
    withdrawn(ada)
    folders = {"P": "papers", "C": "coatings", "T": "cycling"}
    web = Client()
    for one in ids:
        address = f"{folders[one[4]]}/{one}/"
        page, rest = web.get(f"/{address}"), web.get(f"/api/v1/{address}")
        assert (page.status_code, rest.status_code) == (410, 410), one
        assert WHY in page.content.decode()
        assert WHY in rest.json()["reason"]
    assert rest.json()["successor"] is None, "the successor of a paper is not that of its records"
    told = web.get("/api/v1/papers/ASC-P000001/").json()
    assert (told["reason"], told["successor"]) == (WHY, "ASC-P000002")
    assert web.get(f"/api/v1/papers/{paper()['key']}/").status_code == 410, "by its key, too"
    assert "ASC-P000002" in web.get("/papers/ASC-P000001/").content.decode()


def test_nothing_of_it_is_met_any_more_and_the_rest_stays(ada: Any) -> None:
    withdrawn(ada)
    assert [one.public_id for one in Paper.objects.all()] == ["ASC-P000002"]
    assert {one.paper.key for one in Coating.objects.all()} == {"roe-2021"}
    assert not CyclingTest.objects.exists()
    answer = Client().get("/api/v1/papers/").json()
    assert [one["key"] for one in answer["results"]] == ["roe-2021"]


def test_its_history_stays_and_tells_who_withdrew_it_and_why(ada: Any) -> None:
    withdrawn(ada)
    assert PaperVersion.objects.filter(paper__key=paper()["key"]).count() == 2
    text = Client().get("/history/ASC-P000001/").content.decode()
    assert WHY in text
    assert "approved by bea" in text
    assert Client().get("/history/ASC-C000001/").status_code == 200


def test_its_key_is_given_to_nobody_and_the_paper_can_be_entered_anew(ada: Any) -> None:
    withdrawn(ada)
    with pytest.raises(DocumentInvalid, match="was withdrawn"):
        publish_paper(paper())
    again = {**paper("doe-2020-again"), "source_temperatures": []}
    assert publish_paper(again).paper.public_id == "ASC-P000003"


def test_a_paper_in_which_another_was_read_is_not_withdrawn_before_that_is_mended(
    ada: Any,
) -> None:
    reader = {**paper("roe-2022"), "coatings": [], "cycling": [], "source_temperatures": []}
    reader["citation"] = {**reader["citation"], "page": "21-30", "DOI": "10.1234/another"}
    publish_paper({**reader, "via": {"paper": paper()["key"], "number": 7}})
    with pytest.raises(DocumentInvalid, match="roe-2022: mend that first"):
        withdrawn(ada)
    assert Paper.objects.filter(pk=1).exists(), "nothing was written"
    assert Coating.objects.filter(paper=1).exists()


def test_a_document_cannot_withdraw_its_paper_and_go_on_reporting(ada: Any) -> None:
    itself = {"kind": "paper", "key": paper()["key"], "reason": WHY}
    with pytest.raises(DocumentInvalid) as caught:
        publish_paper({**paper(), "withdrawn": [itself]})
    assert "coatings" in {problem.path for problem in caught.value.problems}
    foreign = {**itself, "key": "roe-2021"}
    with pytest.raises(DocumentInvalid, match="withdrawn by its own document"):
        publish_paper({**paper(), "withdrawn": [foreign]})


class _Elsewhere(Exception):
    """Ends the transaction of the place that is exported."""


def exported(by: Any, folder: Path) -> tuple[dict[str, Any], set[tuple[Any, ...]]]:
    """The document of the withdrawn paper, and every tombstone, of a place that then is no more."""
    try:
        with transaction.atomic():
            withdrawn(by, successor="")
            call_command("export_papers", str(folder))
            document = read_file(folder / f"{paper()['key']}.yaml").data
            assert not publish_paper(document).changed
            found = buried()
            raise _Elsewhere
    except _Elsewhere:
        return document, found


def test_the_tombstone_moves_with_an_export_and_loads_to_no_change(
    ada: Any, tmp_path: Path
) -> None:
    document, before = exported(ada, tmp_path)
    assert len(before) == 6, "the paper, two coatings, three tests"
    publish_paper(document)  # a place where it is public still
    assert buried() == before
    assert not publish_paper(document).changed


def test_a_tombstone_is_loaded_where_the_paper_never_was(tmp_path: Path) -> None:
    publish_vocabulary(VOCABULARY)
    with pytest.raises(_Elsewhere), transaction.atomic():
        _publish_and_export(tmp_path)
    assert not Paper.with_merged.exists()
    document = read_file(tmp_path / f"{paper()['key']}.yaml").data
    assert publish_paper(document).changed
    assert len(buried()) == 6
    assert not publish_paper(document).changed
    assert Client().get("/papers/ASC-P000001/").status_code == 410
    assert Client().get("/coatings/ASC-C000001/").status_code == 410


def _publish_and_export(folder: Path) -> None:
    publish_paper(paper())
    exported(person("ada"), folder)
    raise _Elsewhere


def buried() -> set[tuple[Any, ...]]:
    gone = PublicId.objects.filter(withdrawn_at__isnull=False)
    return set(gone.values_list("kind", "number", "item_key", "reason", "successor"))
