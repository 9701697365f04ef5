"""One field of the form, or one column of a sheet: made from the schema, worded here and there."""

from __future__ import annotations

import re
import types
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from curation.lookup.people import UnreadableNames, bibtex_people, names_of
from science.properties import PROPERTIES, properties

if TYPE_CHECKING:
    from science.registry import Kind, Subject

Widget = Literal[
    "text", "area", "choice", "number", "word", "words", "printed", "places", "people", "pairs",
    "table", "hidden",
]  # fmt: skip
Choices = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Groups of (value, label); a group without a name stands first."""


@dataclass(frozen=True)
class Field:
    """How one value is asked for. ``name`` is its path inside its record: ``substrate.role``.

    ``kind`` is what a word is of (``precursor`` … or the own ``coating``, ``test``); ``reads``
    is the property that a printed value is read as; ``of`` names the field that says it instead.
    """

    name: str
    label: str
    widget: Widget = "text"
    choices: Choices = ()
    kind: str = ""
    reads: str = ""
    of: str = ""
    hint: str = ""
    example: str = ""
    size: Literal["s", "m", "l", "xl"] = "m"
    more: bool = False
    required: bool = False

    def read(self, text: str) -> Any:
        """What a document says for this text; None for nothing. What cannot be read stays text."""
        if self.widget == "choice":  # in any case, as a sheet may have it
            text = next((v for v in self.values if v.casefold() == text.strip().casefold()), text)
        return _READERS.get(self.widget, _read_text)(text)

    def write(self, value: Any) -> str:
        """The text that shows a document's value; of another shape than asked for, nothing."""
        if value is None:
            return ""
        return _WRITERS.get(self.widget, _write_text)(value)

    @property
    def values(self) -> list[str]:
        """The values that can be chosen."""
        return [value for _, group in self.choices for value, _ in group]


def field_of(model: type[BaseModel], name: str, **said: Any) -> Field:
    """The field for one name of a model of the schema: its kind of input follows from its type.

    A dotted name leads into the models inside: ``field_of(CoatingEntry, "substrate.role")``.
    """
    owner, last = _inside(model, name)
    info = next(i for k, i in owner.model_fields.items() if (i.alias or k) == last)
    choices = _literals(info.annotation)
    defaults: dict[str, Any] = {
        "label": last.replace("_", " ").replace("-", " ").capitalize(),
        "required": info.is_required(),
    }
    if choices:
        defaults |= {"widget": "choice", "choices": (("", tuple((c, c) for c in choices)),)}
    elif int in _parts(info.annotation):
        defaults |= {"widget": "number", "size": "s"}
    elif last == "note":
        defaults |= {"widget": "area", "size": "xl"}
    return Field(name=name, **(defaults | said))


def property_choices(*roles: tuple[Kind, Subject]) -> Choices:
    """The properties that can be named, those listed first coming first as declared."""
    found = {key: p for kind, subject in roles for key, p in properties(kind, subject).items()}
    return (("", tuple((key, _labelled(p.label, p.unit)) for key, p in found.items())),)


def _labelled(label: str, unit: str | None) -> str:
    return f"{label} ({unit})" if unit and unit != "1" else label


def printed(name: str, label: str, key: str, **said: Any) -> Field:
    """A value as printed, read as the property ``key``."""
    unit = PROPERTIES[key].unit if key in PROPERTIES else "cycles"
    hint = f"as printed; read in {unit}" if unit and unit != "1" else "as printed"
    return Field(name, label, **({"widget": "printed", "reads": key, "hint": hint} | said))


def at_root(fields: tuple[Field, ...], prefix: str) -> tuple[Field, ...]:
    """The same fields one level further in."""
    return tuple(replace(item, name=f"{prefix}.{item.name}") for item in fields)


# --- types of the schema ----------------------------------------------------------------------
def _inside(model: type[BaseModel], name: str) -> tuple[type[BaseModel], str]:
    *path, last = name.split(".")
    for part in path:
        info = next(i for k, i in model.model_fields.items() if (i.alias or k) == part)
        model = next(
            p for p in _parts(info.annotation) if isinstance(p, type) and issubclass(p, BaseModel)
        )
    return model, last


def _parts(annotation: Any) -> list[Any]:
    """The types that an annotation is made of, unions and Annotated opened."""
    origin = get_origin(annotation)
    if origin in {Union, types.UnionType}:
        return [part for arg in get_args(annotation) for part in _parts(arg)]
    if hasattr(annotation, "__metadata__"):
        return _parts(annotation.__origin__)
    return [annotation]


