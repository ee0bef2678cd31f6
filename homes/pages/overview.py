"""MÄN staff's overview: what needs attention, four numbers, and the cohorts."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from calendars.months import month_of
from followups.models import CheckIn, Month, Owner, UnlockRequest
from followups.models.month import MonthQuerySet
from followups.pages.commitments import open_commitments
from homes.pages.county import ToDo
from municipalities.models import Coordinator, CountyBoard
from notifications.models import Message
from participants.models import Attendance, Submission
from participants.pages.cohort import percent
from participants.pages.cohort_rows import CohortRow, cohort_rows, hand_ins_in_time, with_figures
from programmes.models import Cohort, Enquiry, Participation, Session
from support.models import SupportCase
from ui.dates import month_name, short_day
from ui.tags import Tag
from ui.words import listed

Cohorts = dict[int, Cohort]
Waiting = tuple[int, datetime | None]
MOST_NAMED = 4  # late municipalities of a county


@dataclass(frozen=True)
class Figure:
    """A number and the rows behind it."""

    number: str
    label: str
    url: str


@dataclass(frozen=True)
class Overview:
    """The whole page."""

    needs: list[ToDo]
    calm: str
    figures: list[Figure]
    cohorts: list[CohortRow]


def overview(*, on: date, at: datetime) -> Overview:
    """Return the page for that day; what several parts of it show is read once."""
    read = with_figures(
        Cohort.objects.exclude(state__in=(Cohort.State.FINISHED, Cohort.State.ARCHIVED)), on=on
    )
    cohorts = {each.pk: each for each in read.select_related("county_board").order_by("name", "pk")}
    groups = Participation.objects.open(on=on)
    months = Month.objects.filter(participation__in=groups)
    late = _behind(months, on=on)
    sessions = _sessions(cohorts, at=at)
    upcoming = [session for session in sessions if not session.is_over(at=at)]
    held = [session for session in reversed(sessions) if session.is_over(at=at)]
    waiting = _waiting(groups)
    needs = [
        *_late(late, cohorts, on=on),
        *_stuck(months, cohorts, on=on),
        *_unlocking(on=on),
        *_feedback(*waiting["hand-ins"], on=on),
        *_attendance(held, cohorts),
        *_commitments(on=on),
        *_mails(*waiting["mails"], on=on),
        *_enquiries(*waiting["enquiries"], on=on),
        *_drafts(cohorts),
    ]
    return Overview(
        needs=needs,
        calm=_calm(upcoming, cohorts, on=on),
        figures=[
            _running(cohorts),
            _done(months, on=on),
            _latest_attendance(held),
            _open_needs(waiting["needs"][0]),
        ],
        cohorts=cohort_rows(
            list(cohorts.values()),
            late=Counter(each.cohort for each in late),
            in_time=hand_ins_in_time(cohorts, on=on),
            upcoming=upcoming,
            on=on,
        ),
    )


def _sessions(cohorts: Cohorts, *, at: datetime) -> list[Any]:
    """Return coming sessions, past ones without attendance and the latest with it, in order of time."""
    planned = Session.objects.planned()
    noted = Exists(Attendance.objects.filter(session=OuterRef("pk")))
    latest = planned.held(at=at).filter(noted).values("pk")[:1]
    current = Q(cohort__in=cohorts) & (Q(ends_at__gte=at) | ~noted)
    counted = Q(attendances__status__in=Attendance.COUNTED)
    return list(
        planned.filter(current | Q(pk__in=latest))
        .annotate(
            slug=F("cohort__slug"), noted=Count("attendances"), there=Count("attendances", filter=counted)
        )
        .order_by("starts_at", "pk")
    )


def _calm(upcoming: list[Session], cohorts: Cohorts, *, on: date) -> str:
    if not upcoming:
        return _("Everything is under control. No session is planned.")
    session = upcoming[0]
    words = {"day": short_day(session.starts_at, on=on), "cohort": cohorts[session.cohort_id]}
    return _("Everything is under control. The next session is on %(day)s: %(cohort)s.") % words


@dataclass(frozen=True)
class Behind:
    """A municipality and its late months, the oldest first."""

    name: str
    slug: str
    cohort: int
    due_on: date
    months: list[date]


def _behind(months: MonthQuerySet, *, on: date) -> list[Behind]:
    """Return the municipalities with late months, those with the oldest first."""
    found: dict[int, Behind] = {}
    municipality = "participation__municipality"
    fields = f"{municipality}__name", f"{municipality}__slug", "participation__cohort", "due_on", "month"
    late = months.late(on=on).order_by("month", "participation__municipality__name", "participation")
    for pk, name, slug, cohort, due_on, month in late.values_list("participation", *fields):
        found.setdefault(pk, Behind(name, slug, cohort, due_on, [])).months.append(month)
    return sorted(found.values(), key=lambda behind: behind.months)


def _late(late: list[Behind], cohorts: Cohorts, *, on: date) -> Iterator[ToDo]:
    """Yield a line per county that lacks check-ins, the one that has waited longest first."""
    coordinators: dict[int | None, list[str]] = defaultdict(list)
    current = Coordinator.objects.current(on=on).select_related("user").order_by("is_stand_in", "pk")
    for role in current:
        coordinators[role.county_board_id].append(str(role.user))
    counties: dict[CountyBoard | None, list[Behind]] = defaultdict(list)
    for behind in late:
        counties[cohorts[behind.cohort].county_board].append(behind)
    for board, found in counties.items():
        names = coordinators[board.pk if board else None]
        who = _("coordinator %(name)s") % {"name": ", ".join(names)} if names else _("no coordinator")
        days = (on - found[0].due_on).days
        url = reverse("followups:check_in_month", args=[month_of(on)]) + f"?lan={board.slug if board else ''}"
        if len(found) == 1:
            url = reverse("followups:check_in_edit", args=[found[0].months[0], found[0].slug])
        yield ToDo(
            text=_late_words(found, on=on),
            hint=f"{board} · {who}",
            url=url,
            tag=Tag(ngettext("Late %(days)d day", "Late %(days)d days", days) % {"days": days}, "late", "✕"),
        )


def _late_words(late: list[Behind], *, on: date) -> str:
    """Return what one municipality lacks, or how many of a county lack something, with some names."""
    oldest, count = late[0].months[0], len(late[0].months) - 1
    words = {"municipality": late[0].name, "month": month_name(oldest, on=on), "count": count}
    if len(late) > 1:
        more = len(late) - MOST_NAMED
        rest = [ngettext("%(count)d more", "%(count)d more", more) % {"count": more}] if more > 0 else []
        words |= {"count": len(late), "names": listed([*(each.name for each in late[:MOST_NAMED]), *rest])}
        return _("%(count)d municipalities lack check-ins, the oldest for %(month)s: %(names)s") % words
    if not count:
        return _("%(municipality)s has no check-in for %(month)s") % words
    return (
        ngettext(
            "%(municipality)s has no check-in for %(month)s and %(count)d more month",
            "%(municipality)s has no check-in for %(month)s and %(count)d more months",
            count,
        )
        % words
    )


def _stuck(months: MonthQuerySet, cohorts: Cohorts, *, on: date) -> Iterator[ToDo]:
    """Yield the check-ins that were marked stuck this month, whichever month they are about."""
    begins = timezone.make_aware(datetime.combine(month_of(on), time.min))
    stuck = months.filter(
        check_in__state=CheckIn.State.DONE,
        check_in__told=CheckIn.Progress.STUCK,
        check_in__done_at__gte=begins,
    ).order_by("participation__municipality__name", "participation", "-month")
    fields = "participation__municipality__name", "participation__municipality__slug", "participation__cohort"
    for name, slug, cohort, month in stuck.values_list(*fields, "month"):
        words = {"month": month_name(month, on=on)}
        yield ToDo(
            text=_("%(municipality)s is stuck") % {"municipality": name},
            hint=f"{cohorts[cohort].county_board} · {_('check-in for %(month)s') % words}",
            url=reverse("followups:check_in_edit", args=[f"{month:%Y-%m}", slug]),
            tag=Tag(pgettext("check-in", "Stuck"), "bad", "■"),
        )


def _unlocking(*, on: date) -> Iterator[ToDo]:
    """Yield the requests by county boards that MÄN unlock a month."""
    waiting = UnlockRequest.objects.waiting().select_related(
        "expected__participation__municipality", "requested_by"
    )
    for each in waiting:
        words = {"municipality": each.participation.municipality, "month": month_name(each.month, on=on)}
        asked = {"name": each.requested_by.shown_name, "day": short_day(each.requested_at, on=on)}
        yield ToDo(
            text=_("Unlock %(month)s for %(municipality)s?") % words,
            hint=_("%(name)s asked on %(day)s") % asked,
            url=reverse("followups:check_in_edit", args=[each.month, each.participation.municipality.slug]),
            tag=Tag(pgettext("tag", "Answer"), "warn"),
        )


def _commitments(*, on: date) -> Iterator[ToDo]:
    """Yield MÄN's promises to municipalities."""
    participations = Participation.objects.open(on=on)
    for each in open_commitments(Owner.MAN, participations, on=on, can_answer=True):
        kind, word = ("warn", _("The day has passed")) if each.is_late else ("info", pgettext("tag", "To do"))
        yield ToDo(
            text=each.commitment.text,
            hint=f"{each.commitment.participation.municipality} · {each.when}",
            url=each.url,
            tag=Tag(word, kind),
        )


