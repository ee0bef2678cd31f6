"""Names of people with protected identity, shown to staff who ask for them, a while at a time."""

import time

from django.http import HttpRequest

from accounts.models import User
from audit.security import note

OPENED_NAMES, NAME_OPEN_SECONDS = "opened_names", 15 * 60  # kept in the session


def is_shown(request: HttpRequest, user: User) -> bool:
    """Say whether the name may be on the page: a protected one only shortly after it was asked for."""
    opened = request.session.get(OPENED_NAMES, {}).get(str(user.pk), 0)
    return not user.protected_identity or time.time() - opened < NAME_OPEN_SECONDS


def show_name(request: HttpRequest, user: User) -> None:
    """Show the name from now on; the trail keeps that it was asked for."""
    if is_shown(request, user):
        return
    note("user.name_shown", about=user)
    opened = request.session.get(OPENED_NAMES, {})
    request.session[OPENED_NAMES] = {**opened, str(user.pk): time.time()}
