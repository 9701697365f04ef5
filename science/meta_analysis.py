"""What several pairs of cells say together: a random-effects mean over papers.

R. DerSimonian and N. Laird, Control. Clin. Trials, 1986, 7, 177 (the spread between papers);
G. Knapp and J. Hartung, Stat. Med., 2003, 22, 2693 (the interval, never narrower than without
their factor); J. P. T. Higgins, S. G. Thompson and D. J. Spiegelhalter, J. R. Stat. Soc. A, 2009,
172, 137 (where a next paper would fall).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LEAST_PAPERS = 3
"""Of fewer, nobody knows how far papers lie apart, and no mean is given."""
MODEL = "random effects over papers (DerSimonian–Laird), interval by Knapp and Hartung"
WITHIN = (
    "Several pairs of one paper share cells, controls and hands: they count as one, with the mean "
    "of their effects and the mean of their errors, as if they were the same measurement."
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect where effects are differences (points, or the logarithm of a ratio), with its
    standard error."""

    paper: str
    effect: float
    error: float


@dataclass(frozen=True, slots=True)
class Summary:
    """The mean with its 95 % interval, and the interval in which a next paper would fall.

    `tau` is the standard deviation between papers, `i_squared` the share of the scatter that is
    more than the errors explain.
    """

    mean: float
    low: float
    high: float
    next_low: float
    next_high: float
    tau: float
    i_squared: float
    papers: int
    pairs: int


def why_left_out(effect: Mapping[str, Any] | None, comparable: str | None, against: str) -> str:
    """Why an effect, as `effect_json` gives it, enters no summary; "" where it does."""
    if against == "another coating":
        return "its control is another film"
    if comparable == "no":
        return "not comparable: a condition differs"
    if comparable != "yes":
        return "not known to be comparable"
    if effect is None:
        return "no size of effect"
    if effect["spread"] != "known":
        return "the spread between its cells is not known"
    if any(effect[side]["low"] != effect[side]["high"] for side in ("test", "control")):
        return "a range or a bound has no middle"
    if not effect["uncertainty"] or effect["effect"] is None:
        return "no error is known"
    return ""


def estimate(paper: str, effect: Mapping[str, Any]) -> Estimate:
    """An effect that is not left out, on the scale where effects are differences."""
    if effect["unit"] == "1":
        share = effect["uncertainty"] / effect["effect"]
        return Estimate(paper, math.log(effect["effect"]), share)
    return Estimate(paper, effect["effect"], effect["uncertainty"])


def one_a_paper(estimates: Iterable[Estimate]) -> list[Estimate]:
    """The pairs of a paper as one: the mean, with an error that takes them as wholly dependent."""
    grouped: dict[str, list[Estimate]] = defaultdict(list)
    for one in estimates:
        grouped[one.paper].append(one)
    return [
        Estimate(
            paper,
            math.fsum(one.effect for one in held) / len(held),
            math.fsum(one.error for one in held) / len(held),
        )
        for paper, held in grouped.items()
    ]


def summary(estimates: Sequence[Estimate]) -> Summary | None:
    """All together; None where they come from fewer than three papers."""
    studies = one_a_paper(estimates)
    if len(studies) < LEAST_PAPERS:
        return None
    from scipy.special import stdtrit

    between, i_squared = _between(studies)
    weights = [1.0 / (one.error**2 + between) for one in studies]
    mean = _mean(studies, weights)
    freedom = len(studies) - 1
    scatter = _scatter(studies, weights, mean) / freedom
    error = math.sqrt(max(1.0, scatter) / math.fsum(weights))
    wide = float(stdtrit(freedom, 0.975)) * error
    wider = float(stdtrit(freedom - 1, 0.975)) * math.hypot(error, math.sqrt(between))
    return Summary(
        mean,
        mean - wide,
        mean + wide,
        mean - wider,
        mean + wider,
        math.sqrt(between),
        i_squared,
        len(studies),
        len(estimates),
    )


def _between(studies: Sequence[Estimate]) -> tuple[float, float]:
    """The variance between papers by moments, and I²."""
    weights = [1.0 / one.error**2 for one in studies]
    scatter = _scatter(studies, weights, _mean(studies, weights))
    freedom = len(studies) - 1
    total = math.fsum(weights)
    scale = total - math.fsum(w * w for w in weights) / total
    excess = max(0.0, scatter - freedom)
    return excess / scale, excess / scatter if scatter > 0 else 0.0


def _mean(studies: Sequence[Estimate], weights: Sequence[float]) -> float:
    total = math.fsum(weights)
    return math.fsum(w * one.effect for w, one in zip(weights, studies, strict=True)) / total


def _scatter(studies: Sequence[Estimate], weights: Sequence[float], mean: float) -> float:
    return math.fsum(w * (one.effect - mean) ** 2 for w, one in zip(weights, studies, strict=True))
