"""Processes that end with the one that started them."""

from __future__ import annotations

import subprocess

from asc_kb.embedded.account import run_as


def said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_nothing_starts_once_the_parent_is_gone() -> None:
    """A parent killed before its child asked for the signal would leave it running for good."""
    child = [*run_as(None, dies_with_parent="TERM"), "echo", "started"]
    assert said(*child) == "started\n"
    assert said("sh", "-c", '"$@"; true', "sh", *child) == "", "its parent is another process"
