# ruff: noqa: E501 - a pattern stands on one line, however long
"""Films, substrates, samples and controls, as sentences and rows of tables name them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from science.composition import UnreadableFormula, parse_formula

_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_FORMULA = re.compile(
    r"(?<![\w@.])(?:\(?(?:[A-Z][a-z]?)\)?(?:\d+(?:\.\d+)?|[xyz](?![a-z]))?){2,}(?![\w])"
)
_SUBSTRATES = re.compile(
    r"Li(?:Co|Mn|Fe|Ni|Ti|V|Cr)\w*O\w*|Li4Ti5O12|LiFePO4|Na\w*(?:Mn|Fe|Ni|V)\w*O\w*|MoO3|MnO2|Fe2O3"
    r"|Fe3O4|SiO[xy]?|MoS2|Si3N4"
)
_NO_FILMS = re.compile(
    r"H2O2?|D2O|O[23]|N2|H2|NH3|CO2?|HF|TiCl4|AlCl3|SnCl4|SiCl4|WF6|HfCl4|ZrCl4|MoF6|LiPF6|LiTFSI|LiFSI"
    r"|LiClO4|LiBF4|LiNO3|LiAsF6|LiBOB|NaPF6|NaClO4|KPF6|KOH|NaOH|HCl|H2SO4|H3PO4|C2H4|CH4|HNO3|PF5"
    r"|LiPF\d?|CMC|PVDF|NMP|DEC|EC|Li\w*Cl|PO|POF3|LiOH|Li2CO3|SF6|CF4|HOMO"
)
_SIMPLE = frozenset(
    [
        "ZnO",
        "MgO",
        "LiF",
        "TiN",
        "AlN",
        "GaN",
        "ZnS",
        "LiPON",
        "LiCl",
        "CuO",
        "NiO",
        "CoO",
        "CaO",
        "BN",
        "VN",
        "TaN",
        "NaF",
        "MgF",
        "TiO",
        "AlF",
        "LiN",
        "AlPO",
        "LATP",
        "LiAlO",
        "LiTaO",
        "LiNbO",
        "LiTiO",
        "LiAlF",
        "LiSiO",
        "LiPO",
        "LiZrO",
        "LLTO",
        "LNO",
        "LTO",
        "AlO",
        "NaPON",
    ]
)
_SIMPLE_SUBSTRATES = re.compile(
    r"LCO|LMO|LFP|LNMO|LMNO|NCA|LMR|LRMO|NMC\d{0,3}|NCM\d{0,3}|graphite|hard carbon|silicon anodes?"
    r"|Si wafers?|Li(?:thium)? metal|lithium metal|Li foils?|Li\b(?!-)|Na metal|silicon wafers?|Si\b|glass"
    r"|steel|stainless steel|sapphire|Cu foils?|copper|sulfur cathodes?|S/C|carbon"
)
_WORDS = re.compile(
    r"(?:alumina|titania|zirconia|hafnia|silica|ceria|alucones?|zincones?|titanicones?|lithicones?"
    r"|mangancones?|hafnicones?|zircones?|vanadicones?|LiPON|NaPON|polyimides?|polyamides?|polyureas?"
    r"|lithium (?:fluoride|phosphate|aluminate|tantalate|niobate|titanate|silicate|oxide|carbonate|borate"
    r"|terephthalate)|lithium phosphorus oxynitride"
    r"|(?:alumini?um|zinc|titanium|zirconium|hafnium|tin|magnesium|tantalum|vanadium|cerium) "
    r"(?:di|pent)?(?:oxide|fluoride|nitride|sulfide|phosphate))(?![^\W\d_])",
    re.IGNORECASE,
)
BARE = re.compile(
    r"(?<![^\W\d_])(?:bare|pristine|un-?coated|non-?coated|unmodified|untreated|unprotected|as-received"
    r"|without (?:the |a |any )?(?:\w+ )?(?:coating|film|layer|ALD|MLD|protection)|controls?|reference cells?"
    r"|blank|baseline|none|no coating|uncycled reference)(?![^\W\d_])",
    re.IGNORECASE,
)
COATED = re.compile(
    r"(?<![^\W\d_])(?:(?:[A-Za-z0-9₀-₉.]+-)?(?:coated|protected|modified|passivated|encapsulated"
    r"|ALD-treated|MLD-treated|treated)(?![^\W\d_])"
    r"|with (?:only )?\d+ (?:ALD |MLD |super-?)?cycles|with (?:the |a |an )?(?:[\w.~-]+ ){0,4}?(?:coatings?|films?|layers?)(?![^\W\d_])"
    r"|coatings?(?= (?:kept|retain|deliver|gave|show|cell|electrode|cathode|anode)))",
    re.IGNORECASE,
)
_SAMPLE = re.compile(
    r"(?<![\w/.-])(?!CR|C-|M-|X-|Fd-|Fig)[A-Z][A-Za-z]{0,6}-\d{1,4}(?:C|c|nm)?(?![\w.-])"
)
_AT = re.compile(r"(?<![\w−-])(?=\d*[A-Za-z])[A-Za-z0-9]+@[A-Za-z0-9.]+(?: nm [A-Z]\w+)?")


@dataclass(frozen=True)
class Mention:
    """A word that names something: ``kind`` is film, substrate, bare, coated or sample."""

    start: int
    end: int
    kind: str
    text: str


def formulas(text: str) -> list[Mention]:
    """Chemical formulas and names of films and of substrates."""
    found: dict[int, Mention] = {}
    plain = text.translate(_PLAIN)
    for match in _SIMPLE_SUBSTRATES.finditer(plain):
        before = plain[match.start() - 1 : match.start()]
        if (
            not (before and (before.isalnum() or before in "-|/@"))
            and not plain[match.end() :][:1].isalpha()
        ):
            found[match.start()] = Mention(match.start(), match.end(), "substrate", match[0])
    for match in _FORMULA.finditer(plain):
        word = match[0]
        if _NO_FILMS.fullmatch(word):
            continue
        if _SUBSTRATES.fullmatch(word):
            found[match.start()] = Mention(match.start(), match.end(), "substrate", word)
        elif word in _SIMPLE or (re.search(r"\d|[xyz]$", word) and _is_formula(word)):
            found[match.start()] = Mention(match.start(), match.end(), "film", word)
    for match in _WORDS.finditer(text):
        found[match.start()] = Mention(match.start(), match.end(), "film", match[0])
    return sorted(found.values(), key=lambda m: m.start)


def _is_formula(word: str) -> bool:
    try:
        return len(parse_formula(re.sub(r"[xyz](?=[A-Z]|$)", "", word)).elements) > 1
    except (UnreadableFormula, ValueError):
        return False


def mentions(text: str) -> list[Mention]:
    """Everything that names a record, in order; of two that overlap the longer."""
    found = formulas(text)
    for kind, pattern in (("bare", BARE), ("coated", COATED), ("sample", _SAMPLE), ("sample", _AT)):
        for match in pattern.finditer(text):
            found.append(Mention(match.start(), match.end(), kind, match[0]))
    return sorted(found, key=lambda m: (m.start, -m.end))


_CYCLES_IN = re.compile(
    r"(?<![\w.])(\d{1,5})\s?-?\s?(?:(?:ALD|MLD)[\s-])?(?:super)?(?:cycles?|cyc\b|c\b)",
    re.IGNORECASE,
)
_THICKNESS_IN = re.compile(r"(?<![\w.])([~≈]?\d+(?:[.,]\d+)?)\s?-?\s?(nm|Å|μm|µm)(?![\w])")


@dataclass(frozen=True)
class RowName:
    """What the name of a row says: "LNMO@5 nm AlF3"."""

    film: str = ""
    on: str = ""
    cycles: str = ""
    thickness: str = ""
    bare: bool = False


def read_name(text: str) -> RowName:
    """Film, substrate, cycles and thickness in the name of a row; whether it is bare."""
    spaced = re.sub(r"[@/|]|(?<=\w)-(?=[A-Z][a-z]?\d?)", " ", text)
    named = formulas(spaced)
    film = next((m.text for m in named if m.kind == "film"), "")
    on = next((m.text for m in named if m.kind == "substrate"), "")
    cycles = _CYCLES_IN.search(text)
    thickness = _THICKNESS_IN.search(text)
    bare = bool(BARE.search(text)) or bool(re.fullmatch(r"\s*(?:0|0 ?(?:nm|cycles?|c))\s*", text))
    return RowName(
        film,
        on,
        cycles[1] if cycles else "",
        f"{thickness[1]} {thickness[2]}" if thickness else "",
        bare and not re.search(r"(?<![^\W\d_])coated", text, re.IGNORECASE),
    )
