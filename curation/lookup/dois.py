"""DOIs as people paste them."""

from __future__ import annotations

import re
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}/\S+")


class NotADoi(ValueError):
    """Text without a DOI in it."""


def normal_doi(text: str) -> str:
    """The DOI in ``https://doi.org/10.1039/…``, ``doi: 10.1039/…`` or around it, lower case.

    DOIs do not tell case apart (DOI Handbook, 2.4). Raises :class:`NotADoi`.
    """
    shown = unquote(text) if "doi.org/" in text else text
    found = _DOI.search(shown.strip())
    if found is None:
        raise NotADoi(f"no DOI in {text.strip()[:80]!r}: expected one such as 10.1039/d5dt00526d")
    return _without_tail(found[0]).lower()


def _without_tail(doi: str) -> str:
    """Without the full stop of a sentence, a quotation mark, or a bracket opened before it."""
    while True:
        bare = doi.rstrip(".,;:'\"»”>}]")
        if bare.endswith(")") and bare.count(")") > bare.count("("):
            bare = bare[:-1]
        if bare == doi:
            return doi
        doi = bare
