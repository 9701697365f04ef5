"""What a shelf can grow: hand-worked examples, and laws that hold for any shelf."""

from __future__ import annotations

import math
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from science.quantities import Interval
from science.recipes import (
    Coverage,
    Growable,
    Reported,
    Shelf,
    Sources,
    coolest,
    growable,
    leads,
    pairs,
    undelivered,
    window,
)

ELEMENTS = {
    "tma": frozenset({"Al", "C", "H"}),
    "ttip": frozenset({"Ti", "O", "C", "H"}),
    "h2o": frozenset({"H", "O"}),
    "o3": frozenset({"O"}),
    "eg": frozenset({"C", "H", "O"}),
    "liotbu": frozenset({"Li", "C", "H", "O"}),
    "li-hmds": frozenset({"Li", "N", "Si", "C", "H"}),
    "dez": frozenset({"Zn", "C", "H"}),
    "tif4": frozenset({"Ti", "F"}),
    "hf": frozenset({"H", "F"}),
    "nh3": frozenset({"N", "H"}),
}
ALUMINA = Reported(
    "alumina",
    (frozenset({"tma"}), frozenset({"h2o"})),
    "li-metal",
    Interval(80, 200),
    frozenset({"Al", "O"}),
)
TITANIA = Reported(
    "titania",
    (frozenset({"ttip"}), frozenset({"h2o"})),
    "si",
    Interval.point(150),
    frozenset({"Ti", "O"}),
)
LITHICONE = Reported(
    "lithicone",
    (frozenset({"liotbu", "li-hmds"}), frozenset({"eg"})),
    "si",
    None,
    frozenset({"Li", "C", "H", "O"}),
)
FILMS = (ALUMINA, TITANIA, LITHICONE)
SOURCES = {
    "tma": (Interval(20, 25),),
    "ttip": (Interval.point(80),),
    "h2o": (Interval(20, 25),),
    "liotbu": (Interval(100, 180), Interval.point(140)),
    "li-hmds": (Interval.point(55), Interval.point(60)),
}


def grown(on: Shelf, films: Iterable[Reported], sources: Sources) -> list[Growable]:
    return growable(on, films, sources, ELEMENTS)


def shelf(*precursors: str, source: float | None = None, substrate: float | None = None) -> Shelf:
    return Shelf(frozenset(precursors), source, substrate)


def test_what_is_on_the_shelf_grows_and_what_lacks_one_precursor_names_it() -> None:
    found = {one.film.id: one for one in grown(shelf("tma", "h2o"), FILMS, SOURCES)}
    assert found["alumina"].missing == ()
    assert found["titania"].missing == (frozenset({"ttip"}),)
    assert "lithicone" not in found, "two precursors are missing"


def test_one_of_the_alternatives_of_a_dose_is_enough() -> None:
    found = {one.film.id: one for one in grown(shelf("li-hmds", "eg"), FILMS, SOURCES)}
    assert found["lithicone"].missing == ()


def test_an_alternative_that_needs_a_hotter_source_is_no_alternative() -> None:
    found = {one.film.id: one for one in grown(shelf("eg", source=70), FILMS, SOURCES)}
    assert found["lithicone"].missing == (frozenset({"li-hmds"}),), "LiOtBu was kept at 100 °C"
    too_cold = grown(shelf("eg", "liotbu", source=50), FILMS, SOURCES)
    assert "lithicone" not in {one.film.id for one in too_cold}


def test_a_temperature_that_nobody_states_is_unknown_and_never_taken_to_fit() -> None:
    found = grown(shelf("li-hmds", "eg", source=70, substrate=100), FILMS, SOURCES)
    assert [one.film.id for one in found] == ["lithicone"]
    assert found[0].unknown == ("the deposition temperature", "the source temperature of eg")


def test_one_dose_alone_grows_nothing_that_is_known_to_grow() -> None:
    half = Reported(
        "half", (frozenset({"liotbu"}),), "si", Interval.point(300), frozenset({"Li", "O"})
    )
    (found,) = grown(shelf("liotbu"), [half], SOURCES)
    assert found.unknown == ("what else is dosed: one dose alone is named",)


def of(elements: str, *doses: set[str], at: Interval | None = None) -> Reported:
    return Reported("film", tuple(map(frozenset, doses)), "si", at, frozenset(elements.split()))


def test_a_process_without_a_source_of_an_element_is_incomplete_and_no_recipe() -> None:
    film = of("Li Al F", {"liotbu"}, {"tif4", "hf"})
    (found,) = grown(shelf("liotbu", "hf"), [film], SOURCES)
    assert (found.lacking, found.missing) == (("Al",), ())
    assert undelivered(of("Li P O N", {"liotbu"}), ELEMENTS) == ("N", "P")
    assert undelivered(of("Al O N", {"tma"}, {"nh3"}), ELEMENTS) == ("O",)


