"""Digitised figures in the form of a draft: shown, opened in the digitiser, taken out."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from curation.actions import create_submission
from curation.entry.figures import figures_shown, without_figure
from curation.entry.states import pairs_of
from documents.tests.documents import paper
from figures.tests.examples import FIGURE

if TYPE_CHECKING:
    from curation.models import Submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]
OTHER = {**FIGURE, "key": "fig-4", "at": "Fig. 4"}


def document() -> dict[str, Any]:
    """A test and a coating read off Fig. 3b, and a figure that nothing is read off."""
    found = copy.deepcopy(paper())
    found["figures"] = [copy.deepcopy(FIGURE), copy.deepcopy(OTHER)]
    test = found["cycling"][1]
    test["points"] = {
        "unit": "mAh/g",
        "columns": ["cycle", "discharge_capacity"],
        "figure": {"figure": "fig-3b", "series": "coated"},
    }
    found["coatings"][0]["series"] = [
        {
            "property": "thickness", "against": "cycles",
            "rows": {"figure": "fig-3b", "series": "coated"},
        },
        {"property": "thickness", "against": "cycles", "rows": [[10, 1.1], [20, 2.3]]},
    ]  # fmt: skip
    return found


@pytest.fixture
def draft() -> Submission:
    ada = get_user_model().objects.create_user("ada", password="x")
    return create_submission(by=ada, document=document())


def client_of(draft: Submission) -> Client:
    found = Client()
    found.force_login(draft.author)
    return found


def sent(draft: Submission, button: str) -> dict[str, Any]:
    pairs = dict(pairs_of(draft.document))
    return {**pairs, "_revision": str(draft.revision), "_do": button}


def test_a_figure_says_its_axes_series_and_what_is_read_off_it(draft: Submission) -> None:
    first, second = figures_shown(draft.document)
    assert first.axes == ["cycle, 0 to 100", "capacity in mAh/g, 0 to 200"]
    assert first.series == [("coated", 2)]
    assert first.used == [draft.document["coatings"][0]["key"], draft.document["cycling"][1]["key"]]
    assert second.used == []
    (chart,) = first.charts
    assert [(mark.x_low, mark.y_low) for mark in chart.series[0].marks] == [
        (pytest.approx(1.0), pytest.approx(160.0)),
        (pytest.approx(100.0), pytest.approx(140.0)),
    ]


def test_the_form_draws_it_and_leads_to_the_digitiser(draft: Submission) -> None:
    page = client_of(draft).get(f"/curate/{draft.pk}/").content.decode()
    assert f'href="/curate/digitise/?draft={draft.pk}&amp;figure=fig-3b"' in page
    section = page[page.index('id="figures"') :]
    assert "<svg" in section[: section.index("</section>")]
    assert "no field shows it" not in page


def test_a_figure_that_is_not_right_yet_is_shown_too(draft: Submission) -> None:
    draft.document["figures"] = [{"key": "fig-9", "series": [{"key": "a", "points": [[1, 2]]}]}, 7]
    (shown,) = figures_shown(draft.document)
    assert (shown.at, shown.series, shown.charts) == ("fig-9", [("a", 1)], [])


def test_saving_keeps_every_figure(draft: Submission) -> None:
    client_of(draft).post(f"/curate/{draft.pk}/", sent(draft, "save"))
    draft.refresh_from_db()
    assert draft.document["figures"] == [FIGURE, OTHER]


def test_taking_it_out_takes_out_what_is_read_off_it(draft: Submission) -> None:
    answer = client_of(draft).post(
        f"/curate/{draft.pk}/", sent(draft, "figure:fig-3b"), follow=True
    )
    said = answer.content.decode()
    draft.refresh_from_db()
    assert [one["key"] for one in draft.document["figures"]] == ["fig-4"]
    assert "points" not in draft.document["cycling"][1]
    (left,) = draft.document["coatings"][0]["series"]
    assert left["rows"] == [[10, 1.1], [20, 2.3]]
    assert "fig-3b is taken out of the draft" in said
    assert draft.document["cycling"][1]["key"] in said


def test_taking_out_the_last_leaves_no_empty_list() -> None:
    found: dict[str, Any] = {"figures": [copy.deepcopy(OTHER)], "cycling": [], "coatings": []}
    assert without_figure(found, "fig-4") == []
    assert "figures" not in found
