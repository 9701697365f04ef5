"""What was expected of a document is said in words, and what is meant in any case is taken."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from documents.check import _field_names
from documents.schema import PaperDocument
from documents.tests.documents import paper
from records.document.invalid import from_pydantic


def told(path: tuple[Any, ...], value: Any) -> list[str]:
    """What is said of the small paper with another value there."""
    document = paper()
    inside: Any = document
    *above, last = path
    for step in above:
        inside = inside[step]
    inside[last] = value
    try:
        PaperDocument.model_validate(document)
    except ValidationError as error:
        return [str(problem) for problem in from_pydantic(error, _field_names())]
    return []


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("key",), "Doe 2020", "key: expected a key of lower-case letters, digits and hyphens, "
                               "such as al2o3-on-li; got 'Doe 2020'"),
        (("citation", "DOI"), "doi", "citation.DOI: expected a DOI, such as 10.1039/d5dt00526d; "
                                     "got 'doi'"),
        (("cycling", 0, "cell", "type"), "ful", "cycling[0].cell.type: expected half, full, "
         "symmetric or unspecified; got 'ful' (did you mean \"full\"?)"),
        (("coatings", 1, "steps", 1, "every"), "x", "coatings[1].steps[1].every: expected a whole "
                                                    "number or some; got 'x'"),
        (("cycling", 0, "cell", "cells"), 0, "cycling[0].cell.cells: expected a number of at "
                                             "least 1; got '0'"),
        (("cycling", 2, "points", "columns"), ["cycle"], "cycling[2].points.columns: expected at "
                                                         "least 2 items"),
        (("note",), 5, "note: expected a text; got '5'"),
        (("citation", "author"), [{"family": "A", "given": "B., C, D., E, F."}],
         "citation.author[0]: holds several people: each of them on a line, as Family, Given"),
    ],
)  # fmt: skip
def test_a_problem_says_what_was_expected(path: tuple[Any, ...], value: Any, expected: str) -> None:
    assert told(path, value) == [expected]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("coatings", 0, "purpose"), "Protective barrier"),
        (("cycling", 0, "cell", "type"), " FULL "),
        (("citation", "DOI"), "https://doi.org/10.1039/d5dt00526d"),
        (("citation", "DOI"), "doi: 10.1039/d5dt00526d"),
        (("citation", "type"), "Article-Journal"),
    ],
)
def test_what_is_meant_without_doubt_is_taken(path: tuple[Any, ...], value: str) -> None:
    assert told(path, value) == []
