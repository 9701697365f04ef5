"""What every REST answer shares: limits, compression, reading from other sites, conditions."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import brotli
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from asc_kb.protocol.compression import takes_brotli
from asc_kb.protocol.limits import RateLimit, client_of
from documents.publishing import publish_paper, publish_vocabulary
from documents.tests.documents import VOCABULARY, paper

if TYPE_CHECKING:
    from pytest_django import Settings

ROOT = "/api/v1/"


def ask(limit: RateLimit, address: str = "10.0.0.1", path: str = ROOT, **more: Any) -> Any:
    return limit(RequestFactory().get(path, REMOTE_ADDR=address, **more))


def web_process() -> RateLimit:
    return RateLimit(lambda request: HttpResponse("answer"))


@pytest.mark.django_db
@pytest.mark.parametrize("processes", [1, 3])
def test_a_client_gets_its_limit_from_all_processes_together_and_no_more(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000_000_000.0)  # 40 s into a minute
    settings.RATE_LIMIT = 100
    web = [web_process() for _ in range(processes)]
    answers = [ask(web[i % processes]) for i in range(100 + 10 * processes)]
    given = [answer for answer in answers if answer.status_code == 200]
    assert len(given) == 100
    refused = answers[-1]
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Retry-After"] == "20"
    assert refused["RateLimit"] == '"client";r=0;t=20'
    assert given[0]["RateLimit-Policy"] == '"client";q=100;w=60'
    assert ask(web[0], "10.0.0.2").status_code == 200, "another client has its own"


@pytest.mark.django_db
def test_what_is_left_is_announced_and_a_new_minute_starts_full(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RATE_LIMIT = 10
    web = web_process()
    clock = [1_000_000_020.0]
    monkeypatch.setattr("time.time", lambda: clock[0])
    said = [ask(web)["RateLimit"] for _ in range(11)]
    assert said == [f'"client";r={left};t=60' for left in [*range(9, -1, -1), 0]]
    clock[0] += 60
    assert ask(web)["RateLimit"] == '"client";r=9;t=60'


@pytest.mark.django_db(transaction=True)
def test_processes_that_ask_at_once_never_give_out_more_than_the_limit(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000_000_000.0)
    settings.RATE_LIMIT = 120

    def one_process(_: int) -> int:
        web = web_process()
        try:
            return sum(ask(web).status_code == 200 for _ in range(60))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one_process, range(4))) == 120


@pytest.mark.django_db
def test_pages_probes_and_questions_before_reading_are_not_counted(
    settings: Settings,
) -> None:
    settings.RATE_LIMIT = 1
    web = web_process()
    for _ in range(3):
        assert "RateLimit" not in ask(web, path="/coatings/")
    assert ask(web).status_code == 200
    assert ask(web).status_code == 429
    assert web(RequestFactory().options(ROOT)).status_code == 200


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "client"),
    [
        (False, "10.0.0.1", "1.2.3.4", "10.0.0.1"),
        (True, "10.0.0.1", "1.2.3.4", "1.2.3.4"),
        (True, "10.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        (True, "10.0.0.1", "", "10.0.0.1"),
        (True, "10.0.0.1", "x" * 500, "unknown"),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (False, "::ffff:10.0.0.7", "", "10.0.0.7"),
    ],
)
def test_a_client_is_who_the_proxy_names_only_where_the_proxy_is_trusted(
    settings: Settings, trusted: bool, remote: str, forwarded: str, client: str
) -> None:
    settings.TRUST_PROXY = trusted
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_of(request) == client


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("br", True),
        ("gzip, deflate, br, zstd", True),
        ("gzip;q=1.0, br;q=0.5", True),
        ("br;q=0", False),
        ("br;q=0.0, gzip", False),
        ("gzip", False),
        ("brave", False),
        ("", False),
    ],
)
def test_brotli_is_for_who_takes_it(accepted: str, taken: bool) -> None:
    assert takes_brotli(accepted) is taken


@pytest.mark.django_db
def test_compressed_answers_are_the_same_answers(client: Client) -> None:
    address = f"{ROOT}properties/"
    plain = client.get(address)
    for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        packed = client.get(address, HTTP_ACCEPT_ENCODING=coding)
        assert packed["Content-Encoding"] == coding
        assert "Accept-Encoding" in packed["Vary"]
        assert unpack(packed.content) == plain.content
        assert len(packed.content) < len(plain.content) / 3
        again = client.get(address, HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=packed["ETag"])
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_any_site_may_read_and_none_may_write_or_bring_cookies(client: Client) -> None:
    origin: Any = {"HTTP_ORIGIN": "https://elsewhere.example"}
    read = client.get(ROOT, **origin)
    assert read["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in read
    exposed = read["Access-Control-Expose-Headers"]
    assert {"ETag", "RateLimit", "X-Data-Version"} <= set(exposed.split(", "))
    asked = client.options(ROOT, HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST", **origin)
    allowed = asked["Access-Control-Allow-Methods"].split(", ")
    assert sorted(allowed) == ["GET", "HEAD", "OPTIONS"]
    assert "Access-Control-Allow-Origin" not in client.get("/coatings/", **origin)


@pytest.mark.django_db(transaction=True)
def test_a_client_that_holds_the_answer_is_told_so_until_the_data_change(client: Client) -> None:
    publish_vocabulary(VOCABULARY)
    publish_paper(paper("first-2020"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_dataversion SET changed = now() - interval '5 seconds'")
    first = client.get(f"{ROOT}papers/")
    held: Any = {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]}
    assert client.get(f"{ROOT}papers/", **held).status_code == 304
    assert client.get(f"{ROOT}papers/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    publish_paper(paper("second-2021"))
    condition: Any
    for condition in (held, {"HTTP_IF_NONE_MATCH": first["ETag"]}):
        second = client.get(f"{ROOT}papers/", **condition)
        assert second.status_code == 200
        assert second.json()["count"] == 2
        assert second["X-Data-Version"] != first["X-Data-Version"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [ROOT, f"{ROOT}coatings/", f"{ROOT}nothing/", f"{ROOT}papers/x/"]
)
def test_every_answer_names_the_version_of_the_data(client: Client, address: str) -> None:
    for response in (client.get(address), client.head(address)):
        assert response["X-Data-Version"]


@pytest.mark.django_db
def test_a_crash_is_a_problem_for_a_program_and_tells_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def crash(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setattr("asc_kb.api.RootView.only", crash)
    client = Client(raise_request_exception=False)
    response = client.get(ROOT)
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert set(response.json()) == {"type", "title", "status", "detail", "errors"}
    assert b"inside" not in response.content
