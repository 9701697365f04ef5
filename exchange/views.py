"""Pages of releases: the list, and the file of each."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import condition

from exchange.holdings import TABLES, holdings
from exchange.linked_data import released
from exchange.models import Release
from exchange.releases.about import how_to_cite
from records.licence import LICENCE_TITLE, LICENCE_URL
from records.models import Kind

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SHOWN = 200


class Change(NamedTuple):
    """Records that a release added, changed or withdrew: all their number, the first with the
    addresses of their pages."""

    what: str
    number: int
    shown: list[tuple[str, str]]

    @property
    def more(self) -> int:
        return self.number - len(self.shown)


def holdings_page(request: HttpRequest) -> HttpResponse:
    """How much is on record, of what, and what is most wanted."""
    held = holdings()
    pages = {"films": "material", "electrodes": "substrate", "properties": "property", "years": ""}
    tables = [(title, getattr(held, name), pages[name]) for title, name in TABLES]
    return render(request, "exchange/holdings.html", {"held": held, "tables": tables})


def releases(request: HttpRequest) -> HttpResponse:
    """Every release, newest first, with how to cite it and what changed."""
    found = [
        (one, how_to_cite(one.version, one.date), released(one), changes_of(one))
        for one in Release.objects.all()
    ]
    context = {"releases": found, "licence": LICENCE_TITLE, "licence_url": LICENCE_URL}
    return render(request, "exchange/releases.html", context)


def changes_of(release: Release) -> list[Change]:
    """What it changed against the release before; nothing where it is the first."""
    kept: dict[str, Any] = release.changes
    words = [name for name in ("added", "changed", "withdrawn") if kept.get(name)]
    return [
        Change(name, len(kept[name]), [(one, address(one)) for one in kept[name][:_SHOWN]])
        for name in words
    ]


def short_address(request: HttpRequest, ident: str) -> HttpResponse:
    """An id alone is an address: it leads to the page of its record."""
    return redirect(address(ident))


def address(name: str) -> str:
    """The page of a record by its id, or of a word by kind and key."""
    if name.startswith("ASC-"):
        return reverse(Kind(name[4]).page, args=[name])
    return f"/{name}/"


def _etag(request: HttpRequest, version: str) -> str | None:
    checksum = Release.objects.filter(version=version).values_list("checksum", flat=True).first()
    return f'"{checksum}"' if checksum else None


@condition(etag_func=_etag)
def release(request: HttpRequest, version: str) -> FileResponse:
    """The file of one release, which never changes, with its checksum as RFC 9530 gives it."""
    found = get_object_or_404(Release, version=version)
    if not found.path.is_file():
        raise Http404(f"the file of release {version} is not on this server")
    digest = base64.b64encode(bytes.fromhex(found.checksum)).decode()
    return FileResponse(
        found.path.open("rb"),
        as_attachment=True,
        filename=found.path.name,
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "Repr-Digest": f"sha-256=:{digest}:",
        },
    )
