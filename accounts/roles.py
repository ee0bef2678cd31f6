"""A person's roles on a day; the roles themselves are rows of the apps above."""

from datetime import date, timedelta
from functools import cache
from typing import Any, TypedDict

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.requests import today_of

SESSION_WITH_OTHERS_DATA = timedelta(hours=12)
# Set in a session of seven days, given to people who see nobody's data but their own.
LONG_SESSION = "is_long"
# Set where the person asked to be remembered: unsaved texts stay on this device when the window is closed.
KEEPS_COPIES = "keeps_copies"
# Stand in the compiled query for the person and the day that it is sent for.
SOMEBODY, SOME_DAY = -1, date.min


def needs_second_factor(user: User, *, on: date) -> bool:
    """Say whether the person sees data of others on that day: those at MÄN and county coordinators do."""
    return user.works_at_man or user.coordinator_roles.current(on=on).exists()


# Why nobody does both: said when the rights are given, and when the county is.
ALREADY_COORDINATES = _("This person coordinates a county, now or later. Let that role end first.")
ALREADY_AT_MAN = _("Staff of MÄN do not coordinate a county.")


class Roles(TypedDict):
    """The roles of a person today; one person can have several.

    ``reader`` is somebody at MÄN who sees numbers only, ``in_group`` a participant who belongs to a
    municipality's group.
    """

    staff: bool
    reader: bool
    coordinator: bool
    participant: bool
    in_group: bool


def roles_of(request: HttpRequest) -> Roles:
    """Return the person's roles today, with one cheap query per request; none for a visitor."""
    known = getattr(request, "_roles", None)
    if known is None:
        known = request._roles = _ask_roles(request)  # type: ignore[attr-defined]  # noqa: SLF001
    return known


def _ask_roles(request: HttpRequest) -> Roles:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Roles(staff=False, reader=False, coordinator=False, participant=False, in_group=False)
    found = _held(user, on=today_of(request))
    return Roles(
        staff=user.is_staff,
        reader=user.is_reader,
        coordinator="coordinator" in found,
        participant=not found.isdisjoint({"participant", "in_group"}),
        in_group="in_group" in found,
    )


def _held(user: User, *, on: date) -> set[str]:
    sql, params = _compiled()
    values = {SOMEBODY: user.pk, _stored(SOME_DAY): _stored(on)}
    with connection.cursor() as cursor:
        cursor.execute(sql, [values.get(value, value) for value in params])
        return {name for (name,) in cursor}


def _stored(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


@cache
def _compiled() -> tuple[str, tuple[Any, ...]]:
    """Compile the query once, for somebody on some day: every page sends it, and building it is slow."""
    user = User(pk=SOMEBODY)
    coordinated = user.coordinator_roles.current(on=SOME_DAY).annotate(held=Value("coordinator"))
    enrolled = user.enrolments.current(on=SOME_DAY).annotate(
        held=Case(When(participation=None, then=Value("participant")), default=Value("in_group"))
    )
    held = coordinated.order_by().values_list("held").union(enrolled.order_by().values_list("held"))
    return held.query.sql_with_params()


def require_staff(user: User | AnonymousUser) -> None:
    """Raise ``Http404`` for everybody but MÄN staff, so that the page seems not to exist."""
    if not user.is_staff:
        raise Http404


def require_figures(user: User | AnonymousUser) -> None:
    """Raise ``Http404`` for everybody who may not see MÄN's numbers; all at MÄN may."""
    if not (user.is_authenticated and user.works_at_man):
        raise Http404


def refuse_both_sides(user: User, *, on: date, because: Any) -> None:
    """Refuse that somebody works at MÄN and coordinates a county, on that day or later.

    Whatever gives a person either calls this afterwards, in its transaction and with the person's row held.
    """
    if user.works_at_man and user.coordinator_roles.not_ended(on=on).exists():
        raise ValidationError(because)
