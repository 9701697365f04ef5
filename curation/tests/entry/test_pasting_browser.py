"""Pasting in a real browser: a table, a paragraph and a series, with keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from asc_kb.testing.browser import press as follow
from curation.actions import create_submission
from curation.models import Submission
from curation.tests.entry.test_form_browser import sign_in
from documents.publishing import publish_vocabulary
from documents.tests.documents import VOCABULARY

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = (
    "Electrode\tQ1 (mAh/g)\t±\tRetention at 100th (%)\tT (°C)\n"
    "Bare NMC622\t174.2\t0.8\t75.2\t25\n5 cycles Al2O3\t173.1\t0.9\t91.8\t25\n"
    "10 cycles Al2O3\t165.5\t1.6\tn.d.\t25"
)
PARAGRAPH = (
    "After 200 cycles at 0.5C the cell with the 2 nm coating kept 91.3 % of its capacity, "
    "against 74 % for the bare electrode."
)
PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  data.setData("text/plain", plain);
  if (html) data.setData("text/html", html);
  const there = document.activeElement;
  const target = there?.matches("[data-cell]") ? there : document.body;
  const all = { clipboardData: data, bubbles: true, cancelable: true };
  target.dispatchEvent(new ClipboardEvent("paste", all));
}"""


@pytest.fixture
def draft(transactional_db: None, settings: Any) -> Submission:
    publish_vocabulary(VOCABULARY)
    ann = get_user_model().objects.create_user("ann")
    return create_submission(by=ann, document={"schema": "asc-paper/1"})


@pytest.fixture
def form(draft: Submission, page: Page, live_server: LiveServer) -> Page:
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/curate/{draft.pk}/")
    return page


def document(draft: Submission) -> dict[str, Any]:
    draft.refresh_from_db()
    return draft.document


