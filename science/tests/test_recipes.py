"""What a shelf can grow: hand-worked examples, and laws that hold for any shelf."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from science.quantities import Interval
from science.recipes import Reported, Shelf, coolest, growable, leads, window

ALUMINA = Reported(
    "alumina", (frozenset({"tma"}), frozenset({"h2o"})), "li-metal", Interval(80, 200)
)
TITANIA = Reported("titania", (frozenset({"ttip"}), frozenset({"h2o"})), "si", Interval.point(150))
LITHICONE = Reported("lithicone", (frozenset({"liotbu", "li-hmds"}), frozenset({"eg"})), "si", None)
FILMS = (ALUMINA, TITANIA, LITHICONE)
SOURCES = {
    "tma": (Interval(20, 25),),
    "ttip": (Interval.point(80),),
    "h2o": (Interval(20, 25),),
    "liotbu": (Interval(100, 180), Interval.point(140)),
    "li-hmds": (Interval.point(55), Interval.point(60)),
}


def shelf(*precursors: str, source: float | None = None, substrate: float | None = None) -> Shelf:
    return Shelf(frozenset(precursors), source, substrate)


def test_what_is_on_the_shelf_grows_and_what_lacks_one_precursor_names_it() -> None:
    found = {one.film.id: one for one in growable(shelf("tma", "h2o"), FILMS, SOURCES)}
    assert found["alumina"].missing == ()
    assert found["titania"].missing == (frozenset({"ttip"}),)
    assert "lithicone" not in found, "two precursors are missing"


def test_one_of_the_alternatives_of_a_dose_is_enough() -> None:
    found = {one.film.id: one for one in growable(shelf("li-hmds", "eg"), FILMS, SOURCES)}
    assert found["lithicone"].missing == ()


def test_an_alternative_that_needs_a_hotter_source_is_no_alternative() -> None:
    found = {one.film.id: one for one in growable(shelf("eg", source=70), FILMS, SOURCES)}
    assert found["lithicone"].missing == (frozenset({"li-hmds"}),), "LiOtBu was kept at 100 °C"
    too_cold = growable(shelf("eg", "liotbu", source=50), FILMS, SOURCES)
    assert "lithicone" not in {one.film.id for one in too_cold}


def test_a_temperature_that_nobody_states_is_unknown_and_never_taken_to_fit() -> None:
    found = growable(shelf("li-hmds", "eg", source=70, substrate=100), FILMS, SOURCES)
    assert [one.film.id for one in found] == ["lithicone"]
    assert found[0].unknown == ("the deposition temperature", "the source temperature of eg")


def test_one_dose_alone_grows_nothing_that_is_known_to_grow() -> None:
    half = Reported("half", (frozenset({"liotbu"}),), "si", Interval.point(300))
    (found,) = growable(shelf("liotbu"), [half], SOURCES)
    assert found.unknown == ("what else is dosed: one dose alone is named",)


def test_a_window_fits_where_its_cool_end_does() -> None:
    assert growable(shelf("tma", "h2o", substrate=100), [ALUMINA], SOURCES)
    assert not growable(shelf("tma", "h2o", substrate=79), [ALUMINA], SOURCES)


def test_another_electrode_is_another_film() -> None:
    on_silicon = Shelf(frozenset({"tma", "h2o"}), electrodes=frozenset({"si"}))
    assert not [one for one in growable(on_silicon, FILMS, SOURCES) if not one.missing]


def test_a_bound_says_no_cooler_temperature_than_itself() -> None:
    assert coolest([Interval(-math.inf, 60)]) == 60
    assert coolest([]) is None
    assert window([Interval(-math.inf, 60), Interval(99, math.inf)]) is None


def test_a_lead_is_a_pair_never_reported_whose_windows_overlap() -> None:
    zinc = Reported("zinc", (frozenset({"dez"}), frozenset({"o3"})), "si", Interval(90, 120))
    films = [ALUMINA, zinc]
    found = leads(shelf("dez", "tma", "h2o", "o3"), ["dez", "tma"], ["h2o", "o3"], films, {})
    assert [(one.metal, one.partner) for one in found] == [("dez", "h2o"), ("tma", "o3")]
    assert {(one.overlap.low, one.overlap.high) for one in found} == {(90, 120)}


def test_a_lead_says_whose_source_temperature_nobody_states() -> None:
    zinc = Reported("zinc", (frozenset({"dez"}), frozenset({"o3"})), "si", Interval(90, 120))
    asked = shelf("dez", "h2o", source=30)
    (found,) = leads(asked, ["dez"], ["h2o"], [ALUMINA, zinc], SOURCES)
    assert found.unknown_sources == ("dez",)
    assert not leads(shelf("dez", "h2o", source=19), ["dez"], ["h2o"], [ALUMINA, zinc], SOURCES), (
        "water was kept at 20 °C and hotter"
    )


def test_a_lead_ends_where_the_substrate_gets_too_hot() -> None:
    zinc = Reported("zinc", (frozenset({"dez"}), frozenset({"o3"})), "si", Interval(90, 120))
    asked = shelf("dez", "h2o", substrate=100)
    (found,) = leads(asked, ["dez"], ["h2o"], [ALUMINA, zinc], {})
    assert (found.overlap.low, found.overlap.high) == (90, 100)
    assert not leads(shelf("dez", "h2o", substrate=89), ["dez"], ["h2o"], [ALUMINA, zinc], {})


# --- laws -----------------------------------------------------------------------------------

_KEYS = ["tma", "ttip", "h2o", "eg", "liotbu", "li-hmds", "dez", "o3"]
_keys = st.frozensets(st.sampled_from(_KEYS), max_size=5)
_limits = st.none() | st.floats(0, 400)
_windows = st.none() | st.tuples(st.floats(20, 200), st.floats(0, 150)).map(
    lambda ends: Interval(ends[0], ends[0] + ends[1])
)
_films = st.lists(
    st.builds(
        Reported,
        st.uuids().map(str),
        st.lists(
            st.frozensets(st.sampled_from(_KEYS), min_size=1, max_size=2), min_size=1, max_size=3
        ).map(tuple),
        st.sampled_from(["si", "li-metal"]),
        _windows,
    ),
    max_size=6,
)


def ready(on: Shelf, films: list[Reported]) -> set[str]:
    return {one.film.id for one in growable(on, films, SOURCES) if not one.missing}


@given(_keys, _keys, _limits, _limits, _films)
def test_more_precursors_never_grow_fewer_films(
    few: frozenset[str],
    more: frozenset[str],
    source: float | None,
    substrate: float | None,
    films: list[Reported],
) -> None:
    small, large = Shelf(few, source, substrate), Shelf(few | more, source, substrate)
    assert ready(small, films) <= ready(large, films)


@given(_keys, st.floats(0, 400), st.floats(0, 400), st.floats(0, 400), _films)
def test_hotter_limits_never_grow_fewer_films(
    keys: frozenset[str], source: float, substrate: float, hotter: float, films: list[Reported]
) -> None:
    cool, hot = Shelf(keys, source, substrate), Shelf(keys, source + hotter, substrate + hotter)
    assert ready(cool, films) <= ready(hot, films) <= ready(Shelf(keys), films)


@given(_keys, _films)
def test_what_is_one_precursor_away_grows_with_it(
    keys: frozenset[str], films: list[Reported]
) -> None:
    for one in growable(Shelf(keys), films, SOURCES):
        if one.missing:
            with_it = Shelf(keys | {min(one.missing[0])})
            assert one.film.id in ready(with_it, films)


@given(_keys, _limits, _films)
def test_a_lead_is_never_a_pair_that_is_on_record(
    keys: frozenset[str], substrate: float | None, films: list[Reported]
) -> None:
    on = Shelf(keys, None, substrate)
    for lead in leads(on, ["tma", "ttip", "dez"], ["h2o", "eg", "o3"], films, SOURCES):
        dosed = [frozenset().union(*film.doses) for film in films]
        assert not any({lead.metal, lead.partner} <= keys for keys in dosed)
        assert substrate is None or lead.overlap.high <= substrate
