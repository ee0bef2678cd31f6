"""Quiet facts about a municipality: about the group as a whole, never about a person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from calendars.months import month_of
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


class Steps(NamedTuple):
    """Each municipality's step, and how many months a step usually takes in the whole country."""

    stands: dict[int, Stand]
    lengths: list[int]


def quiet_facts(rows: list[Row], *, on: date, is_staff: bool) -> list[QuietFact]:
    """Return the quiet facts about these municipalities; five queries, however many they are.

    Paused municipalities have none.
    """
    rows = [row for row in rows if not row.participation.is_paused]
    logins = _logins(rows, on=on)
    missing = _missing_homework(rows, on=on)
    steps = _steps()
    is_told = bool(steps.lengths) and (is_staff or len(steps.lengths) >= ENOUGH_STEPS)
    found: list[QuietFact] = []
    for row in rows:
        found += _not_in_portal(row, logins, on=on)
        found += _homework_missing(row, missing)
        found += _no_contact(row)
        found += _step_unchanged(row, steps, on=on) if is_told else []
    return found


def undismissed(facts: list[QuietFact], participations: Iterable[Participation]) -> list[QuietFact]:
    """Return the facts that nobody has dismissed; always one query."""
    rows = QuietDismissal.objects.filter(participation__in=participations)
    dismissed = set(rows.order_by().values_list("participation", "kind", "fact"))
    return [quiet for quiet in facts if quiet.key not in dismissed]


def _logins(rows: list[Row], *, on: date) -> dict[int, tuple[date | None, date]]:
    """Return by participation with a group when somebody last logged in, and since when the group exists."""
    enrolments = Enrolment.objects.filter(participation__in=[row.participation.pk for row in rows])
    found = enrolments.current(on=on).order_by().values("participation")
    people = found.annotate(people=Count("user", distinct=True)).filter(people__gte=FEWEST)
    facts = people.annotate(last=Max("user__last_login"), since=Min("starts_on"))
    return {
        each["participation"]: (each["last"] and timezone.localtime(each["last"]).date(), each["since"])
        for each in facts
    }


def _not_in_portal(row: Row, logins: dict[int, tuple[date | None, date]], *, on: date) -> Iterator[QuietFact]:
    if row.participation.pk not in logins:
        return
    last, since = logins[row.participation.pk]
    if on - (last or since) >= timedelta(days=QUIET_DAYS):
        fact = f"{last:%Y-%m-%d}" if last else "never"
        yield QuietFact(row.participation, QuietKind.NOT_IN_PORTAL, fact, day=last)


def _missing_homework(rows: list[Row], *, on: date) -> dict[int, list[int]]:
    """Return by participation the latest homework in a row that nobody has handed in, newest first."""
    cohorts = {row.participation.cohort_id for row in rows}
    due = Homework.objects.filter(cohort__in=cohorts, due_on__lt=on).order_by("-due_on", "-number")
    latest: dict[int, list[int]] = defaultdict(list)
    for pk, cohort in due.values_list("pk", "cohort"):
        if len(latest[cohort]) < MOST_HOMEWORK:
            latest[cohort].append(pk)
    handed_in = Submission.objects.handed_in().filter(homework__cohort__in=cohorts, homework__due_on__lt=on)
    fields = "homework", "participation", "enrolment__participation"
    came = {(homework, joint or own) for homework, joint, own in handed_in.order_by().values_list(*fields)}
    missing = {}
    for row in rows:
        pks = latest[row.participation.cohort_id]
        handed = [place for place, pk in enumerate(pks) if (pk, row.participation.pk) in came]
        missing[row.participation.pk] = pks[: handed[0]] if handed else pks
    return missing


def _homework_missing(row: Row, missing: dict[int, list[int]]) -> Iterator[QuietFact]:
    found = missing[row.participation.pk]
    if len(found) >= IN_A_ROW:
        yield QuietFact(row.participation, QuietKind.HOMEWORK_MISSING, f"{found[0]}", count=len(found))


def _no_contact(row: Row) -> Iterator[QuietFact]:
    """Yield a fact where the latest done check-ins all said that there was no contact."""
    told = sorted((month for month in row.told if row.was_done_in(month)), reverse=True)
    answered = [
        place for place, month in enumerate(told) if row.told[month].progress != CheckIn.Progress.NO_CONTACT
    ]
    count = answered[0] if answered else len(told)
    if count >= IN_A_ROW:
        yield QuietFact(row.participation, QuietKind.NO_CONTACT, f"{told[0]:%Y-%m}", count=count)


def _steps() -> Steps:
    """Return the history of steps in the done check-ins of all municipalities; one query."""
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
    by_participation: dict[int, list[tuple[int, date | None, date | None]]] = defaultdict(list)
    for participation, number, started, finished in history:
        by_participation[participation].append((number, started, finished))
        if started and finished and started < finished:
            lengths.append(_months(started, finished))
    stands = {pk: stand for pk, steps in by_participation.items() if (stand := _stand(steps))}
    return Steps(stands, lengths)


def _stand(steps: list[tuple[int, date | None, date | None]]) -> Stand | None:
    """Return the last ongoing step; else the last finished one, as long as a later step is left."""
    ongoing = [Stand(number, started) for number, started, finished in steps if started and not finished]
    if ongoing:
        return ongoing[-1]
    done = [Stand(number, finished) for number, _started, finished in steps if finished]
    is_left = any(started is None for _number, started, _finished in steps)
    return done[-1] if done and is_left else None


def _step_unchanged(row: Row, steps: Steps, *, on: date) -> Iterator[QuietFact]:
    stand, usual = steps.stands.get(row.participation.pk), median(steps.lengths)
    if stand is None:
        return
    months = _months(stand.since, month_of(on))
    if months >= LONG_STEP and months > 2 * usual:
        fact = f"{stand.number}/{stand.since:%Y-%m}"
        yield QuietFact(
            row.participation,
            QuietKind.STEP_UNCHANGED,
            fact,
            count=months,
            step=stand.number,
            usual=round(usual),
        )


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
