"""The data behind a plot as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

from explore.charting import csv_response


def test_a_name_that_a_spreadsheet_would_run_is_disarmed_and_numbers_are_not() -> None:
    rows: list[list[Any]] = [["=1+1", -2.5, "-20", None], ["@SUM(A1)", 0.0, "Al2O3", 3]]
    answer: Any = csv_response(["label", "low", "printed", "cycle"], rows, "any.csv")
    written = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert written[1:] == [["'=1+1", "-2.5", "-20", ""], ["'@SUM(A1)", "0.0", "Al2O3", "3"]]
