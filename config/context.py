"""The frame of every page: navigation by role, the demo banner, the other language."""

from typing import Literal, TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext_lazy

from accounts.roles import KEEPS_COPIES, Roles, roles_of

MOST_NAV_ITEMS = 8
HOMES: dict[Literal["staff", "reader", "coordinator", "participant"], str] = {
    "staff": "homes:overview",
    "reader": "homes:overview",
    "coordinator": "homes:county",
    "participant": "homes:participant_home",
}
OWN_MUNICIPALITY = "homes:own_municipality"
CHECK_INS, FOLLOWUP = "followups:check_in_month_current", "reports:followup"
MUNICIPALITIES = "homes:municipality_list"
ENQUIRY = "programmes:enquiry_create"
SUPPORT = "support:support_list"
CHARTS, RATES, SUPPORT_USE = "reports:followup_charts", "reports:reporting_rates", "reports:support_use"
LABELS = {
    "home": pgettext_lazy("menu", "Start"),
    settings.LOGIN_URL: pgettext_lazy("menu", "Log in"),
    HOMES["staff"]: pgettext_lazy("menu", "Overview"),
    HOMES["coordinator"]: pgettext_lazy("menu", "My county"),
    HOMES["participant"]: pgettext_lazy("menu", "My page"),
    OWN_MUNICIPALITY: pgettext_lazy("menu", "My municipality"),
    CHECK_INS: pgettext_lazy("menu", "Check-ins"),
    FOLLOWUP: pgettext_lazy("menu", "Follow-up"),
    CHARTS: pgettext_lazy("menu", "Charts"),
    RATES: pgettext_lazy("menu", "Reporting"),
    SUPPORT_USE: pgettext_lazy("menu", "Use of support"),
    MUNICIPALITIES: pgettext_lazy("menu", "Municipalities"),
    SUPPORT: pgettext_lazy("menu", "Support"),
    "participants:feedback_queue": pgettext_lazy("menu", "Feedback"),
    "participants:session_list": pgettext_lazy("menu", "Sessions"),
    "participants:homework_list": pgettext_lazy("menu", "Homework"),
    "admin:index": pgettext_lazy("menu", "Admin"),
    "help": pgettext_lazy("menu", "Help"),
    "account": pgettext_lazy("menu", "My account"),
}


class NavItem(TypedDict):
    """One link of the main menu; ``current`` is "page" on the page itself, "true" on a page below it."""

    label: str
    url: str
    current: str


def home_of(roles: Roles) -> str | None:
    """Return the home page of a person's first role: staff, numbers only, coordinator, participant."""
    return next((page for role, page in HOMES.items() if roles[role]), None)


def _pages(request: HttpRequest) -> list[str]:
    """Return a person's pages by their first role, with the homes of other roles where there is room."""
    if not getattr(getattr(request, "user", None), "is_authenticated", False):
        return ["home", "help", settings.LOGIN_URL]
    roles = roles_of(request)
    homes = [HOMES[role] for role in ("coordinator", "participant") if roles[role]]
    sessions, homework = "participants:session_list", "participants:homework_list"
    if roles["staff"]:
        own = [HOMES["staff"], "participants:feedback_queue", CHECK_INS, FOLLOWUP, "admin:index"]
        own += homes[: MOST_NAV_ITEMS - len(own) - 2]
    elif roles["reader"]:
        own = [HOMES["reader"], CHARTS, RATES, SUPPORT_USE, *homes]
    elif roles["coordinator"]:
        own = [HOMES["coordinator"], CHECK_INS, FOLLOWUP, MUNICIPALITIES, SUPPORT, *homes[1:]]
    else:
        group = [OWN_MUNICIPALITY] if roles["in_group"] else []
        own = [*homes, *group, sessions, homework] if homes else []
    return [*own, "help", "account"]


def navigation(request: HttpRequest) -> list[NavItem]:
    """Return the person's main menu, at most eight links, with the present page marked."""
    items = []
    for name in _pages(request):
        url = reverse(name)
        here = "page" if request.path == url else ""
        items.append(NavItem(label=str(LABELS[name]), url=url, current=here))
    return _mark_nearest(items, request.path)


def _mark_nearest(items: list[NavItem], page: str) -> list[NavItem]:
    """Mark the nearest link above this page, unless the page itself is in the menu."""
    above = [item for item in items if page.startswith(item["url"]) and item["url"] != reverse("home")]
    if above and not any(item["current"] for item in items):
        max(above, key=lambda item: len(item["url"]))["current"] = "true"
    return items


def other_language(request: HttpRequest) -> dict[str, str]:
    """Link to the same page in the other language, named in that language."""
    code, name = ("en", "English") if get_language() == "sv" else ("sv", "Svenska")
    return {"code": code, "name": name, "url": on_this_host(translate_url(request.get_full_path(), code))}


def on_this_host(address: str) -> str:
    """Return an address that a browser looks for here: with two slashes first, a host's name would follow."""
    return "/" + address.lstrip("/\\")


def keeps_copies(request: HttpRequest) -> bool:
    """Say whether unsaved texts stay on the device for some days; of an enquiry they never do."""
    page = request.resolver_match
    is_remembered = getattr(request, "session", {}).get(KEEPS_COPIES, False)
    return is_remembered and not (page and page.view_name == ENQUIRY)


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the frame for all templates; parts that need the database are evaluated when printed."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "demo": settings.DEMO,
        "keeps_copies": SimpleLazyObject(lambda: keeps_copies(request)),
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "other_language": SimpleLazyObject(lambda: other_language(request)),
    }
