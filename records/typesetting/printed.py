"""A printed value in good typography: what is said stays, how it is typed is mended."""

from __future__ import annotations

import itertools
import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from records.typesetting.numbers import THIN

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+−", strict=True))
_RAISED_RUN = re.compile(f"[{''.join(_RAISED)}]+")
_POWER_OF_TEN = re.compile(r"\s*[x×✕*·]\s*10\s*\^?\s*\{?(?P<exponent>[-−–]?\d{1,3})\}?(?![\d.])")
_E_NOTATION = re.compile(r"(?<=\d)[eE](?P<exponent>[-+−]?\d{1,3})(?!\d)")
_CARET = re.compile(r"\^\{?(?P<exponent>[-−]?\d+)\}?")
_UNIT_POWER = re.compile(r"(?<=[A-Za-zΩµμ])(?P<exponent>[-−]\d)(?!\d)")
_RANGE = re.compile(r"(?<=\d)\s*[-‐‑–—]\s*(?=\d)")
_NEGATIVE = re.compile(r"(?<![\w)])[-−](?=\d)")
_WORDS = {
    *("to", "up", "about", "around", "over", "almost", "ca.", "at", "least", "most", "less"),
    *("more", "than", "under", "below", "above", "and", "or", "first", "after", "cycles", "every"),
}


def printed(text: str | None) -> SafeString:
    """``3.6-5 x 10^-8 S cm-1`` as 3.6–5 × 10⁻⁸ S cm⁻¹ (HTML, thin no-break spaces)."""
    marked = _raise(str(text or "").strip())
    marked = _RANGE.sub("–", marked)
    marked = _NEGATIVE.sub("−", marked)
    spaced = _thin_spaces(marked)
    out = str(escape(spaced)).replace("\x02", "<sup>").replace("\x03", "</sup>")
    return mark_safe(out)  # escaped; the only tags are <sup>


def _raise(text: str) -> str:
    """Every exponent between two marks, so that no later rule takes its sign for a dash."""
    text = _RAISED_RUN.sub(lambda m: _up("".join(_RAISED[c] for c in m[0])), text)
    text = _POWER_OF_TEN.sub(lambda m: f" × 10{_up(m['exponent'])}", text)
    text = _E_NOTATION.sub(lambda m: f" × 10{_up(m['exponent'].lstrip('+'))}", text)
    text = _CARET.sub(lambda m: _up(m["exponent"]), text)
    return _UNIT_POWER.sub(lambda m: _up(m["exponent"]), text)


def _up(exponent: str) -> str:
    return f"\x02{exponent.replace('-', '−').replace('–', '−').lstrip('+')}\x03"


def _thin_spaces(text: str) -> str:
    """A thin no-break space between number and unit; words keep their own spaces."""
    words = text.split()
    out = words[:1]
    for before, word in itertools.pairwise(words):
        wide = before.lower() in _WORDS or word.lower() in _WORDS
        out += [" " if wide else THIN, word]
    return "".join(out)
