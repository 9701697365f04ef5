"""The film on what it coats, drawn to a scale bar, as a plain dict of geometry and words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from records.typesetting import plain_subscripts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coatings.models import Material, Substrate

BAR = 48.0
"""Height of the scale bar in pixels, which stands for a round length that the film fits in."""
TOP, SUBSTRATE_HEIGHT, WIDTH, FILM_LEFT, FILM_WIDTH = 10.0, 44.0, 340, 80.0, 100.0
_LAMELLAE = 6
_TEETH = 10


def stack_chart(
    material: Material,
    phases: Sequence[Material],
    substrate: Substrate,
    film: str,
    printed: str,
    thickness: tuple[float | None, float | None],
) -> dict[str, Any] | None:
    """The film to scale on a substrate that is cut off, which is said; a laminate in alternating
    layers of its phases, whose own thicknesses nobody reports. None where no thickness is known.

    ``thickness`` in nm, an open end None or infinite: up to its low end the film is solid, from
    there to its high end only outlined.
    """
    low, high = (None if end is None or math.isinf(end) else end for end in thickness)
    most = high if high is not None else low
    if most is None or most <= 0:
        return None
    length = nice(most)
    scale = BAR / length
    solid, whole = round((low or 0.0) * scale, 1), round(most * scale, 1)
    ground = round(TOP + max(whole, BAR), 1)
    laminate = material.structure == "laminate" and len(phases) > 1
    count = _LAMELLAE if laminate and solid else (1 if solid else 0)
    layers = [
        {
            "y": round(ground - solid + i * solid / count, 1),
            "height": round(solid / count, 1),
            "kind": (phases[i % len(phases)] if laminate else material).material_class,
            "shade": i % 2,
        }
        for i in range(count)
    ]
    detail = printed or f"{_figure(low, high)} nm, computed"
    return {
        "width": WIDTH,
        "height": round(ground + SUBSTRATE_HEIGHT + 8, 1),
        "left": FILM_LEFT,
        "across": FILM_WIDTH,
        "layers": layers,
        "outline": {"y": round(ground - whole, 1), "height": round(whole - solid, 1)}
        if whole > solid
        else None,
        "bar": {
            "top": round(ground - BAR, 1),
            "foot": ground,
            "middle": round(ground - BAR / 2 + 4, 1),
            "label": f"{length:g}\u00a0nm",
        },
        "film": {"label": film, "detail": detail, "y": round(ground - BAR / 2, 1)},
        "substrate": {
            "y": ground,
            "label": substrate.name,
            "label_y": round(ground + 26, 1),
            "path": _broken(ground),
        },
        "caption": _caption(low, high, laminate=laminate),
        "description": f"{plain_subscripts(film)} film ({detail}) on "
        f"{plain_subscripts(substrate.name)}, beside a scale bar of {length:g} nm; "
        "the substrate is not to scale.",
    }


def nice(length: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, … that is not shorter than ``length``."""
    power = 10.0 ** math.floor(math.log10(length))
    found = next(step for step in (1, 2, 5, 10) if step * power >= length * (1 - 1e-9))
    return float(f"{found * power:g}")


def _figure(low: float | None, high: float | None) -> str:
    if low is None:
        return f"<\u202f{high:.4g}"
    if high is None:
        return f">\u202f{low:.4g}"
    return f"{low:.4g}" if low == high else f"{low:.4g}–{high:.4g}"


def _caption(low: float | None, high: float | None, *, laminate: bool) -> str:
    words = "The film is to scale; the substrate is not, and is cut off."
    if low is None:
        words += " The film is thinner than the outline."
    elif high is None:
        words += " The film is thicker than drawn."
    elif low != high:
        words += " Outlined: the rest of the range."
    if laminate:
        words += " How many layers there are, and how thick, is not reported."
    return words


def _broken(ground: float) -> str:
    """The outline of the substrate: straight under the film, torn at its foot."""
    foot, step = ground + SUBSTRATE_HEIGHT, FILM_WIDTH / _TEETH
    teeth = "".join(
        f"L{FILM_LEFT + FILM_WIDTH - i * step:g} {foot - (5 if i % 2 else 0):g}"
        for i in range(_TEETH + 1)
    )
    return f"M{FILM_LEFT:g} {ground:g}H{FILM_LEFT + FILM_WIDTH:g}{teeth}Z"