def test_an_alternative_has_to_deliver_what_the_film_needs() -> None:
    film = of("Al N", {"tma"}, {"nh3", "h2o"})
    (found,) = grown(shelf("tma", "h2o"), [film], SOURCES)
    assert (found.missing, found.lacking) == ((frozenset({"nh3"}),), ())
    (ready_now,) = grown(shelf("tma", "nh3"), [film], SOURCES)
    assert ready_now.missing == ()


def test_alternatives_that_deliver_an_element_each_never_deliver_both() -> None:
    assert undelivered(of("Al Ti O", {"tma", "ttip"}, {"h2o"}), ELEMENTS) == ("Al",)


def test_a_film_of_unknown_elements_says_so() -> None:
    (found,) = grown(shelf("tma", "h2o"), [of("", {"tma"}, {"h2o"})], SOURCES)
    assert found.unknown == ("the elements of the film",)


def test_many_alternatives_are_weighed_at_once() -> None:
    """Ten doses of ten alternatives have 10¹⁰ choices, and few ways that differ."""
    doses = [{f"p{dose}-{n}" for n in range(10)} for dose in range(10)]
    (found,) = grown(shelf(*(f"p{dose}-3" for dose in range(10))), [of("", *doses)], SOURCES)
    assert found.missing == ()


def test_alternatives_are_no_pair_and_make_the_pairs_of_others_uncertain() -> None:
    found = pairs((frozenset({"liotbu"}), frozenset({"tif4", "hf"}), frozenset({"h2o"})))
    assert found == {
        ("liotbu", "tif4"): False,
        ("hf", "liotbu"): False,
        ("h2o", "liotbu"): True,
        ("h2o", "tif4"): False,
        ("h2o", "hf"): False,
    }
    assert pairs((frozenset({"liotbu"}), frozenset({"tif4"}))) == {("liotbu", "tif4"): True}


def test_an_absence_states_what_was_looked_through() -> None:
    said = Coverage(films=60, processes=1, papers=38).in_words
    assert said.startswith("Not on record here, among 60 films with 1 process in 38 papers")


def test_a_window_fits_where_its_cool_end_does() -> None:
    assert grown(shelf("tma", "h2o", substrate=100), [ALUMINA], SOURCES)
    assert not grown(shelf("tma", "h2o", substrate=79), [ALUMINA], SOURCES)


def test_another_electrode_is_another_film() -> None:
    on_silicon = Shelf(frozenset({"tma", "h2o"}), electrodes=frozenset({"si"}))
    assert not [one for one in grown(on_silicon, FILMS, SOURCES) if not one.missing]


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


def test_a_lead_needs_a_process_on_both_sides() -> None:
    alone = of("Zn", {"dez"}, at=Interval(90, 120))
    either = of("Zn O", {"dez", "tma"}, {"o3"}, at=Interval(90, 120))
    for film in (alone, either):
        assert not leads(shelf("dez", "h2o"), ["dez"], ["h2o"], [ALUMINA, film], {})


def test_what_an_alternative_may_have_been_dosed_with_is_no_lead() -> None:
    zinc = of("Zn O", {"dez"}, {"o3"}, at=Interval(90, 120))
    either = of("Al O", {"tma"}, {"h2o", "o3"}, at=Interval(90, 120))
    assert not leads(shelf("tma", "o3"), ["tma"], ["o3"], [ALUMINA, zinc, either], {})


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
        st.frozensets(st.sampled_from(["Al", "Ti", "O", "Li", "F"]), max_size=3),
    ),
    max_size=6,
)


def ready(on: Shelf, films: list[Reported]) -> set[str]:
    return {o.film.id for o in grown(on, films, SOURCES) if not o.missing and not o.lacking}


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
    for one in grown(Shelf(keys), films, SOURCES):
        if one.missing and not one.lacking:
            for key in one.missing[0]:
                assert one.film.id in ready(Shelf(keys | {key}), films)


@given(_keys, _films)
def test_a_recipe_delivers_every_element_of_its_film(
    keys: frozenset[str], films: list[Reported]
) -> None:
    held = frozenset().union(*(ELEMENTS[key] for key in keys))
    by_id = {film.id: film for film in films}
    for name in ready(Shelf(keys), films):
        assert by_id[name].elements <= held


@given(_keys, _limits, _films)
def test_a_lead_is_never_a_pair_that_is_on_record(
    keys: frozenset[str], substrate: float | None, films: list[Reported]
) -> None:
    on = Shelf(keys, None, substrate)
    for lead in leads(on, ["tma", "ttip", "dez"], ["h2o", "eg", "o3"], films, SOURCES):
        pair = tuple(sorted((lead.metal, lead.partner)))
        assert not any(pair in pairs(film.doses) for film in films)
        assert substrate is None or lead.overlap.high <= substrate
