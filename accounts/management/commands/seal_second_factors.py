"""``manage.py seal_second_factors``: their secrets under the present SECRET_KEY."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.sealing import opens, seal_anew


class Command(BaseCommand):
    help = (
        "Seals the secrets of every second factor anew: those kept in the clear before, and those "
        "sealed with a key of SECRET_KEY_FALLBACKS, which may be forgotten after."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        lost = []
        with transaction.atomic():
            found = list(Authenticator.objects.select_for_update(of=("self",)).order_by("pk"))
            for one in found:
                if not opens(one.data):
                    lost.append(one.user.get_username())
                    continue
                one.data = seal_anew(one.data)
                one.save(update_fields=["data"])
        self.stdout.write(f"{len(found) - len(lost)} second factors are sealed with SECRET_KEY.")
        if lost:
            names = ", ".join(sorted(set(lost)))
            self.stdout.write(f"No key here opens those of {names}: they set up theirs anew.")
