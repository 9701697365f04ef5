"""The paper of the guide for scripts is published as it stands there."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from coatings.models import CoatingRead
from cycling.models import TestRead
from documents.files import parse_yaml
from documents.tests.test_where_read import derive, round_trip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


def test_the_paper_of_the_guide_goes_to_rows_and_back_and_is_derived() -> None:
    guide = (settings.BASE_DIR / "docs/entering-by-script.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    document = parse_yaml(text)
    sent, back = round_trip(document)
    assert back == sent
    derive()
    film = CoatingRead.objects.get()
    assert film.flags == []
    assert film.derived["area_specific_resistance"]["unit"] == "Ω cm²"
    assert film.derived["growth_per_cycle_fitted"]["low"] == pytest.approx(1.1243, rel=1e-4)
    coated = TestRead.objects.get(coated=True)
    assert coated.derived["comparable"]["value"] == "yes"
