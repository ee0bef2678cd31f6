"""A municipality's group: its people, their attendance, and what it has handed in."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participants.models import Attendance, Enrolment, StoredFile, Submission
from participants.pages.homework import status_of
from participants.pages.sessions import session_time
from programmes.models import Homework, Participation, Session
from ui.tags import Tag
from ui.words import listed

# The number of latest sessions without anybody from a department that earns a warning.
SILENT_AFTER = 2


@dataclass(frozen=True)
class Member:
    """One person of the group. ``noted`` counts the sessions with attendance, ``came`` those attended."""

    enrolment: Enrolment
    came: int
    noted: int
    handed_in: int

    @property
    def attended(self) -> str:
        """The number of sessions attended: "5 av 6"."""
        return _("%(done)s of %(all)s") % {"done": self.came, "all": self.noted} if self.noted else "–"


@dataclass(frozen=True)
class Department:
    """A department in the group, with a sentence when nobody from it has come lately."""

    name: str
    count: int
    silence: str


@dataclass(frozen=True)
class SessionLine:
    """A session that was held, with its attendance from the group."""

    session: Session
    came: int
    noted: int

    @property
    def words(self) -> str:
        """The text after the session's name: "11 november 2026, 3 av 4 med"."""
        words = {"day": date_format(self.session.starts_on, "j F Y"), "came": self.came, "all": self.noted}
        if not self.noted:
            return _("%(day)s, attendance is not noted yet") % words
        return _("%(day)s, %(came)s of %(all)s took part") % words


@dataclass(frozen=True)
class HomeworkLine:
    """One homework and the municipality's answers: ``done`` of ``wanted`` are handed in."""

    homework: Homework
    tag: Tag
    done: int
    wanted: int

    @property
    def is_in(self) -> bool:
        return self.done > 0 and self.done >= self.wanted


@dataclass(frozen=True)
class MunicipalityGroup:
    """The group of one participating municipality on a day; each query runs once, when it is needed."""

    participation: Participation
    on: date
    at: datetime

    @cached_property
    def enrolments(self) -> list[Enrolment]:
        """Everybody in the group today, process leaders first, then by name."""
        mine = Enrolment.objects.current(on=self.on).of_participation(self.participation.pk)
        people = list(mine.select_related("user").in_order())
        return sorted(people, key=lambda each: not each.is_process_leader)

    @cached_property
    def named(self) -> list[Enrolment]:
        """The people without protected identity, whose names may stand in a list."""
        return [each for each in self.enrolments if not each.user.protected_identity]

    @property
    def leaders(self) -> list[Enrolment]:
        """The process leaders to call."""
        return [each for each in self.named if each.is_process_leader]

    @cached_property
    def team(self) -> list[Member]:
        counted, noted = Counter[int](), Counter[int]()
        for session in self._held:
            for enrolment, status in self._attendance[session.pk].items():
                noted[enrolment] += 1
                counted[enrolment] += status in Attendance.COUNTED
        handed_in = Counter(each.enrolment_id for each in self._submissions if _is_in(each))
        return [Member(each, counted[each.pk], noted[each.pk], handed_in[each.pk]) for each in self.named]

    @cached_property
    def departments(self) -> list[Department]:
        """Each department with its number of people, A–Ö; people without one come last."""
        found: dict[str, list[int]] = defaultdict(list)
        for each in self.enrolments:
            found[each.department].append(each.pk)
        for each in self.enrolments:  # the department of a single person would tell who that is
            if each.user.protected_identity and found[each.department] == [each.pk]:
                del found[each.department]
        ordered = sorted(found.items(), key=lambda pair: (not pair[0], pair[0].casefold()))
        return [
            Department(name or _("Administration not named"), len(people), self._silence_of(people))
            for name, people in ordered
        ]

    def _silence_of(self, people: list[int]) -> str:
        """Return a sentence when people were expected at each of the latest sessions and nobody came."""
        latest = [each for each in self._held if self._attendance[each.pk]][-SILENT_AFTER:]
        told = [
            [status for person, status in self._attendance[each.pk].items() if person in people]
            for each in latest
        ]
        came = any(status in Attendance.COUNTED for statuses in told for status in statuses)
        if len(latest) < SILENT_AFTER or not all(told) or came:
            return ""
        numbers = listed(str(each.number) for each in latest)
        return _("Nobody took part in sessions %(numbers)s.") % {"numbers": numbers}

    @cached_property
    def sessions(self) -> list[Session]:
        """The cohort's sessions that are not cancelled, by time."""
        return list(Session.objects.planned().filter(cohort=self.participation.cohort_id).in_time())

    @property
    def _held(self) -> list[Session]:
        return [each for each in self.sessions if each.is_over(at=self.at)]

    @cached_property
    def held(self) -> list[SessionLine]:
        """The past sessions, the latest first."""
        return [self._session_line(session) for session in reversed(self._held)]

    def _session_line(self, session: Session) -> SessionLine:
        statuses = self._attendance[session.pk].values()
        return SessionLine(session, sum(each in Attendance.COUNTED for each in statuses), len(statuses))

    @property
    def coming(self) -> list[tuple[Session, str]]:
        """The coming sessions with their time in words, the next one first."""
        ahead = [each for each in self.sessions if not each.is_over(at=self.at)]
        return [(each, session_time(each, on=self.on)) for each in ahead]

    @cached_property
    def _attendance(self) -> dict[int, dict[int, str]]:
        noted: dict[int, dict[int, str]] = defaultdict(dict)
        rows = Attendance.objects.filter(enrolment__participation=self.participation)
        for session, enrolment, status in rows.values_list("session", "enrolment", "status"):
            noted[session][enrolment] = status
        return noted

    @cached_property
    def homework(self) -> list[HomeworkLine]:
        """All homework of the cohort, in order."""
        rows = Homework.objects.of_cohorts([self.participation.cohort_id]).select_related("cohort")
        rows = rows.order_by("number", "pk")
        return [self._homework_line(each) for each in rows]

    def _homework_line(self, homework: Homework) -> HomeworkLine:
        mine = [each for each in self._submissions if each.homework_id == homework.pk]
        if homework.is_joint:
            submission = mine[0] if mine else None
            tag = status_of(homework, submission, on=self.on)
            return HomeworkLine(homework, tag, sum(map(_is_in, mine)), 1)
        wanted = sum(each.role != Enrolment.Role.STEERING_GROUP for each in self.enrolments)
        done = sum(map(_is_in, mine))
        is_late = done < wanted and homework.is_past_due(on=self.on)
        words = _("%(done)s of %(all)s handed in") % {"done": done, "all": wanted}
        return HomeworkLine(homework, Tag(words, "warn" if is_late else ""), done, wanted)

    @property
    def missing_homework(self) -> list[HomeworkLine]:
        """Homework that is past due and not handed in."""
        return [each for each in self.homework if not each.is_in and each.homework.is_past_due(on=self.on)]

    @property
    def has_personal_homework(self) -> bool:
        return any(not each.homework.is_joint for each in self.homework)

    @property
    def handed_in(self) -> int:
        return sum(each.is_in for each in self.homework)

    @cached_property
    def _submissions(self) -> list[Submission]:
        by = Q(participation=self.participation) | Q(enrolment__participation=self.participation)
        return list(Submission.objects.filter(by).without_drafts().order_by("pk"))

    @cached_property
    def files(self) -> list[StoredFile]:
        """The files that were handed in, the latest first."""
        return list(StoredFile.objects.handed_in_by(self.participation.pk))


def _is_in(submission: Submission) -> bool:
    return submission.submitted_at is not None
