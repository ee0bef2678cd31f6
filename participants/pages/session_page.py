"""The page of one session: before it what to prepare, after it the material, the homework and who came."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from participants.actions.knowing import old_starts
from participants.models import Attendance, Enrolment
from participants.pages.homework import homework_rows
from participants.pages.sessions import Download, SessionCard, download, session_card
from programmes.models import Homework, Material, Session
from ui.dates import day_in_words
from ui.tags import Tag

MISSED = (Attendance.Status.ABSENT, Attendance.Status.EXCUSED)


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
    catch_up: str
    misses_attendance: bool
    tries_for: str  # the municipality whose process leader may write what it tries after the session


def session_page(session: Session, *, user: User, on: date, at: datetime) -> SessionPage:
    """Return the page of a session that the person may see."""
    attendances = {
        attendance.enrolment_id: Attendance.Status(attendance.status)
        for attendance in Attendance.objects.visible_to(user, on=on).of_session(session)
    }
    own = user.enrolments.current(on=on).in_cohort(session.cohort).for_home().first()
    old = old_starts([session], user)
    card = session_card(session, on=on, at=at, old=old.get(session.pk))
    noted = attendances.get(own.pk) if own else None
    return SessionPage(
        card=card,
        downloads=[download(material) for material in Material.objects.of_session(session)],
        homework=_own_homework(own, session, on=on, at=at) if own else _homework(session, on=on),
        group=_group(own, attendances, on=on),
        own_attendance=Tag(noted.label) if noted else None,
        catch_up=_catch_up(own, noted),
        misses_attendance=own is not None and noted is None and card.is_over and not session.is_cancelled,
        tries_for="" if card.is_ahead or session.is_cancelled else _led_by(own),
    )


def _catch_up(own: Enrolment | None, noted: Attendance.Status | None) -> str:
    """Return how to catch up with what one has missed, while the training goes on."""
    if own is None or noted not in MISSED or not own.cohort.is_open:
        return ""
    contact = own.cohort.contact
    words = {"name": _("%(name)s at MÄN") % {"name": contact.shown_name} if contact else "MÄN"}
    sentence = (
        _("You can catch up with the session. Read the material, and agree with %(name)s on how.") % words
    )
    if own.role == Enrolment.Role.STEERING_GROUP:
        return sentence
    return f"{sentence} " + _("Once it is noted as caught up, it counts for the certificate.")


def _led_by(own: Enrolment | None) -> str:
    """Return the slug of the municipality whose process leader the person is."""
    if own is None or own.participation_id is None or not own.is_process_leader:
        return ""
    return own.municipality.slug


def _homework(session: Session, *, on: date) -> list[HomeworkLine]:
    return [
        HomeworkLine(one, _("Hand in by %(day)s") % {"day": day_in_words(one.due_on, on=on)}, None)
        for one in Homework.objects.of_cohorts([session.cohort_id]).after_session(session)
    ]


def _own_homework(own: Enrolment, session: Session, *, on: date, at: datetime) -> list[HomeworkLine]:
    rows = [row for row in homework_rows([own], on=on, at=at) if row.homework.session_id == session.pk]
    return [HomeworkLine(row.homework, row.hint, row.tag) for row in rows]


def _group(
    own: Enrolment | None, attendances: dict[int, Attendance.Status], *, on: date
) -> list[tuple[Enrolment, str]]:
    """Return the people from the same municipality, with the attendance that the reader may see."""
    if own is None or own.participation_id is None:
        return []
    people = Enrolment.objects.current(on=on).of_participation(own.participation_id).named()
    ordered = people.select_related("user").in_order()
    noted = {pk: str(status.label) for pk, status in attendances.items()}
    return [(person, noted.get(person.pk, "")) for person in ordered]
