"""What the running stack remembers about itself."""

from __future__ import annotations

from django.db import models


class RequestCount(models.Model):
    """How many requests the web processes took for a client in the minute it last asked."""

    client = models.CharField(max_length=60, primary_key=True)
    minute = models.BigIntegerField(help_text="since 1970")
    taken = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.client}: {self.taken}"


class Prepared(models.Model):
    """The state of code and fixtures that this database was last prepared with (one row)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    prepared_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="asc_kb_prepared_one_row")
        ]

    def __str__(self) -> str:
        return f"prepared with {self.digest[:12]}"


class CacheEntry(models.Model):
    """The table of Django's cache in the database: rate limits, counted for all processes.

    Its columns are those that ``django.core.cache.backends.db`` expects.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "asc_kb_cache"

    def __str__(self) -> str:
        return self.cache_key
