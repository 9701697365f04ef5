"""The examples on the page of the REST interface run as printed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from asc_kb.examples import EXAMPLES, Example

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer


@pytest.mark.stack
@pytest.mark.usefixtures("committed_review")
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_an_example_runs_as_printed(
    example: Example, live_server: LiveServer, tmp_path: object
) -> None:
    codes = {key: code for key, _, code in example.codes(str(live_server.url))}
    commands = [[sys.executable, "-c", codes["python"]]]
    if shutil.which("curl"):
        commands.append(["bash", "-c", codes["curl"].replace("curl -sS", "curl -sS --fail")])
    for command in commands:
        said = subprocess.run(
            command, capture_output=True, text=True, timeout=60, cwd=str(tmp_path), check=False
        )
        assert said.returncode == 0, said.stderr
