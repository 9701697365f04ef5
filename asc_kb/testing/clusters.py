"""Clusters of PostgreSQL of a test's own, and commands of this code or of other code on them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg

from asc_kb.embedded import account
from asc_kb.embedded.cluster import USER, Cluster
from asc_kb.embedded.postgres import DATABASE, Address
from asc_kb.settings.environment import BASE_DIR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START_SECONDS = 120


def address_of(cluster: Cluster) -> Address:
    folder = str(cluster._socket_dir(account.choose(cluster.path)))
    return Address(folder, 5432, cluster.password())


def url_of(address: Address) -> str:
    place = quote(address.socket_dir, safe="")
    return f"postgres://{USER}:{quote(address.password)}@{place}:{address.port}/{DATABASE}"


@contextmanager
def running(cluster: Cluster) -> Iterator[Address]:
    """The server of a cluster, from its first answer to its end."""
    process = cluster.spawn(dies_with_parent="")
    address, deadline = address_of(cluster), time.monotonic() + _START_SECONDS
    try:
        while True:
            try:
                psycopg.connect(**address.connection("postgres")).close()  # type: ignore[arg-type]
                break
            except psycopg.OperationalError:
                assert process.poll() is None, cluster.log.read_text()
                assert time.monotonic() < deadline, cluster.log.read_text()
                time.sleep(0.1)
        yield address
    finally:
        process.send_signal(2)
        process.wait(60)


@contextmanager
def running_anew(folder: Path) -> Iterator[Address]:
    """A new cluster with an empty database in it."""
    cluster = Cluster(folder, durable=False)
    cluster.prepare()
    with running(cluster) as address:
        with psycopg.connect(**address.connection("postgres"), autocommit=True) as made:  # type: ignore[arg-type]
            made.execute(f"CREATE DATABASE {DATABASE}")
        yield address


def manage(address: Address, folder: Path, *command: str, code: Path = BASE_DIR) -> None:
    """Run ``manage.py`` of the code in a folder on the database of a cluster."""
    environment = os.environ | {
        "DATABASE_URL": url_of(address),
        "ASC_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "asc_kb.settings.development",
    }
    subprocess.run([sys.executable, "manage.py", *command], cwd=code, env=environment, check=True)
