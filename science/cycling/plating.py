"""Metal that is plated and stripped: overpotentials and soft shorts of symmetric cells, the charge
that was plated in all, and the efficiency by the reservoir protocol."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from science.cycling.curve import Series, series_of
from science.cycling.replicates import over_cells
from science.cycling.segments import segments_of
from science.declaring import Gap, derived
from science.evidence import known, needed
from science.inputs import TestInputs
from science.quantities import Interval
from science.results import Known, Result, UsedInput, number, through

Controls = Sequence[TestInputs]
BEFORE = 10  # cycles whose median an overpotential is held against
DROPPED = 0.6  # of that median: a drop of 40 % between neighbours is no ageing
SUSTAINED, OUT_OF = 5, 7
_COLUMNS = {
    "plating": ("plating_overpotential", "overpotential"),
    "stripping": ("stripping_overpotential", "overpotential"),
}


def overpotentials(test: TestInputs, way: str) -> tuple[str, Series] | None:
    """Overpotentials in mV, without their sign, by cycle; None where none are recorded. One that
    is recorded without saying of which half cycle counts for both."""
    if test.points is None:
        return None
    for column in _COLUMNS[way]:
        if column in test.points.columns:
            found = series_of(test.points, column, [])
            return column, Series(found.cycles, tuple(abs(value) for value in found.values))
    return None


def soft_short(series: Series) -> int | None:
    """The place of the first cycle of a sustained sudden drop; None where there is none.

    A cell that ages or settles moves slowly against the ten cycles before; a soft short takes
    away a large part of the overpotential between neighbouring cycles and stays.
    """
    values = series.values
    for index in range(3, len(values)):
        level = DROPPED * median(values[max(0, index - BEFORE) : index])
        window = values[index : index + OUT_OF]
        below = sum(value < level for value in window)
        cut_short = len(window) < OUT_OF and below == len(window) >= 3
        if values[index] < level and (below >= SUSTAINED or cut_short):
            return index
    return None


def _overpotential(key: str, way: str, test: TestInputs) -> Known:
    found = overpotentials(test, way)
    if found is None:
        raise Gap("no overpotentials are recorded cycle by cycle")
    column, series = found
    ageing = series.only(segments_of(test).ageing)
    end = soft_short(ageing)
    alive = ageing if end is None else Series(ageing.cycles[:end], ageing.values[:end])
    settled = Series(alive.cycles[1:], alive.values[1:])
    if not len(settled):
        raise Gap("no cycle after the first one past formation is recorded")
    middle = float(median(settled.values))
    scatter = 1.4826 * median(abs(value - middle) for value in settled.values)
    notes = [] if column == key else ["recorded without saying of which half cycle"]
    if end is not None:
        notes.append(f"up to the soft short at cycle {ageing.cycles[end]:g}")
    used = UsedInput("points", test.id, f"{len(settled)} cycles")
    parts = {f"{test.id}: scatter of the overpotential": scatter * math.sqrt(math.pi / 2)}
    parts = {source: part / math.sqrt(len(settled)) for source, part in parts.items() if part}
    return Known(Interval.point(middle), False, (used,), tuple(notes), parts, test.cells)


_OVERPOTENTIAL = (
    "Median over the ageing cycles from the second on, up to a soft short, without its sign."
)


@derived(
    key="plating_overpotential",
    formula=r"\eta_\mathrm{p} = \mathrm{med}_{N}\,|\eta_{\mathrm{p},N}|",
    subject="test",
    label="Plating overpotential",
    symbol="η_p",
    unit="mV",
    inputs=("points",),
    source="Definition",
    doc=_OVERPOTENTIAL,
)
def plating_overpotential(test: TestInputs, controls: Controls = ()) -> Result:
    """Overpotential of plating in mV."""
    key = "plating_overpotential"
    return number(key, "mV", over_cells(test, lambda cell: _overpotential(key, "plating", cell)))


@derived(
    key="stripping_overpotential",
    formula=r"\eta_\mathrm{s} = \mathrm{med}_{N}\,|\eta_{\mathrm{s},N}|",
    subject="test",
    label="Stripping overpotential",
    symbol="η_s",
    unit="mV",
    inputs=("points",),
    source="Definition",
    doc=_OVERPOTENTIAL,
)
def stripping_overpotential(test: TestInputs, controls: Controls = ()) -> Result:
    """Overpotential of stripping in mV."""
    key = "stripping_overpotential"
    return number(key, "mV", over_cells(test, lambda cell: _overpotential(key, "stripping", cell)))


@derived(
    key="soft_short_cycle",
    formula=(
        r"N_\mathrm{ss} = \min \left\{ N : \eta_N < 0.6\,\mathrm{med}(\eta_{N-10} \ldots "
        r"\eta_{N-1})\ \mathrm{in\ 5\ of\ 7\ cycles\ from}\ N \right\}"
    ),
    subject="test",
    label="Onset of a soft short",
    symbol="N_ss",
    unit="cycles",
    inputs=("points", "cell"),
    source="Definition; for what a soft short is: Q. Li et al., Joule, 2022, 6, 273",
    doc="Of a symmetric cell: the first cycle whose overpotential lies more than 40 % below the "
    "median of the ten cycles before, with five of seven cycles from there on below that level. "
    "Slow changes are none. Never seen: above the last recorded cycle.",
)
def soft_short_cycle(test: TestInputs, controls: Controls = ()) -> Result:
    """The cycle with which a soft short sets in."""
    return number("soft_short_cycle", "cycles", over_cells(test, _onset))


def _onset(test: TestInputs) -> Known:
    if test.cell_type != "symmetric":
        raise Gap("only the overpotential of a symmetric cell tells a soft short")
    found = overpotentials(test, "plating")
    if found is None:
        raise Gap("no overpotentials are recorded cycle by cycle")
    series = found[1].only(segments_of(test).ageing)
    if len(series) < BEFORE:
        raise Gap(f"only {len(series)} ageing cycles are recorded")
    end = soft_short(series)
    used = (UsedInput("points", test.id, f"{len(series)} cycles"),)
    if end is None:
        last = Interval(series.cycles[-1], math.inf)
        return Known(last, False, used, ("no soft short is recorded",), n=test.cells)
    first = min(series.cycles[end - 1] + 1, series.cycles[end])
    return Known(Interval(first, series.cycles[end]), False, used, n=test.cells)


@derived(
    key="cumulative_plated_capacity",
    version=2,
    formula=r"Q_\Sigma = \sum_N Q_{\mathrm{p},N}",
    subject="test",
    label="Cumulative plated capacity",
    symbol="Q_Σ",
    unit="mAh/cm²",
    inputs=(
        *("points", "cell", "areal_capacity", "current_density"),
        *("lifetime", "stable_cycles", "lifetime_hours"),
    ),
    source="Definition",
    doc="Charge plated on one electrode over the whole test, per area: the sum of what is recorded "
    "as plated; else the areal capacity of a cycle × the cycles recorded or stated; else half of "
    "the stated hours × the current density. What is plated after a soft short does not count.",
)
def cumulative_plated_capacity(test: TestInputs, controls: Controls = ()) -> Result:
    """Charge plated over the whole test in mAh/cm²."""
    if test.cell_type not in {"symmetric", "half"}:
        raise Gap("what is plated is known of symmetric cells and of metal on a current collector")
    return number("cumulative_plated_capacity", "mAh/cm²", over_cells(test, _plated))


def _plated(test: TestInputs) -> Known:
    points = test.points
    recorded = points is not None and "plated" in points.columns
    on_collector = test.electrode_role == "current collector" or recorded
    if test.cell_type == "half" and not on_collector:
        raise Gap("the electrode is no current collector")
    end = _end(test)
    if points is not None and "plated" in points.columns and points.unit == "mAh/cm²":
        series = series_of(points, "plated", [])
        counted = (
            series
            if end is None
            else Series(
                tuple(c for c in series.cycles if c < end),
                tuple(v for c, v in zip(series.cycles, series.values, strict=True) if c < end),
            )
        )
        used = UsedInput("points", test.id, f"{len(counted)} cycles")
        total = Interval.point(math.fsum(counted.values))
        return Known(total, False, (used,), _until(end), n=test.cells)
    each = known(test.condition("areal_capacity"))
    cycles = _cycles(test, end)
    if each is not None and cycles is not None:
        return (each * cycles).noted(*_until(end))
    hours, current = known(test.stated("lifetime_hours")), known(test.condition("current_density"))
    if hours is None or current is None:
        raise Gap("neither the charge of a cycle with the cycles, nor current and hours, are known")
    return through(lambda t, j: t * j / 2.0, hours, current)


def _end(test: TestInputs) -> float | None:
    """The cycle of a soft short; None where none is seen."""
    try:
        onset = _onset(test).interval
    except Gap:
        return None
    return onset.low if math.isfinite(onset.high) else None


def _until(end: float | None) -> tuple[str, ...]:
    return () if end is None else (f"up to the soft short at cycle {end:g}",)


def _cycles(test: TestInputs, end: float | None) -> Known | None:
    if test.points is not None and test.points.rows:
        where = test.points.columns.index("cycle")
        last = max(row[where] or 0.0 for row in test.points.rows)
        used = UsedInput("points", test.id, f"cycle {last:g}")
        return Known(Interval.point(last if end is None else end - 1), False, (used,), n=test.cells)
    for what in ("lifetime", "stable_cycles"):
        stated = known(test.stated(what))
        if stated is not None:
            return stated
    return None


@derived(
    key="reservoir_efficiency",
    formula=r"\mathrm{CE} = \frac{n\,Q_\mathrm{C} + Q_\mathrm{S}}{n\,Q_\mathrm{C} + Q_\mathrm{T}}",
    subject="test",
    label="Efficiency by the reservoir",
    symbol="CE_res",
    unit="%",
    inputs=("reservoir_charge", "reservoir_cycles", "areal_capacity", "final_stripped_charge"),
    source="B. D. Adams et al., Adv. Energy Mater., 2018, 8, 1702097",
    doc="Mean efficiency of plating and stripping on a current collector from a reservoir Q_T "
    "plated first, n cycles of Q_C, and what the last stripping gives, Q_S. It holds for what "
    "happens on plated metal; the efficiency by cycling is `mean_ce`.",
)
def reservoir_efficiency(test: TestInputs, controls: Controls = ()) -> Result:
    """Mean Coulombic efficiency by the reservoir protocol in %."""
    reservoir = needed(test.condition("reservoir_charge"), "reservoir_charge")
    cycles = needed(test.condition("reservoir_cycles"), "reservoir_cycles")
    each = needed(test.condition("areal_capacity"), "areal_capacity")
    last = needed(test.stated("final_stripped_charge"), "final_stripped_charge")
    if reservoir.interval.low <= 0:
        raise Gap("the reservoir is not known to be above zero")

    def efficiency(q_t: float, n: float, q_c: float, q_s: float) -> float:
        return 100.0 * (n * q_c + q_s) / (n * q_c + q_t)

    found = through(efficiency, reservoir, cycles, each, last)
    return number("reservoir_efficiency", "%", replace(found, n=test.cells))
