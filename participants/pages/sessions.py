"""Sessions as participants see them: time, place, preparation, and the others who come."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from calendars.months import day_of
from participants.actions.knowing import old_starts
from participants.models import Attendance
from programmes.models import Cohort, Material, Session
from ui.dates import day_in_words, distance, time_in_words
from ui.files import described
from ui.tags import Tag

# From then on the link to the online meeting is shown.
JOIN_BEFORE = timedelta(minutes=15)


@dataclass(frozen=True)
class SessionCard:
    """A session with its time in words, and whether one can join it now."""

    session: Session
    time: str
    distance: str
    can_join: bool
    is_over: bool
    attendance: str = ""
    moved: str = ""

    @property
    def is_ahead(self) -> bool:
        """True until it is over; never for a cancelled one."""
        return not self.is_over and not self.session.is_cancelled

    @property
    def tag(self) -> Tag | None:
        """The cancellation, else the person's attendance, else that it has another time than before."""
        if self.session.is_cancelled:
            return Tag(pgettext("session", "Cancelled"), "warn")
        if self.attendance:
            return Tag(self.attendance)
        return Tag(pgettext("session", "Moved"), "info") if self.moved and self.is_ahead else None


@dataclass
class CohortSessions:
    """The sessions of one cohort, coming and past, and the material of the whole training."""

    cohort: Cohort
    coming: list[SessionCard] = field(default_factory=list)
    earlier: list[SessionCard] = field(default_factory=list)
    downloads: list["Download"] = field(default_factory=list)


@dataclass(frozen=True)
class Download:
    """A link to a file, with type and size ("pdf, 240 kB"), or to a page, with its site."""

    title: str
    url: str
    note: str
    is_file: bool


def session_card(
    session: Session, *, on: date, at: datetime, attendance: str = "", old: datetime | None = None
) -> SessionCard:
    """Return a session with its time in words; one can join from 15 minutes before until its end.

    ``old`` is the start that the reader was last told and that no longer holds (``old_starts``).
    """
    is_on = session.starts_at - JOIN_BEFORE <= at <= session.ends_at
    return SessionCard(
        session=session,
        time=session_time(session, on=on),
        distance=distance(session.starts_on, on=on),
        can_join=is_on and bool(session.join_url) and not session.is_cancelled,
        is_over=session.is_over(at=at),
        attendance=attendance,
        moved=_moved(old, on=on),
    )


def _moved(old: datetime | None, *, on: date) -> str:
    if old is None:
        return ""
    words = {"day": day_in_words(day_of(old), on=on), "time": time_in_words(old)}
    return _("The session is moved. Its old time was %(day)s at %(time)s.") % words


def cohort_sessions(user: User, *, on: date, at: datetime) -> list[CohortSessions]:
    """Return all sessions that the person may see, by cohort: the next first, then the latest past one."""
    attended = {
        attendance.session_id: attendance.get_status_display()
        for attendance in Attendance.objects.of_user(user)
    }
    cohorts: dict[int, CohortSessions] = {}
    sessions = list(Session.objects.visible_to(user, on=on).in_time())
    old = old_starts(sessions, user)
    for session in sessions:
        group = cohorts.setdefault(session.cohort_id, CohortSessions(session.cohort))
        attendance = attended.get(session.pk, "")
        card = session_card(session, on=on, at=at, attendance=attendance, old=old.get(session.pk))
        if card.is_over:
            group.earlier.insert(0, card)
        else:
            group.coming.append(card)
    for material in Material.objects.visible_to(user, on=on).of_whole_cohorts():
        group = cohorts.setdefault(material.cohort_id, CohortSessions(material.cohort))
        group.downloads.append(download(material))
    return sorted(cohorts.values(), key=lambda group: (not group.coming, str(group.cohort)))


def download(material: Material) -> Download:
    """Return a material's link; a file missing from the disk keeps its link, which answers 404."""
    if not material.file:
        return Download(material.title, material.url, urlsplit(material.url).hostname or "", is_file=False)
    try:
        size = material.file.size
    except FileNotFoundError:
        size = None
    return Download(
        material.title, material.get_absolute_url(), described(material.file_name, size), is_file=True
    )


def next_card(
    sessions: Iterable[Session], *, on: date, at: datetime, user: User | None = None
) -> SessionCard | None:
    """Return the first session that is neither over nor cancelled, as the person knows it."""
    coming = [one for one in sessions if not one.is_cancelled and not one.is_over(at=at)]
    if not coming:
        return None
    first = min(coming, key=lambda one: one.starts_at)
    old = old_starts([first], user) if user else {}
    return session_card(first, on=on, at=at, old=old.get(first.pk))


def session_time(session: Session, *, on: date) -> str:
    """Return for example "torsdag 3 december kl. 9.00–16.00"; a session over two days names both."""
    words = {
        "day": day_in_words(session.starts_on, on=on),
        "start": time_in_words(session.starts_at),
        "end": time_in_words(session.ends_at),
    }
    if session.starts_on == session.ends_on:
        return _("%(day)s, %(start)s–%(end)s") % words
    words["last"] = day_in_words(session.ends_on, on=on)
    return _("%(day)s at %(start)s to %(last)s at %(end)s") % words
