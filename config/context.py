"""What every page's frame shows: navigation by role, the demo banner, the other language."""

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MOST_NAV_ITEMS = 7


class Roles(TypedDict):
    """Which of the three kinds of user a person is today; one person can be all three."""

    staff: bool
    coordinator: bool
    participant: bool


class NavItem(TypedDict):
    """One link of the main menu."""

    label: str
    url: str
    current: bool


def roles_of(request: HttpRequest) -> Roles:
    """Ask once per request (two cheap questions) what the person is today; nobody is nothing."""
    known = getattr(request, "_roles", None)
    if known is None:
        known = request._roles = _ask_roles(request)  # type: ignore[attr-defined]  # noqa: SLF001
    return known


def _ask_roles(request: HttpRequest) -> Roles:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Roles(staff=False, coordinator=False, participant=False)
    on = request.today  # type: ignore[attr-defined]
    return Roles(
        staff=user.is_staff,
        coordinator=user.coordinator_roles.current(on=on).exists(),
        participant=user.enrolments.current(on=on).exists(),
    )


def home_of(roles: Roles) -> str | None:
    """Name the home page of the first role a person has: staff, else coordinator, else participant."""
    homes = {
        "staff": "followups:overview",
        "coordinator": "followups:county",
        "participant": "followups:participant_home",
    }
    return next((url for role, url in homes.items() if roles[role]), None)  # type: ignore[literal-required]


def _links(request: HttpRequest) -> list[tuple[str, str]]:
    roles = roles_of(request)
    account = [(_("Help"), "help"), (_("My account"), "account")]
    county, own = (_("My county"), "followups:county"), (_("My page"), "followups:participant_home")
    check_ins = (_("Check-ins"), "followups:check_in_month_current")
    sessions = (_("Sessions"), "participants:session_list")
    if not getattr(getattr(request, "user", None), "is_authenticated", False):
        return [(_("Start"), "home"), (_("Help"), "help"), (_("Log in"), settings.LOGIN_URL)]
    also = [own] if roles["participant"] else []
    if roles["staff"]:
        also = ([county] if roles["coordinator"] else []) + also
        queue = (_("Feedback"), "participants:feedback_queue")
        admin = (_("Admin"), "admin:index")
        work = [(_("Overview"), "followups:overview"), queue, check_ins, admin]
        return [*work, *also[: MOST_NAV_ITEMS - len(work) - len(account)], *account]
    if roles["coordinator"]:
        return [county, check_ins, sessions, *also, *account]
    homework = (_("Homework"), "participants:homework_list")
    return [*([own, sessions, homework] if roles["participant"] else []), *account]


def navigation(request: HttpRequest) -> list[NavItem]:
    """Build the main menu of this person, at most seven links; the page you are on is marked."""
    items = []
    for label, name in _links(request):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        here = request.path == url or (name not in {"home", "admin:index"} and request.path.startswith(url))
        items.append(NavItem(label=label, url=url, current=here))
    return items[:MOST_NAV_ITEMS]


def other_language(request: HttpRequest) -> dict[str, str]:
    """Link to this very page in the other language, named in that language."""
    code, name = ("en", "English") if get_language() == "sv" else ("sv", "Svenska")
    return {"code": code, "name": name, "url": translate_url(request.get_full_path(), code)}


def frame(request: HttpRequest) -> dict[str, object]:
    """Give every template the frame; the parts that ask the database wait until they are printed."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "demo": settings.DEMO,
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "other_language": SimpleLazyObject(lambda: other_language(request)),
    }
