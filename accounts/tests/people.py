"""People of this room's tests, one of each role."""

from __future__ import annotations

from django.contrib.auth.models import User

from accounts.models import Person, Role


def person(name: str, role: Role = Role.CONTRIBUTOR) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", "a-long-passphrase")
    Person.objects.create(user=user, role=role)
    return user
