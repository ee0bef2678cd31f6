"""The country's check-ins: months that are done, a few that are missing, and the present month begun."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from accounts.models import User
from calendars.months import due_on
from calendars.working_days import add_working_days
from demo import texts
from demo.calendar import at
from demo.check_ins import filled, steps_in
from demo.national_people import BATCH, Country, add_trail
from followups.models import CheckIn, CheckInStep, CheckInVersion, Obstacle
from followups.models.check_in import step_of
from programmes.models import ExpectedCheckIn, Participation, ProcessStep
from support.models import DevelopmentArea, SupportCase

Progress = CheckIn.Progress
# One municipality's months in order; each municipality starts at a different place.
PROGRESS = (
    Progress.ON_TRACK, Progress.ON_TRACK, Progress.NEEDS_SUPPORT, Progress.ON_TRACK, Progress.ON_TRACK,
    Progress.ON_TRACK, Progress.STUCK, Progress.ON_TRACK, Progress.NO_CONTACT, Progress.ON_TRACK,
    Progress.NEEDS_SUPPORT, Progress.ON_TRACK, Progress.ON_TRACK,
)  # fmt: skip
MISSING_ONE_IN = 60
TWICE_ONE_IN = 10
DAYS_WAITED = 20


@dataclass
class Month:
    """One municipality's check-in for one month."""

    expected: ExpectedCheckIn
    number: int
    place: int
    is_done: bool
    by: User
    when: datetime
    check_in: CheckIn | None = None

    @property
    def month(self) -> date:
        return self.expected.month

    @property
    def turn(self) -> int:
        """A number that differs between municipalities and months, for choosing texts."""
        return self.number * 5 + self.place

    @property
    def progress(self) -> str:
        return PROGRESS[self.turn % len(PROGRESS)]

    @property
    def is_obstructed(self) -> bool:
        return self.progress in {Progress.NEEDS_SUPPORT, Progress.STUCK}

    @property
    def versions(self) -> int:
        """The number of times it was marked done: twice for one in ten."""
        if not self.is_done:
            return 0
        return 2 if self.turn % TWICE_ONE_IN == 0 else 1

    @property
    def answers(self) -> dict[str, str | bool]:
        """The answers' fields; a month without contact has no text."""
        silent = self.progress == Progress.NO_CONTACT
        note, previous = _note(self.turn), _note(self.turn - 1)
        happened = "" if silent else filled(note.happened, written=self.when.date())
        return {
            "progress": self.progress,
            "happened": happened,
            "previous_next_step": filled(previous.next_step, written=self.month) if self.place else "",
            "previous_next_step_outcome": "done" if self.place else "",
            "next_step": filled(note.next_step, written=self.when.date()),
            "contact_kind": "" if silent else "meeting",
        }


def _note(turn: int) -> texts.Note:
    return texts.NOTES[turn % len(texts.NOTES)]


@cache
def _usual_day(month: date, days: int) -> date:
    return add_working_days(due_on(month), -days)


def add_check_ins(country: Country) -> None:
    """Add the latest months of every municipality, with steps, obstacles and versions."""
    begun: dict[int, list[ExpectedCheckIn]] = defaultdict(list)
    for each in ExpectedCheckIn.objects.expected().begun(on=country.today).order_by("participation", "month"):
        begun[each.participation_id].append(each)
    boards = dict(Participation.objects.order_by("pk").values_list("pk", "cohort__county_board"))
    months = [
        month
        for number, (pk, board) in enumerate(boards.items())
        for month in _months(country, begun[pk], board, number)
    ]
    for month in months:
        month.check_in = _check_in(month)
    CheckIn.objects.bulk_create((month.check_in for month in months if month.check_in), batch_size=BATCH)
    _add_children(months)
    titles = dict(ProcessStep.objects.values_list("number", "title"))
    versions = [
        _version(month, number, titles) for month in months for number in range(1, month.versions + 1)
    ]
    CheckInVersion.objects.bulk_create(versions, batch_size=BATCH)
    add_trail((version.done_by, "check_in.done", version.check_in, version.done_at) for version in versions)


def _months(country: Country, begun: list[ExpectedCheckIn], board: int | None, number: int) -> list[Month]:
    latest = begun[-country.scale.months :]
    rows = []
    for place, expected in enumerate(latest):
        month, current = expected.month, expected == latest[-1]
        # Of three municipalities, one has done the present month, one has a draft, one has not begun.
        left = number % 3 == 2 if current else (number * 7 + place) % MISSING_ONE_IN == 0
        if not left:
            is_done = not current or number % 3 == 0
            day = max(month, min(_usual_day(month, number % 6), country.today - timedelta(days=1)))
            by = country.coordinators[board] if board else country.staff[0]
            rows.append(Month(expected, number, place, is_done, by, at(day, 8 + number % 6, 30)))
    return rows


def _check_in(month: Month) -> CheckIn:
    return CheckIn(
        expected=month.expected,
        state=CheckIn.State.DONE if month.is_done else CheckIn.State.DRAFT,
        number=max(month.versions, 1),
        opened_at=month.when - timedelta(minutes=2),
        saved_at=month.when,
        saved_by=month.by,
        done_at=month.when if month.is_done else None,
        told=month.progress if month.is_done else "",
        step=step_of(_frozen(month, {})) if month.is_done else 0,
        first_done_on=month.when.date() if month.is_done else None,
        **month.answers,
    )


def _add_children(months: list[Month]) -> None:
    steps = {step.number: step for step in ProcessStep.objects.all()}
    CheckInStep.objects.bulk_create(
        (
            CheckInStep(check_in=month.check_in, step=steps[number], status=status)
            for month in months
            for number, status in steps_in(month.place).items()
        ),
        batch_size=BATCH,
    )
    time = Obstacle.objects.get(name="Tid")
    link = CheckIn.obstacles.through
    link.objects.bulk_create(
        (link(checkin=month.check_in, obstacle=time) for month in months if month.is_obstructed),
        batch_size=BATCH,
    )


def _version(month: Month, number: int, titles: dict[int, str]) -> CheckInVersion:
    earlier = timedelta(minutes=month.versions - number)
    return CheckInVersion(
        check_in=month.check_in,
        version=number,
        done_at=month.when - earlier,
        done_by=month.by,
        steps=_frozen(month, titles),
        obstacles=["Tid"] if month.is_obstructed else [],
        **month.answers,
    )


def _frozen(month: Month, titles: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {"number": step, "title": titles.get(step, ""), "status": status}
        for step, status in steps_in(month.place).items()
    ]


def add_needs(country: Country) -> None:
    """Add a need without an offer for one municipality in eight."""
    areas = list(DevelopmentArea.objects.all())
    raised_at = at(country.today - timedelta(days=DAYS_WAITED), 10)
    groups = [each for cohort in country.cohorts for each in country.groups[cohort.pk]]
    SupportCase.objects.bulk_create(
        SupportCase(
            participation=participation,
            area=areas[place % len(areas)],
            need="Stöd i att välja fokus, gärna på plats.",
            raised_at=raised_at,
        )
        for place, participation in enumerate(groups[::8])
    )
