"""Drawn figures with known truth, in the styles of the field, for the digitiser's tests."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CLICK_SD = 0.7
"""Pixels by which somebody's click on a tick is off."""


@dataclass
class Drawn:
    """A picture, what somebody says about it, and what is true."""

    name: str
    picture: bytes
    plan: dict[str, Any]
    truth: dict[str, tuple[np.ndarray, np.ndarray]]
    """values by series"""
    scales: Mapping[str, tuple[str, str]]
    """of x and y by series"""
    limits: Mapping[str, tuple[tuple[float, float], tuple[float, float]]]
    kinds: Mapping[str, str] = field(default_factory=dict)
    """line, markers or loop, by series"""
    bars: Mapping[str, np.ndarray] = field(default_factory=dict)


def errors(drawn: Drawn, series: str, rows: list[tuple[float, float]]) -> tuple[np.ndarray, float]:
    """Errors in % of the axis, and the share of what is true that was found."""
    true = _scaled(drawn, series, np.column_stack(drawn.truth[series]))
    read = _scaled(drawn, series, np.array(rows, dtype=float).reshape(-1, 2))
    if not len(read):
        return np.array([]), 0.0
    kind = drawn.kinds[series]
    if kind == "line":
        order = np.argsort(true[:, 0])
        off = np.abs(read[:, 1] - np.interp(read[:, 0], true[order, 0], true[order, 1]))
        covered = np.ptp(read[:, 0]) / np.ptp(true[:, 0])
        return 100 * off, float(covered)
    apart = np.hypot(read[:, None, 0] - true[None, :, 0], read[:, None, 1] - true[None, :, 1])
    if kind == "loop":
        return 100 * _to_path(read, true), float((apart.min(axis=0) < 0.02).mean())
    nearest = apart.argmin(axis=1)
    off = np.abs(read - true[nearest]).max(axis=1)
    return 100 * off, float((apart.min(axis=0) < 0.02).mean())


def _to_path(read: np.ndarray, true: np.ndarray) -> np.ndarray:
    a, b = true[:-1], true[1:]
    way = b - a
    long = np.maximum((way**2).sum(axis=1), 1e-18)
    share = np.clip(((read[:, None] - a) * way).sum(axis=2) / long, 0, 1)
    foot = a + share[..., None] * way
    found: np.ndarray = np.sqrt(((read[:, None] - foot) ** 2).sum(axis=2)).min(axis=1)
    return found


def _scaled(drawn: Drawn, series: str, values: np.ndarray) -> np.ndarray:
    columns = []
    for i in (0, 1):
        f = np.log10 if drawn.scales[series][i] == "log" else np.asarray
        low, high = (float(f(v)) for v in drawn.limits[series][i])
        columns.append((f(values[:, i]) - low) / (high - low))
    return np.column_stack(columns)


