from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError

from asc_kb.embedded.backend.creation import DatabaseCreation
from asc_kb.embedded.cluster import binaries
from asc_kb.embedded.postgres import Address, Server
from asc_kb.settings import environment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_servers: dict[Path, Server] = {}


def server(*, durable: bool = True) -> Server:
    """This process's handle on the server of the configured data folder."""
    data_dir: Path = settings.DATA_DIR
    if data_dir not in _servers:
        _servers[data_dir] = Server(data_dir, durable=durable)
    return _servers[data_dir]


class DatabaseClient(client.DatabaseClient):
    connection: DatabaseWrapper

    def runshell(self, parameters: Iterable[str]) -> None:
        type(self).executable_name = str(binaries() / "psql")
        self.connection.settings_dict |= self.connection.get_connection_settings()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient
    creation_class = DatabaseCreation

    def get_connection_settings(self) -> dict[str, Any]:
        """HOST, PORT and PASSWORD of the server, started when nobody looks after it."""
        handle = server(durable=self.settings_dict.get("DURABLE", True))
        address: Address | None
        if environment.flag("ASC_SUPERVISED", default=False):
            address = handle.address()
            if address is None:
                raise OperationalError("The embedded PostgreSQL does not run just now.")
        else:
            address = handle.lease()
        return {
            "HOST": address.socket_dir,
            "PORT": str(address.port),
            "PASSWORD": address.password,
        }

    def get_connection_params(self) -> dict[str, Any]:
        found = self.get_connection_settings()
        params = super().get_connection_params()
        return params | {
            "host": found["HOST"],
            "port": found["PORT"],
            "password": found["PASSWORD"],
        }
