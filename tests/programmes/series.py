"""A county in which actions happen in random order, and an oracle that knows the expected months.

The oracle is written independently from the decisions, month by month. It keeps months that are past due
and computes all others again after each action.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random

from django.core.exceptions import ValidationError
from django.utils import timezone

from calendars.working_days import is_working_day
from municipalities.models import AskedMonth, CountyBoard, Municipality
from participants.actions.publishing import finish_cohort, publish_cohort
from participants.actions.scheduling import cancel_session, move_session
from programmes.actions.expecting import change_check_in_rule
from programmes.actions.participations import (
    end_participation,
    pause_participation,
    rejoin_participation,
    resume_participation,
)
from programmes.actions.setting_up import add_participation, add_session
from programmes.models import Cohort, ExpectedCheckIn, Participation, ParticipationPause, Session
from tests import factories as make

FIRST_DAY = date(2026, 1, 5)
MONTHS = [date(year, month, 1) for year in range(2026, 2031) for month in range(1, 13)]
SLUGS = ("harnosand", "timra", "kramfors", "sundsvall")
A_DAY = timedelta(days=1)


def noon(day):
    return datetime.combine(day, time(11), tzinfo=UTC)


def local(moment):
    return timezone.localtime(moment).date()


@cache
def working_days(month):
    days = (month + A_DAY * number for number in range(31))
    return [day for day in days if day.month == month.month and is_working_day(day)]


@cache
def due_day(month, number):
    """Return the working day on or before the number, in December by the 10th; else the first one."""
    if number is None and month.month != 12:
        return working_days(month)[-1]
    latest = min(number or 10, 10 if month.month == 12 else 28)
    return max([day for day in working_days(month) if day.day <= latest] or working_days(month)[:1])


@cache
def locks(month):
    return working_days((month + timedelta(days=31)).replace(day=1))[9]


class Oracle:
    """The county board's rules and the expected months, by the decisions."""

    def __init__(self, board):
        self.asked = {month: self.by_rule(board, month) for month in MONTHS}
        self.expected = {}

    @staticmethod
    def by_rule(board, month):
        return month.month not in board.months_off, due_day(month, board.due_day)

    def follow(self, board, on):
        """Read the rows after an action of that day."""
        for month in MONTHS:
            new = self.by_rule(board, month)
            if on <= self.asked[month][1] and on <= new[1]:
                self.asked[month] = new
        rows = Participation.objects.select_related("cohort")
        for participation in rows.prefetch_related("pauses", "cohort__sessions"):
            sessions = [each for each in participation.cohort.sessions.all() if not each.is_cancelled]
            for month in MONTHS:
                if on <= self.asked[month][1]:
                    is_wanted = self.is_wanted(participation, sessions, month)
                    self.expected[participation.pk, month] = is_wanted

    def is_wanted(self, participation, sessions, month):
        is_asked, due_on = self.asked[month]
        if participation.cohort.state == "draft" or not is_asked or not sessions:
            return False
        first = min(local(session.starts_at) for session in sessions)
        last = max(local(session.ends_at) for session in sessions)
        if not first.replace(day=1) < month <= last:
            return False
        ended_on = participation.ended_on
        if ended_on and ended_on < last and ended_on < due_on:
            return False
        return not any(
            pause.starts_on <= due_on and (pause.ends_on is None or due_on <= pause.ends_on)
            for pause in participation.pauses.all()
        )

    def rows(self):
        """Return the rows that should be expected: participation, month, due day and lock."""
        return {
            (pk, month, self.asked[month][1], locks(month))
            for (pk, month), is_expected in self.expected.items()
            if is_expected
        }


