"""How long something takes, on a machine that does other things beside it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Outcome = TypeVar("Outcome")

_TRIES = 4


def soon(act: Callable[[], Outcome], *, within_s: float) -> Outcome:
    """What ``act`` gives back; an ``AssertionError`` where no try of a few is that quick.

    Other work on the machine only ever adds time, so the quickest try says most of ``act`` itself.
    """
    took = []
    for _ in range(_TRIES):
        began = time.monotonic()
        outcome = act()
        took.append(time.monotonic() - began)
        if took[-1] < within_s:
            return outcome
    raise AssertionError(f"took {[round(seconds, 2) for seconds in took]} s, not {within_s}")
