from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from asc_kb.embedded import stack


class Command(BaseCommand):
    help = (
        "Starts the whole stack: PostgreSQL (unless DATABASE_URL is set), migrations, fixtures, "
        "Celery worker and beat, and the web server on 127.0.0.1:$PORT. Ctrl-C stops all of it."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        stack.main()
