"""What we hold is counted from the rows that the lists give."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from exchange.holdings import holdings

pytestmark = pytest.mark.usefixtures("review")


def count(client: Client, path: str) -> int:
    return int(client.get(f"/api/v1/{path}").json()["count"])


def test_amounts_are_those_of_the_lists(client: Client) -> None:
    amounts = dict(holdings().amounts)
    assert amounts["papers"] == count(client, "papers/")
    assert amounts["coatings"] == count(client, "coatings/")
    assert amounts["cycling tests"] == count(client, "cycling/")
    assert amounts["coated tests beside a control"] == count(client, "pairs/")
    missing = sum(
        count(client, f"results/?missing={word}")
        for word in ("not reported", "not checked", "not applicable")
    )
    printed = amounts["printed values of one film, cell or precursor"]
    assert printed == count(client, "results/") - missing


def test_a_film_counts_what_its_lists_hold(client: Client) -> None:
    films = {line.key: line for line in holdings().films}
    for key in ("lipon", "li-gl", "al2o3"):
        assert films[key].coatings == count(client, f"coatings/?material={key}")
        assert films[key].tests == count(client, f"cycling/?material={key}")


def test_what_is_wanted_is_not_on_record(client: Client) -> None:
    wanted = holdings().wanted
    assert wanted
    for one in wanted:
        if "ionic conductivity" in one.lacking:
            asked = f"results/?material={one.key}&property=ionic_conductivity"
            assert count(client, asked) == 0


def test_page_and_document_show_the_same(client: Client, tmp_path: object) -> None:
    page = client.get("/data/holdings/").content.decode()
    call_command("what_we_hold", f"{tmp_path}/held.md", verbosity=0)
    text = Path(f"{tmp_path}/held.md").read_text("utf-8")
    for line in holdings().films[:5]:
        assert line.name in page
        assert f"| {line.name} | {len(line.papers)} |" in text
