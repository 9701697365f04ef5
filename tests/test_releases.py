"""A release is the same bytes for the same data, is valid, and gives the same answers back."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import requests
import rocrate
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from frictionless import Package
from rocrate_validator import services
from rocrate_validator.models import Severity, ValidationSettings
from rocrate_validator.utils.http import HttpRequester
from ruamel.yaml import YAML

from asc_kb.api_urls import LISTS
from asc_kb.testing.heavy import HEAVY
from asc_kb.testing.markup import as_shown
from coatings.kind import COATINGS
from coatings.models import CoatingRead, Process
from cycling.kind import TESTS
from cycling.models import TestRead
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import paper
from documents.vocabulary import export_vocabulary
from exchange.models import Release
from exchange.releases.package import sha256
from literature.models import Paper
from science.properties import PROPERTIES
from tests.world import derive_stale

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest_django
    from django.test import Client

pytestmark = pytest.mark.usefixtures("papers")

ROOMS = ("literature", "precursors", "coatings", "cycling", "curation")
FEW = ("madadi-2025", "chen-2017", "ahmed-2024", "chae-2017", "chang-2023", "cavanagh-2010")


@pytest.fixture(scope="module")
def papers_of_module(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> Iterator[None]:
    """A few papers with all words; in a heavy run the whole review."""
    if HEAVY:
        request.getfixturevalue("review_of_module")
        yield
        return
    paths = [settings.FIXTURES_DIR / "papers" / f"{key}.yaml" for key in FEW]
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_papers", settings.FIXTURES_DIR / "vocabulary", *paths, verbosity=0)
        derive_stale()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def papers(papers_of_module: None, db: None) -> None:
    """What a test changes in them is rolled back after it."""


@pytest.fixture(scope="module")
def release(
    papers_of_module: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Their release, for tests that only read it."""
    folder = tmp_path_factory.mktemp("release") / "asc"
    with django_db_blocker.unblock():
        export(folder)
    return folder


@pytest.fixture
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "var"
    return tmp_path / "var"


def export(folder: Path, *options: str) -> None:
    call_command("export_release", str(folder), *options, verbosity=0)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edited(citation: str = "2021") -> dict[str, Any]:
    document = paper("edited-2021")
    document["citation"]["issued"] = citation
    document["coatings"][1]["substrate"]["material"] = "si"
    return document


@pytest.mark.heavy
def test_two_releases_of_the_same_data_are_the_same_files(release: Path, tmp_path: Path) -> None:
    export(tmp_path / "again")
    first, second = files(release), files(tmp_path / "again")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.heavy
def test_frictionless_finds_the_package_valid(release: Path) -> None:
    report = Package(str(release / "datapackage.json")).validate()
    assert report.flatten(["title", "message"])[:5] == []
    assert report.valid
    # points of tests, and as typed tables alone their profiles in figures and their time series
    assert len(report.tasks) == 2 * (len(LISTS) + 1) + 2


