"""Where an account is signed in: device, address, since when; each can be ended, or all others.

django-allauth keeps one row beside each session of Django's; what is kept here is when it was last
seen, and a session that began elsewhere (the admin's door).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import client_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

SEEN_EVERY_S = 300
"""So often at most it is written that a session is in use."""
_SEEN = "seen"
# As browsers name themselves; each also names those after it, for old servers' sake.
_BROWSERS = {
    "Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox",
    "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "CrOS": "ChromeOS",
    "Windows": "Windows", "Mac OS X": "macOS", "Linux": "Linux",
}  # fmt: skip


class SeenMiddleware:
    """Keeps, now and then, from where and when a session was last used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        # whoever has no session is not looked up, and no answer varies by it
        session = request.session
        used = session.accessed and session.session_key and request.user.is_authenticated
        if used and time.time() - session.get(_SEEN, 0) >= SEEN_EVERY_S:
            note(request)
        return answer


def note(request: HttpRequest) -> None:
    """Write that the session of this request is in use, once for a request."""
    now = int(time.time())
    known = UserSession.objects.filter(
        session_key=request.session.session_key, user=request.user
    ).update(ip=client_address(request), last_seen_at=timezone.now())
    if not known:
        UserSession.objects.create_from_request(request)
    request.session[_SEEN] = now


def device(user_agent: str) -> str:
    """``Firefox on Linux``, or the first words by which a program names itself."""
    browser = next((name for mark, name in _BROWSERS.items() if f"{mark}/" in user_agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in user_agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or user_agent[:60] or "unknown device"


@never_cache
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """The own sessions, the one in use first, then the one seen last."""
    note(request)
    rows = UserSession.objects.purge_and_list(request.user)
    own = request.session.session_key
    rows.sort(key=lambda row: (row.session_key == own, row.last_seen_at), reverse=True)
    shown = [(row, device(row.user_agent), row.session_key == own) for row in rows]
    return render(request, "curation/sessions.html", {"sessions": shown})


@require_POST
def session_end(request: HttpRequest, number: int) -> HttpResponse:
    """End one session of one's own: whoever uses it is asked to sign in again."""
    row = get_object_or_404(UserSession, pk=number, user=request.user)
    if row.session_key == request.session.session_key:
        return redirect("account_logout")
    row.end()
    messages.success(request, f"Signed out: {device(row.user_agent)}.")
    return redirect("sessions")


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End every other session of one's own."""
    others = UserSession.objects.filter(user=request.user)
    ended = 0
    for row in others.exclude(session_key=request.session.session_key):
        row.end()
        ended += 1
    plural = "" if ended == 1 else "s"
    messages.success(request, f"Signed out everywhere else: {ended} session{plural}.")
    return redirect("sessions")
