"""Chemical formulas in running text: true subscripts, raised ᵗ of tert-butyl, en dashes."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_ELEMENTS = (
    *("H", "He", "Li", "Be", "B", "C", "N", "O", "F", "Ne", "Na", "Mg", "Al", "Si", "P", "S"),
    *("Cl", "Ar", "K", "Ca", "Sc", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga"),
    *("Ge", "As", "Se", "Br", "Kr", "Rb", "Sr", "Y", "Zr", "Nb", "Mo", "Tc", "Ru", "Rh", "Pd"),
    *("Ag", "Cd", "In", "Sn", "Sb", "Te", "I", "Xe", "Cs", "Ba", "La", "Ce", "Pr", "Nd", "Sm"),
    *("Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Hf", "Ta", "W", "Re", "Os", "Ir"),
    *("Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Th", "U"),
)
_GROUPS = ["Me", "Et", "Pr", "Bu", "Ph"]
_SYMBOL = "|".join(sorted({*_ELEMENTS, *_GROUPS}, key=len, reverse=True))
_SYMBOL += "|T(?=x)|M(?=O)"  # a termination (MXenes), any metal (MOtBu)
# a subscript is a count without a leading zero, a decimal, or a variable one (x, y, z)
_COUNT = r"(?:0\.\d+|[1-9]\d*(?:\.\d+)?|[xyz](?![a-z])|[₀₁₂₃₄₅₆₇₈₉ₓᵧ]+)"
_PREFIX = r"(?:[tins](?=Bu|Pr)|[ᵗⁱⁿˢ])"
_PIECE = re.compile(
    rf"(?P<prefix>{_PREFIX})?(?:(?P<symbol>{_SYMBOL})|(?P<bracket>[(\[](?![0-9])|[)\]]))"
    rf"(?P<count>{_COUNT})?"
)
_TOKEN = re.compile(
    rf"(?<![A-Za-z0-9_])(?:{_PREFIX}?(?:{_SYMBOL}|[(\[](?![0-9])|[)\]]){_COUNT}?)+(?![A-Za-z0-9_])"
)
# gases and molecules of one element; elsewhere a letter and a number may be anything (C1, V2, P3)
_ONE_ELEMENT = {"H2", "N2", "O2", "O3", "F2", "Cl2", "Br2", "I2", "P4", "S8"}
_HAZARD = re.compile(r"H[2-4]\d\d")  # a hazard statement of the GHS
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ₓᵧ", "0123456789xy", strict=True))
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+−", strict=True))
_LETTERS = dict(zip("ᵗⁱⁿˢ", "tins", strict=True))
_DIGITS_BELOW = str.maketrans("0123456789x", "₀₁₂₃₄₅₆₇₈₉ₓ")
_RUNS = re.compile(
    rf"(?P<low>[{''.join(_LOWERED)}]+)|(?P<high>[{''.join(_RAISED)}]+)|(?P<letter>[ᵗⁱⁿˢ])"
)
_TERT = re.compile(r"\b(tert|sec)-(?=[a-z])")
# the hyphen behind a locant (3,6-Dioxa…) is one
_PHASES = re.compile(r"(?<![0-9],[0-9])(?<!^[0-9])(?<=[A-Za-z0-9)₀-₉ₓ])-(?=[A-Z(])")


@lru_cache(maxsize=8192)
def chem(text: str | None) -> SafeString:
    """Text with every formula in it typeset: ``CO2 on LiOtBu`` → CO₂ on LiOᵗBu, as HTML."""
    raw = str(text or "")
    out: list[str] = []
    end = 0
    for match in _TOKEN.finditer(raw):
        start, token = _core(match)
        if not _is_formula(token, raw):
            continue
        out += [_plain(raw[end:start]), _formula(token)]
        end = start + len(token)
    out.append(_plain(raw[end:]))
    return mark_safe("".join(out))  # every piece was escaped or is a tag of ours


@lru_cache(maxsize=4096)
def formula(text: str | None) -> SafeString:
    """A material's or molecule's formula or short name: hyphens between its parts are dashes."""
    return chem(dashed(text))


def dashed(text: str | None) -> str:
    """Such a name with dashes between its parts, as plain text: ``Li-HQ`` → Li–HQ."""
    return _PHASES.sub("–", str(text or ""))


def svg_text(text: str | None) -> SafeString:
    """The same inside a drawing's text: shifted spans, and a return to the line behind each."""
    shown = str(formula(text)).replace("<i>", "").replace("</i>", "")
    for tag, name, shift in (("sub", "lo", 3), ("sup", "hi", -4)):
        shown = shown.replace(f"<{tag}>", f'<tspan class="{name}" dy="{shift}">')
        shown = shown.replace(f"</{tag}>", f'</tspan><tspan dy="{-shift}">\u200b</tspan>')
    return mark_safe(shown)


