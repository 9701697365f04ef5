"""People, their roles, what invites them, and what lets scripts and observers in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from knox.models import AbstractAuthToken


class Role(models.TextChoices):
    """What a person is here, from least to most. Readers need no account."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"


class Person(models.Model):
    """The role of an account. An account without one is a contributor."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="person"
    )
    role = models.CharField(max_length=13, choices=Role.choices, default=Role.CONTRIBUTOR)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Invitation(models.Model):
    """A link that lets somebody sign up with a role; used once, until it ends or is revoked."""

    email = models.EmailField()
    role = models.CharField(max_length=13, choices=Role.choices, default=Role.CONTRIBUTOR)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of what the link has")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.BooleanField(default=False)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"


class Token(AbstractAuthToken):
    """A token for scripts: stored as a hash, with a name for its owner and what it may do."""

    name = models.CharField(max_length=80)
    scopes = ArrayField(models.CharField(max_length=20))
    last_used = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.name
