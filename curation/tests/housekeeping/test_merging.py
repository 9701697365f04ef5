"""What is on record twice becomes one, and every id and key goes on leading somewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from accounts.permissions import NotAllowed
from accounts.tests.people import person
from coatings.models import Coating, CoatingRead, Material, Method, Process, Substrate
from curation.actions.duplicates import fingerprint, merge, preview
from documents.exporting import export_paper
from documents.models import PaperVersion
from documents.publishing import publish_paper, publish_vocabulary
from documents.publishing.merging_terms import CannotMerge
from documents.renaming import renamed
from documents.schema import PaperDocument, canonical
from documents.tests.documents import VOCABULARY, paper
from documents.vocabulary import export_vocabulary
from precursors.models import Precursor
from records.models import MergedKey, PublicId
from records.review_status import ReviewStatus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

TWICE: dict[str, Any] = {
    "schema": "asc-vocabulary/1",
    "precursors": [
        {
            "key": "al-me3",
            "name": "Aluminium trimethyl",
            "acronym": "AlMe3",
            "kind": "metal",
            "state": "liquid",
        }
    ],
    "materials": [
        {"key": "alumina", "name": "Alumina", "formula": "Al2O3", "class": "inorganic"},
    ],
    "substrates": [{"key": "lithium", "name": "Lithium foil", "role": "anode"}],
    "methods": [{"key": "PES", "name": "Photoelectron spectroscopy"}],
}


def doubled() -> dict[str, Any]:
    """The usual paper, entered with the words that are on record twice."""
    leading = {
        "precursors": {"tma": "al-me3"},
        "materials": {"al2o3": "alumina"},
        "substrates": {"li-metal": "lithium"},
    }
    document = renamed({**paper(), "key": "roe-2021"}, leading)
    for coating in document["coatings"]:
        coating["methods"] = [*coating.get("methods", []), "PES"]
    return document


PAIRS = [
    ("precursor", "tma", "al-me3", Precursor),
    ("material", "al2o3", "alumina", Material),
    ("substrate", "li-metal", "lithium", Substrate),
    ("method", "SEM", "PES", Method),
]


@pytest.mark.parametrize(("kind", "kept", "gone", "model"), PAIRS)
def test_a_word_takes_over_what_named_the_other_and_keeps_its_names(
    kind: str, kept: str, gone: str, model: Any, curator: Any
) -> None:
    publish_vocabulary(TWICE)
    done = publish_paper(doubled())
    before = PublicId.objects.count()
    merge(kind=kind, kept=kept, gone=gone, reason="one and the same", by=curator)
    assert not model.objects.filter(key=gone).exists()
    row = model.objects.get(key=kept)
    assert gone in row.aliases
    assert not CoatingRead.objects.filter(list_json__contains=f'"{gone}"').exists()
    version = PaperVersion.objects.filter(paper=done.paper).latest("number")
    assert (version.number, version.published_by) == (2, curator)
    assert "one and the same" in version.reason
    assert export_paper(done.paper) == version.document
    assert PublicId.objects.count() == before
    assert CoatingRead.objects.filter(stale_since=None).count() == 0, "all are computed again"
    assert not Process.objects.filter(coatings=None).exists()


@pytest.mark.parametrize(("kind", "kept", "gone", "model"), PAIRS)
def test_the_key_that_went_leads_on_in_pages_in_rest_and_in_filters(
    kind: str, kept: str, gone: str, model: Any, curator: Any
) -> None:
    publish_vocabulary(TWICE)
    publish_paper(doubled())
    merge(kind=kind, kept=kept, gone=gone, reason="one and the same", by=curator)
    client = Client()
    page = client.get(f"/{kind}s/{gone}/")
    assert (page.status_code, page.headers["Location"]) == (301, f"/{kind}s/{kept}/")
    answer = client.get(f"/api/v1/{kind}s/{gone}/?fields=key")
    there = f"/api/v1/{kind}s/{kept}/?fields=key"
    assert (answer.status_code, answer.headers["Location"]) == (301, there)
    assert answer.json()["successor"] == kept
    assert client.get(there).json() == {"key": kept}
    old, new = (client.get("/api/v1/coatings/", {kind: key}).json() for key in (gone, kept))
    assert old["count"] == new["count"] > 0
    assert old["results"] == new["results"]


def test_a_process_of_a_merged_precursor_leads_to_the_one_its_coatings_have(curator: Any) -> None:
    publish_vocabulary(TWICE)
    publish_paper(doubled())
    old = Process.objects.filter(precursor_keys__contains=["al-me3"])[0].key
    merge(kind="precursor", kept="tma", gone="al-me3", reason="one and the same", by=curator)
    answer = Client().get(f"/api/v1/processes/{old}/")
    assert answer.status_code == 301
    assert Client().get(answer.headers["Location"]).json()["precursors"][0] == "tma"


def test_a_merge_leads_on_what_led_to_the_one_that_goes(curator: Any) -> None:
    publish_vocabulary(TWICE)
    third = {"key": "aluminium-methyl", "name": "Me3Al", "kind": "metal"}
    publish_vocabulary({"schema": "asc-vocabulary/1", "precursors": [third]})
    for gone, kept in (("aluminium-methyl", "al-me3"), ("al-me3", "tma")):
        merge(kind="precursor", kept=kept, gone=gone, reason="one and the same", by=curator)
    assert set(MergedKey.objects.values_list("into", flat=True)) == {"tma"}
    assert "Me3Al" in Precursor.objects.get(key="tma").aliases


def test_what_was_reviewed_stays_reviewed_when_words_are_merged(curator: Any) -> None:
    publish_vocabulary(TWICE)
    publish_paper(doubled())
    Coating.objects.update(review_status=ReviewStatus.REVIEWED)
    merge(kind="precursor", kept="tma", gone="al-me3", reason="one and the same", by=curator)
    assert {c.review_status for c in Coating.objects.all()} == {ReviewStatus.REVIEWED}


def test_old_files_load_after_a_merge_and_do_not_bring_the_word_back(curator: Any) -> None:
    publish_vocabulary(TWICE)
    document = doubled()
    publish_paper(document)
    merge(kind="precursor", kept="tma", gone="al-me3", reason="one and the same", by=curator)
    assert publish_vocabulary({**VOCABULARY}).changed is False
    assert publish_vocabulary(TWICE).changed is False
    assert publish_paper(document).changed is False
    assert not Precursor.objects.filter(key="al-me3").exists()
    assert "AlMe3" in Precursor.objects.get(key="tma").aliases


def test_a_method_below_the_one_that_goes_takes_its_place(curator: Any) -> None:
    tree = [
        {"key": "MIC", "name": "Microscopy"},
        {"key": "EM", "name": "Electrons", "parent": "MIC"},
        {"key": "FIB", "name": "Focused ion beam", "parent": "EM"},
    ]
    publish_vocabulary({"schema": "asc-vocabulary/1", "methods": tree})
    merge(kind="method", kept="FIB", gone="EM", reason="one and the same", by=curator)
    assert Method.objects.get(key="FIB").path == ["MIC", "FIB"]


def test_the_preview_says_what_the_merge_then_does_and_writes_nothing(curator: Any) -> None:
    publish_vocabulary(TWICE)
    publish_paper(doubled())
    seen = preview(kind="precursor", kept="tma", gone="al-me3", by=curator)
    assert Precursor.objects.filter(key="al-me3").exists()
    assert PaperVersion.objects.count() == 1
    assert [one.paper.key for one in seen.papers] == ["roe-2021"]
    assert any(d.old != d.new for d in seen.papers[0].found)
    assert [(d.name, d.kept, d.gone, d.taken) for d in seen.differing] == [
        ("state", None, "liquid", True)
    ]
    args = {"kind": "precursor", "kept": "tma", "gone": "al-me3", "by": curator}
    done = merge(**args, reason="one and the same", seen=fingerprint(seen))
    assert fingerprint(done) == fingerprint(seen)


def _said_of(key: str) -> tuple[str, str]:
    row = Precursor.objects.get(key=key)
    return row.state, row.note


_LIQUID = {"key": "al-me3", "name": "Aluminium trimethyl", "kind": "metal", "state": "liquid",
           "note": "pyrophoric"}  # fmt: skip


def _apart_in_two_fields() -> None:
    tma = {**VOCABULARY["precursors"][0], "note": "in a bubbler"}
    words = {"schema": "asc-vocabulary/1", "precursors": [tma, _LIQUID]}
    publish_vocabulary(words)


def test_what_the_kept_word_lacks_is_carried_over_and_the_rest_is_chosen(curator: Any) -> None:
    args = {"kind": "precursor", "kept": "tma", "gone": "al-me3", "reason": "one and the same"}
    for take, expected in (
        (None, ("liquid", "in a bubbler")),
        (["note"], ("", "pyrophoric")),
        ([], ("", "in a bubbler")),
    ):
        _apart_in_two_fields()
        savepoint = transaction.savepoint()
        merge(**args, by=curator, take=take)
        assert _said_of("tma") == expected
        transaction.savepoint_rollback(savepoint)


def test_what_was_chosen_at_a_merge_stays_when_the_old_file_is_loaded(curator: Any) -> None:
    _apart_in_two_fields()
    args = {"kind": "precursor", "kept": "tma", "gone": "al-me3", "reason": "one and the same"}
    merge(**args, by=curator, take=["note", "state"])
    _apart_in_two_fields()
    assert _said_of("tma") == ("liquid", "pyrophoric")
    exported = export_vocabulary()["precursors"]
    newer = {**VOCABULARY["precursors"][0], "note": "kept cold"}
    publish_vocabulary({"schema": "asc-vocabulary/1", "precursors": [newer]})
    assert _said_of("tma") == ("liquid", "kept cold"), "what is newer than the merge counts"
    publish_vocabulary(exported)
    assert _said_of("tma") == ("liquid", "pyrophoric")


def test_fields_are_chosen_on_the_page_of_the_merge(curator: Any) -> None:
    _apart_in_two_fields()
    web = Client()
    web.force_login(curator)
    address = "/curate/housekeeping/merge/precursor/"
    page = web.get(address, {"kept": "tma", "gone": "al-me3"}).content.decode()
    assert "in a bubbler" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    form = {"kept": "tma", "gone": "al-me3", "reason": "one and the same", "seen": seen}
    web.post(address, {**form, "take:note": "gone", "take:state": "kept"})
    assert _said_of("tma") == ("", "pyrophoric")


def test_a_merge_that_would_change_more_than_was_seen_writes_nothing(curator: Any) -> None:
    publish_vocabulary(TWICE)
    seen = preview(kind="precursor", kept="tma", gone="al-me3", by=curator)
    publish_paper(doubled())
    args = {"kind": "precursor", "kept": "tma", "gone": "al-me3", "by": curator}
    with pytest.raises(CannotMerge, match="look again"):
        merge(**args, reason="one and the same", seen=fingerprint(seen))
    assert Precursor.objects.filter(key="al-me3").exists()


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR])
def test_only_who_has_the_right_merges_or_looks(role: Role) -> None:
    with pytest.raises(NotAllowed):
        merge(kind="precursor", kept="tma", gone="h2o", reason="water is no TMA",
              by=person("x", role))  # fmt: skip
    with pytest.raises(NotAllowed):
        preview(kind="precursor", kept="tma", gone="h2o", by=person("y", role))


WORDS = st.sampled_from(["tma", "liotbu", "h2o", "eg"])


@given(
    document=st.recursive(
        st.none() | st.text(max_size=3) | WORDS,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["dose", "precursor", "steps", "note", "methods", "material"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    ).map(lambda inner: {"key": "x", "coatings": inner}),
    old=WORDS,
    new=WORDS,
)
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
def test_renaming_leaves_no_trace_of_the_old_key_and_is_done_once(
    document: Any, old: str, new: str
) -> None:
    leading = {"precursors": {old: new}} if old != new else {}
    once = renamed(document, leading)
    assert renamed(once, leading) == once
    if old != new:
        assert old not in list(_dosed(once))
    assert renamed(document, {}) is document


def _dosed(node: Any) -> Any:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"dose", "precursor"}:
                texts = value if isinstance(value, list) else [value]
                if all(isinstance(text, str) for text in texts):
                    yield from texts
            yield from _dosed(value)
    elif isinstance(node, list):
        for item in node:
            yield from _dosed(item)


def test_a_document_with_the_old_word_publishes_as_one_with_the_new(curator: Any) -> None:
    publish_vocabulary(TWICE)
    merge(kind="precursor", kept="tma", gone="al-me3", reason="one and the same", by=curator)
    renamed_by_hand = renamed(paper(), {"precursors": {"tma": "al-me3"}})
    assert renamed_by_hand != paper()
    publish_paper(renamed_by_hand)
    assert publish_paper(paper()).changed is False
    version = PaperVersion.objects.get()
    assert "al-me3" not in str(version.document)
    assert canonical(PaperDocument.model_validate(version.document)) == version.document
