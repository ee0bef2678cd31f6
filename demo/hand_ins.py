"""The demo's hand-ins with their versions, files and feedback."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from accounts.models import User
from demo.calendar import at
from demo.files import small_pdf
from demo.rows import add_trail, store
from demo.scene import Scene
from demo.texts import read
from participants.models import Enrolment, Feedback, StoredFile, Submission, SubmissionVersion
from programmes.models import Homework, Participation

State = Submission.State
APPROVED, REVISION = read("hand_ins")["approved"], read("hand_ins")["revision"]
APPROVED_PERSONAL = read("hand_ins")["approved_personal"]
TIMRA = "2262"  # has not handed in the newest task, and writes on the next
NEWEST = {"2282": State.APPROVED, "2260": State.NEEDS_REVISION}


@dataclass
class HandIn:
    """A hand-in to be stored: ``sent`` has a moment for each version, ``answered`` for each feedback.

    An earlier version was to be revised; ``state`` says what became of the last.
    """

    homework: Homework
    author: Participation | Enrolment
    by: User
    text: str
    state: str
    saved_at: datetime
    sent: list[datetime] = field(default_factory=list)
    answered: list[datetime] = field(default_factory=list)
    given_by: User | None = None
    approval: str = ""
    files: list[StoredFile] = field(default_factory=list)


def store_hand_ins(hand_ins: Sequence[HandIn]) -> list[Feedback]:
    """Store hand-ins with versions and feedback, and record that they were sent; return the feedback."""
    submissions = zip(hand_ins, store(map(_submission, hand_ins)), strict=True)
    sent = [
        (each, _version(each, submission, number, when))
        for each, submission in submissions
        for number, when in enumerate(each.sent, start=1)
    ]
    versions = store(version for _each, version in sent)
    for each, version in sent:
        if each.files:
            version.files.set(each.files)
            version.submission.draft_files.set(each.files)
    add_trail(
        (row.submitted_by, "submission.handed_in", row.submission, row.submitted_at, {"version": row.number})
        for row in versions
    )
    return store(_feedback(each, version) for each, version in sent if each.answered)


def _version(each: HandIn, submission: Submission, number: int, when: datetime) -> SubmissionVersion:
    return SubmissionVersion(
        submission=submission,
        number=number,
        text=each.text,
        submitted_by=each.by,
        submitted_at=when,
        is_late=each.homework.is_past_due(on=when.date()),
    )


def _submission(each: HandIn) -> Submission:
    side = "participation" if isinstance(each.author, Participation) else "enrolment"
    return Submission(
        homework=each.homework,
        state=each.state,
        draft_text=each.text,
        draft_number=len(each.sent) + 1,
        drafted_by=each.by,
        drafted_at=each.saved_at,
        submitted_at=each.sent[-1] if each.sent else None,
        was_in_time=bool(each.sent) and not each.homework.is_past_due(on=each.sent[0].date()),
        **{side: each.author},
    )


def _feedback(each: HandIn, version: SubmissionVersion) -> Feedback:
    is_good = each.state == State.APPROVED and version.number == len(each.sent)
    when = each.answered[version.number - 1]
    return Feedback(
        version=version,
        outcome=Feedback.Outcome.APPROVED if is_good else Feedback.Outcome.NEEDS_REVISION,
        text=each.approval if is_good else REVISION,
        revise_by=None if is_good else when.date() + timedelta(days=14),
        given_by=each.given_by,
        given_at=when,
    )


def add_file(name: str, line: str, *, by: User, when: datetime, title: str = "") -> StoredFile:
    """Store a small pdf, as after an upload."""
    content = small_pdf(title or name.removesuffix(".pdf"), line)
    return StoredFile.objects.create(
        file=ContentFile(content, name),
        name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        uploaded_at=when,
    )


def answer_of(task: Homework, author: Participation | Enrolment) -> str:
    """Return what a group or a person hands in."""
    if isinstance(author, Enrolment):
        return read("hand_ins")["personal"]
    texts = read("hand_ins")["joint"]
    return texts[(task.number - 1) % len(texts)].format(place=author.municipality.name)


def add_joint_hand_ins(
    scene: Scene, homework: list[Homework], participations: dict[str, Participation], *, has_story: bool
) -> None:
    """Hand in everything past due; of a story's newest task, show every state that a hand-in can have.

    One municipality each is approved, to be revised, waiting for feedback, and without a hand-in.
    """
    past = [task for task in homework if task.due_on < scene.calendar.today]
    newest = past[-1] if has_story else None
    hand_ins = [
        _joint(scene, task, code, participation, place=place, is_newest=task is newest)
        for task in past
        for place, (code, participation) in enumerate(participations.items())
        if not (task is newest and code == TIMRA)
    ]
    if has_story:
        when, text = at(scene.calendar.today - timedelta(days=2), 15, 10), read("hand_ins")["draft"]
        author, leader = participations[TIMRA], scene.leader(TIMRA)
        hand_ins.append(HandIn(homework[len(past)], author, leader, text, State.DRAFT, when))
    _store(hand_ins)


def _joint(
    scene: Scene, task: Homework, code: str, participation: Participation, *, place: int, is_newest: bool
) -> HandIn:
    leader, text = scene.leader(code), answer_of(task, participation)
    when = at(task.due_on - timedelta(days=(place * 2 + task.number) % 5), 10 + place, 20)
    state = NEWEST.get(code, State.SUBMITTED) if is_newest else State.APPROVED
    each = HandIn(task, participation, leader, text, state, when)
    if task.number % 3 == 0:
        each.files = [add_file(f"bilaga-{task.number}.pdf", task.title, by=leader, when=when)]
    answered = min(when + timedelta(days=6), at(scene.calendar.today - timedelta(days=1), 14))
    return _sent(scene, each, answered, words=task.number + place)


def add_personal_hand_ins(scene: Scene, homework: list[Homework], enrolments: list[Enrolment]) -> None:
    """Hand in the past personal homework; of the newest, some wait for feedback and one is missing."""
    past = [task for task in homework if task.due_on < scene.calendar.today]
    hand_ins = []
    for task in past:
        for place, enrolment in enumerate(enrolments):
            if task is past[-1] and place == 1:
                continue
            when = at(task.due_on - timedelta(days=place), 16, 5)
            answered = min(when + timedelta(days=5), at(scene.calendar.today - timedelta(days=1), 11))
            state = State.SUBMITTED if task is past[-1] and place <= 2 else State.APPROVED
            each = HandIn(task, enrolment, enrolment.user, answer_of(task, enrolment), state, when)
            hand_ins.append(_sent(scene, each, answered, words=place))
    _store(hand_ins)


def _sent(scene: Scene, each: HandIn, answered: datetime, *, words: int) -> HandIn:
    """Return the hand-in with its one version and, unless it waits, the feedback."""
    each.sent = [each.saved_at]
    if each.state != State.SUBMITTED:
        each.answered, each.given_by = [answered], scene.staff
        each.approval = APPROVED_PERSONAL[words % len(APPROVED_PERSONAL)]
    return each


def _store(hand_ins: list[HandIn]) -> None:
    """Store hand-ins; the trail tells of the feedback too."""
    add_trail(
        (each.given_by, f"submission.{each.outcome}", each.version.submission, each.given_at, {"version": 1})
        for each in store_hand_ins(hand_ins)
    )
