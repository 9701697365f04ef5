"""LaTeX both ways: text with its special characters as commands, and commands as plain text.

What is written reads back to the same text. Formulas and acronyms are kept from lower-casing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from molmass import ELEMENTS
from pylatexenc import latex2text
from pylatexenc.latexencode import UnicodeToLatexEncoder
from pylatexenc.latexwalker import LatexWalker, get_default_latex_context_db
from pylatexenc.macrospec import MacroSpec

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
}
_LOW = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₓᵧ", "0123456789+-xy", strict=True))
_HIGH = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵗⁱⁿˢ", "0123456789+-tins", strict=True))
_RUN = re.compile(rf"(?P<low>[{''.join(_LOW)}]+)|(?P<high>[{''.join(_HIGH)}]+)|(?P<one>.)", re.S)
_GREEK = re.compile("[\u0370-\u03ff]")
_WORD = re.compile(r"\S+")
_PARTS = re.compile(r"([-/\u2010-\u2015])")
# letters that are elements too, but words in a title
_WORDS = {"In", "As", "At", "No", "He", "I", "Be", "Am"}
_SYMBOLS = {element.symbol for element in ELEMENTS} - _WORDS


# --- plain text as LaTeX ----------------------------------------------------------------------
def escaped(text: str) -> str:
    """Plain text as LaTeX prints it."""
    return _without_ligatures(_RUN.sub(_command, text))


def _command(match: re.Match[str]) -> str:
    # Doubled braces print the same, and tell these signs from digits that the author set low.
    if match["low"]:
        return rf"\textsubscript{{{{{''.join(_LOW[c] for c in match['low'])}}}}}"
    if match["high"]:
        return rf"\textsuperscript{{{{{''.join(_HIGH[c] for c in match['high'])}}}}}"
    return _one_command(match["one"])


@lru_cache(maxsize=4096)
def _one_command(one: str) -> str:
    """Letters of every script stay as they are; of other signs, what can be read back."""
    if one in _SPECIAL:
        return _SPECIAL[one]
    if one.isascii() or (one.isalpha() and not _GREEK.match(one)):
        return one
    command: str = _encoder().unicode_to_latex(one)
    return command if plain(command) == one else one


@cache
def _encoder() -> Any:
    return UnicodeToLatexEncoder(unknown_char_policy="keep", unknown_char_warning=False)


def _without_ligatures(latex: str) -> str:
    """Two hyphens stay two, and are no dash; so do two apostrophes."""
    apart = re.sub(r"-(?=-)", "-{}", latex)
    return re.sub(r"'(?=')", "'{}", apart)


# --- LaTeX as plain text ----------------------------------------------------------------------
_ACCENT = r"\\(?:[`'^\"~=.]|[uvHcdbrk](?![A-Za-z]))"
_STACKED = re.compile(
    rf"({_ACCENT})\s*({_ACCENT}\s*(?:\{{[^{{}}]*\}}|\\[ij](?![A-Za-z])|[A-Za-z]))"
)
_SWITCHES = ("it", "bf", "sf", "rm", "tt", "em", "sl", "sc", "itshape", "bfseries", "relax")
_DEEPEST = 20  # braces inside braces; the parser is recursive
_INDEX = re.compile(r"[_^]")
_RAISED_AGAIN = {
    "textsubscript": {digit: sign for sign, digit in _LOW.items()},
    "textsuperscript": {digit: sign for sign, digit in _HIGH.items()},
}


def plain(latex: str) -> str:
    """``Al\\textsubscript{2}O$_3$ {ALD} na{\\"\\i}ve`` as ``Al2O3 ALD naïve``.

    A command that is not known stays as it is.
    """
    if not re.search(r"[\\{}$~`'-]", latex):
        return " ".join(latex.split())
    if _depth(latex) > _DEEPEST:
        return " ".join(re.sub(r"[{}]", "", latex).split())
    source = re.sub(r"(?<!\\)%", r"\\%", latex)  # a comment in LaTeX, none in BibTeX
    source = _STACKED.sub(r"\1{\2}", source)
    walker = LatexWalker(source, latex_context=_commands(), tolerant_parsing=True)
    nodes, *_ = walker.get_latex_nodes()
    text = _to_text().nodelist_to_text(nodes)
    return " ".join(unicodedata.normalize("NFC", text).split())


def _depth(latex: str) -> int:
    deepest = depth = 0
    for brace in re.findall(r"[{}]", latex):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest


@cache
def _commands() -> Any:
    known = get_default_latex_context_db()
    once = [
        MacroSpec(name, "{") for name in (*_RAISED_AGAIN, "ce", "ch", "url", "mathrm", "textup")
    ]
    known.add_context_category("formulas", macros=once, prepend=True)
    return known


@cache
def _to_text() -> Any:
    texts = latex2text.get_default_latex_context_db()
    signs = {command[1:-2]: sign for sign, command in _SPECIAL.items() if command.endswith("{}")}
    macros = [latex2text.MacroTextSpec(name, sign) for name, sign in signs.items()]
    macros += [latex2text.MacroTextSpec(name, _index) for name in _RAISED_AGAIN]
    macros += [latex2text.MacroTextSpec(name, _formula) for name in ("ce", "ch")]
    macros += [latex2text.MacroTextSpec("url", "%s"), latex2text.MacroTextSpec("textminus", "−")]
    macros += [latex2text.MacroTextSpec(name, "") for name in _SWITCHES]
    texts.add_context_category("formulas", macros=macros, prepend=True)
    texts.set_unknown_macro_spec(latex2text.MacroTextSpec("", _unknown))
    return _Text(texts)


class _Text(latex2text.LatexNodes2Text):
    def math_node_to_text(self, node: Any) -> str:
        return _INDEX.sub("", raised_powers(self.nodelist_to_text(node.nodelist)))


_POWER = re.compile(r"\^\s?[-\u2010-\u2013\u2212](\d+)")


def raised_powers(text: str) -> str:
    """``10^-7`` as ``10⁻⁷``: on the line a negative power would be another number."""
    high = {digit: sign for sign, digit in _HIGH.items()}
    return _POWER.sub(lambda power: "⁻" + "".join(high[c] for c in power[1]), text)


def _arguments(node: Any) -> list[Any]:
    return [one for one in (node.nodeargd.argnlist if node.nodeargd else []) if one]


def _formula(node: Any, l2tobj: Any) -> str:
    return _INDEX.sub("", l2tobj.nodelist_to_text(_arguments(node)))


def _index(node: Any, l2tobj: Any) -> str:
    """Digits on the line; but the signs that `escaped` wrote."""
    arguments = _arguments(node)
    text: str = l2tobj.nodelist_to_text(arguments)
    signs = _RAISED_AGAIN[node.macroname]
    if node.macroname == "textsuperscript" and _POWER.fullmatch(f"^{text.strip()}"):
        return raised_powers(f"^{text.strip()}")
    doubled = any(one.latex_verbatim().startswith("{{") for one in arguments)
    return "".join(signs.get(c, c) for c in text) if doubled else text


def _unknown(node: Any) -> str:
    """What it does to its argument is not known, and is left out; alone, it stays."""
    follows = node.parsing_state.s[node.pos + node.len :][:1]
    return "" if follows == "{" else node.latex_verbatim()


def verbatim(text: str) -> str:
    """A DOI or address, which is not typeset: only braces that would not balance are encoded."""
    return re.sub(r"[{}\\]", lambda match: quote(match[0]), text)


def protected(title: str) -> str:
    """A title whose words that must keep their capitals stand in braces.

    Those are formulas, acronyms and other words with a capital inside; and, where the title is
    written in the manner of a sentence, every capital but those that begin one.
    """
    words = _WORD.findall(title)
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    sentence = sum(word[0].islower() for word in long) > len(long) / 2
    done: list[str] = []
    begins = True
    for word in words:
        parts = _PARTS.split(word)
        for position, part in enumerate(parts):
            proper = sentence and part[:1].isupper() and not (begins and position == 0)
            keep = proper or _keeps_capitals(part)
            parts[position] = f"{{{escaped(part)}}}" if keep else escaped(part)
        done.append("".join(parts))
        begins = word[-1] in ".:?!"
    return _without_ligatures(" ".join(done))


def _keeps_capitals(part: str) -> bool:
    bare = part.strip("()[],.;:?!")
    if any(letter.isupper() for letter in bare[1:]) or bare in _SYMBOLS:
        return True
    return bare[:1].isupper() and any(letter.isdigit() for letter in bare)
