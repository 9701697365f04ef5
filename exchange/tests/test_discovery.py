"""Signposts, short addresses, site map, feed, changes: how machines find what is here."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from coatings.models import Coating
from records.kinds import record_kinds
from records.licence import LICENCE_URL
from records.models import Kind, PublicId

pytestmark = pytest.mark.usefixtures("review")
RECORDS = ("coatings/ASC-C000001", "cycling/ASC-T000001", "papers/ASC-P000001")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def links(answer: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for link in answer["Link"].split(", "):
        target, _, rest = link.partition(">")
        found.setdefault(rest.split('rel="')[1].split('"')[0], []).append(target[1:])
    return found


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_page_has_signposts_that_lead_somewhere(client: Client, record: str) -> None:
    told = links(client.get(f"/{record}/"))
    assert set(told) == {"cite-as", "license", "type", "author", "describedby", "item"}
    assert told["cite-as"] == [f"{settings.PUBLIC_URL}/{record.split('/')[1]}"]
    assert told["license"] == [LICENCE_URL]
    ours = [one for links in told.values() for one in links if one.startswith(settings.PUBLIC_URL)]
    for address in ours:
        answer = client.get(address.removeprefix(settings.PUBLIC_URL), follow=True)
        assert answer.status_code == 200, address


@pytest.mark.parametrize("ident", ["ASC-C000001", "asc-t000001", "ASC-P000001/"])
def test_an_id_alone_leads_to_its_record(client: Client, ident: str) -> None:
    answer = client.get(f"/{ident}", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0].endswith(f"/{ident.strip('/').upper()}/")


def test_small_letters_of_an_id_are_read_in_any_address(client: Client) -> None:
    for path in ("/coatings/asc-c000001/", "/api/v1/coatings/asc-c000001/?fields=id"):
        assert client.get(path, follow=True).status_code == 200


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("application/x-bibtex", "application/x-bibtex"),
        ("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json"),
        ("text/html,application/xhtml+xml,application/json;q=0.9", "text/html"),
        ("*/*", "text/html"),
    ],
)
def test_a_record_answers_in_the_form_asked_for(
    client: Client, record: str, accept: str, media: str
) -> None:
    answer = client.get(f"/{record}/", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer["Content-Type"].split(";")[0] == media
    assert "Accept" in answer["Vary"]


@pytest.mark.parametrize(
    "path", ["coatings", "coatings/ASC-C000001", "results", "schema", "changes"]
)
def test_rest_answers_without_the_last_slash(client: Client, path: str) -> None:
    asked = "?since=2020-01-01" if path == "changes" else ""
    bare, whole = (client.get(f"/api/v1/{path}{end}{asked}") for end in ("", "/"))
    assert bare.status_code == 200
    assert bare.content == whole.content


NUL = (
    *("/papers/a%00b/", "/coatings/ASC-C000001%00/", "/materials/%00/", "/api/v1/papers/a%00b/"),
    *("/releases/%00/", "/curate/sheet/a%00.xlsx", "/optimade/v1/structures/%00", "/%00"),
)
NUL_ASKED = ("/coatings/?material=%00&q=a%00b", "/cycling/?test=%00", "/papers/?via=%00&page=%00")


@pytest.mark.parametrize("path", NUL)
def test_a_nul_in_an_address_finds_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code in {302, 404}


@pytest.mark.parametrize("path", NUL_ASKED)
def test_a_nul_asked_of_a_page_is_shown_as_what_cannot_be_read(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "\x00" not in page
    assert "\N{REPLACEMENT CHARACTER}" in page


def test_rest_refuses_a_nul_by_the_name_of_its_parameter(client: Client) -> None:
    answer = client.get("/api/v1/coatings/?material=%00")
    assert answer.status_code == 400
    assert "material" in answer.content.decode()


def test_what_is_not_there_stays_not_there_without_its_slash(client: Client) -> None:
    assert client.get("/api/v1/coating").status_code == 404


@pytest.mark.parametrize("record", RECORDS)
def test_linked_data_say_licence_giver_version_and_distribution(
    client: Client, record: str
) -> None:
    body = client.get(f"/api/v1/{record}/?format=jsonld").json()
    data = body if body["@type"] == "Dataset" else body["subjectOf"]
    assert data["license"] == LICENCE_URL
    assert data["creator"]["name"]
    assert data["version"]
    for one in data["distribution"]:
        answer = client.get(one["contentUrl"].removeprefix(settings.PUBLIC_URL))
        assert answer["Content-Type"] == one["encodingFormat"]


def test_the_site_map_has_every_record(client: Client) -> None:
    def addresses(path: str) -> list[str]:
        root = ElementTree.fromstring(client.get(path).content)
        return [element.text or "" for element in root.iter(f"{SITEMAP}loc")]

    pages = [page for part in addresses("/sitemap.xml") for page in addresses(urlsplit(part).path)]
    assert all(page.startswith(f"{settings.PUBLIC_URL}/") for page in pages)
    assert len(set(pages)) == len(pages)
    for kind in record_kinds():
        rows = kind.model.objects.values_list("pk", flat=True)
        assert {f"{settings.PUBLIC_URL}{kind.address(pk)}" for pk in rows} <= set(pages)
    for page in pages[:: max(1, len(pages) // 25)]:
        assert client.get(page.removeprefix(settings.PUBLIC_URL)).status_code == 200


def test_robots_are_led_to_the_site_map(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml" in answer.content.decode()
    assert "Disallow: /curate/" in answer.content.decode()


def test_the_feed_is_atom_with_absolute_addresses(client: Client) -> None:
    answer = client.get("/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    atom = "{http://www.w3.org/2005/Atom}"
    entries = list(ElementTree.fromstring(answer.content).iter(f"{atom}entry"))
    assert len(entries) == 50
    for entry in entries[:5]:
        link = entry.find(f"{atom}link")
        assert link is not None
        assert client.get(urlsplit(link.attrib["href"]).path, follow=True).status_code == 200


def changes(client: Client, since: str, **asked: str) -> Any:
    answer = client.get("/api/v1/changes/", {"since": since, **asked})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_everything_is_added_since_long_ago_and_nothing_since_now(client: Client) -> None:
    first = changes(client, "2000-01-01", page_size="1000")
    assert len(first["added"]["coatings"]) == Coating.objects.count()
    assert len(first["added"]["papers"]) > 100
    assert "tma" in first["changed"]["precursors"]
    nothing = changes(client, first["version"])
    assert nothing["count"] == 0


def test_a_walk_through_the_pages_tells_each_change_once(client: Client) -> None:
    whole = changes(client, "2000-01-01", page_size="1000")
    seen: list[str] = []
    path = "/api/v1/changes/?since=2000-01-01&page_size=60"
    while path:
        body = client.get(path).json()
        seen += [one for listed in body["added"].values() for one in listed]
        path = (body["next"] or "").removeprefix(settings.PUBLIC_URL)
    assert sorted(seen) == sorted(one for listed in whole["added"].values() for one in listed)
    assert len(seen) == len(set(seen))


def test_withdrawals_and_merges_are_told(client: Client) -> None:
    row = PublicId.objects.get(kind=Kind.COATING, number=1)
    row.withdrawn_at, row.reason, row.successor = row_time(), "entered twice", "ASC-C000002"
    row.save()
    body = changes(client, "2000-01-01", page_size="1000")
    told = [one for one in body["withdrawn"]["coatings"] if one["id"] == "ASC-C000001"]
    assert told == [{"id": "ASC-C000001", "reason": "entered twice", "successor": "ASC-C000002"}]
    row.merged = True
    row.save()
    body = changes(client, "2000-01-01", page_size="1000")
    assert {"id": "ASC-C000001", "into": "ASC-C000002"} in body["merged"]["coatings"]


def row_time() -> Any:
    return Coating.objects.latest("updated").updated


@pytest.mark.parametrize("since", ["", "yesterday", "2020-02-31", "1", "2020-02-31.5", "%00"])
def test_a_moment_that_cannot_be_read_is_named(client: Client, since: str) -> None:
    answer = client.get(f"/api/v1/changes/?since={since}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "since"


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("coatings", ["ASC-C000003", "ASC-C000001"]),
        ("cycling", ["ASC-T000034"]),
        ("papers", ["ASC-P000001", "chen-2017"]),
        ("precursors", ["tma", "h2o"]),
        ("materials", ["al2o3"]),
        ("measurements", ["ASC-C000031-1"]),
        ("results", ["ASC-C000031-1"]),
        ("properties", ["thickness", "density"]),
    ],
)
def test_every_list_is_read_by_ids(client: Client, path: str, ids: list[str]) -> None:
    body = client.get(f"/api/v1/{path}/", {"id": ids}).json()
    assert body["count"] == len(ids)
    refused = client.get(f"/api/v1/{path}/", {"id": [*ids, "no-such-id"]})
    assert refused.status_code == 400
    assert "no-such-id" in refused.json()["detail"]


def test_a_thousand_ids_are_read_at_once(client: Client) -> None:
    ids = [f"ASC-C{number:06d}" for number in Coating.objects.values_list("pk", flat=True)]
    many = (ids * 20)[:1000]
    assert client.get("/api/v1/coatings/", {"id": many}).json()["count"] == len(ids)
    assert client.get("/api/v1/coatings/", {"id": [*many, ids[0]]}).status_code == 400


@pytest.mark.parametrize("path", ["coatings", "cycling", "papers", "precursors"])
def test_lines_in_full_are_the_records(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}/?format=jsonl&full=1")
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]  # type: ignore[attr-defined]
    assert len(lines) == client.get(f"/api/v1/{path}/").json()["count"]
    for line in lines[:5]:
        ident = line["id" if "id" in line else "key"]
        assert line == client.get(f"/api/v1/{path}/{ident}/").json()


def test_full_goes_with_lines_alone(client: Client) -> None:
    for query in ("full=1", "format=csv&full=1", "format=jsonl&full=yes"):
        answer = client.get(f"/api/v1/coatings/?{query}")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == "full"


def test_the_description_is_the_committed_file_with_an_etag(client: Client) -> None:
    answer = client.get("/api/v1/schema/")
    assert answer.content == (settings.BASE_DIR / "openapi.yaml").read_bytes()
    again = client.get("/api/v1/schema/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get("/api/v1/schema/?format=json").json()["info"]["license"]["url"] == LICENCE_URL
