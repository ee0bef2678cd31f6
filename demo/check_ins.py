"""The demo's check-ins: a realistic past, and a present month for a coordinator to continue."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from calendars.months import due_on, next_month
from calendars.working_days import add_working_days
from demo.calendar import at, filled, working_day_from
from demo.rows import add_trail, store
from demo.scene import Scene
from demo.texts import read
from followups.models import CheckIn, CheckInStep, CheckInVersion, Commitment, Obstacle, Owner
from followups.models.check_in import step_of
from programmes.models import Cohort, ExpectedCheckIn, Participation, ProcessStep

LATE, DRAFT, SILENT, STARTED = "2280", "2282", "2262", {"2281", "2262"}
Status = CheckInStep.Status
STEP_LENGTH = 2  # expected months that a step usually takes
PROMISE_DAYS = 15  # working days within which what was agreed on is to be done
# The first word of what was agreed on tells its owner; with any other word it is the municipality's.
OWNERS = {"Alva": Owner.COUNTY_BOARD, "Länsstyrelsen": Owner.COUNTY_BOARD, "Mika": Owner.MAN}


@dataclass
class Promise:
    """A commitment of one check-in, with its state today; ``kept_at`` is when it was found done."""

    text: str
    owner: str
    due_on: date
    kept_at: datetime | None = None

    def frozen(self, **became: str) -> dict[str, str]:
        """Return it as drafts and versions keep it."""
        return {"text": self.text, "owner": self.owner, "due_on": self.due_on.isoformat(), **became}


@dataclass
class Told:
    """A check-in to be stored; ``versions`` says how often it was marked done, 0 for a draft.

    ``agreed`` is the new promise, ``earlier`` the one that was open before it, with what became of it.

    ``place`` counts the expected months before it, which tell how far the steps have come.
    """

    expected: ExpectedCheckIn
    place: int
    answers: dict[str, Any]
    when: datetime
    by: User
    versions: int = 1
    is_obstructed: bool = False
    agreed: Promise | None = None
    earlier: tuple[Promise, str] | None = None

    @property
    def agreed_rows(self) -> list[dict[str, str]]:
        """The new promise as the draft keeps it."""
        return [self.agreed.frozen()] if self.agreed else []

    @property
    def commitments(self) -> list[dict[str, str]]:
        """The rows that the version keeps: the earlier promise, then the new one."""
        earlier = [self.earlier[0].frozen(outcome=self.earlier[1], word="")] if self.earlier else []
        return earlier + ([self.agreed.frozen(outcome="", word="")] if self.agreed else [])


def store_check_ins(all_told: Iterable[Told]) -> None:
    """Store check-ins with their steps, obstacles and versions, and what the trail says of them."""
    steps, time = {step.number: step for step in ProcessStep.objects.all()}, Obstacle.objects.get(name="Tid")
    rows = [(told, _check_in(told)) for told in all_told]
    store(check_in for _told, check_in in rows)
    store(
        CheckInStep(check_in=check_in, step=steps[number], status=status)
        for told, check_in in rows
        for number, status in steps_in(told.place).items()
    )
    link = CheckIn.obstacles.through
    store(link(checkin=check_in, obstacle=time) for told, check_in in rows if told.is_obstructed)
    versions = store(
        CheckInVersion(
            check_in=check_in,
            version=number,
            done_at=told.when - timedelta(minutes=told.versions - number),
            done_by=told.by,
            steps=[
                {"number": step, "title": steps[step].title, "status": status}
                for step, status in steps_in(told.place).items()
            ],
            obstacles=[time.name] if told.is_obstructed else [],
            commitments=told.commitments,
            written={"agreed": told.agreed_rows, "commitment_answers": {}, "outcome_answers": {}},
            **told.answers,
        )
        for told, check_in in rows
        for number in range(1, told.versions + 1)
    )
    add_trail(
        (row.done_by, "check_in.done", row.check_in, row.done_at, {"version": row.version})
        for row in versions
    )
    promised = store(
        _commitment(told.agreed, told, check_in) for told, check_in in rows if told.agreed and told.versions
    )
    add_trail(
        (row.check_in.saved_by, "commitment.made", row, row.created_at, {"owner": row.owner})
        for row in promised
        if row.check_in
    )


def _commitment(promise: Promise, told: Told, check_in: CheckIn) -> Commitment:
    is_kept = promise.kept_at is not None
    return Commitment(
        participation_id=told.expected.participation_id,
        check_in=check_in,
        position=1,
        owner=promise.owner,
        text=promise.text,
        due_on=promise.due_on,
        state=Commitment.State.DONE if is_kept else Commitment.State.OPEN,
        created_at=told.when,
        changed_at=promise.kept_at or told.when,
        changed_by=told.by,
    )


def steps_in(place: int) -> dict[int, str]:
    """Return the status of the five steps, by number, in that expected month (0 is the first)."""
    now = min(place // STEP_LENGTH, 3) + 1
    return {
        number: Status.DONE if number < now else Status.ONGOING if number == now else Status.NOT_STARTED
        for number in range(1, 6)
    }


def _check_in(told: Told) -> CheckIn:
    steps = [{"number": number, "status": status} for number, status in steps_in(told.place).items()]
    done: dict[str, Any] = {
        "state": CheckIn.State.DONE,
        "done_at": told.when,
        "told": told.answers["progress"],
        "step": step_of(steps),
        "first_done_on": told.when.date(),
    }
    return CheckIn(
        expected=told.expected,
        number=max(told.versions, 1),
        opened_at=told.when - timedelta(minutes=2),
        saved_at=told.when,
        saved_by=told.by,
        agreed=told.agreed_rows,
        **(done if told.versions else {}),
        **told.answers,
    )


def add_check_ins(scene: Scene, cohort: Cohort, *, by: User, has_story: bool) -> None:
    """Add the past months' check-ins and, where a story is told, its notes and what is left undone."""
    store_check_ins(
        told
        for participation in cohort.participations.select_related("municipality").in_order()
        for told in _months(scene, participation, by=by, has_story=has_story)
    )


