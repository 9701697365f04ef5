"""Pages of authors, and of groups of films and of electrodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from asc_kb.testing.markup import as_shown
from coatings.models import CoatingRead, Substrate
from coatings.queries.groups import electrode_groups, film_groups, group_of
from explore.landing.record import Landing
from explore.searching import landing_page
from explore.suggest import suggestions
from literature.models import Paper

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("review")


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return as_shown(answer.content.decode())


def test_silicon_stands_as_one_with_every_form_of_it() -> None:
    silicon = electrode_groups()["si"]
    rows = Substrate.objects.values_list("key", "formula", "name")
    forms = {key for key, formula, name in rows if formula == "Si" or name.startswith("Si ")}
    assert {*silicon.keys} == forms
    assert len(forms) > 3
    assert silicon.name == "Silicon"


def test_electrodes_of_the_same_elements_are_a_group_and_one_alone_is_none() -> None:
    row = Substrate.objects.get(key="nmc811")
    assert group_of("nmc811") is None
    Substrate.objects.create(key="nmc111", name="NMC", formula="LiNiMnCoO2", updated=row.updated)
    group = group_of("nmc811")
    assert group is not None
    assert (group.keys, group.name) == (("nmc111", "nmc811"), "Co–Li–Mn–Ni–O compounds")


def test_every_film_is_in_the_family_that_the_map_counts_it_in() -> None:
    assert "al2o3" in film_groups()["oxides"].keys
    assert "lipon" in film_groups()["phosphorus-oxynitrides"].keys
    assert "li-eg" in film_groups()["alkali-organic"].keys


@pytest.mark.parametrize(
    ("kind", "groups"), [("material", film_groups), ("substrate", electrode_groups)]
)
def test_a_group_counts_what_its_parts_count_together(kind: str, groups: object) -> None:
    for group in groups().values():  # type: ignore[operator]
        together = Landing(kind, *group.keys)
        apart = Landing(kind, *group.keys, beside=kind)
        held = CoatingRead.objects.filter(**{f"{kind}__in": group.keys}).count()
        assert together.all.coatings == apart.all.coatings == held
        assert sum(row.studied.coatings for row in apart.rows) == held


def test_a_page_of_a_group_leads_to_each_by_itself(client: Client) -> None:
    text = page(client, "/groups/electrodes/si/")
    part = text.split('id="apart"', 1)[1].split("</table>", 1)[0]
    known = {*CoatingRead.objects.filter(substrate__startswith="si").values_list("substrate")}
    assert {*re.findall(r'href="/substrates/([^/]+)/"', part)} == {key for (key,) in known}
    assert "/groups/electrodes/si/" in page(client, "/substrates/si/")
    assert "/groups/films/oxides/" in page(client, "/materials/al2o3/")


def test_an_author_has_every_paper_and_who_stands_beside(client: Client) -> None:
    text = page(client, "/authors/karppinen/")
    papers = {one for one in Paper.objects.all() if "Karppinen" in one.authors.split("; ")}
    section = text.split('id="papers"', 1)[1].split("</table>", 1)[0]
    shown = {*re.findall(r'href="/papers/(ASC-P\d+)/"', section)}
    assert shown == {one.public_id for one in papers}
    beside = text.split('id="beside"', 1)[1]
    others = {name for one in papers for name in one.authors.split("; ")} - {"Karppinen"}
    assert len(re.findall(r'href="/authors/', beside)) == len(others) > 3
    listed = client.get("/api/v1/coatings/?author=karppinen&page_size=1").json()["count"]
    assert Landing("author", "karppinen").all.coatings == listed > 0


def test_people_of_one_name_are_said_to_be_told_together(client: Client) -> None:
    Paper.objects.filter(pk=45).update(csl={"author": [{"family": "Karppinen", "given": "Z."}]})
    Paper.objects.filter(pk=45).update(authors="Karppinen")
    assert "Everybody of this family name" in page(client, "/authors/karppinen/")
    assert "Everybody of this family name" not in page(client, "/authors/madadi/")


def test_a_paper_leads_to_each_of_its_authors(client: Client) -> None:
    paper = Paper.objects.filter(authors__contains="Karppinen").first()
    assert paper is not None
    text = page(client, paper.get_absolute_url())
    assert 'href="/authors/karppinen/"' in text


@pytest.mark.parametrize("address", ["/authors/nobody/", "/groups/films/x/"])
def test_who_is_not_on_record_is_not_found(client: Client, address: str) -> None:
    page(client, address, 404)


@pytest.mark.parametrize(
    ("phrase", "address"),
    [
        ("Karppinen", "/authors/karppinen/"),
        ("Oxides", "/groups/films/oxides/"),
        ("silicon", "/groups/electrodes/si/"),
        ("Karppinen since 2020", ""),
        ("alumina", ""),
    ],
)
def test_a_name_alone_leads_to_its_page(client: Client, phrase: str, address: str) -> None:
    assert landing_page(phrase) == address
    led = client.get(reverse("search"), {"q": phrase})["Location"]
    assert led == address if address else "?" in led


def test_groups_and_authors_are_suggested() -> None:
    assert "/groups/films/fluorides/" in {one.page for one in suggestions("fluor")}
    assert "/authors/karppinen/" in {one.page for one in suggestions("karpp")}
