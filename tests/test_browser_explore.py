"""Charts and the shelf in a real browser: hover, zoom, files, the keyboard, what is remembered."""

from __future__ import annotations

import csv
import struct
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLOT = "/explore/?x=year&y=thickness&by=technique"
MARKS = "svg.plot svg.area a"
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture
def site(committed_review: None, live_server: LiveServer) -> str:
    """Address of the site over the whole review."""
    return str(live_server.url)


def drawn(page: Page) -> list[str]:
    """The record behind each mark of the plot."""
    hrefs = page.locator(MARKS).evaluate_all("marks => marks.map(m => m.getAttribute('href'))")
    return sorted(str(href).strip("/").split("/")[-1] for href in hrefs)


def saved(page: Page, link: Locator, folder: Path) -> Path:
    """The file that a link or button of the page saves, under the name it is given."""
    with page.expect_download() as waiting:
        link.click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def test_a_mark_says_what_it_is_and_leads_to_its_record(site: str, page: Page) -> None:
    page.goto(site + PLOT)
    mark = page.locator(MARKS).first
    record = str(mark.get_attribute("href"))
    mark.locator(":scope > *").last.hover()
    tip = page.locator(".tip")
    assert record.strip("/").split("/")[-1] in tip.inner_text()
    assert "thickness:" in tip.inner_text()
    mark.locator(":scope > *").last.click()
    page.wait_for_url(site + record)
    assert page.locator("main").get_by_text(record.strip("/").split("/")[-1]).count()


def test_a_dragged_rectangle_is_the_zoom_of_the_address_and_back_takes_it_away(
    site: str, page: Page
) -> None:
    page.set_viewport_size({"width": 1280, "height": 1300})  # the mouse does not scroll by itself
    page.goto(site + PLOT)
    everything = drawn(page)
    box = page.locator("svg.plot path.rule").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.98, box["y"] + box["height"] * 0.98, steps=4)
    page.mouse.up()
    page.get_by_role("link", name="Whole plot").wait_for()
    zoomed = page.url
    ends = parse_qs(urlsplit(zoomed).query)
    assert 0 < float(ends["y_from"][0]) < float(ends["y_to"][0])
    assert 2000 < float(ends["x_from"][0]) < float(ends["x_to"][0]) < 2030
    part = drawn(page)
    assert 0 < len(part) < len(everything)
    assert set(part) < set(everything)
    page.reload()  # the address alone draws the same part
    assert drawn(page) == part
    page.go_back()
    page.get_by_role("link", name="Whole plot").wait_for(state="detached")
    assert page.url == site + PLOT
    assert drawn(page) == everything


def test_the_files_of_a_plot_are_what_they_say(site: str, page: Page, tmp_path: Path) -> None:
    page.goto(site + PLOT)
    on_screen = drawn(page)
    sheet = saved(page, page.get_by_role("link", name="Data as CSV"), tmp_path)
    with sheet.open(newline="", encoding="utf-8") as lines:
        assert sorted(row["id"] for row in csv.DictReader(lines)) == on_screen
    vector = saved(page, page.get_by_role("link", name="SVG", exact=True), tmp_path)
    root = ElementTree.parse(vector).getroot()
    assert root.tag == f"{SVG}svg"
    links = [link.get("href") or link.get(HREF) or "" for link in root.iter(f"{SVG}a")]
    assert sorted(link.strip("/").split("/")[-1] for link in links) == on_screen
    picture = saved(page, page.get_by_role("button", name="PNG"), tmp_path)
    assert {sheet.name, vector.name, picture.name} == {
        f"thickness-against-year.{ending}" for ending in ("csv", "svg", "png")
    }
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    size = struct.unpack(">II", content[16:24])
    assert size == tuple(2 * float(root.attrib[side]) for side in ("width", "height"))
    assert _colours(page, content) > 4  # a blank sheet has one


def _colours(page: Page, picture: bytes) -> int:
    """How many colours a PNG shows, counted by the browser."""
    return int(
        page.evaluate(
            """async bytes => {
              const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
              const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
              canvas.drawImage(image, 0, 0);
              const pixels = canvas.getImageData(0, 0, image.width, image.height).data;
              return new Set(new Uint32Array(pixels.buffer)).size;
            }""",
            list(picture),
        )
    )


