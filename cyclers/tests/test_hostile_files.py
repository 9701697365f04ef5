"""Files that are broken, mislabelled or made to hurt: one clear sentence, and nothing else."""

from __future__ import annotations

import io
import re
import shutil
import struct
import zipfile
from pathlib import Path

import pytest

from cyclers.reading import binaries, formats, read
from cyclers.reading.read import read_file
from cyclers.reading.trouble import Unreadable
from cyclers.tests.files import looked_at, plain, real, told

ROOM = Path(__file__).parents[1]


def sentence(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        looked_at(path)
    text = str(caught.value)
    assert re.fullmatch(r"[A-Z\d].+\.", text), text
    return text


def archive(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"\x00\x01\x02" * 50, "neither text nor a cycler's file"),
        ("a.csv", b"hello world, this is a letter\n" * 5, "No line of this text names"),
        ("a.csv", b"%PDF-1.7\n", "The file is a PDF: paste its tables"),
        ("a.mpr", b"\xff\xd8\xff\xe0", "The file is a picture (JPEG): read it with the digitiser."),
        ("a.csv", b"\x1f\x8b\x08\x00", "unpack it first"),
        ("a.nda", b"NEWARE" + b"\x00" * 200, "cut off, damaged or of a version"),
        ("a.mpr", b"BIO-LOGIC MODULAR FILE\x1a" + b" " * 40, "Invalid magic for .mpr file)."),
        ("a.res", b"\x00\x01\x00\x00Standard Jet DB\x00" + b"\x00" * 5000, "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 2000, "The workbook is damaged"),
        ("a.parquet", b"PAR1" + b"\x00" * 100, "Parquet file is cut off or damaged"),
        ("a.ndax", b"PK\x03\x04" + b"\x00" * 100, "zip archive that is cut off or damaged"),
        ("a.csv", b"Time (s),Voltage (V),Current (A)\n", "headers and no rows"),
        ("a.csv", b"Time (s),Voltage (V),Current (A)\n" + b"1," * 9_000_000, "longer than any row"),
        ("a.csv", b"\xff\xfeT\x00i\x00m", "begins as text in UTF-16"),
    ],
)
def test_what_is_no_file_of_a_cycler_gets_a_sentence(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert words in sentence(path)


@pytest.mark.parametrize(
    "name",
    [
        "neware.nda",
        "neware-m50t.ndax",
        "biologic-gcpl.mpr",
        "arbin.res",
        "arbin-graphite-li.xlsx",
    ],
)
def test_a_real_file_cut_in_half_gets_a_sentence_or_its_rows(tmp_path: Path, name: str) -> None:
    data = real(name).read_bytes()
    path = tmp_path / name
    path.write_bytes(data[: len(data) // 2])
    try:
        rows = looked_at(path).rows
    except Unreadable as error:
        said = str(error)
    else:
        said = f"{rows} rows were read." if 0 < rows < 439 else ""
    assert said.endswith(".")


def test_a_zip_that_unpacks_to_far_too_much_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "LARGEST_UNPACKED", 1_000_000)
    path = archive(tmp_path / "bomb.ndax", data_dot_ndc=b"\x00" * 2_000_000)
    assert "far larger than any" in sentence(path)


def test_a_zip_of_something_else_is_named(tmp_path: Path) -> None:
    assert "neither a Neware .ndax nor a workbook" in sentence(
        archive(tmp_path / "a.xlsx", letter_dot_txt=b"hello")
    )


def test_a_zip_with_a_password_is_named(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("data.ndc", b"1234")
    data = bytearray(buffer.getvalue())
    place = data.index(b"PK\x01\x02") + 8
    struct.pack_into("<H", data, place, 1)
    path = tmp_path / "locked.ndax"
    path.write_bytes(bytes(data))
    assert "has a password" in sentence(path)


def test_a_file_named_as_another_kind_is_read_as_what_it_holds(tmp_path: Path) -> None:
    path = plain(tmp_path / "cell.csv").rename(tmp_path / "cell.xlsx")
    found = looked_at(path)
    assert found.cycles == 3
    assert told(found, "It is named xlsx and holds text")


def test_a_table_whose_lines_do_not_fit_its_header_is_refused(tmp_path: Path) -> None:
    path = plain(tmp_path / "cell.csv")
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line if n % 3 else line + ",1,2" for n, line in enumerate(lines, 1)))
    assert "do not have the number of columns" in sentence(path)


def test_without_mdbtools_a_sentence_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.res"
    path.write_bytes(b"\x00\x01\x00\x00Standard Jet DB\x00" + b"\x00" * 500)
    monkeypatch.setattr(binaries.shutil, "which", lambda _: None)
    assert "install mdbtools (Debian: apt install mdbtools)" in sentence(path)


# --- the process of its own ---------------------------------------------------------------------


def test_a_file_is_read_by_a_process_of_its_own(tmp_path: Path) -> None:
    found = read_file(plain(tmp_path / "cell.csv"))
    assert found.series is not None
    assert found.series.num_rows == found.rows == 451
    assert found.as_json()["per_cycle"][0]["coulombic_efficiency"] == pytest.approx(99.0)
    with pytest.raises(Unreadable, match="The file is empty"):
        read_file(_empty(tmp_path))
    with pytest.raises(Unreadable, match="There is no file"):
        read_file(tmp_path / "none.csv")


def _empty(folder: Path) -> Path:
    path = folder / "empty.csv"
    path.touch()
    return path


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="takes longer than 0 s"):
        read_file(plain(tmp_path / "cell.csv"), longest=0)


def test_a_reader_that_takes_too_much_memory_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MOST_MEMORY", 150_000_000)
    path = plain(tmp_path / "cell.csv")
    with pytest.raises(Unreadable, match=r"more memory|ended without a result"):
        read_file(path)


def test_the_process_that_reads_is_given_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for readers")
    kept: dict[str, str] = {}
    popen = read.subprocess.Popen

    def watched(*args: object, **options: object) -> object:
        kept.update(options["env"])  # type: ignore[call-overload]
        return popen(*args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(read.subprocess, "Popen", watched)
    read_file(plain(tmp_path / "cell.csv"))
    assert kept
    assert not [name for name in kept if "SECRET" in name or "DATABASE" in name]


def test_galvani_is_used_by_a_program_of_its_own_alone() -> None:
    using = [
        str(path.relative_to(ROOM))
        for path in ROOM.parent.glob("*/**/*.py")
        if re.search(r"^\s*(import|from) galvani", path.read_text("utf-8"), re.MULTILINE)
        and not {".venv", "node_modules"} & set(path.parts)
    ]
    assert using == ["programs/mpr_table.py"]
    program = (ROOM / "programs" / "mpr_table.py").read_text("utf-8")
    assert "GPL-3.0-or-later" in program
    assert "cyclers" not in re.sub(r'""".*?"""', "", program, flags=re.DOTALL)
    importing = [p for p in ROOM.parent.glob("*/**/*.py") if "import mpr_table" in p.read_text()]
    assert [p for p in importing if p != Path(__file__)] == []


@pytest.mark.skipif(shutil.which("mdb-export") is None, reason="mdbtools is not installed here")
def test_an_arbin_file_is_read_where_mdbtools_is() -> None:
    assert read_file(real("arbin.res")).reader == "mdbtools"
