"""Pages as a browser shows them, for tests that look at their markup."""

from __future__ import annotations

import re

_KEPT = re.compile(r"(<(pre|textarea|svg)\b.*?</\2>)", re.DOTALL)
_BLOCK = re.compile(
    r" ?(</?(?:article|aside|body|caption|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|head"
    r"|header|html|legend|fieldset|li|link|main|meta|nav|ol|optgroup|option|p|script|section"
    r"|summary|details|table|tbody|td|th|thead|title|tr|ul)\b[^>]*>) ?"
)


def as_shown(page: str) -> str:
    """A page without the white space that shows nothing: runs are one space, and none stands at
    the edge of a block or the end of a tag. What is preformatted or drawn stays as it is."""
    parts = _KEPT.split(page)
    for index in range(0, len(parts), 3):
        parts[index] = _BLOCK.sub(
            r"\1", re.sub(r"[ \t\r\n\f]+", " ", parts[index]).replace(" >", ">")
        )
    return "".join(part for index, part in enumerate(parts) if index % 3 != 2)
