"""A figure as a document keeps it."""

from __future__ import annotations

from typing import Any

FIGURE: dict[str, Any] = {
    "key": "fig-3b",
    "at": "Fig. 3b",
    "image": {"sha256": "0" * 64, "width": 640, "height": 480},
    "axes": [
        {
            "key": "cycle",
            "direction": "x",
            "ticks": [{"value": v, "x": 100 + 4 * v, "y": 400} for v in (0, 50, 100)],
        },
        {
            "key": "capacity",
            "direction": "y",
            "unit": "mAh/g",
            "ticks": [{"value": v, "x": 100, "y": 400 - 2 * v} for v in (0, 100, 200)],
        },
    ],
    "series": [
        {
            "key": "coated",
            "x": "cycle",
            "y": "capacity",
            "columns": ["x", "y", "low", "high"],
            "points": [[104, 80, 84, 76], [500, 120, None, None]],
        }
    ],
}


def changed(**series: Any) -> dict[str, Any]:
    return {**FIGURE, "series": [{**FIGURE["series"][0], **series}]}
