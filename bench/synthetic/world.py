"""A synthetic world of any size: papers with their coatings and cycling tests, from one seed.

The vocabulary is the real one; shares and sizes follow what papers of the field report. The same
seed and number of coatings give the same rows.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from bench.synthetic import printed
from bench.synthetic.copies import REVIEW, Extent, copy_world
from bench.synthetic.copying import (
    NULL,
    Rows,
    array,
    json_text,
    missing,
    optional,
    reading,
    text,
    without_history,
)
from bench.synthetic.processes import publish
from bench.synthetic.tests_of_papers import TestWriter
from coatings.models import Coating, CoatingMethod, Measurement, Purpose, StepValue
from literature.citations import cite
from literature.models import Paper
from precursors.models import SourceTemperature
from records.models import Kind, PublicId, public_id
from records.search import search_text

if TYPE_CHECKING:
    import psycopg

    from bench.synthetic.processes import Vocabulary

SEED = 20260101
MOST_DRAWN = 10_000
"""More coatings than this are copies of those drawn."""
_CHUNK = 2500  # coatings between two COPYs
_NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC).isoformat()
_NO_PLACE = f"{NULL}\t{NULL}\t{{}}\t\t"
"""the provenance of what was read where its coating was"""
_FAMILIES = (
    *("Abe", "Bauer", "Castro", "Dubois", "Eriksson", "Fischer", "García", "Hoang", "Ito", "Jung"),
    *("Kovács", "Lindqvist", "Müller", "Nguyen", "Okafor", "Park", "Quiroga", "Rossi", "Sønsteby"),
    *("Tanaka", "Ueda", "Virtanen", "Wang", "Xu", "Yılmaz", "Zhang", "Ångström", "Novák", "Kim"),
)
_JOURNALS = (
    *("ACS Appl. Mater. Interfaces", "Chem. Mater.", "Dalton Trans.", "J. Mater. Chem. A"),
    *("J. Power Sources", "Adv. Energy Mater.", "Nano Lett.", "J. Vac. Sci. Technol., A"),
)
_PREPARATIONS = ("", "", "Punch-out disks", "Foil", "Slurry cast on Cu", "Powder", "Thin film")
_PLACES = ("Table 1", "Table 2", "Table S3", "Fig. 2a", "Fig. 5", "p. 4", "p. 10500")
_EXTRACTIONS = ("table", "text", "figure", "author file")


@dataclass(frozen=True)
class Size:
    """What was filled."""

    papers: int
    coatings: int
    tests: int
    history: bool


@dataclass(frozen=True)
class WrittenCoating:
    number: int
    substrate_id: int


class World:
    """Draws records and puts their rows into ``rows``."""

    def __init__(self, vocabulary: Vocabulary, seed: int = SEED) -> None:
        self.random = random = Random(seed)
        self.words = vocabulary
        self.rows = Rows()
        self.coatings = 0
        self.papers = 1
        self.measured = self._pools(printed.COATING)
        self.of_steps = self._pools(printed.STEP)
        self.sources = self._pools(printed.SOURCE)["source_temperature"]
        self.conditions = [json_text(c) for c in printed.temperature_conditions()]
        self.materials = _weighted(vocabulary.materials)
        self.substrates = _weighted(vocabulary.substrates)
        self.methods = _weighted(vocabulary.methods)
        self.properties = (
            list(printed.COATING),
            list(accumulate((30, 16, 26, 8, 9, 4, 3, 5, 5, 4, 4, 2))),
        )
        self.tests = TestWriter(random, self.rows, self.provenance, _NOW)
        self._review()

    def _pools(self, spans: dict[str, printed.Span]) -> dict[str, list[str]]:
        random = self.random
        return {
            key: [reading(q) for q in printed.pool(random, key, span)]
            for key, span in spans.items()
        }

    # --- papers ---------------------------------------------------------------------------

    def _review(self) -> None:
        """Paper 1: the review that most others were read in."""
        self._paper_row(1, "review-2025", self._citation("Review", 2025, 1), via=False)

    def paper(self) -> None:
        """One paper with one to five coatings, their tests, and its source temperatures."""
        random = self.random
        self.papers += 1
        number = self.papers
        family, year = random.choice(_FAMILIES), int(random.triangular(1999, 2026, 2021))
        key = f"{search_text([family])}-{year}-bench{number}"
        via = random.random() < 0.7
        self._paper_row(number, key, self._citation(family, year, number), via=via)
        if random.random() < 0.3:
            for position in range(random.choice((1, 1, 2))):
                self.rows.add(
                    SourceTemperature,
                    str(random.choice(self.words.metals).pk),
                    f"{number}\t{position}",
                    random.choice(self.sources),
                    self.provenance(number, via=via),
                )
        written = [
            self.coating(number, key, position, via=via)
            for position in range(random.choices((1, 2, 3, 4, 5), (30, 25, 20, 15, 10))[0])
        ]
        self.tests.write(number, key, written, via=via)

    def _citation(self, family: str, year: int, number: int) -> dict[str, Any]:
        random = self.random
        others = random.sample(_FAMILIES, random.randint(0, 6))
        return {
            "type": "article-journal",
            "author": [{"family": name, "given": f"{name[0]}."} for name in (family, *others)],
            "container-title": random.choice(_JOURNALS),
            "issued": year,
            "volume": str(random.randint(1, 200)),
            "page": f"{(page := random.randint(1000, 90000))}-{page + 9}",
            **({"DOI": f"10.5555/bench{number}"} if random.random() < 0.8 else {}),
        }

    def _paper_row(self, number: int, key: str, csl: dict[str, Any], *, via: bool) -> None:
        citation = cite(csl)
        authors, doi = "; ".join(citation.families), csl.get("DOI")
        searched = [key, citation.line, authors, doi or "", public_id(Kind.PAPER, number)]
        self.rows.add(
            Paper,
            f"{number}\t{key}\t{csl['type']}\t{json_text(csl)}\t{text(citation.line)}",
            f"{authors}\t{csl['container-title']}\t{citation.year}\t{optional(doi)}",
            f"1\t{number}\t" if via else f"{NULL}\t{NULL}\t",
            f"{search_text(searched)}\t{_NOW}\t{_NOW}",
        )
        self.rows.add(PublicId, f"P\t{number}\t{key}\t\t\t")

    def provenance(self, number: int, *, via: bool) -> str:
        """Where something was read: columns of the provenance."""
        random = self.random
        review = f"1\t{number}" if via else f"{NULL}\t{NULL}"
        places = [random.choice(_PLACES)]
        if random.random() < 0.05:
            places.append("Table 4")
        return f"{review}\t{array(places)}\t{random.choice(_EXTRACTIONS)}\t"

    # --- coatings -------------------------------------------------------------------------

    def coating(self, paper: int, paper_key: str, position: int, *, via: bool) -> WrittenCoating:
        random = self.random
        self.coatings += 1
        number = self.coatings
        material = _draw(random, self.materials)
        substrate = _draw(random, self.substrates)
        recipe = random.choice(self.words.recipes[material.pk]) if random.random() < 0.96 else None
        stated = random.random() < 0.08
        role = random.choice(("anode", "cathode", "model")) if stated else substrate.role
        lithium = material.charge_carrier
        purpose = random.choices(list(Purpose.values)[:3], (2, 6, 2) if lithium else (8, 1, 1))[0]
        key = f"{material.key}-on-{substrate.key}-{position}"
        self.rows.add(
            Coating,
            f"{number}\t{paper}\t{key}\t{position}\t{material.pk}\t",
            f"{recipe.process_id if recipe else NULL}\t{purpose}\t\t{substrate.pk}\t{role}",
            f"{'t' if stated else 'f'}\t{random.choice(_PREPARATIONS)}\t{_NOW}\t{_NOW}",
            self.provenance(paper, via=via),
        )
        self.rows.add(PublicId, f"C\t{number}\t{paper_key}\t{key}\t\t")
        chosen = {_draw(random, self.methods).pk for _ in range(random.randint(2, 9))}
        for place, method in enumerate(sorted(chosen)):
            self.rows.add(CoatingMethod, f"{number}\t{method}\t{place}")
        for step, doses_metal in recipe.steps if recipe else ():
            if random.random() < 0.5:
                value = random.choice(self.of_steps["time"])
                self.rows.add(StepValue, f"{number}\t{step}\ttime", value, _NO_PLACE)
            if doses_metal and random.random() < 0.1:
                value = random.choice(self.of_steps["temperature"])
                self.rows.add(StepValue, f"{number}\t{step}\ttemperature", value, _NO_PLACE)
        self._measurements(number, paper, via=via)
        return WrittenCoating(number, substrate.pk)

    def _measurements(self, number: int, paper: int, *, via: bool) -> None:
        random = self.random
        names, cumulated = self.properties
        drawn = random.choices(names, cum_weights=cumulated, k=random.randint(0, 6))
        for position, name in enumerate(drawn):
            conditions = "{}"
            if name in {"ionic_conductivity", "electronic_conductivity", "growth_per_cycle"}:
                conditions = random.choice(self.conditions)
            value = random.choice(self.measured[name])
            if random.random() < 0.05:
                value = missing("not reported" if random.random() < 0.7 else "not checked")
            self.rows.add(
                Measurement,
                f"{number}\t{name}\t{position}\t{conditions}",
                value,
                self.provenance(paper, via=via),
            )


@dataclass(frozen=True)
class Plan:
    """How a world of some size is made: so many coatings drawn, and so many copies of them."""

    drawn: int
    copies: int


def plan(coatings: int, most: int = MOST_DRAWN) -> Plan:
    """At least this many coatings; those of the last paper may be more."""
    times = -(-coatings // most)
    return Plan(-(-coatings // times), times - 1)


def fill(
    connection: psycopg.Connection[Any], coatings: int, *, history: bool = False, seed: int = SEED
) -> Size:
    """Publish the vocabulary and write (at least) this many synthetic coatings with their papers
    and tests; with ``history``, every trigger and constraint of the tables is on."""
    world = World(publish(Random(seed)), seed)
    if history:
        _write(world, connection, coatings)
    else:
        with without_history(connection) as quiet:
            history = not quiet
            _write(world, connection, coatings)
    return Size(world.papers, world.coatings, world.tests.tests, history)


def multiply(connection: psycopg.Connection[Any], size: Size, copies: int) -> Size:
    """The derived world of this size with so many copies of all its papers but the review."""
    if not copies:
        return size
    first = Extent(size.papers - REVIEW, size.coatings, size.tests)
    if size.history:
        copy_world(connection, first, copies)
    else:
        with without_history(connection):
            copy_world(connection, first, copies)
    times = copies + 1
    return Size(
        times * first.papers + REVIEW, times * first.coatings, times * first.tests, size.history
    )


def _write(world: World, connection: psycopg.Connection[Any], coatings: int) -> None:
    with tqdm(total=coatings, unit="coating", desc="filling", disable=None) as bar:
        while world.coatings < coatings:
            until = min(coatings, world.coatings + _CHUNK)
            before = world.coatings
            while world.coatings < until:
                world.paper()
            world.rows.write(connection)
            bar.update(world.coatings - before)


def _weighted(things: list[Any]) -> tuple[list[Any], list[float]]:
    """The things, each drawn less often than the one before: few are common."""
    return things, list(accumulate(1 / (rank + 3) for rank in range(len(things))))


def _draw(random: Random, weighted: tuple[list[Any], list[float]]) -> Any:
    things, cumulated = weighted
    return random.choices(things, cum_weights=cumulated)[0]