def _feedback(count: int, oldest: datetime | None, *, on: date) -> Iterator[ToDo]:
    if oldest is None:
        return
    days = (on - timezone.localtime(oldest).date()).days
    yield ToDo(
        text=ngettext("%(count)d hand-in waits for feedback", "%(count)d hand-ins wait for feedback", count)
        % {"count": count},
        hint=ngettext("The oldest has waited %(days)d day", "The oldest has waited %(days)d days", days)
        % {"days": days},
        url=reverse("participants:feedback_queue"),
        tag=Tag(_("Give feedback"), "warn"),
    )


def _attendance(held: list[Any], cohorts: Cohorts) -> Iterator[ToDo]:
    for session in held:
        if session.noted:
            continue
        cohort = cohorts[session.cohort_id]
        if cohort.state == Cohort.State.DRAFT:
            continue
        yield ToDo(
            text=_("Attendance is missing for session %(number)s") % {"number": session.number},
            hint=f"{cohort} · {date_format(session.starts_on, 'l j F')}",
            url=reverse("participants:attendance_edit", args=[cohort.slug, session.number]),
            tag=Tag(pgettext("tag", "Fill in"), "warn"),
        )


def _mails(count: int, oldest: datetime | None, *, on: date) -> Iterator[ToDo]:
    if oldest is not None:
        yield ToDo(
            text=ngettext("%(count)d mail was not delivered", "%(count)d mails were not delivered", count)
            % {"count": count},
            hint=_("The oldest was queued on %(day)s") % {"day": short_day(oldest, on=on)},
            url=reverse("admin:notifications_message_changelist") + "?trouble=failed",
            tag=Tag(pgettext("tag", "Correct"), "bad"),
        )


