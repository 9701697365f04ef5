"""What was measured, as aligned tables and as JSON."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from bench.cases import DEEP_CURSOR as DEEP
from bench.cases import FIRST_CURSOR as FIRST
from bench.everything import TARGET, Everything

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.measure import Load
    from bench.recompute import Rate
    from bench.synthetic import Size


@dataclass(frozen=True)
class Row:
    """One case at one number of clients: the product, and the floors that it has. ``target`` and
    ``within`` are those of :class:`bench.cases.Case`."""

    case: str
    product: Load
    normalised: Load | None = None
    flat: Load | None = None
    target: float | None = None
    within: float | None = None

    @property
    def key(self) -> tuple[str, int]:
        return self.case, self.product.clients

    @property
    def over_normalised(self) -> float | None:
        """Median time as a multiple of the floor over normalised tables."""
        return self.product.p50 / self.normalised.p50 if self.normalised else None

    @property
    def over_flat(self) -> float | None:
        """Median time as a multiple of the floor over read rows."""
        return self.product.p50 / self.flat.p50 if self.flat else None

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.target is not None and self.over_normalised is not None:
            return self.over_normalised <= self.target
        return None if self.within is None else self.product.p95 <= self.within


@dataclass
class SizeReport:
    """Everything measured at one size."""

    size: Size
    fill_seconds: float
    derive_seconds: float
    copy_seconds: float
    database_megabytes: float
    filtered_count: int
    rows: list[Row] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    everything: Everything | None = None
    load_before: float = 0.0
    load_after: float = 0.0


def as_json(reports: Sequence[SizeReport], settings: dict[str, Any]) -> dict[str, Any]:
    """Everything, with ratios to the floors and the growth from one size to the next."""
    before: SizeReport | None = None
    sizes = []
    for report in reports:
        sizes.append(_size_json(report, before))
        before = report
    machine = {"python": platform.python_version(), "cpus": os.cpu_count(), **settings}
    return {"machine": machine, "sizes": sizes}


def _size_json(report: SizeReport, before: SizeReport | None) -> dict[str, Any]:
    earlier = {row.key: row for row in before.rows} if before else {}
    rates = {rate.kind: rate for rate in before.rates} if before else {}
    return {
        **asdict(report.size),
        "fill_seconds": report.fill_seconds,
        "derive_seconds": report.derive_seconds,
        "copy_seconds": report.copy_seconds,
        "database_megabytes": report.database_megabytes,
        "filtered_share": report.filtered_count / report.size.coatings,
        "load_average": [report.load_before, report.load_after],
        "cases": [
            {
                "case": row.case,
                "clients": row.product.clients,
                "product": asdict(row.product),
                "floor_normalised": asdict(row.normalised) if row.normalised else None,
                "floor_flat": asdict(row.flat) if row.flat else None,
                "ratio_to_normalised": row.over_normalised,
                "ratio_to_flat": row.over_flat,
                "target_ratio": row.target,
                "target_p95": row.within,
                "reached": row.reached,
                "growth": _growth(row, earlier.get(row.key)),
            }
            for row in report.rows
        ],
        "recompute": [
            {
                **asdict(rate),
                "ratio_to_floor": rate.ratio,
                "growth": rates[rate.kind].sample / rate.sample if rate.kind in rates else None,
            }
            for rate in report.rates
        ],
        "everything": _everything_json(report.everything, before.everything if before else None),
    }


def _everything_json(whole: Everything | None, before: Everything | None) -> dict[str, Any] | None:
    if whole is None:
        return None
    heavier = (
        whole.peak_megabytes / before.peak_megabytes
        if before and before.peak_megabytes and whole.peak_megabytes
        else None
    )
    return {
        **asdict(whole),
        "rate": whole.rate,
        "ratio_to_floor": whole.ratio,
        "target_ratio": TARGET,
        "reached": whole.ratio <= TARGET,
        "growth": before.rate / whole.rate if before else None,
        "memory_growth": heavier,
    }


def _growth(row: Row, before: Row | None) -> dict[str, float] | None:
    """How many times longer the median is than at the size before."""
    if before is None:
        return None
    found = {"product": row.product.p50 / before.product.p50}
    if row.normalised and before.normalised:
        found["floor_normalised"] = row.normalised.p50 / before.normalised.p50
    if row.flat and before.flat:
        found["floor_flat"] = row.flat.p50 / before.flat.p50
    return found


def write_json(path: Path, body: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(body, option=orjson.OPT_INDENT_2) + b"\n")


def line(row: Row) -> str:
    """What one case took, for who waits for the rest."""
    told = f"{row.case}, {row.product.clients} clients: {row.product.p50:.1f} ms"
    told += f", p95 {row.product.p95:.1f} ms, {_times(row.over_normalised)} the tables"
    return told + {True: ", reached", False: ", MISSED", None: ""}[row.reached]


# --- tables -----------------------------------------------------------------------------------
_HEAD = (
    *("case", "clients", "p50 ms", "p95 ms", "req/s", "KB", "MB more"),
    *("read rows p50", "ours/it", "tables p50", "p95", "req/s", "ours/it", "target", ""),
    *("growth ours", "read rows", "tables"),
)
_RATE_HEAD = (
    *("recompute", "records", "records/s", "of a sample", "floor", "floor/ours", "pure functions"),
    "growth",
)


def tables(reports: Sequence[SizeReport]) -> str:
    """All sizes, one after the other, for a terminal."""
    parts = []
    before: SizeReport | None = None
    for report in reports:
        parts.append(_tables_of(report, before))
        before = report
    parts.append(
        "p50 and p95 in ms over HTTP on loopback. MB more: the most that a web process grew "
        "meanwhile. Floors: the same answer by bare SQL\n(psycopg, orjson) over the read rows, and "
        "over the normalised tables. Growth: times longer than at the size before."
    )
    return "\n\n".join(parts)


def _tables_of(report: SizeReport, before: SizeReport | None) -> str:
    body = _size_json(report, before)
    size = report.size
    title = (
        f"{size.coatings} coatings, {size.papers} papers, {size.tests} tests, "
        f"{report.database_megabytes:.0f} MB; filled in {report.fill_seconds:.0f} s, derived in "
        f"{report.derive_seconds:.0f} s, copied in {report.copy_seconds:.0f} s; the filter keeps "
        f"{100 * body['filtered_share']:.1f} %; "
        f"load average {report.load_before:.1f} to {report.load_after:.1f}"
    )
    lines = [_case_cells(case) for case in body["cases"]]
    rates = [_rate_cells(rate) for rate in body["recompute"]]
    found = [title, "", _aligned([_HEAD, *lines])]
    found += ["", *_walk(report)]
    if rates:
        found += ["", _aligned([_RATE_HEAD, *rates])]
    return "\n".join([*found, *_everything_line(body["everything"])])


def _everything_line(whole: dict[str, Any] | None) -> list[str]:
    if whole is None:
        return []
    memory = whole["peak_megabytes"]
    return [
        f"recompute --all --here: {whole['records']} records in {whole['seconds']:.0f} s, "
        f"{whole['rate']:.0f}/s, {_times(whole['ratio_to_floor'])} the floor (target "
        f"{_times(whole['target_ratio'])}, {'reached' if whole['reached'] else 'MISSED'}); "
        f"time per record grew {_times(whole['growth'])}; "
        + (f"peak {memory:.0f} MB" if memory else "memory not told by this system")
        + f", grew {_times(whole['memory_growth'])}"
    ]


def _walk(report: SizeReport) -> list[str]:
    """The deep page of a cursor beside the first, which should be no dearer."""
    p50 = {row.key: row.product.p50 for row in report.rows}
    return [
        f"A deep cursor page takes {p50[DEEP, clients] / p50[FIRST, clients]:.2f}× "
        f"the first ({clients} clients)."
        for case, clients in p50
        if case == DEEP and (FIRST, clients) in p50
    ]


def _case_cells(case: dict[str, Any]) -> tuple[str, ...]:
    product, flat, tables = case["product"], case["floor_flat"], case["floor_normalised"]
    growth = case["growth"] or {}
    grown, within = product["grown_megabytes"], case["target_p95"]
    target = f"{within:g} ms p95" if within else _times(case["target_ratio"])
    return (
        case["case"],
        str(case["clients"]),
        *_load_cells(product),
        f"{product['bytes'] / 1000:.0f}",
        "–" if grown is None else f"{grown:.0f}",
        f"{flat['p50']:.1f}" if flat else "–",
        _times(case["ratio_to_flat"]),
        *(_load_cells(tables) if tables else ("–", "–", "–")),
        _times(case["ratio_to_normalised"]),
        target,
        {True: "reached", False: "MISSED", None: ""}[case["reached"]],
        *(_times(growth.get(name)) for name in ("product", "floor_flat", "floor_normalised")),
    )


def _load_cells(load: dict[str, Any]) -> tuple[str, str, str]:
    return f"{load['p50']:.1f}", f"{load['p95']:.1f}", f"{load['per_second']:.1f}"


def _rate_cells(rate: dict[str, Any]) -> tuple[str, ...]:
    return (
        rate["kind"],
        str(rate["records"]),
        f"{rate['whole']:.0f}",
        f"{rate['sample']:.0f}",
        f"{rate['floor']:.0f}",
        _times(rate["ratio_to_floor"]),
        f"{rate['pure']:.0f}",
        _times(rate["growth"]),
    )


def _times(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio:.2f}×"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width; words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first, *rest = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)
