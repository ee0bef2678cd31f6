"""Being somebody in the browser without going through the login pages."""

from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests import factories


def session_of(user):
    """Return the cookie of a new session."""
    client = Client()
    client.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def log_in(page, user):
    """Give the window the session cookie of ``user``."""
    cookie = session_of(user)
    base_url = page.evaluate("() => location.origin") if page.url.startswith("http") else None
    hosts = [base_url] if base_url else ["http://localhost", "http://127.0.0.1"]
    page.context.add_cookies([cookie | {"url": host} for host in hosts])


def make_county_at_work(month, *slugs):
    """Give who coordinates a county that works in July too, and its municipalities amid a cohort."""
    board, cohort = factories.make_county_board(months_off=[]), factories.make_cohort()
    for days in (-100, 100):
        factories.make_session(cohort, starts_at=timezone.now() + timedelta(days=days))
    participations = [factories.make_participation(cohort, slug) for slug in slugs]
    role = factories.make_coordinator(county_board=board, starts_on=month - timedelta(days=400))
    return role, participations
