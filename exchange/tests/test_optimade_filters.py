"""Filters of OPTIMADE against a plain reading of what they mean, over the entries as served."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asc_kb.testing.heavy import times

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("review")
ROOT = "/optimade/v1/"
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
PARTS: dict[str, Callable[[str, str], bool]] = {
    "CONTAINS": lambda text, part: part in text,
    "STARTS": str.startswith,
    "STARTS WITH": str.startswith,
    "ENDS": str.endswith,
    "ENDS WITH": str.endswith,
}
SETS: dict[str, Callable[[set[str], set[str]], bool]] = {
    "HAS ALL": lambda has, asked: asked <= has,
    "HAS ANY": lambda has, asked: bool(has & asked),
    "HAS ONLY": lambda has, asked: has <= asked,
}
Truth = bool | None  # None: unknown, which never matches, nor does its negation


def get(client: Client, address: str, status: int = 200, **query: Any) -> Any:
    response = client.get(f"{ROOT}{address}", query)
    assert response.status_code == status, response.content[:600]
    return response.json()


def entries(client: Client, name: str) -> list[dict[str, Any]]:
    """Every entry as a flat dict of its values, the lists of its relationships among them."""
    body = get(client, name, page_limit=1000)
    dois = {one["id"]: one["attributes"]["doi"] for one in body.get("included", ())}
    found = []
    for one in body["data"]:
        flat = {**one["attributes"], "id": one["id"], "type": one["type"]}
        if "relationships" in one:
            related = [ref["id"] for ref in one["relationships"]["references"]["data"]]
            flat["references.id"] = related
            flat["references.doi"] = [dois[ident] for ident in related if dois[ident]]
        found.append(flat)
    return found


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def kind(values: list[Any]) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "nothing"
    if isinstance(known[0], list):
        return "list"
    return "text" if isinstance(known[0], str) else "number"


@st.composite
def comparisons(draw: st.DrawFn, rows: list[dict[str, Any]]) -> tuple[str, Any]:
    """A comparison as text, and what it says of an entry."""
    usable = [n for n in rows[0] if n not in {"last_modified", "_asc_page", "immutable_id"}]
    name = draw(st.sampled_from(usable))
    values = [row[name] for row in rows]
    shape = kind(values)
    if draw(st.integers(0, 7)) == 0 or shape == "nothing":
        word = draw(st.sampled_from(["KNOWN", "UNKNOWN"]))
        return f"{name} IS {word}", lambda row: (row[name] is not None) == (word == "KNOWN")
    if shape == "list":
        return draw(lists(name, values))
    value: Any
    if shape == "number":
        near = draw(st.sampled_from([v for v in values if v is not None]))
        value = draw(st.sampled_from([near, near * 1.01, near - 0.5, 0, -1, 10**30]))
        text = repr(value)
    else:
        word = draw(st.sampled_from([v for v in values if v is not None]))
        value = draw(st.sampled_from([word, word[:3], word[-2:], "", "%", "_", 'a"b\\', "é"]))
        text = quoted(value)
    if shape == "text" and draw(st.booleans()):
        part = draw(st.sampled_from(sorted(PARTS)))
        return f"{name} {part} {text}", lambda row: known(row[name], PARTS[part], value)
    op = draw(st.sampled_from(sorted(COMPARE)))
    written = f"{text} {TURNED[op]} {name}" if draw(st.booleans()) else f"{name} {op} {text}"
    return written, lambda row: known(row[name], COMPARE[op], value)


@st.composite
def lists(draw: st.DrawFn, name: str, values: list[list[str]]) -> tuple[str, Any]:
    if draw(st.integers(0, 3)) == 0:
        op = draw(st.sampled_from(["", *COMPARE]))
        size = draw(st.integers(-1, 6))
        meant = COMPARE[op or "="]
        return f"{name} LENGTH {op} {size}", lambda row: meant(len(row[name]), size)
    words = sorted({word for value in values for word in value}) or ["nothing"]
    asked = draw(st.lists(st.sampled_from([*words, "x" * 70, "no such"]), min_size=1, max_size=4))
    how = draw(st.sampled_from(["HAS", *SETS]))
    if how == "HAS":
        return f"{name} HAS {quoted(asked[0])}", lambda row: asked[0] in row[name]
    text = ", ".join(quoted(word) for word in asked)
    return f"{name} {how} {text}", lambda row: SETS[how](set(row[name]), set(asked))


def known(value: Any, meant: Callable[[Any, Any], bool], other: Any) -> Truth:
    return None if value is None else meant(value, other)


def joined(parts: list[tuple[str, Any]], word: str) -> tuple[str, Any]:
    text = f" {word} ".join(f"({part})" for part, _ in parts)

    def truth(row: dict[str, Any]) -> Truth:
        found = [meant(row) for _, meant in parts]
        decides = word == "OR"
        if decides in found:
            return decides
        return None if None in found else not decides

    return text, truth


def negated(part: tuple[str, Any]) -> tuple[str, Any]:
    def truth(row: dict[str, Any]) -> Truth:
        found = part[1](row)
        return None if found is None else not found

    return f"NOT ({part[0]})", truth


def filters(rows: list[dict[str, Any]]) -> st.SearchStrategy[tuple[str, Any]]:
    return st.recursive(
        comparisons(rows),
        lambda inner: st.one_of(
            inner.map(negated),
            st.builds(
                joined, st.lists(inner, min_size=2, max_size=3), st.sampled_from(["AND", "OR"])
            ),
        ),
        max_leaves=5,
    )


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["_asc_coatings", "references"])
def test_a_filter_finds_the_entries_that_a_plain_reading_of_it_finds(
    client: Client, name: str
) -> None:
    rows = entries(client, name)
    if name == "references":
        for row in rows:
            for people in ("authors", "editors"):
                row[f"{people}.lastname"] = [a["lastname"] for a in row.pop(people) or []]
            row.pop("url")

    @given(filters(rows))
    @settings(
        max_examples=times(40, 150),
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def check(asked: tuple[str, Any]) -> None:
        text, meant = asked
        body = get(client, name, filter=text, page_limit=1000, response_fields="id", include="")
        expected = [row["id"] for row in rows if meant(row) is True]
        assert [one["id"] for one in body["data"]] == expected, text
        assert body["meta"]["data_returned"] == len(expected)

    check()


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (
            'NOT _asc_year > 2020 OR _asc_year = 2021 AND _asc_technique = "MLD"',
            '(NOT (_asc_year > 2020)) OR ((_asc_year = 2021) AND (_asc_technique = "MLD"))',
        ),
        ("NOT _asc_thickness_low IS KNOWN", "_asc_thickness_low IS UNKNOWN"),
        ('_asc_elements HAS ANY "Li"', '_asc_elements HAS "Li"'),
        ("5 < _asc_thickness_low", "_asc_thickness_low > 5"),
        ("", "id IS KNOWN"),
    ],
)
def test_precedence_and_other_ways_to_say_the_same(client: Client, text: str, same: str) -> None:
    found, other = (
        [one["id"] for one in get(client, "_asc_coatings", filter=f, page_limit=1000)["data"]]
        for f in (text, same)
    )
    assert found == other


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("_asc_thickness > 5", 400, "'_asc_thickness_low'"),
        ("nelements = 2", 400, "nearest"),
        ("_asc_year = ", 400, "cannot be read"),
        ("_asc_year = 2017 _asc_year = 2018", 400, "AND or OR"),
        ('_asc_year = "2017"', 501, "is a number"),
        ("_asc_material = 5", 501, "is a string"),
        ('_asc_year STARTS "20"', 501, "asks a string"),
        ('_asc_elements = "Al"', 501, "is a list"),
        ('_asc_material HAS "al2o3"', 501, "is no list"),
        ("_asc_elements HAS 5", 501, "list of strings"),
        ("_asc_material = TRUE", 501, "is a string"),
        ('_asc_page = "x"', 501, "cannot be asked"),
        ("_asc_year = _asc_thickness_low", 501, "optional"),
        ("1 < 2", 501, "optional"),
        ('"a" = "b"', 501, "two strings"),
        ('_asc_elements HAS < "B"', 501, "optional"),
        ('_asc_elements:_asc_methods HAS "Al":"SEM"', 501, "optional"),
        ("_asc_year > 1e999", 501, "outside"),
        ('last_modified > "yesterday"', 400, "RFC 3339"),
        ('_asc_material = "\x00"', 400, "null character"),
        ("(" * 100 + "_asc_year=1" + ")" * 100, 400, "brackets"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_status_of_the_specification(
    client: Client, text: str, status: int, said: str
) -> None:
    body = get(client, "_asc_coatings", status, filter=text)
    (error,) = body["errors"]
    assert error["status"] == str(status)
    assert error["source"] == {"parameter": "filter"}
    assert said in error["detail"]


@pytest.mark.heavy
@given(st.one_of(st.text(max_size=60), st.text('ab_= <>!"()ANDORTHS.,:19', max_size=60)))
@settings(
    max_examples=times(60, 300),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_text_as_a_filter_breaks_the_server(client: Client, text: str) -> None:
    query: Any = {"filter": text, "page_limit": 1}
    response = client.get(f"{ROOT}_asc_coatings", query)
    assert response.status_code in {200, 400, 501}


def test_a_property_of_another_provider_is_unknown_and_said_so(client: Client) -> None:
    for text in ("_exmpl_gap > 2", "NOT _exmpl_gap > 2", "_exmpl_gap IS KNOWN"):
        body = get(client, "_asc_coatings", filter=text)
        assert body["data"] == []
        assert "_exmpl_gap" in body["meta"]["warnings"][0]["detail"]
    either = get(client, "_asc_coatings", filter='_exmpl_gap > 2 OR _asc_technique = "MLD"')
    alone = get(client, "_asc_coatings", filter='_asc_technique = "MLD"')
    assert either["data"] == alone["data"] != []


def test_intervals_mean_what_they_mean_in_rest(client: Client) -> None:
    """As the descriptions of the properties say."""
    sure = get(client, "_asc_coatings", filter="_asc_thickness_low >= 10", page_limit=1000)
    may = get(
        client,
        "_asc_coatings",
        filter="_asc_thickness_high >= 10 OR "
        "(_asc_thickness_high IS UNKNOWN AND _asc_thickness_low IS KNOWN)",
        page_limit=1000,
    )
    rest: Any = "/api/v1/coatings/?page_size=1000&fields=id&thickness_min=10"
    for found, tail in ((sure, "&match=certain"), (may, "")):
        expected = [one["id"] for one in client.get(f"{rest}{tail}").json()["results"]]
        assert [one["id"] for one in found["data"]] == expected != []
