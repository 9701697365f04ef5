"""Every answer over the review's data, written down: what a rebuilding may not change.

``python -m asc_kb.testing.answers FOLDER`` publishes ``tests/review/`` into a test database of its
own and writes each answer into a text file of ``FOLDER/<kind>/``: REST, exports, OPTIMADE, pages,
charts, paper documents, a release, derived values, the desk of who curates. What two runs of the
same code may say differently (today, times, secrets, checksums) is left out. With ``--against
OTHER`` the answers are compared with those of another run; a ``FOLDER`` that holds some is then
only read.

It knows the interfaces, not the rooms: addresses come from the OpenAPI description and from links.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
import warnings
from datetime import UTC, datetime
from html import unescape
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

import django

from asc_kb.testing.answers_text import compared, readable, settled
from tests.page_kinds import DESK_KINDS, PAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    Choices = dict[str, list[str]]

_STARTED = datetime.now(UTC).date()
_ROOT = "/api/v1/"
_LONGEST_NAME = 150
_LARGEST = 1000
_OPTIONS = 4  # of a field of a chart that are tried
_SHAPING = {"fields", "format", "ordering", "page", "page_size", "cursor", "facets", "histograms"}
_NO_COLUMNS = ("year", "citation")  # lists are ordered by them too
_WRONG = ["colour=red", "ordering=nothing", "page_size=many", "page=999"]
_WRONG += ["fields=colour", "cursor=x", "q=%00"]
_NOT_FOLLOWED = r"/(static|admin|account|curate|report|api/v1|optimade)/"
_TYPED = ("al", "li", "tma", "hard carbon", "sem", "meng", "alumnia", "zzz")
_OPTIMADE_FILTERS = (
    '_asc_technique = "MLD"',
    '_asc_elements HAS ALL "Li", "P"',
    '_asc_elements HAS ANY "Na", "Zn" AND NOT _asc_technique = "ALD"',
    "_asc_thickness_low >= 10",
    "_asc_ionic_conductivity_high < 1e-7",
    "_asc_year >= 2018 AND _asc_year < 2021",
    '_asc_material STARTS WITH "li" OR _asc_material_name CONTAINS "oxide"',
    '_asc_precursors LENGTH 2 AND _asc_precursors HAS "h2o"',
    "_asc_thickness_low IS UNKNOWN",
    '_exmpl_gap > 2 OR _asc_technique = "MLD"',
    "_asc_colour = 1",
    "thickness >",
)


class Answers:
    """Asks as ``user`` would and writes down what comes."""

    def __init__(self, folder: Path, secrets: dict[str, str] | None = None) -> None:
        from django.conf import settings
        from django.test import Client

        self.client = Client(raise_request_exception=False)
        self.folder = folder
        self.site = settings.PUBLIC_URL
        self.moving = {self.site: "", **(secrets or {})}
        self.asked: set[tuple[str, str]] = set()
        self.broken: list[str] = []

    def write(self, kind: str, name: str, text: str) -> None:
        for found, instead in self.moving.items():
            name, text = name.replace(found, instead), text.replace(found, instead)
        text = settled(text, _STARTED)
        short = quote(name.strip("/") or "home", safe="=&,+ #").replace("%2F", "~")
        if len(short) > _LONGEST_NAME:
            short = short[:_LONGEST_NAME] + "~" + hashlib.sha256(short.encode()).hexdigest()[:10]
        path = self.folder / kind / f"{short}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n{text.rstrip()}\n", encoding="utf-8")

    def ask(self, kind: str, address: str, name: str = "", **headers: str) -> tuple[str, Any]:
        """The content type and what the answer says; nothing the second time."""
        name = name or address
        if (kind, name) in self.asked:
            return "", ""
        self.asked.add((kind, name))
        response = self.client.get(address, headers=headers)
        body = response.getvalue()
        media = response.headers.get("Content-Type", "")
        told = ("Content-Type", "Content-Disposition", "Location", "HX-Push-Url")
        head = [f"{one}: {response.headers[one]}" for one in told if one in response.headers]
        if response.status_code == 500:
            self.broken.append(name)
        text = "\n".join([str(response.status_code), *head, "", readable(media, body)])
        self.write(kind, name, text)
        return media, json.loads(body) if "json" in media and "jsonl" not in media else body

    def walk(self, kind: str, address: str) -> Iterator[dict[str, Any]]:
        """The items of every page that ``next`` leads to."""
        following, number = address, 1
        while following:
            _, body = self.ask(kind, following, f"{address} #{number}")
            if not isinstance(body, dict):
                return
            items: list[dict[str, Any]] = body.get("results") or body.get("data") or []
            yield from items
            following = body.get("next") or (body.get("links") or {}).get("next") or ""
            number += 1


def rest(answers: Answers) -> None:
    """Lists, records, facets, filters, exports and refusals, as the description names them."""
    _, described = answers.ask("rest", f"{_ROOT}schema/?format=json")
    paths = {path: one["get"] for path, one in described["paths"].items() if "get" in one}
    for address in (_ROOT, f"{_ROOT}context.jsonld", f"{_ROOT}nothing/"):
        answers.ask("rest", address)
    for path in paths:
        record = f"{path}{{id}}/"
        if record in paths:
            a_list(answers, path, choices(paths[path]), choices(paths.get(f"{path}facets/", {})))
            tails = [p.removeprefix(record) for p in paths if p.startswith(record)]
            for item in list(answers.walk("rest-lists", path)):
                one = item["url"]
                for form in choices(paths[record])["format"]:
                    answers.ask("rest-records", f"{one}?format={form}")
                for tail in filter(None, tails):
                    list(answers.walk("rest-records", f"{one}{tail}"))
            answers.ask("rest-records", f"{path}ASC-X999999/")


def choices(operation: dict[str, Any]) -> Choices:
    """The values of each query parameter, as far as they are named."""
    found: Choices = {}
    for one in operation.get("parameters", ()):
        if one["in"] == "query":
            schema = one["schema"].get("items", one["schema"])
            given = one.get("example", [])
            found[one["name"]] = schema.get("enum") or (
                given if isinstance(given, list) else [str(given)]
            )
    return found


def a_list(answers: Answers, path: str, takes: Choices, counts: Choices) -> None:
    """A list in every order and format, refused, counted and filtered; its page in the same way."""
    columns, ident = takes["fields"], takes["fields"][0]
    list(answers.walk("rest-lists", f"{path}?page_size=7&cursor="))
    whole = f"{path}?page_size={_LARGEST}&fields={','.join(columns)}"
    items = list(answers.walk("rest-lists", whole))
    for column in dict.fromkeys([*columns, *_NO_COLUMNS]):
        shown = f"fields={ident}" if column in {ident, *_NO_COLUMNS} else f"fields={ident},{column}"
        for order in (column, f"-{column}"):
            address = f"{path}?ordering={order}&{shown}&page_size={_LARGEST}"
            if "errors" in answers.ask("rest-orders", address)[1]:
                break  # nothing to sort by
    for form in takes["format"]:
        for query in ("", f"q=li&ordering=-{ident}", f"fields={ident}"):
            answers.ask("exports", f"{path}?format={form}&{query}")
    for wrong in (*_WRONG, *(f"{name}=blue" for name in takes if name not in _SHAPING)):
        answers.ask("rest-refusals", f"{path}?{wrong}")
    known: dict[str, Any] = {}
    for name in ("facets", "histograms"):
        if name in counts:
            _, body = answers.ask("facets", f"{path}facets/?{name}={','.join(counts[name])}")
            known |= body["facets"]
    for facet in counts.get("facets", ()):
        answers.ask("pages", f"/{path.removeprefix(_ROOT)}facets/{facet}/")
    filtered(answers, path, list(filters(takes, known, items)), ident, counts.get("facets", []))


def filtered(
    answers: Answers, path: str, queries: list[str], ident: str, facets: list[str]
) -> None:
    """What each query finds, alone and with another; its facets; a page for each parameter."""
    page = "/" + path.removeprefix(_ROOT) if facets else ""
    seen: set[str] = set()
    for query in queries:
        for more in ("", "&q=li", "&match=certain"):
            if more.split("=")[0] not in f"&{query}":
                found = f"{query}{more}&page_size={_LARGEST}&fields={ident}"
                answers.ask("filters", f"{path}?{found}")
        if page:
            answers.ask("filters", f"{path}facets/?{query}&facets={','.join(facets)}")
        if page and query.split("=")[0] not in seen:
            answers.ask("list-pages", f"{page}?{query}")
            seen.add(query.split("=")[0])
    if page:
        for wrong in _WRONG:
            answers.ask("list-pages", f"{page}?{wrong}")
        answers.ask("list-pages", f"{page}?q=li", f"{page}?q=li as a part", HX_Request="true")


def filters(takes: Choices, known: dict[str, Any], items: list[dict[str, Any]]) -> Iterator[str]:
    """Each parameter with values that are on record, several at once too."""
    for name in sorted(takes.keys() - _SHAPING):
        of = name.removeprefix("without_").removesuffix("_min").removesuffix("_max")
        found = [str(one["value"]) for one in known.get(of, ())]
        found = found or sorted({word for item in items for word in words(item.get(of))})
        found = found or takes[name] or ["1"]
        if name.endswith(("_min", "_max")):
            yield f"{name}={a_middle(items, of)}"
        else:
            yield from (urlencode({name: one}) for one in dict.fromkeys([*found[:2], found[-1]]))
            yield urlencode({name: found[:2]}, doseq=True)


def a_middle(items: list[dict[str, Any]], key: str) -> str:
    papers = [paper for item in items if isinstance(paper := item.get("paper"), dict)]
    found = [item[key] for item in [*items, *papers] if item.get(key) is not None]
    lows = [one.get("low") if isinstance(one, dict) else one for one in found]
    numbers = sorted(one for one in lows if isinstance(one, (int, float)))
    return repr(numbers[len(numbers) // 2]) if numbers else "1"


def words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [word for one in value for word in words(one)]
    if isinstance(value, dict):
        return words(value.get("id") or value.get("key"))
    return [str(value)] if value else []


def optimade(answers: Answers) -> None:
    base = "/optimade/v1/"
    for tail in ("info", "info/_asc_coatings", "info/references", "links", "nothing"):
        answers.ask("optimade", base + tail)
    for address in ("/optimade/versions", "/optimade/", "/optimade/v1.2/info", "/optimade/v9/info"):
        answers.ask("optimade", address)
    for tail in ("_asc_coatings", "references"):
        for one in list(answers.walk("optimade", f"{base}{tail}?page_limit=20")):
            answers.ask("optimade", f"{base}{tail}/{quote(one['id'])}")
    queries = [{"filter": one} for one in _OPTIMADE_FILTERS]
    queries += [
        {"sort": one, "response_fields": "id"}
        for one in ("-_asc_year", "_asc_thickness_low", "nothing")
    ]
    for query in queries:
        whole = urlencode({**query, "page_limit": _LARGEST})
        answers.ask("optimade", f"{base}_asc_coatings?{whole}")


def pages(answers: Answers) -> None:
    """Every kind of page and what it leads to: records, histories, charts and their files."""
    for typed in _TYPED:
        answers.ask("pages", f"/suggest/?{urlencode({'q': typed})}")
    waiting = list(PAGE_KINDS.values())
    while waiting:
        address = waiting.pop(0)
        kind = "charts" if address.split("?")[0].endswith((".svg", ".csv")) else "pages"
        media, body = answers.ask(kind, address)
        if "html" in media:
            waiting += linked(address, body.decode(), answers.site)
            if address in PAGE_KINDS.values() and address.startswith(("/explore", "/recipes")):
                waiting += chosen(address, body.decode())


def linked(address: str, html: str, site: str) -> Iterator[str]:
    """Pages of this site, and charts of what was asked: no filtered list."""
    for found in re.findall(r'(?:href|src)="([^"#]+)', html):
        link = urlsplit(urljoin(address, unescape(found).removeprefix(site)))
        if link.scheme or re.match(_NOT_FOLLOWED, link.path):
            continue
        if not link.query or link.path.endswith((".svg", ".csv")):
            yield link.geturl()


def chosen(address: str, html: str) -> Iterator[str]:
    """The page with the first choices of each of its fields."""
    if "?" not in address:
        for name, options in re.findall(r'(?s)<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', html):
            for value in re.findall(r'<option[^>]* value="([^"]+)"', options)[:_OPTIONS]:
                yield f"{address}?{urlencode({name: value})}"


def documents(answers: Answers) -> None:
    """The paper documents, and a release published."""
    from django.core.management import call_command
    from django.test import override_settings

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        call_command("export_papers", str(folder / "papers"), verbosity=0, stdout=StringIO())
        with override_settings(DATA_DIR=folder / "data"):
            options = {"named": "2020-02-02", "publish": True, "stdout": StringIO()}
            call_command("export_release", str(folder / "release"), **options)
            answers.ask("release", "/releases/", "the page of releases")
            answers.ask("release", "/releases/2020-02-02/", "the file of the release")
        for kind in ("papers", "release"):
            for path in sorted(one for one in (folder / kind).rglob("*") if one.is_file()):
                text = readable(path.suffix, path.read_bytes())
                answers.write(f"{kind}-files", path.relative_to(folder / kind).as_posix(), text)


def derived(answers: Answers) -> None:
    """What was computed of each record, from any table with derived values."""
    from django.apps import apps

    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        if {"derived", "flags", "has"} <= names:
            rows = model._default_manager.order_by("pk").values("pk", "derived", "flags", "has")
            for row in rows:
                text = json.dumps(row, indent=1, ensure_ascii=False, sort_keys=True)
                answers.write("derived", f"{model.__name__} {row['pk']}", text)


def desk(folder: Path) -> list[str]:
    """Every page of who curates, over a desk laid out in an empty database."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from curation.tests.desk import lay_out

    call_command("flush", interactive=False, verbosity=0)
    told = lay_out()
    secrets = {told[name]: f"/{name}/" for name in ("invited", "observed", "reference")}
    secrets |= {quote(address): name for address, name in secrets.items()}
    asking = {"": Answers(folder, secrets)}
    for user in get_user_model().objects.order_by("pk"):
        asking[user.username] = Answers(folder, secrets)
        asking[user.username].client.force_login(user)
    for name, (who, address) in DESK_KINDS.items():
        asking[who].ask("desk", address.format(**told), name)
    for who, answers in asking.items():
        for item in list(answers.walk("desk", f"{_ROOT}submissions/?page_size=100")):
            for tail in ("", "check/"):
                one = f"{_ROOT}submissions/{item['number']}/{tail}"
                answers.ask("desk", one, f"{one} asked by {who}")
    return [name for one in asking.values() for name in one.broken]


