"""The desk of people who curate, with something on it: for looking at its pages."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from accounts.actions import invite, make_token
from accounts.models import Role
from accounts.tests.people import person
from curation import actions
from curation.actions.observers import make_observer_link
from curation.actions.reports import report_problem
from curation.actions.uploads import read_upload, take_in
from curation.models import SheetUpload, UploadState
from curation.sheets.writing import workbook_of
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from tests.world import derive_stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from curation.models import Submission


def lay_out() -> dict[str, str]:
    """Papers public, waiting, returned and overtaken, remarks, a report, an upload, invitations;
    what the addresses of :data:`tests.page_kinds.DESK_KINDS` leave open."""
    publish_vocabulary(VOCABULARY)
    ada, bea = person("ada"), person("bea", Role.CURATOR)
    root = person("root", Role.ADMINISTRATOR)
    approved(ada, bea, paper())
    derive_stale()
    changed = copy.deepcopy(paper())
    changed["coatings"][0]["measurements"][0]["value"] = "25 Å"
    changed["coatings"][0]["steps"][0]["time"] = "0.2 s"
    withdrawn(changed, "li-eg-on-si")
    draft = handed_in(ada, changed)
    talked_about(draft, bea)
    new = handed_in(ada, cited("smith-2024", "31-40"), vocabulary=_WORDS)
    late = overtaken(ada, bea)
    _, observed = make_observer_link(submission=draft, by=bea, name="Prof. Doe")
    make_token(by=root, name="my script", scopes=["read"])
    _, invited = invite(by=root, email="new@example.org", role=Role.CURATOR)
    report = report_problem(
        record="ASC-C000001",
        place="measurements[growth_per_cycle].value",
        label="growth per cycle",
        printed="~1 Å",
        text="The axis is logarithmic",
        address="192.0.2.1",
    )
    wrong = cited("wrong-2024", "51-60")
    wrong["coatings"][0]["measurements"][0]["value"] = "about a monolayer"
    upload = take_in(data=workbook_of(wrong), name="wrong.xlsx", by=ada, tell=lambda _: None)
    read_upload(number=upload.pk)
    right = take_in(data=workbook_of(paper()), name="doe.xlsx", by=ada, tell=lambda _: None)
    read_upload(number=right.pk)
    return {
        "draft": str(draft.pk),
        "new": str(new.pk),
        "late": str(late.pk),
        "reference": report.reference,
        "observed": _path(observed),
        "invited": _path(invited),
        "upload": str(upload.pk),
        "changes": str(right.pk),
        "reading": str(half_read(ada).pk),
    }


_WORDS: dict[str, Any] = {
    "precursors": [
        {"key": "dmai", "name": "Dimethylaluminium isopropoxide", "kind": "metal",
         "formula": "C5H13AlO", "smiles": "CC(C)O[Al](C)C"},
    ],
}  # fmt: skip


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def cited(key: str, pages: str) -> dict[str, Any]:
    """The same films in another paper."""
    document = {**copy.deepcopy(paper(key)), "cycling": []}
    document["citation"]["page"] = pages
    return document


def withdrawn(document: dict[str, Any], key: str) -> None:
    document["coatings"] = [c for c in document["coatings"] if c["key"] != key]
    document["withdrawn"] = [{"kind": "coating", "key": key, "reason": "entered twice"}]


def handed_in(by: User, document: dict[str, Any], **more: Any) -> Submission:
    made = actions.create_submission(by=by, document=document, reason="read again", **more)
    return actions.submit(submission=made, by=by)


def approved(author: User, curator: User, document: dict[str, Any]) -> None:
    actions.approve(submission=handed_in(author, document), by=curator)


def half_read(by: User) -> SheetUpload:
    """A workbook that a worker has in hand."""
    made = take_in(data=workbook_of(paper()), name="thousand.xlsx", by=by, tell=lambda _: None)
    SheetUpload.objects.filter(pk=made.pk).update(
        state=UploadState.READING, step="checks words and values", done=240, total=1000
    )
    return made


def talked_about(draft: Submission, curator: User) -> None:
    place = "coatings[0].measurements[0].value"
    asked = "Is this not per supercycle?"
    actions.remark(submission=draft, by=curator, path=place, text=asked, question=True)
    actions.remark(submission=draft, by=curator, text="A good paper.")
    section = "coatings[al2o3-on-li]"
    actions.mark_section(submission=draft, by=curator, section=section, mark="attention")


def overtaken(author: User, curator: User) -> Submission:
    """A draft whose paper was published anew since it began, and says otherwise at one value."""
    public = cited("roe-2021", "11-20")
    mine, theirs = copy.deepcopy(public), copy.deepcopy(public)
    mine["coatings"][0]["measurements"][0]["value"] = "2 Å"
    theirs["coatings"][0]["measurements"][0]["value"] = "3 Å"
    approved(author, curator, public)
    late = handed_in(author, mine)
    approved(author, curator, theirs)
    return actions.return_submission(submission=late, by=curator, reason="Look at Fig. 2 again.")
