"""A paper that was entered twice becomes one, with every record and every redirect."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from coatings.models import Coating, CoatingRead
from curation.actions import create_submission
from curation.actions.duplicates import merge
from curation.tests.housekeeping.test_merging import TWICE
from cycling.models import CyclingTest
from documents.exporting import export_paper
from documents.models import PaperVersion
from documents.publishing import publish_paper, publish_vocabulary
from documents.publishing.merging_terms import CannotMerge
from documents.tests.documents import paper
from documents.vocabulary import export_vocabulary
from literature.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def same_again() -> dict[str, Any]:
    """The usual paper once more, under another key, with a DOI and a coating of its own."""
    document = copy.deepcopy(paper())
    document["key"] = "doe-2020b"
    document["citation"] = {**document["citation"], "DOI": "10.1000/xyz123"}
    return document


def world() -> None:
    publish_paper(paper())
    publish_paper(same_again())
    third = {
        "key": "poe-2022",
        "citation": {**paper()["citation"], "issued": 2022, "page": "9"},
        "via": {"paper": "doe-2020b", "number": 7},
        "cycling": [
            {
                "key": "later",
                "coating": {"paper": "doe-2020b", "coating": "al2o3-on-li"},
                "cell": {"type": "half"},
            }
        ],
    }
    publish_paper(third)


def merge_them(by: Any) -> Any:
    return merge(
        kind="paper", kept="doe-2020", gone="doe-2020b", reason="entered from a preprint", by=by
    )


def test_a_paper_takes_over_records_with_their_ids_and_what_referred_to_the_other(
    curator: Any,
) -> None:
    world()
    ids = set(Coating.objects.values_list("pk", flat=True))
    tests = set(CyclingTest.objects.values_list("pk", flat=True))
    merge_them(curator)
    kept = Paper.objects.get(key="doe-2020")
    assert set(Coating.objects.values_list("pk", flat=True)) == ids
    assert set(CyclingTest.objects.values_list("pk", flat=True)) == tests
    assert {c.paper_id for c in Coating.objects.all()} == {kept.pk}
    assert kept.doi == "10.1000/xyz123"
    later = CyclingTest.objects.get(key="later")
    assert later.coating is not None
    assert (later.coating.paper_id, later.coating.key) == (kept.pk, "al2o3-on-li-doe-2020b")
    assert later.paper.via == kept
    for one in Paper.objects.all():
        version = PaperVersion.objects.filter(paper=one).latest("number")
        assert export_paper(one) == version.document
    assert set(CoatingRead.objects.values_list("paper", flat=True)) == {"doe-2020"}


def test_id_and_key_of_a_merged_paper_lead_to_the_other(curator: Any) -> None:
    world()
    merge_them(curator)
    client = Client()
    for address, there in (
        ("/papers/ASC-P000002/", "/papers/ASC-P000001/"),
        ("/papers/doe-2020b/", "/papers/ASC-P000001/"),
        ("/api/v1/papers/ASC-P000002/", "/api/v1/papers/ASC-P000001/"),
        ("/api/v1/papers/doe-2020b/", "/api/v1/papers/ASC-P000001/"),
        ("/api/v1/papers/ASC-P000002/document/", "/api/v1/papers/ASC-P000001/document/"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.headers.get("Location")) == (301, there), address
        assert client.get(there).status_code == 200
    counted = [
        client.get("/api/v1/coatings/", {"paper": one}).json()["count"]
        for one in ("ASC-P000002", "doe-2020b", "doe-2020")
    ]
    assert len(set(counted)) == 1
    assert client.get("/api/v1/papers/").json()["count"] == 2
    assert "Merged" in client.get("/history/ASC-P000002/").content.decode()
    assert "entered from a preprint" in client.get("/papers/ASC-P000001/").content.decode()


def test_a_paper_read_in_a_review_and_one_read_itself_keep_apart_where_each_was_read(
    curator: Any,
) -> None:
    review = {
        "key": "review-2019",
        "citation": {**paper()["citation"], "page": "1", "issued": 2019},
    }
    publish_paper(review)
    publish_paper({**paper(), "via": {"paper": "review-2019", "number": 45}})
    publish_paper(same_again())
    merge_them(curator)
    first, second = Coating.objects.filter(key__startswith="al2o3-on-li").order_by("pk")
    assert first.via is not None
    assert first.via.key == "review-2019"
    assert second.via is None
    assert all(m.via is None for m in second.measurements.all())
    kept = Paper.objects.get(key="doe-2020")
    assert export_paper(kept) == PaperVersion.objects.filter(paper=kept).latest("number").document


def test_papers_of_which_one_is_being_edited_or_was_read_in_the_other_are_not_merged(
    curator: Any,
) -> None:
    world()
    with pytest.raises(CannotMerge, match="read in"):
        merge(kind="paper", kept="doe-2020b", gone="poe-2022", reason="the same", by=curator)
    create_submission(by=curator, document=same_again())
    with pytest.raises(CannotMerge, match="draft"):
        merge_them(curator)


def test_an_export_loads_into_an_empty_place_with_every_redirect(
    curator: Any,
) -> None:
    words, papers = _exported_after_both_merges(curator)
    assert Paper.with_merged.count() == 0, "another place"
    for document in words.values():
        publish_vocabulary(document)
    for key in ("doe-2020", "poe-2022"):
        publish_paper(papers[key])
    assert export_vocabulary() == words
    assert {p.key: export_paper(p) for p in Paper.objects.all()} == papers
    for address in ("/papers/ASC-P000002/", "/papers/doe-2020b/", "/precursors/al-me3/"):
        assert Client().get(address).status_code == 301, address


class _Back(Exception):
    """Ends the transaction of the place that is exported."""


def _exported_after_both_merges(curator: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        with transaction.atomic():
            publish_vocabulary(TWICE)
            world()
            words = {"kind": "precursor", "kept": "tma", "gone": "al-me3"}
            merge(**words, reason="one and the same", by=curator)
            merge_them(curator)
            found = export_vocabulary(), {p.key: export_paper(p) for p in Paper.objects.all()}
            raise _Back
    except _Back:
        return found


def test_files_of_a_merged_paper_are_left_alone_when_the_place_starts_again(
    curator: Any, tmp_path: Path
) -> None:
    from documents.files import write_yaml

    world()
    (tmp_path / "b.yaml").write_text(write_yaml(same_again()), "utf-8")
    merge_them(curator)
    call_command("load_papers", str(tmp_path), keep_curated=True, verbosity=0)
    assert not Paper.objects.filter(key="doe-2020b").exists()


def test_the_page_shows_what_changes_and_merges_with_a_reason(client: Client, curator: Any) -> None:
    world()
    client.force_login(curator)
    listed = client.get("/curate/housekeeping/").content.decode()
    assert "/curate/housekeeping/merge/paper/?kept=doe-2020&amp;gone=doe-2020b" in listed
    address = "/curate/housekeeping/merge/paper/"
    look = client.get(address, {"kept": "doe-2020", "gone": "doe-2020b"})
    text = look.content.decode()
    assert "ASC-P000002" in text
    assert "poe-2022" in text or "ASC-P000003" in text
    form = {"kept": "doe-2020", "gone": "doe-2020b", "seen": look.context["seen"]}
    refused = client.post(address, {**form, "reason": ""})
    assert refused.headers["Location"] == "/curate/housekeeping/"
    assert Paper.objects.filter(key="doe-2020b").exists()
    done = client.post(address, {**form, "reason": "entered from a preprint"})
    assert done.headers["Location"] == "/papers/ASC-P000001/"
    assert not Paper.objects.filter(key="doe-2020b").exists()