def _months(scene: Scene, participation: Participation, *, by: User, has_story: bool) -> Iterator[Told]:
    """Yield what is told of each month; what was agreed on is open until there is something new."""
    code, today = participation.municipality.code, scene.calendar.today
    expected = list(participation.expected_check_ins.expected().begun(on=today))
    notes = _notes(code, len(expected)) if has_story else {}
    promise: Promise | None = None
    for place, each in enumerate(expected):
        day, note = _done_day(each.month, code, today=today), notes.get(place)
        is_current = each == expected[-1]
        if has_story and is_current and (code not in STARTED or day >= today):
            continue  # most have not begun the present month
        if has_story and code == LATE and place == len(expected) - 2:
            continue
        silent = code == SILENT and place == 2
        answers = _answers(note, written=day, silent=silent)
        told = Told(each, place, answers, at(day, 9 + int(code) % 6, 30), by)
        told.is_obstructed = answers["progress"] == "needs_support"
        promise = agree(told, note["agreed"] if note else "", promise, written=day, silent=silent)
        yield told
    if has_story and expected and code == DRAFT:
        note, when = (
            read("check_ins")["draft"],
            at(max(expected[-1].month, today - timedelta(days=2)), 11, 40),
        )
        answers = _answers(note, written=when.date())
        draft = Told(expected[-1], len(expected) - 1, answers, when, by, versions=0)
        draft.agreed = promise_of(note["agreed"], written=when.date())
        yield draft


def _notes(code: str, months: int) -> dict[int, dict[str, Any]]:
    """Return a municipality's notes by the place of their month."""
    notes = [note for note in read("check_ins")["notes"] if note["municipality"] == code]
    return {note["month"] + (months - 1 if note.get("recent") else 0): note for note in notes}


def _done_day(month: date, code: str, *, today: date) -> date:
    """Return the working day on which a check-in is marked done, well before it is due and before today."""
    day = add_working_days(due_on(month), -(6 + int(code) % 5))
    if day < month:
        day = working_day_from(month)
    return min(day, today - timedelta(days=1)) if today.replace(day=1) != month else day


def _answers(note: dict[str, Any] | None, *, written: date, silent: bool = False) -> dict[str, Any]:
    """Return the answers of a month with a note; without one there was no contact, or nothing new."""
    if note:
        return {
            "progress": note["progress"],
            "happened": filled(note["happened"], written=written),
            "contact_kind": "meeting",
        }
    if silent:
        return {"progress": "no_contact"}
    return {"progress": "on_track", "nothing_new": True, "contact_kind": "call"}


def agree(
    told: Told, text: str, promise: Promise | None, *, written: date, silent: bool = False
) -> Promise | None:
    """Say what became of the open promise and add the new one; return that which is open afterwards."""
    if promise is not None:
        is_asked = not silent and promise.due_on < next_month(told.expected.month)
        told.earlier = (promise, "done" if text else "open" if is_asked else "")
        promise.kept_at = told.when if text else None
    if text:
        told.agreed = promise_of(text, written=written)
    return told.agreed or promise


def promise_of(text: str, *, written: date) -> Promise:
    """Return what was agreed on with its owner and its day: the one named in the text, else after a while."""
    owner = OWNERS.get(text.split(maxsplit=1)[0], Owner.MUNICIPALITY)
    named = re.search(r"\{day:\+(\d+)\}", text)
    due = written + timedelta(days=int(named[1])) if named else add_working_days(written, PROMISE_DAYS)
    return Promise(filled(text, written=written), owner, due)
