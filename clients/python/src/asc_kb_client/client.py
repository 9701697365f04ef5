"""The knowledge base, as one object."""

from __future__ import annotations

import os
from types import TracebackType

import httpx

from asc_kb_client.asking import Asker
from asc_kb_client.cache import Cache
from asc_kb_client.selection import Collection, Cycling

_AGENT = "asc-kb-client/0.1"
ADDRESS = "http://127.0.0.1:8000"


class Client:
    """Reads one server; its address is ``url``, else ``$ASC_KB_URL``, else that of this machine.

    ``cache`` keeps answers on disk (None keeps none), ``patience`` is how many seconds a request
    may wait in all when the server asks to come again later.
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        cache: Cache | None = Cache(),  # noqa: B008  # a folder's name: nothing is made before use
        timeout: float = 60.0,
        patience: float = 180.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        base = (url or os.environ.get("ASC_KB_URL") or ADDRESS).rstrip("/")
        self._http = httpx.Client(
            base_url=f"{base}/api/v1/",
            timeout=timeout,
            transport=transport,
            headers={"User-Agent": _AGENT, "Accept": "*/*"},
        )
        self._asker = Asker(self._http, cache, patience)
        self.cache = cache
        self.coatings = Collection(self._asker, "coatings")
        self.cycling = Cycling(self._asker, "cycling")
        self.materials = Collection(self._asker, "materials")
        self.measurements = Collection(self._asker, "measurements")
        self.methods = Collection(self._asker, "methods")
        self.papers = Collection(self._asker, "papers")
        self.precursors = Collection(self._asker, "precursors")
        self.processes = Collection(self._asker, "processes")
        self.properties = Collection(self._asker, "properties")
        self.substrates = Collection(self._asker, "substrates")

    @property
    def data_version(self) -> str | None:
        """The version of the data in the last answer: the one to cite."""
        return self._asker.data_version

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
