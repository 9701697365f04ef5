"""Requests to the REST interface as the page of the interface prints them, in four languages.

``BASE`` stands for the address of this site. The suite runs those in curl and Python as printed.
"""

from __future__ import annotations

from dataclasses import dataclass

BASE = "{base}"


@dataclass(frozen=True)
class Example:
    """One task and the code for it."""

    key: str
    title: str
    text: str
    curl: str
    python: str
    r: str
    julia: str

    def codes(self, base: str) -> list[tuple[str, str, str]]:
        """(key, name of the language, code for the site at ``base``)."""
        written = (
            ("curl", "curl", self.curl),
            ("python", "Python", self.python),
            ("r", "R", self.r),
            ("julia", "Julia", self.julia),
        )
        return [(key, name, code.strip().replace(BASE, base)) for key, name, code in written]


EXAMPLES = (
    Example(
        "values",
        "Every printed value of a property",
        "A row a value: unit, conditions, place, paper. The open side of a bound is empty.",
        curl="curl -sS '{base}/api/v1/results/?property=ionic_conductivity&format=csv'",
        python="""
import pandas as pd

rows = pd.read_csv("{base}/api/v1/results/?property=ionic_conductivity&format=csv")
print(rows[["record", "printed", "low", "high", "unit", "at", "paper"]])
""",
        r="""
rows <- read.csv("{base}/api/v1/results/?property=ionic_conductivity&format=csv")
print(rows[c("record", "printed", "low", "high", "unit", "at", "paper")])
""",
        julia="""
using CSV, DataFrames, Downloads

file = Downloads.download("{base}/api/v1/results/?property=ionic_conductivity&format=csv")
rows = CSV.read(file, DataFrame)
""",
    ),
    Example(
        "pairs",
        "Coated cells beside their controls",
        "What each pair shows, on which evidence, and whether the two are known to be comparable.",
        curl="curl -sS '{base}/api/v1/pairs/?substrate=li-metal&page_size=1000'",
        python="""
import requests

pairs = requests.get("{base}/api/v1/pairs/", {"substrate": "li-metal", "page_size": 1000}).json()
for pair in pairs["results"]:
    print(pair["test"], pair["control"], pair["shown"], pair["evidence"], pair["comparable"])
""",
        r="""
library(jsonlite)

pairs <- fromJSON("{base}/api/v1/pairs/?substrate=li-metal&page_size=1000")$results
print(pairs[c("test", "control", "shown", "evidence", "comparable")])
""",
        julia="""
using Downloads, JSON3

file = Downloads.download("{base}/api/v1/pairs/?substrate=li-metal&page_size=1000")
pairs = JSON3.read(read(file, String)).results
""",
    ),
    Example(
        "filter",
        "Films that meet several conditions",
        "Filters take quantities with their units. Names work as people write them.",
        curl="curl -sS -G '{base}/api/v1/coatings/' --data-urlencode 'thickness_max=500 Å' "
        "-d element=Li -d technique=ALD",
        python="""
import requests

asked = {"thickness_max": "500 Å", "element": "Li", "technique": "ALD"}
films = requests.get("{base}/api/v1/coatings/", asked).json()
print(films["count"], [film["id"] for film in films["results"]])
""",
        r="""
library(jsonlite)

query <- paste0("thickness_max=", URLencode("500 Å", reserved = TRUE), "&element=Li&technique=ALD")
films <- fromJSON(paste0("{base}/api/v1/coatings/?", query))
print(films$count)
""",
        julia="""
using HTTP, JSON3

query = ["thickness_max" => "500 Å", "element" => "Li", "technique" => "ALD"]
films = JSON3.read(HTTP.get("{base}/api/v1/coatings/"; query).body)
""",
    ),
    Example(
        "everything",
        "All records in full",
        "One record on a line, as its own address gives it. X-Data-Version names what to cite.",
        curl="curl -sS -o coatings.jsonl '{base}/api/v1/coatings/?format=jsonl&full=1'",
        python="""
import json
import urllib.request

with urllib.request.urlopen("{base}/api/v1/coatings/?format=jsonl&full=1") as answer:
    coatings = [json.loads(line) for line in answer]
    print(len(coatings), "coatings, data version", answer.headers["X-Data-Version"])
""",
        r="""
library(jsonlite)

coatings <- stream_in(url("{base}/api/v1/coatings/?format=jsonl&full=1"))
""",
        julia="""
using Downloads, JSON3

file = Downloads.download("{base}/api/v1/coatings/?format=jsonl&full=1")
coatings = [JSON3.read(line) for line in eachline(file)]
""",
    ),
    Example(
        "changes",
        "What changed since you looked",
        "Ask with the version that the last answer named; then read the records by their ids.",
        curl="curl -sS '{base}/api/v1/changes/?since=2026-11-01'",
        python="""
import requests

changes = requests.get("{base}/api/v1/changes/", {"since": "2026-11-01"}).json()
new = changes["added"].get("coatings", [])[:1000]
records = requests.get("{base}/api/v1/coatings/", {"id": new, "page_size": 1000}).json()
print("ask next time since", changes["version"], "-", records["count"], "new coatings")
""",
        r="""
library(jsonlite)

changes <- fromJSON("{base}/api/v1/changes/?since=2026-11-01")
print(changes$version)
""",
        julia="""
using Downloads, JSON3

changes = JSON3.read(read(Downloads.download("{base}/api/v1/changes/?since=2026-11-01"), String))
""",
    ),
)
