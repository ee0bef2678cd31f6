"""The demo's check-ins: a realistic past, and a present month for a coordinator to continue."""

import re
from datetime import date, datetime, timedelta

from accounts.models import User
from audit.actions import record
from calendars.months import due_on
from calendars.working_days import add_working_days, is_working_day
from demo import texts
from demo.calendar import at, spoken
from demo.scene import Scene
from demo.texts import Note
from followups.models import CheckIn, CheckInStep, CheckInVersion, Obstacle, Owner
from followups.models.check_in import step_of
from programmes.models import Cohort, ExpectedCheckIn, Participation, ProcessStep

PLACEHOLDER = re.compile(r"\{(day|week):\+(\d+)\}")
LATE, DRAFT, SILENT = "2280", "2282", "2262"
Status = CheckInStep.Status
STEP_LENGTH = 2  # expected months that a step usually takes
NEXT_STEP_DAYS = 15  # working days within which a next step is to be taken
# The first word of a next step tells its owner; with any other word it is the municipality's.
OWNERS = {"Alva": Owner.COUNTY_BOARD, "Länsstyrelsen": Owner.COUNTY_BOARD, "Mika": Owner.MAN}
Written = str | bool | date | None
NO_STEP: dict[str, Written] = {"next_step": "", "next_step_owner": "", "next_step_on": None}


def filled(text: str, *, written: date) -> str:
    """Return a note with its dates and week numbers, counted from the day it was written."""

    def date_or_week(match: re.Match[str]) -> str:
        day = written + timedelta(days=int(match[2]))
        return spoken(day) if match[1] == "day" else str(day.isocalendar().week)

    return PLACEHOLDER.sub(date_or_week, text)


