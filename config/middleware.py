"""Middleware of the whole portal; the one for second factors is in ``accounts``."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages import get_messages
from django.core.exceptions import BadRequest
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from audit.security import note

Answer = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger("portal.proxy")
PROXY_IS_SILENT = (
    "TRUSTED_PROXY_COUNT is %d, but the proxy in front does not send X-Forwarded-Proto and that many "
    "addresses in X-Forwarded-For (README, In production)."
)

# Five files of 20 MB each, the most that a hand-in takes, and the text around them.
MAX_VISITORS_BODY_BYTES = 100_000
MAX_BODY_BYTES = 5 * 20 * 1024 * 1024 + 1024 * 1024
FOUND = 302


def proxy_tells_enough(get_response: Answer) -> Answer:
    """Refuse with a plain sentence when the proxies in front do not send what the settings count on.

    Without their word that https was used, everybody would be redirected to the same address for ever;
    without the visitor's address, the limits of the login could not be kept. Health is asked without a proxy.
    """
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if not (settings.PRODUCTION and proxies):
        return get_response

    def middleware(request: HttpRequest) -> HttpResponse:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        told = (
            "HTTP_X_FORWARDED_PROTO" in request.META
            and len([one for one in forwarded if one.strip()]) >= proxies
        )
        if told or request.path_info.startswith("/health/"):
            return get_response(request)
        logger.error(PROXY_IS_SILENT, proxies)
        return HttpResponse(PROXY_IS_SILENT % proxies, status=500, content_type="text/plain; charset=utf-8")

    return middleware


def uploads_need_a_login(get_response: Answer) -> Answer:
    """Send a visitor who uploads to the login before the body is read, as its check would spool it all."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        is_small = length.isdigit() and int(length) < MAX_VISITORS_BODY_BYTES
        is_upload = request.method == "POST" and request.content_type == "multipart/form-data"
        if is_upload and not is_small and not request.user.is_authenticated:
            note("upload.refused", request=request, why="visitor")
            return redirect_to_login(request.get_full_path())
        return get_response(request)

    return middleware


def today(get_response: Answer) -> Answer:
    """Set ``request.today``, the Swedish date, once per request; roles and due days depend on it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.today = timezone.localdate()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def body_size_limit(get_response: Answer) -> Answer:
    """Answer 413 by the announced length, before any byte of a too large body is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MAX_BODY_BYTES:
            with suppress(DatabaseError, InterfaceError):  # the line of the log is written all the same
                note("upload.refused", request=request, why="too_large", megabytes=int(length[:15]) // 10**6)
            return render(request, "413.html", status=413)
        return get_response(request)

    return middleware


def _came(request: HttpRequest) -> int:
    """Return how many bytes of the body came; of files only the stream that they were read from knows it."""
    came = getattr(request._stream, "_pos", None)  # noqa: SLF001
    return len(request.body) if came is None else came


def _only_warns(request: HttpRequest) -> bool:
    """Say whether the next page will tell of a refusal, and of nothing that was done."""
    waiting = getattr(get_messages(request), "_queued_messages", ())  # a loop would take them away
    levels = {message.level for message in waiting}
    return bool(levels & {messages.WARNING, messages.ERROR}) and messages.SUCCESS not in levels


class WholeForms:
    """Answer 400 where the end of a form did not arrive; tell the browser which of its texts was saved.

    Stand last: what a middleware before this one answers, such as the login page, has saved nothing, and
    neither has a redirect that only warns. The cookie ``saved`` names the copy that ``drafts.js`` may drop;
    the script takes it away on the next page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the saved text beside the redirect that follows a deed."""
        response = self.get_response(request)
        is_done = getattr(request, "is_whole", False) and response.status_code == FOUND
        if is_done and not _only_warns(request) and (text := request.POST.get("draft", "")[:300]):
            response.set_cookie(
                "saved", quote(text, safe=""), max_age=3600, samesite="Lax", secure=request.is_secure()
            )
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Refuse what was cut off, before anything is done with its first half."""
        if request.method != "POST":
            return
        request.POST  # noqa: B018 (reads the body)
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdigit() and _came(request) < int(length):
            raise BadRequest
        request.is_whole = True  # type: ignore[attr-defined]


def readable_requests(get_response: Answer) -> Answer:
    """Drop cookies and query parameters with a NUL, because PostgreSQL refuses to search for one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        if unreadable := [name for name, values in request.GET.lists() if "\x00" in "".join(values)]:
            asked = request.GET.copy()
            for name in unreadable:
                del asked[name]
            request.GET = asked  # type: ignore[assignment]
        return get_response(request)

    return middleware


def private_pages_are_not_cached(get_response: Answer) -> Answer:
    """Forbid caching of pages for logged-in people, in shared caches and behind the back button."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware
