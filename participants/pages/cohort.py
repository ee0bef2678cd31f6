"""The panel of one cohort for MÄN staff: sessions, homework and people."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from participants.models import Attendance, Enrolment, Submission
from participants.pages.sessions import session_time
from programmes.models import Cohort, Homework, Session
from ui.tags import Tag

STATE_TAGS = {
    Cohort.State.DRAFT: "draft",
    Cohort.State.PUBLISHED: "info",
    Cohort.State.RUNNING: "ok",
    Cohort.State.FINISHED: "",
    Cohort.State.ARCHIVED: "",
}
CLOSED = {Cohort.State.FINISHED, Cohort.State.ARCHIVED}


@dataclass(frozen=True)
class Step:
    """The next thing to do: the primary button and its address."""

    label: str
    url: str


@dataclass(frozen=True)
class SessionRow:
    """A session with its attendance, and what can still be done with it."""

    session: Session
    time: str
    tag: Tag
    attendance: str
    can_attend: bool
    can_change: bool


@dataclass(frozen=True)
class PersonRow:
    """A participant's attendance and homework."""

    enrolment: Enrolment
    role: str
    state: str
    attendance: str
    homework: str


@dataclass(frozen=True)
class CohortPanel:
    """The whole panel."""

    cohort: Cohort
    tag: Tag
    span: str
    sessions: list[SessionRow]
    homework: list[Homework]
    people: list[PersonRow]
    step: Step | None


def cohort_panel(cohort: Cohort, *, on: date, at: datetime) -> CohortPanel:
    """Return the panel; the number of queries does not grow with the cohort."""
    sessions = list(_sessions_of(cohort))
    planned = [session for session in sessions if not session.is_cancelled]
    homework = list(_homework_of(cohort))
    held = sum(session.is_over(at=at) for session in planned)
    return CohortPanel(
        cohort=cohort,
        tag=state_tag(cohort),
        span=_span(planned),
        sessions=[_session_row(session, on=on, at=at) for session in sessions],
        homework=homework,
        people=_people(cohort, sessions=held, homework=len(homework)),
        step=_step(cohort, planned, on=on, at=at),
    )


def state_tag(cohort: Cohort) -> Tag:
    """Return the cohort's state as a tag."""
    return Tag(cohort.get_state_display(), STATE_TAGS[Cohort.State(cohort.state)])


def percent(part: int, whole: int) -> str:
    """Return a share in percent for a table; a dash when ``whole`` is 0."""
    return f"{round(100 * part / whole)} %" if whole else "–"


def _sessions_of(cohort: Cohort) -> QuerySet[Session]:
    counted = Q(attendances__status__in=Attendance.COUNTED)
    return (
        cohort.sessions.annotate(
            noted_count=Count("attendances"), counted_count=Count("attendances", filter=counted)
        )
        .select_related("cohort")
        .order_by("number", "pk")
    )


def _homework_of(cohort: Cohort) -> QuerySet[Homework]:
    return cohort.homework.annotate(
        handed_in_count=Count("submissions", filter=~Q(submissions__state=Submission.State.DRAFT)),
        awaiting_count=Count("submissions", filter=Q(submissions__state=Submission.State.SUBMITTED)),
    ).order_by("number", "pk")


def _span(planned: list[Session]) -> str:
    if not planned:
        return _("No sessions yet")
    first, last = min(one.starts_on for one in planned), max(one.ends_on for one in planned)
    return f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"


def _session_row(session: Any, *, on: date, at: datetime) -> SessionRow:
    begun = session.starts_at <= at
    return SessionRow(
        session=session,
        time=session_time(session, on=on),
        tag=_session_tag(session, begun=begun),
        attendance=percent(session.counted_count, session.noted_count),
        can_attend=begun and not session.is_cancelled,
        can_change=not begun and not session.is_cancelled and session.cohort.state not in CLOSED,
    )


def _session_tag(session: Any, *, begun: bool) -> Tag:
    if session.is_cancelled:
        return Tag(session.get_state_display(), "")
    if not begun:
        return Tag(session.get_state_display(), "ok")
    if not session.noted_count:
        return Tag(_("Attendance is missing"), "warn")
    return Tag(_("Held"), "ok")


def _people(cohort: Cohort, *, sessions: int, homework: int) -> list[PersonRow]:
    """Return a row per person. Labels are translated once and not in each row, as the list may be long."""
    roles = {role.value: str(role.label) for role in Enrolment.Role}
    states = {state.value: str(state.label) for state in Enrolment.State}
    states[Enrolment.State.INVITED.value] = _("Has not logged in")
    part_of = _("%(part)s of %(whole)s")
    approved: Counter[tuple[int | None, int | None]] = Counter(
        Submission.objects.of_cohorts([cohort.pk])
        .filter(state=Submission.State.APPROVED)
        .values_list("participation", "enrolment")
    )
    counted = Q(attendances__status__in=Attendance.COUNTED)
    people = cohort.enrolments.select_related("user", "municipality")
    rows = []
    for enrolment in people.annotate(attended_count=Count("attendances", filter=counted)).in_order():
        done = approved[None, enrolment.pk] + approved[enrolment.participation_id, None]
        row = PersonRow(
            enrolment=enrolment,
            role=roles[enrolment.role],
            state=states[enrolment.state],
            attendance=part_of % {"part": enrolment.attended_count, "whole": sessions},
            homework=part_of % {"part": done, "whole": homework},
        )
        rows.append(row)
    return rows


def _step(cohort: Cohort, planned: list[Session], *, on: date, at: datetime) -> Step | None:
    coming = [session for session in planned if not session.is_over(at=at)]
    if cohort.state == Cohort.State.DRAFT:
        return Step(_("Publish the cohort"), reverse("participants:cohort_publish", args=[cohort.slug]))
    if cohort.state == Cohort.State.FINISHED:
        return Step(_("Archive the cohort"), _step_url(cohort, "arkivera"))
    if cohort.state == Cohort.State.PUBLISHED and any(one.starts_on <= on for one in planned):
        return Step(_("Start the cohort"), _step_url(cohort, "starta"))
    if cohort.is_open and coming:
        nearest = min(coming, key=lambda session: session.starts_at)
        url = reverse("participants:session_detail", args=[cohort.slug, nearest.number])
        return Step(_("Open the next session"), url)
    return Step(_("Finish the cohort"), _step_url(cohort, "avsluta")) if cohort.is_open else None


def _step_url(cohort: Cohort, step: str) -> str:
    return reverse("participants:cohort_step", args=[cohort.slug, step])
