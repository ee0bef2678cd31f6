"""Support in the demo: the catalogue, and a case in every state."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from audit.actions import record
from demo.calendar import at, working_day_until
from demo.scene import Scene
from demo.texts import read
from municipalities.models import CountyBoard
from support.models import DevelopmentArea, SupportCase, SupportOffer

State, Origin = SupportCase.State, SupportCase.Origin
# Days from the need to the offer, the answer, the start, the closing and the delivery.
OFFERED, ANSWERED, STARTED, CLOSED, GIVEN = (timedelta(days=days) for days in (2, 4, 9, 14, 16))


def add_offers(offers: Iterable[dict[str, Any]], *, board: CountyBoard | None = None) -> None:
    """Add support offers to the national catalogue or to a county board's own."""
    areas = _areas()
    for offer in offers:
        facts = {name: fact for name, fact in offer.items() if name != "areas"}
        row = SupportOffer.objects.create(county_board=board, **facts)
        row.areas.set(areas[position] for position in offer.get("areas", ()))


def add_support(scene: Scene) -> None:
    """Add the county's own offers, and cases in every state."""
    add_offers(read("support")["county_offers"], board=CountyBoard.objects.get(code="22"))
    areas = _areas()
    for case in read("support")["cases"]:
        _add(scene, dict(case), areas)


def _areas() -> dict[int, DevelopmentArea]:
    return {area.position: area for area in DevelopmentArea.objects.all()}


def _add(scene: Scene, case: dict[str, Any], areas: dict[int, DevelopmentArea]) -> None:
    """Add a case; the texts that are left in the file's row are fields of the model."""
    code, offer = case.pop("municipality"), case.pop("offer", None)
    state, origin = case["state"], case.setdefault("origin", Origin.CHECK_IN)
    raised_on = scene.calendar.today - timedelta(days=case.pop("days"))
    raised_at, given_on = at(raised_on, 10), working_day_until(raised_on + GIVEN)
    leader = scene.leader(code)
    is_answered = state not in {State.NEED, State.OFFERED, State.WITHDRAWN}
    is_closed = state == State.WITHDRAWN
    participation = scene.participations[code]
    evaluated = participation.expected_check_ins.filter(check_in__done_at__gt=at(given_on, 18))
    stored = SupportCase.objects.create(
        participation=participation,
        area=areas[case.pop("area")],
        offer=SupportOffer.objects.get(name=offer) if offer else None,
        raised_at=raised_at,
        raised_by=leader if origin == Origin.MUNICIPALITY else scene.alva,
        offered_at=raised_at + OFFERED if offer else None,
        answered_at=raised_at + ANSWERED if is_answered else None,
        answered_by=leader if is_answered else None,
        started_on=working_day_until(raised_on + STARTED)
        if state in {State.IN_PROGRESS, State.DONE}
        else None,
        delivered_on=given_on if state == State.DONE else None,
        # The municipality tells at once, the county board in the first check-in done after the delivery.
        outcome_at=at(given_on, 15) if "outcome" in case else None,
        outcome_by=leader if "outcome" in case else None,
        board_outcome_at=at(given_on, 18) if "board_outcome" in case else None,
        evaluated_month=evaluated.values_list("month", flat=True).order_by("month").first()
        if "board_outcome" in case
        else None,
        withdrawn_at=raised_at + CLOSED if is_closed else None,
        withdrawn_by=leader if is_closed else None,
        **case,
    )
    record(actor=scene.alva, verb="support_case.raised", target=stored, at=raised_at, origin=origin)
