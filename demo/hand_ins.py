"""The demo's hand-ins with their versions, files and feedback."""

import hashlib
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from accounts.models import User
from audit.actions import record
from demo import texts
from demo.calendar import at
from demo.files import small_pdf
from demo.scene import Scene
from participants.models import Enrolment, Feedback, StoredFile, Submission, SubmissionVersion
from programmes.models import Homework, Participation


def add_file(name: str, line: str, *, by: User, when: datetime) -> StoredFile:
    """Store a small pdf, as after an upload."""
    content = small_pdf(name.removesuffix(".pdf"), line)
    stored = StoredFile(
        name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        uploaded_at=when,
    )
    stored.file.save(name, ContentFile(content), save=False)
    stored.save()
    return stored


def hand_in(
    homework: Homework,
    author: Participation | Enrolment,
    *,
    text: str,
    by: User,
    when: datetime,
    files: tuple[StoredFile, ...] = (),
) -> Submission:
    """Add a submission with its first version."""
    side = {"participation": author} if isinstance(author, Participation) else {"enrolment": author}
    submission = Submission.objects.create(
        homework=homework,
        state=Submission.State.SUBMITTED,
        draft_text=text,
        draft_number=2,
        drafted_by=by,
        drafted_at=when,
        submitted_at=when,
        **side,
    )
    version = SubmissionVersion.objects.create(
        submission=submission,
        number=1,
        text=text,
        submitted_by=by,
        submitted_at=when,
        is_late=homework.is_past_due(on=when.date()),
    )
    submission.draft_files.set(files)
    version.files.set(files)
    record(actor=by, verb="submission.handed_in", target=submission, at=when, version=1)
    return submission


def answer(submission: Submission, *, outcome: str, text: str, by: User, when: datetime) -> None:
    """Add feedback on the newest version."""
    version = submission.versions.latest("number")
    Feedback.objects.create(
        version=version,
        outcome=outcome,
        text=text,
        given_by=by,
        given_at=when,
        revise_by=when.date() + timedelta(days=14) if outcome == Feedback.Outcome.NEEDS_REVISION else None,
    )
    submission.state = outcome
    submission.save()
    record(actor=by, verb=f"submission.{outcome}", target=submission, at=when, version=version.number)


def add_joint_hand_ins(
    scene: Scene,
    homework: list[Homework],
    participations: dict[str, Participation],
    *,
    all_done: bool = False,
) -> None:
    """Hand in everything past due; of the newest task, show every state that a hand-in can have.

    One municipality each is approved, to be revised, waiting for feedback, and without a hand-in.
    """
    past = [task for task in homework if all_done or scene.calendar.is_past(task.due_on)]
    for task in past:
        for place, (code, participation) in enumerate(participations.items()):
            newest = task is past[-1] and not all_done
            if newest and code == "2262":
                continue  # Timrå has not handed in the newest task
            _hand_in_jointly(scene, task, participation, place=place, newest=newest)
    ahead = [task for task in homework if task not in past]
    if ahead and not all_done:
        _add_draft(scene, ahead[0], participations["2262"])


def _leader(participation: Participation) -> User:
    return participation.enrolments.process_leaders().earliest("pk").user


def _hand_in_jointly(
    scene: Scene, task: Homework, participation: Participation, *, place: int, newest: bool
) -> None:
    leader = _leader(participation)
    when = at(task.due_on - timedelta(days=(place * 2 + task.number) % 5), 10 + place, 20)
    files: tuple[StoredFile, ...] = ()
    if task.number % 3 == 0:
        files = (add_file(f"bilaga-{task.number}.pdf", task.title, by=leader, when=when),)
    text = texts.ANSWERS[(task.number - 1) % len(texts.ANSWERS)].format(place=participation.municipality.name)
    submission = hand_in(task, participation, text=text, by=leader, when=when, files=files)
    code = participation.municipality.code
    answered = min(when + timedelta(days=6), at(scene.calendar.today - timedelta(days=1), 14))
    if newest and code == "2260":
        answer(
            submission, outcome=Feedback.Outcome.NEEDS_REVISION, text=texts.REVISION_WORDS, by=scene.staff,
            when=answered,
        )  # fmt: skip
    elif not newest or code == "2282":
        words = texts.APPROVED_WORDS[(task.number + place) % len(texts.APPROVED_WORDS)]
        answer(submission, outcome=Feedback.Outcome.APPROVED, text=words, by=scene.staff, when=answered)


def _add_draft(scene: Scene, task: Homework, participation: Participation) -> None:
    Submission.objects.create(
        homework=task,
        participation=participation,
        draft_text=texts.DRAFT_ANSWER,
        draft_number=1,
        drafted_by=_leader(participation),
        drafted_at=at(scene.calendar.today - timedelta(days=2), 15, 10),
    )


def add_personal_hand_ins(scene: Scene, homework: list[Homework], enrolments: list[Enrolment]) -> None:
    """Hand in the past personal homework; of the newest, some wait for feedback and one is missing."""
    past = [task for task in homework if scene.calendar.is_past(task.due_on)]
    for task in past:
        for place, enrolment in enumerate(enrolments):
            newest = task is past[-1]
            if newest and place == 1:
                continue
            when = at(task.due_on - timedelta(days=place), 16, 5)
            submission = hand_in(task, enrolment, text=texts.PERSONAL_ANSWER, by=enrolment.user, when=when)
            if not newest or place > 2:
                answered = min(when + timedelta(days=5), at(scene.calendar.today - timedelta(days=1), 11))
                words = texts.APPROVED_WORDS[place % len(texts.APPROVED_WORDS)]
                answer(
                    submission, outcome=Feedback.Outcome.APPROVED, text=words, by=scene.staff, when=answered
                )
