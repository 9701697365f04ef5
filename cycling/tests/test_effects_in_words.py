"""The size of an effect, as pages say it."""

from __future__ import annotations

from typing import Any

import pytest

from cycling.templatetags.cycling_sections import effect_in_words

EFFECT: dict[str, Any] = {
    "effect": 28.0, "low": 14.141, "high": 41.859, "uncertainty": 7.07107, "unit": "points",
}  # fmt: skip


@pytest.mark.parametrize(("spread", "said"), [("assumed", True), ("known", False)])
def test_a_spread_that_is_assumed_is_said_beside_the_interval(spread: str, said: bool) -> None:
    text = effect_in_words({**EFFECT, "spread": spread})
    assert "14.1–41.9" in text
    assert ("spread between cells assumed" in text) is said
