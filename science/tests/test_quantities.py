"""Laws of quantities: what holds for every value, not only for the worked ones."""

import math
import pickle
import subprocess
import sys

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from science.quantities import (
    CANONICAL_UNITS,
    Interval,
    Quantity,
    UnreadableValue,
    corners,
    read,
    write,
)
from science.quantities.units import canonical, conversion, parse_unit

UNITS = sorted(CANONICAL_UNITS)
FINITE = st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False).map(
    lambda x: x + 0.0
)
COUNTS = st.integers(0, 10**15).map(float)
USUAL = st.floats(min_value=1e-12, max_value=1e12)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    unit = draw(st.sampled_from(UNITS))
    qualifier = draw(st.sampled_from(["exact", "about", "below", "above", "range"]))
    numbers = COUNTS if unit == "cycles" else FINITE
    one, two = draw(numbers), draw(numbers)
    if qualifier == "range":
        assume(one != two)
        return Quantity("", "range", min(one, two), max(one, two), None, unit)
    uncertainty = draw(st.none() | FINITE.map(abs)) if qualifier in {"exact", "about"} else None
    low = None if qualifier == "below" else one
    high = None if qualifier == "above" else one
    return Quantity("", qualifier, low, high, uncertainty, unit)  # type: ignore[arg-type]


@given(quantities())
@example(Quantity("", "range", 10.0, 12.0, None, "S/cm"))
@settings(max_examples=400)
def test_what_is_written_reads_back_to_the_same_meaning(quantity: Quantity) -> None:
    printed = write(quantity)
    again = read(printed, unit=quantity.unit)
    assert again.meaning == quantity.meaning
    assert write(again) == printed


@given(st.text(max_size=40), st.sampled_from(UNITS))
@example("FROM", "%")
@example("between ", "nm")
@settings(max_examples=400)
def test_reading_any_text_gives_a_value_or_the_reason_why_not(text: str, unit: str) -> None:
    position = 0
    try:
        found: object = read(text, unit=unit)
    except UnreadableValue as error:
        found, position = error.message, error.position
    assert found
    assert 0 <= position <= len(text)


FRAGMENTS = st.sampled_from(
    [*"0123456789.,()+-–−×·^~<>±% /", "10", "e", "⁻⁸", "C", "C/", "RT", "nm", "Å", "cm", "S",
     "mA", "h", "g", "°C", "K", " to ", "about ", "over ", "cycles", "-fold", "x10", "and",
     "wt%", "points", "½", "⁰", "ˉ", "¯", "◦", "\u2009", "per ", "/cycle", "10-12", "^9", ")-1"]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=14).map("".join), st.sampled_from(UNITS))
@settings(max_examples=600)
def test_reading_scraps_of_print_gives_a_value_or_the_reason_why_not(text: str, unit: str) -> None:
    try:
        quantity = read(text, unit=unit)
    except UnreadableValue as error:
        assert error.text == text  # noqa: PT017
        assert error.message  # noqa: PT017
        return
    assert quantity.printed == text
    assert read(write(quantity), unit=unit).meaning == quantity.meaning


@given(
    st.integers(1, 30),
    st.sampled_from("-–−—‐‑"),
    st.sampled_from(["", "~", "<", ">", "about ", "up to "]),
    st.sampled_from(["S/cm", "S cm-1", "S m−1", "mS/cm", "µS cm⁻¹"]),
)
def test_a_conductivity_whose_exponent_sank_is_refused(
    power: int, dash: str, before: str, unit: str
) -> None:
    with pytest.raises(UnreadableValue, match="raise the exponent"):
        read(f"{before}10{dash}{power} {unit}", unit="S/cm")


@given(st.integers(1, 10), st.sampled_from(UNITS))
def test_ten_to_the_minus_a_few_is_refused_of_every_property(power: int, unit: str) -> None:
    with pytest.raises(UnreadableValue, match="raise the exponent"):
        read(f"10−{power} {'' if unit == '1' else unit}", unit=unit)


@given(USUAL, st.sampled_from(["S/cm", "S/m", "mS/cm", "µS cm⁻¹"]))
def test_a_conductivity_means_the_same_in_every_unit(value: float, spelled: str) -> None:
    factor = {"S/cm": 1.0, "S/m": 0.01, "mS/cm": 1e-3, "µS cm⁻¹": 1e-6}[spelled]
    quantity = read(f"{value!r} {spelled}", unit="S/cm")
    assert quantity.low == pytest.approx(value * factor, rel=1e-11)


@given(USUAL, USUAL, st.sampled_from(["nm", "Å", "µm", "pm"]))
def test_a_range_means_the_same_in_every_unit(one: float, two: float, spelled: str) -> None:
    low, high = sorted((one, two))
    assume(low < high)
    factor = {"nm": 1.0, "Å": 0.1, "µm": 1000.0, "pm": 1e-3}[spelled]
    quantity = read(f"{low!r} to {high!r} {spelled}", unit="nm")
    assert quantity.low == pytest.approx(low * factor, rel=1e-11)
    assert quantity.high == pytest.approx(high * factor, rel=1e-11)


