"""Secrets of second factors, sealed before they reach the database: a copy of it gives no codes.

The key is made from SECRET_KEY. One that was replaced stays in SECRET_KEY_FALLBACKS until
``manage.py seal_second_factors`` has run. What was kept in the clear before is read as it stands.
"""

from __future__ import annotations

import base64
import logging
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_SECRETS = ("secret", "seed", "migrated_codes")  # of the data of an authenticator
_SEALED = "sealed:"  # no secret that was kept in the clear has a colon
_log = logging.getLogger(__name__)


def seal(text: str) -> str:
    return _SEALED + _keys().encrypt(text.encode()).decode()


def unseal(kept: str) -> str:
    """The secret. Where no key opens it, another that nobody knows, so that no code is right."""
    opened = _opened(kept)
    if opened is None:
        _log.error("A second factor was sealed with a SECRET_KEY that is not here: no code fits.")
        return generate_totp_secret()
    return opened


def opens(data: dict[str, Any]) -> bool:
    """Whether every secret that an authenticator keeps can be read."""
    return None not in {_opened(kept) for kept in _secrets(data)}


def seal_anew(data: dict[str, Any]) -> dict[str, Any]:
    """What an authenticator keeps, under the present key; every secret in it must open."""

    def anew(value: Any) -> Any:
        return [anew(one) for one in value] if isinstance(value, list) else seal(unseal(value))

    return {name: anew(value) if name in _SECRETS else value for name, value in data.items()}


def _secrets(data: dict[str, Any]) -> list[str]:
    kept = [data[name] for name in _SECRETS if name in data]
    return [one for value in kept for one in (value if isinstance(value, list) else [value])]


def _opened(kept: str) -> str | None:
    if not kept.startswith(_SEALED):
        return kept
    try:
        return _keys().decrypt(kept.removeprefix(_SEALED).encode()).decode()
    except InvalidToken:
        return None


def _keys() -> MultiFernet:
    return MultiFernet(
        [Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"asc-kb second factor")
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))


class MFAAdapter(DefaultMFAAdapter):
    """django-allauth's, with secrets sealed."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
