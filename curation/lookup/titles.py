"""Titles out of the markup they travel in: JATS, HTML, MathML, LaTeX."""

from __future__ import annotations

import html
import re

_MATH = re.compile(r"<(mml:)?math\b.*?</(mml:)?math>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*(\s[^<>]*)?/?>")
# Crossref puts the line breaks of its source around an index
_INDEX = re.compile(r"\s*<(/?)(sub|sup|jats:sub|jats:sup)>\s*(?=[^\s])", re.IGNORECASE)
_LATEX_INDEX = re.compile(r"[_^]\{?([^\s{}$]*)\}?")
_LATEX_MATH = re.compile(r"\$([^$]*)\$")


def plain_title(marked: str) -> str:
    """``Al&lt;sub&gt;2&lt;/sub&gt;O<sub>3</sub>`` as ``Al2O3``: words without any markup."""
    text = marked
    for _ in range(2):  # escaped once, or twice
        text = html.unescape(text)
    text = _MATH.sub(lambda m: re.sub(r"\s+", "", _TAG.sub("", m[0])), text)
    text = _INDEX.sub(_joined, text)
    return " ".join(_TAG.sub("", text).split())


def _joined(match: re.Match[str]) -> str:
    """An index joins what stands before it; what comes after keeps its space before a word."""
    closing = match[1] == "/"
    if not closing:
        return ""
    after = match.string[match.end() :]
    spaced = match[0] != match[0].rstrip()
    return " " if spaced and re.match(r"[a-z]{2}|[(–-]", after) else ""


def without_latex(text: str) -> str:
    """``Al$_2$O$_{3}$ {ALD}`` as ``Al2O3 ALD``; accents are decoded before."""
    bare = _LATEX_MATH.sub(lambda m: _LATEX_INDEX.sub(r"\1", m[1]), text)
    bare = re.sub(
        r"\\(?:ce|textsubscript|textsuperscript|mathrm|textit|emph)\{([^{}]*)\}", r"\1", bare
    )
    bare = bare.replace("\\&", "&").replace("\\%", "%").replace("~", " ")
    return " ".join(bare.replace("{", "").replace("}", "").split())
