"""What the running stack remembers about itself."""

from __future__ import annotations

from django.db import models


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
