"""The pages of accounts, review, history and reports in a real browser, in both themes."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client

from curation import actions
from curation.actions.people import make_observer_link, make_token
from curation.actions.reports import report_problem
from curation.models import Role, Submission
from curation.publishing import publish_vocabulary
from curation.tests.documents import VOCABULARY, paper
from curation.tests.people import person
from tests.world import derive_stale

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("publishes_in_requests"),
]

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def world() -> dict[str, str]:
    """Addresses of one page of each kind, over a paper under review."""
    publish_vocabulary(VOCABULARY)
    ada, root = person("ada"), person("root", Role.ADMINISTRATOR)
    first = actions.create_submission(by=ada, document=paper(), reason="from the paper itself")
    actions.submit(submission=first, by=ada)
    actions.approve(submission=first, by=root)
    derive_stale()
    changed = copy.deepcopy(paper())
    changed["coatings"][0]["measurements"][0]["value"] = "25 Å"
    draft = actions.create_submission(by=ada, document=changed, reason="misread")
    actions.submit(submission=draft, by=ada)
    actions.remark(
        submission=draft,
        by=root,
        path="coatings[0].measurements[0].value",
        text="Is this not per supercycle?",
        question=True,
    )
    _, observed = make_observer_link(submission=draft, by=root, name="Prof. Doe")
    make_token(by=root, name="my script", scopes=["read"])
    report = report_problem(
        record="ASC-C000001",
        place="measurements[growth_per_cycle].value",
        label="growth per cycle",
        printed="~1 Å",
        text="The axis is logarithmic",
        address="192.0.2.1",
    )
    late = overtaken(ada, root)
    return {
        "curate": "/curate/",
        "queue": "/curate/queue/",
        "review": f"/curate/{draft.pk}/review/",
        "revisions": f"/curate/{draft.pk}/history/",
        "history": "/history/ASC-C000001/",
        "account": "/account/",
        "people": "/account/people/",
        "report": "/report/ASC-C000001/",
        "reports": "/curate/reports/",
        "merge": f"/curate/{late.pk}/merge/",
        "returned": f"/curate/{late.pk}/review/",
        "checked": f"/curate/{draft.pk}/check/",
        "housekeeping": "/curate/housekeeping/",
        "report-find": "/report/status/",
        "report-status": f"/report/status/{report.reference}/",
        "observe": "/" + observed.split("/", 3)[3],
    }


def overtaken(ada: User, root: User) -> Submission:
    """A draft whose paper was published anew since it began, and says otherwise at one value."""
    public = {**paper("roe-2021"), "cycling": []}
    public["citation"]["page"] = "11-20"
    mine, theirs = copy.deepcopy(public), copy.deepcopy(public)
    mine["coatings"][0]["measurements"][0]["value"] = "2 Å"
    theirs["coatings"][0]["measurements"][0]["value"] = "3 Å"

    def submitted(document: dict[str, Any]) -> Submission:
        made = actions.create_submission(by=ada, document=document, reason="read again")
        return actions.submit(submission=made, by=ada)

    actions.approve(submission=submitted(public), by=root)
    late = submitted(mine)
    actions.approve(submission=submitted(theirs), by=root)
    return actions.return_submission(submission=late, by=root, reason="Look at Fig. 2 again.")


def test_pages_of_curating_have_no_barrier_in_either_theme(
    live_server: LiveServer, page: Page, tmp_path: Path
) -> None:
    pages = world()
    client = Client()
    client.force_login(User.objects.get(username="root"))
    anonymous = ["/account/login/", "/account/signup/", "/account/password/reset/"]
    found: list[str] = []

    def look(name: str) -> None:
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            seen = Axe().run(page, options={"runOnly": {"type": "tag", "values": _TAGS}})
            for one in seen.response["violations"]:
                nodes = [node["html"][:160] for node in one["nodes"][:2]]
                found.append(f"{name} {theme} {one['id']}: {nodes}")
        page.set_viewport_size({"width": 360, "height": 800})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            found.append(f"{name} is {width} px wide on a phone")
        page.set_viewport_size({"width": 1280, "height": 900})

    def visit(address: str) -> None:
        answer = page.goto(live_server.url + address)
        assert answer
        assert (answer.status, page.url) == (200, live_server.url + address)
        look(address)

    for address in anonymous:
        visit(address)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    for address in pages.values():
        visit(address)
    assert not found, "\n".join(found)
