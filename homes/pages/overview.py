"""MÄN staff's overview: what needs attention, four numbers, and the cohorts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Min, Model, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from calendars.months import month_of
from followups.models import CheckIn, Owner, UnlockRequest
from followups.months import Row, read_rows
from followups.pages.commitments import open_commitments
from municipalities.models import Coordinator
from notifications.models import Message
from participants.models import Attendance, Submission
from participants.pages.cohort import percent
from participants.pages.cohort_rows import CohortRow, cohort_rows, hand_ins_in_time, with_figures
from programmes.models import Cohort, Enquiry, Participation, Session
from support.models import SupportCase
from ui.dates import short_day
from ui.tags import Tag


@dataclass(frozen=True)
class Need:
    """One line of what needs attention; ``url`` leads to where it is done, the tag names what to do."""

    text: str
    hint: str
    url: str
    tag: Tag


@dataclass(frozen=True)
class Figure:
    """A number and the rows behind it."""

    number: str
    label: str
    url: str


@dataclass(frozen=True)
class Overview:
    """The whole page."""

    needs: list[Need]
    calm: str
    figures: list[Figure]
    cohorts: list[CohortRow]


class Builder:
    """Runs each query once, and shares the answers between the parts of the page."""

    def __init__(self, *, on: date, at: datetime) -> None:
        self.on, self.at = on, at
        self.month = month_of(on)
        cohorts = Cohort.objects.exclude(state__in=(Cohort.State.FINISHED, Cohort.State.ARCHIVED))
        read = with_figures(cohorts, on=on).select_related("county_board").order_by("name", "pk")
        self.cohorts = {cohort.pk: cohort for cohort in read}
        groups = Participation.objects.open()
        self.rows = read_rows(groups, self.month, on=on, with_texts=False, cohorts=self.cohorts)
        self.late = [(row, row.late) for row in self.rows if row.late]
        sessions = self._sessions()
        self.upcoming = [session for session in sessions if not session.is_over(at=at)]
        self.held = [session for session in reversed(sessions) if session.is_over(at=at)]
        self.waiting = _waiting()

    def build(self) -> Overview:
        """Return the page."""
        needs = [
            *self._late(),
            *self._stuck(),
            *self._unlocking(),
            *self._feedback(),
            *self._attendance(),
            *self._commitments(),
            *self._mails(),
            *self._enquiries(),
            *self._drafts(),
        ]
        return Overview(needs=needs, calm=self._calm(), figures=self._figures(), cohorts=self._cohorts())

    def _sessions(self) -> list[Session]:
        """Return coming sessions, past ones without attendance and the latest with it, in order of time."""
        planned = Session.objects.planned()
        noted = Exists(Attendance.objects.filter(session=OuterRef("pk")))
        latest = planned.held(at=self.at).filter(noted).values("pk")[:1]
        current = Q(cohort__in=self.cohorts) & (Q(ends_at__gte=self.at) | ~noted)
        counted = Q(attendances__status__in=Attendance.COUNTED)
        return list(
            planned.filter(current | Q(pk__in=latest))
            .annotate(
                slug=F("cohort__slug"), noted=Count("attendances"), there=Count("attendances", filter=counted)
            )
            .order_by("starts_at", "pk")
        )

    def _cohorts(self) -> list[CohortRow]:
        groups = Counter(row.participation.cohort_id for row in self.rows)
        late = Counter(row.participation.cohort_id for row, _missing in self.late)
        cohorts = list(self.cohorts.values())
        in_time = hand_ins_in_time(self.cohorts, on=self.on)
        return cohort_rows(
            cohorts, groups=groups, late=late, in_time=in_time, upcoming=self.upcoming, on=self.on
        )

    def _calm(self) -> str:
        if not self.upcoming:
            return _("Everything is under control. No session is planned.")
        session = self.upcoming[0]
        words = {"day": short_day(session.starts_at, on=self.on), "cohort": self.cohorts[session.cohort_id]}
        return _("Everything is under control. The next session is on %(day)s: %(cohort)s.") % words

    def _late(self) -> Iterator[Need]:
        coordinators: dict[int, list[str]] = {}
        current = Coordinator.objects.current(on=self.on).select_related("user").order_by("is_stand_in", "pk")
        for role in current:
            coordinators.setdefault(role.county_board_id, []).append(str(role.user))
        for row, missing in sorted(self.late, key=lambda pair: pair[1]):
            yield self._late_row(row, missing, coordinators)

    def _late_row(self, row: Row, missing: list[date], coordinators: dict[int, list[str]]) -> Need:
        oldest, count = missing[0], len(missing)
        board = row.participation.cohort.county_board
        names = coordinators.get(board.pk, []) if board else []
        words = {"municipality": row.municipality, "month": date_format(oldest, "F"), "count": count - 1}
        text = _("%(municipality)s has no check-in for %(month)s") % words
        if count > 1:
            text = (
                ngettext(
                    "%(municipality)s has no check-in for %(month)s and %(count)d more month",
                    "%(municipality)s has no check-in for %(month)s and %(count)d more months",
                    count - 1,
                )
                % words
            )
        who = _("coordinator %(name)s") % {"name": ", ".join(names)} if names else _("no coordinator")
        days = (self.on - row.months[oldest].due_on).days
        return Need(
            text=text,
            hint=f"{board} · {who}",
            url=reverse("followups:check_in_edit", args=[f"{oldest:%Y-%m}", row.slug]),
            tag=Tag(ngettext("Late %(days)d day", "Late %(days)d days", days) % {"days": days}, "late", "✕"),
        )

    def _stuck(self) -> Iterator[Need]:
        """Yield the check-ins that were marked stuck this month, whichever month they are about."""
        begins = timezone.make_aware(datetime.combine(self.month, time.min))
        for row in self.rows:
            for month, told in sorted(row.told.items(), reverse=True):
                stuck = told.is_done and told.progress == CheckIn.Progress.STUCK
                if not stuck or told.done_at is None or told.done_at < begins:
                    continue
                words = {"month": date_format(month, "F")}
                yield Need(
                    text=_("%(municipality)s is stuck") % {"municipality": row.municipality},
                    hint=f"{row.participation.cohort.county_board} · {_('check-in for %(month)s') % words}",
                    url=reverse("followups:check_in_edit", args=[f"{month:%Y-%m}", row.slug]),
                    tag=Tag(pgettext("check-in", "Stuck"), "bad", "■"),
                )

    def _unlocking(self) -> Iterator[Need]:
        """Yield the requests by county boards that MÄN unlock a month."""
        waiting = UnlockRequest.objects.waiting().select_related(
            "expected__participation__municipality", "requested_by"
        )
        for each in waiting:
            words = {"municipality": each.participation.municipality, "month": date_format(each.month, "F")}
            asked = {"name": each.requested_by.shown_name, "day": short_day(each.requested_at, on=self.on)}
            yield Need(
                text=_("Unlock %(month)s for %(municipality)s?") % words,
                hint=_("%(name)s asked on %(day)s") % asked,
                url=reverse(
                    "followups:check_in_edit", args=[each.month, each.participation.municipality.slug]
                ),
                tag=Tag(pgettext("tag", "Answer"), "warn"),
            )

    def _commitments(self) -> Iterator[Need]:
        """Yield MÄN's promises to municipalities."""
        participations = Participation.objects.open()
        for each in open_commitments(Owner.MAN, participations, on=self.on, can_answer=True):
            kind, word = (
                ("warn", _("The day has passed")) if each.is_late else ("info", pgettext("tag", "To do"))
            )
            yield Need(
                text=each.commitment.text,
                hint=f"{each.commitment.participation.municipality} · {each.when}",
                url=each.url,
                tag=Tag(word, kind),
            )

    def _feedback(self) -> Iterator[Need]:
        count, oldest = self.waiting[Submission]
        if oldest is None:
            return
        days = (self.on - timezone.localtime(oldest).date()).days
        yield Need(
            text=ngettext(
                "%(count)d hand-in waits for feedback", "%(count)d hand-ins wait for feedback", count
            )
            % {"count": count},
            hint=ngettext("The oldest has waited %(days)d day", "The oldest has waited %(days)d days", days)
            % {"days": days},
            url=reverse("participants:feedback_queue"),
            tag=Tag(_("Give feedback"), "warn"),
        )

    def _attendance(self) -> Iterator[Need]:
        for session in self.held:
            if session.noted:  # type: ignore[attr-defined]
                continue
            cohort = self.cohorts[session.cohort_id]
            if cohort.state == Cohort.State.DRAFT:
                continue
            yield Need(
                text=_("Attendance is missing for session %(number)s") % {"number": session.number},
                hint=f"{cohort} · {date_format(session.starts_on, 'l j F')}",
                url=reverse("participants:attendance_edit", args=[cohort.slug, session.number]),
                tag=Tag(pgettext("tag", "Fill in"), "warn"),
            )

    def _mails(self) -> Iterator[Need]:
        count, oldest = self.waiting[Message]
        if oldest is not None:
            yield Need(
                text=ngettext("%(count)d mail was not delivered", "%(count)d mails were not delivered", count)
                % {"count": count},
                hint=_("The oldest was queued on %(day)s") % {"day": short_day(oldest, on=self.on)},
                url=reverse("admin:notifications_message_changelist") + "?trouble=failed",
                tag=Tag(pgettext("tag", "Correct"), "bad"),
            )

    def _enquiries(self) -> Iterator[Need]:
        count, oldest = self.waiting[Enquiry]
        if oldest is not None:
            yield Need(
                text=ngettext("%(count)d new enquiry", "%(count)d new enquiries", count) % {"count": count},
                hint=_("The oldest came %(day)s") % {"day": short_day(oldest, on=self.on)},
                url=reverse("admin:programmes_enquiry_changelist") + "?state__exact=new",
                tag=Tag(pgettext("tag", "Answer"), "info"),
            )

    def _drafts(self) -> Iterator[Need]:
        for cohort in self.cohorts.values():
            if cohort.state == Cohort.State.DRAFT:
                yield Need(
                    text=_("%(cohort)s is a draft") % {"cohort": cohort},
                    hint=_("Nobody but MÄN can see it until it is published."),
                    url=cohort.get_absolute_url(),
                    tag=Tag(pgettext("tag", "Publish"), "draft"),
                )

    def _figures(self) -> list[Figure]:
        running = sum(cohort.is_open for cohort in self.cohorts.values())
        expected = [row for row in self.rows if row.is_expected]
        done = sum(row.is_done for row in expected)
        cases = self.waiting[SupportCase].number
        month = {"month": date_format(self.month, "F")}
        return [
            Figure(str(running), ngettext("running cohort", "running cohorts", running), "#omgangar"),
            Figure(
                _("%(part)s of %(whole)s") % {"part": done, "whole": len(expected)},
                _("check-ins done in %(month)s") % month,
                reverse("followups:check_in_month", args=[f"{self.month:%Y-%m}"]),
            ),
            self._latest_attendance(),
            Figure(
                str(cases),
                ngettext("open need of support", "open needs of support", cases),
                reverse("admin:support_supportcase_changelist"),
            ),
        ]

    def _latest_attendance(self) -> Figure:
        label = _("attendance at the latest session")
        latest: Any = next((session for session in self.held if session.noted), None)  # type: ignore[attr-defined]
        if latest is None:
            return Figure("–", label, "#omgangar")
        url = reverse("participants:attendance_edit", args=[latest.slug, latest.number])
        return Figure(percent(latest.there, latest.noted), label, url)


def overview(*, on: date, at: datetime) -> Overview:
    """Return the page for that day."""
    return Builder(on=on, at=at).build()


class Waiting(NamedTuple):
    """The number of objects of a kind that wait, and since when."""

    number: int
    oldest: datetime | None


def _waiting() -> dict[type[Model], Waiting]:
    """Return what waits, by model, in one query for all."""
    groups = Participation.objects.open()
    kinds: dict[type[Model], tuple[QuerySet[Any], str]] = {
        Submission: (Submission.objects.awaiting_feedback(), "submitted_at"),
        Message: (Message.objects.failed(), "queued_at"),
        Enquiry: (Enquiry.objects.waiting(), "received_at"),
        SupportCase: (SupportCase.objects.open().filter(participation__in=groups), "raised_at"),
    }
    counted = [
        rows.order_by().values(which=Value(number)).values_list("which", Count("pk"), Min(since))
        for number, (rows, since) in enumerate(kinds.values())
    ]
    found = {
        number: Waiting(count, oldest) for number, count, oldest in counted[0].union(*counted[1:], all=True)
    }
    return {model: found.get(number, Waiting(0, None)) for number, model in enumerate(kinds)}
