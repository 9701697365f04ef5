"""The reference list of the review: 102 references, each one paper document, cited as printed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from ruamel.yaml import YAML

PAPERS = settings.FIXTURES_DIR / "papers"
REVIEW = "madadi-2025"

# Number | family name of the first author (or editor) | how many authors (or editors) | year |
# volume | pages or article number. Reference 3 is a book, reference 102 a thesis.
PRINTED = """\
1 | Goodenough | 2 | 2013 | 135 | 1167-1176
2 | Usiskin | 7 | 2021 | 6 | 1020-1035
3 | Wang | 2 | 2004 | - | -
4 | Peled | 2 | 2017 | 164 | A1703-A1719
5 | Liu | 3 | 2020 | 10 | 2002297
6 | George | 1 | 2010 | 110 | 111-131
7 | Multia | 2 | 2022 | 9 | 2200210
8 | Van Bui | 3 | 2017 | 53 | 45-71
9 | Zhang | 5 | 2020 | 32 | 9056-9077
10 | Vandenbroucke | 8 | 2022 | 14 | 24908-24918
11 | Ma | 6 | 2016 | 3 | 1600564
12 | Zhu | 5 | 2017 | 251 | 710-728
13 | Meng | 1 | 2021 | 36 | 2-25
14 | Peled | 1 | 1979 | 126 | 2047-2051
15 | Kang | 3 | 2021 | 4 | 445-455
16 | Wang | 4 | 2022 | 18 | 2102250
17 | Meda | 4 | 2022 | 47 | 103564
18 | Fedorov | 5 | 2021 | 11 | 2101173
19 | Li | 7 | 2020 | 12 | 2319-2326
20 | Lu | 10 | 2024 | 35 | 108638
21 | Wang | 4 | 2019 | 55 | 93-114
22 | Wang | 12 | 2019 | 11 | 789-796
23 | Heiskanen | 3 | 2019 | 3 | 2322-2333
24 | Leung | 5 | 2016 | 120 | 6302-6313
25 | Liu | 2 | 2015 | 26 | 024001
26 | Zhao | 3 | 2018 | 2 | 2583-2604
27 | Luo | 7 | 2023 | 139 | 101171
28 | Cavanagh | 4 | 2010 | 33 | 223-229
29 | Leskelä | 2 | 2002 | 409 | 138-146
30 | Sullivan | 3 | 2022 | 27 | 6170
31 | Puurunen | 1 | 2005 | 97 | 121301
32 | Richey | 3 | 2020 | 152 | 040902
33 | Sønsteby | 3 | 2020 | 38 | 020804
34 | Yim | 8 | 2020 | 22 | 23107-23120
35 | Gandla | 5 | 2021 | 10 | 402-407
36 | Wu | 8 | 2021 | 26 | 4188
37 | Mackus | 5 | 2019 | 31 | 1142-1183
38 | Sundberg | 2 | 2014 | 5 | 1104-1136
39 | George | 5 | 2007 | 11 | 81-90
40 | Meng | 1 | 2017 | 5 | 18326-18378
41 | Multia | 4 | 2020 | 12 | 41557-41566
42 | Madadi | 4 | 2021 | 13 | 56793-56811
43 | Pearse | 10 | 2017 | 29 | 3740-3753
44 | Nilsen | 6 | 2014 | 211 | 357-367
45 | Chen | 12 | 2017 | 5 | 12297-12309
46 | Chang | 10 | 2023 | 13 | 2204002
47 | Wang | 7 | 2016 | 3 | 1600369
48 | Ye | 8 | 2014 | 248 | 447-456
49 | Tiurin | 4 | 2020 | 448 | 227373
50 | Shibata | 1 | 2016 | 163 | A2555-A2562
51 | Nisula | 2 | 2018 | 6 | 7027-7033
52 | Sun | 14 | 2019 | 31 | 1806541
53 | Heiska | 3 | 2020 | 2 | 2441-2447
54 | Ahmed | 11 | 2024 | 5 | 2400174
55 | Wang | 5 | 2023 | 475 | 146156
56 | Heiska | 4 | 2021 | 27 | 8799-8803
57 | Nisula | 4 | 2017 | 23 | 2988-2992
58 | Ahvenniemi | 2 | 2016 | 52 | 1139-1142
59 | Penttinen | 3 | 2017 | 23 | 18225-18231
60 | Nisula | 2 | 2016 | 16 | 1276-1281
61 | Miikkulainen | 4 | 2013 | 113 | 021301
62 | Lacivita | 8 | 2018 | 140 | 11029-11038
63 | Yu | 2 | 2017 | 29 | 9639-9647
64 | Dawson | 5 | 2018 | 140 | 362-368
65 | Piper | 9 | 2014 | 26 | 1596-1601
66 | Lu | 8 | 2019 | 64 | 103903
67 | Luo | 7 | 2017 | 7 | 1601526
68 | Sopha | 7 | 2017 | 2 | 2749-2756
69 | Zhao | 9 | 2017 | 17 | 5653-5659
70 | Wang | 7 | 2021 | 865 | 158748
71 | Zhu | 5 | 2022 | 578 | 151982
72 | Kozen | 5 | 2015 | 27 | 5324-5331
73 | Lin | 10 | 2017 | 29 | 8780-8791
74 | Put | 8 | 2019 | 166 | A1239-A1242
75 | Hollevoet | 9 | 2019 | 6 | 1901407
76 | Wang | 11 | 2022 | 3 | 8332-8340
77 | Hämäläinen | 7 | 2012 | 159 | A259-A263
78 | Chen | 12 | 2018 | 10 | 26972-26981
79 | Nuwayhid | 4 | 2020 | 12 | 21641-21650
80 | Kazyak | 5 | 2022 | 12 | 2102618
81 | Wang | 24 | 2024 | 19 | 208-218
82 | Liu | 6 | 2023 | 555 | 232395
83 | Wang | 6 | 2024 | 128 | 109840
84 | Fang | 5 | 2023 | 15 | 27963-27974
85 | Meng | 6 | 2021 | 2021 | 9786201
86 | Niemelä | 3 | 2017 | 32 | 093005
87 | Zhao | 10 | 2018 | 2 | 1700417
88 | Wang | 14 | 2018 | 53 | 168-174
89 | Pirayesh | 11 | 2023 | 35 | 2301414
90 | Mu | 14 | 2021 | 31 | 2010526
91 | Sun | 12 | 2021 | 14 | 4085-4094
92 | Fang | 6 | 2021 | 13 | 32520-32530
93 | Kazyak | 5 | 2020 | 56 | 15537-15540
94 | Chae | 8 | 2017 | 370 | 131-137
95 | Nisula | 4 | 2015 | 27 | 6987-6993
96 | Madadi | 4 | 2024 | 6 | 1574-1580
97 | Liu | 7 | 2018 | 122 | 9411-9416
98 | Xie | 12 | 2017 | 3 | eaao3170
99 | Xie | 11 | 2017 | 11 | 7019-7027
100 | Kuraitis | 7 | 2021 | 39 | 032405
101 | Liu | 2 | 2021 | 9 | 665884
102 | Heiska | 1 | 2021 | - | -
"""


class Reference(NamedTuple):
    number: int
    family: str
    people: int
    year: int
    volume: str | None
    where: str | None


def _printed() -> list[Reference]:
    rows = []
    for line in PRINTED.splitlines():
        number, family, people, year, volume, where = line.split(" | ")
        rows.append(
            Reference(
                int(number),
                family,
                int(people),
                int(year),
                None if volume == "-" else volume,
                None if where == "-" else where,
            )
        )
    return rows


def _load() -> dict[str, dict[str, Any]]:
    yaml = YAML(typ="safe", pure=True)
    return {path.stem: yaml.load(path) for path in sorted(PAPERS.glob("*.yaml"))}


REFERENCES = _printed()
DOCUMENTS = _load()
CITED = {
    name: document
    for name, document in DOCUMENTS.items()
    if document.get("via", {}).get("paper") == REVIEW and "number" in document["via"]
}
BY_NUMBER = {document["via"]["number"]: document for document in CITED.values()}

each_reference = pytest.mark.parametrize("printed", REFERENCES, ids=lambda r: str(r.number))
each_document = pytest.mark.parametrize("name", CITED)


def _slug(family: str) -> str:
    """Sønsteby is sonsteby, Van Bui is van-bui."""
    plain = family.translate(str.maketrans("øØłŁ", "oOlL"))
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _expected_keys() -> dict[int, str]:
    """First family name and year; of a clash the second is b, the third c, by number."""
    keys: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for reference in REFERENCES:
        base = f"{_slug(reference.family)}-{reference.year}"
        seen[base] += 1
        keys[reference.number] = base + ("" if seen[base] == 1 else "abcd"[seen[base] - 1])
    return keys


KEYS = _expected_keys()


def _people(citation: dict[str, Any]) -> list[dict[str, str]]:
    people: list[dict[str, str]] = citation.get("author") or citation["editor"]
    return people


def test_every_reference_number_is_exactly_one_paper_document() -> None:
    numbers = Counter(document["via"]["number"] for document in CITED.values())
    assert numbers == Counter(range(1, 103))


def test_the_printed_list_is_numbered_without_gaps() -> None:
    assert [reference.number for reference in REFERENCES] == list(range(1, 103))


def test_the_review_itself_is_the_first_paper_and_no_reference() -> None:
    review = DOCUMENTS[REVIEW]
    assert review["id"] == "ASC-P000001"
    assert "number" not in review.get("via", {})


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_paper_document_is_named_after_its_key(name: str) -> None:
    assert DOCUMENTS[name]["schema"] == "asc-paper/1"
    assert DOCUMENTS[name]["key"] == name


def test_no_two_paper_documents_share_an_id() -> None:
    ids = Counter(document["id"] for document in DOCUMENTS.values() if "id" in document)
    assert [paper for paper, count in ids.items() if count > 1] == []


@each_reference
def test_the_id_of_a_reference_follows_from_its_number(printed: Reference) -> None:
    # The review took 1, so reference 1 comes after all the others.
    serial = 103 if printed.number == 1 else printed.number
    assert BY_NUMBER[printed.number]["id"] == f"ASC-P{serial:06d}"


@each_reference
def test_the_key_of_a_reference_is_its_first_family_name_and_year(printed: Reference) -> None:
    assert BY_NUMBER[printed.number]["key"] == KEYS[printed.number]


@each_reference
def test_a_citation_says_what_the_reference_list_prints(printed: Reference) -> None:
    citation = BY_NUMBER[printed.number]["citation"]
    people = _people(citation)
    assert people[0]["family"] == printed.family
    assert len(people) == printed.people
    assert int(str(citation["issued"])[:4]) == printed.year
    assert citation.get("volume") == printed.volume
    assert (citation.get("page") or citation.get("number")) == printed.where


@each_document
def test_pages_are_a_range_and_an_article_number_is_no_page(name: str) -> None:
    citation = CITED[name]["citation"]
    assert not ("page" in citation and "number" in citation)
    if "page" in citation:
        first, last = citation["page"].split("-")
        assert re.fullmatch(r"[A-Z]?\d+", first)
        assert int(re.sub(r"\D", "", first)) < int(re.sub(r"\D", "", last))


@each_document
def test_a_citation_has_what_its_kind_needs(name: str) -> None:
    citation = CITED[name]["citation"]
    needed = {
        "article-journal": {"author", "container-title", "volume"},
        "book": {"editor", "title", "publisher", "publisher-place"},
        "thesis": {"author", "genre", "publisher"},
    }[citation["type"]]
    assert needed <= set(citation)


def test_only_references_3_and_102_are_not_journal_articles() -> None:
    others = {
        number: document["citation"]["type"]
        for number, document in BY_NUMBER.items()
        if document["citation"]["type"] != "article-journal"
    }
    assert others == {3: "book", 102: "thesis"}


@each_document
def test_people_have_a_family_name_and_initials(name: str) -> None:
    for person in _people(CITED[name]["citation"]):
        assert person["family"][0].isalpha()
        assert re.match(r"[A-ZØÅÄÖ]\.", person["given"]), person
        assert "." not in person["family"], person


def test_a_journal_is_written_in_one_way() -> None:
    titles = {
        document["citation"]["container-title"]
        for document in CITED.values()
        if "container-title" in document["citation"]
    }
    spellings: dict[str, set[str]] = {}
    for title in titles:
        spellings.setdefault(re.sub(r"[^a-z]", "", title.lower()), set()).add(title)
    assert [forms for forms in spellings.values() if len(forms) > 1] == []
