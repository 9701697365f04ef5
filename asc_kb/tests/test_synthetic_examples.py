"""Synthetic examples come when asked for, say what they are, and leave nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from coatings.models import Coating
from cycling.models import CyclingTest, SeriesPart, TestCurve
from literature.models import Paper
from records.models import PublicId


@pytest.mark.django_db
def test_examples_are_marked_drawn_and_taken_away_again(client: Client, tmp_path: Path) -> None:
    models = (Paper, Coating, CyclingTest, TestCurve, PublicId, SeriesPart)
    call_command("load_papers", "fixtures/vocabulary")
    before = [model.objects.count() for model in models]
    call_command("load_examples")
    call_command("recompute", "--here", "--stale")
    tests = CyclingTest.objects.filter(paper__key="example-synthetic-curves").order_by("position")
    assert all("Synthetic" in test.label and "Synthetic" in test.note for test in tests)
    bare, coated, short, whole, copper = tests
    page = client.get(coated.get_absolute_url()).content.decode()
    assert page.count('class="plot"') == 5  # three by cycle, voltage, dQ/dV
    assert "Fewer points" not in page
    assert (
        "cycle 7 is not recorded"
        in client.get(f"{coated.get_absolute_url()}?cycles=7").content.decode()
    )
    derived = {test.pk: test.read.derived for test in tests}
    knee = derived[bare.pk]["knee_cycle"]
    assert knee["low"] == pytest.approx(180, abs=10)
    assert "missing" in derived[coated.pk]["knee_cycle"]
    assert derived[bare.pk]["cycles_to_80"]["n"] == 3
    assert derived[short.pk]["soft_short_cycle"]["low"] == 140
    assert derived[short.pk]["cumulative_plated_capacity"]["low"] == 139
    assert derived[whole.pk]["soft_short_cycle"]["qualifier"] == "above"
    assert derived[copper.pk]["cumulative_plated_capacity"]["low"] == 200
    assert derived[copper.pk]["mean_ce"]["low"] == pytest.approx(98.8, abs=0.1)
    everything = client.get("/explore/curves/?scale=recorded").content.decode()
    assert "None of the 0 tests that fit" in everything  # no example among the literature
    assert "0 of 0" in client.get("/explore/retention/").content.decode()
    assert coated.coating is not None
    film = client.get(coated.coating.material.get_absolute_url()).content.decode()
    assert "No coating of it is on record here." in film
    alone = client.get(f"/explore/curves/?paper={bare.paper.key}").content.decode()
    assert "5 of 5 tests that fit are recorded" in alone
    with pytest.raises(CommandError, match="load_examples --remove"):
        call_command("export_release", str(tmp_path / "release"))
    call_command("load_examples", "--remove")
    assert [model.objects.count() for model in models] == before
