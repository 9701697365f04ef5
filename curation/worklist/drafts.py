"""Drafts by their citations alone: the documents may be large."""

from __future__ import annotations

import json
from typing import Any


def citation_of(draft: Any) -> dict[str, Any] | None:
    """The citation of a draft that was read with ``cited=KT("document__citation")``."""
    return json.loads(draft.cited) if draft.cited and draft.cited[0] == "{" else None
