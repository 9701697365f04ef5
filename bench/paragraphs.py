"""How many values of real paragraphs are found: ``python -m bench.paragraphs FOLDER``.

``bench/paragraphs.yaml`` has the addresses of the paragraphs and what is to be found in them; the
texts are not kept. FOLDER holds them, or some, as ``ID.txt``. A value is found where it is
proposed, or asked with its property among the options; a proposal is right where property, reading
and cycle are. Where the list says of which film or cell a value is (``#a``), a right proposal's
record is right where it holds together what the list does, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from science.candidates import from_text
from science.candidates.found import reading

if TYPE_CHECKING:
    from science.candidates.found import Candidate
    from science.quantities import Quantity

LIST = Path(__file__).with_suffix(".yaml")
_VALUE = re.compile(
    r"(?P<key>\w+) (?P<bound>[<>]?)(?P<low>-?[\d.]+(?:e-?\d+)?)(?:-(?P<high>[\d.]+))?"
    r"(?: @(?P<at>\d+))?(?: #(?P<record>\w))?"
)
_SAME = 2e-3


@dataclass(frozen=True)
class Expected:
    """A value as it stands in the list."""

    key: str
    bound: str
    low: float
    high: float
    at: str
    room: bool = False
    record: str = ""

    @classmethod
    def of(cls, text: str) -> Expected:
        if text.endswith(" RT"):
            return cls(text.partition(" ")[0], "", 0, 0, "", room=True)
        match = re.fullmatch(_VALUE, text)
        if match is None:
            raise ValueError(f"{text!r} is no value of the list")
        low = float(match["low"])
        return cls(
            match["key"], match["bound"], low, float(match["high"] or low), match["at"] or "",
            record=match["record"] or "",
        )  # fmt: skip

    def reads(self, read: Quantity | None) -> bool:
        if read is None:
            return False
        low, high = read.low, read.high
        if self.bound or low is None or high is None:
            low = high = low if low is not None else high
        return _near(low, self.low) and _near(high, self.high)

    def proposed(self, one: Candidate) -> bool:
        if self.room:
            return one.property == self.key and "room" in one.printed.lower()
        right = one.property == self.key and self.reads(one.reading)
        return right and (not self.at or one.at_cycle == self.at)

    def beside(self, one: Candidate) -> bool:
        """As a condition, or the cycle, of another value."""
        if self.room:
            return "room" in one.conditions.get(self.key, "").lower()
        if self.key in one.conditions:
            return self.reads(reading(self.key, one.conditions[self.key]))
        return self.key in ("stable_cycles", "lifetime") and one.at_cycle == f"{self.low:g}"

    def asked(self, one: Candidate) -> bool:
        texts = [text for text in (one.printed, one.confirm_as, one.value) if text]
        offered = not one.options or self.key in one.options
        return offered and any(self.reads(reading(self.key, text)) for text in texts)


def _near(one: float | None, two: float) -> bool:
    return one is not None and abs(one - two) <= _SAME * max(abs(two), 1e-30)


@dataclass
class Count:
    paragraphs: int = 0
    values: int = 0
    proposed: int = 0
    asked: int = 0
    proposals: int = 0
    right: int = 0
    records: int = 0
    records_right: int = 0
    missed: list[str] = field(default_factory=list)

    def paragraph(self, text: str, values: list[str]) -> None:
        found = from_text(text).candidates
        offered = [one for one in found if one.property]
        open_ = [one for one in found if not one.property]
        expected = [Expected.of(value) for value in values]
        self.paragraphs += 1
        self.values += len(expected)
        for value, one in zip(values, expected, strict=True):
            if any(one.proposed(c) or one.beside(c) for c in offered):
                self.proposed += 1
            elif any(one.beside(c) or (not one.room and one.asked(c)) for c in open_):
                self.asked += 1
            else:
                self.missed.append(value)
        self.proposals += len(offered)
        self.right += sum(any(one.proposed(c) for one in expected) for c in offered)
        self._records([(one.record, c.record) for one in expected if one.record
                       for c in offered if one.proposed(c)])  # fmt: skip

    def _records(self, pairs: list[tuple[str, str]]) -> None:
        """A record of the list and one of the answer are the same where they meet first."""
        named: dict[str, str] = {}
        for listed, found in pairs:
            if listed not in named and found not in named.values():
                named[listed] = found
            self.records += 1
            self.records_right += named.get(listed) == found

    @property
    def row(self) -> str:
        found = 100 * (self.proposed + self.asked) / self.values
        proposed = 100 * self.proposed / self.values
        right = 100 * self.right / self.proposals
        records = f"{self.records_right} of {self.records}" if self.records else ""
        return (
            f"{self.paragraphs} | {self.values} | {found:.1f} % | {proposed:.1f} % "
            f"| {self.proposals} | {right:.1f} % | {records}"
        )


def counted(rows: list[dict[str, object]], folder: Path) -> Count:
    """What is found in those paragraphs of a list whose text is in the folder."""
    count = Count()
    for row in rows:
        file = folder / f"{row['id']}.txt"
        if not file.exists():
            continue
        text = file.read_text()
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            print(f"{row['id']} is not the text that was read", file=sys.stderr)
        values = row["values"]
        assert isinstance(values, list)
        count.paragraph(text, values)
    return count


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    print("| paragraphs | values | found | proposed | proposals | right | record |")
    for name, rows in yaml.safe_load(LIST.read_text()).items():
        count = counted(rows, Path(sys.argv[1]))
        print(f"{name}: {count.row}" if count.proposals else f"{name}: no text in the folder")


if __name__ == "__main__":
    main()
