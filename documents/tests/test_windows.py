"""A long draft is looked at part by part, and no part lacks what its tests name."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from documents.windows import windows


@st.composite
def drafts(draw: st.DrawFn) -> dict[str, Any]:
    films = draw(st.integers(0, 12))
    cells = draw(st.integers(0, 12))
    named = st.integers(0, 12).map(lambda n: f"f{n}")
    other = st.integers(0, 12).map(lambda n: f"t{n}")
    return {
        "key": "x",
        "coatings": [{"key": f"f{n}"} for n in range(films)],
        "cycling": [
            {"key": f"t{n}", "coating": draw(named), "controls": draw(st.lists(other, max_size=2))}
            for n in range(cells)
        ],
    }


@given(draft=drafts(), size=st.integers(1, 5))
def test_every_record_is_in_a_part_and_with_it_all_that_it_names(
    draft: dict[str, Any], size: int
) -> None:
    seen: dict[str, set[int]] = {"coatings": set(), "cycling": set()}
    there = {item["key"] for name in seen for item in draft[name]}
    for window in windows(draft, size):
        own = {item["key"] for name in seen for item in window.document[name]}
        for name, numbers in window.places.items():
            seen[name] |= set(numbers)
            keys = [draft[name][i]["key"] for i in numbers]
            assert keys == [item["key"] for item in window.document[name]]
        for test in window.document["cycling"]:
            assert {test["coating"], *test["controls"]} & there <= own
    assert seen == {name: set(range(len(draft[name]))) for name in seen}
