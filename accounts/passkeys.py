"""A passkey's answer is checked for its shape before allauth reads it.

allauth takes JSON that is false (``0``, ``[]``) for "not filled in yet" and then stores it as a second
factor, and its library stumbles over other shapes. Only what a ceremony can hand over comes through.
"""

import json
import struct
from collections.abc import Callable
from functools import wraps
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from audit.security import note

LONGEST = 100_000
DEEPEST = 4
TEXTS = ("id", "rawId", "type")
STUMBLES = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    struct.error,
    InvalidSignature,
)


def ceremony_only(view: Callable[..., HttpResponse], *, is_login: bool = True) -> Callable[..., HttpResponse]:
    """Answer 400 to a credential that no ceremony made; where one logs in, that is a login that failed."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or "credential" not in request.POST:
            return view(request, *args, **kwargs)
        try:
            if request.POST["credential"] and not is_credential(request.POST["credential"]):
                raise ValueError("No ceremony made this credential.")
            return view(request, *args, **kwargs)
        except STUMBLES as stumble:
            if is_login:
                note("login.failed", method="passkey")
            raise BadRequest("The credential cannot be read.") from stumble

    return checked


def is_credential(text: str) -> bool:
    """Say whether the text has the shape of a public-key credential."""
    if len(text) > LONGEST:
        return False
    try:
        found = json.loads(text)
        text.encode()
        json.dumps(found, ensure_ascii=False).encode()  # raises on half a surrogate pair, also an escaped one
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(found, dict)
        and all(isinstance(found.get(name), str) and found[name] for name in TEXTS)
        and found["type"] == "public-key"
        and isinstance(found.get("response"), dict)
        and _depth(found) <= DEEPEST
    )


def _depth(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max((_depth(one) for one in inside), default=0)
