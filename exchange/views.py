"""Pages of releases: the list, and the file of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render

from exchange.linked_data import released
from exchange.models import Release
from exchange.releases.words import LICENCE_TITLE, LICENCE_URL, how_to_cite

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def releases(request: HttpRequest) -> HttpResponse:
    """Every release, newest first, with how to cite it."""
    found = [
        (one, how_to_cite(one.version, one.date), released(one)) for one in Release.objects.all()
    ]
    context = {"releases": found, "licence": LICENCE_TITLE, "licence_url": LICENCE_URL}
    return render(request, "exchange/releases.html", context)


def release(request: HttpRequest, version: str) -> FileResponse:
    """The file of one release."""
    found = get_object_or_404(Release, version=version)
    if not found.path.is_file():
        raise Http404(f"the file of release {version} is not on this server")
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.path.name)
