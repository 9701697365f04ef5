"""Links that let the author of a paper look at its draft without an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from curation.models.submissions import Submission


class ObserverLink(models.Model):
    """Lets an author look at the draft of their paper without an account."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="observer_links")
    name = models.CharField(max_length=120, help_text="whom it is for")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.BooleanField(default=False)
    last_seen = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["submission", "-created"]

    def __str__(self) -> str:
        return f"{self.name}, submission {self.submission_id}"
