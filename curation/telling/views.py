"""What concerns me."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from curation.actions.telling import seen
from curation.models import Notice

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first; those not seen are marked until one says so."""
    if request.method == "POST":
        seen(by=request.user)
        return redirect("notices")
    rows = Notice.objects.filter(person_id=request.user.pk)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "unseen": rows.filter(seen=None).count(),
    }
    return render(request, "curation/notices.html", context)
