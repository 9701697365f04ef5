"""What is asked of the product and of its floors: the same questions, in the same query string."""

from __future__ import annotations

from dataclasses import dataclass, fields
from urllib.parse import parse_qs, urlencode

PAGE_SIZE = 50


@dataclass(frozen=True)
class Question:
    """Some filters of the list of coatings: an array, a word, a tree, an interval, full text; and
    which page of it: by number, or the one ``after`` the coating with a number."""

    element: str | None = None
    role: str | None = None
    method: str | None = None
    deposition_temperature_max: float | None = None
    q: str | None = None
    page: int = 1
    after: int | None = None

    def filters(self) -> str:
        """The filters alone, as a query string without its question mark."""
        return self.query().partition("?")[2]

    def query(self) -> str:
        """As a query string, with its question mark; empty where nothing is asked."""
        asked = {f.name: getattr(self, f.name) for f in fields(self)}
        if self.page == 1:
            del asked["page"]
        text = urlencode({name: value for name, value in asked.items() if value is not None})
        return f"?{text}" if text else ""

    @property
    def words(self) -> list[str]:
        """What is searched for; in ``q`` each stands in quotes, or it may be read as a filter."""
        return (self.q or "").replace('"', " ").lower().split()

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE_SIZE


def read_question(query: str) -> Question:
    """The question in a query string."""
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    temperature = asked.get("deposition_temperature_max")
    return Question(
        element=asked.get("element"),
        role=asked.get("role"),
        method=asked.get("method"),
        deposition_temperature_max=float(temperature) if temperature else None,
        q=asked.get("q"),
        page=int(asked.get("page", "1")),
        after=int(asked["after"]) if "after" in asked else None,
    )


# About 6 % of the synthetic coatings, whatever their number.
FILTERED = Question(element="Li", role="anode", method="SEM", deposition_temperature_max=220)
FACETS = (
    *("material", "material_class", "element", "technique", "purpose", "precursor", "substrate"),
    *("role", "method", "paper", "via", "year", "has"),
)
# Measured properties that are never derived: plain SQL over the tables knows all their values.
HISTOGRAMS = (
    *("year", "sei_thickness", "roughness", "refractive_index", "youngs_modulus"),
    *("electronic_conductivity", "activation_energy"),
)
SEARCHES = tuple(
    Question(q=" ".join(f'"{word}"' for word in words.split()))
    for words in (
        *("alumina", "titania", "graphite", "trimethylaluminum", "tanaka", "lithium"),
        *("alumina graphite", "eriksson 2021"),
    )
)