def test_without_scripts_the_chart_its_table_and_its_form_are_there(
    site: str, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + PLOT)
    assert page.locator("svg.plot").is_visible()
    rows = page.locator("table.rows tbody tr")
    assert rows.count() == page.locator(MARKS).count() > 0
    page.get_by_label("Upwards", exact=True).select_option("ionic_conductivity")
    page.get_by_role("button", name="Draw").click()
    page.wait_for_url("**y=ionic_conductivity**")
    assert rows.count() == page.locator(MARKS).count() > 0
    page.goto(f"{site}/recipes/")
    for key in ("tma", "h2o"):
        page.locator(f"#shelf input[value={key}]").check()
    page.get_by_role("button", name="What can I grow?").click()
    page.wait_for_url("**/recipes/?*")
    assert "precursor=tma&precursor=h2o" in page.url or "precursor=h2o&precursor=tma" in page.url
    assert page.locator("section[aria-labelledby=ready] tbody tr").count() > 0
    context.close()


def test_the_keyboard_alone_reaches_the_record_behind_a_mark(site: str, page: Page) -> None:
    page.goto(site + PLOT)
    behind = {f"/coatings/{record}/" for record in drawn(page)}
    page.locator("div.canvas").focus()
    record = None
    for _ in range(8):  # past the legend's switches, to the marks or the table with the same links
        page.keyboard.press("Tab")
        record = page.evaluate("document.activeElement.getAttribute('href')")
        if record in behind:
            break
    assert record in behind
    page.keyboard.press("Enter")
    page.wait_for_url(site + record)


def test_a_legend_switches_its_series_and_the_arrows_pass_over_it(site: str, page: Page) -> None:
    page.goto(site + PLOT)
    switches = page.locator("svg.plot .legend [role=button]")
    first = switches.first
    series = page.locator("svg.plot .area > g")
    held = series.first.locator("a[data-tip]").evaluate_all("all => all.map(a => a.dataset.tip)")
    assert switches.count() == series.count() > 1
    assert held
    first.focus()
    page.keyboard.press("Enter")
    assert first.get_attribute("aria-pressed") == "false"
    assert not series.first.is_visible()
    met = _walked(page)
    assert met
    assert not {*held} & {*met}
    first.click()
    assert first.get_attribute("aria-pressed") == "true"
    assert series.first.is_visible()
    assert {*held} <= {*_walked(page)}


def test_arrows_go_from_mark_to_mark_and_each_says_what_it_is(site: str, page: Page) -> None:
    page.goto(site + PLOT)
    every = page.locator(MARKS).evaluate_all("all => all.map(a => a.dataset.tip)")
    met = _walked(page)
    assert met == every
    page.keyboard.press("ArrowLeft")
    back = page.evaluate("document.activeElement.dataset.tip")
    assert back == every[-1]  # round the first to the last
    tip = page.locator(".tip")
    assert tip.is_visible()
    for line in back.split("\n"):
        assert line in tip.inner_text()


def _walked(page: Page) -> list[str]:
    """The tips of the marks that the right arrow reaches, from the first until it comes round."""
    page.evaluate("document.querySelector('svg.plot .area > g:not(.off) a[data-tip]').focus()")
    found: list[str] = []
    for _ in range(page.locator("svg.plot .area > g:not(.off) a[data-tip]").count()):
        found.append(page.evaluate("document.activeElement.dataset.tip"))
        page.keyboard.press("ArrowRight")
    return found


