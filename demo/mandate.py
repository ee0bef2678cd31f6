"""The demo's mandate logs, and a planned pause."""

from datetime import date, timedelta

from django.core.files.base import ContentFile

from accounts.models import User
from calendars.months import month_of, next_month
from demo.calendar import at
from demo.files import small_pdf
from demo.scene import Scene
from participants.models import MandateEntry, StoredFile
from programmes.models import Participation, ParticipationPause

Kind = MandateEntry.Kind
UNTIL_AGREEMENT = timedelta(weeks=3)
SOON = timedelta(days=40)
HARNOSAND, KRAMFORS, SUNDSVALL, TIMRA, ANGE = "2280", "2282", "2281", "2262", "2260"


def add_decisions(scene: Scene, participations: dict[str, Participation], *, decided_on: date) -> None:
    """Add a decision for every municipality, and an agreement for all but Ånge."""
    for code, participation in participations.items():
        number = participation.registry_number
        decided = {"decided_by": "Kommunstyrelsen", "registry_number": number}
        _add(scene, participation, Kind.DECISION, decided_on, **decided)
        if code != ANGE:
            _add(scene, participation, Kind.AGREEMENT, decided_on + UNTIL_AGREEMENT)


def add_mandates(scene: Scene, participations: dict[str, Participation], *, decided_on: date) -> None:
    """Add Västernorrland's other entries: shares of time, a file, a mistaken row; and a planned pause."""
    day, today = decided_on + timedelta(weeks=5), scene.calendar.today
    share = Kind.SHARE_OF_TIME
    number = f"KLK {day.year}/57"
    _add(scene, participations[HARNOSAND], share, day, share_of_time=50, registry_number=number)
    lapsing = {"share_of_time": 25, "ends_on": today + SOON, "decided_by": "Kultur- och fritidschefen"}
    _add(scene, participations[KRAMFORS], share, day, **lapsing)
    wrong = {"share_of_time": 80, "ends_on": day, "note": "Fel andel, se nästa rad."}
    _add(scene, participations[SUNDSVALL], share, day, **wrong)
    _add(scene, participations[SUNDSVALL], share, day, share_of_time=40)
    decision = participations[HARNOSAND].mandate_entries.get(kind=Kind.DECISION)
    decision.file = _minutes(scene.staff, decided_on)
    decision.save()
    starts_on = next_month(next_month(month_of(today)))
    ParticipationPause.objects.create(
        participation=participations[TIMRA],
        starts_on=starts_on,
        ends_on=next_month(starts_on) - timedelta(days=1),
        reason="Förvaltningarna slås ihop, gruppen börjar om månaden efter.",
    )


def _add(scene: Scene, participation: Participation, kind: str, day: date, **facts: object) -> None:
    MandateEntry.objects.create(
        participation=participation,
        kind=kind,
        decided_on=day,
        recorded_by=scene.staff,
        recorded_at=at(min(day, scene.calendar.today), 10),
        **facts,
    )


def _minutes(user: User, day: date) -> StoredFile:
    content = small_pdf("Protokollsutdrag", "Kommunstyrelsen beslutar att delta i utbildningen.")
    name = "protokollsutdrag-kommunstyrelsen.pdf"
    return StoredFile.objects.create(
        file=ContentFile(content, name),
        name=name,
        size=len(content),
        sha256="0" * 64,
        uploaded_by=user,
        uploaded_at=at(day, 10),
    )
