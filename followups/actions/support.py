"""Needs and support that come out of a check-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.models import SupportCase

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import CheckIn

CHANGEABLE = (SupportCase.State.NEED, SupportCase.State.OFFERED)


def note_need(check_in: CheckIn, *, at: datetime) -> SupportCase | None:
    """Keep the support case in step with a check-in that was just marked done, in its transaction.

    A need that waits in the same area is answered rather than raised twice. What the municipality has
    already answered stays as it is.
    """
    if check_in.need_area is None:
        return None
    case = _case_of(check_in) or SupportCase(
        participation=check_in.participation, check_in=check_in, raised_at=at, area=check_in.need_area
    )
    if case.state not in CHANGEABLE:
        return case
    case.area, case.need = check_in.need_area, check_in.need
    if check_in.need_offer is not None:
        case.offer, case.offer_text = check_in.need_offer, check_in.need_offer_text
        case.offered_at = case.offered_at or at
        _move_to_offered(case)
    case.full_clean()
    case.save()
    return case


def _case_of(check_in: CheckIn) -> SupportCase | None:
    cases = SupportCase.objects.select_for_update()
    own = cases.filter(check_in=check_in).first()
    waiting = cases.filter(
        participation=check_in.participation, area=check_in.need_area, state__in=CHANGEABLE
    )
    return own or waiting.order_by("raised_at", "pk").first()


def _move_to_offered(case: SupportCase) -> None:
    if SupportCase.State.OFFERED in SupportCase.MOVES[case.state]:
        case.state = SupportCase.State.OFFERED
