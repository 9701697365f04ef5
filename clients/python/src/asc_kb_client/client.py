"""The knowledge base, as one object."""

from __future__ import annotations

import json
import os
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from asc_kb_client.asking import Asker
from asc_kb_client.cache import Cache
from asc_kb_client.releases import Release
from asc_kb_client.selection import Collection, Cycling

_AGENT = "asc-kb-client/0.2"
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
        self.pairs = Collection(self._asker, "pairs")
        self.results = Collection(self._asker, "results")
        self.series = Collection(self._asker, "series")
        self.materials = Collection(self._asker, "materials")
        self.measurements = Collection(self._asker, "measurements")
        self.methods = Collection(self._asker, "methods")
        self.papers = Collection(self._asker, "papers")
        self.precursors = Collection(self._asker, "precursors")
        self.processes = Collection(self._asker, "processes")
        self.properties = Collection(self._asker, "properties")
        self.substrates = Collection(self._asker, "substrates")

    def changes(self, since: str) -> dict[str, Any]:
        """What was ``added``, ``changed``, ``withdrawn`` and ``merged`` since a version of the
        data, of a release, or a date; each by list. Ask next time since its ``version``."""
        parts = ("added", "changed", "withdrawn", "merged")
        whole: dict[str, Any] = {part: {} for part in parts}
        query: list[tuple[str, str]] = [("since", since), ("page_size", "500")]
        while True:
            body = json.loads(self._asker.get("changes/", query).content)
            whole.setdefault("version", body["version"])
            for part in parts:
                for plural, told in body[part].items():
                    whole[part].setdefault(plural, []).extend(told)
            if body["next"] is None:
                return whole
            query = parse_qsl(urlsplit(body["next"]).query, keep_blank_values=True)

    def releases(self) -> list[Release]:
        """The published releases, newest first."""
        told = json.loads(self._asker.get("releases/").content)["results"]
        return [Release(self._asker, one) for one in told]

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
