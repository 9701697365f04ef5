"""Films of one paper on one substrate are told apart in lists."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.test import Client

from coatings.kind import COATINGS
from coatings.models import Coating, CoatingRead
from coatings.queries.apart import told_apart
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

pytestmark = pytest.mark.django_db


def told(*films: list[dict[str, Any]]) -> dict[str, tuple[str, bool]]:
    """What tells the copies of one film apart that differ in these measurements alone."""
    publish_vocabulary(VOCABULARY)
    document = paper()
    [first, *_] = document["coatings"]
    copies = []
    for number, measurements in enumerate(films):
        film = copy.deepcopy(first)
        film |= {"key": f"film-{number}", "measurements": measurements}
        copies.append(film)
    publish_paper({**document, "coatings": copies, "cycling": []})
    COATINGS.derivation.run(list(Coating.objects.values_list("pk", flat=True)), only_waiting=False)
    rows = list(CoatingRead.objects.select_related("coating").order_by("pk"))
    apart = told_apart(rows)
    return {
        row.coating.key: (apart[row.pk].words, apart[row.pk].hidden)
        for row in rows
        if row.pk in apart
    }


def value(key: str, text: str) -> dict[str, Any]:
    return {"property": key, "value": text}


def test_what_the_columns_show_is_not_said_twice() -> None:
    found = told([value("thickness", "2 nm")], [value("thickness", "5 nm")])
    assert found == {"film-0": ("2 nm", False), "film-1": ("5 nm", False)}


def test_what_no_column_shows_is_said() -> None:
    same = value("thickness", "2 nm")
    found = told(
        [same, value("cycles", "10")], [same, value("cycles", "20")], [value("thickness", "9 nm")]
    )
    assert found["film-0"] == ("2 nm · deposition cycles 10", True)
    assert found["film-1"] == ("2 nm · deposition cycles 20", True)
    assert found["film-2"] == ("9 nm", False)


def test_films_that_differ_in_nothing_on_record_are_told_apart_by_their_ids() -> None:
    found = told([], [])
    assert [words[:5] for words, _ in found.values()] == ["ASC-C", "ASC-C"]
    assert all(hidden for _, hidden in found.values())


def test_a_film_alone_needs_no_telling(client: Client) -> None:
    assert told([value("thickness", "2 nm")]) == {}
    assert "ASC-C" in client.get("/coatings/").content.decode()
