"""MÄN staff's overview: what needs attention, four numbers, and the cohorts."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext, pgettext_lazy

from accounts.models import User
from calendars.months import day_of, month_of
from followups.models import CheckIn, Month, Owner, UnlockRequest
from followups.pages.commitments import open_commitments
from homes.pages.county import ToDo
from municipalities.models import Coordinator, CountyBoard
from notifications.models import Message
from participants.actions.forgetting import people_soon
from participants.models import Attendance, Submission
from participants.pages.cohort import CohortRow, hand_ins_in_time, percent, with_figures
from programmes.models import Cohort, Enquiry, Participation, Session
from support.models import SupportCase
from ui.dates import month_name, short_day
from ui.tags import Tag
from ui.words import Lazy, listed

MOST_NAMED = 4  # late municipalities of a county
MUNICIPALITY = "participation__municipality__"


class Figure(NamedTuple):
    """A number and the rows behind it."""

    number: str
    label: str
    url: str


class OneMonth(NamedTuple):
    """A municipality's month, with its fields in the order of ``READ``."""

    participation: int
    name: str
    slug: str
    cohort: int
    month: date
    due_on: date
    is_late: bool
    standing: str

    @property
    def url(self) -> str:
        return reverse("followups:check_in_edit", args=[f"{self.month:%Y-%m}", self.slug])


READ = (
    *("participation", f"{MUNICIPALITY}name", f"{MUNICIPALITY}slug", "participation__cohort"),
    *("month", "due_on", "is_late", "standing"),
)


class Waiting(NamedTuple):
    """The words about rows that wait: ``%(count)d`` of them, the oldest since ``%(day)s``."""

    text: Lazy
    hint: Lazy
    page: str
    query: str
    tag: Tag


HAND_INS = Waiting(
    ngettext_lazy("%(count)d hand-in waits for feedback", "%(count)d hand-ins wait for feedback", "count"),
    ngettext_lazy("The oldest has waited %(days)d day", "The oldest has waited %(days)d days", "days"),
    "participants:feedback_queue",
    "",
    Tag(gettext_lazy("Give feedback"), "warn"),
)
MAILS = Waiting(
    ngettext_lazy("%(count)d mail was not delivered", "%(count)d mails were not delivered", "count"),
    gettext_lazy("The oldest was queued on %(day)s"),
    "admin:notifications_message_changelist",
    "?trouble=failed",
    Tag(pgettext_lazy("tag", "Correct"), "bad"),
)
ENQUIRIES = Waiting(
    ngettext_lazy("%(count)d new enquiry", "%(count)d new enquiries", "count"),
    gettext_lazy("The oldest came %(day)s"),
    "admin:programmes_enquiry_changelist",
    "?state__exact=new",
    Tag(pgettext_lazy("tag", "Answer"), "info"),
)


