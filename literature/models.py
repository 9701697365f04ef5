"""Who said it: papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from literature.citations import cite
from records.history import tracked
from records.models import SLUG, Kind, parse_public_id, public_id

if TYPE_CHECKING:
    from collections.abc import Iterable


SYNTHETIC = "example-synthetic-curves"
"""The paper of the synthetic examples, where they are loaded: it is none."""


def without_examples(rows: Any, paper: str = "paper") -> Any:
    """The rows without the synthetic examples, which are never mixed with the literature; ``paper``
    leads from a row to the key of its paper."""
    return rows.exclude(**{paper: SYNTHETIC})


class PaperQuerySet(models.QuerySet["Paper"]):
    def by_public_id(self, text: str) -> PaperQuerySet:
        """Papers with this ``ASC-P…`` id, or with this key."""
        number = parse_public_id(text, Kind.PAPER)
        return self.filter(pk=number) if number is not None else self.filter(key=text)

    def with_keys(self, keys: Iterable[str]) -> dict[str, Paper]:
        return {paper.key: paper for paper in self.filter(key__in=keys)}


class PublicPapers(models.Manager.from_queryset(PaperQuerySet)):  # type: ignore[misc]
    """Papers on record: one that was merged into another, or withdrawn, keeps its row, on which
    its versions hang, and is met nowhere."""

    def get_queryset(self) -> PaperQuerySet:
        rows: PaperQuerySet = super().get_queryset().filter(merged=False)
        return rows


@tracked
class Paper(models.Model):
    """A publication. The primary key is the number of its permanent id ``ASC-P…``."""

    id = models.PositiveIntegerField(primary_key=True)
    key = models.CharField(max_length=80, unique=True, validators=[SLUG])
    type = models.CharField(max_length=32)
    csl: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        help_text="the citation, in the names of CSL-JSON, as printed"
    )
    citation = models.TextField(help_text="one line, made from the CSL")
    authors = models.TextField(blank=True, help_text="family names, for search")
    container = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    doi = models.CharField(max_length=255, null=True, blank=True, unique=True)
    via = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="read_papers"
    )
    via_number = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    search_text = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField()
    merged = models.BooleanField(default=False, db_default=False)

    objects = PublicPapers()
    with_merged = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["via", "via_number"], name="one_paper_per_reference_number"
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=1800, year__lte=2100),
                name="paper_year_is_a_year",
            ),
            models.CheckConstraint(
                condition=Q(doi__isnull=True) | Q(doi__startswith="10."), name="doi_starts_with_10"
            ),
        ]

    def __str__(self) -> str:
        return self.citation

    def get_absolute_url(self) -> str:
        return reverse("paper", args=[self.public_id])

    @property
    def public_id(self) -> str:
        return public_id(Kind.PAPER, self.pk)

    @property
    def short(self) -> str:
        """``Chen et al. 2017``: how a table cell names the paper."""
        return cite(self.csl).short
