"""The request of a view behind the login, for the type checker: Django's types promise less."""

from datetime import date
from typing import cast

from django.http import HttpRequest

from accounts.models import User


class LoggedInRequest(HttpRequest):
    """``LoginRequiredMiddleware`` has passed it, and ``config.middleware.today`` has set the Swedish date."""

    user: User
    today: date


def today_of(request: HttpRequest) -> date:
    """Return the Swedish date, which ``config.middleware.today`` sets for visitors too."""
    return cast("LoggedInRequest", request).today
