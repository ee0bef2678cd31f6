"""The demo's cohorts, each built from its plan in ``data/cohorts.toml``."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils.text import slugify

from audit.actions import record
from demo import people
from demo.calendar import at
from demo.check_ins import add_check_ins
from demo.files import small_pdf
from demo.followups import add_commitments, add_replies, add_tries, add_unlock_request
from demo.hand_ins import add_joint_hand_ins, add_personal_hand_ins
from demo.mandate import add_decisions, add_mandates
from demo.quiet import add_traces, silence_administration
from demo.rows import new_homework, note_attendance
from demo.scene import Scene
from demo.support import add_support
from demo.texts import read
from municipalities.models import CountyBoard
from participants.models import Enrolment
from programmes.actions.expecting import expect_check_ins
from programmes.models import (
    Cohort,
    Homework,
    Lecturer,
    Material,
    Participation,
    ProcessStep,
    Programme,
    Session,
)

LECTURE = 8


@dataclass(frozen=True)
class Plan:
    """A cohort as it is written in the file."""

    name: str
    kind: str
    state: str
    people: str
    enrolment: str
    county: str = ""
    municipalities: tuple[str, ...] = ()
    weeks: int = 0
    announced: int = 6
    material_ahead: int | None = None
    unnoted: int = 0
    has_story: bool = False

    @property
    def is_draft(self) -> bool:
        return self.state == Cohort.State.DRAFT


class CohortBuilder:
    """Builds one cohort: its people, its calendar and, unless it is a draft, what has happened so far."""

    def __init__(self, scene: Scene, plan: Plan) -> None:
        self.scene, self.plan, self.today = scene, plan, scene.calendar.today
        self.training = read("trainings")[plan.kind]
        self.first, self.last = (
            scene.calendar.moved(self.later(self.training["sessions"][place]["day"])) for place in (0, -1)
        )
        self.announced_on = self.today if plan.is_draft else self.first - timedelta(weeks=plan.announced)
        self.decided_on = self.today if plan.is_draft else self.first - timedelta(weeks=12)

    def later(self, day: date) -> date:
        """Return a day of the training as it is written for this cohort."""
        return day + timedelta(weeks=self.plan.weeks)

    def build(self) -> None:
        """Add the cohort."""
        self.cohort = self._cohort()
        self.participations = self._participations()
        self.enrolments = self._enrolments()
        self.sessions = self._sessions()
        if not self.plan.is_draft:
            expect_check_ins(self.cohort.participations.all(), on=self.first)
        self.homework = self._homework()
        if not self.plan.is_draft:
            self._add_past()

    def _cohort(self) -> Cohort:
        plan, first, last = self.plan, self.first.year, self.last.year
        years = f"{first}–{last}" if first != last else f"{first}"
        name = plan.name.format(years=years, year=first)
        cohort = Cohort.objects.create(
            programme=Programme.objects.get(kind=plan.kind),
            kind=plan.kind,
            name=name,
            slug=slugify(name.replace("–", "-")),
            county_board=CountyBoard.objects.get(code=plan.county) if plan.county else None,
            state=plan.state,
            contact=self.scene.users[people.STAFF[1].email],
            sessions_required=9 if plan.county else 4,
            published_at=None if plan.is_draft else at(self.announced_on, 9),
        )
        if cohort.published_at:
            record(actor=self.scene.staff, verb="cohort.published", target=cohort, at=cohort.published_at)
        return cohort

    def _participations(self) -> dict[str, Participation]:
        """Add the municipalities that take part, each with its decision."""
        is_over = self.plan.state == Cohort.State.ARCHIVED
        participations = {
            code: Participation.objects.create(
                cohort=self.cohort,
                municipality=self.scene.municipalities[code],
                ended_on=self.last + timedelta(weeks=4) if is_over else None,
                registry_number=f"KS {self.decided_on.year}/{number:04}",
            )
            for number, code in enumerate(self.plan.municipalities, start=118)
        }
        add_decisions(self.scene, participations, decided_on=self.decided_on)
        if self.plan.has_story:
            self.scene.participations = participations
            add_mandates(self.scene, decided_on=self.decided_on)
        return participations

    def _enrolments(self) -> list[Enrolment]:
        return [
            Enrolment.objects.create(
                cohort=self.cohort,
                kind=self.cohort.kind,
                user=self.scene.users[person.email],
                municipality=self.scene.municipalities[person.municipality],
                participation=self.participations.get(person.municipality),
                role=person.role,
                department=person.department,
                state=self.plan.enrolment,
                starts_on=self.announced_on,
            )
            for person in people.GROUPS[self.plan.people]
        ]

    def _sessions(self) -> list[Session]:
        steps = {step.number: step for step in ProcessStep.objects.all()}
        texts = enumerate(self.training["sessions"], start=1)
        return [self._session(number, {**self.training, **text}, steps) for number, text in texts]

    def _session(self, number: int, text: dict[str, Any], steps: dict[int, ProcessStep]) -> Session:
        days, venue = text.get("days", 1), self._venue(number, text.get("venue", ""))
        day = self.scene.calendar.session_day(self.later(text["day"]), days=days)
        return Session.objects.create(
            cohort=self.cohort,
            number=number,
            theme=text["theme"],
            starts_at=at(day, text["starts"].hour, text["starts"].minute),
            ends_at=at(day + timedelta(days=days - 1), text["ends"].hour, text["ends"].minute),
            mode=Session.Mode.ON_SITE if venue else Session.Mode.ONLINE,
            venue=venue,
            join_url="" if venue else text["join_url"].format(number=number),
            step=steps.get(text.get("step", 0)),
            preparation=text.get("preparation", ""),
            agenda=text["agenda"],
        )

    def _venue(self, number: int, written: str) -> str:
        """Return the venue as written for the story's county; elsewhere the municipalities take turns."""
        if not written or self.plan.has_story:
            return written
        codes = self.plan.municipalities
        return f"Kommunhuset, {self.scene.municipalities[codes[number % len(codes)]].name}"

    def _homework(self) -> list[Homework]:
        due_day = self.scene.calendar.due_day
        return Homework.objects.bulk_create(
            new_homework(
                self.cohort,
                number,
                {**self.training, **text},
                self.sessions,
                due_on=due_day(self.later(text["due"])),
            )
            for number, text in enumerate(self.training["homework"], start=1)
        )

    def _add_past(self) -> None:
        """Add attendance, material, hand-ins and check-ins."""
        held = [session for session in self.sessions if session.ends_on < self.today]
        noted = held[: len(held) - self.plan.unnoted]
        note_attendance(noted, self.enrolments)
        if self.plan.material_ahead is not None:
            self._add_material(self.sessions[: len(held) + self.plan.material_ahead])
        if not self.participations:
            add_personal_hand_ins(self.scene, self.homework, self.enrolments)
            return
        add_joint_hand_ins(self.scene, self.homework, self.participations, has_story=self.plan.has_story)
        coordinator = next(each.email for each in people.COORDINATORS if each.county == self.plan.county)
        add_check_ins(
            self.scene, self.cohort, by=self.scene.users[coordinator], has_story=self.plan.has_story
        )
        if self.plan.has_story:
            self._add_story(noted)

    def _add_material(self, sessions: list[Session]) -> None:
        """Give each session a pdf to download."""
        for session in sessions:
            title, name = f"Arbetsblad till tillfälle {session.number}", f"arbetsblad-{session.number}.pdf"
            material = Material(cohort=self.cohort, session=session, title=title, file_name=name)
            material.file.save(name, ContentFile(small_pdf(title, session.theme)), save=False)
            material.save()

    def _add_story(self, noted: list[Session]) -> None:
        """Add what is told of this cohort alone."""
        self.sessions[LECTURE - 1].lecturers.add(Lecturer.objects.create(**read("people")["lecturer"]))
        silence_administration(noted, self.participations)
        add_replies(self.scene)
        add_support(self.scene)
        add_traces(self.scene)
        add_commitments(self.scene)
        add_tries(self.scene)
        add_unlock_request(self.scene)
