"""Registers of all records: public ids, merged keys, unfinished batches, version of the data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from records.index.tables import IndexBlock, IndexChange  # noqa: F401  tables of this app

if TYPE_CHECKING:
    from collections.abc import Iterable


SLUG = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "lower-case ASCII words joined by hyphens")


class Kind(models.TextChoices):
    PAPER = "P", "paper"
    COATING = "C", "coating"
    TEST = "T", "cycling test"

    @property
    def page(self) -> str:
        """The name of the address of its pages."""
        return self.name.lower()


_PUBLIC_ID = re.compile(rf"ASC-([{''.join(Kind)}])(\d{{6,9}})")


def public_id(kind: str, number: int) -> str:
    """``ASC-C000001`` for coating 1."""
    return f"ASC-{kind}{number:06d}"


def parse_public_id(text: str, kind: str) -> int | None:
    """The number in a public id of this kind, or None when it is not one."""
    match = _PUBLIC_ID.fullmatch(text.strip())
    if match is None or match[1] != kind:
        return None
    return int(match[2])


class PublicIdQuerySet(models.QuerySet["PublicId"]):
    def tombstone(self, kind: str, number: int) -> PublicId | None:
        """The withdrawn entry behind an id, if it was ever given and then withdrawn."""
        return self.filter(kind=kind, number=number, withdrawn_at__isnull=False).first()


class PublicId(models.Model):
    """Every id ever given, kept for ever: an id is never given twice, not even after withdrawal."""

    kind = models.CharField(max_length=1, choices=Kind.choices)
    number = models.PositiveIntegerField()
    paper_key = models.CharField(max_length=80)
    item_key = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    successor = models.CharField(max_length=16, blank=True)
    merged = models.BooleanField(
        default=False,
        db_default=False,
        help_text="the successor is the same record: the id leads there for ever",
    )

    objects = PublicIdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="public_id_given_once"),
            models.UniqueConstraint(
                fields=["kind", "paper_key", "item_key"], name="one_public_id_per_item"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(reason=""),
                name="withdrawal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(merged=False) | (Q(withdrawn_at__isnull=False) & ~Q(successor="")),
                name="merged_id_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return public_id(self.kind, self.number)


class MergedKeyQuerySet(models.QuerySet["MergedKey"]):
    def leading(self, kind: str, keys: Iterable[str]) -> dict[str, str]:
        """Of ``keys``, those that were merged, each with the key it leads to."""
        found = self.filter(kind=kind, key__in=list(keys))
        return dict(found.values_list("key", "into"))


class MergedKey(models.Model):
    """A key that a word (precursor, material, substrate, method) or a process once had, and the
    key of the one it was merged into: kept for ever, and never given to another."""

    kind = models.CharField(max_length=9, help_text="name of the model: precursor, material …")
    key = models.CharField(max_length=160)
    into = models.CharField(max_length=160)
    reason = models.TextField()
    names = ArrayField(
        models.TextField(), default=list, blank=True, help_text="what it was called: aliases now"
    )
    fields: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict,
        db_default={},
        blank=True,
        help_text="what the kept word has of it since: name of the field → [before, since]",
    )
    merged_at = models.DateTimeField(default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MergedKeyQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="key_merged_once"),
            models.CheckConstraint(condition=~Q(key=models.F("into")), name="key_leads_elsewhere"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}, now {self.into}"


class UnfinishedBatch(models.Model):
    """Records that a process computes at this moment, or had in hand when it ended; see
    :mod:`records.unfinished`."""

    kind = models.CharField(max_length=1, choices=Kind.choices)
    numbers = ArrayField(models.PositiveIntegerField())
    ends = models.PositiveSmallIntegerField(
        default=0, help_text="processes that have ended while they computed exactly these"
    )
    began = models.DateTimeField()

    def __str__(self) -> str:
        first = public_id(self.kind, self.numbers[0])
        return first if len(self.numbers) == 1 else f"{first} and {len(self.numbers) - 1} more"


class DataVersion(models.Model):
    """How often the published data changed, and when last (one row). ``records.data_version``
    says who counts and who reads it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()
    changed = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="data_version_one_row")]

    def __str__(self) -> str:
        return f"{self.changed:%Y-%m-%d}.{self.number}"


class PendingChange(models.Model):
    """A transaction that wrote published data and has not yet committed; nobody else sees it."""

    transaction = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"transaction {self.transaction}"
