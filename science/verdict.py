"""The one place that decides what an outcome means: what is claimed, what the numbers show, and
on which evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from science.cycling.conditions import compare_conditions
from science.cycling.life import slope_at
from science.cycling.pairs import Pair
from science.cycling.reference import reference_of
from science.declaring import Gap, derived
from science.effects import (
    ASSUMED_SPREAD,
    CAPACITY,
    LEVEL,
    MEASURES,
    STRICT_LEVEL,
    Effect,
    Evidence,
    Shown,
    effect_json,
    judge,
)
from science.evidence import known
from science.inputs import Claim, TestInputs
from science.results import Result, UsedInput, words

Claimed = Literal["better", "worse", "same", "mixed", ""]
EVIDENCE_IN_WORDS: dict[Evidence, str] = {
    "measured-spread": "numbers on both sides, with their spread",
    "measured": "numbers on both sides",
    "one-sided": "a number on one side, or a ratio alone",
    "stated": "a sentence",
    "group-statement": "a sentence about several systems",
}
EVIDENCE: tuple[Evidence, ...] = tuple(EVIDENCE_IN_WORDS)
SHOWN: tuple[Shown, ...] = ("better", "worse", "no difference shown", "cannot be told")
UNTOLD = "the paper does not say against which of its controls"
CLAIMED: tuple[Claimed, ...] = ("better", "same", "worse", "mixed")


# -- a test against one control ---------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Verdict:
    """What a test is against one control (`control` is "" where the paper names none).

    `against` is the control's electrode: "bare", "another coating" or "" where there is no
    control, or the paper does not say which of several it means; `electrodes` says how many of the
    test's electrodes are coated.
    """

    control: str
    against: Literal["bare", "another coating", ""]
    electrodes: Literal["one", "both", ""]
    evidence: Evidence
    claimed: Claimed
    shown: Shown
    why: str
    effects: tuple[Effect, ...] = ()


def verdict(test: TestInputs, control: TestInputs, *, only: bool = True) -> Verdict:
    """What a test is against one of its controls. What is claimed without saying against which
    counts where this is the `only` one."""
    effects = _effects(test, control)
    shown, why = _shown(effects)
    differing = [
        row.what.replace("_", " ")
        for row in compare_conditions(test, control)
        if row.verdict == "differs" and (row.what != "counter" or not test.also_coated)
    ]
    if differing and shown != "cannot be told":
        shown, why = "cannot be told", f"the two differ in {', '.join(differing)}, not only in film"
    named = ("", control.id) if only else (control.id,)
    claims = [claim for claim in test.claims if claim.than in named]
    return Verdict(
        control.id,
        "another coating" if control.coated else "bare",
        _electrodes(test),
        _evidence(test, claims, effects, ratio=only),
        _claimed(test, claims, ratio=only),
        shown,
        why,
        effects,
    )


def _electrodes(test: TestInputs) -> Literal["one", "both", ""]:
    if test.also_coated:
        return "both"
    return "one" if test.coated else ""


def _effects(test: TestInputs, control: TestInputs) -> tuple[Effect, ...]:
    found: list[Effect] = []
    for measure in (*MEASURES, CAPACITY):
        first = not found
        try:
            pair = measure.pair(test, control)
            assumed = _assumed_life_spread(control, pair) if measure.key == "life_ratio" else None
            level = LEVEL if first or measure is CAPACITY else STRICT_LEVEL
            found.append(judge(measure, pair, level=level, assumed=assumed))
        except (Gap, ZeroDivisionError):
            continue
    return tuple(found)


def _assumed_life_spread(control: TestInputs, pair: Pair) -> float | None:
    """A twentieth of the capacity as a share of the life, through the slope at its end, but not
    less than a steady fade would give."""
    if not pair.recorded or not pair.theirs.interval.is_point:
        return None
    reference = reference_of(control)
    life = pair.theirs.centre
    if reference is None or life <= 0:
        return None
    slope = slope_at(reference.share, life)
    return max(ASSUMED_SPREAD / (slope * life), ASSUMED_SPREAD) if slope > 0 else None


def _shown(effects: Sequence[Effect]) -> tuple[Shown, str]:
    """The first measure decides, unless another overrules it by far; more that stays of less
    that is delivered is no clear gain."""
    capacity = next((e for e in effects if e.measure == CAPACITY.key), None)
    judged = [e for e in effects if e is not capacity]
    if not judged and capacity is not None:
        return "cannot be told", "of both only capacities are known, which do not say what stays"
    if not judged:
        return "cannot be told", "no number of both is known"
    told = {e.shown for e in judged} & {"better", "worse"}
    if len(told) == 2:
        names = " and ".join(e.measure.replace("_", " ") for e in judged if e.shown in told)
        return "cannot be told", f"{names} say the opposite"
    if told == {"better"} and capacity is not None and capacity.shown == "worse":
        return "cannot be told", "more of the capacity stays, but the cell delivers less"
    if told:
        answer = told.pop()
        decisive = next(e for e in judged if e.shown == answer)
        return answer, f"{decisive.measure.replace('_', ' ')} {decisive.note}"
    same = next((e for e in judged if e.shown == "no difference shown"), None)
    decisive = same or judged[0]
    return decisive.shown, f"{decisive.measure.replace('_', ' ')} {decisive.note}"


def _claimed(test: TestInputs, claims: Iterable[Claim], *, ratio: bool = True) -> Claimed:
    """What the sentences say; where there are none, what a printed ratio of lifetimes says."""
    said: set[Claimed] = {claim.direction for claim in claims}
    if said:
        return said.pop() if len(said) == 1 else "mixed"
    printed = known(test.stated("lifetime_ratio")) if ratio else None
    if printed is None:
        return ""
    if printed.interval.low > 1:
        return "better"
    return "worse" if printed.interval.high < 1 else "same"


def _evidence(
    test: TestInputs, claims: Sequence[Claim], effects: Sequence[Effect], *, ratio: bool = True
) -> Evidence:
    if effects:
        spread = any(e.grade == "measured-spread" for e in effects)
        return "measured-spread" if spread else "measured"
    if ratio and test.stated("lifetime_ratio"):
        return "one-sided"
    if claims and all(claim.group for claim in claims):
        return "group-statement"  # a number of the cell says nothing for what is said of several
    if _has_number(test):
        return "one-sided"
    if any(not claim.group for claim in claims):
        return "stated"
    return ""


_NUMBERS = (
    "retention",
    "capacity_loss",
    "lifetime",
    "lifetime_hours",
    "coulombic_efficiency",
    "overpotential",
    "capacity",
    "areal_capacity_delivered",
    "stable_cycles",
    "sei_thickness",
)


def _has_number(test: TestInputs) -> bool:
    return test.points is not None or any(test.stated(what) for what in _NUMBERS)


# -- all controls -----------------------------------------------------------------------------
def verdicts(test: TestInputs, controls: Sequence[TestInputs]) -> tuple[Verdict, ...]:
    """One verdict per control; what the paper says without a control on record, or without saying
    against which of several, stands alone."""
    only = len(controls) == 1
    found = [verdict(test, control, only=only) for control in controls]
    elsewhere = {control.id for control in controls} | ({""} if only else set())
    loose = [claim for claim in test.claims if claim.than not in elsewhere]
    ratio = not only and bool(test.stated("lifetime_ratio"))
    if loose or ratio:
        evidence = _evidence(test, loose, (), ratio=ratio)
        claimed = _claimed(test, loose, ratio=ratio)
        why = UNTOLD if controls else "no control is on record"
        alone = Verdict("", "", _electrodes(test), evidence, claimed, "cannot be told", why)
        found.append(alone)
    return tuple(found)


def _deciding(found: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Those against bare electrodes: against another film it is another question."""
    return tuple(v for v in found if v.against != "another coating")