# --- drawing ----------------------------------------------------------------------------------
class _Sheet:
    """A figure of matplotlib with what is needed to point into its pixels."""

    def __init__(self, name: str, *, dpi: int = 150, size: tuple[float, float] = (5, 3.75)) -> None:
        import matplotlib as mpl

        mpl.use("Agg")
        from matplotlib import pyplot as plt

        self.name, self.dpi = name, dpi
        self.figure, self.axes = plt.subplots(figsize=size, dpi=dpi)
        self.twin: Any = None
        self.clicks: list[tuple[dict[str, Any], Any, float, float]] = []
        self.drawn = Drawn(name, b"", {}, {}, {}, {}, {})

    def curve(
        self, key: str, x: Any, y: Any, *, kind: str, click: int | None = None, axes: Any = None,
        method: str | None = None, aside: tuple[float, float] = (0, 0), bars: Any = None,
        plan: dict[str, Any] | None = None, **style: Any,
    ) -> None:  # fmt: skip
        """Draw a series and remember its truth and where somebody would click on it."""
        axes = axes or self.axes
        x, y = np.asarray(x, float), np.asarray(y, float)
        if bars is None:
            axes.plot(x, y, **style)
        else:
            axes.errorbar(x, y, yerr=bars, **style)
            self.drawn.bars = {**self.drawn.bars, key: np.asarray(bars, float)}
        self.drawn.truth[key] = (x, y)
        self.drawn.kinds = {**self.drawn.kinds, key: kind}
        method = method or {"line": "scan", "markers": "markers", "loop": "trace"}[kind]
        i = len(x) // 3 if click is None else click
        entry = {"key": key, "method": method, "axes": axes, "aside": aside, **(plan or {})}
        if bars is not None:
            entry["bars"] = True
        self.clicks.append((entry, axes, float(x[i]), float(y[i])))

    def finish(
        self, rng: np.random.Generator, *, jpeg: int | None = None, turn: float = 0.0,
        exclude: tuple[tuple[float, float, float, float], ...] = (), noise: float = 0.0,
        inset: float = 4.0,
    ) -> Drawn:  # fmt: skip
        """Save the picture and say what somebody would say of it. ``exclude`` in axes fractions."""
        from matplotlib import pyplot as plt
        from PIL import Image

        canvas: Any = self.figure.canvas
        canvas.draw()
        plain = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
        size = plain.size
        if turn:
            plain = plain.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor="white")
        if noise:
            pixels = np.asarray(plain, float) + rng.normal(0, noise, np.asarray(plain).shape)
            plain = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
        file = io.BytesIO()
        plain.save(file, "JPEG", quality=jpeg) if jpeg else plain.save(file, "PNG")
        place = self._place(size, turn)
        axes = self._plan_axes(place, rng, tilted=bool(turn))
        corners = [place(self.axes.transAxes.transform(c)) for c in ((0, 0), (1, 1))]
        (xa, ya), (xb, yb) = corners
        box = {"x0": min(xa, xb) + inset, "y0": min(ya, yb) + inset,
               "x1": max(xa, xb) - inset, "y1": max(ya, yb) - inset}  # fmt: skip
        series = []
        for entry, own, x, y in self.clicks:
            px, py = place(own.transData.transform((x, y)))
            ax, ay = entry.pop("aside")
            entry.pop("axes")
            names = {"x": "x", "y": "y2" if own is self.twin else "y"}
            click = [px + ax + rng.uniform(-1, 1), py + ay + rng.uniform(-0.7, 0.7)]
            series.append({**names, "click": click, **entry})
            key = entry["key"]
            self.drawn.scales = {**self.drawn.scales, key: (own.get_xscale(), own.get_yscale())}
            self.drawn.limits = {**self.drawn.limits, key: (own.get_xlim(), own.get_ylim())}
        boxes = [
            dict(zip(("x0", "y0", "x1", "y1"), (
                *place(self.axes.transAxes.transform((x0, y1))),
                *place(self.axes.transAxes.transform((x1, y0))),
            ), strict=True))
            for x0, y0, x1, y1 in exclude
        ]  # fmt: skip
        self.drawn.plan = {"key": "fig", "axes": axes, "box": box, "exclude": boxes,
                           "series": series}  # fmt: skip
        self.drawn.picture = file.getvalue()
        plt.close(self.figure)
        return self.drawn

    def _place(self, size: tuple[int, int], turn: float) -> Callable[[Any], tuple[float, float]]:
        width, height = size
        a = math.radians(turn)

        def place(display: Any) -> tuple[float, float]:
            x, y = float(display[0]), height - float(display[1])
            if not turn:
                return x, y
            dx, dy = x - width / 2, y - height / 2
            return (
                width / 2 + dx * math.cos(a) + dy * math.sin(a),
                height / 2 - dx * math.sin(a) + dy * math.cos(a),
            )

        return place

    def _plan_axes(self, place: Any, rng: np.random.Generator, *, tilted: bool) -> list[Any]:
        found = []
        for key, own in (("x", self.axes), ("y", self.axes), ("y2", self.twin)):
            if own is None:
                continue
            along = own.get_xaxis() if key == "x" else own.get_yaxis()
            limits = sorted(own.get_xlim() if key == "x" else own.get_ylim())
            values = [v for v in along.get_majorticklocs() if limits[0] <= v <= limits[1]]
            scale = own.get_xscale() if key == "x" else own.get_yscale()
            chosen = values if len(values) <= 4 else values[:: max(1, len(values) // 4)]
            edge = 1.0 if key == "y2" else 0.0
            ticks = []
            for value in chosen:
                if key == "x":
                    at = (own.transData.transform((value, 1.0))[0],
                          own.transAxes.transform((0, 0))[1])  # fmt: skip
                else:
                    at = (own.transAxes.transform((edge, 0))[0],
                          own.transData.transform((1.0, value))[1])  # fmt: skip
                px, py = place(at)
                dx, dy = rng.normal(0, CLICK_SD, 2)
                ticks.append({"value": float(value), "x": px + dx, "y": py + dy})
            axis: dict[str, Any] = {"key": key, "direction": "x" if key == "x" else "y",
                                    "scale": scale, "ticks": ticks}  # fmt: skip
            if tilted:
                axis["tilted"] = True
            found.append(axis)
        return found


def _fade(n: Any, start: float = 160.0, rate: float = 0.0025, knee: float = 0.0) -> Any:
    n = np.asarray(n, float)
    return start * np.exp(-rate * n) - knee * np.maximum(0, n - 120) ** 1.5


def _cycles(last: int, step: int = 1) -> Any:
    return np.arange(1, last + 1, step)


STYLES: dict[str, Callable[[np.random.Generator], Drawn]] = {}


def _style(function: Callable[[np.random.Generator], Drawn]) -> Any:
    STYLES[function.__name__.strip("_")] = function
    return function


@_style
def _thin_line(rng: np.random.Generator) -> Drawn:
    s = _Sheet("thin_line")
    x = np.linspace(1, 200, 400)
    s.curve("a", x, _fade(x, knee=0.02), kind="line", color="black", lw=0.8)
    s.axes.set(xlim=(0, 200), ylim=(0, 200), xlabel="Cycle number", ylabel="Capacity")
    return s.finish(rng)


@_style
def _thick_colours(rng: np.random.Generator) -> Drawn:
    s = _Sheet("thick_colours", dpi=100)
    x = np.linspace(1, 200, 400)
    s.curve("a", x, _fade(x), kind="line", color="tab:blue", lw=2.5)
    s.curve("b", x, _fade(x, 170, 0.005), kind="line", color="tab:red", lw=2.5, click=250)
    s.axes.set(xlim=(0, 200), ylim=(40, 190))
    return s.finish(rng)


@_style
def _dashed_on_grid(rng: np.random.Generator) -> Drawn:
    s = _Sheet("dashed_on_grid")
    x = np.linspace(1, 300, 400)
    s.curve("a", x, _fade(x, 180, 0.002), kind="line", color="black", ls="--", lw=1.2)
    s.curve("b", x, _fade(x, 150, 0.004), kind="line", color="tab:green", ls=":", lw=1.8)
    s.axes.set(xlim=(0, 300), ylim=(0, 200))
    s.axes.grid(visible=True)
    return s.finish(rng)


@_style
def _crossing_same_colour(rng: np.random.Generator) -> Drawn:
    s = _Sheet("crossing_same_colour")
    x = np.linspace(0, 10, 400)
    s.curve("a", x, 2 + 0.6 * x, kind="line", color="black", lw=1.5, click=60)
    s.curve("b", x, 8 - 0.5 * x, kind="line", color="black", lw=1.5, click=60)
    s.axes.set(xlim=(0, 10), ylim=(0, 10))
    return s.finish(rng)


@_style
def _filled_circles(rng: np.random.Generator) -> Drawn:
    s = _Sheet("filled_circles")
    n = _cycles(200, 8)
    s.curve("a", n, _fade(n), kind="markers", color="tab:blue", ls="none", marker="o", ms=5)
    s.curve("b", n, _fade(n, 120, 0.006), kind="markers", color="black", ls="none", marker="s",
            ms=5)  # fmt: skip
    s.axes.set(xlim=(0, 205), ylim=(0, 180))
    return s.finish(rng)


@_style
def _hollow_with_line(rng: np.random.Generator) -> Drawn:
    s = _Sheet("hollow_with_line", dpi=200)
    n = _cycles(100, 6)
    s.curve("a", n, _fade(n, 150, 0.004), kind="markers", color="tab:purple", marker="o", ms=7,
            mfc="white", lw=1.2, aside=(9, 0))  # fmt: skip
    s.axes.set(xlim=(0, 105), ylim=(60, 170))
    return s.finish(rng)


@_style
def _filled_with_line(rng: np.random.Generator) -> Drawn:
    s = _Sheet("filled_with_line")
    n = _cycles(100, 5)
    noise = rng.normal(0, 2, len(n))
    s.curve("a", n, _fade(n, 150, 0.004) + noise, kind="markers", color="black", marker="s", ms=5,
            lw=1)  # fmt: skip
    s.curve("b", n, _fade(n, 120, 0.007) + noise, kind="markers", color="red", marker="o", ms=5,
            lw=1)  # fmt: skip
    s.axes.set(xlim=(0, 105), ylim=(40, 170))
    return s.finish(rng)


@_style
def _triangles_overlap(rng: np.random.Generator) -> Drawn:
    s = _Sheet("triangles_overlap")
    n = _cycles(60, 3)
    s.curve("a", n, _fade(n, 150, 0.003), kind="markers", color="tab:orange", ls="none",
            marker="^", ms=6, click=15)  # fmt: skip
    s.curve("b", n, _fade(n, 146, 0.0015), kind="markers", color="tab:blue", ls="none",
            marker="D", ms=5)  # fmt: skip
    s.axes.set(xlim=(0, 62), ylim=(100, 160))
    return s.finish(rng)


@_style
def _run_together(rng: np.random.Generator) -> Drawn:
    s = _Sheet("run_together")
    n = _cycles(200)
    s.curve("a", n, _fade(n, 160, 0.002), kind="line", method="markers", color="tab:red",
            ls="none", marker="o", ms=6)  # fmt: skip
    s.axes.set(xlim=(0, 205), ylim=(0, 180))
    return s.finish(rng)


@_style
def _log_y_line(rng: np.random.Generator) -> Drawn:
    s = _Sheet("log_y_line")
    x = np.linspace(0, 60, 400)
    s.axes.set_yscale("log")
    s.curve("a", x, 10 ** (-9 + 0.06 * x), kind="line", color="tab:blue", lw=1.5)
    s.axes.set(xlim=(0, 60), ylim=(1e-9, 1e-5))
    s.axes.grid(visible=True, which="both", lw=0.5)
    return s.finish(rng)


@_style
def _log_log_markers(rng: np.random.Generator) -> Drawn:
    s = _Sheet("log_log_markers")
    x = np.logspace(-1, 2, 16)
    s.axes.set_xscale("log")
    s.axes.set_yscale("log")
    s.curve("a", x, 300 * x**-0.4, kind="markers", color="black", ls="none", marker="o", ms=5)
    s.axes.set(xlim=(0.05, 200), ylim=(10, 1000))
    return s.finish(rng)


@_style
def _arrhenius(rng: np.random.Generator) -> Drawn:
    s = _Sheet("arrhenius")
    x = np.linspace(2.6, 3.4, 9)
    s.axes.set_yscale("log")
    s.curve("a", x, 10 ** (2.0 - 3.0 * x), kind="markers", color="tab:green", marker="D", ms=6,
            lw=1)  # fmt: skip
    s.axes.set(xlim=(2.5, 3.5), ylim=(1e-9, 1e-5))
    return s.finish(rng)


@_style
def _twin_axes(rng: np.random.Generator) -> Drawn:
    s = _Sheet("twin_axes")
    s.twin = s.axes.twinx()
    n = _cycles(100, 4)
    s.curve("capacity", n, _fade(n, 150, 0.003), kind="markers", color="tab:blue", ls="none",
            marker="o", ms=5)  # fmt: skip
    s.curve("efficiency", n, 99.5 - 8 * np.exp(-n / 3), kind="markers", axes=s.twin,
            color="tab:red", ls="none", marker="s", ms=4)  # fmt: skip
    s.axes.set(xlim=(0, 105), ylim=(0, 180))
    s.twin.set(ylim=(60, 102))
    return s.finish(rng)


@_style
def _jpeg_line(rng: np.random.Generator) -> Drawn:
    s = _Sheet("jpeg_line", dpi=100)
    x = np.linspace(1, 200, 400)
    s.curve("a", x, _fade(x), kind="line", color="tab:blue", lw=1.2)
    s.curve("b", x, _fade(x, 120, 0.004), kind="line", color="tab:red", lw=1.2)
    s.axes.set(xlim=(0, 200), ylim=(0, 190))
    return s.finish(rng, jpeg=50)


@_style
def _jpeg_markers(rng: np.random.Generator) -> Drawn:
    s = _Sheet("jpeg_markers", dpi=120)
    n = _cycles(200, 10)
    s.curve("a", n, _fade(n), kind="markers", color="black", ls="none", marker="o", ms=5)
    s.curve("b", n, _fade(n, 120, 0.004), kind="markers", color="tab:red", ls="none", marker="^",
            ms=6)  # fmt: skip
    s.axes.set(xlim=(0, 205), ylim=(0, 190))
    return s.finish(rng, jpeg=40)


@_style
def _error_bars(rng: np.random.Generator) -> Drawn:
    s = _Sheet("error_bars")
    n = np.arange(50, 501, 50)
    s.curve("a", n, 0.11 * n, kind="markers", bars=1.5 + 0.006 * n, color="black", ls="none",
            marker="o", ms=6, capsize=4, lw=1)  # fmt: skip
    s.axes.set(xlim=(0, 550), ylim=(0, 65))
    return s.finish(rng)


@_style
def _voltage_loop(rng: np.random.Generator) -> Drawn:
    s = _Sheet("voltage_loop")
    q = np.linspace(0, 150, 300)
    up = 3.6 + 0.25 * (q / 150) + 0.35 * (q / 150) ** 8
    down = 3.75 - 0.2 * ((150 - q) / 150)[::-1] - 0.5 * (q / 150)[::1] ** 10
    x = np.concatenate([q, q[::-1]])
    y = np.concatenate([up, np.interp(q[::-1], q, np.minimum(up - 0.03, down))])
    s.curve("a", x, y, kind="loop", color="tab:blue", lw=1.4, click=80)
    s.axes.set(xlim=(0, 170), ylim=(2.8, 4.4))
    return s.finish(rng)


@_style
def _rate_steps(rng: np.random.Generator) -> Drawn:
    s = _Sheet("rate_steps")
    n = _cycles(60)
    level = np.repeat([160, 150, 135, 110, 70, 155], 10) - 0.2 * (n % 10)
    s.curve("a", n, level, kind="markers", color="tab:blue", ls="none", marker="o", ms=3.5)
    s.axes.set(xlim=(0, 61), ylim=(0, 180))
    return s.finish(rng)


@_style
def _cliffs(rng: np.random.Generator) -> Drawn:
    s = _Sheet("cliffs")
    x = np.linspace(0, 100, 2000)
    y = 4.0 - 0.002 * x - 0.9 / (1 + np.exp(-(x - 92) / 0.8)) + 0.1 * np.exp(-x / 2)
    s.curve("a", x, y, kind="line", color="black", lw=1.5)
    s.axes.set(xlim=(0, 100), ylim=(2.8, 4.2))
    return s.finish(rng)


@_style
def _turned_scan(rng: np.random.Generator) -> Drawn:
    s = _Sheet("turned_scan")
    x = np.linspace(1, 200, 400)
    s.curve("a", x, _fade(x), kind="line", color="black", lw=1.4)
    s.axes.set(xlim=(0, 200), ylim=(0, 190))
    return s.finish(rng, turn=2.0, noise=6, inset=14)


@_style
def _legend_same_colour(rng: np.random.Generator) -> Drawn:
    s = _Sheet("legend_same_colour")
    x = np.linspace(1, 200, 400)
    s.curve("a", x, _fade(x), kind="line", color="tab:blue", lw=1.5, label="coated")
    s.curve("b", x, _fade(x, 150, 0.006), kind="line", color="tab:orange", lw=1.5, label="bare")
    s.axes.set(xlim=(0, 200), ylim=(0, 190))
    s.axes.legend(loc="lower left")
    return s.finish(rng)


def drawn(name: str) -> Drawn:
    """The drawn figure of this style, the same in every run."""
    rng = np.random.default_rng(list(STYLES).index(name))
    return STYLES[name](rng)
