"""A paper that does not exist, as its pages print it, and how somebody enters it.

A thickness series of six films, a table of films grown at four temperatures, two coated cells each
beside its bare control with retention at four cycles, and a figure. No number of it is a fact.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from asc_kb.testing.drawn import drawn

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from asc_kb.testing.drawn import Drawn
    from curation.tests.entry.typist import Typist

BIBTEX = """@article{nobody2031,
  author = {Nobody, A. and Someone, B. C.},
  title = {A paper that does not exist, on thin alumina on lithium},
  journal = {Journal of Papers That Do Not Exist},
  year = {2031}, volume = {7}, pages = {1--9}
}"""
SERIES = [["10", "1.1", "61"], ["20", "2.0", "72"], ["40", "4.2", "85"], ["60", "6.1", "84"],
          ["80", "8.3", "80"], ["100", "10.2", "71"]]  # fmt: skip
"""Of its Table 1: cycles, thickness in nm, retention at cycle 100 in %."""
FILMS = [
    ["Growth temperature (°C)", "Growth per cycle (Å)", "Density (g cm−3)", "Refractive index"],
    ["100", "1.24", "2.71", "1.60"],
    ["150", "1.15 ± 0.03", "2.86", "1.62"],
    ["200", "1.06", "2.97", "1.63"],
    ["250", "0.95", "3.05", "1.64"],
]
CELLS = [
    ["Cell", "T (°C)", "Retention at 50th (%)", "Retention at 100th (%)",
     "Retention at 150th (%)", "Retention at 200th (%)"],
    ["Bare Li", "25", "81", "60", "42", "23"],
    ["40 cycles Al2O3", "25", "96", "91", "88", "84"],
    ["Bare Li", "45", "70", "41", "20", "9"],
    ["40 cycles Al2O3", "45", "93", "86", "79", "71"],
]  # fmt: skip


def enter(typist: Typist, url: str, *, figure: bool = True) -> int:
    """Enters the paper by the pages as they are, hands it in, and gives the number of its draft."""
    page = typist.page
    page.goto(f"{url}/curate/new/")
    _start(typist)
    number = int(page.url.rstrip("/").rpartition("/")[2])
    _series(typist)
    _films(typist)
    _cells(typist)
    if figure:
        _figure(typist)
    _check(typist, f"{url}/curate/{number}/")
    return number


def _start(typist: Typist) -> None:
    page = typist.page
    typist.part("citation")
    typist.click(page.get_by_label("Citation"))
    typist.paste(BIBTEX)
    with typist.waits():
        typist.decide("Tab", "Enter")
    again = page.get_by_role("button", name="It is another paper")
    if again.count():  # it was entered before, by an earlier run
        with page.expect_navigation():
            again.click()


def _series(typist: Typist) -> None:
    page = typist.page
    typist.part("thickness series")
    with typist.waits():
        typist.click(page.get_by_role("link", name="Enter a series"))
    typist.type("1")
    typist.press("Tab", "Tab")  # over how it is kept
    typist.type("Al2O3")
    typist.press("Tab")
    typist.type("Li metal")
    typist.press("Tab", "a", "Tab", "p")  # an anode; a protective barrier
    typist.press("Tab")
    typist.paste("TMA/N2/H2O/N2 = 0.1/10/0.1/10 s")
    typist.press("Tab")
    typist.type("120")
    typist.click(page.get_by_label("Counter electrode"))
    typist.type("Li")
    typist.press("Tab")
    typist.paste("1 M LiPF6 in EC/DEC")
    typist.press("Tab")
    typist.type("1C")
    typist.click(page.locator('[name="g-0-v"]'))
    typist.paste(_text(SERIES))
    expect(page.locator('[name="g-5-1"] + .reading')).to_have_text("71\u202f%")
    expect(page.locator(".paste-tally [data-read]")).to_have_text("18")
    with typist.waits():
        typist.decide("Control+Enter")


def _films(typist: Typist) -> None:
    page = typist.page
    typist.part("table of films")
    with typist.waits_for(page.locator(".paste-grid")):
        typist.paste(_text(FILMS), _html(FILMS))  # on the form, outside a field
    typist.click(page.get_by_label("Film", exact=True))
    typist.type("Al2O3")
    typist.press("Tab")
    typist.type("Si")
    typist.press("Tab", "n")  # a purpose that is not stated
    typist.click(page.get_by_label("Place in the paper"))
    typist.type("2")
    with typist.waits():
        typist.decide("Control+Enter")


def _cells(typist: Typist) -> None:
    page = typist.page
    typist.part("cells with controls")
    with typist.waits_for(page.locator(".paste-grid")):
        typist.paste(_text(CELLS), _html(CELLS))
    head = page.get_by_label("T (°C)", exact=True)
    typist.press("ArrowUp")  # from its first cell to the head that is asked
    with typist.waits_for(page.locator(".paste-tally b.wait", has_text="0")):
        typist.decide("1")
    expect(head).to_have_value("temperature")
    typist.choose(
        page.get_by_label("Cell and conditions as those of"), "al2o3-on-li-metal-40c-cell"
    )
    typist.click(page.get_by_label("Place in the paper"))
    typist.type("3")
    with typist.waits():
        typist.decide("Control+Enter")


def _figure(typist: Typist) -> None:
    page, figure = typist.page, drawn("filled_circles")
    typist.part("figure")
    with typist.waits():
        typist.click(page.get_by_role("link", name="To the draft"))
    with typist.waits():
        typist.click(page.get_by_role("link", name="Digitise a figure"))
    with typist.waits_for(page.locator("#dig-said", has_text="Set three ticks")):
        typist.paste(png=base64.b64encode(figure.picture).decode())
    for number, axis in enumerate(figure.plan["axes"]):
        typist.click(page.get_by_role("button", name=f"{axis['key']} ticks"))
        for i, tick in enumerate(axis["ticks"][:3]):
            typist.click_at(*_on_screen(page, figure, tick["x"], tick["y"]))
            expect(page.locator(f"#axis-{number}-tick-{i}")).to_be_focused()
            typist.type(f"{tick['value']:g}")
            typist.press("Enter")
    typist.click(page.get_by_role("button", name="Pick a series"))
    typist.click_at(*_on_screen(page, figure, *figure.plan["series"][0]["click"]))
    expect(page.locator("#dig-said")).to_contain_text("points of")
    typist.click(page.get_by_label("Which figure"))
    typist.type("3b")
    typist.choose(page.get_by_label("of", exact=True), "cycling 40-cycles-al2o3")
    typist.choose(page.get_by_label("its", exact=True), "discharge")
    typist.choose(page.get_by_label("in", exact=True), "mAh/g")
    typist.click(page.get_by_role("button", name="Put into the draft"))
    expect(page.locator("#keep-said")).to_contain_text("Kept in the draft")


def _check(typist: Typist, draft: str) -> None:
    page = typist.page
    typist.part("check and hand in")
    with typist.waits():
        link = page.get_by_role("link", name="To the draft")
        typist.click(link) if link.count() else page.goto(draft)
    with typist.waits():
        typist.click(page.get_by_role("button", name="Save and check the whole paper").first)
    expect(page.get_by_text("Nothing is wrong with it.")).to_be_visible()
    with typist.waits():
        typist.click(page.get_by_role("button", name="Hand it in for review"))
    expect(page.locator(".lead")).to_contain_text("Submitted")


def _on_screen(page: Page, figure: Drawn, x: float, y: float) -> tuple[float, float]:
    canvas = page.locator("#dig-canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    width, height = 750, 562
    zoom = min(box["width"] / width, box["height"] / height)
    return (
        box["x"] + (box["width"] - width * zoom) / 2 + x * zoom,
        box["y"] + (box["height"] - height * zoom) / 2 + y * zoom,
    )


def _html(table: list[list[str]]) -> str:
    """What a journal's page puts on the clipboard."""
    rows = ["".join(f"<td>{cell}</td>" for cell in row) for row in table]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _text(table: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in table)
