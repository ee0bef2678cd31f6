"""Support in the demo: the catalogue, and a case in every state."""

from datetime import date, timedelta
from typing import NamedTuple

from audit.actions import record
from calendars.working_days import add_working_days
from demo import people, texts
from demo.calendar import at
from demo.scene import Scene
from municipalities.models import CountyBoard
from programmes.models import Participation
from support.models import DevelopmentArea, SupportCase, SupportOffer

State, Origin = SupportCase.State, SupportCase.Origin
NETWORK_DAY = "Nätverksdag för länets processledare"
# Days from the need to the offer, the answer, the start and the delivery.
OFFER_DAYS, ANSWER_DAYS, START_DAYS, GIVEN_DAYS = 2, 4, 9, 16
CLOSED_DAYS = 14


class Case(NamedTuple):
    """One case: municipality, days since the need, position of the area, texts, state."""

    municipality: str
    days: int
    area: int
    need: str
    offer: str
    state: str
    origin: str = Origin.CHECK_IN
    words: tuple[str, str, str] = ("", "", "")  # with the offer, with the answer, at the delivery
    outcome: str = ""
    helped: str = ""
    closed: str = ""  # the reason for closing it


CASES = (
    Case(
        "2280", 96, 3, "Hjälp att läsa och tolka svaren från skolenkäten.", texts.OFFERS[4][0], State.DONE,
        words=("En halv dag på plats, ni väljer dag.", "Helst en tisdag.", "En halv dag med fyra i rummet."),
        outcome="yes", helped="Gruppen har valt två skolor att börja med.",
    ),
    Case(
        "2262", 40, 2, "Fler förvaltningar behöver komma med i gruppen.", texts.OFFERS[9][0], State.DONE,
        words=("En timme på distans.", "", "En timme på distans med tre nya i gruppen."),
    ),
    Case(
        "2260", 33, 1, "Stöd i att välja fokus, gärna på plats.", texts.OFFERS[0][0], State.ACCEPTED,
        words=("En halv dag hos er.", "Ja tack, gärna så snart det går.", ""),
    ),
    Case(
        "2281", 26, 10, "Läsa ett utkast till handlingsplan.", texts.OFFERS[5][0], State.IN_PROGRESS,
        Origin.COUNTY_BOARD, words=("Vi läser och svarar inom två veckor.", "", ""),
    ),
    Case("2280", 19, 2, "Byta erfarenheter med andra processledare.", NETWORK_DAY, State.DECLINED,
         words=("Nästa dag är på plats i Sundsvall.", "Vi hinner inte i år.", "")),
    Case("2281", 5, 4, "Utbildning av egna ledare på två skolor.", texts.OFFERS[2][0], State.OFFERED,
         words=("Två platser i nästa utbildning.", "", "")),
    Case("2282", 32, 6, "Medel för metodutbildning.", "", State.NEED),
    Case("2281", 61, 5, "Hjälp att söka medel till en mötesplats.", "", State.WITHDRAWN, Origin.MUNICIPALITY,
         closed="Kommunen fick medlen på annat håll."),
    Case("2262", 3, 5, "Råd om öppettider på fritidsgården.", "", State.NEED, Origin.MUNICIPALITY),
)  # fmt: skip


def add_offers() -> None:
    """Add the national support offers."""
    areas = _areas()
    for name, positions in texts.OFFERS:
        SupportOffer.objects.create(name=name).areas.set(areas[position] for position in positions)


def add_support(scene: Scene, participations: dict[str, Participation]) -> None:
    """Add the county's own offers, and cases in every state."""
    board = CountyBoard.objects.get(code="22")
    day = "En dag tillsammans med länsstyrelsen: en kommun berättar, resten är arbete i grupp."
    offer = SupportOffer.objects.create(name=NETWORK_DAY, description=day, county_board=board)
    offer.areas.set([_areas()[2]])
    SupportOffer.objects.create(name="Utlåning av utställning", county_board=board, is_active=False)
    for case in CASES:
        _add(scene, case, participations[case.municipality])


def _areas() -> dict[int, DevelopmentArea]:
    return {area.position: area for area in DevelopmentArea.objects.all()}


def _add(scene: Scene, case: Case, participation: Participation) -> None:
    def after(days: int) -> date:
        """Return the last working day up to that many days after the need."""
        return add_working_days(raised_on + timedelta(days=days + 1), -1)

    raised_on = scene.calendar.today - timedelta(days=case.days)
    raised_at, alva = at(raised_on, 10), scene.users[people.ALVA.email]
    leader = scene.users[_leader_of(case.municipality)]
    is_answered = case.state not in (State.NEED, State.OFFERED, State.WITHDRAWN)
    is_begun = case.state in (State.IN_PROGRESS, State.DONE)
    is_done = case.state == State.DONE
    closed_at = raised_at + timedelta(days=CLOSED_DAYS) if case.closed else None
    stored = SupportCase.objects.create(
        participation=participation,
        area=_areas()[case.area],
        need=case.need,
        offer=SupportOffer.objects.get(name=case.offer) if case.offer else None,
        offer_text=case.words[0],
        state=case.state,
        origin=case.origin,
        raised_at=raised_at,
        raised_by=leader if case.origin == Origin.MUNICIPALITY else alva,
        offered_at=raised_at + timedelta(days=OFFER_DAYS) if case.offer else None,
        answered_at=raised_at + timedelta(days=ANSWER_DAYS) if is_answered else None,
        answered_by=leader if is_answered else None,
        answer_text=case.words[1],
        started_on=after(START_DAYS) if is_begun else None,
        delivered_on=after(GIVEN_DAYS) if is_done else None,
        delivery_text=case.words[2],
        outcome=case.outcome,
        outcome_text=case.helped,
        evaluated_month=_month_after(participation, after(GIVEN_DAYS)) if case.outcome else None,
        withdrawn_at=closed_at,
        withdrawn_by=leader if closed_at else None,
        withdrawn_text=case.closed,
    )
    record(actor=alva, verb="support_case.raised", target=stored, at=raised_at, origin=case.origin)


def _leader_of(code: str) -> str:
    return next(each.email for each in people.VASTERNORRLAND if each.municipality == code)


def _month_after(participation: Participation, day: date) -> date | None:
    """Return the month of the first check-in done after that day, in which the outcome was given."""
    done = participation.expected_check_ins.filter(check_in__done_at__gt=at(day, 18)).order_by("month")
    return done.values_list("month", flat=True).first()
