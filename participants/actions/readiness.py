"""Obstacles to publishing a cohort, and what staff should check before they publish."""

import calendar
from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from calendars.working_days import is_bridge_day, is_working_day
from programmes.models import Cohort, Session

# A process training lasts 12–18 months; less than 10 or more than 20 must be a mistake.
REFUSED_BELOW, WARNED_BELOW, WARNED_ABOVE, REFUSED_ABOVE = 10, 12, 18, 20


def refusals(cohort: Cohort) -> list[str]:
    """Return why the cohort cannot be published, one sentence each; empty when it can."""
    if cohort.state != Cohort.State.DRAFT:
        return [_("The cohort is already published.")]
    sessions = _planned(cohort)
    found = [] if sessions else [_("The cohort has no sessions yet. Add them first.")]
    if cohort.is_process_training:
        if not cohort.participations.filter(ended_on=None).exists():
            found.append(_("No municipality takes part yet. Add at least one first."))
        if sessions and not _lasts_between(sessions, REFUSED_BELOW, REFUSED_ABOVE):
            found.append(
                _("A process training lasts 10 to 20 months. The sessions run from %(first)s to %(last)s.")
                % _span(sessions)
            )
    return found


def warnings(cohort: Cohort, *, on: date) -> list[str]:
    """Return what looks odd but may be intended, one sentence each."""
    sessions = _planned(cohort)
    found = [*_about_people(cohort, on=on), *_about_dates(cohort, sessions, on=on)]
    for session in sessions:
        found += _about_session(session)
    return [*found, *_about_homework(cohort)]


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _planned(cohort: Cohort) -> list[Session]:
    return list(cohort.sessions.planned().order_by("starts_at", "pk"))


def _span(sessions: list[Session]) -> dict[str, str]:
    return {"first": date_format(sessions[0].starts_on), "last": date_format(sessions[-1].ends_on)}


def _lasts_between(sessions: list[Session], least: int, most: int) -> bool:
    first, last = sessions[0].starts_on, max(session.ends_on for session in sessions)
    return add_months(first, least) <= last <= add_months(first, most)


def _about_people(cohort: Cohort, *, on: date) -> Iterator[str]:
    if cohort.contact is None:
        yield _("No contact at MÄN is chosen.")
    enrolled = cohort.enrolments.to_be_told(on=on)
    if not cohort.is_process_training:
        if not enrolled.exists():
            yield _("There are no participants yet. Those you add later get a mail then.")
        return
    board = cohort.county_board
    if board and not board.coordinators.current(on=on).exists():
        yield _("The county board has no coordinator yet.")
    people = set(enrolled.values_list("participation", flat=True))
    leaders = set(enrolled.process_leaders().values_list("participation", flat=True))
    staying = cohort.participations.filter(ended_on=None).select_related("municipality")
    for participation in staying.in_order():
        words = {"municipality": participation.municipality}
        if participation.pk not in people:
            yield _("%(municipality)s has no participants yet.") % words
        elif participation.pk not in leaders:
            yield _("%(municipality)s has no process leader yet.") % words


def _about_dates(cohort: Cohort, sessions: list[Session], *, on: date) -> Iterator[str]:
    if not sessions:
        return
    if cohort.is_process_training and not _lasts_between(sessions, WARNED_BELOW, WARNED_ABOVE):
        sentence = _(
            "A process training usually lasts 12 to 18 months. The sessions run from %(first)s to %(last)s."
        )
        yield sentence % _span(sessions)
    numbers = [session.number for session in sessions]
    if numbers != sorted(numbers):
        yield _("The numbers of the sessions do not follow their dates. They cannot be changed later.")
    if sessions[0].starts_on < on:
        yield _("The first session has already been.")


def _about_session(session: Session) -> Iterator[str]:
    facts = {"number": session.number, "day": date_format(session.starts_on, "l j F Y")}
    days = [session.starts_on, session.ends_on]
    if not all(is_working_day(day) for day in days):
        yield _("Session %(number)s is on a day off: %(day)s.") % facts
    elif any(is_bridge_day(day) for day in days):
        yield _("Session %(number)s is on a bridge day: %(day)s.") % facts
    if session.mode != Session.Mode.ONLINE and not session.venue:
        yield _("Session %(number)s has no venue yet.") % facts
    if session.mode != Session.Mode.ON_SITE and not session.join_url:
        yield _("Session %(number)s has no link to the online meeting yet.") % facts


def _about_homework(cohort: Cohort) -> Iterator[str]:
    homework = list(cohort.homework.select_related("session").order_by("number", "pk"))
    if not homework:
        yield _("The cohort has no homework yet.")
    for task in homework:
        facts = {"number": task.number, "day": date_format(task.due_on, "l j F Y")}
        if task.session and task.due_on <= task.session.starts_on:
            yield _("Homework %(number)s is due before its session: %(day)s.") % facts
        elif not is_working_day(task.due_on):
            yield _("Homework %(number)s is due on a day off: %(day)s.") % facts
