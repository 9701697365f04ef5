"""What a paper can print: every printed property, with its unit and its limits."""

from __future__ import annotations

from science.printable import ABOVE_ABSOLUTE_ZERO, IUPAC, printed
from science.printed_films import FILMS
from science.printed_of_tests import OF_TESTS
from science.printed_reference import OF_PRECURSORS, REFERENCE
from science.registry import Property

PRINTED: tuple[Property, ...] = (
    *FILMS,
    # a step of a process
    printed(
        "time",
        "Step time",
        "t",
        "s",
        (("measured", "step"),),
        "Length of a dose, purge or soak.",
        plausible=(0.001, 86_400),
    ),
    printed(
        "temperature",
        "Temperature",
        "T",
        "°C",
        (("condition", "test"), ("measured", "step")),
        "Temperature of a cell during cycling, or of a step. RT is read as 20–25 °C.",
        IUPAC,
        plausible=(-100, 700),
        possible=ABOVE_ABSOLUTE_ZERO,
    ),
    # a precursor
    printed(
        "source_temperature",
        "Source temperature",
        "T_src",
        "°C",
        (("measured", "precursor"),),
        "Temperature at which the precursor is kept so that it evaporates or sublimes.",
        plausible=(-80, 500),
        possible=ABOVE_ABSOLUTE_ZERO,
    ),
    printed(
        "vapor_pressure",
        "Vapour pressure",
        "p",
        "mbar",
        (("measured", "precursor"), OF_PRECURSORS),
        "Vapour pressure of the precursor at the temperature given with it.",
        IUPAC,
        plausible=(1e-9, 1e5),
    ),
    *OF_TESTS,
    *REFERENCE,
)
