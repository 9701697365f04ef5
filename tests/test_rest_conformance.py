"""The description against the running interface: Schemathesis asks every operation what its
description allows and what it does not, and a client generated from it reads the answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from accounts.actions import make_token
from accounts.models import Role
from accounts.tests.people import person
from asc_kb.testing.heavy import HEAVY, times
from tests.test_rest_description import description

pytestmark = [pytest.mark.usefixtures("committed_review"), pytest.mark.stack]

BASE = Path(django_settings.BASE_DIR)
READING = """
import json, sys
from asc_kb_client import Client
from asc_kb_client.api.coatings import coatings_list, coatings_retrieve
from asc_kb_client.api.precursors import precursors_retrieve
from asc_kb_client.models import ProblemDetails

client = Client(base_url=sys.argv[1])
page = coatings_list.sync(client=client, element=["Li"], page_size=5, ordering="-id")
first = coatings_retrieve.sync(page.results[0].id, client=client)
tma = precursors_retrieve.sync("tma", client=client)
wrong = coatings_list.sync_detailed(client=client, thickness_min="thin")
print(json.dumps({
    "count": page.count,
    "ids": [item.id for item in page.results],
    "material": first.material.key,
    "measured": [[m.property_, m.printed, m.low, m.high] for m in first.measurements],
    "formula": tma.formula,
    "problem": isinstance(wrong.parsed, ProblemDetails),
    "said": wrong.parsed.errors[0].parameter,
}))
"""


def run(*command: str, folder: Path, seconds: int, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
    return done.stdout


@pytest.fixture
def described(tmp_path: Path) -> str:
    """The description that the code gives now, as a file."""
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(description(), default=str))
    return str(path)


def script(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def conform(url: str, described: str, folder: Path, phases: str, *options: str) -> None:
    """Hold a live server against its description; the same requests in every run."""
    run(
        script("schemathesis"),
        *("--config-file", str(BASE / "tests" / "schemathesis.toml")),
        *("run", described, "--url", url, "--no-color", "--phases", phases),
        *("--generation-deterministic", "--continue-on-failure", "--request-timeout", "30"),
        *options,
        folder=folder,
        seconds=3000,
        PYTHONPATH=str(BASE),
    )


@pytest.mark.heavy
def test_no_request_that_the_description_allows_or_forbids_surprises(
    web_server: str, described: str, tmp_path: Path
) -> None:
    """Examples and random values of every parameter, wrong ones too, and walks along the
    links from lists to records."""
    phases = "examples,fuzzing,stateful"
    options = ("--max-examples", str(times(3, 30)), "--include-method", "GET")
    conform(web_server, described, tmp_path, phases, *options)


@pytest.mark.heavy
def test_every_boundary_of_every_parameter_is_answered(
    web_server: str, described: str, tmp_path: Path
) -> None:
    """Each parameter at the ends of what its schema allows and just beyond; of precursors alone in
    a usual run."""
    which = ("--include-method", "GET") if HEAVY else ("--include-path-regex", "/precursors/")
    conform(web_server, described, tmp_path, "coverage", *which)


@pytest.mark.heavy
def test_writing_is_held_against_the_description_too(
    web_server: str, described: str, tmp_path: Path
) -> None:
    """Every operation of drafts, with a token that may do everything: boundaries, random bodies,
    and walks from a new draft through its steps."""
    scopes = ["read", "write", "review"]
    _, token = make_token(by=person("script", Role.CURATOR), name="script", scopes=scopes)
    phases = "examples,coverage,fuzzing,stateful"
    drafts = ("--include-path-regex", "/submissions/", "--max-examples", str(times(2, 10)))
    header = ("-H", f"Authorization: Token {token}")
    conform(web_server, described, tmp_path, phases, *drafts, *header)


def test_a_generated_client_reads_lists_records_and_problems(
    web_server: str, described: str, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("package_name_override: asc_kb_client\nliteral_enums: true\n")
    run(
        script("openapi-python-client"),
        *("generate", "--path", described, "--output-path", str(tmp_path / "made")),
        *("--meta", "none", "--config", str(config)),
        folder=tmp_path,
        seconds=600,
    )
    package = tmp_path / "made"
    if not (package / "asc_kb_client").is_dir():  # without metadata the package is the folder
        package.rename(tmp_path / "asc_kb_client")
        package = tmp_path
    said = run(
        *(sys.executable, "-c", READING, web_server),
        folder=tmp_path,
        seconds=600,
        PYTHONPATH=str(package),
    )
    read = json.loads(said)
    assert len(read["ids"]) == 5
    assert read["ids"] == sorted(read["ids"], reverse=True)
    assert read["count"] > 20
    assert read["formula"] == "C3H9Al"
    assert read["material"]
    assert read["problem"]
    assert read["said"] == "thickness_min"
