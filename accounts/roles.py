"""The one question about roles that logging in has to ask; the roles themselves live in the apps above."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User

SESSION_WITH_OTHERS_DATA = timedelta(hours=12)
# In a session that was made for longer, because the person saw nobody's data but their own.
LONG_SESSION = "is_long"


def needs_second_factor(user: User, *, on: date) -> bool:
    """Tell whether this person sees other people's data on that day: MÄN staff and county coordinators."""
    return user.is_staff or user.coordinator_roles.current(on=on).exists()


def require_staff(user: User | AnonymousUser) -> None:
    """Answer as if the page did not exist to everybody but MÄN staff."""
    if not user.is_staff:
        raise Http404
