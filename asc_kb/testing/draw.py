"""A random draw of the printed values in ``fixtures/papers``, to be checked against their pages.

``python -m asc_kb.testing.draw 20261127 60``: the seed and how many. Drawn are values of scope
``record``: measurements, results, times of steps, conditions, and what is said of precursors.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

PAPERS = Path(__file__).parents[2] / "fixtures" / "papers"
SECTIONS = ("coatings", "cycling", "source_temperatures", "precursor_values")
# of a result: what is said in words, and where it was read
WORDS = {"outcome", "than", "aspect", "statement", "at", "note", "extraction", "section", "scope"}
WORDS |= {"url", "read_on", "via", "missing"}

Value = tuple[str, str, str, str]


def values() -> Iterator[Value]:
    """Paper, record, what and value, in the order of the files and of what stands in them."""
    for path in sorted(PAPERS.glob("*.yaml")):
        document = yaml.safe_load(path.read_text())
        for section in SECTIONS:
            for record in document.get(section, ()):
                name = record.get("key") or record["precursor"]
                for what, value in of_record(record):
                    if any(sign.isdigit() for sign in value):
                        yield document["key"], name, what, value


def of_record(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if record.get("scope", "record") != "record":
        return
    if "value" in record:
        name = record.get("property", "source temperature")
        yield f"{name} {record['of']}" if "of" in record else name, record["value"]
    yield from _conditions(record)
    yield from _times(record.get("steps", ()))
    for one in record.get("measurements", ()):
        yield from of_record(one)
    for one in record.get("results", ()):
        if one.get("scope", "record") == "record":
            yield from ((key, str(one[key])) for key in one if key not in WORDS)


def _conditions(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in record.get("conditions", {}).items():
        yield f"condition: {key}", str(value["value"] if isinstance(value, dict) else value)


def _times(steps: Any) -> Iterator[tuple[str, str]]:
    for step in steps:
        if step.get("scope", "record") == "record":
            word = next((key for key in ("dose", "plasma", "soak", "purge") if key in step), "step")
            if "time" in step:
                of = "" if step.get(word) is True else f" {step.get(word)}"
                yield f"{word}{of}", str(step["time"])
            yield from _times(step.get("steps", ()))


if __name__ == "__main__":
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    every = list(values())
    lines = [f"{len(every)} values of {len({one[0] for one in every})} papers"]
    drawn = random.Random(seed).sample(every, count)
    lines += [f"| {number} | {' | '.join(one)} |" for number, one in enumerate(drawn, 1)]
    sys.stdout.write("\n".join(lines) + "\n")
