"""Each derived value, and each doubt, leads to the places where its inputs were printed."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from django.test import Client

from coatings.models import CoatingRead
from cycling.models import TestRead
from records.models import Kind, public_id
from records.templatetags.inputs import used_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("review")

NOT_PRINTED = {"theoretical_capacity", "practical_capacity"}
"""Inputs that no record prints: computed from the formula of the electrode."""
READS: tuple[tuple[Any, Kind, str], ...] = (
    (CoatingRead, Kind.COATING, "coatings"),
    (TestRead, Kind.TEST, "cycling"),
)


def every_input() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The address of a record with the inputs of one of its derived values or flags."""
    for model, kind, folder in READS:
        for row in model.objects.all():
            address = f"/{folder}/{public_id(kind, row.pk)}/"
            for value in row.derived.values():
                yield address, value.get("inputs", [])
            for flag in row.flags:
                yield address, flag["inputs"]


def test_every_input_in_the_review_leads_to_an_element_that_shows_it() -> None:
    @cache
    def ids_on(address: str) -> set[str]:
        answer = Client().get(address)
        assert answer.status_code == 200, address
        return {unescape(name) for name in re.findall(r'\bid="([^"]+)"', answer.content.decode())}

    followed = 0
    for address, inputs in every_input():
        printed = [used for used in inputs if used["what"] not in NOT_PRINTED]
        here = address.split("/")[2]
        links = re.findall(r'href="([^"]+)"', used_inputs(printed, here))
        assert len(links) == len(printed), (address, printed)
        for link in links:
            page, part = urldefrag(urljoin(address, unescape(link)))
            assert not part or unquote(part) in ids_on(page), (address, link)
            followed += bool(part)
    assert followed > 100


def test_no_id_stands_twice_on_a_page() -> None:
    for address in ("/coatings/ASC-C000055/", "/cycling/ASC-T000039/", "/papers/ASC-P000045/"):
        found = re.findall(r'\bid="([^"]+)"', Client().get(address).content.decode())
        assert len(found) == len(set(found)) > 5
