"""A participant's own page: one card per cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from participants.models import Attendance, Enrolment
from participants.pages.homework import HomeworkRow, Stage, homework_rows
from participants.pages.sessions import SessionCard, next_card
from programmes.models import Session
from ui.dates import day_in_words


@dataclass(frozen=True)
class Path:
    """A person's progress towards the certificate."""

    sentence: str
    rule: str
    marks: list[bool]
    is_complete: bool


@dataclass(frozen=True)
class CohortCard:
    """A participant's card about one cohort, the next thing first."""

    enrolment: Enrolment
    place: str
    session: SessionCard | None
    starts: str
    rows: list[HomeworkRow]
    nothing: str
    path: Path
    is_finished: bool


def home_cards(user: User, *, on: date, at: datetime) -> list[CohortCard]:
    """Return a card for each cohort in which the person takes part, those that go on first."""
    enrolments = list(user.enrolments.current(on=on).for_home())
    rows = homework_rows(enrolments, on=on, at=at)
    there = Attendance.objects.of_user(user).counted().filter(session=OuterRef("pk"))
    cohorts = {one.cohort_id: one.cohort for one in enrolments}
    held = Session.objects.of_cohorts(cohorts).order_by("starts_at", "pk")
    sessions = list(held.annotate(was_there=Exists(there)))
    for session in sessions:
        session.cohort = cohorts[session.cohort_id]
    attended = {one.pk for one in sessions if one.was_there}
    cards = [_card(one, rows, sessions, attended, on=on, at=at) for one in enrolments]
    return sorted(cards, key=lambda card: card.is_finished)


def _card(
    enrolment: Enrolment,
    all_rows: list[HomeworkRow],
    all_sessions: Sequence[Session],
    attended: set[int],
    *,
    on: date,
    at: datetime,
) -> CohortCard:
    rows = [row for row in all_rows if row.homework.cohort_id == enrolment.cohort_id]
    planned = [one for one in all_sessions if one.cohort_id == enrolment.cohort_id and not one.is_cancelled]
    session = next_card(planned, on=on, at=at)
    has_begun = bool(planned) and planned[0].starts_at <= at
    return CohortCard(
        enrolment=enrolment,
        place=str(enrolment.municipality),
        session=session,
        starts=day_in_words(planned[0].starts_on, on=on) if planned and not has_begun else "",
        rows=[row for row in rows if row.is_now],
        nothing=_nothing(rows, session, on=on),
        path=_path(enrolment, planned, rows, attended),
        is_finished=not enrolment.cohort.is_open or enrolment.state == Enrolment.State.COMPLETED,
    )


def _nothing(rows: list[HomeworkRow], session: SessionCard | None, *, on: date) -> str:
    """Return the sentence for an empty list: why it is empty, and what comes."""
    if session and any(row.group == Stage.TO_DO for row in rows):
        words = {"day": day_in_words(session.session.starts_on, on=on)}
        return (
            _("You have nothing to do right now. The next homework comes after the session on %(day)s.")
            % words
        )
    return _("You have nothing to do right now.")


def _path(enrolment: Enrolment, planned: list[Session], rows: list[HomeworkRow], attended: set[int]) -> Path:
    marks = sorted((one.pk in attended for one in planned), reverse=True)
    done, required = sum(row.is_approved for row in rows), enrolment.cohort.sessions_required
    words = {
        "sessions": sum(marks),
        "all": len(marks),
        "done": done,
        "homework": len(rows),
        "least": required,
    }
    parts = [_("You have taken part in %(sessions)d of %(all)d sessions")]
    if rows:
        parts.append(
            ngettext(
                "and %(done)d of %(homework)d homework is done",
                "and %(done)d of %(homework)d homework tasks are done",
                len(rows),
            )
        )
    return Path(
        sentence=f"{' '.join(parts) % words}.",
        rule=_("For the certificate you need at least %(least)d sessions and all homework done.") % words,
        marks=marks,
        is_complete=sum(marks) >= required and done == len(rows),
    )
