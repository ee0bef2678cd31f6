"""The one question about roles that the login asks; the roles themselves are in the apps above."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User

SESSION_WITH_OTHERS_DATA = timedelta(hours=12)
# Set in a session of seven days, given to people who see nobody's data but their own.
LONG_SESSION = "is_long"


def needs_second_factor(user: User, *, on: date) -> bool:
    """Say whether the person sees other people's data on that day: MÄN staff and county coordinators do."""
    return user.is_staff or user.coordinator_roles.current(on=on).exists()


def require_staff(user: User | AnonymousUser) -> None:
    """Raise ``Http404`` for everybody but MÄN staff, so that the page seems not to exist."""
    if not user.is_staff:
        raise Http404
