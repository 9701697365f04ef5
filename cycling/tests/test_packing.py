"""What a cell gave cycle by cycle comes back bit for bit."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from cycling.models import TestCurve
from cycling.models.curve import packed

_number = st.none() | st.floats(allow_nan=False, allow_infinity=False)
_rows = st.lists(st.tuples(_number, _number, _number), max_size=40)


def _bits(values: list[float | None]) -> list[bytes | None]:
    return [None if value is None else struct.pack("<d", value) for value in values]


@given(_rows)
def test_columns_come_back_bit_for_bit_with_their_gaps(
    rows: list[tuple[float | None, ...]],
) -> None:
    names = ["cycle", "charge", "discharge"]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    curve = TestCurve(columns=names, data=packed(columns))
    assert [_bits(curve.values_of(name)) for name in names] == [_bits(one) for one in columns]
    assert curve.length == len(rows)
    assert curve.values_of("capacity") == []


def test_a_thousand_cycles_take_less_room_than_their_doubles() -> None:
    cycles = [float(n) for n in range(1, 1001)]
    noisy = [180 * (1 - 1e-4 * n) + (n * 7919 % 1000) / 777 for n in range(1, 1001)]
    assert len(packed([cycles, noisy, noisy[::-1]])) < 0.75 * 3 * 8000
