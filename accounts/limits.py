"""Limits of the login. A stranger's tries never count against a person's own browser or network.

Tries count per address and network together. A browser that has logged in as a person carries a signed cookie
for 90 days, and has limits of its own. Whoever guesses at many codes makes the codes for unknown browsers
longer, and refuses nobody. The figures stand in ``ACCOUNT_RATE_LIMITS``; allauth counts.
"""

import secrets
from datetime import timedelta

from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.stages import LoginByCodeStage
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

KNOWN_FOR = timedelta(days=90)
MOST_PEOPLE_IN_A_BROWSER = 10
APP = "allauth.account"
LONG_CODE, REMEMBER = "code_is_long", "remember_this_device"  # kept in the session on the way in
SALT = "accounts.known-browser"


def _mark(email: str) -> str:
    """Return a mark of an address that tells nobody which address it is."""
    return salted_hmac(SALT, email.lower()).hexdigest()[:16]


def _carried(request: HttpRequest) -> dict[str, object]:
    cookie = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
    try:
        return signing.loads(cookie, salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {"browser": secrets.token_urlsafe(12), "people": []}


def remember_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let the browser carry the proof that somebody has logged in here as this person."""
    carried = _carried(request)
    others = [mark for mark in carried["people"] if mark != _mark(email)]  # type: ignore[attr-defined]
    people = [*others, _mark(email)][-MOST_PEOPLE_IN_A_BROWSER:]
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps({**carried, "people": people}, salt=SALT),
        max_age=KNOWN_FOR,
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Lax",
    )


def _place(request: HttpRequest, email: str) -> tuple[str, str]:
    """Return the prefix of the limits that hold, and what they count: the browser or the network."""
    carried = _carried(request)
    if _mark(email) in carried["people"]:  # type: ignore[operator]
        return "own_", f"{email}|{carried['browser']}"
    return "", f"{email}|{get_ip(request)}"


def may(
    request: HttpRequest, action: str, *, email: str, look: bool = False
) -> ratelimit.RateLimitUsage | None:
    """Count a try, and return None when it is beyond the limit; with ``look``, do not count."""
    prefix, key = _place(request, email)
    return ratelimit.consume(request, app=APP, action=f"{prefix}{action}", key=key, dry_run=look)


def forget(request: HttpRequest, action: str, *, email: str) -> None:
    """Start counting afresh."""
    prefix, key = _place(request, email)
    ratelimit.clear(request, app=APP, action=f"{prefix}{action}", key=key)


def note_wrong_code(request: HttpRequest, email: str) -> None:
    """Count a wrong code, in its place and against the address."""
    may(request, "wrong_code", email=email)
    ratelimit.consume(request, app=APP, action="wrong_codes_for", key=email)


def needs_long_code(request: HttpRequest, email: str) -> bool:
    """Say whether somebody guesses at this address's codes, and the browser is not known to be its own."""
    guessed = not ratelimit.consume(request, app=APP, action="wrong_codes_for", key=email, dry_run=True)
    return guessed and not _place(request, email)[0]


def asked_address(request: HttpRequest) -> str:
    """Return the address for which this browser has asked for a code."""
    stage = get_pending_stage(request)
    if stage and stage.key == LoginByCodeStage.key:
        return stage.state.get("email", "").lower()
    reset = request.session.get(PASSWORD_RESET_VERIFICATION_SESSION_KEY) or {}
    return reset.get("email", "").lower()