def _overall(found: Sequence[Verdict]) -> tuple[Shown, str]:
    if not found:
        return "cannot be told", "its control is another film, not a bare electrode"
    answers = {v.shown for v in found}
    if len(answers & {"better", "worse"}) == 2:
        return "cannot be told", "its controls say the opposite"
    answer = next(
        a for a in ("better", "worse", "no difference shown", "cannot be told") if a in answers
    )
    return answer, next(v.why for v in found if v.shown == answer)


def _judged(test: TestInputs, controls: Sequence[TestInputs]) -> tuple[Verdict, ...]:
    found = verdicts(test, controls)
    if not any(v.evidence or v.claimed for v in found):
        raise Gap(
            "nothing is said of it, in numbers or in words" if found else "no control, no claim"
        )
    return found


def _used(test: TestInputs, controls: Sequence[TestInputs]) -> list[UsedInput]:
    used = [UsedInput("control", control.id, control.electrode or "") for control in controls]
    return used + [UsedInput("outcome", claim.id, claim.direction) for claim in test.claims]


@derived(
    key="shown",
    subject="test",
    label="What the numbers show",
    unit=None,
    version=5,
    choices=SHOWN,
    inputs=("retention", "points", "lifetime", "coulombic_efficiency", "overpotential", "controls"),
    source="B. L. Welch, Biometrika, 1947, 34, 28; the rules are this knowledge base's own",
    listed=True,
    doc="Better or worse than the control, by numbers on both sides: the 95 % interval of the "
    "effect leaves zero, the noise of the control counted in. Where no spread between cells is "
    "printed, one of 5 % of the reference is assumed and three times that is needed (for a "
    "lifetime what that makes of it); else it cannot be told. The first of retention, lifetime, "
    "efficiency, overpotential and thickness of the natural SEI that both have decides; another "
    "overrules it only at 99.7 %. Against bare electrodes only; never where anything but the film "
    "is known to differ, and not where more stays of less that is delivered.",
)
def shown(test: TestInputs, controls: Sequence[TestInputs] = ()) -> Result:
    """Better, worse, no difference shown, or cannot be told, with every effect beside it."""
    found = _judged(test, controls)
    answer, why = _overall(_deciding(found))
    more = {"verdicts": [verdict_json(v) for v in found], "why": why}
    return words("shown", text=answer, inputs=_used(test, controls), warnings=[why], more=more)


