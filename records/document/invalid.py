"""What is wrong with a document, and at which path of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.document.expecting import choices_of, expected, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import ValidationError

Loc = tuple[int | str, ...]


@dataclass(frozen=True)
class Problem:
    """``path`` as in ``coatings[2].measurements[0].value``; ``message`` says what was expected."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path or 'document'}: {self.message}"


class DocumentInvalid(ValueError):
    """A document that cannot be published; nothing was written."""

    def __init__(self, problems: Iterable[Problem], source: str = "") -> None:
        self.problems = list(problems)
        self.source = source
        super().__init__("\n".join(str(problem) for problem in self.problems))


def path_of(loc: Sequence[int | str]) -> str:
    """``("coatings", 2, "value")`` as ``coatings[2].value``."""
    path = ""
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{part}" if path else part
    return path


MOST_TOLD = 2_000
"""Of what is wrong in the shape of one document: nobody reads more, and a list of it has an end."""


def from_pydantic(error: ValidationError, known: dict[str, list[str]]) -> list[Problem]:
    """Pydantic's errors with document paths; unknown names get the nearest valid one.

    ``known`` maps a model's class name to its field names, for the suggestion.
    """
    every_name = sorted({name for names in known.values() for name in names})
    said: dict[str, list[str]] = {}
    wanted: dict[str, list[str]] = {}
    for item in error.errors(include_url=False)[:MOST_TOLD]:
        loc = tuple(part for part in item["loc"] if not _is_union_branch(part, known))
        message = item["msg"].removeprefix("Value error, ")
        if item["type"] == "extra_forbidden":
            unknown = item["loc"][-1]  # a name of the document, whatever it looks like
            if not loc or loc[-1] != unknown:
                loc = (*loc, unknown)
            message = f"unknown name{nearest(str(unknown), every_name)}"
        elif item["type"] == "missing":
            message = "is required"
        elif one := expected(item):
            # the branches of a union are alternatives at one place
            wanted.setdefault(path_of(loc), []).append(one)
            alternatives = " or ".join(dict.fromkeys(wanted[path_of(loc)]))
            got = item["input"]
            plain = "" if isinstance(got, (dict, list)) else f"; got {str(got)[:80]!r}"
            message = f"expected {alternatives}{plain}"
            if item["type"] == "literal_error" and plain:
                message += nearest(got, choices_of(item))
            said[path_of(loc)] = [m for m in said.get(path_of(loc), []) if _stays(m)]
        elif "input" in item and not isinstance(item["input"], (dict, list)):
            message = f"{message}; got {item['input']!r}"
        texts = said.setdefault(path_of(loc), [])
        texts += [message] if message not in texts else []
    problems = [Problem(path, message) for path, texts in said.items() for message in texts]
    more = error.error_count() - MOST_TOLD
    if more > 0:
        problems.append(Problem(problems[-1].path, f"and about {more} more problems behind it"))
    return problems


def _stays(message: str) -> bool:
    """Whether it is another message than one of what was expected, which is said anew."""
    return not message.startswith("expected ")


def _is_union_branch(part: int | str, known: dict[str, list[str]]) -> bool:
    """Pydantic names the branch of a union it tried; a reader's path has no such part."""
    if not isinstance(part, str):
        return False
    plain = part in {"str", "int", "bool"} or part.startswith("constrained-")
    return part in known or plain or "[" in part
