"""The database of this test run, for processes that a test starts."""

from __future__ import annotations

from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """Its address, as ``DATABASE_URL`` takes it."""
    params = connection.get_connection_params()
    return (
        f"postgres://{quote(params['user'])}:{quote(str(params['password']))}"
        f"@{quote(str(params['host']), safe='')}:{params['port']}/{params['dbname']}"
    )