def plain_subscripts(text: str | None) -> str:
    """The same in Unicode characters, for labels inside drawings: ``TiCl4`` → ``TiCl₄``."""

    def lowered(match: re.Match[str]) -> str:
        _, token = _core(match)
        if not _is_formula(token, match.string):
            return match[0]
        return match[0].replace(token, _PIECE.sub(_lowered_piece, token), 1)

    return _TOKEN.sub(lowered, dashed(text))


def _lowered_piece(match: re.Match[str]) -> str:
    prefix = match["prefix"] or ""
    raised = prefix.translate(str.maketrans("tins", "ᵗⁱⁿˢ"))
    kept = (match["symbol"] or "") + (match["bracket"] or "")
    count = match["count"] or ""
    return raised + kept + (count.translate(_DIGITS_BELOW) if "." not in count else count)


def _core(match: re.Match[str]) -> tuple[int, str]:
    """Where the formula begins, and the formula, without a bracket of the sentence around it."""
    start, token = match.start(), match[0]
    while token.startswith("(") and token.count("(") > token.count(")"):
        start, token = start + 1, token[1:]
    while token.endswith(")") and token.count(")") > token.count("("):
        token = token[:-1]
    return start, token


def _is_formula(token: str, text: str) -> bool:
    """A token that can only be meant as a formula: not a word, an id or a label."""
    pieces = list(_PIECE.finditer(token))
    if not any(piece["count"] or piece["prefix"] for piece in pieces) or _HAZARD.fullmatch(token):
        return False
    if token.count("(") != token.count(")"):
        return False
    if any((piece["count"] or "x")[0] in "₀₁₂₃₄₅₆₇₈₉" for piece in pieces):
        return True
    symbols = [piece for piece in pieces if piece["symbol"]]
    if not symbols:
        return False
    if len(symbols) > 1:
        return True
    return token in _ONE_ELEMENT or (text == token and token[-1].isdigit())


def _formula(token: str) -> str:
    out: list[str] = []
    for piece in _PIECE.finditer(token):
        prefix = piece["prefix"]
        if prefix:
            out.append(f"<sup><i>{_LETTERS.get(prefix, prefix)}</i></sup>")
        out.append(piece["symbol"] or piece["bracket"] or "")
        count = "".join(_LOWERED.get(char, char) for char in piece["count"] or "")
        if count:
            out.append(f"<sub>{f'<i>{count}</i>' if count in 'xyz' else count}</sub>")
    return "".join(out)


def _plain(text: str) -> str:
    escaped = _RUNS.sub(_run, str(escape(text)))
    return _TERT.sub(r"<i>\1</i>-", escaped)


def _run(match: re.Match[str]) -> str:
    if match["low"]:
        return f"<sub>{''.join(_LOWERED[c] for c in match['low'])}</sub>"
    if match["high"]:
        return f"<sup>{''.join(_RAISED[c] for c in match['high'])}</sup>"
    return f"<sup><i>{_LETTERS[match['letter']]}</i></sup>"
