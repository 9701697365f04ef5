"""What a save says back to the form that sent it: problems and filled-in texts, under its names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.entry.posted import Node
    from curation.entry.states import Record, Said


def answer(root: Node, form: Record) -> dict[str, Any]:
    """Per field: its problems, and the text that the save put where another or none was typed;
    per record: the problems that no field of it has."""
    problems: dict[str, list[str]] = {}
    texts: dict[str, str] = {}
    records: dict[str, list[str]] = {}
    for name, node, record in _pairs(root, form, ""):
        if record.problems:
            records[name] = record.problems
        for said in record.fields:
            own = f"{name}.{said.field.name}" if name else said.field.name
            if said.problems:
                problems[own] = said.problems
            if _put(node, said):
                texts[own] = said.text
    return {"problems": problems, "records": records, "set": texts, "wrong": form.wrong}


def _put(node: Node, said: Said) -> bool:
    """Keys that were proposed, and words that were typed by name."""
    if said.field.widget not in {"word", "words"} and not said.field.name.endswith("key"):
        return False
    return said.text != node.texts.get(said.field.name, "").strip()


def _pairs(node: Node, record: Record, name: str) -> Iterator[tuple[str, Node, Record]]:
    """Records of the form beside what was sent for them, with the name they were sent under."""
    yield name, node, record
    prefix = f"{name}." if name else ""
    for listed in record.lists:
        short = listed.name.rpartition(".")[2]
        sent = [(t, n) for t, n in node.lists.get(short, {}).items() if not n.empty]
        for (token, inner), item in zip(sent, listed.items, strict=False):
            yield from _pairs(inner, item, f"{prefix}{short}[{token}]")
