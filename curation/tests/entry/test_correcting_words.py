"""Words are corrected in place: proposed ones in their draft, public ones through a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from accounts.models import Role
from accounts.tests.people import person
from curation import actions
from curation.entry.proposing import fields_of, word_of
from documents.rehearsal import check_draft
from documents.tests.documents import paper
from precursors.models import Precursor

if TYPE_CHECKING:
    from curation.models import Submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]

NMC = {"key": "nmc", "name": "NMC", "formula": "LiNiO2", "role": "cathode"}


def begun(**vocabulary: object) -> tuple[Client, Submission]:
    ada = person("ada")
    client = Client()
    client.force_login(ada)
    document = paper()
    if vocabulary:
        document["coatings"][0]["substrate"] = {"material": "nmc"}
    return client, actions.create_submission(by=ada, document=document, vocabulary=vocabulary)


def test_a_proposed_word_gets_another_key_and_the_draft_follows() -> None:
    client, draft = begun(substrates=[NMC])
    address = f"/curate/{draft.pk}/propose/"
    shown = client.get(f"{address}?word=substrate&was=nmc").content.decode()
    assert "Correct the substrate nmc" in shown
    assert 'value="LiNiO2"' in shown
    said = {**NMC, "key": "nmc811", "name": "NMC811", "word": "substrate", "was": "nmc"}
    assert client.post(address, said).status_code == 302
    draft.refresh_from_db()
    assert [one["key"] for one in draft.vocabulary["substrates"]] == ["nmc811"]
    assert draft.document["coatings"][0]["substrate"]["material"] == "nmc811"
    assert check_draft(draft.document, draft.vocabulary) == []


def test_a_public_word_is_corrected_through_the_review_of_a_draft() -> None:
    client, draft = begun()
    texts = {
        f.name: f.write(word_of("precursor", "tma", {}).get(f.name)) for f in fields_of("precursor")
    }
    said = {**texts, "name": "Trimethylaluminum, AlMe3", "word": "precursor", "was": "tma"}
    assert client.post(f"/curate/{draft.pk}/propose/", said).status_code == 302
    draft.refresh_from_db()
    assert check_draft(draft.document, draft.vocabulary) == []
    assert Precursor.objects.get(key="tma").name == "Trimethylaluminium"
    actions.submit(submission=draft, by=draft.author)
    actions.approve(submission=draft, by=person("bea", Role.CURATOR))
    corrected = Precursor.objects.get(key="tma")
    assert corrected.name == "Trimethylaluminum, AlMe3"
    assert corrected.smiles == "C[Al](C)C"


def test_the_key_of_a_public_word_stays_and_a_free_one_is_offered() -> None:
    client, draft = begun(substrates=[NMC])
    address = f"/curate/{draft.pk}/propose/"
    moved = client.post(address, {"word": "precursor", "was": "tma", "key": "x", "name": "X"})
    assert "its key stays" in moved.content.decode()
    again = {**NMC, "name": "Another NMC", "word": "substrate"}
    assert "take nmc-2" in client.post(address, again).content.decode()