@given(USUAL, st.sampled_from(["<", ">", "≤", "≥"]), st.sampled_from(["nm", "Å", "µm"]))
def test_a_bound_stays_a_bound_in_every_unit(value: float, sign: str, unit: str) -> None:
    quantity = read(f"{sign}{value!r} {unit}", unit="nm")
    assert quantity.qualifier == ("below" if sign in "<≤" else "above")
    assert (quantity.low is None) is (sign in "<≤")
    assert (quantity.high is None) is (sign in ">≥")


@given(st.floats(-200, 2000))
def test_kelvin_and_celsius_differ_by_their_offset(celsius: float) -> None:
    quantity = read(f"{celsius + 273.15!r} K", unit="°C")
    assert quantity.low == pytest.approx(celsius, abs=1e-8)


@given(st.integers(1, 999), st.integers(-30, 30), st.sampled_from(["×", "x", "·", "*"]))
def test_powers_of_ten_do_not_depend_on_their_typography(
    mantissa: int, exponent: int, times: str
) -> None:
    raised = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    expected = float(f"{mantissa}e{exponent}")
    for printed in (
        f"{mantissa} {times} 10{raised} nm",
        f"{mantissa}{times}10^{exponent} nm",
        f"{mantissa}e{exponent} nm",
        f"{mantissa} {times} 10^{{{exponent}}} nm",
    ):
        assert read(printed, unit="nm").low == expected


def test_every_canonical_unit_is_known_and_converts_to_itself() -> None:
    for unit in UNITS:
        assert conversion(canonical(unit), canonical(unit)) == (1.0, 0.0)


def test_a_unit_of_another_dimension_does_not_convert() -> None:
    assert conversion(parse_unit("mA"), canonical("mA/g")) is None


def test_an_error_survives_being_sent_to_another_process() -> None:
    error = UnreadableValue("5", 1, "a length in nm", "cannot read '5'")
    again = pickle.loads(pickle.dumps(error))
    assert (again.text, again.position, again.expected) == ("5", 1, "a length in nm")


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [("exact", 1.0, 2.0), ("below", 1.0, 2.0), ("range", 2.0, 1.0), ("above", None, 1.0)],
)
def test_a_quantity_with_the_wrong_bounds_cannot_be_made(
    qualifier: str, low: float | None, high: float | None
) -> None:
    with pytest.raises(ValueError, match="does not go with"):
        Quantity("", qualifier, low, high, None, "nm")  # type: ignore[arg-type]


def test_an_interval_meets_and_lies_within() -> None:
    below_3 = read("<3 nm", unit="nm").interval
    assert below_3 == Interval(-math.inf, 3.0)
    assert below_3.meets(Interval(2.0, 5.0))
    assert not below_3.within(Interval(0.0, 5.0))
    assert Interval(1.0, 2.0).within(Interval(1.0, 5.0))
    assert not Interval(1.0, 2.0).meets(Interval(3.0, 5.0))


ENDS = st.floats(-1e6, 1e6)


@given(ENDS, ENDS, ENDS, ENDS, st.floats(0, 1), st.floats(0, 1))
def test_a_product_of_intervals_holds_every_product_of_their_numbers(
    a: float, b: float, c: float, d: float, s: float, t: float
) -> None:
    left, right = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    x = min(max(left.low + s * (left.high - left.low), left.low), left.high)
    y = min(max(right.low + t * (right.high - right.low), right.low), right.high)
    product = left * right
    assert product.low - 1e-6 <= x * y <= product.high + 1e-6


def test_a_bound_in_the_divisor_turns_round() -> None:
    """1 ÷ (0 … 10⁻¹⁰) is above 10¹⁰."""
    quotient = Interval.point(1.0) / Interval(0.0, 1e-10)
    assert quotient == Interval(1e10, math.inf)
    with pytest.raises(ZeroDivisionError):
        _ = Interval.point(1.0) / Interval(-1.0, 1.0)


def test_corners_of_a_decreasing_function_are_put_in_order() -> None:
    assert corners(lambda x: -x, Interval(1.0, 2.0)) == Interval(-2.0, -1.0)


_TOGETHER = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from science.quantities.units import canonical, conversion
first = Barrier(8)
def ask(length):
    first.wait()
    return round(conversion(canonical(length), canonical("nm"))[0], 9)
with ThreadPoolExecutor(8) as pool:
    print(*pool.map(ask, ["nm", "Å", "µm", "mm", "cm", "m", "angstrom", "micrometer"]))
"""


def test_the_first_units_of_a_process_may_be_asked_for_by_many_threads_at_once() -> None:
    command = [sys.executable, "-c", _TOGETHER]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    lengths = [float(one) for one in done.stdout.split()]
    assert lengths == [1, 0.1, 1e3, 1e6, 1e7, 1e9, 0.1, 1e3]


@pytest.mark.parametrize("text", ["5 nm and 7 nm", "5 nm, 7 nm", "5 nm or 7 nm; 9 nm"])
def test_two_values_in_one_place_are_told_to_be_two(text: str) -> None:
    with pytest.raises(UnreadableValue, match="more than one value"):
        read(text, unit="nm")
