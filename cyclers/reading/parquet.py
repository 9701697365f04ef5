"""Parquet with the columns of the Battery Data Format, or any that are recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from cyclers.reading.dialects import dialect_of, is_header
from cyclers.reading.tables import headers_of, raw_of
from cyclers.reading.trouble import Unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from cyclers.reading.answers import Answers
    from cyclers.reading.raw import Raw


def read_parquet(path: Path, answers: Answers) -> Raw:
    try:
        file = pq.ParquetFile(path)
        names = file.schema_arrow.names
    except (pa.ArrowException, OSError) as error:
        raise Unreadable("The Parquet file is cut off or damaged.") from error
    if not is_header(names) and not answers.columns:
        raise Unreadable("The columns of this Parquet file are none of a cycler.")
    dialect = dialect_of(names)
    headers = headers_of(names, dialect, answers)
    try:
        table = file.read(columns=[names[place] for place in headers])
    except (pa.ArrowException, OSError) as error:
        raise Unreadable("The Parquet file is damaged.") from error
    columns = {place: table.column(names[place]) for place in headers}
    raw = raw_of(columns, headers, dialect, reader=("pyarrow", pa.__version__), texts=names)
    raw.format += " (Parquet)"
    return raw
