"""``make check``: runs every check, then says which were not clean."""

from __future__ import annotations

import difflib
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from asc_kb.operations import licences, sizes
from asc_kb.settings.environment import BASE_DIR
from records.upgrades import CONTRACTS

_PYTHON = [sys.executable]
_MANAGE = [sys.executable, "manage.py"]
_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "asc_kb.settings.production",
    "ALLOWED_HOSTS": "knowledge.example.org",
    "PUBLIC_URL": "https://knowledge.example.org",
}
CHECKS: dict[str, list[str]] = {
    "formatter": [*_PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
    "linter": [*_PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "types": [*_PYTHON, "-m", "mypy", "."],
    "import contracts": [
        *_PYTHON,
        "-c",
        "import sys; sys.path.insert(0, 'clients/python/src'); "
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ],
    "missing migrations": [*_MANAGE, "makemigrations", "--check", "--dry-run"],
    "safe migrations": [
        *_MANAGE,
        "lintmigrations",
        "--ignore-initial-migrations",
        "--exclude-apps",  # of libraries: they run once, on empty tables
        "knox",
        "account",
        "mfa",
        "axes",
        "--ignore-name",  # they are declared, and run beside nobody
        *(name.partition(".")[2] for name in CONTRACTS),
        "--no-cache",
        "--sql-analyser",
        "postgresql",
        "--quiet",
        "ok",
        "ignore",
    ],
    "production settings": [*_MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
}


def _run(command: list[str], environment: dict[str, str]) -> tuple[bool, str]:
    result = subprocess.run(
        command,
        cwd=BASE_DIR,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.returncode == 0, result.stdout


def _openapi() -> tuple[bool, str]:
    """The committed API description is what the code says."""
    committed = BASE_DIR / "openapi.yaml"
    if not committed.exists():
        return True, "openapi.yaml does not exist yet; `make openapi` writes it."
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.yaml"
        command = ["spectacular", "--validate", "--fail-on-warn", "--file", str(fresh)]
        good, output = _run([*_MANAGE, *command], {})
        if not good:
            return False, output
        difference = difflib.unified_diff(
            committed.read_text().splitlines(),
            fresh.read_text().splitlines(),
            "openapi.yaml",
            "what the code says",
            lineterm="",
        )
        text = "\n".join(list(difference)[:60])
    return not text, f"{text}\nRun `make openapi` and commit openapi.yaml." if text else ""


def _licences() -> tuple[bool, str]:
    good = licences.PAGE.read_text() == licences.licences()
    return good, "" if good else "Run `make licences` and commit docs/licences.md."


def _sizes() -> tuple[bool, str]:
    counted = sizes.sizes()
    return all(size.found <= size.most for size in counted), "\n".join(map(str, counted))


def main() -> int:
    """Exit status 0 when all is clean."""
    failed = []
    own = {"API file": _openapi, "licences": _licences, "sizes": _sizes}
    production = _PRODUCTION | {"SECRET_KEY": secrets.token_hex(40)}
    for name in [*CHECKS, *own]:
        began = time.monotonic()
        if name in own:
            good, output = own[name]()
        else:
            good, output = _run(CHECKS[name], production if name == "production settings" else {})
        seconds = time.monotonic() - began
        sys.stdout.write(f"{'clean' if good else 'NOT CLEAN':9} {name} ({seconds:.1f} s)\n")
        if not good or (name in own and output):
            sys.stdout.write(f"{output.strip()}\n")
        sys.stdout.flush()
        if not good:
            failed.append(name)
    if failed:
        sys.stdout.write(f"Not clean: {', '.join(failed)}.\n")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
