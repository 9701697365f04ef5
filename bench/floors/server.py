"""The floors over HTTP: a WSGI application with nothing in it but psycopg and orjson."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import django
import orjson
import psycopg

django.setup()  # round bins come from a pure function of the product, whose package asks for it

from bench.floors import counting, exporting, flat, normalised  # noqa: E402
from bench.questions import read_question  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

EXPORT = "/normalised/coatings/export/"
_local = threading.local()


def _connection() -> psycopg.Connection[Any]:
    """One kept connection for each thread, made after the web server has forked."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    connection: psycopg.Connection[Any] = _local.connection
    return connection


def answer(connection: psycopg.Connection[Any], path: str, query: str) -> bytes:
    """``/normalised/coatings/``, ``…/facets/``, ``…/histograms/``, ``…/<number>/``; ``/flat/…``
    has but the first two."""
    kind, _, *rest = path.strip("/").split("/")
    question = read_question(query)
    floor: Any = {"normalised": normalised, "flat": flat}[kind]
    if not rest:
        return orjson.dumps(floor.listed(connection, question))
    if rest == ["facets"]:
        return orjson.dumps(floor.facets(connection, question))
    if rest == ["histograms"]:
        return orjson.dumps(counting.histograms(connection, question))
    return orjson.dumps(normalised.record(connection, int(rest[0])))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == EXPORT:
        question = read_question(environ.get("QUERY_STRING", ""))
        start_response("200 OK", [("Content-Type", "text/csv; charset=utf-8")])
        return exporting.csv_lines(_connection(), question)
    body = answer(_connection(), environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]
