"""A backup gives back every row, or says why not and changes nothing."""

from __future__ import annotations

import json
import os
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from asc_kb import tasks
from asc_kb.embedded.trouble import Trouble
from asc_kb.operations import backup

if TYPE_CHECKING:
    from pathlib import Path

User = get_user_model()
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.stack]


def names() -> set[str]:
    return set(User.objects.values_list("username", flat=True))


def databases() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'asc\\_%%'")
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A backup with two users."""
    User.objects.create(username="ångström", first_name="Å, \\N, tab\t and line\nbreak")
    User.objects.create(username="faraday")
    path = tmp_path / "kb.backup"
    call_command("backup", str(path))
    return path


def tampered(path: Path, **changes: object) -> Path:
    """The same backup with parts of its manifest changed."""
    target = path.with_name("tampered.backup")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        manifest = json.loads(source.read("manifest.json")) | changes
        copy.writestr("manifest.json", json.dumps(manifest))
        copy.writestr("database.dump", source.read("database.dump"))
    return target


def test_releases_come_back_with_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "releases"
    folder.mkdir()
    (folder / "asc-1.0.zip").write_bytes(b"first")
    (folder / "asc-1.1.zip").write_bytes(b"second")
    monkeypatch.setattr(backup, "releases_folder", lambda: folder)
    path = tmp_path / "kb.backup"
    call_command("backup", str(path))
    (folder / "asc-1.0.zip").unlink()
    call_command("restore", str(path), no_input=True)
    assert (folder / "asc-1.0.zip").read_bytes() == b"first"
    assert sorted(one.name for one in folder.iterdir()) == ["asc-1.0.zip", "asc-1.1.zip"]
    (broken,) = [tampered(path, releases={"asc-1.0.zip": "0" * 64})]
    with zipfile.ZipFile(broken, "a") as archive:
        archive.writestr("releases/asc-1.0.zip", b"first")
    with pytest.raises(Trouble, match="damaged"):
        call_command("restore", str(broken), no_input=True)


def test_only_the_newest_backups_of_a_folder_stay(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("20260101", "20260102", "20260103"):
        (folder / f"asc-{day}T030700Z.backup").touch()
    (folder / "own-notes.txt").touch()
    call_command("backup", str(folder), keep=2)
    kept = sorted(path.name for path in folder.iterdir())
    assert kept[0] == "asc-20260103T030700Z.backup"
    assert kept[-1] == "own-notes.txt"
    assert len(kept) == 3
    backup.check(folder / kept[1])
    with pytest.raises(CommandError, match="from 1"):
        call_command("backup", str(folder), keep=0)


def test_a_backup_is_made_by_the_clock(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUPS_KEPT = 1
    monkeypatch.setattr(tasks, "folder", lambda: tmp_path)
    made = tasks.back_up()
    assert [str(path) for path in tmp_path.glob("*")] == [made]


def test_the_newest_backup_is_tried_by_the_clock_and_replaces_nothing(
    saved: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    folder = saved.parent / "backups"
    folder.mkdir()
    monkeypatch.setattr(tasks, "folder", lambda: folder)
    with pytest.raises(Trouble, match="no backup in"):
        tasks.try_backup()
    assert backup.tried(folder) is None
    (folder / "asc-20260101T030700Z.backup").write_text("damaged")
    newest = saved.rename(folder / "asc-20260102T030700Z.backup")
    User.objects.filter(username="faraday").delete()
    told = tasks.try_backup()
    assert (told["file"], told["problem"]) == (newest.name, "")
    assert backup.tried(folder) == told
    assert names() == {"ångström"}, "nothing came back"
    assert not {name for name in databases() if "scratch" in name}
    call_command("restore", str(folder), "--try")
    assert f"{newest.name} gives everything back" in capsys.readouterr().out


def test_a_backup_that_went_bad_is_told_and_raised(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = backup.check(saved)
    tables = manifest["tables"]
    tables["public.auth_user"] |= {"rows": 3}
    folder = saved.parent / "backups"
    folder.mkdir()
    tampered(saved, tables=tables).rename(folder / "asc-20260102T030700Z.backup")
    monkeypatch.setattr(tasks, "folder", lambda: folder)
    with pytest.raises(Trouble, match="auth_user"):
        tasks.try_backup()
    told = backup.tried(folder)
    assert told
    assert "auth_user" in told["problem"]
    with pytest.raises(Trouble, match="auth_user"):
        call_command("restore", str(folder / "asc-20260102T030700Z.backup"), "--try")


def test_restoring_brings_back_what_was_and_nothing_else(saved: Path) -> None:
    User.objects.filter(username="faraday").delete()
    User.objects.create(username="later")
    call_command("restore", str(saved), no_input=True)
    assert names() == {"ångström", "faraday"}
    assert User.objects.get(username="ångström").first_name == "Å, \\N, tab\t and line\nbreak"
    assert not {name for name in databases() if "scratch" in name or "replaced" in name}


def test_ids_go_on_after_the_last_one_given(saved: Path) -> None:
    highest = User.objects.order_by("-id").first()
    call_command("restore", str(saved), no_input=True)
    assert highest is not None
    assert User.objects.create(username="next").pk == highest.pk + 1


def test_a_damaged_file_changes_nothing(saved: Path) -> None:
    content = bytearray(saved.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40] = os.urandom(40)
    saved.write_bytes(bytes(content))
    User.objects.create(username="later")
    with pytest.raises(Trouble, match="damaged"):
        call_command("restore", str(saved), no_input=True)
    assert "later" in names()


def test_a_backup_whose_rows_differ_from_its_manifest_changes_nothing(saved: Path) -> None:
    manifest = backup.check(saved)
    tables = manifest["tables"]
    tables["public.auth_user"] |= {"rows": 3}
    with pytest.raises(Trouble, match=r"does not give back table public\.auth_user"):
        call_command("restore", str(tampered(saved, tables=tables)), no_input=True)
    assert names() == {"ångström", "faraday"}


def test_a_backup_of_another_state_of_the_code_is_refused(saved: Path) -> None:
    migrations = [*backup.check(saved)["migrations"], "coatings.9999_from_the_future"]
    with pytest.raises(Trouble, match=r"coatings\.9999_from_the_future, which this code does not"):
        call_command("restore", str(tampered(saved, migrations=migrations)), no_input=True)
    lacking = [name for name in migrations if "0001" not in name]
    with pytest.raises(Trouble, match="it lacks"):
        call_command("restore", str(tampered(saved, migrations=lacking)), no_input=True)


def test_anything_else_than_a_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="There is no file"):
        call_command("restore", str(tmp_path / "absent"), no_input=True)
    (tmp_path / "text").write_text("not a backup")
    with pytest.raises(Trouble, match="damaged or no backup"):
        call_command("restore", str(tmp_path / "text"), no_input=True)


def test_a_backup_is_one_snapshot_of_what_was_committed(tmp_path: Path) -> None:
    User.objects.create(username="committed")
    with transaction.atomic():
        User.objects.create(username="not yet")
        manifest = backup.create(tmp_path / "kb.backup")
    assert manifest["tables"]["public.auth_user"]["rows"] == 1
    assert names() == {"committed", "not yet"}