class County:
    """A county board, one or two cohorts, a clock, and a list of the actions."""

    def __init__(self, seed):
        self.random = Random(seed)  # noqa: S311 -- no secret
        self.on, self.done = FIRST_DAY, []
        self.actor = make.make_staff(email=f"staff{seed}@example.org")
        self.municipalities = list(Municipality.objects.filter(slug__in=SLUGS))
        self.cohorts = [self._cohort() for _ in range(self.random.randint(1, 2))]
        self.oracle = Oracle(self.board)

    @property
    def board(self):
        return CountyBoard.objects.get(slug="vasternorrland")

    @property
    def by(self):
        return {"actor": self.actor, "at": noon(self.on)}

    def _cohort(self):
        cohort = make.make_cohort(state="draft")
        first = self.day(-30, 120)
        for number, days in enumerate((0, 120, 250, self.random.randint(310, 560)), start=1):
            begins = noon(first + timedelta(days=days))
            make.make_session(cohort, number, begins, ends_at=begins + timedelta(hours=3))
        return cohort

    def day(self, earliest, latest):
        return self.on + timedelta(days=self.random.randint(earliest, latest))

    def some(self, queryset):
        return self.random.choice(list(queryset.order_by("pk")) or [None])

    def live(self, deeds):
        """Do so many actions, and check after each of them."""
        for cohort in self.cohorts[:1]:
            self.do(self.join)
            self.do(self.publish, cohort)
        while deeds:
            self.on = self.day(0, 45)
            self.do(self.random.choice(self.deeds))
            deeds -= 1

    @property
    def deeds(self):
        everyday = [self.pause, self.resume, self.end, self.rejoin, self.rule, self.rule, self.join]
        return [*everyday, self.move, self.cancel, self.add, self.publish, self.publish, self.finish]

    def do(self, deed, *things):
        self.done.append((self.on, deed.__name__))
        try:
            deed(*things)
        except ValidationError:
            self.done.append("refused")
        self.oracle.follow(self.board, self.on)

    def written(self):
        rows = ExpectedCheckIn.objects.expected()
        return set(rows.values_list("participation", "month", "due_on", "locks_on"))

    def written_due_days(self):
        """Return each row's month and day, also of those that are not asked for, and each asked month."""
        rows = set(ExpectedCheckIn.objects.values_list("month", "due_on"))
        asked = (
            AskedMonth.objects.of_boards([self.board])
            .since(MONTHS[0])
            .values_list("month", "is_asked", "due_on")
        )
        return rows, {month: (is_asked, due_on) for month, is_asked, due_on in asked}

    # --- The deeds ----------------------------------------------------------------------------------------

    def publish(self, cohort=None):
        cohort = cohort or self.some(Cohort.objects.filter(state="draft"))
        if cohort:
            publish_cohort(cohort, **self.by)

    def finish(self):
        if self.random.random() < 0.5 and (cohort := self.some(Cohort.objects.open())):
            finish_cohort(cohort, **self.by)

    def join(self):
        cohort = self.random.choice(self.cohorts)
        add_participation(cohort, municipality=self.random.choice(self.municipalities), **self.by)

    def end(self):
        if participation := self.some(Participation.objects.all()):
            end_participation(participation, ended_on=self.day(-60, 90), **self.by)

    def rejoin(self):
        if participation := self.some(Participation.objects.exclude(ended_on=None)):
            rejoin_participation(participation, **self.by)

    def pause(self):
        starts_on = self.day(-40, 60)
        ends_on = self.random.choice([None, starts_on + timedelta(days=self.random.randint(0, 120))])
        if participation := self.some(Participation.objects.all()):
            days = {"starts_on": starts_on, "ends_on": ends_on}
            pause_participation(participation, **days, reason="Paus", **self.by)

    def resume(self):
        if pause := self.some(ParticipationPause.objects.all()):
            resume_participation(pause, **self.by)

    def move(self):
        if session := self.some(Session.objects.all()):
            begins = noon(self.day(1, 200))
            move_session(session, starts_at=begins, ends_at=begins + timedelta(hours=3), **self.by)

    def cancel(self):
        if session := self.some(Session.objects.all()):
            cancel_session(session, **self.by)

    def add(self):
        cohort, begins = self.random.choice(self.cohorts), noon(self.day(-20, 300))
        details = {"number": cohort.sessions.count() + 1, "theme": "Extra", "mode": "online"}
        times = {"starts_at": begins, "ends_at": begins + timedelta(hours=3)}
        add_session(cohort, **details, **times, **self.by)

    def rule(self):
        months_off = self.random.choice([[7], [], [7, 12], [7, 8], [self.random.randint(1, 12)]])
        due_day = self.random.choice([None, None, 5, 12, 20, 28])
        change_check_in_rule(self.board, months_off=months_off, due_day=due_day, **self.by)
