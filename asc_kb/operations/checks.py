"""System checks of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks

if TYPE_CHECKING:
    from collections.abc import Sequence


def _content_policy(app_configs: Any, **kwargs: Any) -> Sequence[checks.CheckMessage]:
    """No inline script or style may slip into the content security policy."""
    loose = [
        f"{directive} {source}"
        for directive, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
        for source in sources
        if source in {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"}
    ]
    return [
        checks.Error(f"The content security policy allows {item}.", id="asc_kb.E001")
        for item in loose
    ]


def register() -> None:
    checks.register(_content_policy, checks.Tags.security)
