"""What the read rows say, to the bit, and whether it is what a clean computation gives."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import science
from documents.exporting import export_paper
from documents.models import PaperVersion
from literature.models import Paper
from records.kinds import record_kinds
from records.models import PublicId

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

# The only things that may differ between two computations of the same facts.
_OF_THE_MOMENT = {"_state", "computed_at"}


def poison(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """No coating of Li-EG can be computed any more; gives what ends that."""
    real = science.derive_coating

    def poisoned(inputs: science.CoatingInputs) -> dict[str, science.Result]:
        if inputs.material.key == "li-eg":
            raise ArithmeticError("poison")
        return real(inputs)

    monkeypatch.setattr(science, "derive_coating", poisoned)
    return lambda: monkeypatch.setattr(science, "derive_coating", real)


def stale() -> int:
    """How many records wait."""
    return sum(kind.read_row.objects.stale().count() for kind in record_kinds())


def wait_until_fresh(seconds: float = 600) -> None:
    deadline = time.monotonic() + seconds
    while waiting := stale():
        assert time.monotonic() < deadline, f"{waiting} still stale"
        time.sleep(0.05)


def read_rows() -> dict[str, dict[str, Any]]:
    """Every column of every read row, the time it was computed at apart."""
    return {
        str(row): _columns(row)
        for kind in record_kinds()
        for row in kind.read_row.objects.order_by("pk")
    }


def _columns(row: Any) -> dict[str, Any]:
    columns = {name: value for name, value in vars(row).items() if name not in _OF_THE_MOMENT}
    columns["derived"] = {
        key: {name: item for name, item in value.items() if name != "computed_at"}
        for key, value in row.derived.items()
    }
    return columns


def recompute_cleanly() -> None:
    """Throw everything derived away and compute it anew, in this process."""
    for kind in record_kinds():
        rows = kind.read_row.objects
        rows.update(derived={}, flags=[], has=[], list_json="", search_text="", recipe_digest="")
        report = kind.derivation.run(list(rows.values_list("pk", flat=True)))
        assert not report.failed, report.failed


def assert_sound() -> None:
    """Nothing stale, nothing lost, ids consistent, and the values of a clean recompute."""
    assert stale() == 0
    for kind in record_kinds():
        items = kind.model.objects
        assert set(kind.read_row.objects.values_list("pk")) == set(items.values_list("pk"))
        given = PublicId.objects.filter(kind=kind.kind, withdrawn_at=None)
        assert set(given.values_list("number", "paper_key", "item_key")) == set(
            items.values_list("pk", "paper__key", "key")
        )
    for paper in Paper.objects.all():
        latest = PaperVersion.objects.filter(paper=paper).latest("number")
        assert export_paper(paper) == latest.document
    found = read_rows()
    recompute_cleanly()
    assert read_rows() == found