def violations(page: Page) -> list[str]:
    """What axe finds, by rule."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


@pytest.mark.parametrize(
    ("pasted", "kind"),
    [
        ("Cycles,Thickness (nm)\n10,1.1\n20,2.0", "table"),
        ("Cycles Thickness (nm)\n10 1.1\n20 2.0 ± 0.1", "table"),
        ("Cycles\n10\n20\nThickness (nm)\n1.1\n2.0", "table"),
        (PARAGRAPH.replace(" kept", "\nkept").replace(" against", "\nagainst"), "paragraph"),
    ],
)
def test_what_is_pasted_on_the_form_opens_as_what_it_is(form: Page, pasted: str, kind: str) -> None:
    with form.expect_navigation():
        form.evaluate(PASTE, ["", pasted])
    expect(form.locator("h1")).to_have_text(f"Paste a {kind}")


def test_a_footnote_below_a_table_is_no_record(form: Page) -> None:
    rows = ["<td>Sample</td><td>Retention (%)</td>", "<td>ZnO</td><td>91<sup>a</sup></td>",
            "<td colspan=2><sup>a</sup> second cell</td>"]  # fmt: skip
    table = "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    with form.expect_navigation():
        form.evaluate(PASTE, [table, ""])
    expect(form.locator(".paste-grid tbody tr")).to_have_count(1)


def test_a_table_pasted_on_the_form_is_read_mended_taken_and_taken_back(
    form: Page, draft: Submission
) -> None:
    with form.expect_navigation():
        form.evaluate(PASTE, ["", TABLE])
    expect(form.locator("h1")).to_have_text("Paste a table")
    expect(form.locator(".paste-tally b").first).to_have_text("5")
    assert not violations(form)
    form.locator("[data-cell]").first.focus()
    form.keyboard.press("ArrowUp")  # to its head
    form.keyboard.press("ArrowRight")
    form.keyboard.press("ArrowRight")
    expect(form.locator('[name="map-4"]')).to_be_focused()
    form.locator('[name="map-4"]').select_option("temperature")
    expect(form.locator(".paste-tally b").first).to_have_text("8")
    form.locator('[name="at"]').fill("Table S3")
    form.locator('[name="own"]').check()
    form.keyboard.press("Control+Enter")
    expect(form.locator("ul.said")).to_contain_text("taken into revision 2")
    said = document(draft)
    assert [t["label"] for t in said["cycling"]] == [
        "Bare NMC622", "5 cycles Al2O3", "10 cycles Al2O3",
    ]  # fmt: skip
    second = said["cycling"][1]
    assert second["results"][0] == {
        "capacity": "173.1 ± 0.9 mAh/g", "at": "Table S3", "extraction": "table", "at_cycle": "1",
    }  # fmt: skip
    assert second["conditions"]["temperature"]["value"] == "25 °C"
    assert second["controls"] == [said["cycling"][0]["key"]]
    assert [c["material"] for c in said["coatings"]] == ["al2o3", "al2o3"]
    form.get_by_role("button", name="Take the paste back").click()
    expect(form.locator("ul.said")).to_contain_text("Taken back")
    assert document(draft) == {"schema": "asc-paper/1"}


def test_values_of_a_paragraph_are_confirmed_and_dropped_with_one_key_each(
    form: Page, draft: Submission
) -> None:
    with form.expect_navigation():
        form.evaluate(PASTE, ["", PARAGRAPH])
    expect(form.locator("h1")).to_have_text("Paste a paragraph")
    expect(form.locator(".paste-list > li")).to_have_count(5)
    assert not violations(form)
    form.locator(".paste-list > li").first.focus()
    for key in ("Enter", "Enter", "Enter", "Delete", "u", "Enter", "Delete"):
        form.keyboard.press(key)
    expect(form.locator("[data-confirmed]")).to_have_text("4")
    form.keyboard.press("Control+Enter")
    expect(form.locator("ul.said")).to_contain_text("4 values taken")
    said = document(draft)
    coated, bare = (
        next(t for t in said["cycling"] if t["label"] == label) for label in ("coated", "bare")
    )
    assert coated["results"] == [{"retention": "91.3 %", "at_cycle": "200", "extraction": "text"}]
    assert {c["value"] for c in coated["conditions"].values()} == {"0.5C"}
    assert "results" not in bare


def test_a_series_of_six_rows_is_typed_with_few_keys(form: Page, draft: Submission) -> None:
    follow(form.get_by_role("link", name="Enter a series"))
    pressed = 0

    def type_(text: str) -> None:
        nonlocal pressed
        form.keyboard.type(text)
        pressed += len(text)

    def press(key: str) -> None:
        nonlocal pressed
        form.keyboard.press(key)
        pressed += 1

    form.locator("#film").focus()
    type_("Al2O3")
    press("Enter")
    type_("Li")
    form.locator('[name="g-0-v"]').focus()
    for varied in ("0", "2", "4", "6", "8", "10"):
        type_(varied)
        press("Enter")
    form.locator('[name="g-0-1"]').focus()
    for value in ("52", "91", "90", "84", "80", "71"):
        type_(value)
        press("Enter")
    expect(form.locator('[name="g-1-1"] + .reading')).to_have_text("91\u202f%")
    assert not violations(form)
    press("Control+Enter")
    expect(form.locator("h1")).to_have_text("without a title")
    said = document(draft)
    assert [c["key"] for c in said["coatings"]] == [f"al2o3-on-li-{n}c" for n in (2, 4, 6, 8, 10)]
    assert len(said["cycling"]) == 6
    assert {tuple(t.get("controls", [])) for t in said["cycling"]} == {(), ("bare-on-li",)}
    assert pressed <= 50


def test_a_block_pasted_into_the_grid_spreads_and_what_cannot_be_read_is_named(
    form: Page, draft: Submission
) -> None:
    follow(form.get_by_role("link", name="Enter a series"))
    form.locator('[name="g-0-v"]').focus()
    form.evaluate(PASTE, ["", "0\t\t52 ± 4\n2\t0.24\t95±O.4\n6\t0.7\t84\n8\t1\t80\n10\t1.2\t71"])
    expect(form.locator("[data-row]")).to_have_count(5)
    wrong = form.locator('[name="g-1-1"]')
    expect(wrong).to_have_attribute("aria-invalid", "true")
    form.keyboard.press("Control+Enter")
    expect(form.locator("[role=alert]")).to_contain_text("mend what cannot be read first")
    form.locator('[name="g-0-v"]').focus()
    form.keyboard.press("Alt+ArrowDown")
    expect(wrong).to_be_focused()
    wrong.fill("95±0.4")
    form.keyboard.press("Control+Enter")
    expect(form.locator("ul.said")).to_contain_text("values taken")
    assert document(draft)["cycling"][1]["results"][0]["retention"] == "95±0.4 %"