def write_down(folder: Path) -> None:
    """Fill an empty folder with the answers of this code."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("load_papers", str(settings.FIXTURES_DIR), verbosity=0, stdout=StringIO())
        call_command("recompute", "--stale", "--here", verbosity=0, stdout=StringIO())
        answers = Answers(folder)
        for part in (derived, rest, optimade, pages, documents):
            started = time.monotonic()
            part(answers)
            sys.stdout.write(f"{part.__name__}: {time.monotonic() - started:.0f} s\n")
        broken = answers.broken + desk(folder)
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
        shutil.rmtree(settings.CELERY_BROKER_TRANSPORT_OPTIONS["folder"], ignore_errors=True)
    for name in broken:
        sys.stdout.write(f"broken: {name}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the answers go, or are")
    parser.add_argument("--against", type=Path, help="answers of another run to compare with")
    given = parser.parse_args()
    if given.against and not given.against.is_dir():
        parser.error(f"--against: {given.against} is no folder")
    holds_some = given.folder.is_dir() and any(given.folder.iterdir())
    if holds_some and not given.against:
        parser.error(f"{given.folder} is not empty")
    if not holds_some:
        started = time.monotonic()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asc_kb.settings.test")
        warnings.filterwarnings("ignore", "No directory at", UserWarning)
        django.setup()
        write_down(given.folder)
        count = sum(1 for _ in given.folder.rglob("*.txt"))
        sys.stdout.write(f"{count} answers in {time.monotonic() - started:.0f} s\n")
    if not given.against:
        return 0
    report, same = compared(given.against, given.folder)
    sys.stdout.write(report)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
