"""Quiet facts about a municipality: about the group as a whole, never about a person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from statistics import median
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q

from calendars.months import day_of, month_of
from followups.models import CheckIn, CheckInStep, QuietDismissal, QuietKind
from followups.months import Row
from participants.models import Enrolment, Submission
from programmes.models import Homework, Participation

QUIET_DAYS = 30
FEWEST = 2  # for a group of one it would tell when that person last logged in
IN_A_ROW = 2
MOST_HOMEWORK = 5  # how far back to look
LONG_STEP = 4  # at least so many months
ENOUGH_STEPS = 10  # finished steps needed before coordinators are told what is usual


@dataclass(frozen=True)
class QuietFact:
    """One thing that is quiet. ``fact`` names it: when it changes, an earlier dismissal no longer holds.

    ``count`` is homework, check-ins or months in a row; ``day`` is when somebody last logged in.
    """

    participation: Participation
    kind: QuietKind
    fact: str
    count: int = 0
    day: date | None = None
    step: int = 0
    usual: int = 0

    @property
    def key(self) -> tuple[int, str, str]:
        return self.participation.pk, self.kind, self.fact


class Stand(NamedTuple):
    """The process step that a municipality is at, and since which month."""

    number: int
    since: date


def quiet_facts(rows: list[Row], *, on: date, is_staff: bool) -> list[QuietFact]:
    """Return the quiet facts about these municipalities; five queries, however many they are.

    Paused municipalities have none.
    """
    rows = [row for row in rows if not row.participation.is_paused]
    facts = [
        *_not_in_portal(rows, on=on),
        *_homework_missing(rows, on=on),
        *_no_contact(rows),
        *_step_unchanged(rows, on=on, is_staff=is_staff),
    ]
    place = {row.participation.pk: place for place, row in enumerate(rows)}
    return sorted(facts, key=lambda quiet: place[quiet.participation.pk])


def undismissed(facts: list[QuietFact], participations: Iterable[Participation]) -> list[QuietFact]:
    """Return the facts that nobody has dismissed; always one query."""
    rows = QuietDismissal.objects.filter(participation__in=participations)
    dismissed = set(rows.order_by().values_list("participation", "kind", "fact"))
    return [quiet for quiet in facts if quiet.key not in dismissed]


def _not_in_portal(rows: list[Row], *, on: date) -> Iterator[QuietFact]:
    """Yield a fact where nobody of a group has logged in for long, or since the group exists."""
    enrolments = Enrolment.objects.filter(participation__in=[row.participation.pk for row in rows])
    groups = enrolments.current(on=on).order_by().values("participation")
    groups = groups.annotate(people=Count("user", distinct=True)).filter(people__gte=FEWEST)
    facts = groups.annotate(last=Max("user__last_login"), since=Min("starts_on"))
    logins = {each["participation"]: (day_of(each["last"]), each["since"]) for each in facts}
    for row in rows:
        last, since = logins.get(row.participation.pk, (None, on))
        if on - (last or since) >= timedelta(days=QUIET_DAYS):
            fact = f"{last:%Y-%m-%d}" if last else "never"
            yield QuietFact(row.participation, QuietKind.NOT_IN_PORTAL, fact, day=last)


def _homework_missing(rows: list[Row], *, on: date) -> Iterator[QuietFact]:
    """Yield a fact where nobody has handed in the latest homework, several in a row."""
    cohorts = {row.participation.cohort_id for row in rows}
    due = Homework.objects.filter(cohort__in=cohorts, due_on__lt=on).order_by("-due_on", "-number")
    latest: dict[int, list[int]] = defaultdict(list)
    for pk, cohort in due.values_list("pk", "cohort"):
        if len(latest[cohort]) < MOST_HOMEWORK:
            latest[cohort].append(pk)
    handed_in = Submission.objects.handed_in().filter(homework__cohort__in=cohorts, homework__due_on__lt=on)
    fields = "homework", "participation", "enrolment__participation"
    came = {(homework, joint or own) for homework, joint, own in handed_in.order_by().values_list(*fields)}
    for row in rows:
        pks = latest[row.participation.cohort_id]
        handed = (place for place, pk in enumerate(pks) if (pk, row.participation.pk) in came)
        missing = pks[: next(handed, None)]
        if len(missing) >= IN_A_ROW:
            fact = f"{missing[0]}"
            yield QuietFact(row.participation, QuietKind.HOMEWORK_MISSING, fact, count=len(missing))


def _no_contact(rows: list[Row]) -> Iterator[QuietFact]:
    """Yield a fact where the latest done check-ins all said that there was no contact."""
    for row in rows:
        told = [(month, row.progress_in(month)) for month in row.told if row.was_done_in(month)]
        silent = list(takewhile(lambda each: each[1] == CheckIn.Progress.NO_CONTACT, reversed(told)))
        if len(silent) >= IN_A_ROW:
            fact = f"{silent[0][0]:%Y-%m}"
            yield QuietFact(row.participation, QuietKind.NO_CONTACT, fact, count=len(silent))


def _step_unchanged(rows: list[Row], *, on: date, is_staff: bool) -> Iterator[QuietFact]:
    """Yield a fact where a step takes far longer than is usual in the whole country; one query."""
    begun = Q(status__in=(CheckInStep.Status.ONGOING, CheckInStep.Status.DONE))
    history = (
        CheckInStep.objects.filter(check_in__state=CheckIn.State.DONE)
        .values_list("check_in__expected__participation", "step__number")
        .annotate(
            started=Min("check_in__expected__month", filter=begun),
            finished=Min("check_in__expected__month", filter=Q(status=CheckInStep.Status.DONE)),
        )
        .order_by("check_in__expected__participation", "step__number")
    )
    lengths: list[int] = []
    steps: dict[int, list[tuple[int, date | None, date | None]]] = defaultdict(list)
    for participation, number, started, finished in history:
        steps[participation].append((number, started, finished))
        if started and finished and started < finished:
            lengths.append(_months(started, finished))
    if not lengths or not (is_staff or len(lengths) >= ENOUGH_STEPS):
        return
    usual = median(lengths)
    for row in rows:
        stand = _stand(steps[row.participation.pk])
        months = _months(stand.since, month_of(on)) if stand else 0
        if stand and months >= LONG_STEP and months > 2 * usual:
            yield QuietFact(
                row.participation,
                QuietKind.STEP_UNCHANGED,
                f"{stand.number}/{stand.since:%Y-%m}",
                count=months,
                step=stand.number,
                usual=round(usual),
            )


def _stand(steps: list[tuple[int, date | None, date | None]]) -> Stand | None:
    """Return the last ongoing step; else the last finished one, as long as a later step is left."""
    ongoing = [Stand(number, started) for number, started, finished in steps if started and not finished]
    if ongoing:
        return ongoing[-1]
    done = [Stand(number, finished) for number, _started, finished in steps if finished]
    is_left = any(started is None for _number, started, _finished in steps)
    return done[-1] if done and is_left else None


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
