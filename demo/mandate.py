"""The demo's mandate logs, and a planned pause."""

from datetime import date, timedelta

from calendars.months import month_of, next_month
from demo.calendar import at
from demo.hand_ins import add_file
from demo.scene import Scene
from demo.texts import read
from participants.models import MandateEntry
from programmes.models import Participation, ParticipationPause

Kind = MandateEntry.Kind
HARNOSAND, KRAMFORS, SUNDSVALL, TIMRA, ANGE = "2280", "2282", "2281", "2262", "2260"


def add_decisions(scene: Scene, participations: dict[str, Participation], *, decided_on: date) -> None:
    """Add a decision for every municipality, and an agreement for all but Ånge."""
    for code, participation in participations.items():
        number = participation.registry_number
        decided = {"decided_by": "Kommunstyrelsen", "registry_number": number}
        _add(scene, participation, decided_on, kind=Kind.DECISION, **decided)
        if code != ANGE:
            _add(scene, participation, decided_on + timedelta(weeks=3), kind=Kind.AGREEMENT)


def add_mandates(scene: Scene, *, decided_on: date) -> None:
    """Add Västernorrland's other entries: shares of time, a file, a mistaken row; and a planned pause."""
    participations, today = scene.participations, scene.calendar.today
    day = decided_on + timedelta(weeks=5)
    for code, share, facts in (
        (HARNOSAND, 50, {"registry_number": f"KLK {day.year}/57"}),
        (KRAMFORS, 25, {"ends_on": today + timedelta(days=40), "decided_by": "Kultur- och fritidschefen"}),
        (SUNDSVALL, 80, {"ends_on": day, "note": "Fel andel, se nästa rad."}),
        (SUNDSVALL, 40, {}),
    ):
        _add(scene, participations[code], day, kind=Kind.SHARE_OF_TIME, share_of_time=share, **facts)
    decision = participations[HARNOSAND].mandate_entries.get(kind=Kind.DECISION)
    decision.file = add_file(
        "protokollsutdrag-kommunstyrelsen.pdf", "Kommunstyrelsen beslutar att delta i utbildningen.",
        title="Protokollsutdrag", by=scene.staff, when=at(decided_on, 10),
    )  # fmt: skip
    decision.save()
    starts_on = next_month(next_month(month_of(today)))
    ParticipationPause.objects.create(
        participation=participations[TIMRA],
        starts_on=starts_on,
        ends_on=next_month(starts_on) - timedelta(days=1),
        reason=read("cohorts")["pause"],
    )


def _add(scene: Scene, participation: Participation, day: date, **facts: object) -> None:
    MandateEntry.objects.create(
        participation=participation,
        decided_on=day,
        recorded_by=scene.staff,
        recorded_at=at(min(day, scene.calendar.today), 10),
        **facts,
    )