def steps_in(place: int) -> dict[int, str]:
    """Return the status of the five steps, by number, in that expected month (0 is the first)."""
    now = min(place // STEP_LENGTH, 3)
    return {
        number: Status.DONE
        if number - 1 < now
        else Status.ONGOING
        if number - 1 == now
        else Status.NOT_STARTED
        for number in range(1, 6)
    }


def next_step(text: str, *, written: date) -> dict[str, Written]:
    """Return a next step with its owner and its day: the one named in the text, else in 15 working days."""
    owner = OWNERS.get(text.split(maxsplit=1)[0], Owner.MUNICIPALITY)
    named = re.search(r"\{day:\+(\d+)\}", text)
    due = written + timedelta(days=int(named[1])) if named else add_working_days(written, NEXT_STEP_DAYS)
    return {"next_step": filled(text, written=written), "next_step_owner": owner, "next_step_on": due}


def add_check_ins(scene: Scene, cohort: Cohort, *, coordinator: User, all_done: bool = False) -> None:
    """Add the past months' check-ins, and those of the present month that are begun."""
    for participation in cohort.participations.select_related("municipality").in_order():
        begun = participation.expected_check_ins.expected().begun(on=scene.calendar.today)
        expected = {each.month: each for each in begun.select_related("participation__municipality")}
        months = list(expected)
        notes = {} if all_done else _notes_of(participation, months)
        previous = NO_STEP
        for place, month in enumerate(months):
            if not all_done and _is_left_out(participation, months, month, today=scene.calendar.today):
                continue
            note = notes.get(month)
            previous = _add_done(
                scene, expected[month], place=place, note=note, previous=previous, by=coordinator
            )
        if months and not all_done and participation.municipality.code == DRAFT:
            last = expected[months[-1]]
            _add_draft(scene, last, place=len(months) - 1, previous=previous, by=coordinator)


def _notes_of(participation: Participation, months: list[date]) -> dict[date, Note]:
    notes = {}
    for note in texts.NOTES:
        if note.municipality == participation.municipality.code and months:
            place = len(months) - 1 + note.month if note.recent else note.month
            if 0 <= place < len(months):
                notes[months[place]] = note
    return notes


def _is_left_out(participation: Participation, months: list[date], month: date, *, today: date) -> bool:
    """Say whether this check-in is left undone: one is late, and so are most of the present month's."""
    code = participation.municipality.code
    if month == months[-1]:
        started = _done_day(month, code, today=today) < today
        return code == DRAFT or not (code in {"2281", "2262"} and started)
    return code == LATE and len(months) > 1 and month == months[-2]


def _done_day(month: date, code: str, *, today: date) -> date:
    """Return the working day on which a check-in is marked done, well before it is due and before today."""
    day = add_working_days(due_on(month), -(6 + int(code) % 5))
    if day < month:
        day = month if is_working_day(month) else add_working_days(month, 1)
    return min(day, today - timedelta(days=1)) if today.replace(day=1) != month else day


def _add_done(
    scene: Scene,
    expected: ExpectedCheckIn,
    *,
    place: int,
    note: Note | None,
    previous: dict[str, Written],
    by: User,
) -> dict[str, Written]:
    code = expected.participation.municipality.code
    day = _done_day(expected.month, code, today=scene.calendar.today)
    when = at(day, 9 + int(code) % 6, 30)
    silent = code == SILENT and place == 2 and note is None
    step = next_step(note.next_step, written=day) if note else previous
    answers: dict[str, Written] = {
        "progress": note.progress if note else ("no_contact" if silent else "on_track"),
        "happened": filled(note.happened, written=day) if note else "",
        "nothing_new": note is None and not silent,
        "previous_next_step": previous["next_step"],
        "previous_next_step_outcome": "" if not previous["next_step"] else ("done" if note else "remaining"),
        "contact_kind": "" if silent else ("meeting" if note else "call"),
        **step,
    }
    check_in = _save(expected, place=place, answers=answers, when=when, by=by, done=True)
    record(actor=by, verb="check_in.done", target=check_in, at=when, version=1)
    return step


def _save(
    expected: ExpectedCheckIn,
    *,
    place: int,
    answers: dict[str, Written],
    when: datetime,
    by: User,
    done: bool,
) -> CheckIn:
    steps = steps_in(place)
    titles = {step.number: step for step in ProcessStep.objects.all()}
    frozen = [
        {"number": number, "title": titles[number].title, "status": status}
        for number, status in steps.items()
    ]
    told = (
        {"told": answers["progress"], "step": step_of(frozen), "first_done_on": when.date()} if done else {}
    )
    check_in = CheckIn.objects.create(
        expected=expected,
        state=CheckIn.State.DONE if done else CheckIn.State.DRAFT,
        number=1,
        opened_at=when - timedelta(minutes=2),
        saved_at=when,
        saved_by=by,
        done_at=when if done else None,
        **told,
        **answers,
    )
    CheckInStep.objects.bulk_create(
        CheckInStep(check_in=check_in, step=titles[number], status=status) for number, status in steps.items()
    )
    obstacles = list(Obstacle.objects.filter(name="Tid")) if answers["progress"] == "needs_support" else []
    check_in.obstacles.set(obstacles)
    if done:
        CheckInVersion.objects.create(
            check_in=check_in,
            version=1,
            done_at=when,
            done_by=by,
            steps=frozen,
            obstacles=[obstacle.name for obstacle in obstacles],
            **answers,
        )
    return check_in


def _add_draft(
    scene: Scene, expected: ExpectedCheckIn, *, place: int, previous: dict[str, Written], by: User
) -> None:
    when = at(max(expected.month, scene.calendar.today - timedelta(days=2)), 11, 40)
    answers: dict[str, Written] = {
        "progress": "on_track",
        "happened": texts.DRAFT_NOTE,
        "previous_next_step": previous["next_step"],
        "previous_next_step_outcome": "done" if previous["next_step"] else "",
        "contact_kind": "meeting",
        **next_step(texts.DRAFT_NEXT_STEP, written=when.date()),
    }
    _save(expected, place=place, answers=answers, when=when, by=by, done=False)
