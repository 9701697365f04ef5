"""Names of authors and editors as BibTeX and RIS write them."""

from __future__ import annotations

import re
from collections.abc import Callable

from bibtexparser.customization import splitname

Name = dict[str, str]
_SUFFIX = re.compile(r"(?:Jr|Sr|I{2,3}|IV|V|2nd|3rd|4th|Ph\.?\s?D|M\.?D)\.?", re.IGNORECASE)
_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\.?\s*al\.?|u\.\s?a\.)", re.IGNORECASE)
_ET_AL = re.compile(r"[\s,;]+et\.?\s*al\.?\s*$", re.IGNORECASE)
_INITIALS = r"(?:[A-ZÀ-Þ]\.?[\s-]*){1,4}"
_GIVEN_FIRST = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]*\s+)+\S*[a-zß-ÿ]\S*")
_FAMILY_INITIALS = re.compile(
    r"(?P<family>\S*[a-zß-ÿ]\S*(?:\s\S+){0,2}?)\s+(?P<given>(?:[A-Z]\.[\s-]?)+)"
)


class UnreadableNames(ValueError):
    """A list of names that can be taken apart in more than one way."""


def names_of(people: list[str], plain: Callable[[str], str] = str.strip) -> tuple[list[Name], bool]:
    """The names, and whether the list says that there are others. `plain` undoes the markup of a
    part. Raises :class:`UnreadableNames`."""
    found: list[Name] = []
    others = False
    for person in people:
        bare = _ET_AL.sub("", person.strip())
        others = others or bare != person.strip() or bool(_OTHERS.fullmatch(bare))
        if bare and not _OTHERS.fullmatch(bare):
            found += _names(bare, plain)
    return [name for name in found if name], others


def bibtex_people(text: str) -> list[str]:
    """The people of ``A and B AND {C and D}``, one by one."""
    return [p for p in _split(" ".join(text.split()), re.compile(r"\s+and\s+", re.I)) if p.strip()]


def _names(person: str, plain: Callable[[str], str]) -> list[Name]:
    if person.startswith("{") and person.endswith("}") and len(_split(person, _BLANK)) == 1:
        return [_parts(plain, literal=person)]
    parts = [part.strip() for part in _split(person, re.compile(","))]
    parts = [part for part in parts if part]
    if len(parts) == 1:
        return [_without_comma(parts[0], plain)]
    if len(parts) == 2 and not all(_GIVEN_FIRST.fullmatch(part) and "." in part for part in parts):
        return [_split_name(person, plain)]
    if len(parts) == 3 and any(_SUFFIX.fullmatch(part) for part in parts[1:]):
        family, one, two = parts
        given, suffix = (two, one) if _SUFFIX.fullmatch(one) else (one, two)
        return [_split_name(f"{family}, {suffix}, {given}", plain)]
    return _of_a_list(person, parts, plain)


def _of_a_list(person: str, parts: list[str], plain: Callable[[str], str]) -> list[Name]:
    """Several people with commas between them: "L. Chen, J. Connell" or "Chen, L., Nie, A."."""
    if all(_GIVEN_FIRST.fullmatch(part) for part in parts):
        return [_without_comma(part, plain) for part in parts]
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if len(parts) % 2 == 0 and all(re.fullmatch(_INITIALS, given) for _, given in pairs):
        return [_parts(plain, family=family, given=given) for family, given in pairs]
    raise UnreadableNames(f'who is who in "{person[:80]}" is not clear: join names with "and"')


def _without_comma(person: str, plain: Callable[[str], str]) -> Name:
    turned = _FAMILY_INITIALS.fullmatch(person)
    if turned:
        return _parts(plain, family=turned["family"], given=turned["given"])
    return _split_name(person, plain)


def _split_name(person: str, plain: Callable[[str], str]) -> Name:
    try:
        found = {key: " ".join(words) for key, words in splitname(person).items()}
    except ValueError:
        return _parts(plain, literal=person)
    return _parts(
        plain,
        **{
            "family": found["last"],
            "given": found["first"],
            "non-dropping-particle": found["von"],
            "suffix": found["jr"],
        },
    )


def ris_people(people: list[str], plain: Callable[[str], str]) -> tuple[list[Name], bool]:
    """``Family, Given, Suffix``; a name without a comma is an organisation's, unless it ends or
    begins with initials. Raises :class:`UnreadableNames`."""
    shown = [
        person if "," in person or _is_person(person) or _OTHERS.fullmatch(person.strip())
        else f"{{{person}}}"
        for person in people
    ]  # fmt: skip
    return names_of(shown, plain)


def _is_person(person: str) -> bool:
    turned = _FAMILY_INITIALS.fullmatch(person.strip())
    return bool(turned or re.fullmatch(r"(?:[A-Z]\.[\s-]?)+\s*[\w’'-]+", person.strip()))


def _parts(plain: Callable[[str], str], **parts: str) -> Name:
    shown = {key: plain(value) for key, value in parts.items() if value}
    return {key: value for key, value in shown.items() if value}


_BLANK = re.compile(r"\s+")


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split where no brace is open."""
    found, depth, start, position = [], 0, 0, 0
    while position < len(text):
        match = separator.match(text, position) if depth == 0 else None
        if match:
            found.append(text[start:position])
            start = position = match.end()
            continue
        depth += (text[position] == "{") - (text[position] == "}")
        position += 1
    return [*found, text[start:]]
