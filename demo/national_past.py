"""The past of the country: check-ins, a few of them missing, hand-ins in every state, and needs."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from calendars.months import due_on
from calendars.working_days import add_working_days
from demo import people
from demo.calendar import at, filled
from demo.check_ins import Promise, Told, agree, promise_of, store_check_ins
from demo.hand_ins import APPROVED, HandIn, State, answer_of, store_hand_ins
from demo.national_people import Country, Group
from demo.national_plan import is_kept
from demo.rows import store
from demo.texts import read
from followups.models import CheckIn
from participants.models import Enrolment
from programmes.models import ExpectedCheckIn, Homework, Participation
from support.models import DevelopmentArea, SupportCase

Progress = CheckIn.Progress
PROGRESS = read("country")["progress"]
MISSING_ONE_IN = 60
TWICE_ONE_IN = 10
DAYS_WAITED = 20
# Of twenty newest hand-ins one waits, one is to be revised and one is a draft; the rest are approved.
NEWEST_STATES = {0: State.SUBMITTED, 1: State.NEEDS_REVISION, 2: State.DRAFT}
ANSWERED_AFTER = timedelta(days=6)
AGAIN_AFTER = timedelta(days=9)


def add_check_ins(country: Country) -> None:
    """Add the latest months of every municipality."""
    begun: dict[int, list[ExpectedCheckIn]] = defaultdict(list)
    for each in ExpectedCheckIn.objects.expected().begun(on=country.today).order_by("participation", "month"):
        begun[each.participation_id].append(each)
    boards = Participation.objects.order_by("pk").values_list("pk", "cohort__county_board")
    store_check_ins(
        told
        for number, (pk, board) in enumerate(boards)
        for told in _months(country, begun[pk], country.coordinators[board], number)
    )


def _months(country: Country, begun: list[ExpectedCheckIn], by: User, number: int) -> Iterator[Told]:
    """Yield the months of a municipality, by its number in the country."""
    latest = begun[-country.scale.months :]
    promise: Promise | None = None
    for place, expected in enumerate(latest):
        month, is_current = expected.month, expected == latest[-1]
        # Of three municipalities, one has done the present month, one has a draft, one has not begun.
        if number % 3 == 2 if is_current else (number * 7 + place) % MISSING_ONE_IN == 0:
            continue
        turn = number * 5 + place  # differs between municipalities and months, for choosing texts
        versions = 0 if is_current and number % 3 else 2 if turn % TWICE_ONE_IN == 0 else 1
        usual = add_working_days(due_on(month), -(number % 6))
        day = max(month, min(usual, country.today - timedelta(days=1)))
        answers = _answers(turn, written=day)
        is_obstructed = answers["progress"] in {Progress.NEEDS_SUPPORT, Progress.STUCK}
        told = Told(expected, place, answers, at(day, 8 + number % 6, 30), by, versions, is_obstructed)
        text = _note(turn)["agreed"]
        if versions:
            promise = agree(told, text, promise, written=day)
        else:
            told.agreed = promise_of(text, written=day)
        yield told


def _note(turn: int) -> dict[str, Any]:
    notes = read("check_ins")["notes"]
    return notes[turn % len(notes)]


def _answers(turn: int, *, written: date) -> dict[str, Any]:
    """Return the answers; a month without contact has no text."""
    progress = PROGRESS[turn % len(PROGRESS)]
    silent = progress == Progress.NO_CONTACT
    return {
        "progress": progress,
        "happened": "" if silent else filled(_note(turn)["happened"], written=written),
        "contact_kind": "" if silent else "meeting",
    }


def add_hand_ins(country: Country) -> None:
    """Add as many hand-ins as the scale says; those left out are spread evenly."""
    possible = [each for group in country.groups for each in _possible(group, on=country.today)]
    keep, of = country.scale.submissions, len(possible)
    kept = [each for place, each in enumerate(possible) if is_kept(place, keep=keep, of=of)]
    store_hand_ins([_hand_in(country, each, place=place) for place, each in enumerate(kept)])


Possible = tuple[Homework, Participation | Enrolment, User, bool]


def _possible(group: Group, *, on: date) -> list[Possible]:
    """Return every homework past due with everybody who could hand it in, and whether it is the newest."""
    past = [task for task in group.homework if task.is_past_due(on=on)]
    newest = [
        max((task for task in past if task.is_joint is joint), key=lambda task: task.due_on, default=None)
        for joint in (True, False)
    ]
    doing = [each for each in group.members if each.role != people.STEERING]
    leaders = {each.participation_id: each.user for each in doing if each.role == people.LEADER}
    groups = [(each, leaders[each.pk]) for each in group.participations]
    persons = [(each, each.user) for each in doing]
    return [
        (task, author, by, task in newest)
        for task in past
        for author, by in (groups if task.is_joint else persons)
    ]


def _hand_in(country: Country, possible: Possible, *, place: int) -> HandIn:
    """Return a hand-in near the due day, at the latest yesterday.

    One in thirteen is late, and one in ten of the older ones has two versions.
    """
    task, author, by, is_newest = possible
    state = NEWEST_STATES.get(place % 20, State.APPROVED) if is_newest else State.APPROVED
    yesterday = country.today - timedelta(days=1)
    first = task.due_on + timedelta(days=2 if place % 13 == 0 else -(place % 5))
    days = [first, first + AGAIN_AFTER] if not is_newest and place % 10 == 3 else [first]
    sent = [at(min(day, yesterday), 8 + place % 6, 20) for day in days]
    answered = [min(when + ANSWERED_AFTER, at(yesterday, 16)) for when in sent]
    return HandIn(
        homework=task,
        author=author,
        by=by,
        text=answer_of(task, author),
        state=state,
        saved_at=sent[-1],
        sent=[] if state == State.DRAFT else sent,
        answered=[] if state == State.SUBMITTED else answered,
        given_by=country.staff[place % len(country.staff)],
        approval=APPROVED[place % len(APPROVED)],
    )


def add_needs(country: Country) -> None:
    """Add a need without an offer for one municipality in eight."""
    areas = list(DevelopmentArea.objects.all())
    everybody = [each for group in country.groups for each in group.participations]
    store(
        SupportCase(
            participation=participation,
            area=areas[place % len(areas)],
            need=read("country")["need"],
            raised_at=at(country.today - timedelta(days=DAYS_WAITED), 10),
        )
        for place, participation in enumerate(everybody[::8])
    )
