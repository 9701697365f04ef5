"""``manage.py invite EMAIL``: an invitation link; the first administrator comes in by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.actions import INVITATION_DAYS, invite
from accounts.models import Person, Role

if TYPE_CHECKING:
    from argparse import ArgumentParser

_ROLES = [Role.CONTRIBUTOR.value, Role.CURATOR.value, Role.ADMINISTRATOR.value]


class Command(BaseCommand):
    help = (
        "Print a link with which somebody signs up: as administrator while there is none, later as "
        "contributor, unless told otherwise."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--role", choices=_ROLES)
        parser.add_argument("--days", type=int, default=INVITATION_DAYS)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']!r} is not an e-mail address") from error
        there = Person.objects.filter(role=Role.ADMINISTRATOR).exists()
        usual = Role.CONTRIBUTOR if there else Role.ADMINISTRATOR
        role = options["role"] or usual.value
        _, link = invite(by=None, email=options["email"], role=role, days=options["days"])
        self.stdout.write(f"{role}, within {options['days']} days:\n{link}")
