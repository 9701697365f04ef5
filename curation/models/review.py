"""What reviewers leave on a submission: remarks on values, marks on sections, answers to flags."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from curation.models.submissions import Submission
from records.history import tracked


@tracked
class Remark(models.Model):
    """A comment or question on a single value, or an answer to one."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="remarks")
    place = models.CharField(
        max_length=400,
        blank=True,
        help_text="lasting path of the value, as in coatings[al2o3-on-li].measurements[thickness]"
        ".value; empty for the whole paper",
    )
    printed = models.TextField(blank=True, help_text="what stood there when it was written")
    text = models.TextField()
    question = models.BooleanField(default=False, help_text="wants an answer before approval")
    answers = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    observer = models.CharField(
        max_length=120, blank=True, help_text="name given by somebody who came by a link"
    )
    created = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["submission", "created", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=Q(author__isnull=False) | ~Q(observer=""), name="remark_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Mark(models.TextChoices):
    TODO = "todo"
    ATTENTION = "attention"
    PASSED = "passed"


@tracked
class SectionMark(models.Model):
    """How far the review of a section is: the paper, one coating or one test.

    ``revision`` is that of the submission when the mark was set: a later change of the section
    takes it back to *todo*.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="marks")
    section = models.CharField(max_length=160, help_text="paper, coatings[KEY] or cycling[KEY]")
    mark = models.CharField(max_length=9, choices=Mark.choices, default=Mark.TODO)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField()

    class Meta:
        ordering = ["submission", "section"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "section"], name="section_marked_once"),
            models.CheckConstraint(condition=Q(mark__in=Mark.values), name="mark_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.mark}"


@tracked
class FlagAnswer(models.Model):
    """What a reviewer says about a flag: it is right (confirmed), or why it is none (explained).

    Kept for the section of the paper, so that it stands on the published record too.
    """

    paper_key = models.CharField(max_length=120)
    section = models.CharField(max_length=160, help_text="coatings[KEY] or cycling[KEY]")
    code = models.CharField(max_length=60)
    reason = models.TextField(help_text="the flag's own words when it was answered")
    confirmed = models.BooleanField(help_text="the flag is right; else it is explained")
    explanation = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(auto_now=True)
    submission = models.ForeignKey(
        Submission, models.SET_NULL, null=True, blank=True, related_name="flag_answers"
    )

    class Meta:
        ordering = ["paper_key", "section", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper_key", "section", "code", "reason"], name="flag_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(explanation=""), name="explanation_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.code}"
