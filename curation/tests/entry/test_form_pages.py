"""The form over the web, without a script: start, save, mistakes, buttons, two people at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from curation.actions import create_submission, save_submission
from curation.entry.states import form_of, pairs_of
from curation.models import Submission
from curation.tests.lookup.crossref_server import crossref_stand_in
from documents.publishing import publish_paper
from documents.rehearsal import check_draft
from documents.tests.documents import paper

if TYPE_CHECKING:
    from django.contrib.auth.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


@pytest.fixture
def ann() -> User:
    return get_user_model().objects.create_user("ann", password="x")


@pytest.fixture
def web(ann: User) -> Client:
    client = Client()
    client.force_login(ann)
    return client


@pytest.fixture
def draft(ann: User) -> Submission:
    return create_submission(by=ann, document=paper())


def sent(draft: Submission, **changes: str) -> dict[str, Any]:
    """What the form of this draft sends, with some fields typed anew."""
    return {**dict(pairs_of(draft.document)), "_revision": str(draft.revision), **changes}


def test_a_visitor_is_asked_to_sign_in(client: Client, draft: Submission) -> None:
    for address in ("/curate/new/", f"/curate/{draft.pk}/", "/curate/reading/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "login" in answer["Location"]


def test_another_contributor_is_not_shown_the_draft(draft: Submission) -> None:
    other = Client()
    other.force_login(get_user_model().objects.create_user("bob"))
    for part in ("", "check/", "flags/", "propose/"):
        assert other.get(f"/curate/{draft.pk}/{part}").status_code == 404


def test_a_pasted_citation_starts_a_draft_with_its_key(web: Client) -> None:
    bibtex = "@article{x, author={Chen, L.}, title={T}, journal={J}, year=2017, pages={1--2}}"
    answer = web.post("/curate/new/", {"paste": bibtex}, follow=True)
    draft = Submission.objects.get()
    assert draft.document["key"] == "chen-2017"
    assert 'value="chen-2017"' in answer.content.decode()


def test_the_fast_ways_stand_where_one_begins(web: Client) -> None:
    assert f'href="{reverse("worklist")}"' in web.get("/curate/new/").content.decode()
    form = web.post("/curate/new/", {}, follow=True)
    number = Submission.objects.get().pk
    shown = form.content.decode()
    assert shown.count(f'href="/curate/{number}/series/"') == 2
    assert "Faster than by hand" in shown


def test_a_crossref_that_is_away_does_not_keep_one_from_starting(
    web: Client, settings: Any
) -> None:
    settings.CROSSREF_URL = "http://127.0.0.1:9"
    answer = web.post("/curate/new/", {"doi": "10.1234/x"}, follow=True)
    assert Submission.objects.get().document["citation"]["DOI"] == "10.1234/x"
    assert "type or paste the rest" in answer.content.decode()


def test_a_citation_is_fetched_later_in_the_fields_of_the_form(web: Client, settings: Any) -> None:
    with crossref_stand_in() as crossref:
        settings.CROSSREF_URL = crossref.address
        fields = web.get("/curate/citation/?doi=10.1234/asc.test.2017").json()["fields"]
    assert fields["citation.issued"] == "2017"
    assert fields["citation.author"].splitlines()[1] == "van Bui, Henk"
    settings.CROSSREF_URL = "http://127.0.0.1:9"
    assert "error" in web.get("/curate/citation/?doi=10.1234/asc.test.2017").json()


def test_a_public_paper_is_offered_to_be_changed_also_where_it_is_typed_by_hand(
    web: Client, draft: Submission
) -> None:
    public = publish_paper({**paper("roe-2019"), "cycling": []}).paper
    change = f'action="/history/{public.public_id}/edit/"'
    bibtex = "@article{x, author={Doe, J.}, year=2020, volume=5, pages={1--10}}"
    assert change in web.post("/curate/new/", {"paste": bibtex}).content.decode()
    assert change in web.get(f"/curate/{draft.pk}/").content.decode()
    typed = sent(draft, **{"citation.page": "77-78"})
    address, asks = f"/curate/{draft.pk}/", {"Accept": "application/json"}
    assert web.post(address, typed, headers=asks).json()["same"] == ""
    draft.refresh_from_db()
    back = sent(draft, **{"citation.page": "1-10"}, _revision="2")
    assert change in web.post(address, back, headers=asks).json()["same"]


def test_what_is_missing_with_all_it_holds_is_told_at_its_field(
    web: Client, draft: Submission
) -> None:
    substrate = ("material", "preparation", "role")
    emptied = {f"coatings[0].substrate.{name}": "" for name in substrate}
    web.post(f"/curate/{draft.pk}/", sent(draft, **emptied))
    draft.refresh_from_db()
    form = form_of(draft.document, check_draft(draft.document))
    coating = form.lists[0].items[0]
    said = coating.one("substrate.material")
    assert said is not None
    assert said.problems == ["is required"]
    assert coating.problems == []


def test_the_same_paper_is_offered_and_another_draft_of_it_too(
    web: Client, draft: Submission
) -> None:
    bibtex = "@article{x, author={Doe, J.}, year=2020, volume=5, pages={1--10}}"
    answer = web.post("/curate/new/", {"paste": bibtex})
    assert "here already" in answer.content.decode()
    assert f"/curate/{draft.pk}/" in answer.content.decode()
    assert Submission.objects.count() == 1
    web.post("/curate/new/", {"paste": bibtex, "anyway": "1"})
    assert Submission.objects.count() == 2


def test_the_form_sent_untouched_changes_nothing(web: Client, draft: Submission) -> None:
    assert web.post(f"/curate/{draft.pk}/", sent(draft)).status_code == 302
    draft.refresh_from_db()
    assert check_draft(draft.document, draft.vocabulary) == []


def test_a_mistake_is_kept_as_typed_and_told_at_its_field(web: Client, draft: Submission) -> None:
    name = "coatings[0].measurements[0].value"
    web.post(f"/curate/{draft.pk}/", sent(draft, **{name: "one angstrom"}))
    draft.refresh_from_db()
    assert draft.document["coatings"][0]["measurements"][0]["value"] == "one angstrom"
    page = web.get(f"/curate/{draft.pk}/").content.decode()
    field = page[page.index(f'name="{name}"') :]
    assert 'aria-invalid="true"' in field[:400]
    assert "cannot read" in field[:1200]


def test_words_typed_by_name_become_their_keys(web: Client, draft: Submission) -> None:
    web.post(f"/curate/{draft.pk}/", sent(draft, **{"coatings[0].material": "alumina"}))
    draft.refresh_from_db()
    assert draft.document["coatings"][0]["material"] == "al2o3"


def test_an_added_row_is_shown_and_leads_to_itself(web: Client, draft: Submission) -> None:
    button = {"_do": "add:coatings[0].measurements"}
    answer = web.post(f"/curate/{draft.pk}/", sent(draft, **button))
    assert answer["Location"].endswith("#coatings-0_measurements-4")
    page = web.get(f"/curate/{draft.pk}/").content.decode()
    assert 'id="coatings-0_measurements-4"' in page


def test_a_family_of_coatings_grows_from_one(web: Client, draft: Submission) -> None:
    web.post(f"/curate/{draft.pk}/", sent(draft, _do="copy:coatings[0]"))
    draft.refresh_from_db()
    keys = [coating["key"] for coating in draft.document["coatings"]]
    assert keys == ["al2o3-on-li", "al2o3-on-li-metal", "li-eg-on-si"]
    assert check_draft(draft.document, draft.vocabulary) == []


def test_whoever_saves_second_is_shown_both_and_loses_nothing(
    web: Client, draft: Submission, ann: User
) -> None:
    mine = sent(draft, **{"citation.title": "Mine", "note": "my note"})
    theirs = {**draft.document, "citation": {**draft.document["citation"], "title": "Theirs"}}
    save_submission(submission=draft, by=ann, document=theirs, vocabulary=None, expected_revision=1)
    quiet = web.post(f"/curate/{draft.pk}/", mine, headers={"accept": "application/json"})
    assert (quiet.status_code, quiet.json()["by"]) == (412, "ann")
    page = web.post(f"/curate/{draft.pk}/", mine)
    assert page.status_code == 409
    text = page.content.decode()
    assert "Theirs" in text
    assert ">\nMine</textarea>" in text
    draft.refresh_from_db()
    assert draft.document["citation"]["title"] == "Theirs", "nothing was overwritten"
    web.post(f"/curate/{draft.pk}/", {**mine, "_revision": str(draft.revision)})
    draft.refresh_from_db()
    assert (draft.document["citation"]["title"], draft.document["note"]) == ("Mine", "my note")


def test_what_was_saved_and_never_answered_is_no_conflict(web: Client, draft: Submission) -> None:
    mine = sent(draft, note="typed on a train")
    json = {"accept": "application/json"}
    web.post(f"/curate/{draft.pk}/", mine, headers=json)  # the answer is lost on its way
    again = web.post(f"/curate/{draft.pk}/", mine, headers=json)
    assert (again.status_code, again.json()["revision"]) == (200, 2)


def test_saving_by_itself_says_what_is_wrong_under_the_names_it_sent(
    web: Client, draft: Submission
) -> None:
    pairs = {k.replace("coatings[0]", "coatings[tq]"): v for k, v in sent(draft).items()}
    pairs["coatings[tq].measurements[0].value"] = "5 mbar"
    pairs["coatings[tq].key"] = ""
    answer = web.post(f"/curate/{draft.pk}/", pairs, headers={"accept": "application/json"}).json()
    assert list(answer["problems"]) == ["coatings[tq].measurements[0].value", "cycling[1].coating",
                                        "cycling[2].coating"]  # fmt: skip
    assert answer["set"] == {"coatings[tq].key": "al2o3-on-li-metal"}
    assert answer["revision"] == 2


@pytest.mark.parametrize("button", ["add:nothing", "up:coatings[99]", "burn:coatings[0]", "add:"])
def test_a_button_that_no_form_has_is_refused(web: Client, draft: Submission, button: str) -> None:
    assert web.post(f"/curate/{draft.pk}/", sent(draft, _do=button)).status_code == 400


DEZ = {"word": "precursor", "name": "Diethylzinc", "acronym": "DEZ", "kind": "metal"}


def test_a_precursor_is_proposed_with_its_formula_from_the_smiles_and_then_known(
    web: Client, draft: Submission
) -> None:
    answer = web.post(
        f"/curate/{draft.pk}/propose/",
        {**DEZ, "smiles": "CC[Zn]CC"},
        headers={"accept": "application/json"},
    )
    assert answer.json() == {"key": "dez", "revision": 2}
    draft.refresh_from_db()
    assert draft.vocabulary["precursors"][0]["formula"] == "C4H10Zn"
    step = {"coatings[0].steps[0].precursors": "diethylzinc"}
    web.post(f"/curate/{draft.pk}/", sent(draft, **step))
    draft.refresh_from_db()
    assert draft.document["coatings"][0]["steps"][0]["dose"] == "dez"
    assert check_draft(draft.document, draft.vocabulary) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"smiles": "C[Al"}, "smiles"),
        ({"kind": ""}, "kind"),
        ({"cas": "1-2-3"}, "cas"),
        ({"name": "", "key": "x"}, "name"),
        ({"key": "tma"}, "key"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_at_its_field(
    web: Client, draft: Submission, typed: dict[str, str], field: str
) -> None:
    page = web.post(f"/curate/{draft.pk}/propose/", {**DEZ, **typed})
    assert page.status_code == 400
    assert [s.field.name for s in page.context["fields"] if s.problems] == [field]
    draft.refresh_from_db()
    assert draft.vocabulary == {}


def test_the_structure_is_drawn_as_one_types(web: Client) -> None:
    said = web.get("/curate/structure/", {"smiles": "C[Al](C)C"}).json()
    assert (said["formula"], said["error"]) == ("C3H9Al", "")
    drawn = web.get("/curate/structure.svg", {"smiles": "C[Al](C)C"})
    assert drawn.content.startswith(b"<svg")
    assert web.get("/curate/structure.svg", {"smiles": "C[Al"}).status_code == 404


def test_the_checking_page_shows_every_value_with_its_reading_and_place(
    web: Client, draft: Submission
) -> None:
    text = web.get(f"/curate/{draft.pk}/check/").content.decode()
    for said in (
        "3.6–5 × 10⁻⁸ S cm⁻¹",
        "range, (3.6–5)",
        "p. 4; Fig. 2",
        "loses capacity",
        "<3 nm",
    ):
        assert said.replace("<", "&lt;") in text


def test_flags_of_the_draft_stand_at_their_values(web: Client, ann: User) -> None:
    document = paper()
    document["coatings"][0]["measurements"].append({"property": "thickness", "value": "900 nm"})
    draft = create_submission(by=ann, document=document)
    flags = web.get(f"/curate/{draft.pk}/flags/").json()["flags"]
    said = [
        text for record in flags.values() for texts in record["fields"].values() for text in texts
    ]
    said += [text for record in flags.values() for text in record["record"]]
    assert any("off cycles × growth" in text for text in said)
    # points without a cell are no doubt: the cell is asked for
    assert list(flags) == ["coatings[0].measurements[0]", "cycling[2]"]


def test_from_the_checking_page_it_is_handed_in(web: Client, draft: Submission) -> None:
    web.post(f"/curate/{draft.pk}/check/", {"_do": "submit"})
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert web.get(f"/curate/{draft.pk}/").status_code == 302, "no longer to be written"


@pytest.mark.parametrize(
    "value", ["5% °C", "200 ± 2% °C", "10-12 °C²", "5 K x", "km^9 km^9 °C", "½ °C", "10-8 °C", "☃"]
)
def test_a_draft_with_any_text_for_a_value_opens_checks_and_reads(
    web: Client, draft: Submission, value: str
) -> None:
    measured = {"property": "deposition_temperature", "value": value}
    draft.document["coatings"][0]["measurements"][0] = measured
    draft.vocabulary = {
        "precursors": [{"key": "new", "name": "N", "kind": "metal", "formula": "LiOtBu"}]
    }
    draft.save()
    for part in ("", "check/", "flags/"):
        assert web.get(f"/curate/{draft.pk}/{part}").status_code == 200
    asked = {"property": "deposition_temperature", "text": value}
    assert web.get("/curate/reading/", asked).status_code == 200
    bound = {"deposition_temperature_min": value}
    assert web.get("/api/v1/coatings/", bound).status_code in {200, 400}
    assert web.get("/coatings/", bound).status_code in {200, 400}


def test_a_sunk_exponent_is_refused_as_a_bound(web: Client) -> None:
    for text in ("10-10 S/cm", "10-12 S/cm"):
        answer = web.get("/api/v1/coatings/", {"ionic_conductivity_min": text})
        assert answer.status_code == 400
        assert "raise the exponent" in answer.content.decode()
