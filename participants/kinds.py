"""The kinds of mail that this app sends, each with the check that it is still due."""

from datetime import date, datetime

from django.db.models import Q

from calendars.months import day_of
from municipalities.models import CountyBoard
from notifications.kinds import MailKind
from notifications.models import Message
from participants.models import Enrolment, Feedback, SubmissionVersion
from programmes.models import Cohort, Homework, Session


def version_stands(message: Message, *, at: datetime) -> bool:
    """Say whether the version has not been taken back."""
    return SubmissionVersion.objects.standing().filter(pk=message.facts["version"]).exists()


def nothing_new_handed_in(message: Message, *, at: datetime) -> bool:
    """Say whether nothing was handed in after the version that was taken back."""
    version = SubmissionVersion.objects.select_related("submission").get(pk=message.facts["version"])
    return version.submission.is_open and version.submission.versions.first() == version


def still_concerned(message: Message, *, at: datetime) -> bool:
    """Say whether the cohort is open and the recipient still takes part in it or coordinates its county."""
    if message.recipient is None:
        return False
    on = day_of(at)
    mine = Enrolment.objects.filter(user=message.recipient_id).taking_part(on=on)
    boards = CountyBoard.objects.coordinated_by(message.recipient, on=on)
    concerned = Cohort.objects.open().filter(Q(pk__in=mine.values("cohort")) | Q(county_board__in=boards))
    return concerned.filter(pk=message.facts["cohort"]).exists()


def still_moved(message: Message, *, at: datetime) -> bool:
    """Say whether the session is still planned for the time in the mail."""
    told = datetime.fromisoformat(message.facts["starts_at"])
    held = Session.objects.planned().filter(pk=message.facts["session"], starts_at=told)
    return held.exists() and still_concerned(message, at=at)


def still_cancelled(message: Message, *, at: datetime) -> bool:
    """Say whether the session is still cancelled."""
    cancelled = Session.objects.filter(pk=message.facts["session"], state=Session.State.CANCELLED)
    return cancelled.exists() and still_concerned(message, at=at)


def feedback_is_news(message: Message, *, at: datetime) -> bool:
    """Say whether nothing has been handed in since the feedback."""
    found = Feedback.objects.filter(version=message.facts["version"])
    feedback = found.select_related("version__submission").first()
    return feedback is not None and feedback.version.submission.state == feedback.outcome


def session_still_ahead(message: Message, *, at: datetime) -> bool:
    """Say whether the session is still planned for the time in the mail, and has not begun."""
    told = datetime.fromisoformat(message.facts["starts_at"])
    return at < told and still_moved(message, at=at)


def hand_in_still_missing(message: Message, *, at: datetime) -> bool:
    """Say whether the due day is still the one in the mail, and nothing is handed in for this person."""
    on = day_of(at)
    due_on = date.fromisoformat(message.facts["due_on"])
    homework = Homework.objects.filter(pk=message.facts["homework"], due_on=due_on).first()
    if homework is None:
        return False
    missing = Enrolment.objects.missing_hand_in(homework, on=on)
    return missing.filter(pk=message.facts["enrolment"]).exists()


def homework_still_due(message: Message, *, at: datetime) -> bool:
    """Say whether the due day has not passed, and nothing is handed in."""
    on = day_of(at)
    return on <= date.fromisoformat(message.facts["due_on"]) and hand_in_still_missing(message, at=at)


KINDS = (
    MailKind(name="session_week", still_due=session_still_ahead),
    MailKind(name="session_tomorrow", still_due=session_still_ahead),
    MailKind(name="homework_due", still_due=homework_still_due),
    MailKind(name="homework_late", still_due=hand_in_still_missing),
    MailKind(name="submission_received", still_due=version_stands, urgent=True),
    MailKind(name="submission_received_by_group", still_due=version_stands),
    MailKind(name="submission_taken_back", still_due=nothing_new_handed_in),
    MailKind(name="enrolment_invited", still_due=still_concerned),
    MailKind(name="cohort_published", still_due=still_concerned),
    MailKind(name="coordinator_cohort_published", still_due=still_concerned),
    MailKind(name="session_moved", still_due=still_moved),
    MailKind(name="session_moved_soon", still_due=still_moved, urgent=True),
    MailKind(name="session_cancelled", still_due=still_cancelled),
    MailKind(name="session_cancelled_soon", still_due=still_cancelled, urgent=True),
    MailKind(name="feedback_given", still_due=feedback_is_news),
)
