#!/usr/bin/env python
"""Django's command line for the knowledge base."""

from __future__ import annotations

import os
import sys


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - older Pythons get a sentence, no traceback
        sys.exit(
            f"Python 3.11 or newer is needed; this is {sys.version_info[0]}.{sys.version_info[1]}."
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asc_kb.settings.development")
    try:
        from django.core.management import execute_from_command_line

        from asc_kb.embedded import stack
        from asc_kb.embedded.trouble import Trouble
    except ModuleNotFoundError as error:
        sys.exit(
            f"{error.name} is not installed for this Python: run `make run`, or use "
            ".venv/bin/python manage.py."
        )
    if sys.argv[1:] == ["up"]:  # the supervisor needs no Django, and starts sooner without
        stack.main()
        return

    try:
        execute_from_command_line(sys.argv)
    except Trouble as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
