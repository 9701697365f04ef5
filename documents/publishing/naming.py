"""Public documents that name a word or a paper."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from documents.models import PaperVersion


def latest_naming(key: str) -> list[PaperVersion]:
    """The public documents that hold this key as a word, whatever it means there."""
    own = {"paper": OuterRef("paper"), "number__gt": OuterRef("number")}
    rows = PaperVersion.objects.filter(~Exists(PaperVersion.objects.filter(**own)))
    rows = rows.filter(paper__merged=False).annotate(said=Cast("document", TextField()))
    naming = rows.filter(said__contains=f'"{key}"')
    return list(naming.select_related("paper").order_by("paper_id"))
