"""The page of one session: before it what to prepare, after it the material, the homework and who came."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from participants.models import Attendance, Enrolment
from participants.pages.homework import homework_rows
from participants.pages.sessions import Download, SessionCard, download, session_card
from programmes.models import Homework, Material, Session
from ui.dates import day_in_words
from ui.tags import Tag


@dataclass(frozen=True)
class HomeworkLine:
    """Homework that follows the session, with its status for somebody who does it."""

    homework: Homework
    hint: str
    tag: Tag | None


@dataclass(frozen=True)
class SessionPage:
    """The whole page of a session."""

    card: SessionCard
    downloads: list[Download]
    homework: list[HomeworkLine]
    group: list[tuple[Enrolment, str]]
    own_attendance: Tag | None
    misses_attendance: bool


def session_page(session: Session, *, user: User, on: date, at: datetime) -> SessionPage:
    """Return the page of a session that the person may see."""
    attendances = {
        attendance.enrolment_id: attendance.get_status_display()
        for attendance in Attendance.objects.visible_to(user, on=on).of_session(session)
    }
    own = user.enrolments.current(on=on).in_cohort(session.cohort).for_home().first()
    card = session_card(session, on=on, at=at)
    noted = attendances.get(own.pk) if own else None
    return SessionPage(
        card=card,
        downloads=[download(material) for material in Material.objects.of_session(session)],
        homework=_own_homework(own, session, on=on, at=at) if own else _homework(session, on=on),
        group=_group(own, attendances, on=on),
        own_attendance=Tag(noted) if noted else None,
        misses_attendance=own is not None and noted is None and card.is_over and not session.is_cancelled,
    )


def _homework(session: Session, *, on: date) -> list[HomeworkLine]:
    return [
        HomeworkLine(one, _("Hand in by %(day)s") % {"day": day_in_words(one.due_on, on=on)}, None)
        for one in Homework.objects.of_cohorts([session.cohort_id]).after_session(session)
    ]


def _own_homework(own: Enrolment, session: Session, *, on: date, at: datetime) -> list[HomeworkLine]:
    rows = [row for row in homework_rows([own], on=on, at=at) if row.homework.session_id == session.pk]
    return [HomeworkLine(row.homework, row.hint, row.tag) for row in rows]


def _group(own: Enrolment | None, attendances: dict[int, str], *, on: date) -> list[tuple[Enrolment, str]]:
    """Return the people from the same municipality, with the attendance that the reader may see."""
    if own is None or own.participation_id is None:
        return []
    people = Enrolment.objects.current(on=on).of_participation(own.participation_id).named()
    ordered = people.select_related("user").in_order()
    return [(person, attendances.get(person.pk, "")) for person in ordered]
