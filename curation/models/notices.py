"""What a person is told: a page shows it, and mail where mail is configured."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from curation.models.submissions import Submission


class About(models.TextChoices):
    HANDED_IN = "handed in"
    RETURNED = "returned"
    APPROVED = "approved"
    ASSIGNED = "assigned"
    REMARK = "remark"
    REPORT = "report"
    MERGED = "merged"
    WORD = "word"


class Notice(models.Model):
    """Something that concerns one person, kept until it is half a year old."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    about = models.CharField(max_length=9, choices=About.choices)
    text = models.TextField()
    address = models.CharField(max_length=300, help_text="the page where one goes on")
    submission = models.ForeignKey(
        Submission, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    created = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField(null=True, blank=True)
    mailed = models.DateTimeField(null=True, blank=True, help_text="or found to need no mail")

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(about__in=About.values), name="notice_is_about"),
            models.CheckConstraint(condition=~Q(text=""), name="notice_says_something"),
        ]
        indexes = [
            # what a person has not seen, for the count beside the desk
            models.Index(fields=["person", "seen", "-created"], name="notice_of_person"),
        ]

    def __str__(self) -> str:
        return self.text
