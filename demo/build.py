"""Build the whole demo scenario around a day."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation

from accounts.models import User
from demo import people
from demo.calendar import DemoCalendar, at
from demo.cohorts import CohortBuilder, Plan
from demo.rows import store_people
from demo.scene import Scene
from demo.support import add_offers
from demo.texts import read
from municipalities.actions import change_county_board_settings
from municipalities.models import Coordinator, CountyBoard, Municipality
from programmes.models import Enquiry, Programme, TrainingKind
from reports.building import make_now
from reports.documents.month import months_of_board
from reports.models import Export


@transaction.atomic
def build(*, today: date) -> None:
    """Build everything or nothing, in an empty database with the reference data."""
    scene = Scene(calendar=DemoCalendar(today))
    _add_people(scene)
    _add_contact(scene)
    add_offers(read("support")["offers"])
    for plan in read("cohorts")["cohorts"]:
        CohortBuilder(scene, Plan(**plan)).build()
    _add_enquiries(scene)
    _add_exports(scene)


def _add_people(scene: Scene) -> None:
    """Add everybody who may log in, and the coordinators' counties; Ture stands in for Alva at present."""
    password = make_password(people.PASSWORD)  # once, because hashing is slow
    stored = store_people(
        User(
            email=person.email,
            password=password,
            first_name=person.first_name,
            last_name=person.last_name,
            title=person.title,
            phone=f"070-174 06 {number:02}",
            is_staff=person in people.STAFF,
        )
        for number, person in enumerate(people.EVERYBODY, start=5)
    )
    scene.users = {user.email: user for user in stored}
    scene.municipalities = {municipality.code: municipality for municipality in Municipality.objects.all()}
    since, today = scene.calendar.moved(date(2024, 1, 8)), scene.calendar.today
    for person in people.COORDINATORS:
        Coordinator.objects.create(
            user=scene.users[person.email],
            county_board=CountyBoard.objects.get(code=person.county),
            starts_on=today - timedelta(weeks=2) if person.is_stand_in else since,
            ends_on=today + timedelta(weeks=6) if person.is_stand_in else None,
            is_stand_in=person.is_stand_in,
        )


def _add_contact(scene: Scene) -> None:
    """Add the county board's contact; months and due day stay as for most county boards."""
    change_county_board_settings(
        CountyBoard.objects.get(code="22"),
        contact_name=scene.alva.get_full_name(),
        contact_phone=scene.alva.phone,
        contact_email=scene.alva.email,
        actor=scene.alva,
        at=at(scene.calendar.today - timedelta(weeks=30), 10),
    )


def _add_enquiries(scene: Scene) -> None:
    programme = Programme.objects.get(kind=TrainingKind.PROCESS_TRAINING)
    for days, person in zip((3, 9), people.NEXT_COHORT, strict=True):
        municipality = scene.municipalities[person.municipality]
        Enquiry.objects.create(
            programme=programme,
            municipality=municipality,
            name=f"{person.first_name} {person.last_name}",
            email=person.email,
            organisation=municipality.full_name,
            message=read("cohorts")["enquiry"],
            received_at=at(scene.calendar.today - timedelta(days=days), 13, 15),
        )


def _add_exports(scene: Scene) -> None:
    """Let the coordinator export the two latest month reports, some days ago."""
    board, today = CountyBoard.objects.get(code="22"), scene.calendar.today
    months = months_of_board(board, on=today)[:-1][-2:]
    for month, days in zip(months, (12, 2), strict=False):
        export = Export(
            kind=Export.Kind.MONTH,
            format=Export.Format.XLSX,
            county_board=board,
            starts_on=month,
            ends_on=month,
            registry_number=f"800-4711-{today.year}",
        )
        with translation.override("sv"):
            make_now(export, actor=scene.alva, at=at(today - timedelta(days=days), 14, 20))