def test_the_shelf_is_remembered_until_it_is_forgotten_and_the_address_carries_it(
    site: str, browser: Browser
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/recipes/")
    shelf = page.locator("#shelf input[type=checkbox]:checked")
    for key in ("tma", "h2o"):
        page.locator(f"#shelf input[value={key}]").check()
    page.get_by_label("Hottest source").fill("160")
    page.get_by_role("button", name="What can I grow?").click()
    page.wait_for_url("**/recipes/?*")
    asked = parse_qs(urlsplit(page.url).query)
    assert sorted(asked["precursor"]) == ["h2o", "tma"]
    assert asked["source_max"] == ["160"]
    said = page.get_by_role("status").inner_text()

    page.goto(f"{site}/recipes/")  # another day, the same browser
    assert sorted(shelf.evaluate_all("boxes => boxes.map(b => b.value)")) == ["h2o", "tma"]
    assert page.get_by_label("Hottest source").input_value() == "160"
    page.goto(f"{site}/recipes/?precursor=ticl4")  # somebody else's shelf stays theirs
    assert shelf.evaluate_all("boxes => boxes.map(b => b.value)") == ["ticl4"]
    page.goto(f"{site}/recipes/")
    page.get_by_role("button", name="Forget it").click()
    page.reload()
    assert shelf.count() == 0
    context.close()

    other = browser.new_context()  # another browser, the address it was sent
    page = other.new_page()
    page.goto(f"{site}/recipes/?precursor=tma&precursor=h2o&source_max=160")
    assert page.get_by_role("status").inner_text() == said
    other.close()


@pytest.fixture
def handheld(browser: Browser) -> Iterator[Page]:
    """A page under fingers instead of a mouse."""
    context = browser.new_context(viewport={"width": 800, "height": 900}, has_touch=True)
    yield context.new_page()
    context.close()


def move_fingers(page: Page, *steps: list[tuple[float, float]]) -> None:
    """Put fingers down at the places of the first step, move them through the others, lift them."""
    touch = page.context.new_cdp_session(page)
    for number, places in enumerate(steps):
        kind = "touchMove" if number else "touchStart"
        points = [{"x": x, "y": y} for x, y in places]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def axis_of(page: Page) -> tuple[float, float]:
    """Both ends of the axis across, as the chart says them."""
    kind, low, high = str(page.locator("svg.plot").get_attribute("data-x")).split(" ")[:3]
    assert kind == "linear"
    return float(low), float(high)


def asked_axis(page: Page) -> tuple[float, float]:
    """Both ends of the axis across, as the address asks for them."""
    asked = parse_qs(urlsplit(page.url).query)
    return float(asked["x_from"][0]), float(asked["x_to"][0])


def test_two_fingers_zoom_a_chart_and_what_was_under_them_stays(site: str, handheld: Page) -> None:
    handheld.goto(site + PLOT)
    before = drawn(handheld)
    low, high = axis_of(handheld)
    box = handheld.locator("svg.plot svg.area").bounding_box()
    assert box is not None
    middle, height = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    spread = [[(middle - half, height), (middle + half, height)] for half in (60, 80, 100, 120)]
    move_fingers(handheld, *spread)
    handheld.wait_for_url("**x_from=**")
    left, right = asked_axis(handheld)
    # twice as far apart shows half as much
    assert right - left == pytest.approx((high - low) / 2, rel=0.05)
    assert (left + right) / 2 == pytest.approx((low + high) / 2, abs=0.05 * (high - low))
    handheld.go_back()
    handheld.wait_for_url(site + PLOT)
    expect(handheld.locator(MARKS)).to_have_count(len(before))


def test_two_fingers_moved_together_pan_a_chart_and_keep_its_scale(
    site: str, handheld: Page
) -> None:
    handheld.goto(site + PLOT)
    low, high = axis_of(handheld)
    area = handheld.locator("svg.plot path.rule").first.bounding_box()  # the frame of the axes
    assert area is not None
    middle, height = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    far = area["width"] / 4
    move_fingers(
        handheld,
        *(
            [(middle - 60 + moved, height), (middle + 60 + moved, height)]
            for moved in (0.0, far / 2, far)
        ),
    )
    handheld.wait_for_url("**x_from=**")
    left, right = asked_axis(handheld)
    assert right - left == pytest.approx(high - low, rel=0.02)
    # to the right by a quarter: what lay before the axis comes in
    assert low - left == pytest.approx((high - low) / 4, rel=0.05)
    handheld.get_by_role("link", name="Whole plot").wait_for()  # the chart follows the address
    assert axis_of(handheld) == pytest.approx((left, right), abs=0.01)
    handheld.go_back()
    handheld.wait_for_url(site + PLOT)


def test_one_finger_scrolls_the_page_and_leaves_the_chart_alone(site: str, handheld: Page) -> None:
    handheld.goto(site + PLOT)
    box = handheld.locator("svg.plot svg.area").bounding_box()
    assert box is not None
    middle, height = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    move_fingers(handheld, *([(middle, height - moved)] for moved in (0, 60, 120, 180)))
    handheld.wait_for_function("() => scrollY > 0")  # a text would need the page's leave to eval
    assert handheld.url == site + PLOT


def test_a_gap_of_a_map_says_which_pair_is_not_on_record(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 1300})
    page.goto(f"{site}/explore/films/?rows=technique&columns=role")
    tried = {
        (row.locator("th").inner_text(), row.locator("td").first.inner_text())
        for row in page.locator("table.rows tbody tr").all()
    }
    dots = page.locator("svg.plot .area .never path").evaluate(
        """path => [...path.getAttribute("d").matchAll(/M(\\S+) (\\S+)h0/g)].map(([, x, y]) => {
          const chart = path.closest("svg.plot");
          const at = new DOMPoint(x, y).matrixTransform(chart.getScreenCTM());
          return [at.x, at.y];
        })"""
    )
    assert dots
    told = set()
    for x, y in dots:
        page.mouse.move(x, y)
        pair, said = page.locator(".tip").inner_text().split("\n")
        assert said == "not on record here"
        told.add(tuple(pair.split(" · ")))
    assert len(told) == len(dots)
    assert not told & tried
