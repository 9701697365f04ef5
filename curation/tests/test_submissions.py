"""Submissions: drafts, saves, review and publication."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from accounts.models import Role
from accounts.permissions import NotAllowed
from accounts.tests.people import person
from coatings.models import Coating, Material
from curation import actions
from curation.models import Submission
from curation.states import WrongState
from documents.comparing import changed_sections, differences
from documents.models import PaperVersion
from documents.rehearsal import check_draft, rehearse
from documents.tests.documents import paper
from literature.models import Paper
from records.document.invalid import DocumentInvalid

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


@pytest.fixture
def ada() -> User:
    return person("ada")


@pytest.fixture
def bea() -> User:
    return person("bea", Role.CURATOR)


@pytest.fixture
def cyd() -> User:
    return person("cyd", Role.CURATOR)


def saved(submission: Submission, by: User, document: Any, **more: Any) -> Submission:
    given = {"vocabulary": None, "expected_revision": submission.revision, **more}
    return actions.save_submission(submission=submission, by=by, document=document, **given)


def published(ada: User, bea: User, document: dict[str, Any]) -> Paper:
    draft = actions.create_submission(by=ada, document=document)
    actions.submit(submission=draft, by=ada)
    return actions.approve(submission=draft, by=bea).paper


def test_a_draft_may_be_incomplete_and_is_nowhere_public(ada: User) -> None:
    draft = actions.create_submission(by=ada, document={"key": "half-done"})
    assert (draft.state, draft.revision, draft.paper_key) == ("draft", 1, "half-done")
    assert not Paper.objects.filter(key="half-done").exists()
    assert [str(p) for p in check_draft(draft.document, draft.vocabulary)] == [
        "citation: is required"
    ]
    with pytest.raises(DocumentInvalid, match="citation"):
        actions.submit(submission=draft, by=ada)


def test_every_save_is_kept_and_the_same_again_changes_nothing(ada: User) -> None:
    draft = actions.create_submission(by=ada, document={"key": "one"})
    draft = saved(draft, ada, {"key": "two"}, reason="better key")
    draft = saved(draft, ada, {"key": "two"})
    assert draft.revision == 2
    kept = [(r.number, r.document["key"], r.saved_by) for r in draft.revisions.all()]
    assert kept == [(1, "one", ada), (2, "two", ada)]


def test_a_lost_update_writes_nothing_and_gives_both_versions(ada: User, bea: User) -> None:
    document = paper()
    draft = actions.create_submission(by=ada, document=document)
    theirs, mine = copy.deepcopy(document), copy.deepcopy(document)
    theirs["coatings"][0]["measurements"][0]["value"] = "~1.1 Å"
    mine["coatings"][1]["measurements"][0]["value"] = "<4 nm"
    saved(draft, bea, theirs)
    with pytest.raises(actions.LostUpdate) as lost:
        saved(draft, ada, mine, expected_revision=1)
    assert lost.value.submission.document == theirs
    assert lost.value.document == mine
    assert Submission.objects.get().revision == 2
    merged = lost.value.merged()
    assert not merged.conflicts
    assert merged.document["coatings"][0] == theirs["coatings"][0]
    assert merged.document["coatings"][1] == mine["coatings"][1]


def test_what_both_changed_is_a_conflict_named_by_its_place(ada: User, bea: User) -> None:
    document = paper()
    draft = actions.create_submission(by=ada, document=document)
    theirs, mine = copy.deepcopy(document), copy.deepcopy(document)
    theirs["coatings"][0]["measurements"][0]["value"] = "~1.1 Å"
    mine["coatings"][0]["measurements"][0]["value"] = "~1.2 Å"
    saved(draft, bea, theirs)
    with pytest.raises(actions.LostUpdate) as lost:
        saved(draft, ada, mine, expected_revision=1)
    (conflict,) = lost.value.merged().conflicts
    assert conflict.place == "coatings[al2o3-on-li].measurements[growth_per_cycle].value"
    assert (conflict.base, conflict.mine, conflict.theirs) == ("~1 Å", "~1.2 Å", "~1.1 Å")
    taken = lost.value.merged(take_theirs=frozenset({conflict.place}))
    assert taken.document == theirs


def test_an_approved_paper_is_published_with_its_ids_and_is_reviewed(ada: User, bea: User) -> None:
    found = published(ada, bea, paper())
    version = PaperVersion.objects.get()
    assert (version.paper, version.published_by, version.submission) == (
        found,
        bea,
        Submission.objects.get(),
    )
    assert set(Coating.objects.values_list("review_status", flat=True)) == {"reviewed"}
    assert Coating.objects.all()[0].read.list_json.count('"review_status":"reviewed"') == 1


def test_nobody_approves_what_they_wrote(bea: User, cyd: User) -> None:
    draft = actions.create_submission(by=bea, document=paper())
    actions.submit(submission=draft, by=bea)
    with pytest.raises(NotAllowed, match="wrote themselves"):
        actions.approve(submission=draft, by=bea)
    assert not Paper.objects.exists()
    actions.approve(submission=draft, by=cyd)
    assert Paper.objects.exists()


def test_a_curator_who_mended_a_draft_cannot_approve_it(ada: User, bea: User, cyd: User) -> None:
    draft = actions.create_submission(by=ada, document={"key": "doe-2020"})
    saved(draft, bea, paper())
    actions.submit(submission=draft, by=ada)
    with pytest.raises(NotAllowed):
        actions.approve(submission=draft, by=bea)
    actions.approve(submission=draft, by=cyd)


def test_a_contributor_neither_reviews_nor_sees_the_drafts_of_others(ada: User) -> None:
    other = person("dan")
    draft = actions.create_submission(by=ada, document=paper())
    with pytest.raises(NotAllowed):
        saved(draft, other, {})
    actions.submit(submission=draft, by=ada)
    with pytest.raises(NotAllowed):
        actions.approve(submission=draft, by=other)
    with pytest.raises(NotAllowed):
        actions.create_submission(by=person("eve", Role.READER), document={})


def test_a_submitted_paper_rests_until_it_is_returned_with_reasons(ada: User, bea: User) -> None:
    draft = actions.create_submission(by=ada, document=paper())
    actions.submit(submission=draft, by=ada)
    with pytest.raises(WrongState):
        saved(draft, ada, {})
    with pytest.raises(actions.NotReady, match="reasons"):
        actions.return_submission(submission=draft, by=bea, reason=" ")
    returned = actions.return_submission(submission=draft, by=bea, reason="Fig. 2 says 40 nS")
    assert (returned.state, returned.decision) == ("returned", "Fig. 2 says 40 nS")
    saved(returned, ada, paper(note="mended"))


def test_a_later_change_takes_reviewed_away_from_what_it_touched(ada: User, bea: User) -> None:
    from documents.publishing import publish_paper

    published(ada, bea, paper())
    changed = paper()
    changed["coatings"][0]["measurements"][0]["value"] = "~1.1 Å"
    publish_paper(changed)
    status = dict(Coating.objects.values_list("key", "review_status"))
    assert status == {"al2o3-on-li": "changed since review", "li-eg-on-si": "reviewed"}
    draft = actions.create_submission(by=ada, document=changed)
    actions.submit(submission=draft, by=ada)
    actions.mark_section(submission=draft, by=bea, section="coatings[al2o3-on-li]", mark="passed")
    actions.approve(submission=draft, by=bea)
    assert set(Coating.objects.values_list("review_status", flat=True)) == {"reviewed"}


def test_what_was_published_meanwhile_is_merged_before_approval(ada: User, bea: User) -> None:
    published(ada, bea, paper())
    first, second = paper(), paper()
    first["coatings"][0]["measurements"][0]["value"] = "~1.1 Å"
    second["coatings"][1]["measurements"][0]["value"] = "<4 nm"
    drafts = [actions.create_submission(by=ada, document=d) for d in (first, second)]
    for draft in drafts:
        actions.submit(submission=draft, by=ada)
    actions.approve(submission=drafts[0], by=bea)
    with pytest.raises(actions.Outdated):
        actions.approve(submission=drafts[1], by=bea)
    late = actions.recall(submission=drafts[1], by=ada)
    late = actions.merge_with_public(submission=late, by=ada, expected_revision=late.revision)
    actions.submit(submission=late, by=ada)
    actions.approve(submission=late, by=bea)
    newest = PaperVersion.objects.latest("number")
    values = [c["measurements"][0]["value"] for c in newest.document["coatings"]]
    assert values == ["~1.1 Å", "<4 nm"]


def test_attention_and_open_questions_hold_an_approval_back(ada: User, bea: User) -> None:
    draft = actions.create_submission(by=ada, document=paper())
    actions.submit(submission=draft, by=ada)
    mark = actions.mark_section(submission=draft, by=bea, section="paper", mark="attention")
    with pytest.raises(actions.NotReady, match="attention: paper"):
        actions.approve(submission=draft, by=bea)
    actions.mark_section(submission=draft, by=bea, section=mark.section, mark="passed")
    asked = actions.remark(
        submission=draft,
        by=bea,
        path="coatings[0].measurements[0].value",
        text="Is this not nm?",
        question=True,
    )
    assert (asked.place, asked.printed) == (
        "coatings[al2o3-on-li].measurements[growth_per_cycle].value",
        "~1 Å",
    )
    with pytest.raises(actions.NotReady, match="question"):
        actions.approve(submission=draft, by=bea)
    actions.settle_remark(remark=asked, by=ada if asked.author == ada else bea)
    actions.approve(submission=draft, by=bea)


def test_proposed_words_are_published_with_the_paper_or_not_at_all(ada: User, bea: User) -> None:
    document = paper()
    document["coatings"][0]["material"] = "zno"
    words = {
        "materials": [{"key": "zno", "name": "Zinc oxide", "formula": "ZnO", "class": "inorganic"}]
    }
    draft = actions.create_submission(by=ada, document=document, vocabulary=words)
    assert check_draft(draft.document, draft.vocabulary) == []
    assert not Material.objects.filter(key="zno").exists()
    actions.submit(submission=draft, by=ada)
    actions.approve(submission=draft, by=bea)
    assert Material.objects.get(key="zno").name == "Zinc oxide"
    worse = {"materials": [{"key": "x", "name": "X", "formula": "Qq2", "class": "inorganic"}]}
    bad = actions.create_submission(by=ada, document=document, vocabulary=worse)
    (problem,) = check_draft(bad.document, bad.vocabulary)
    assert problem.path == "vocabulary.materials[0].formula"


def test_a_rehearsal_says_what_looks_implausible_and_keeps_nothing(ada: User) -> None:
    document = paper()
    document["coatings"][0]["measurements"][0]["value"] = "25 Å"
    del document["citation"]
    document["coatings"][1]["material"] = "unheard-of"
    seen = rehearse(document)
    assert seen.problem == ""
    assert seen.partial == ["citation", "coatings[1]"]
    places = {(flag.code, flag.path) for flag in seen.flags}
    assert any(path == "coatings[0].measurements[0].value" for _, path in places), places
    assert not Paper.objects.exists()
    assert not PaperVersion.objects.exists()


def test_a_restored_version_is_a_new_draft_to_be_reviewed(ada: User, bea: User) -> None:
    published(ada, bea, paper())
    later = paper(note="second thoughts")
    draft = actions.create_submission(by=ada, document=later)
    actions.submit(submission=draft, by=ada)
    actions.approve(submission=draft, by=bea)
    first = PaperVersion.objects.get(number=1)
    again = actions.restore_version(version=first, by=ada, reason="the note was wrong")
    assert "note" not in again.document
    actions.submit(submission=again, by=ada)
    actions.approve(submission=again, by=bea)
    third = PaperVersion.objects.get(number=3)
    assert third.document == first.document


def test_loading_files_anew_does_not_undo_what_people_changed(
    ada: User, bea: User, tmp_path: Path
) -> None:
    file = tmp_path / "doe-2020.json"
    file.write_text(json.dumps(paper()), "utf-8")
    call_command("load_papers", str(file), keep_curated=True, verbosity=0)
    published(ada, bea, paper(note="mended by a person"))
    call_command("load_papers", str(file), keep_curated=True, verbosity=0)
    assert PaperVersion.objects.latest("number").document["note"] == "mended by a person"
    call_command("load_papers", str(file), verbosity=0)
    assert "note" not in PaperVersion.objects.latest("number").document


def test_a_short_form_is_no_difference() -> None:
    short, long = paper(), paper()
    del long["cycling"][0]["rate"]
    long["cycling"][0]["conditions"] = {"rate": "0.5C"}
    long["citation"]["issued"] = "2020"
    assert differences(short, long) == []
    assert changed_sections(short, {**long, "note": "new"}) == {"paper"}


def long_paper(count: int) -> dict[str, Any]:
    """Many films, the last of which is far too thick for its cycles."""
    document = paper()
    one = document["coatings"][0]
    document["coatings"] += [{**one, "key": f"film-{n}"} for n in range(count)]
    document["coatings"][-1] = {
        **one,
        "key": "odd",
        "measurements": [{"property": "growth_per_cycle", "value": "90 Å", "at": "p. 3"}],
    }
    return document


def test_flags_of_a_long_draft_stand_where_they_belong(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.rehearsal.AT_MOST_S", 600.0)  # a busy machine checks as much
    document = long_paper(90)
    seen = rehearse(document)
    last = len(document["coatings"]) - 1
    assert next(f.path for f in seen.flags if f.section == "coatings[odd]").startswith(
        f"coatings[{last}]"
    )
    assert "not compared" in seen.problem
    assert "not checked" not in seen.problem
    assert not Paper.objects.exists()


def test_what_of_a_long_draft_is_not_checked_yet_is_said_and_what_was_named_comes_first(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.rehearsal.AT_MOST_S", 0.0)
    seen = rehearse(long_paper(150), first={"odd"})
    assert "coatings[odd]" in {flag.section for flag in seen.flags}
    assert re.match(r"\d+ of 155 records are not checked for plausibility yet", seen.problem)
