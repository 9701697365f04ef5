"""What a run of Schemathesis has to know of this interface besides its description."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.hook
def filter_query(context: Any, query: Any) -> bool:
    """An empty value asks nothing, as a plain form sends it, whatever its schema."""
    if not isinstance(query, dict):
        return True
    values = [
        v for value in query.values() for v in (value if isinstance(value, list) else [value])
    ]
    return all(not isinstance(value, str) or bool(value.strip()) for value in values)


@schemathesis.deserializer("application/x-bibtex", "application/x-research-info-systems")
def text(context: Any, response: Any) -> str:
    """Citations are plain text."""
    return str(response.text)
