"""The country's cohorts with their municipalities, sessions, homework and attendance."""

from datetime import date, timedelta
from itertools import islice

from django.utils.text import slugify

from demo.calendar import at, working_day_from
from demo.national_people import PUBLISHED_BEFORE, Country, Group
from demo.national_plan import SESSION_EVERY, kick_off_month, spread
from demo.rows import new_homework, note_attendance
from demo.texts import read
from municipalities.models import Municipality
from participants.models import MandateEntry
from programmes.actions.expecting import expect_check_ins
from programmes.models import Cohort, Homework, Participation, ProcessStep, Programme, Session, TrainingKind

TRAINING = read("trainings")["process_training"]
SESSIONS = TRAINING["sessions"]
PERSONAL_TASKS = 8
DECIDED_BEFORE = 2 * PUBLISHED_BEFORE


def add_cohorts(country: Country) -> None:
    """Divide each county's municipalities among its cohorts, all of which are running."""
    boards = country.boards()
    municipalities = [list(board.municipalities.order_by("code")) for board in boards]
    shares = spread(country.scale.cohorts, [len(those) - 1 for those in municipalities])
    programme = Programme.objects.get(kind=TrainingKind.PROCESS_TRAINING)
    month = kick_off_month(country.today, months=country.scale.months)
    for board, those, share in zip(boards, municipalities, shares, strict=True):
        ordered = iter(those)
        for number, size in enumerate(spread(len(those), [1] * share), start=1):
            # All begin in one month, on different days.
            first_on = working_day_from(month.replace(day=10 + len(country.groups) % 10))
            cohort = Cohort.objects.create(
                programme=programme,
                kind=programme.kind,
                name=f"{board.county_name}, omgång {number}",
                slug=slugify(f"{board.slug} omgang {number}"),
                county_board=board,
                state=Cohort.State.RUNNING,
                contact=country.staff[number % len(country.staff)],
                sessions_required=9,
                published_at=at(first_on - PUBLISHED_BEFORE, 9),
            )
            taking_part = _participations(cohort, list(islice(ordered, size)), first_on - DECIDED_BEFORE)
            country.groups.append(Group(cohort, first_on, taking_part))


def _participations(
    cohort: Cohort, municipalities: list[Municipality], decided_on: date
) -> list[Participation]:
    participations = Participation.objects.bulk_create(
        Participation(
            cohort=cohort,
            municipality=municipality,
            registry_number=f"KS {decided_on:%Y}/{municipality.code}",
        )
        for municipality in municipalities
    )
    MandateEntry.objects.bulk_create(
        MandateEntry(
            participation=participation,
            kind=MandateEntry.Kind.DECISION,
            decided_on=decided_on,
            decided_by="Kommunstyrelsen",
            recorded_at=at(decided_on, 10),
        )
        for participation in participations
    )
    return participations


def add_sessions(country: Country) -> None:
    """Add eleven sessions to each cohort, ten weeks apart."""
    steps = {step.number: step for step in ProcessStep.objects.all()}
    for group in country.groups:
        days = [working_day_from(group.first_on + place * SESSION_EVERY) for place in range(len(SESSIONS))]
        group.sessions = Session.objects.bulk_create(
            Session(
                cohort=group.cohort,
                number=number,
                theme=text["theme"],
                starts_at=at(day, 9),
                ends_at=at(day, 15, 30),
                mode=Session.Mode.ONLINE,
                join_url=f"https://mote.example.org/{group.cohort.slug}-{number}",
                step=steps.get(text.get("step", 0)),
                agenda=TRAINING["agenda"],
            )
            for number, (day, text) in enumerate(zip(days, SESSIONS, strict=True), start=1)
        )
    everybody = Participation.objects.filter(cohort__in=[group.cohort for group in country.groups])
    expect_check_ins(everybody, on=country.groups[0].first_on.replace(day=1))


def add_homework(country: Country) -> None:
    """Add twelve joint tasks and eight personal ones to each cohort."""
    own = read("country")["personal_homework"]
    tasks = [({**TRAINING, **text}, timedelta(weeks=2)) for text in TRAINING["homework"]]
    for number in range(1, PERSONAL_TASKS + 1):
        text = {**own, "title": own["title"].format(number=number), "session": number}
        tasks.append((text, timedelta(weeks=4)))
    for group in country.groups:
        days = [group.first_on + text["session"] * SESSION_EVERY - before for text, before in tasks]
        group.homework = Homework.objects.bulk_create(
            new_homework(group.cohort, number, text, group.sessions, due_on=working_day_from(day))
            for number, ((text, _before), day) in enumerate(zip(tasks, days, strict=True), start=1)
        )


def add_attendance(country: Country) -> None:
    """Add attendance at every past session; one cohort in seven lacks that of the newest."""
    for place, group in enumerate(country.groups):
        held = [session for session in group.sessions if session.ends_on < country.today]
        note_attendance(held[:-1] if place % 7 == 3 else held, group.members)