def _literals(annotation: Any) -> tuple[str, ...]:
    for part in _parts(annotation):
        if get_origin(part) is Literal and isinstance(get_args(part)[0], str):
            return get_args(part)
    return ()


# --- text to document and back ------------------------------------------------------------------
def _read_text(text: str) -> str | None:
    return text.strip() or None


def _write_text(value: Any) -> str:
    if isinstance(value, bool | list | dict):
        return ""
    return str(value)


def _read_number(text: str) -> int | str | None:
    bare = text.strip()
    return int(bare) if re.fullmatch(r"[0-9]{1,9}", bare) else bare or None


def _read_list(separator: str) -> Any:
    def reader(text: str) -> list[str] | None:
        return [part.strip() for part in re.split(separator, text) if part.strip()] or None

    return reader


def _write_list(joint: str) -> Any:
    def writer(value: Any) -> str:
        items = value if isinstance(value, list) else [value]
        return joint.join(str(v) for v in items) if _plain(items) else ""

    return writer


def _write_hidden(value: Any) -> str:
    return "yes" if value is True else _write_text(value)


def _plain(items: list[Any]) -> bool:
    return all(isinstance(item, str | int | float) and not isinstance(item, bool) for item in items)


def _read_places(text: str) -> str | list[str] | None:
    found = _read_list(";|\n")(text)
    return found[0] if found and len(found) == 1 else found


_EXTRA_NAMES = {"particle": "non-dropping-particle", "suffix": "suffix"}


def _read_people(text: str) -> list[dict[str, str]] | None:
    """A person a line: ``Family, Given``; ``Bui, H., particle: van``; no comma: an organisation."""
    lines = [line for line in re.split(r"\n|;", text) if line.strip()]
    return [name for line in lines for name in (_people(line) or [_person(line)])] or None


def _people(line: str) -> list[dict[str, str]]:
    """Several people on one line, where commas and initials leave no doubt who is who."""
    joined = re.sub(r"\s(?:and|&)\s", " and ", line)
    if ":" in line or "," not in line or (" and " not in joined and line.count(",") < 2):
        return []
    try:
        found, _ = names_of(bibtex_people(re.sub(r",\s*and\s", " and ", joined)))
    except UnreadableNames:
        return []
    sure = all(re.search(r"[A-Z]\.|^[A-Z]$", n.get("given", "")) and n.get("family") for n in found)
    return found if len(found) > 1 and sure else []


def _person(line: str) -> dict[str, str]:
    family, comma, rest = (part.strip() for part in line.partition(","))
    if not comma:
        return {"literal": family}
    name = {"family": family}
    given = []
    for part in (part.strip() for part in rest.split(",")):
        label, colon, value = part.partition(":")
        if colon and label.strip() in _EXTRA_NAMES:
            name[_EXTRA_NAMES[label.strip()]] = value.strip()
        elif part:
            given.append(part)
    return {**name, **({"given": ", ".join(given)} if given else {})}


def _write_people(value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(person, dict) for person in value):
        return ""
    return "\n".join(_person_line(person) for person in value)


def _person_line(name: dict[str, Any]) -> str:
    if "literal" in name and "family" not in name:
        return str(name["literal"])
    parts = [str(name.get("family", "")), str(name.get("given", ""))]
    parts += [f"{word}: {name[key]}" for word, key in _EXTRA_NAMES.items() if name.get(key)]
    return ", ".join(parts).rstrip() if any(parts[1:]) else f"{parts[0]},"


def _read_pairs(text: str) -> dict[str, str] | None:
    """``rate: 0.5C; loading: 3 mg/cm²``; a part without a colon keeps its text as a name."""
    pairs = (part.partition(":") for part in re.split(r";|\n", text) if part.strip())
    return {key.strip(): value.strip() for key, _, value in pairs} or None


def _write_pairs(value: Any) -> str:
    if not isinstance(value, dict) or not _plain(list(value.values())):
        return ""
    return "; ".join(f"{key}: {printed}" for key, printed in value.items())


def _read_table(text: str) -> str | None:
    """Tabs at the end of a line are empty cells."""
    return text.strip("\r\n") or None if text.strip() else None


_READERS: dict[str, Any] = {
    "table": _read_table,
    "number": _read_number,
    "words": _read_list(r"[,;\n]| or "),
    "places": _read_places,
    "people": _read_people,
    "pairs": _read_pairs,
}
_WRITERS: dict[str, Any] = {
    "hidden": _write_hidden,
    "words": _write_list(", "),
    "places": _write_list("; "),
    "people": _write_people,
    "pairs": _write_pairs,
}