@pytest.mark.heavy
def test_the_crate_is_valid_without_network(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The context comes from the library that wrote the crate, not from its address."""
    held = Path(rocrate.__file__).with_name("data") / "ro-crate.jsonld"
    context = json.loads(held.read_text())

    def fetched(self: Any, url: str, **options: Any) -> requests.Response:
        answer = requests.Response()
        answer.status_code = 200 if url == context["@id"] else 504
        answer.headers["Content-Type"] = "application/ld+json"
        answer._content = json.dumps(context).encode()
        return answer

    monkeypatch.setattr(HttpRequester, "get", fetched, raising=False)
    settings = ValidationSettings(
        rocrate_uri=str(release),
        profile_identifier="ro-crate-1.3",
        requirement_severity=Severity.REQUIRED,
        offline=True,
    )
    result = services.validate(settings)
    assert [f"{i.check.identifier}: {i.message}" for i in result.get_issues()] == []
    assert result.passed()


def test_every_column_is_described_from_the_declaration(release: Path) -> None:
    package = json.loads((release / "datapackage.json").read_text())
    (coatings,) = [r for r in package["resources"] if r["name"] == "coatings"]
    fields = {field["name"]: field for field in coatings["schema"]["fields"]}
    declared = PROPERTIES["ionic_conductivity"]
    field = fields["ionic_conductivity low (S/cm)"]
    assert field["unit"] == declared.unit
    assert field["source"] == declared.source
    assert declared.label in field["description"]
    frame = pd.read_csv(release / "data" / "coatings.csv", low_memory=False)
    assert frame.columns.tolist() == list(fields)
    typed = pd.read_parquet(release / "data" / "coatings.parquet")
    assert typed["id"].tolist() == frame["id"].tolist()


def test_the_checksums_are_those_of_the_files(release: Path) -> None:
    lines = (release / "manifest-sha256.txt").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert all(sha256(release / name) == digest for name, digest in listed.items())
    unlisted = set(files(release)) - set(listed)
    assert unlisted == {"manifest-sha256.txt"}


def test_it_says_how_to_cite_it_and_under_which_licence(release: Path) -> None:
    citation = YAML(typ="safe").load((release / "CITATION.cff").read_text())
    package = json.loads((release / "datapackage.json").read_text())
    assert citation["license"] == "CC-BY-4.0" == package["licenses"][0]["name"]
    assert citation["version"] == package["version"]
    crate = json.loads((release / "ro-crate-metadata.json").read_text())
    root = next(node for node in crate["@graph"] if node["@id"] == "./")
    assert root["license"] == {"@id": package["licenses"][0]["path"]}
    parts = {part["@id"] for part in root["hasPart"]}
    assert {"data/coatings.csv", "papers/chen-2017.yaml", "vocabulary/methods.yaml"} <= parts


def test_the_vocabulary_comes_back_as_it_was() -> None:
    for document in export_vocabulary().values():
        assert not publish_vocabulary(document).changed


def answers(client: Client) -> dict[str, bytes]:
    """Every list and record of REST, and every paper document, as bytes."""
    found = {}
    for view in LISTS:
        address = f"/api/v1/{view.plural}/"
        found[address] = client.get(address, {"page_size": 1000}).content
        for item in json.loads(found[address])["results"]:
            one = item["url"]
            found[one] = client.get(one).content
            if view.plural == "papers":
                found[f"{one}document/"] = client.get(f"{one}document/").content
    return found


def unused() -> None:
    """Words that nothing uses, a process that its coating left for another, and one whose key was
    given before that of a paper which comes first in the alphabet."""
    publish_vocabulary(
        {
            "schema": "asc-vocabulary/1",
            "precursors": [
                {
                    "key": "idle-gas",
                    "name": "Idle gas",
                    "formula": "N2O",
                    "kind": "co-reactant",
                    "smiles": "[N-]=[N+]=O",
                }
            ],
            "materials": [
                {"key": "idle-oxide", "name": "Idle oxide", "formula": "TiO", "class": "inorganic"}
            ],
            "substrates": [
                {"key": "idle-wafer", "name": "Idle wafer", "formula": "Ge", "role": "model"}
            ],
            "methods": [{"key": "IDLE", "name": "Idle method"}],
        }
    )
    left = edited()
    left["key"] = "left-2021"
    left["coatings"][0]["steps"] = [{"dose": "tma"}, {"soak": "idle-gas"}, {"dose": "h2o"}]
    publish_paper(left)
    left["coatings"][0]["steps"] = [{"dose": "tma"}, {"dose": "h2o"}, {"purge": True}]
    publish_paper(left)
    for key, repeat in (("zuerst-2022", 2), ("aber-2023", 5)):
        late = edited()
        late["key"] = key
        steps = [{"dose": "tma"}, {"dose": "idle-gas"}]
        late["coatings"][0]["steps"] = [{"repeat": repeat, "steps": steps}]
        publish_paper(late)


@pytest.mark.heavy
def test_an_empty_database_loaded_with_it_answers_byte_for_byte(
    client: Client, tmp_path: Path
) -> None:
    publish_paper(edited())
    unused()
    derive_stale()
    idle = Process.objects.get(coatings__isnull=True)
    assert idle.precursor_keys == ["tma", "idle-gas", "h2o"]
    first = Process.objects.filter(coatings__paper__key="zuerst-2022")
    assert "al2o3-tma-idle-gas" in first.values_list("key", flat=True)
    export(tmp_path / "asc")
    before = answers(client)
    tables = [
        f'"{model._meta.db_table}"'
        for room in settings.ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if model._meta.managed
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
    assert not Paper.objects.exists()
    call_command("load_release", str(tmp_path / "asc"), verbosity=0)
    after = answers(client)
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []
    assert len(before) > (400 if HEAVY else 200)
    export(tmp_path / "again")
    assert files(tmp_path / "asc") == files(tmp_path / "again")


def test_a_database_that_holds_papers_takes_no_release(release: Path) -> None:
    with pytest.raises(CommandError, match="needs an empty one"):
        call_command("load_release", str(release), verbosity=0)


def test_a_release_says_what_changed_since_the_one_before(
    tmp_path: Path, data_folder: Path
) -> None:
    publish_paper(edited("2020"))
    derive_stale()
    export(tmp_path / "one", "--version=1.0", "--publish")
    first = json.loads((tmp_path / "one" / "CHANGES.json").read_text())
    assert first["previous"] is None
    publish_paper(edited("2021"))
    publish_paper({**edited(), "key": "more-2021"})
    derive_stale()
    export(tmp_path / "two", "--version=1.1", "--publish")
    changes = json.loads((tmp_path / "two" / "CHANGES.json").read_text())
    ids = {key: str(Paper.objects.get(key=key).public_id) for key in ("edited-2021", "more-2021")}
    assert changes["previous"] == "1.0"
    assert changes["changed"] == [ids["edited-2021"]]
    assert ids["more-2021"] in changes["added"]
    assert changes["withdrawn"] == []


def test_a_published_release_is_never_replaced_by_other_data(
    tmp_path: Path, data_folder: Path
) -> None:
    export(tmp_path / "one", "--version=1.0", "--publish")
    kept = Release.objects.get().path.read_bytes()
    export(tmp_path / "same", "--version=1.0", "--publish")
    publish_paper(edited())
    derive_stale()
    with pytest.raises(CommandError, match="holds other data"):
        export(tmp_path / "other", "--version=1.0", "--publish")
    assert Release.objects.get().path.read_bytes() == kept


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        export(tmp_path)
    assert files(tmp_path) == {"notes.txt": b"mine"}


@pytest.mark.usefixtures("data_folder")
def test_releases_are_listed_with_their_citation_and_served_as_they_were_made(
    client: Client, tmp_path: Path
) -> None:
    assert "No release yet" in as_shown(client.get("/releases/").content.decode())
    export(tmp_path / "one", "--version=1.0", "--publish")
    made = Release.objects.get()
    page = as_shown(client.get("/releases/").content.decode())
    assert made.checksum in page
    assert "release 1.0" in page
    served = client.get(made.get_absolute_url())
    assert hashlib.sha256(served.getvalue()).hexdigest() == made.checksum
    kept = client.get(made.get_absolute_url(), headers={"If-None-Match": served["ETag"]})
    assert kept.status_code == 304
    digest = base64.b64decode(served["Repr-Digest"].removeprefix("sha-256=:").removesuffix(":"))
    assert digest.hex() == made.checksum
    assert client.get("/releases/0.9/").status_code == 404
    publish_paper(edited())
    derive_stale()
    export(tmp_path / "two", "--version=1.1", "--publish")
    page = as_shown(client.get("/releases/").content.decode())
    changes: dict[str, Any] = Release.objects.get(version="1.1").changes
    for ident in changes["added"]:
        (address,) = re.findall(rf'href="([^"]*)">{ident}</a>', page)
        assert client.get(address).status_code == 200


def test_refreshing_a_read_row_keeps_what_was_derived() -> None:
    for model, refresh in ((CoatingRead, COATINGS.refresh), (TestRead, TESTS.refresh)):
        columns = [f.attname for f in model._meta.concrete_fields]
        before = list(model.objects.order_by("pk").values(*columns))
        refresh(
            [row["coating_id" if model is CoatingRead else "test_id"] for row in before],
            stale=False,
        )
        assert list(model.objects.order_by("pk").values(*columns)) == before
