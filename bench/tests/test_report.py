"""Loads, quantiles and the report, without a database."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.cases import DEEP_CURSOR, FIRST_CURSOR
from bench.everything import Everything
from bench.measure import Bounds, Load, measure, quantile
from bench.memory import Watch, workers
from bench.recompute import Rate
from bench.report import Row, SizeReport, as_json, tables
from bench.serve import Site
from bench.synthetic import Size

if TYPE_CHECKING:
    from collections.abc import Iterator


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers 200 with the path, and 404 under ``/missing``."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.path.encode()
        self.send_response(404 if self.path.startswith("/missing") else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site("echo", server.server_address[1], -1)
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_quantile_lies_between_its_neighbours() -> None:
    assert quantile([1.0, 2.0, 3.0], 0.5) == 2.0
    assert quantile([1.0, 2.0], 0.5) == 1.5
    assert quantile([7.0], 0.95) == 7.0
    assert quantile([float(n) for n in range(101)], 0.95) == 95.0


def test_a_load_makes_the_requests_it_is_bounded_to(site: Site) -> None:
    load = measure(site, ["/a", "/b"], clients=2, bounds=Bounds(seconds=30, requests=20))
    assert load.requests == 20
    assert load.clients == 2
    assert load.bytes == 2
    assert 0 < load.p50 <= load.p95
    assert load.per_second > 0


def test_a_load_ends_when_its_time_is_over(site: Site) -> None:
    load = measure(site, ["/a"], clients=1, bounds=Bounds(seconds=0.05, requests=10**9))
    assert 3 <= load.requests < 10**6


def test_an_answer_that_is_no_success_ends_the_load_and_is_named(site: Site) -> None:
    with pytest.raises(RuntimeError, match=r"/missing answers 404"):
        measure(site, ["/missing"], clients=2, bounds=Bounds(requests=4))


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="Linux tells it")
def test_the_memory_that_a_server_takes_meanwhile_is_seen_after_it_is_given_back() -> None:
    lines = "input(); held = bytearray(60_000_000); del held; print(); input()"
    command = [sys.executable, "-c", lines]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as child:
        assert child.stdin
        assert child.stdout
        assert child.pid in workers(os.getpid())
        watch = Watch(os.getpid())
        child.stdin.write(b"\n")
        child.stdin.flush()
        child.stdout.readline()
        grown = watch.grown()
        child.communicate(b"\n")
    assert grown is not None
    assert 50 < grown < 80


def _load(p50: float) -> Load:
    return Load(clients=1, requests=10, p50=p50, p95=2 * p50, per_second=1000 / p50, bytes=2000)


def _report(coatings: int, scale: float) -> SizeReport:
    rate = Rate("coatings", 100 / scale, coatings, 100 / scale, 50, 300, 400)
    return SizeReport(
        size=Size(papers=10, coatings=coatings, tests=5, history=False),
        fill_seconds=1,
        derive_seconds=2,
        copy_seconds=3,
        database_megabytes=30,
        filtered_count=coatings // 20,
        rows=[
            Row("list", _load(6 * scale), _load(12 * scale), _load(2), target=0.5),
            Row("page", _load(100), within=199),
            Row(FIRST_CURSOR, _load(4), _load(8)),
            Row(DEEP_CURSOR, _load(5), _load(9)),
        ],
        rates=[rate],
        everything=Everything(2 * coatings, coatings / 150 * scale, coatings / 300, 200 * scale),
    )


def test_the_report_gives_ratios_to_the_floors_and_growth_between_sizes() -> None:
    body = as_json([_report(1000, 1), _report(10000, 1.5)], {})
    first, second = body["sizes"]
    case = second["cases"][0]
    assert first["cases"][0]["growth"] is None
    assert case["ratio_to_normalised"] == pytest.approx(0.5)
    assert case["ratio_to_flat"] == pytest.approx(4.5)
    assert case["growth"]["product"] == pytest.approx(1.5)
    assert case["growth"]["floor_flat"] == pytest.approx(1.0)
    assert second["recompute"][0]["ratio_to_floor"] == pytest.approx(4.5)
    assert second["recompute"][0]["growth"] == pytest.approx(1.5)
    assert second["filtered_share"] == pytest.approx(0.05)


def test_a_target_is_a_ratio_to_the_floor_or_a_time_and_is_reached_or_not() -> None:
    listed, page, first, _ = _report(1000, 1).rows
    assert listed.reached is True
    assert page.reached is False
    assert first.reached is None


def test_a_full_recompute_is_told_with_its_floor_its_growth_and_its_memory() -> None:
    body = as_json([_report(1000, 1), _report(10000, 1.6)], {})
    first, second = (size["everything"] for size in body["sizes"])
    assert first["ratio_to_floor"] == pytest.approx(2.0)
    assert first["reached"] is True
    assert first["growth"] is None
    assert second["ratio_to_floor"] == pytest.approx(3.2)
    assert second["reached"] is False
    assert second["growth"] == pytest.approx(1.6)
    assert second["memory_growth"] == pytest.approx(1.6)
    text = tables([_report(1000, 1), _report(10000, 1.6)])
    assert "20000 records in 107 s" in text
    assert "3.20× the floor (target 3.00×, MISSED)" in text


def test_the_table_is_aligned_and_says_which_targets_are_reached() -> None:
    text = tables([_report(1000, 1), _report(10000, 1.5)])
    lines = [line for line in text.splitlines() if line.startswith(("case", "list"))]
    assert len({line.index("×") for line in lines if "×" in line}) == 1
    assert "reached" in lines[-1]
    assert "1.50×" in lines[-1]
    assert "MISSED" in next(line for line in text.splitlines() if line.startswith("page"))
    assert "A deep cursor page takes 1.25× the first (1 clients)." in text
