"""Housekeeping finds what is twice, unused, waiting or unknown, and merges without losing an id."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from curation.actions import create_submission, submit
from curation.housekeeping.merge_records import CannotMerge, merge_records
from curation.housekeeping.views import CHAPTERS
from curation.models import Submission
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from records.models import PublicId

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def texts(chapter: str) -> list[tuple[str, ...]]:
    return [line.texts for line in CHAPTERS[chapter]().lines]


def twins() -> dict[str, Any]:
    """A paper that says one coating twice, and a test on the second of them."""
    document = paper()
    one = document["coatings"][0]
    document["coatings"] = [one, {**one, "key": "again"}]
    document["cycling"] = [
        document["cycling"][0],
        {**document["cycling"][1], "coating": "again", "also_coated": ["al2o3-on-li"]},
    ]
    return document


@pytest.fixture
def curator() -> Any:
    return get_user_model().objects.create_superuser("cyd")


def test_one_coating_entered_twice_is_found_and_merged_and_its_id_leads_on(curator: Any) -> None:
    publish_paper(twins())
    call_command("recompute", "--all", "--here")
    assert [line[:2] for line in texts("duplicate-records")] == [("ASC-C000001", "ASC-C000002")]
    draft = merge_records(kept="ASC-C000001", gone="ASC-C000002", by=curator)
    assert [c["key"] for c in draft.document["coatings"]] == ["al2o3-on-li"]
    coated = draft.document["cycling"][1]
    assert (coated["coating"], coated.get("also_coated")) == ("al2o3-on-li", None)
    publish_paper(draft.document)
    gone = PublicId.objects.get(kind="C", number=2)
    assert gone.successor == "ASC-C000001"
    answer = Client().get("/api/v1/coatings/ASC-C000002/")
    there = "/api/v1/coatings/ASC-C000001/"
    assert (answer.status_code, answer.headers["Location"]) == (301, there)
    assert Client().get("/coatings/ASC-C000002/").headers["Location"] == "/coatings/ASC-C000001/"


def test_a_control_entered_twice_is_named_once_after_the_merge(curator: Any) -> None:
    document = paper()
    bare, coated, _ = document["cycling"]
    document["cycling"] = [
        bare,
        {**bare, "key": "blank"},
        {**coated, "controls": ["bare", "blank"]},
    ]
    publish_paper(document)
    draft = merge_records(kept="ASC-T000001", gone="ASC-T000002", by=curator)
    assert draft.document["cycling"][1]["controls"] == ["bare"]


@pytest.mark.parametrize(
    ("kept", "gone"),
    [("ASC-C000001", "ASC-C000001"), ("ASC-C000001", "ASC-T000001"), ("ASC-C000001", "ASC-C9")],
)
def test_what_is_not_two_of_a_kind_is_not_merged(kept: str, gone: str, curator: Any) -> None:
    publish_paper(paper())
    with pytest.raises(CannotMerge):
        merge_records(kept=kept, gone=gone, by=curator)
    assert Submission.objects.count() == 0


def test_one_paper_under_two_keys_is_suspected() -> None:
    publish_paper(paper())
    publish_paper(paper("roe-2020", coatings=[], cycling=[]))
    assert texts("duplicate-papers")[0][4] == "the same author, volume and page"


def test_words_that_share_a_name_are_suspected() -> None:
    publish_vocabulary(
        {
            **VOCABULARY,
            "materials": [
                *VOCABULARY["materials"],
                {"key": "alumina", "name": "Alumina", "formula": "Al2O3", "class": "inorganic"},
            ],
        }
    )
    assert ("material", "al2o3", "alumina", "alumina") in texts("duplicate-words")


def test_what_nothing_uses_is_an_orphan_until_something_does() -> None:
    assert ("precursor", "tma", "Trimethylaluminium") in texts("orphans")
    publish_paper(paper())
    keys = [line[1] for line in texts("orphans")]
    assert "tma" not in keys
    publish_paper(paper("idle-2020", coatings=[], cycling=[], source_temperatures=[]))
    assert "idle-2020" in [line[1] for line in texts("orphans")]


def test_what_was_handed_in_waits_before_what_is_unfinished(curator: Any) -> None:
    create_submission(by=curator, document=paper("one-2020"))
    second = create_submission(by=curator, document=paper("two-2020"))
    submit(submission=second, by=curator)
    assert [line[1] for line in texts("waiting")] == ["Submitted", "Draft"]


def test_not_checked_is_told_from_not_reported() -> None:
    document = paper()
    document["coatings"][0]["measurements"][3]["missing"] = "not checked"
    publish_paper(document)
    assert texts("not-checked") == [("ASC-C000001", "doe-2020", "Film density")]


def test_a_flag_stays_until_somebody_answers_it(curator: Any) -> None:
    from curation.models import FlagAnswer

    document = paper()
    document["coatings"][0]["measurements"].append({"property": "thickness", "value": "900 nm"})
    document["coatings"][0]["note"] = "Printed so in two places."
    publish_paper(document)
    call_command("recompute", "--all", "--here")
    flags = [line for line in texts("unexplained") if "off cycles" in line[3]]
    assert [(line[0], line[4]) for line in flags] == [("ASC-C000001", "Printed so in two places.")]
    FlagAnswer.objects.create(
        paper_key="doe-2020",
        section="coatings[al2o3-on-li]",
        code="thickness_against_growth",
        reason=flags[0][3],
        confirmed=True,
        answered_by=curator,
    )
    assert not [line for line in texts("unexplained") if "off cycles" in line[3]]


def test_coverage_counts_the_records_that_say_it() -> None:
    publish_paper(paper())
    known = {line[:2]: line[2:] for line in texts("coverage")}
    assert known["coating", "Ionic conductivity"] == ("1", "2", "50")
    assert known["test", "Capacity retention"] == ("2", "3", "67")
    assert known["paper", "DOI"] == ("0", "1", "0")


def test_every_chapter_is_on_the_page_and_goes_out_as_csv(curator: Any) -> None:
    publish_paper(twins())
    web = Client()
    web.force_login(curator)
    page = web.get("/curate/housekeeping/").content.decode()
    for chapter in CHAPTERS:
        assert f'id="{chapter}"' in page
        lines = web.get(f"/curate/housekeeping/{chapter}.csv").getvalue().decode().splitlines()
        assert len(lines) == 1 + len(texts(chapter))


def test_a_contributor_does_not_keep_house() -> None:
    web = Client()
    web.force_login(get_user_model().objects.create_user("ann"))
    assert web.get("/curate/housekeeping/").status_code == 403
