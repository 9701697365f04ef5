"""Figures of a paper document: what is refused, published and exported."""

from __future__ import annotations

from typing import Any

import pytest

from documents.check import check_paper
from documents.exporting import export_paper
from documents.publishing import on_record, publish_paper
from documents.tests.documents import paper
from figures.inputs import digitised_rows, figures_of
from figures.tests.examples import FIGURE, changed
from records.document.invalid import DocumentInvalid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


@pytest.mark.parametrize(
    ("figure", "path", "message"),
    [
        (changed(y="capacty"), "figures[0].series[0].y", 'did you mean "capacity"'),
        (changed(points=[[900, 80, None, None]]), "figures[0].series[0].points[0]", "640 × 480"),
        (changed(points=[[1, 2]]), "figures[0].series[0]", "points[0] has no number"),
        (changed(columns=["y", "x"]), "figures[0].series[0]", "`columns` are x, y"),
        (
            {**FIGURE, "axes": [{**FIGURE["axes"][0], "scale": "log"}, FIGURE["axes"][1]]},
            "figures[0].axes[0].ticks[0].value",
            "a logarithmic axis has no 0",
        ),
        ({**FIGURE, "extraction": "table"}, "figures[0]", "`extraction` of a figure is figure"),
        ({**FIGURE, "picture": "iVBOR"}, "figures[0].picture", "unknown name"),
    ],
)
def test_what_is_wrong_in_a_figure_is_named_at_its_path(
    figure: dict[str, Any], path: str, message: str
) -> None:
    with pytest.raises(DocumentInvalid) as caught:
        check_paper(paper(figures=[figure]), on_record())
    assert [p.message for p in caught.value.problems if p.path == path and message in p.message]


def test_figures_are_published_and_exported_as_they_came() -> None:
    published = publish_paper(paper(figures=[FIGURE]))
    document = export_paper(published.paper)
    (kept,) = document["figures"]
    assert kept["series"][0]["points"] == FIGURE["series"][0]["points"]
    assert kept["extraction"] == "figure"
    assert not publish_paper(document).changed
    rows = digitised_rows(figures_of(published.paper)["fig-3b"], "coated")
    assert rows[0].y == pytest.approx(160)
    with pytest.raises(DocumentInvalid, match="used twice"):
        publish_paper(paper(figures=[FIGURE, FIGURE]))


def test_a_figure_is_checked_beside_a_part_that_is_out_of_shape() -> None:
    broken = paper(figures=[changed(y="capacty")], note=["no text"])
    with pytest.raises(DocumentInvalid) as caught:
        check_paper(broken, on_record())
    assert {"figures[0].series[0].y", "note"} <= {p.path for p in caught.value.problems}
