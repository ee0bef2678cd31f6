"""Middleware of the whole portal; the one for second factors is in ``accounts``."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponse]

# Five files of 20 MB each, the most that a hand-in takes, and the text around them.
MAX_BODY_BYTES = 5 * 20 * 1024 * 1024 + 1024 * 1024


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
            return render(request, "413.html", status=413)
        return get_response(request)

    return middleware


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
