"""The country's hand-ins: most have feedback, some have two versions, the newest are in every state."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from demo import people, texts
from demo.calendar import at
from demo.national_people import BATCH, Country, add_trail
from demo.national_plan import is_kept
from participants.models import Enrolment, Feedback, Submission, SubmissionVersion
from programmes.models import Homework, Participation

State = Submission.State
# Of twenty newest hand-ins one waits, one is to be revised and one is a draft; the rest are approved.
NEWEST_STATES = {0: State.SUBMITTED, 1: State.NEEDS_REVISION, 2: State.DRAFT}
ANSWERED_AFTER = timedelta(days=6)
AGAIN_AFTER = timedelta(days=9)


@dataclass
class HandIn:
    """A hand-in to be created."""

    homework: Homework
    author: Participation | Enrolment
    by: User
    place: int
    is_newest: bool
    submission: Submission | None = None

    @property
    def state(self) -> str:
        return NEWEST_STATES.get(self.place % 20, State.APPROVED) if self.is_newest else State.APPROVED

    @property
    def versions(self) -> int:
        """The number of versions: two for one in ten of the older hand-ins."""
        if self.state == State.DRAFT:
            return 0
        return 2 if self.state == State.APPROVED and not self.is_newest and self.place % 10 == 3 else 1

    @property
    def text(self) -> str:
        if isinstance(self.author, Enrolment):
            return texts.PERSONAL_ANSWER
        words = texts.ANSWERS[(self.homework.number - 1) % len(texts.ANSWERS)]
        return words.format(place=self.author.municipality.name)

    def handed_in_at(self, number: int, *, country: Country) -> datetime:
        """Return when the version was sent: near the due day, one in thirteen late, never after yesterday."""
        days = 2 if self.place % 13 == 0 else -(self.place % 5)
        day = self.homework.due_on + timedelta(days=days) + (number - 1) * AGAIN_AFTER
        return at(min(day, country.today - timedelta(days=1)), 8 + self.place % 6, 20)

    def answered_at(self, number: int, *, country: Country) -> datetime:
        """Return when feedback was given: six days later, at the latest yesterday."""
        when = self.handed_in_at(number, country=country) + ANSWERED_AFTER
        return min(when, at(country.today - timedelta(days=1), 16))


def add_hand_ins(country: Country) -> None:
    """Add as many hand-ins as the scale says; those left out are spread evenly."""
    possible = [each for cohort in country.cohorts for each in _possible(country, cohort.pk)]
    keep, of = country.scale.submissions, len(possible)
    kept = [each for place, each in enumerate(possible) if is_kept(place, keep=keep, of=of)]
    for place, each in enumerate(kept):
        each.place = place
        each.submission = _submission(country, each)
    Submission.objects.bulk_create((each.submission for each in kept if each.submission), batch_size=BATCH)
    handed_in = [(each, number) for each in kept for number in range(1, each.versions + 1)]
    versions = SubmissionVersion.objects.bulk_create(
        (_version(country, each, number) for each, number in handed_in), batch_size=BATCH
    )
    answered = [
        (each, version)
        for (each, _number), version in zip(handed_in, versions, strict=True)
        if each.state != State.SUBMITTED
    ]
    Feedback.objects.bulk_create((_feedback(country, *pair) for pair in answered), batch_size=BATCH)
    add_trail(
        (version.submitted_by, "submission.handed_in", version.submission, version.submitted_at)
        for version in versions
    )


def _possible(country: Country, cohort: int) -> list[HandIn]:
    """Return a hand-in for every homework past due and everybody who could hand it in."""
    past = [task for task in country.homework[cohort] if task.is_past_due(on=country.today)]
    newest = [
        max((task for task in past if task.is_joint is joint), key=lambda task: task.due_on, default=None)
        for joint in (True, False)
    ]
    doing = [each for each in country.members[cohort] if each.role != people.STEERING]
    leaders = {each.participation_id: each.user for each in doing if each.role == people.LEADER}
    groups = [(each, leaders[each.pk]) for each in country.groups[cohort]]
    persons = [(each, each.user) for each in doing]
    return [
        HandIn(task, author, by, place=0, is_newest=task in newest)
        for task in past
        for author, by in (groups if task.is_joint else persons)
    ]


def _submission(country: Country, each: HandIn) -> Submission:
    when = each.handed_in_at(max(each.versions, 1), country=country)
    side = (
        {"participation": each.author}
        if isinstance(each.author, Participation)
        else {"enrolment": each.author}
    )
    return Submission(
        homework=each.homework,
        state=each.state,
        draft_text=each.text,
        draft_number=each.versions + 1,
        drafted_by=each.by,
        drafted_at=when,
        submitted_at=when if each.versions else None,
        **side,
    )


def _version(country: Country, each: HandIn, number: int) -> SubmissionVersion:
    when = each.handed_in_at(number, country=country)
    return SubmissionVersion(
        submission=each.submission,
        number=number,
        text=each.text,
        submitted_by=each.by,
        submitted_at=when,
        is_late=each.homework.is_past_due(on=when.date()),
    )


def _feedback(country: Country, each: HandIn, version: SubmissionVersion) -> Feedback:
    """Return feedback: what the hand-in's state says for its last version, revision for an earlier one."""
    revise = each.state == State.NEEDS_REVISION or version.number < each.versions
    when = each.answered_at(version.number, country=country)
    approved = texts.APPROVED_WORDS[each.place % len(texts.APPROVED_WORDS)]
    return Feedback(
        version=version,
        outcome=Feedback.Outcome.NEEDS_REVISION if revise else Feedback.Outcome.APPROVED,
        text=texts.REVISION_WORDS if revise else approved,
        revise_by=when.date() + timedelta(days=14) if revise else None,
        given_by=country.staff[each.place % len(country.staff)],
        given_at=when,
    )
