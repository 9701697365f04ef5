"""What stands around a coating and decides about it: the cells it is cycled in, and the coatings
of its paper that may be the same one, entered twice.

Cells are reached through the reverse relations of the room above: only values and texts are read,
nothing of that room is imported. All is read in a fixed number of queries for any set of ids.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coatings.models import Coating
from records.models import Kind, public_id
from records.printed_values import STANDS
from science.cells import cell_ion
from science.inputs import Input
from science.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

# A coating is on the electrode under test, or on another electrode of the same cell.
_TO_TESTS = ("cycling_tests", "also_cycled_in")
_READING = ("printed", "qualifier", "low", "high", "uncertainty", "unit")


@dataclass
class Cells:
    """The cells of one coating: the ions they shuttle, and their stated current densities."""

    ions: set[str] = field(default_factory=set)
    currents: dict[int, Input] = field(default_factory=dict)

    @property
    def ion(self) -> str | None:
        """The one ion of all its cells; None where it is not known or they differ."""
        return next(iter(self.ions)) if len(self.ions) == 1 else None

    def current_densities(self) -> tuple[Input, ...]:
        """Stated current densities (mA/cm²), in the order of the tests."""
        return tuple(self.currents[test] for test in sorted(self.currents))


def cells_by_coating(ids: Sequence[int]) -> dict[int, Cells]:
    """The cells of those of these coatings that were cycled."""
    found: dict[int, Cells] = defaultdict(Cells)
    for path in _TO_TESTS:
        cycled = Coating.objects.filter(pk__one_of=ids, **{f"{path}__isnull": False}).order_by()
        parts = (f"{path}__electrode__formula", f"{path}__counter", f"{path}__electrolyte")
        for number, formula, counter, electrolyte in cycled.values_list("pk", *parts).distinct():
            ion = cell_ion(
                electrode_formula=formula or "", counter=counter, electrolyte=electrolyte
            )
            found[number].ions |= {ion} if ion else set()
        conditions = f"{path}__conditions"
        stated = Coating.objects.filter(
            **{
                "pk__one_of": ids,
                f"{conditions}__property": "current_density",
                f"{conditions}__missing": "",
                **{f"{conditions}__{name}": value for name, value in STANDS.items()},
            }
        ).order_by()
        reading = [f"{conditions}__{name}" for name in _READING]
        for number, test, *read in stated.values_list("pk", f"{path}__pk", *reading):
            quantity = Quantity(**dict(zip(_READING, read, strict=True)))
            record = public_id(Kind.TEST, test)
            found[number].currents[test] = Input("current_density", record, quantity)
    return found


Twin = tuple[int, int, int, int | None]


def twin_key(coating: Coating) -> Twin:
    """What coatings share that may be one experiment entered twice."""
    return coating.paper_id, coating.material_id, coating.substrate_id, coating.process_id


def possible_twins(coatings: Sequence[Coating]) -> list[int]:
    """Other coatings of the same papers that share film, substrate and process with these."""
    keys = {twin_key(coating) for coating in coatings}
    others = Coating.objects.filter(paper__pk__one_of={key[0] for key in keys})
    others = others.exclude(pk__one_of=[coating.pk for coating in coatings]).order_by("pk")
    columns = ("paper_id", "material_id", "substrate_id", "process_id")
    return [number for number, *key in others.values_list("pk", *columns) if tuple(key) in keys]
