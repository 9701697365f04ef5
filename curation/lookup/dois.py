"""DOIs as people paste them."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}/[!-~]+")
# What publishers' addresses say behind a DOI: which view of the paper is asked for
_VIEW = re.compile(
    r"(?:/(?:full|abstract|meta|pdf|epdf|html|fulltext|full-xml|references|figures|summary|suppl)"
    r"|\.(?:pdf|full|abstract|html?))(?:/|\.pdf|/html|/pdf)?$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\?(?=\w+=)|#(?=[a-zA-Z][\w-]*$)")  # of an address that lost its beginning
_END = "/.,;:!?'\"»”’>}]。，、；：！？」』】》…"
_YEAR = re.compile(r"\(?(?:19|20)\d\d\)?[a-z]?[.,;]?$")


class NotADoi(ValueError):
    """Text without a DOI in it, or with one that is not whole."""


def normal_doi(text: str) -> str:
    """The DOI in ``https://doi.org/10.1039/…``, ``doi: 10.1039/…`` or around it, lower case.

    DOIs do not tell case apart (DOI Handbook, 2.4). Raises :class:`NotADoi`.
    """
    shown = "".join(c for c in text if unicodedata.category(c) != "Cf")
    shown = unquote(shown) if "doi.org/" in shown else shown
    found = _DOI.search(shown.strip())
    if found is None:
        raise NotADoi(f"no DOI in {text.strip()[:80]!r}: expected one such as 10.1039/d5dt00526d")
    doi = found[0]
    if _goes_on(doi, shown.strip()[found.end() :]):
        raise NotADoi(f"the DOI in {text.strip()[:80]!r} is broken by a blank: paste it whole")
    publisher = "://" in shown and "doi.org/" not in shown
    doi = re.split(r"[?#]" if publisher else _ASKED, doi)[0]
    return _without_tail(doi).lower()


def _goes_on(doi: str, after: str) -> bool:
    """Whether a blank cuts the DOI in two: digits follow that are no year of a sentence."""
    following = (after.split() or [""])[0]
    if not after[:1].isspace() or _YEAR.match(following):
        return False
    if doi[-1] == ".":
        return re.fullmatch(r"\d[a-z0-9]*|[a-z]+\.[a-z0-9.]*\d[a-z0-9.]*", following) is not None
    whole = doi[-1] in _END or doi[-1] == ")"
    return (
        not whole and re.fullmatch(r"[a-z0-9().:;/_-]*\d[a-z0-9().:;/_-]*", following) is not None
    )


def _without_tail(doi: str) -> str:
    """Without the full stop of a sentence, a quotation mark, a bracket opened before it, or the
    view of a publisher's page."""
    while True:
        bare = doi.rstrip(_END)
        if bare.endswith(")") and bare.count(")") > bare.count("("):
            bare = bare[:-1]
        if bare.count("/") > 1 or "." in bare.partition("/")[2]:
            bare = _VIEW.sub("", bare)
        if bare == doi:
            return doi
        doi = bare
