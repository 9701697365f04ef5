"""The digitiser's page in a real browser: from a picture to a draft, by mouse and by keys alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import expect

from asc_kb.testing.drawn import Drawn, drawn
from curation.actions import create_submission
from curation.models import Submission
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY, paper
from figures.document import FigureEntry
from figures.inputs import digitised_rows

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(transactional_db: None) -> Submission:
    publish_vocabulary(VOCABULARY)
    ann = get_user_model().objects.create_user("ann")
    return create_submission(by=ann, document=paper())


@pytest.fixture
def figure() -> Drawn:
    return drawn("filled_circles")


@pytest.fixture
def opened(draft: Submission, page: Page, live_server: LiveServer, figure: Drawn) -> Page:
    client = Client()
    client.force_login(get_user_model().objects.get(username="ann"))
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": str(live_server.url)}]
    )
    page.goto(f"{live_server.url}/curate/digitise/?draft={draft.pk}")
    put_in(page, figure)
    return page


def put_in(page: Page, figure: Drawn) -> None:
    file = {"name": "figure.png", "mimeType": "image/png", "buffer": figure.picture}
    page.locator("#dig-file").set_input_files(file)  # type: ignore[arg-type]
    expect(page.locator("#dig-said")).to_contain_text("Set three ticks")


def on_screen(page: Page, figure: Drawn, x: float, y: float) -> tuple[float, float]:
    """Where a pixel of the whole figure stands on the screen."""
    box = page.locator("#dig-canvas").bounding_box()
    assert box is not None
    width, height = 750, 562
    zoom = min(box["width"] / width, box["height"] / height)
    return (
        box["x"] + (box["width"] - width * zoom) / 2 + x * zoom,
        box["y"] + (box["height"] - height * zoom) / 2 + y * zoom,
    )


def click(page: Page, figure: Drawn, x: float, y: float) -> None:
    page.locator("#dig-canvas").scroll_into_view_if_needed()
    page.mouse.click(*on_screen(page, figure, x, y))


def calibrate(page: Page, figure: Drawn) -> None:
    for axis in figure.plan["axes"]:
        page.get_by_role("button", name=f"{axis['key']} ticks").click()
        number = 0 if axis["key"] == "x" else 1
        for i, tick in enumerate(axis["ticks"][:3]):
            click(page, figure, tick["x"], tick["y"])
            value = page.locator(f"#axis-{number}-tick-{i}")
            value.fill(f"{tick['value']:g}")
            value.press("Enter")


def pick(page: Page, figure: Drawn, number: int) -> None:
    page.get_by_role("button", name="Pick a series").click()
    click(page, figure, *figure.plan["series"][number]["click"])


def leave(page: Page) -> None:
    page.evaluate(
        "window.addEventListener('beforeunload', (e) => e.stopImmediatePropagation(), true)"
    )


def kept(draft: Submission) -> dict[str, Any]:
    draft.refresh_from_db()
    return draft.document


def test_a_figure_goes_into_a_draft_as_points_and_never_as_a_picture(
    opened: Page, draft: Submission, figure: Drawn
) -> None:
    sent: list[bytes] = []
    opened.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    calibrate(opened, figure)
    pick(opened, figure, 0)
    expect(opened.locator("#dig-said")).to_contain_text("points of series")
    opened.get_by_label("Name in the figure").fill("coated")
    opened.get_by_label("Which figure").fill("Fig. 3b")
    opened.get_by_label("of", exact=True).select_option("cycling recorded")
    opened.get_by_label("its", exact=True).select_option("discharge")
    opened.get_by_label("in", exact=True).select_option("mAh/g")
    opened.on("dialog", lambda dialog: dialog.accept())
    opened.get_by_role("button", name="Put into the draft").click()
    expect(opened.locator("#keep-said")).to_contain_text("Kept in the draft as fig-3b")
    address = f"/curate/{draft.pk}/"
    expect(opened.locator("#keep-to-draft")).to_have_attribute("href", address)
    (entry,) = kept(draft)["figures"]
    rows = digitised_rows(FigureEntry.model_validate(entry), "coated")
    x, y = figure.truth["a"]
    assert len(rows) >= len(x) - 1
    off = [abs(row.y - np.interp(row.x, x, y)) for row in rows]
    assert max(off) < 0.01 * 180
    test = next(one for one in kept(draft)["cycling"] if one["key"] == "recorded")
    assert test["points"]["figure"] == {"figure": "fig-3b", "series": "coated"}
    assert figure.picture[:64] not in b"".join(sent)
    assert max(map(len, sent)) < len(figure.picture)


def test_a_series_is_told_to_be_the_voltage_profile_of_a_cycle(
    opened: Page, draft: Submission, figure: Drawn
) -> None:
    calibrate(opened, figure)
    pick(opened, figure, 0)
    opened.get_by_label("Name in the figure").fill("charged")
    opened.get_by_label("Which figure").fill("Fig. 9a")
    opened.get_by_label("of", exact=True).select_option("cycling recorded")
    opened.get_by_label("its", exact=True).select_option("profile")
    opened.get_by_label("of cycle").fill("5")
    opened.get_by_label("half").select_option("charge")
    opened.get_by_label("against, in").select_option("mAh/g")
    opened.get_by_role("button", name="Put into the draft").click()
    expect(opened.locator("#keep-said")).to_contain_text("Kept in the draft as fig-9a")
    test = next(one for one in kept(draft)["cycling"] if one["key"] == "recorded")
    profile = {"cycle": 5, "half": "charge", "unit": "mAh/g"}
    assert test["profiles"] == [{**profile, "figure": "fig-9a", "series": "charged"}]
    assert "rows" in test["points"]


def test_everything_goes_by_keys_alone(opened: Page, figure: Drawn) -> None:
    for number, axis in enumerate(figure.plan["axes"]):
        button = opened.get_by_role("button", name=f"{axis['key']} ticks")
        button.focus()
        button.press("Enter")
        for i, tick in enumerate(axis["ticks"][:3]):
            walk_to(opened, tick["x"], tick["y"])
            opened.keyboard.press("Enter")
            expect(opened.locator(f"#axis-{number}-tick-{i}")).to_be_focused()
            opened.keyboard.type(f"{tick['value']:g}")
            opened.keyboard.press("Enter")
            expect(opened.locator("#dig-canvas")).to_be_focused()
    picking = opened.get_by_role("button", name="Pick a series")
    picking.focus()
    picking.press("Enter")
    walk_to(opened, *figure.plan["series"][0]["click"])
    opened.keyboard.press("Enter")
    expect(opened.locator("#dig-said")).to_contain_text("24 points of series")
    opened.keyboard.press("n")
    before = opened.locator("#point-0-x").input_value()
    opened.keyboard.press("Alt+ArrowRight")
    after = opened.locator("#point-0-x").input_value()
    assert float(after) == pytest.approx(float(before) + 0.1, abs=0.011)
    opened.keyboard.press("Delete")
    expect(opened.locator("#dig-series")).to_contain_text("23")
    opened.keyboard.press("u")
    expect(opened.locator("#dig-series")).to_contain_text("24")
    leave(opened)


def walk_to(page: Page, x: float, y: float) -> None:
    """The cursor by arrows to within half a pixel."""
    page.locator("#dig-canvas").focus()
    page.keyboard.press("Shift+ArrowRight")  # the readout says where it is
    text = page.locator("#dig-readout").inner_text()
    at = [float(part.split()[-1]) for part in text.split(" px")[0].split(",")]
    for goal, here, keys in ((x, at[0], ("Right", "Left")), (y, at[1], ("Down", "Up"))):
        way = keys[0] if goal > here else keys[1]
        tens, ones = divmod(round(abs(goal - here)), 10)
        for _ in range(tens):
            page.keyboard.press(f"Shift+Arrow{way}")
        for _ in range(ones):
            page.keyboard.press(f"Arrow{way}")


def test_doubts_about_an_axis_are_said_beside_it(opened: Page, figure: Drawn) -> None:
    calibrate(opened, figure)
    value = opened.locator("#axis-1-tick-1")
    value.fill("80")
    value.press("Tab")
    expect(opened.locator("#dig-axes")).to_contain_text("misses the others by")
    value.fill("0")
    opened.locator("#axis-1-scale").select_option("log")
    expect(opened.locator("#dig-axes")).to_contain_text("a logarithmic axis has no 0")
    leave(opened)


def test_a_project_of_webplotdigitizer_is_read_anew_from_its_pixels(
    opened: Page, figure: Drawn
) -> None:
    project = {
        "version": [4, 2],
        "axesColl": [
            {
                "name": "XY",
                "type": "XYAxes",
                "isLogX": False,
                "isLogY": False,
                "calibrationPoints": [
                    {"px": 100, "py": 400, "dx": "0", "dy": None, "dz": None},
                    {"px": 500, "py": 400, "dx": "100", "dy": None, "dz": None},
                    {"px": 100, "py": 400, "dx": None, "dy": "0", "dz": None},
                    {"px": 100, "py": 200, "dx": None, "dy": "200", "dz": None},
                ],
            }
        ],
        "datasetColl": [
            {
                "name": "Bare cell",
                "axesName": "XY",
                "data": [
                    {"x": 300, "y": 300, "value": [50, 100]},
                    {"x": 400, "y": 250, "value": [75, 160]},
                ],
            }
        ],
    }

    file = {"name": "wpd.json", "mimeType": "application/json",
            "buffer": json.dumps(project).encode()}  # fmt: skip
    opened.locator("#dig-file").set_input_files(file)  # type: ignore[arg-type]
    said = opened.locator("#dig-said")
    expect(said).to_contain_text('"Bare cell": 1 of 2 values differ from their pixels')
    opened.get_by_role("heading", name="Points").click()
    expect(opened.locator("#dig-points tbody tr").nth(1)).to_contain_text("150.")
    leave(opened)


def test_the_page_is_accessible(opened: Page, figure: Drawn) -> None:
    calibrate(opened, figure)
    pick(opened, figure, 0)
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        found = Axe().run(opened)
        assert found.violations_count == 0, found.generate_report()
    opened.set_viewport_size({"width": 390, "height": 844})
    wide = opened.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
    leave(opened)
