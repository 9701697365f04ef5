"""How often a test tries: a few times, or many times with ``ASC_TEST_HEAVY=1``.

A test that asks here is marked ``heavy``, so that ``make test-heavy`` finds it.
"""

from __future__ import annotations

from asc_kb.settings import environment

HEAVY = environment.flag("ASC_TEST_HEAVY", default=False)


def times(few: int, many: int) -> int:
    """``few`` in a usual run, ``many`` in a heavy one."""
    return many if HEAVY else few
