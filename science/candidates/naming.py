# ruff: noqa: E501 - a pattern stands on one line, however long
"""Which record a value of a sentence belongs to: the nearest that is named before it in its clause,
else after it. Bare words name the control."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from science.candidates.found import Candidate, Named
from science.candidates.names import Mention, mentions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from science.candidates.amounts import Amount

Clause = tuple[int, int, bool]
Given = tuple[str, bool, str]
"""ref of a record, whether it is certain, and why"""

_ATTRIBUTIVE = re.compile(
    r"^\s*(?:-?thick\s|thin\s)?(?:ALD\s|MLD\s)?(?:(?!at|of|after|and|for)[\w₀-₉]+[-\s]){0,2}?"
    r"(?:coat\w*|films?|layers?|samples?|electrodes?|cathodes?|anodes?|cells?)(?![^\W\d_])"
)
_BEHIND = re.compile(
    r"^\s*\((?:the\s|for\s)?$|^\s*(?:\([^()]*\)\s*)?(?:of (?:its|their|the)(?: \w+){1,3}\s)?(?:for|with|in|on|using)\s(?:the\s|an?\s|our\s)?(?:\w+\s){0,2}?$"
)
_PRECURSOR = re.compile(
    r"(?<![\w-])(?:Li(?:OtBu|OᵗBu|HMDS|TMSO|thd|TMSA)|Li\([\w()]+\)|TMA|TMPO|TDMAT|TDMAZr|TEMAH|DEZ|TiCl4|TTIP|H2O|O3|O2|NH3|EG"
    r"|TEG|HQ|DEPA|TMP|AlCl3|TDMASn|HF|HFpy|HF-pyridine|water|ozone|trimethylalumin\w+|ethylene glycol|glycerol"
    r"|diethylzinc|hydroquinone|[A-Z][a-z]?\((?:thd|acac|Cp|tmhd|hmds|dpm)\)\d?|LiN\(SiMe3\)2|lithium tert-butoxide"
    r"|lithium hexamethyldisilazide|titanium tetra\w+)(?![\w])"
)
_STEP = re.compile(
    r"(?<![^\W\d_])(?:puls\w+|dos(?:e|es|ed|ing)|purg\w+|expos\w+|soak\w*)(?![^\W\d_])",
    re.IGNORECASE,
)


class Records:
    """The records of one text, by what names them."""

    def __init__(self) -> None:
        self.named: dict[str, Named] = {}
        self.film = ""

    def get(self, ref: str, kind: str, **said: str | bool) -> Named:
        if ref not in self.named:
            self.named[ref] = Named(ref, kind)  # type: ignore[arg-type]
        record = self.named[ref]
        for name, value in said.items():
            if value and not getattr(record, name):
                setattr(record, name, value)
        return record

    def scene(
        self, text: str, start: int, end: int, clauses: Sequence[Clause], found: Sequence[Amount]
    ) -> Scene:
        return Scene(self, text, start, end, clauses, found)

    def used(self, candidates: Sequence[Candidate]) -> list[Named]:
        """Records that have a value, coated tests with their coating and control where one alone
        can be meant."""
        refs = {c.record for c in candidates}
        kept = [r for r in self.named.values() if r.ref in refs]
        coatings = [r for r in kept if r.kind == "coating"]
        bare = [r for r in kept if r.kind == "test" and r.bare]
        for test in kept:
            if test.kind != "test" or test.bare:
                continue
            own = [c for c in coatings if c.ref.partition(":")[2] == test.ref.partition(":")[2]]
            if len(coatings) == 1 and test.ref.startswith("coated"):
                test.coating = coatings[0].ref
            elif len(own) == 1 and ":" in test.ref:
                test.coating = own[0].ref
            if len(bare) == 1:
                test.control = bare[0].ref
        return kept


@dataclass
class Scene:
    """What one sentence names, and which record each of its values belongs to."""

    records: Records
    text: str
    start: int
    end: int
    clauses: Sequence[Clause]
    found: Sequence[Amount]

    def __post_init__(self) -> None:
        shift = self.start
        all_named = [
            Mention(m.start + shift, m.end + shift, m.kind, m.text)
            for m in mentions(self.text[self.start : self.end])
        ]
        self.films = [m for m in all_named if m.kind == "film"]
        self.substrates = [m for m in all_named if m.kind == "substrate"]
        self.tags = {
            a.start: f"{self.text[a.number[0] : a.number[1]]} {a.unit}".replace("- ", " ")
            for a in self.found
            if a.unit and re.fullmatch(r"nm|Å|(?:ALD |MLD |super)?cycles?", a.unit)
            and (
                _ATTRIBUTIVE.match(self.text[a.end : self.end])
                or re.search(r"\d[-‐–](?:cycle|nm)$", self.text[a.start : a.end])
            )
        }  # fmt: skip
        self.respectively = "respectively" in self.text[self.start : self.end]
        self.tests = self._tests(all_named)
        if self.films:
            self.records.film = self.films[-1].text

    def _tests(self, named: list[Mention]) -> list[tuple[int, int, str]]:
        """Mentions of tests: where they stand, and what names them."""
        found: list[tuple[int, int, str]] = []
        several = len(set(self.tags.values())) > 1
        if several:
            for a in self.found:
                if a.start in self.tags:
                    found.append((a.start, a.end, f"coated:{self.tags[a.start]}"))
        for m in named:
            if m.kind == "bare":
                found.append((m.start, m.end, "bare"))
            elif m.kind == "sample":
                found.append((m.start, m.end, f"sample:{m.text}"))
            elif m.kind == "coated" and not several:
                found.append((m.start, m.end, self._coated(m)))
        if not several and not any(key.startswith("coated") for *_, key in found):
            for a in self.found:  # "the cell with 15 nm of lithicone", "the 2 nm coating"
                with_ = re.search(r"with\s(?:an?\s|the\s)?$", self.text[self.start : a.start])
                if a.unit in {"nm", "Å"} and (with_ or a.start in self.tags):
                    found.append((a.start, a.end, "coated"))
        found.sort()
        kept: list[tuple[int, int, str]] = []
        for one in found:
            if kept and one[0] < kept[-1][1]:
                if kept[-1][2] in {"coated", "bare"} and one[2].startswith(("sample", "coated:")):
                    kept[-1] = one
                continue
            kept.append(one)
        return kept

    def _coated(self, mention: Mention) -> str:
        """Coated with one of several films: by the film."""
        films = {f.text for f in self.films}
        inside = [f.text for f in self.films if mention.start - 1 <= f.start < mention.end]
        return f"coated:{inside[0]}" if inside and len(films) > 1 else "coated"

    # -- tests --------------------------------------------------------------------------------
    def _named_test(self, key: str, words: str = "") -> str:
        self.records.get(
            key, "test", name=words or {"t": "", "bare": "bare", "coated": "coated"}.get(key, key.partition(":")[2]),
            bare=key == "bare",
        )  # fmt: skip
        return key

    def near(self, position: int, gap: str) -> bool:
        """Whether a test is named between the value before and this one."""
        return any(position - len(gap) <= a < position for a, _, _ in self.tests) or bool(
            re.match(r"\s*(?:for|with|in)\b", self.text[position:][:12])
        )

    def test(self, amount: Amount, clause: int, alike: Sequence[Amount]) -> Given:
        keys = list(dict.fromkeys(k for *_, k in self.tests))
        listed = [a for a in alike if a.group == amount.group]
        if (self.respectively and len(listed) > 1) or (
            self.respectively and len(alike) == len(keys) > 1
        ):
            row = listed if len(listed) > 1 else sorted(alike, key=lambda a: a.start)
            if len(keys) == len(row):
                return self._named_test(keys[row.index(amount)]), True, "by its place in the list"
        if not self.tests:
            if amount.of > 1 and len(listed) > 1:
                ref = f"t:{amount.place + 1}"
                self.records.get(ref, "test", name=f"{amount.place + 1} of the list")
                return ref, False, "one of a list"
            return self._named_test("t"), True, ""
        begin, end, leaning = self.clauses[clause]
        here = [t for t in self.tests if begin <= t[0] < end]
        behind = [
            t for t in here if t[0] >= amount.end and _BEHIND.match(self.text[amount.end : t[0]])
        ]
        if behind:
            return self._named_test(behind[0][2]), True, "named right behind it"
        claimed = self._claimed([a for a in alike if a is not amount])
        here = [t for t in here if t not in claimed]
        before = [t for t in here if t[1] <= amount.start]
        if before:
            return self._named_test(before[-1][2]), True, "named before it"
        after = [t for t in here if t[0] >= amount.end]
        if after and not any(
            amount.end <= a.start < after[0][0] for a in alike if a.group != amount.group
        ):
            one = len({t[2] for t in after}) == 1
            return self._named_test(after[0][2]), one, "named after it"
        earlier = [t for t in self.tests if t[1] <= begin]
        if earlier and leaning:
            return self._named_test(earlier[-1][2]), len(keys) == 1, "named before it"
        if len(keys) == 1 and earlier:
            return self._named_test(keys[0]), False, "the only one named"
        return self._named_test("t"), False, "no record is named in its clause"

    def _claimed(self, others: Sequence[Amount]) -> list[tuple[int, int, str]]:
        """Mentions that stand right behind another value: "58 % for bare LMO"."""
        return [
            t for t in self.tests for a in others
            if 0 <= t[0] - a.end < 40 and _BEHIND.match(self.text[a.end : t[0]])
        ]  # fmt: skip

    def tests_of_condition(
        self, at: tuple[int, int], clause: int, leading: bool, last: bool, own: set[int]
    ) -> list[Given]:
        """A condition that stands before every record is shared by all of the sentence; one that
        stands behind a record also by those of a clause that leans on its own, and has none: `own`
        are the clauses that have one."""
        begin = self.clauses[clause][0]
        keys = list(dict.fromkeys(k for *_, k in self.tests))
        if not keys:
            return [(self._named_test("t"), True, "")]
        before = [t for t in self.tests if begin <= t[0] < at[0]]
        if before:
            chosen = [before[-1][2]]
            if last and len(before) > 1:  # behind everything: of all that is named
                chosen = list(dict.fromkeys(t[2] for t in before))
            given = [
                (self._named_test(k), len(chosen) == 1 or leading, "named before it")
                for k in chosen
            ]
            if (
                clause + 1 < len(self.clauses)
                and self.clauses[clause + 1][2]
                and clause + 1 not in own
            ):
                a, b, _ = self.clauses[clause + 1]
                leaning = dict.fromkeys(
                    t[2] for t in self.tests if a <= t[0] < b and t[2] not in chosen
                )
                given += [
                    (self._named_test(k), False, "shared with the clause before") for k in leaning
                ]
            return given
        reach = self._reach(clause)
        shared = list(dict.fromkeys(t[2] for t in self.tests if begin <= t[0] < reach)) or keys
        return [(self._named_test(k), leading, "shared by the sentence") for k in shared]

    def _reach(self, clause: int) -> int:
        """Where the clauses end that lean on this one."""
        reach = self.clauses[clause][1]
        for begin, end, leaning in self.clauses[clause + 1 :]:
            if not leaning or begin != reach:
                break
            reach = end
        return reach

    # -- coatings -------------------------------------------------------------------------------
    def coating(self, amount: Amount, clause: int, alike: Sequence[Amount]) -> Given:
        listed = [a for a in alike if a.group == amount.group]
        films = list(dict.fromkeys(f.text for f in self.films))
        if len(listed) > 1:
            if self.respectively and len(films) == len(listed):
                return self._film(films[amount.place]), True, "by its place in the list"
            samples = [t[2] for t in self.tests if t[2].startswith("sample")]
            if len(samples) == len(listed):
                return self._variant(samples[amount.place].partition(":")[2]), True, "by its place"
            return self._variant(f"{amount.place + 1}"), True, "one of a list"
        if len(set(self.tags.values())) > 1 and amount.start in self.tags:
            return self._variant(self.tags[amount.start]), True, "named by it"
        begin, end, _ = self.clauses[clause]
        samples_here = [t for t in self.tests if t[2].startswith("sample") and begin <= t[0] < end]
        if samples_here and not films:
            before = [t for t in samples_here if t[1] <= amount.start]
            nearest = before[-1] if before else samples_here[0]
            return self._variant(nearest[2].partition(":")[2]), True, "named beside it"
        if not films:
            return self._film(self.records.film), not self.records.film, ""
        if len(films) == 1:
            return self._film(films[0]), True, ""
        here = [f for f in self.films if begin <= f.start < end]
        right = [f for f in here if 0 <= f.start - amount.end <= 12]
        if right and re.fullmatch(
            r"\s*(?:-?thick\s|thin\s)?(?:of\s|for\s|\w+\s)?", self.text[amount.end : right[0].start]
        ):
            return self._film(right[0].text), True, "named right behind it"
        before_films = [f for f in here if f.end <= amount.start]
        if before_films:
            return self._film(before_films[-1].text), True, "named before it"
        after = [f for f in here if f.start >= amount.end]
        if after:
            return self._film(after[0].text), len({f.text for f in after}) == 1, "named after it"
        return self._film(films[0]), False, "no film is named in its clause"

    def _on(self) -> str:
        on = [
            s
            for s in self.substrates
            if re.search(r"(?:on|onto|of)\s(?:the\s|\w+\s)?$", self.text[self.start : s.start])
        ]
        return on[0].text if on else ""

    def _film(self, film: str) -> str:
        ref = f"film:{film}" if film else "film"
        self.records.get(ref, "coating", name=film, film=film, on=self._on())
        return ref

    def _variant(self, name: str) -> str:
        film = self.films[0].text if len({f.text for f in self.films}) == 1 else ""
        self.records.get(
            f"film:{name}",
            "coating",
            name=" ".join(x for x in (film, name) if x),
            film=film,
            on=self._on(),
        )
        return f"film:{name}"

    # -- precursors and steps -------------------------------------------------------------------
    def precursor(self, at: tuple[int, int]) -> Given:
        found = [
            (m.start(), m.end(), m[0]) for m in _PRECURSOR.finditer(self.text, self.start, self.end)
        ]
        before = [f for f in found if f[1] <= at[0]]
        chosen = before[-1] if before else next(iter(f for f in found if f[0] >= at[1]), None)
        if chosen is None:
            self.records.get("precursor", "precursor")
            return "precursor", False, ""
        ref = f"precursor:{chosen[2].lower()}"
        self.records.get(ref, "precursor", name=chosen[2])
        gap = self.text[chosen[1] : at[0]] if chosen in before else ""
        return (
            ref,
            chosen in before and not re.search(r"[;.]", gap),
            "named before it" if gap else "named after it",
        )

    def step(self, at: tuple[int, int]) -> Given:
        """The step that a time belongs to: what is done, and of what."""
        steps = [
            (m.start(), m.end(), m[0].lower())
            for m in _STEP.finditer(self.text, self.start, self.end)
        ]
        before = [s for s in steps if s[1] <= at[0]]
        after = [s for s in steps if s[0] >= at[1] and s[0] - at[1] < 24]
        close = after and not re.search(r"[,;]|\band\b|\bthen\b", self.text[at[1] : after[0][0]])
        chosen = after[0] if close else (before or steps)[-1 if before else 0]
        purges = chosen[2].startswith("purg")
        named = [(m.start(), m[0]) for m in _PRECURSOR.finditer(self.text, self.start, self.end)]
        near = min(named, key=lambda n: abs(n[0] - at[0]), default=(0, ""))[1]
        of = "" if purges else near
        count = sum(s[2].startswith("purg") and s[0] < chosen[0] for s in steps) if purges else 0
        ref = f"step:purge{count or ''}" if purges else f"step:dose {of.lower()}".strip()
        self.records.get(ref, "step", name="purge" if purges else f"dose {of}".strip())
        return ref, False, ""
