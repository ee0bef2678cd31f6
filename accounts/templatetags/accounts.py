"""Template filters for the pages about logins."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The order matters: the first name found counts, and Edge and Opera also call themselves Chrome.
BROWSERS = {
    "Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox",
    "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "Mac",
    "CrOS": "ChromeOS", "Linux": "Linux",
}  # fmt: skip


@register.filter
def browser_in_words(user_agent: str) -> str:
    """Return for example "Chrome, Windows"; of an unknown browser the start of what it calls itself."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    if not browser or not system:
        return user_agent[:60] or _("Unknown browser")
    return f"{browser}, {system}"
