"""Being somebody in the browser without going through the login pages."""

from django.conf import settings
from django.test import Client


def log_in(page, user):
    """Give the window the session cookie of ``user``."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    base_url = page.evaluate("() => location.origin") if page.url.startswith("http") else None
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
    hosts = [base_url] if base_url else ["http://localhost", "http://127.0.0.1"]
    page.context.add_cookies([cookie | {"url": host} for host in hosts])