def _enquiries(count: int, oldest: datetime | None, *, on: date) -> Iterator[ToDo]:
    if oldest is not None:
        yield ToDo(
            text=ngettext("%(count)d new enquiry", "%(count)d new enquiries", count) % {"count": count},
            hint=_("The oldest came %(day)s") % {"day": short_day(oldest, on=on)},
            url=reverse("admin:programmes_enquiry_changelist") + "?state__exact=new",
            tag=Tag(pgettext("tag", "Answer"), "info"),
        )


def _drafts(cohorts: Cohorts) -> Iterator[ToDo]:
    for cohort in cohorts.values():
        if cohort.state == Cohort.State.DRAFT:
            yield ToDo(
                text=_("%(cohort)s is a draft") % {"cohort": cohort},
                hint=_("Nobody but MÄN can see it until it is published."),
                url=cohort.get_absolute_url(),
                tag=Tag(pgettext("tag", "Publish"), "draft"),
            )


def _latest_attendance(held: list[Any]) -> Figure:
    label = _("attendance at the latest session")
    latest = next((session for session in held if session.noted), None)
    if latest is None:
        return Figure("–", label, "#omgangar")
    url = reverse("participants:attendance_edit", args=[latest.slug, latest.number])
    return Figure(percent(latest.there, latest.noted), label, url)


def _running(cohorts: Cohorts) -> Figure:
    running = sum(cohort.is_open for cohort in cohorts.values())
    return Figure(str(running), ngettext("running cohort", "running cohorts", running), "#omgangar")


def _done(months: MonthQuerySet, *, on: date) -> Figure:
    done = Count("pk", filter=Q(check_in__state=CheckIn.State.DONE))
    expected = months.filter(is_expected=True, month=month_of(on))
    return Figure(
        _("%(part)s of %(whole)s") % expected.aggregate(whole=Count("pk"), part=done),
        _("check-ins done in %(month)s") % {"month": date_format(on, "F")},
        reverse("followups:check_in_month", args=[f"{on:%Y-%m}"]),
    )


def _open_needs(count: int) -> Figure:
    label = ngettext("open need of support", "open needs of support", count)
    return Figure(str(count), label, reverse("admin:support_supportcase_changelist"))


def _waiting(groups: QuerySet[Participation]) -> dict[str, Waiting]:
    """Return how many of a sort wait, and since when; one query for all sorts."""
    sorts: dict[str, tuple[QuerySet[Any], str]] = {
        "hand-ins": (Submission.objects.awaiting_feedback(), "submitted_at"),
        "mails": (Message.objects.failed(), "queued_at"),
        "enquiries": (Enquiry.objects.waiting(), "received_at"),
        "needs": (SupportCase.objects.open().filter(participation__in=groups), "raised_at"),
    }
    first, *others = (
        rows.order_by().values(sort=Value(sort)).values_list("sort", Count("pk"), Min(since))
        for sort, (rows, since) in sorts.items()
    )
    found = {sort: (count, oldest) for sort, count, oldest in first.union(*others, all=True)}
    return {sort: found.get(sort, (0, None)) for sort in sorts}
