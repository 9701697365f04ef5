"""An earlier version of the code, named by ASC_TEST_BEFORE, serves and writes beside this one."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest
import requests
from ruamel.yaml import YAML

from asc_kb.settings.environment import BASE_DIR
from asc_kb.testing.clusters import manage, running_anew, url_of
from asc_kb.testing.heavy import HEAVY
from asc_kb.testing.served import served
from records.upgrades import CONTRACTS
from tests.page_kinds import PAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAPERS = ("madadi-2025", "chen-2017", "kazyak-2022")
LISTS = [
    f"/api/v1/{name}/{more}"
    for name in ("papers", "coatings", "cycling", "precursors", "materials", "processes")
    for more in ("", "?format=csv", "?expand=full")
]
ADDRESSES = [
    *PAGE_KINDS.values(),
    *LISTS,
    *("/api/v1/coatings/facets/", "/api/v1/cycling/facets/", "/api/v1/results/", "/api/v1/pairs/"),
    *("/optimade/v1/structures", "/readyz", "/metrics", "/sitemap.xml", "/feed/"),
]


def git(*arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=BASE_DIR, capture_output=True)
    if done.returncode:
        pytest.skip("the history of the code is not here")
    return done.stdout.strip()


def _commit_before() -> str:
    """The landed version to try beside this code."""
    named = os.environ.get("ASC_TEST_BEFORE")
    if not named:
        pytest.skip("ASC_TEST_BEFORE names no earlier version")
    return git("rev-parse", "--verify", named).decode()


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The code of that version, in a folder of its own."""
    archive, folder = tmp_path / "before.tar", tmp_path / "before"
    git("archive", f"--output={archive}", _commit_before())
    folder.mkdir()
    subprocess.run(["tar", "-xf", archive, "-C", folder], check=True)
    return folder


def contracts_since(before: Path) -> set[str]:
    """Migrations that the earlier code cannot live with."""
    return {
        name
        for name in CONTRACTS
        if not (before / "{}/migrations/{}.py".format(*name.split("."))).exists()
    }


def faults(address: str) -> dict[str, int]:
    """Addresses that answer with a fault of the server, and its status."""
    with requests.Session() as session:
        statuses = {
            path: session.get(address + path, timeout=120).status_code for path in ADDRESSES
        }
    statuses["/readyz"] = 200 if statuses["/readyz"] in {200, 503} else 500
    return {path: status for path, status in statuses.items() if status >= 500}


@contextmanager
def asked_all_the_time(address: str) -> Iterator[dict[str, int]]:
    """Faults of a server that is asked again and again while the block runs, and once after."""
    found: dict[str, int] = {}
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            found.update(faults(address))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield found
    finally:
        over.set()
        asking.join()


def version(address: str) -> str:
    """The version of the data that a server gives out."""
    return requests.get(f"{address}/api/v1/papers/", timeout=120).headers["X-Data-Version"]


def noted(folder: Path, note: str) -> str:
    """A paper of this code's fixtures with another note, as a file."""
    source = BASE_DIR / "fixtures" / "papers" / f"{PAPERS[1]}.yaml"
    document = YAML(typ="safe").load(source.read_text()) | {"note": note}
    path = folder / source.name
    path.write_text(json.dumps(document, default=str))  # JSON is YAML
    return str(path)


@pytest.mark.heavy
@pytest.mark.stack
@pytest.mark.skipif(not HEAVY, reason="two versions of the code: in make test-heavy")
def test_old_and_new_code_work_on_one_database(tmp_path: Path, before: Path) -> None:
    folders = [tmp_path / name for name in ("commands", "old", "new")]
    for folder in folders:
        folder.mkdir()
    commands, old_folder, new_folder = folders
    held = before / "fixtures"
    papers = [str(held / "papers" / f"{key}.yaml") for key in PAPERS]
    with running_anew(tmp_path / "p") as address:

        def old_code(*command: str) -> None:
            manage(address, commands, *command, code=before)

        old_code("migrate", "--verbosity=0")
        old_code("load_papers", str(held / "vocabulary"), *papers)
        old_code("load_examples")
        old_code("recompute", "--all", "--here")
        with served(old_folder, code=before, DATABASE_URL=url_of(address)) as old:
            assert faults(old) == {}
            if contracts_since(before):
                with pytest.raises(subprocess.CalledProcessError):
                    manage(address, commands, "migrate", "--verbosity=0")
                assert faults(old) == {}, "nothing was taken from under it"
                return
            with asked_all_the_time(old) as found:
                manage(address, commands, "migrate", "--verbosity=0")
            assert found == {}, "while it was migrated"
            with served(new_folder, DATABASE_URL=url_of(address)) as new:
                sites = old, new
                versions = [{version(site) for site in sites}]
                for write in (old_code, partial(manage, address, commands)):
                    write("load_papers", noted(commands, f"Written in turn {len(versions)}."))
                    versions.append({version(site) for site in sites})
                    assert [faults(site) for site in sites] == [{}, {}]
                    write("recompute", "--all", "--here")
                    assert [faults(site) for site in sites] == [{}, {}]
        assert [len(told) for told in versions] == [1, 1, 1], "both serve the same"
        assert len(set.union(*versions)) == 3, "each write is seen"
