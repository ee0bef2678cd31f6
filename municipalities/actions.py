"""Actions on coordinators' roles and on a county board's settings for its check-ins."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import invite_user
from accounts.models import User
from accounts.roles import ALREADY_AT_MAN, refuse_both_sides
from audit.actions import locked, record, store
from calendars.months import day_of, month_of, months_between
from calendars.working_days import refuse_far_days
from municipalities.models import AskedMonth, Coordinator, CountyBoard, Municipality
from notifications.actions.queueing import queue

LONGEST_STAND_IN = timedelta(days=366)
ONE_DAY = timedelta(days=1)
A_YEAR = timedelta(days=365)
MONTHS = range(1, 13)
YEARS_AHEAD = 2
RULE = ("months_off", "due_day")
CODES = (*RULE, "remind_before", "remind_after")
SETTINGS = (*CODES, "contact_name", "contact_phone", "contact_email")


@transaction.atomic
def appoint_coordinator(
    county_board: CountyBoard,
    *,
    user: User,
    starts_on: date,
    ends_on: date | None = None,
    is_stand_in: bool = False,
    actor: User | None,
    at: datetime,
) -> Coordinator:
    """Appoint a coordinator of a county from a day on, and tell the person by mail.

    Refuses a role whose days overlap one that the person already has with the same board.
    """
    county_board, user = locked(county_board), locked(user)
    coordinator = Coordinator(
        user=user, county_board=county_board, starts_on=starts_on, ends_on=ends_on, is_stand_in=is_stand_in
    )
    if not user.is_active:
        raise ValidationError(_("The person's account is closed. Ask MÄN to open it."))
    coordinator.full_clean()
    _refuse_wrong_days(coordinator)
    coordinator.save()
    refuse_both_sides(user, on=starts_on, because=ALREADY_AT_MAN)
    _tell(coordinator, kind="coordinator_appointed", key=f"coordinator-appointed/{coordinator.pk}", at=at)
    record(
        actor=actor,
        verb="coordinator.appointed",
        target=coordinator,
        at=at,
        starts_on=starts_on,
        ends_on=ends_on,
        is_stand_in=is_stand_in,
    )
    return coordinator


@transaction.atomic
def appoint_by_email(
    county_board: CountyBoard,
    *,
    email: str,
    first_name: str = "",
    last_name: str = "",
    actor: User,
    at: datetime,
    **role: Any,
) -> Coordinator:
    """Appoint the person with that address; a new person is invited, for which a name is required."""
    if not User.objects.filter(email=email).exists():
        missing = {}
        if not first_name.strip():
            missing["first_name"] = _("Write the first name: the address is new in the portal")
        if not last_name.strip():
            missing["last_name"] = _("Write the last name: the address is new in the portal")
        if missing:
            raise ValidationError(missing)
    user = invite_user(email=email, first_name=first_name, last_name=last_name, actor=actor, at=at)
    return appoint_coordinator(county_board, user=user, **role, actor=actor, at=at)


@transaction.atomic
def end_coordinator(
    coordinator: Coordinator, *, ends_on: date, actor: User | None, at: datetime
) -> Coordinator:
    """Set or move a role's last day; from the next day the person sees nothing of the county.

    The last regular coordinator needs a successor, unless staff end the role.
    """
    coordinator = _lock(coordinator)
    if coordinator.ends_on == ends_on:
        return coordinator
    _refuse_ended(coordinator, at=at)
    coordinator.ends_on = ends_on
    coordinator.full_clean()
    _refuse_wrong_days(coordinator)
    _refuse_without_successor(coordinator, on=ends_on + ONE_DAY, actor=actor)
    coordinator.save()
    key = f"coordinator-ended/{coordinator.pk}/{ends_on}"
    _tell(coordinator, kind="coordinator_ended", key=key, at=at, ends_on=ends_on.isoformat())
    record(actor=actor, verb="coordinator.ended", target=coordinator, at=at, ends_on=ends_on)
    return coordinator


@transaction.atomic
def change_stand_in(
    coordinator: Coordinator, *, is_stand_in: bool, actor: User | None, at: datetime
) -> Coordinator:
    """Make a role that has not ended a stand-in's, or a regular one.

    The last regular coordinator needs a successor, unless staff change the role.
    """
    coordinator = _lock(coordinator)
    if coordinator.is_stand_in == is_stand_in:
        return coordinator
    _refuse_ended(coordinator, at=at)
    if is_stand_in:
        _refuse_without_successor(coordinator, on=max(day_of(at), coordinator.starts_on), actor=actor)
    coordinator.is_stand_in = is_stand_in
    _refuse_wrong_days(coordinator)
    verb = "coordinator.stand_in_changed"
    return store(coordinator, actor=actor, verb=verb, at=at, is_stand_in=is_stand_in)


@transaction.atomic
def withdraw_coordinator(coordinator: Coordinator, *, actor: User | None, at: datetime) -> None:
    """Withdraw a role that has not begun. The row is deleted, as it never gave access to anything."""
    county_board = CountyBoard.objects.select_for_update().get(pk=coordinator.county_board_id)
    stored = Coordinator.objects.of_board(county_board).filter(pk=coordinator.pk).first()
    if stored is None:
        return
    if stored.starts_on <= day_of(at):
        raise ValidationError(_("The role has begun. Give it a last day instead."))
    _refuse_without_successor(stored, on=stored.starts_on, actor=actor)
    _tell(stored, kind="coordinator_withdrawn", key=f"coordinator-withdrawn/{stored.pk}", at=at)
    record(
        actor=actor,
        verb="coordinator.withdrawn",
        target=stored,
        at=at,
        user=stored.user_id,
        county_board=county_board.slug,
        starts_on=stored.starts_on,
        ends_on=stored.ends_on,
    )
    stored.delete()


@transaction.atomic
def change_county_board_settings(
    county_board: CountyBoard, *, actor: User, at: datetime, **settings: Any
) -> CountyBoard:
    """Change when check-ins are expected, due and reminded of, and the board's contact.

    Months off and due day hold from this month on, or from the next one if this month's due day, the old or
    the new, has passed. Earlier months stand still, so that nothing becomes late or in time afterwards.
    Reminders change at once. The audit trail gets the names of the changed fields and the numbers, never the
    contact. ``programmes.actions.expecting`` takes the municipalities along.
    """
    county_board = locked(county_board)
    unknown = set(settings) - set(SETTINGS)
    if unknown:
        raise TypeError(unknown)
    if "months_off" in settings:
        settings["months_off"] = checked_months(settings["months_off"])
    changed = [
        name for name in SETTINGS if name in settings and getattr(county_board, name) != settings[name]
    ]
    if not changed:
        return county_board
    before = copy(county_board)
    for name in changed:
        setattr(county_board, name, settings[name])
    county_board.full_clean()
    if not set(RULE).isdisjoint(changed):
        on = day_of(at)
        ask_months([before], on=on, since=on - A_YEAR)  # the former rule, where no month is stored yet
        ask_months([county_board], on=on)
    county_board.save()
    codes = {name: settings[name] for name in changed if name in CODES}
    record(
        actor=actor, verb="county_board.settings_changed", target=county_board, at=at, fields=changed, **codes
    )
    return county_board


@transaction.atomic
def use_municipality(
    municipality: Municipality, *, is_active: bool, actor: User, at: datetime
) -> Municipality:
    """Take a municipality out of use, unless a cohort that is not over has it, or into use again."""
    municipality = locked(municipality)
    if municipality.is_active == is_active:
        return municipality
    cohort = municipality.participations.under_way(on=day_of(at)).first()
    if cohort and not is_active:
        sentence = _("The municipality takes part in %(cohort)s. Let it leave the cohort first.")
        raise ValidationError({"is_active": sentence % {"cohort": cohort.cohort}})
    municipality.is_active = is_active
    verb = "municipality.restored" if is_active else "municipality.retired"
    return store(municipality, actor=actor, verb=verb, at=at)


def ask_months(
    boards: Sequence[CountyBoard],
    *,
    on: date,
    since: date | None = None,
    until: date | None = None,
    only_missing: bool = False,
) -> int:
    """Store what county boards ask, from this month or ``since`` to two years ahead or ``until``.

    A month whose due day has passed stays as it is. The caller has locked the boards. Returns the number of
    rows written.
    """
    months = differing_months(boards, on=on, since=since, until=until, only_missing=only_missing)
    AskedMonth.objects.bulk_create(
        months,
        update_conflicts=True,
        unique_fields=["county_board", "month"],
        update_fields=["is_asked", "due_on"],
    )
    return len(months)


def differing_months(
    boards: Sequence[CountyBoard],
    *,
    on: date,
    since: date | None = None,
    until: date | None = None,
    only_missing: bool = False,
) -> list[AskedMonth]:
    """Return the rows that are missing or differ from the settings."""
    first, ahead = month_of(since or on), month_of(on).replace(year=on.year + YEARS_AHEAD)
    months = list(months_between(first, max(ahead, until or ahead)))
    held: dict[int, dict[date, tuple[bool, date]]] = {board.pk: {} for board in boards}
    rows = AskedMonth.objects.of_boards(held).since(first)
    for pk, month, is_asked, due_on in rows.values_list("county_board", "month", "is_asked", "due_on"):
        held[pk][month] = (is_asked, due_on)
    found = []
    for board in boards:
        rule, own = board.rule, held[board.pk]
        for month in {*months, *own}:
            is_asked, due_on = rule.in_month(month)
            old = own.get(month)
            differs = old and not only_missing and old != (is_asked, due_on) and on <= min(old[1], due_on)
            if old is None or differs:
                found.append(AskedMonth(county_board=board, month=month, is_asked=is_asked, due_on=due_on))
    return found


def checked_months(months: Iterable[int]) -> list[int]:
    """Return the months off, sorted and without duplicates; refuse a year without check-ins."""
    tidy = sorted(set(months))
    if not set(tidy) <= set(MONTHS):
        raise ValidationError(_("Choose months of the year"))
    if len(tidy) == len(MONTHS):
        raise ValidationError(_("Leave at least one month with check-ins"))
    return tidy


def _lock(coordinator: Coordinator) -> Coordinator:
    """Lock the board first: if two coordinators leave at once, the second sees that the first has left."""
    CountyBoard.objects.select_for_update().get(pk=coordinator.county_board_id)
    return (
        Coordinator.objects.select_for_update(of=("self",))
        .select_related("user", "county_board")
        .get(pk=coordinator.pk)
    )


def _refuse_ended(coordinator: Coordinator, *, at: datetime) -> None:
    if coordinator.ends_on is not None and coordinator.ends_on < day_of(at):
        raise ValidationError(_("This role has already ended."))


def _refuse_wrong_days(coordinator: Coordinator) -> None:
    starts_on, ends_on = coordinator.starts_on, coordinator.ends_on
    for day in filter(None, (starts_on, ends_on)):
        refuse_far_days(day)
    if coordinator.is_stand_in and ends_on is None:
        raise ValidationError({"ends_on": _("Choose the stand-in's last day")})
    if coordinator.is_stand_in and ends_on and ends_on - starts_on >= LONGEST_STAND_IN:
        raise ValidationError({"ends_on": _("A stand-in is appointed for one year at most")})
    own = Coordinator.objects.filter(user=coordinator.user, county_board=coordinator.county_board)
    if own.exclude(pk=coordinator.pk).overlapping(starts_on, ends_on).exists():
        raise ValidationError(_("This person already coordinates this county board in those days."))


def _refuse_without_successor(coordinator: Coordinator, *, on: date, actor: User | None) -> None:
    """Refuse to leave a county without a regular coordinator; staff may, when somebody has left already."""
    if coordinator.is_stand_in or actor is None or actor.is_staff:
        return
    others = Coordinator.objects.of_board(coordinator.county_board).regular().exclude(pk=coordinator.pk)
    if not others.current(on=on).exists():
        raise ValidationError(_("Appoint a successor first."))


def _tell(coordinator: Coordinator, *, kind: str, key: str, at: datetime, **facts: str) -> None:
    queue(
        kind=kind,
        key=key,
        recipient=coordinator.user,
        context={"coordinator": coordinator},
        facts={"coordinator": coordinator.pk, **facts},
        at=at,
    )