@derived(
    key="claimed",
    subject="test",
    label="What the paper claims",
    unit=None,
    version=2,
    choices=CLAIMED,
    inputs=("outcomes", "lifetime_ratio"),
    source="As the paper states it",
    listed=True,
    doc="What the paper says in words of the coated cell against its control, or by a ratio of "
    "lifetimes that it prints. Sentences that say different things are mixed; what is said against "
    "another film does not count, nor what may be: said without telling against which of several "
    "controls.",
)
def claimed(test: TestInputs, controls: Sequence[TestInputs] = ()) -> Result:
    """Better, same, worse or mixed, as the paper says."""
    films = {control.id for control in controls if control.coated}
    unnamed = {""} if films else set()  # a film may be what it means
    claims = [claim for claim in test.claims if claim.than not in films | unnamed]
    answer = _claimed(test, claims, ratio=not films)
    if not answer and films and (test.claims or test.stated("lifetime_ratio")):
        named = all(claim.than for claim in test.claims) and not test.stated("lifetime_ratio")
        if named or len(films) == len(controls):
            raise Gap("the paper compares it with another film only")
        raise Gap(f"{UNTOLD}, and one of them is another film")
    if not answer:
        raise Gap("the paper says nothing in words")
    return words("claimed", text=answer, inputs=_used(test, ()))


@derived(
    key="evidence",
    subject="test",
    label="Evidence",
    unit=None,
    version=5,
    choices=EVIDENCE,
    inputs=("retention", "points", "lifetime", "lifetime_ratio", "outcomes", "controls"),
    source="Definition",
    listed=True,
    doc="The best evidence of how the test does against its control: numbers on both sides with "
    "their spread or several cells (`measured-spread`), numbers on both sides (`measured`), a "
    "number on one side or a printed ratio alone (`one-sided`), a sentence (`stated`), a sentence "
    "about several systems (`group-statement`), whatever numbers of its own stand beside that.",
)
def evidence(test: TestInputs, controls: Sequence[TestInputs] = ()) -> Result:
    """The grade of the best evidence."""
    found = _judged(test, controls)
    grades = {v.evidence for v in _deciding(found) or found}
    grade = next((grade for grade in EVIDENCE if grade in grades), "")
    if not grade:
        raise Gap("nothing is said of it, in numbers or in words")
    return words("evidence", text=grade, inputs=_used(test, controls))


# -- as data ----------------------------------------------------------------------------------
def verdict_json(found: Verdict) -> dict[str, Any]:
    """A verdict as REST and exports give it."""
    return {
        "control": found.control or None,
        "against": found.against or None,
        "electrodes": found.electrodes or None,
        "evidence": found.evidence or None,
        "claimed": found.claimed or None,
        "shown": found.shown,
        "why": found.why,
        "effects": [effect_json(effect) for effect in found.effects],
    }
