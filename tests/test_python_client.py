"""The Python client against a live server: it gets everything, exactly, and says what is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import runpy
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import numpy
import pandas
import polars
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from asc_kb_client import (
    BrokenFileError,
    Cache,
    Client,
    GoneError,
    Missing,
    NotFoundError,
    ParametersError,
    TooManyRequestsError,
    UnreachableError,
    Value,
)
from coatings.kind import COATINGS
from coatings.models import Coating, CoatingRead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

PROJECT = Path(django_settings.BASE_DIR) / "clients" / "python"


class Counting(httpx.HTTPTransport):
    """A real connection that remembers what was asked and with which status it was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, int]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        self.seen.append((str(request.url), response.status_code))
        return response


@pytest.fixture
def wire() -> Counting:
    return Counting()


@pytest.fixture
def kb(
    committed_review: None,
    live_server: LiveServer,
    settings: Settings,
    tmp_path: Path,
    wire: Counting,
) -> Iterator[Client]:
    settings.PUBLIC_URL = "https://kb.example.org"  # as behind a proxy: links name another host
    with Client(live_server.url, cache=Cache(tmp_path / "answers"), transport=wire) as client:
        yield client


def test_a_list_is_walked_to_its_end_and_each_record_met_once(
    kb: Client, monkeypatch: pytest.MonkeyPatch, wire: Counting
) -> None:
    monkeypatch.setattr("asc_kb_client.selection.PAGE", 7)
    met = [coating.id for coating in kb.coatings(ordering="-year")]
    every = {f"ASC-C{pk:06d}" for pk in CoatingRead.objects.values_list("pk", flat=True)}
    assert len(met) == len(every) == kb.coatings().count()
    assert set(met) == every
    assert len(wire.seen) == -(-len(every) // 7) + 1
    for plural in ("cycling", "materials", "measurements", "methods", "papers", "precursors"):
        collection = getattr(kb, plural)
        assert len({record.id for record in collection}) == collection().count() > 10


def test_filters_are_asked_by_keyword(kb: Client) -> None:
    both = kb.coatings(element=["Li", "P"])
    assert both.count() > 0
    assert all({"Li", "P"} <= set(film["material"]["elements"]) for film in both)
    thin = {film.id for film in kb.coatings(thickness_max="50 Å")}
    assert thin == {film.id for film in kb.coatings(thickness_max=5)}
    assert thin == {film.id for film in kb.coatings(thickness_max=Value(5.0, 5.0, "nm"))}
    assert 0 < len(thin) < kb.coatings(has="thickness").count()
    yes, no = (kb.coatings(contains_organic=word).count() for word in (True, False))
    assert yes + no == kb.coatings(has="contains_organic").count()
    assert both.where(element="Li").count() > both.count()
    assert both.facets()["count"] == both.count()


def test_values_are_those_of_rest(kb: Client, live_server: LiveServer) -> None:
    """Every measured and every computed value of all coatings with a conductivity."""
    films = list(kb.coatings(has="ionic_conductivity"))
    assert films
    for film in films:
        said = httpx.get(f"{live_server.url}/api/v1/coatings/{film.id}/").json()
        for given, read in zip(said["measurements"], film.measurements, strict=True):
            if given["missing"]:
                assert isinstance(read.value, Missing)
                assert (read.value.reason, read.value.note) == (given["missing"], given["note"])
                continue
            assert isinstance(read.value, Value)
            assert read.value.printed == given["printed"]
            assert (read.value.low, read.value.high) == (given["low"], given["high"])
            assert (read.value.unit, read.value.qualifier) == (given["unit"], given["qualifier"])
            assert read.value.source is not None
            assert read.value.source.at == given["source"]["at"]
        for key, given in said["derived"].items():
            value = film.derived[key]
            if "missing" in given:
                assert isinstance(value, Missing)
                assert value.reason == given["missing"]
            else:
                assert isinstance(value, Value)
                assert (value.low, value.high, value.unit, value.word) == (
                    given["low"],
                    given["high"],
                    given["unit"],
                    given.get("value"),
                )
                assert (value.recipe, value.recipe_version) == (
                    given["recipe"],
                    given["recipe_version"],
                )
                assert [one.what for one in value.inputs] == [i["what"] for i in given["inputs"]]


def test_the_values_of_a_selection_come_in_one_request(kb: Client, wire: Counting) -> None:
    found = dict(kb.coatings(has="thickness").values("thickness", "density"))
    assert len(wire.seen) == 1
    for ident, values in found.items():
        whole = kb.coatings[ident].value("thickness")
        value = values["thickness"]
        assert isinstance(whole, Value)
        assert value is not None
        assert (value.bounds, value.unit, value.qualifier) == (
            whole.bounds,
            whole.unit,
            whole.qualifier,
        )


def test_a_table_has_units_in_its_heads_and_open_bounds_empty(kb: Client) -> None:
    frame = kb.coatings(has="thickness").to_pandas()
    assert len(frame) == kb.coatings(has="thickness").count()
    assert frame.attrs["data_version"] == kb.data_version
    low, high = frame["thickness low (nm)"], frame["thickness high (nm)"]
    assert low.dtype == high.dtype == "float64"
    below = frame[frame["thickness qualifier"] == "below"]
    assert len(below) > 0
    assert below["thickness low (nm)"].isna().all()
    assert below["thickness high (nm)"].notna().all()
    assert frame["paper year"].dtype == "Int64"
    assert isinstance(frame["updated"].dtype, pandas.DatetimeTZDtype)
    ours, theirs = frame.set_index("id"), kb.coatings(has="thickness").to_polars()
    assert theirs["thickness low (nm)"].dtype == polars.Float64
    assert set(theirs["id"]) == set(ours.index)
    lists = [name for name in frame.columns if isinstance(frame[name].iloc[0], numpy.ndarray)]
    assert "elements" in {name.split(" ")[-1] for name in lists}
    chosen = kb.coatings(fields=["id", "density"]).to_pandas()
    assert chosen.columns[0] == "id"
    assert "density high (g/cm³)" in chosen.columns


def test_results_and_pairs_are_long_tables_of_numbers(kb: Client) -> None:
    frame = kb.results(property="thickness").to_pandas()
    assert len(frame) == len(kb.results(property="thickness")) > 2
    assert frame["low"].dtype == frame["high"].dtype == "float64"
    assert set(frame["unit"]) == {"nm"}
    assert len(kb.pairs().to_pandas()) == len(kb.pairs()) > 0


def test_whole_records_come_in_one_request(kb: Client, wire: Counting) -> None:
    ids = ["ASC-C000001", "ASC-C000003"]
    found = list(kb.coatings(id=ids).full())
    assert [status for _, status in wire.seen] == [200]
    assert [one.id for one in found] == ids
    assert [len(one.measurements) for one in found] == [
        len(kb.coatings[ident].measurements) for ident in ids
    ]
    assert len(wire.seen) == 1 + len(ids)


def test_changes_are_walked_to_their_end(kb: Client) -> None:
    every = kb.changes("2000-01-01")
    assert len(every["added"]["coatings"]) == len(kb.coatings())
    assert len(every["added"]["papers"]) == len(kb.papers())
    assert every["version"] == kb.data_version
    assert kb.changes(every["version"])["added"] == {}
    with pytest.raises(ParametersError) as caught:
        kb.changes("yesterday")
    assert caught.value.faults[0].parameter == "since"


def test_releases_are_saved_with_their_checksum(
    kb: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("exchange.models", "exchange.releases.publishing"):
        monkeypatch.setattr(f"{module}.releases_folder", lambda: tmp_path / "releases")
    assert kb.releases() == []
    call_command("export_release", str(tmp_path / "out"), "--publish", "--version", "1.0")
    (release,) = kb.releases()
    assert release.counts["coatings"] == len(kb.coatings())
    saved = release.save(tmp_path / "asc.zip")
    assert saved.stat().st_size == release.size
    assert zipfile.is_zipfile(saved)
    release.sha256 = "0" * 64
    with pytest.raises(BrokenFileError, match="checksum"):
        release.save(tmp_path / "broken.zip")
    assert not (tmp_path / "broken.zip").exists()


def test_the_notebook_runs_as_it_stands(
    kb: Client, live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASC_KB_URL", live_server.url)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("MPLBACKEND", "agg")
    notebook = json.loads((PROJECT / "examples" / "first_steps.ipynb").read_text())
    known: dict[str, object] = {}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert not any(cell["outputs"] for cell in cells)
    for cell in cells:
        exec("".join(cell["source"]), known)
    assert len(known["thick"]) > 2  # type: ignore[arg-type]
    assert known["thickness"]


def test_what_did_not_change_is_not_sent_again(kb: Client, wire: Counting) -> None:
    first = kb.coatings["ASC-C000001"]
    again = kb.coatings["ASC-C000001"]
    assert dict(first) == dict(again)
    assert [status for _, status in wire.seen] == [200, 304]
    version = kb.data_version
    Coating.objects.filter(pk=1).update(purpose="artificial SEI")
    COATINGS.refresh([1], stale=False)
    assert kb.coatings["ASC-C000001"]["purpose"] == "artificial SEI" != first["purpose"]
    assert wire.seen[-1][1] == 200
    assert kb.data_version != version
    assert kb.cache is not None
    kb.cache.clear()
    assert kb.coatings["ASC-C000001"]["purpose"] == "artificial SEI"
    assert wire.seen[-1][1] == 200


def test_an_unknown_filter_names_the_nearest(kb: Client) -> None:
    with pytest.raises(ParametersError) as caught:
        kb.coatings(thicknes_max="50 Å", element="Xx").count()
    faults = {fault.parameter: fault for fault in caught.value.faults}
    assert faults["thicknes_max"].nearest == "thickness_max"
    assert "Xx" in faults["element"].message
    with pytest.raises(ParametersError) as caught:
        list(kb.coatings(thickness_max="50 kg"))
    assert caught.value.faults[0].parameter == "thickness_max"
    with pytest.raises(NotFoundError, match="ASC-C999999"):
        kb.coatings["ASC-C999999"]
    with pytest.raises(NotFoundError, match="lipon"):
        kb.materials["lipom"]


def test_files_are_saved_whole_or_not_at_all(kb: Client, tmp_path: Path) -> None:
    target = kb.coatings(element="Li").save(tmp_path / "li.parquet")
    frame = pandas.read_parquet(target)
    assert sorted(frame["id"]) == sorted(film.id for film in kb.coatings(element="Li"))
    assert kb.coatings(element="Li").text("bibtex").count("@") > 5
    with pytest.raises(ParametersError):
        kb.coatings(elemnt="Li").save(tmp_path / "wrong.csv")
    assert sorted(path.name for path in tmp_path.glob("*.*")) == ["li.parquet"]


def test_the_example_draws_the_plot_of_the_explore_page(
    kb: Client, live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASC_KB_URL", live_server.url)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("MPLBACKEND", "agg")
    picture = tmp_path / "mimicry.png"
    monkeypatch.setattr(sys, "argv", ["mimicry.py", str(picture)])
    made = runpy.run_path(str(PROJECT / "examples" / "mimicry.py"))
    page = httpx.get(f"{live_server.url}/explore/plot.csv").text
    rows = list(csv.DictReader(io.StringIO(page)))
    ours = made["films"].set_index("id")
    assert sorted(ours.index) == sorted(row["id"] for row in rows)
    for row in rows:
        drawn = ours.loc[row["id"]]
        assert (
            drawn["level"]
            == (float(row["mimicry_level low"]) + float(row["mimicry_level high"])) / 2
        )
        assert drawn["paper year"] == float(row["year low"])
        assert drawn["material class"] == row["material_class"]
    areas = [area for marks in made["axes"].collections for area in marks.get_sizes()]
    assert sum(areas) == 40 * len(rows) > 1000
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_it_waits_as_long_as_the_server_asks() -> None:
    answers = [
        httpx.Response(429, headers={"Retry-After": "7"}, json={"detail": "slow down"}),
        httpx.Response(200, json={"count": 3, "next": None, "results": []}),
        httpx.Response(429, headers={"Retry-After": "500"}, json={"detail": "slow down"}),
    ]
    waits: list[float] = []
    transport = httpx.MockTransport(lambda request: answers.pop(0))
    client = Client("http://kb.test", cache=None, transport=transport)
    client._asker.sleep = waits.append
    assert client.coatings().count() == 3
    assert waits == [7.0]
    with pytest.raises(TooManyRequestsError, match="slow down"):
        client.coatings().count()
    assert waits == [7.0]


def test_a_withdrawn_record_says_what_to_use_instead() -> None:
    body = {"detail": "withdrawn", "errors": [], "reason": "twice", "successor": "ASC-C000002"}
    transport = httpx.MockTransport(lambda request: httpx.Response(410, json=body))
    with pytest.raises(GoneError) as caught:
        Client("http://kb.test", cache=None, transport=transport).coatings["ASC-C000001"]
    assert (caught.value.reason, caught.value.successor) == ("twice", "ASC-C000002")


def test_a_server_that_is_away_is_said_to_be() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(UnreachableError, match="refused"):
        Client("http://kb.test", cache=None, transport=httpx.MockTransport(fail)).coatings().count()


def test_values_know_their_bounds_and_other_units() -> None:
    thin = Value(None, 3.0, "nm", "below", "<3 nm")
    assert thin.is_bound
    assert not thin.is_exact
    assert str(thin) == "<3 nm"
    assert thin.bounds == (float("-inf"), 3.0)
    angstrom = thin.to("Å")
    assert angstrom.low is None
    assert angstrom.high == pytest.approx(30.0)
    assert angstrom.printed == "<3 nm"
    warm = Value(80.0, 200.0, "°C", "range", uncertainty=2.0).to("kelvin")
    assert warm.bounds == pytest.approx((353.15, 473.15))
    assert warm.uncertainty == pytest.approx(2.0)
    resistance = Value(20.0, 20.0, "Ω cm²").to("Ω m²")
    assert resistance.number == pytest.approx(2e-3)
    with pytest.raises(ValueError, match="cannot be given in V"):
        thin.to("V")
    with pytest.raises(ValueError, match="not one number"):
        _ = thin.number
    assert not Missing("not checked")


def test_the_cache_makes_room_and_forgives_broken_files(tmp_path: Path) -> None:
    from asc_kb_client.cache import Kept

    cache = Cache(tmp_path, most_bytes=5000)
    for number in range(20):
        cache.put(f"k{number}", Kept({"etag": str(number)}, b"x" * 1000))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 5000
    assert cache.get("k19") == Kept({"etag": "19", "x-kept-length": "1000"}, b"x" * 1000)
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert cache.get("k19") is None


@pytest.mark.stack
def test_a_built_wheel_works_in_a_clean_environment(tmp_path: Path) -> None:
    """Its one dependency comes from this environment by path: nothing is fetched."""
    quiet = {"cwd": tmp_path, "check": True, "capture_output": True, "timeout": 120, "text": True}
    uv = str(Path(sys.executable).with_name("uv"))
    build = [uv, "build", "--offline", "--wheel", "--out-dir", str(tmp_path), str(PROJECT)]
    subprocess.run(build, **quiet)  # type: ignore[call-overload]
    (wheel,) = tmp_path.glob("asc_kb_client-*.whl")
    venv.create(tmp_path / "clean", symlinks=True)
    python = str(tmp_path / "clean" / "bin" / "python")
    target = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    ).strip()
    install = [uv, "pip", "install", "--offline", "--no-deps", "--python", python, str(wheel)]
    subprocess.run(install, **quiet)  # type: ignore[call-overload]
    needed = tmp_path / "needed"
    needed.mkdir()
    site = Path(httpx.__file__).parent.parent
    for name in ("httpx", "httpcore", "h11", "anyio", "idna", "certifi", "typing_extensions.py"):
        (needed / name).symlink_to(site / name)
    (Path(target) / "needed.pth").write_text(f"{needed}\n")
    code = (
        "import asc_kb_client, json, pathlib; from asc_kb_client import Client; "
        "f = pathlib.Path(asc_kb_client.__file__); typed = (f.parent / 'py.typed').exists(); "
        "print(json.dumps([str(f), typed, repr(Client().coatings(q='a'))]))"
    )
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    said = subprocess.run([python, "-c", code], env=environment, **quiet)  # type: ignore[call-overload]
    where, typed, shown = json.loads(said.stdout)
    assert where.startswith(target)
    assert typed
    assert shown == "<Selection coatings [('q', 'a')]>"
