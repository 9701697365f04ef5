"""A DOI's citation from Crossref, within a few seconds or not at all: entry never waits for it."""

from __future__ import annotations

import json
import random
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
from django.conf import settings

from curation.lookup.crossref_message import NotAWork, citation_of
from curation.lookup.dois import normal_doi

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S = 6.0
"""Longest that one look-up takes, its retries and pauses among it."""

_TIMEOUT = httpx.Timeout(3.0, connect=2.0)
_ATTEMPTS = 3
_PAUSE_S = 0.3
_LARGEST_ANSWER = 4_000_000  # bytes; a work with thousands of references has about one million
_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}


class NoCitation(Exception):
    """No citation came back; the message says why, and the paper can be entered all the same."""


class UnknownDoi(NoCitation):
    """Crossref answers that it has no such DOI."""


class CrossrefUnavailable(NoCitation):
    """Crossref is absent, too slow, over its limit, or answers what cannot be read."""


def look_up(doi: str, *, clock: Callable[[], float] = time.monotonic) -> dict[str, Any]:
    """The citation (CSL-JSON) of a DOI, as Crossref has it.

    Raises :class:`UnknownDoi` or :class:`CrossrefUnavailable`, after ``PATIENCE_S`` at the latest.
    """
    asked = normal_doi(doi)
    deadline = clock() + PATIENCE_S
    client = httpx.Client(
        timeout=_TIMEOUT,
        headers=_headers(),
        follow_redirects=True,
        event_hooks={"response": [_stays_at_home]},
    )
    with client:
        for attempt in range(_ATTEMPTS):
            try:
                return citation_of(_message(client, asked, deadline, clock))
            except NotAWork as error:
                raise CrossrefUnavailable("Crossref's answer cannot be read") from error
            except _TryAgain as failure:
                pause = max(failure.wait_s, _PAUSE_S * 2**attempt * random.uniform(0.8, 1.2))
                last = attempt == _ATTEMPTS - 1
                if last or clock() + pause >= deadline:
                    raise CrossrefUnavailable(failure.why) from failure
                time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


class _TryAgain(Exception):
    def __init__(self, why: str, wait_s: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.wait_s = wait_s


def _headers() -> dict[str, str]:
    """Who asks, as Crossref wishes polite users to say."""
    return {"User-Agent": f"asc-kb/1 ({settings.PUBLIC_URL})", "Accept": "application/json"}


def _stays_at_home(answer: httpx.Response) -> None:
    """An alias of a DOI is followed, the way to another machine is not: it may be one of ours."""
    if answer.has_redirect_location:
        onward = answer.url.join(answer.headers["Location"])
        if onward.host != answer.url.host:
            raise CrossrefUnavailable(f"Crossref sends the question on to {onward.host}")


def _message(
    client: httpx.Client, doi: str, deadline: float, clock: Callable[[], float]
) -> dict[str, Any]:
    address = f"{settings.CROSSREF_URL}/works/{quote(doi, safe='')}"
    try:
        with client.stream("GET", address) as answer:
            _accept(answer, doi)
            body = _body(answer, deadline, clock)
    except httpx.TimeoutException as error:
        raise _TryAgain("Crossref does not answer in time") from error
    except httpx.TooManyRedirects as error:
        raise CrossrefUnavailable("Crossref sends the question in circles") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _TryAgain("Crossref cannot be reached") from error
    try:
        message = json.loads(body)["message"]
    except (ValueError, KeyError, TypeError) as error:
        raise CrossrefUnavailable("Crossref's answer cannot be read") from error
    if not isinstance(message, dict):
        raise CrossrefUnavailable("Crossref's answer cannot be read")
    return message


def _accept(answer: httpx.Response, doi: str) -> None:
    if answer.status_code == 404:
        raise UnknownDoi(f"Crossref knows no DOI {doi}")
    if answer.status_code in _TRY_AGAIN:
        slow_down = answer.status_code == 429
        why = "Crossref asks to slow down" if slow_down else "Crossref is out of order"
        raise _TryAgain(f"{why} ({answer.status_code})", _asked_wait(answer))
    if not answer.is_success:
        raise CrossrefUnavailable(f"Crossref refuses ({answer.status_code})")


def _asked_wait(answer: httpx.Response) -> float:
    """Seconds of a ``Retry-After``; a date there is not worth the wait."""
    stated = answer.headers.get("Retry-After", "")
    return float(stated) if stated.isdigit() else 0.0


def _body(answer: httpx.Response, deadline: float, clock: Callable[[], float]) -> bytes:
    """The whole answer; one that drips, or does not end, is given up."""
    body = b""
    for chunk in answer.iter_bytes():
        body += chunk
        if clock() > deadline:
            raise CrossrefUnavailable("Crossref does not answer in time")
        if len(body) > _LARGEST_ANSWER:
            raise CrossrefUnavailable("Crossref's answer is too large to be one citation")
    return body