@dataclass(frozen=True)
class Overview:
    """The whole page on a day; what several parts of it show is read once."""

    on: date
    at: datetime
    contact: User | None = None  # whose cohorts alone are in the table

    @cached_property
    def needs(self) -> list[ToDo]:
        """Everything that waits for somebody at MÄN, the most urgent first."""
        return [
            *self._late(),
            *self._stuck(),
            *self._unlocking(),
            *self._waits("hand-ins", HAND_INS),
            *self._attendance(),
            *self._commitments(),
            *self._waits("mails", MAILS),
            *self._waits("enquiries", ENQUIRIES),
            *self._drafts(),
            *self._forgetting(),
        ]

    @property
    def calm(self) -> str:
        """The sentence when nothing waits."""
        if not self._upcoming:
            return _("Everything is under control. No session is planned.")
        session = self._upcoming[0]
        words = {"day": short_day(session.starts_at, on=self.on), "cohort": self._cohorts[session.cohort_id]}
        return _("Everything is under control. The next session is on %(day)s: %(cohort)s.") % words

    @property
    def figures(self) -> list[Figure]:
        """The four numbers."""
        running = sum(cohort.is_open for cohort in self._cohorts.values())
        done, expected, needs = (self._waiting[sort][0] for sort in ("done", "expected", "needs"))
        return [
            Figure(str(running), self._cohorts_words(running, len(self._cohorts) - running), self._table),
            Figure(
                _("%(part)s of %(whole)s") % {"part": done, "whole": expected},
                _("check-ins done in %(month)s") % {"month": month_name(self.on, on=self.on)},
                reverse("followups:check_in_month", args=[month_of(self.on)]),
            ),
            self._latest_attendance(),
            Figure(
                str(needs),
                ngettext("open need of support", "open needs of support", needs),
                reverse("support:support_list"),
            ),
        ]

    @property
    def _table(self) -> str:
        """The address of the table with every cohort."""
        return f"{'?' if self.contact else ''}#omgangar"

    def _cohorts_words(self, running: int, planned: int) -> str:
        """Return what the table below holds: the running cohorts, and those that are planned."""
        words = ngettext("running cohort", "running cohorts", running)
        if not planned:
            return words
        more = ngettext("%(count)s planned", "%(count)s planned", planned) % {"count": planned}
        return _("%(running)s and %(planned)s") % {"running": words, "planned": more}

    @cached_property
    def cohorts(self) -> list[CohortRow]:
        """The running and planned cohorts, A–Ö."""
        nearest = {session.cohort_id: session for session in reversed(self._upcoming)}
        behind = Counter(months[0].cohort for months in self._behind)
        in_time = hand_ins_in_time(self._cohorts, on=self.on)
        return [
            CohortRow(each, nearest.get(pk), behind[pk], in_time.get(pk, 0), self.on)
            for pk, each in self._cohorts.items()
            if self.contact is None or each.contact_id == self.contact.pk
        ]

    @cached_property
    def _cohorts(self) -> dict[int, Cohort]:
        current = Cohort.objects.exclude(state__in=(Cohort.State.FINISHED, Cohort.State.ARCHIVED))
        read = with_figures(current, on=self.on).select_related("county_board").order_by("name", "pk")
        return {each.pk: each for each in read}

    @cached_property
    def _groups(self) -> QuerySet[Participation]:
        return Participation.objects.open(on=self.on)

    @cached_property
    def _months(self) -> list[OneMonth]:
        """The late check-ins, and those marked stuck since the month began; A–Ö, the newest first."""
        begins = timezone.make_aware(datetime.combine(month_of(self.on), time.min))
        is_stuck = Q(standing=CheckIn.Progress.STUCK, check_in__done_at__gte=begins)
        months = Month.objects.filter(participation__in=self._groups).with_standing(on=self.on)
        shown = months.filter(Q(is_late=True) | is_stuck)
        ordered = shown.order_by(f"{MUNICIPALITY}name", "participation_id", "-month")
        return [OneMonth(*row) for row in ordered.values_list(*READ)]

    @cached_property
    def _behind(self) -> list[list[OneMonth]]:
        """The late months of each municipality, the oldest first; those with the oldest come first."""
        late = groupby((each for each in self._months if each.is_late), key=attrgetter("participation"))
        return sorted(([*months][::-1] for _pk, months in late), key=lambda late: [m.month for m in late])

    @cached_property
    def _sessions(self) -> list[Any]:
        """Coming sessions, past ones without attendance and the latest with it, in order of time."""
        planned = Session.objects.planned()
        noted = Exists(Attendance.objects.filter(session=OuterRef("pk")))
        latest = planned.held(at=self.at).filter(noted).values("pk")[:1]
        current = Q(cohort__in=self._cohorts) & (Q(ends_at__gte=self.at) | ~noted)
        found = planned.filter(current | Q(pk__in=latest)).annotate(slug=F("cohort__slug"), is_noted=noted)
        read = found.only("cohort", "number", "starts_at", "ends_at")
        return list(read.order_by("starts_at", "pk"))

    @cached_property
    def _upcoming(self) -> list[Any]:
        return [session for session in self._sessions if not session.is_over(at=self.at)]

    @cached_property
    def _held(self) -> list[Any]:
        """The past sessions, the latest first."""
        return [session for session in reversed(self._sessions) if session.is_over(at=self.at)]

    @cached_property
    def _waiting(self) -> dict[str, tuple[int, datetime | None]]:
        """Number of each sort that wait, and since when, and of this month's check-ins; one query for all."""
        current = Month.objects.filter(participation__in=self._groups, month=month_of(self.on)).expected()
        sorts: dict[str, tuple[QuerySet[Any], str]] = {
            "hand-ins": (Submission.objects.awaiting_feedback(), "submitted_at"),
            "mails": (Message.objects.failed(), "queued_at"),
            "enquiries": (Enquiry.objects.waiting(), "received_at"),
            "people": (people_soon(self.at), "date_joined"),
            "needs": (SupportCase.objects.open().filter(participation__in=self._groups), "raised_at"),
            "expected": (current, "check_in__done_at"),
            "done": (current.done(), "check_in__done_at"),
        }
        first, *others = (
            rows.order_by().values(sort=Value(sort)).values_list("sort", Count("pk"), Min(since))
            for sort, (rows, since) in sorts.items()
        )
        found = {sort: (count, oldest) for sort, count, oldest in first.union(*others, all=True)}
        return {sort: found.get(sort, (0, None)) for sort in sorts}

    def _late(self) -> Iterator[ToDo]:
        """Yield a line per county that lacks check-ins, the one that has waited longest first."""
        coordinators: dict[int | None, list[str]] = defaultdict(list)
        current = Coordinator.objects.current(on=self.on).select_related("user")
        for role in current.order_by("is_stand_in", "pk"):
            coordinators[role.county_board_id].append(str(role.user))
        counties: dict[CountyBoard | None, list[list[OneMonth]]] = defaultdict(list)
        for months in self._behind:
            counties[self._cohorts[months[0].cohort].county_board].append(months)
        for board, late in counties.items():
            names = coordinators[board.pk if board else None]
            who = _("coordinator %(name)s") % {"name": ", ".join(names)} if names else _("no coordinator")
            days = (self.on - late[0][0].due_on).days
            month = reverse("followups:check_in_month", args=[month_of(self.on)])
            yield ToDo(
                text=_late_words(late, on=self.on),
                hint=f"{board} · {who}",
                url=late[0][0].url if len(late) == 1 else f"{month}?lan={board.slug if board else ''}",
                tag=Tag(
                    ngettext("Late %(days)d day", "Late %(days)d days", days) % {"days": days}, "late", "✕"
                ),
            )

    def _stuck(self) -> Iterator[ToDo]:
        """Yield the check-ins that were marked stuck this month, whichever month they are about."""
        for each in self._months:
            if each.standing != CheckIn.Progress.STUCK:
                continue
            words = _("check-in for %(month)s") % {"month": month_name(each.month, on=self.on)}
            yield ToDo(
                text=_("%(municipality)s is stuck") % {"municipality": each.name},
                hint=f"{self._cohorts[each.cohort].county_board} · {words}",
                url=each.url,
                tag=Tag(pgettext("check-in", "Stuck"), "bad", "■"),
            )

    def _unlocking(self) -> Iterator[ToDo]:
        """Yield the requests by county boards that MÄN unlock a month."""
        joined = "expected__participation__municipality", "requested_by"
        for each in UnlockRequest.objects.waiting().select_related(*joined):
            place, month = each.participation.municipality, month_name(each.month, on=self.on)
            asked = {"name": each.requested_by.shown_name, "day": short_day(each.requested_at, on=self.on)}
            yield ToDo(
                text=_("Unlock %(month)s for %(municipality)s?") % {"municipality": place, "month": month},
                hint=_("%(name)s asked on %(day)s") % asked,
                url=reverse("followups:check_in_edit", args=[each.month, place.slug]),
                tag=Tag(pgettext("tag", "Answer"), "warn"),
            )

    def _commitments(self) -> Iterator[ToDo]:
        """Yield MÄN's promises to municipalities."""
        late, to_do = Tag(_("The day has passed"), "warn"), Tag(pgettext("tag", "To do"), "info")
        for each in open_commitments(self._groups, owner=Owner.MAN, on=self.on):
            promise, tag = each.commitment, late if each.is_late else to_do
            yield ToDo(promise.get_absolute_url(), promise.text, f"{promise.whose} · {each.when}", tag)

    def _waits(self, sort: str, words: Waiting) -> Iterator[ToDo]:
        count, oldest = self._waiting[sort]
        if oldest is not None:
            days = (self.on - day_of(oldest)).days
            facts = {"count": count, "days": days, "day": short_day(oldest, on=self.on)}
            yield ToDo(reverse(words.page) + words.query, words.text % facts, words.hint % facts, words.tag)

    def _attendance(self) -> Iterator[ToDo]:
        for session in self._held:
            cohort = self._cohorts.get(session.cohort_id)
            if session.is_noted or cohort is None or cohort.state == Cohort.State.DRAFT:
                continue
            yield ToDo(
                text=_("Attendance is missing for session %(number)s") % {"number": session.number},
                hint=f"{cohort} · {date_format(session.starts_on, 'l j F')}",
                url=reverse("participants:attendance_edit", args=[cohort.slug, session.number]),
                tag=Tag(pgettext("tag", "Fill in"), "warn"),
            )

    def _drafts(self) -> Iterator[ToDo]:
        for cohort in self._cohorts.values():
            if cohort.state == Cohort.State.DRAFT:
                yield ToDo(
                    text=_("%(cohort)s is a draft") % {"cohort": cohort},
                    hint=_("Nobody but MÄN can see it until it is published."),
                    url=cohort.get_absolute_url(),
                    tag=Tag(pgettext("tag", "Publish"), "draft"),
                )

    def _forgetting(self) -> Iterator[ToDo]:
        """Yield that people are erased within 30 days: beforehand they can be invited again."""
        count = self._waiting["people"][0]
        if count:
            yield ToDo(
                text=ngettext(
                    "%(count)d person is erased within 30 days",
                    "%(count)d people are erased within 30 days",
                    count,
                )
                % {"count": count},
                hint=_("They have not answered the invitation, or their training ended long ago."),
                url=reverse("forgetting"),
                tag=Tag(pgettext("tag", "Look"), "info"),
            )

    def _latest_attendance(self) -> Figure:
        label = _("attendance at the latest session")
        latest = next((session for session in self._held if session.is_noted), None)
        if latest is None:
            return Figure("–", label, self._table)
        counted = Count("pk", filter=Q(status__in=Attendance.COUNTED))
        came = Attendance.objects.of_session(latest).aggregate(there=counted, noted=Count("pk"))
        url = reverse("participants:cohort_panel", args=[latest.slug]) + "#tillfallen"
        return Figure(percent(came["there"], came["noted"]), label, url)


def _late_words(late: list[list[OneMonth]], *, on: date) -> str:
    """Return what one municipality lacks, or how many of a county lack something, with some names."""
    oldest, count = late[0][0], len(late[0]) - 1
    words = {"municipality": oldest.name, "month": month_name(oldest.month, on=on), "count": count}
    if len(late) > 1:
        more = len(late) - MOST_NAMED
        rest = [ngettext("%(count)d more", "%(count)d more", more) % {"count": more}] if more > 0 else []
        names = [months[0].name for months in late[:MOST_NAMED]]
        words |= {"count": len(late), "names": listed([*names, *rest])}
        return _("%(count)d municipalities lack check-ins, the oldest for %(month)s: %(names)s") % words
    if not count:
        return _("%(municipality)s has no check-in for %(month)s") % words
    more_months = ngettext(
        "%(municipality)s has no check-in for %(month)s and %(count)d more month",
        "%(municipality)s has no check-in for %(month)s and %(count)d more months",
        count,
    )
    return more_months % words
