"""The panel of one cohort for MÄN staff, and the cohorts of the overview."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from participants.actions.publishing import archive_cohort, finish_cohort, start_cohort
from participants.models import Attendance, Enrolment, Submission
from participants.pages.sessions import Download, download, session_time
from programmes.models import Cohort, Homework, Participation, Session
from programmes.models.cohort import CohortQuerySet
from ui.dates import short_day
from ui.tags import Tag
from ui.words import Lazy

STATE_TAGS = {
    Cohort.State.DRAFT: "draft",
    Cohort.State.PUBLISHED: "info",
    Cohort.State.RUNNING: "ok",
    Cohort.State.FINISHED: "",
    Cohort.State.ARCHIVED: "",
}


class Step(NamedTuple):
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

    tag: Tag
    span: str
    sessions: list[SessionRow]
    downloads: list[Download]
    homework: Sequence[Homework]
    people: list[PersonRow]
    step: Step | None

    @property
    def people_words(self) -> str:
        """The number of people who take part, and of those who have left and stand in the list too."""
        left = sum(row.enrolment.state == Enrolment.State.LEFT for row in self.people)
        there = len(self.people) - left
        words = ngettext("%(count)d participant", "%(count)d participants", there) % {"count": there}
        more = ngettext("%(count)d has left", "%(count)d have left", left) % {"count": left}
        return f"{words}, {more}" if left else words


def cohort_panel(cohort: Cohort, *, on: date, at: datetime) -> CohortPanel:
    """Return the panel; the number of queries does not grow with the cohort."""
    sessions = list(_sessions_of(cohort))
    planned = [session for session in sessions if not session.is_cancelled]
    counted = cohort.homework.annotate(
        handed_in_count=Count("submissions", filter=~Q(submissions__state__in=Submission.NOT_HANDED_IN)),
        awaiting_count=Count("submissions", filter=Q(submissions__in=Submission.objects.awaiting_feedback())),
    )
    homework = list(counted.order_by("number", "pk"))
    held = sum(session.is_over(at=at) for session in planned)
    return CohortPanel(
        tag=state_tag(cohort),
        span=_span(planned),
        sessions=[_session_row(session, on=on, at=at) for session in sessions],
        downloads=[download(each) for each in cohort.materials.of_whole_cohorts()],
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
        can_change=not begun and not session.is_cancelled and not session.cohort.is_over,
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


@dataclass(frozen=True)
class CohortRow:
    """One row of the table; the cohort comes ``with_figures``.

    ``late`` counts the municipalities that lack a month, ``handed_in`` the first hand-ins in time.
    """

    cohort: Any
    session: Session | None
    late: int
    handed_in: int
    on: date

    @property
    def next_session(self) -> str:
        if self.session is None:
            return "–"
        words = {"number": self.session.number, "day": short_day(self.session.starts_at, on=self.on)}
        return _("Session %(number)s, %(day)s") % words

    @property
    def people(self) -> str:
        """The number of people, and of those who have not logged in yet."""
        count, waiting = self.cohort.people, self.cohort.waiting
        if not count:
            return _("nobody yet")
        if self.cohort.state == Cohort.State.DRAFT:
            return _("%(count)d to be invited") % {"count": count}
        if not waiting:
            return _("%(count)d, all logged in") % {"count": count}
        return _("%(count)d, %(waiting)d not logged in") % {"count": count, "waiting": waiting}

    @property
    def in_time(self) -> str:
        """The share of hand-ins in time, of all that were due by yesterday."""
        whole = self.cohort.joint * self.cohort.groups + self.cohort.own * self.cohort.people
        return percent(min(self.handed_in, whole), whole)

    @property
    def tag(self) -> Tag:
        if self.late:
            word = ngettext("%(count)d municipality late", "%(count)d municipalities late", self.late)
            return Tag(word % {"count": self.late}, "warn", "!")
        if self.cohort.is_process_training and self.cohort.state == Cohort.State.RUNNING:
            return Tag(pgettext("cohort", "On track"), "ok", "✓")
        return state_tag(self.cohort)


def with_figures(cohorts: CohortQuerySet, *, on: date) -> CohortQuerySet:
    """Add the counts: municipalities, people, those ``waiting`` to log in, homework due before the day.

    ``joint`` counts per municipality, ``own`` per person.
    """
    active = Enrolment.objects.filter(cohort=OuterRef("pk"), state__in=Enrolment.ACTIVE_STATES)
    due = Homework.objects.filter(cohort=OuterRef("pk"), due_on__lt=on)
    return cohorts.annotate(
        groups=_count(Participation.objects.filter(cohort=OuterRef("pk")).open(on=on)),
        people=_count(active),
        waiting=_count(active.filter(state=Enrolment.State.INVITED)),
        joint=_count(due.filter(scope=Homework.Scope.MUNICIPALITY)),
        own=_count(due.filter(scope=Homework.Scope.PERSON)),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("cohort").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def hand_ins_in_time(cohorts: Collection[int], *, on: date) -> dict[int, int]:
    """Count the first hand-ins in time of homework due by yesterday, per cohort.

    Asked of all cohorts at once, homework by homework: as a column of each cohort, or joined, it would read
    every hand-in.
    """
    of_one = (
        Submission.objects.filter(homework=OuterRef("pk"), was_in_time=True).order_by().values("homework")
    )
    counted = Coalesce(Sum(Subquery(of_one.annotate(count=Count("homework")).values("count"))), 0)
    due = Homework.objects.filter(cohort__in=cohorts, due_on__lt=on)
    return dict(due.order_by().values_list("cohort").annotate(in_time=counted))


class StepPage(NamedTuple):
    """A page for starting, finishing or archiving: its texts, and the action behind the button."""

    title: Lazy
    consequence: Lazy
    button: Lazy
    receipt: Lazy
    deed: Callable[..., Cohort]


STEPS = {
    "starta": StepPage(
        title=gettext_lazy("Start the cohort"),
        consequence=gettext_lazy("The cohort is shown as running. Nobody gets a mail."),
        button=gettext_lazy("Start the cohort"),
        receipt=gettext_lazy("%(cohort)s is running."),
        deed=start_cohort,
    ),
    "avsluta": StepPage(
        title=gettext_lazy("Finish the cohort"),
        consequence=gettext_lazy(
            "The municipalities' part in the cohort ends today, and active participants have completed "
            "the training. They can still read everything. Nobody gets a mail."
        ),
        button=gettext_lazy("Finish the cohort"),
        receipt=gettext_lazy("%(cohort)s is finished."),
        deed=finish_cohort,
    ),
    "arkivera": StepPage(
        title=gettext_lazy("Archive the cohort"),
        consequence=gettext_lazy(
            "The cohort leaves the lists of daily work. Everything in it can still be read."
        ),
        button=gettext_lazy("Archive the cohort"),
        receipt=gettext_lazy("%(cohort)s is archived."),
        deed=archive_cohort,
    ),
}
