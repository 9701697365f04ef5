"""Pages of entry are for people who may enter papers, as the table of permissions says."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from accounts.permissions import may, needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase


def by_table(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view, for those whom :data:`accounts.permissions.ADDRESSES` lets in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        match = request.resolver_match
        if may(request.user, needed(match.url_name if match else None)):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())

    return guarded
