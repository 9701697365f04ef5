"""How phrases speak of cycling tests."""

from __future__ import annotations

from coatings.filters.spoken import PLACES
from records.phrases import Spoken

_BETTER = (
    "better", "best", "help", "helps", "helped", "helpful", "improve", "improves", "improved",
    "improving", "improvement", "enhance", "enhances", "enhanced", "works", "effective", "benefit",
)  # fmt: skip
_WORSE = ("worse", "worst", "worsen", "worsens", "harm", "harms", "hurt", "hurts", "harmful", "bad")
_SAME = (
    "no effect", "no difference", "no improvement", "no better", "not better", "unchanged",
    "no change", "no benefit",
)  # fmt: skip

SPOKEN = Spoken(
    terms=("material", "substrate", "author"),
    phrases={
        **dict.fromkeys(_BETTER, (("claimed", "better"),)),
        **dict.fromkeys(_WORSE, (("claimed", "worse"),)),
        **dict.fromkeys(_SAME, (("claimed", "same"),)),
        "mixed": (("claimed", "mixed"),),
        "shown better": (("shown", "better"),),
        **dict.fromkeys(("bare", "uncoated", "pristine"), (("control", "bare"),)),
        "coated": (("control", "coated"),),
        **dict.fromkeys(("full cell", "full cells"), (("cell_type", "full"),)),
        **dict.fromkeys(("half cell", "half cells"), (("cell_type", "half"),)),
        **dict.fromkeys(
            ("symmetric", "symmetric cell", "symmetric cells", "symmetrical cell"),
            (("cell_type", "symmetric"),),
        ),
        "comparable": (("comparable", "yes"),),
        "curves": (("has", "points"),),
    },
    measures=(
        "voltage_window",
        "rate",
        "temperature",
        "current_density",
        "specific_current",
        "areal_capacity",
        "loading",
        "capacity",
        "lifetime_hours",
        "charge_transfer_resistance",
    ),
    after={key: of for key, of in PLACES.items() if key not in {"coated", "protected"}},
    named=("cycling", "test", "tests", "cell", "cells", "cycle", "cycled"),
)
