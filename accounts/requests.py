"""What a view behind the login may count on, for the type checker alone: Django says less than we know."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from accounts.models import User


class LoggedInRequest(HttpRequest):
    """``LoginRequiredMiddleware`` let it through, and ``config.middleware.today`` set the Swedish date."""

    user: User
    today: date
