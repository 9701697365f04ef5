"""The answer of a page in one strip: what its tests say against bare controls, and the limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coatings.models import Role
from cycling.sidebyside.comparability import in_words
from records.printed_values import of_record
from science.verdict import EVIDENCE, EVIDENCE_IN_WORDS, UNTOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cycling.models import CyclingTest, TestResult

_THAN = {"better": "better than", "worse": "worse than", "same": "the same as"}
_MEASURED = {"measured", "measured-spread"}
_MOST_PRINTED = 2
_COATED: dict[str, str] = {Role.SOLID_ELECTROLYTE: "electrolyte", Role.SEPARATOR: "separator"}


def what_is_coated(tests: Iterable[CyclingTest]) -> str:
    """What the film lies on in these cells, and is missing from in their bare controls."""
    found = {_COATED.get(test.coating.role) for test in tests if test.coating}
    return (found.pop() if len(found) == 1 else None) or "electrode"


@dataclass(frozen=True, slots=True)
class Told:
    """What one test is against one control, as its read row keeps it."""

    test: CyclingTest
    verdict: dict[str, Any]
    conditions: dict[str, Any] | None

    @property
    def evidence(self) -> str:
        return EVIDENCE_IN_WORDS.get(self.verdict["evidence"] or "", "")

    @property
    def untold(self) -> bool:
        """Whether there are controls, and the paper does not say which of them it means."""
        return bool(self.verdict["why"] == UNTOLD)

    @property
    def matching(self) -> int:
        return len(self.conditions["same"]) if self.conditions else 0

    @property
    def differing(self) -> list[str]:
        return self._named("differ")

    @property
    def unknown(self) -> list[str]:
        return self._named("unknown")

    @property
    def effect(self) -> dict[str, Any] | None:
        """The effect that says what is shown, else the first that has one."""
        effects = self.verdict["effects"]
        decisive = (e for e in effects if e["shown"] == self.verdict["shown"])
        return next(decisive, effects[0] if effects else None)

    @property
    def printed(self) -> list[TestResult]:
        """What the paper prints of this very cell, the first few."""
        own = [r for r in of_record(self.test.results.all()) if r.printed]
        return own[:_MOST_PRINTED]

    def _named(self, state: str) -> list[str]:
        return [in_words(name) for name in self.conditions[state]] if self.conditions else []


@dataclass(frozen=True, slots=True)
class Answer:
    """One sentence, its limit, and the comparison that the cells beside it show, if any."""

    says: str
    limit: str
    told: Told | None = None


def answer(tests: Sequence[CyclingTest]) -> Answer:
    """What these tests of coated cells say. Numbers go before claims, claims of a film before a
    sentence about several; tests that disagree give no direction."""
    if not tests:
        return Answer("Not known.", "No cycling test of this coating is on record here.")
    found = [one for test in tests for one in _told(test)]
    said = _said(found)
    bare = f"bare {what_is_coated(tests)}"
    if not said:
        films = any(one.verdict["against"] == "another coating" for one in found)
        limit = "It is compared with another coating only." if films else _UNCOMPARED
        return Answer(f"Not known against a {bare}.", limit)
    return _by_numbers(said, bare) or _by_claims(said, bare)


def best_of(tests: Iterable[CyclingTest]) -> Told | None:
    """The comparison with a bare control that rests on the best evidence."""
    said = _said([one for test in tests for one in _told(test)])
    return _best(said) if said else None


def _said(found: Iterable[Told]) -> list[Told]:
    """Those against a bare control that say anything."""
    bare = (one for one in found if one.verdict["against"] != "another coating")
    return [one for one in bare if one.verdict["evidence"] or one.verdict["claimed"]]


_UNCOMPARED = "Its tests are on record here without a comparison, in numbers or in words."


def _told(test: CyclingTest) -> list[Told]:
    derived = test.read.derived
    compared = derived.get("comparable", {}).get("controls") or ()
    conditions = {row["control"]: row["conditions"] for row in compared}
    verdicts = derived.get("shown", {}).get("verdicts") or ()
    return [Told(test, verdict, conditions.get(verdict["control"])) for verdict in verdicts]


def _by_numbers(said: Sequence[Told], bare: str) -> Answer | None:
    shown = {one.verdict["shown"] for one in said}
    if {"better", "worse"} <= shown:
        limit = f"By numbers of {_tests(said)} that say the opposite of each other."
        return Answer("Better in some tests, worse in others.", limit)
    word = next((w for w in ("better", "worse", "no difference shown") if w in shown), None)
    if word is None:
        return None
    these = [one for one in said if one.verdict["shown"] == word]
    says = {
        "better": f"Better than the {bare}, by numbers of both.",
        "worse": f"Worse than the {bare}, by numbers of both.",
    }.get(word, f"No difference from the {bare} is shown.")
    best = _best(these)
    against = {c for one in said if (c := one.verdict["claimed"]) and c != word}
    more = [f"Also claimed: {', '.join(sorted(against))}."] if against else []
    return Answer(says, " ".join([*_limits(best, these, said), *more]), best)


def _by_claims(said: Sequence[Told], bare: str) -> Answer:
    own = [one for one in said if one.verdict["evidence"] != "group-statement"]
    claims = {one.verdict["claimed"] for one in own} - {None}
    best = _best([one for one in own if one.verdict["claimed"]] or own or said)
    if not own:
        limit = "What is on record is a sentence about several systems together."
        return Answer("Nothing is said of this film alone.", limit, best)
    if not claims:
        says = "Whether it helps cannot be told."
    elif len(claims) > 1 or "mixed" in claims:
        says = "What is claimed of it is mixed."
    elif best.verdict["against"]:
        measured = _MEASURED & {one.verdict["evidence"] for one in own}
        numbers = "numbers do not show it" if measured else "no numbers are there on both sides"
        says = f"Claimed to be {_THAN[claims.pop()]} the {bare}; {numbers}."
    elif best.untold:
        says = f"Claimed to be {claims.pop()}; {UNTOLD}."
    else:
        says = f"Claimed to be {claims.pop()}, with no control on record here."
    these = [one for one in own if one.verdict["claimed"]] or own
    return Answer(says, " ".join(_limits(best, these, said)), best)


def _best(these: Iterable[Told]) -> Told:
    """That with the best grade of evidence; then one whose numbers tell before one whose numbers do
    not, then with the most conditions known to match."""
    grades = {grade: place for place, grade in enumerate(EVIDENCE)}
    return min(
        these,
        key=lambda one: (
            grades.get(one.verdict["evidence"], len(grades)),
            one.verdict["shown"] == "cannot be told",
            -one.matching,
            one.test.pk,
        ),
    )


def _limits(best: Told, these: Sequence[Told], said: Sequence[Told]) -> list[str]:
    limits = []
    tests, all_tests = ({one.test.pk for one in some} for some in (these, said))
    if len(all_tests) > 1:
        limits.append(f"In {len(tests)} of {_tests(said)}.")
    if best.verdict["electrodes"] == "both":
        limits.append("The other electrode is coated as well.")
    if best.differing:
        limits.append(f"Not comparable: {', '.join(best.differing)} not the same.")
    elif best.unknown:
        limits.append("Whether only the film differs cannot be told.")
    return limits


def _tests(said: Sequence[Told]) -> str:
    count = len({one.test.pk for one in said})
    return f"{count} test{'' if count == 1 else 's'}"
