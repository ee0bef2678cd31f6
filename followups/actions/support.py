"""Support cases that follow from a check-in."""

from datetime import datetime

from followups.models import CheckIn, CheckInNeed
from support.actions import tell_process_leaders
from support.models import SupportCase

CHANGEABLE = (SupportCase.State.NEED, SupportCase.State.OFFERED)


def note_need(check_in: CheckIn, *, at: datetime) -> SupportCase | None:
    """Update the support case from a check-in that was just marked as done, in the caller's transaction.

    A waiting need in the same area is answered rather than raised twice; a need that the municipality wrote
    keeps its words. An offer that the municipality has answered stays as it is, and so does a need that was
    closed while it stood in the draft, unless something is offered for it after all.
    """
    if check_in.need_area is None:
        return None
    case = _case_of(check_in) or SupportCase(
        participation=check_in.participation,
        area=check_in.need_area,
        origin=SupportCase.Origin.CHECK_IN,
        raised_at=at,
        raised_by=check_in.saved_by,
    )
    if case.state not in CHANGEABLE:
        return case
    if case.origin != SupportCase.Origin.MUNICIPALITY:
        case.area, case.need = check_in.need_area, check_in.need
    if check_in.need_offer is not None:
        case.offer, case.offer_text = check_in.need_offer, check_in.need_offer_text
        case.offered_at = case.offered_at or at
        case.state = SupportCase.State.OFFERED
    case.full_clean()
    case.save()
    CheckInNeed.objects.get_or_create(check_in=check_in, case=case)
    if check_in.need_offer is not None:
        tell_process_leaders(case, at=at)
    return case


def _case_of(check_in: CheckIn) -> SupportCase | None:
    cases = SupportCase.objects.select_for_update()
    own = cases.filter(check_ins__check_in=check_in).order_by("-raised_at", "-pk").first()
    if own and (not own.is_withdrawn or _says_the_same(check_in, own)):
        return own
    similar = cases.filter(participation=check_in.participation, area=check_in.need_area)
    if waiting := similar.filter(state__in=CHANGEABLE).order_by("raised_at", "pk").first():
        return waiting
    named_before = check_in.versions.filter(need_area=check_in.need_area).count() > 1
    if named_before:
        noted = similar.order_by("-raised_at", "-pk").first()
        if noted and (not noted.is_withdrawn or _says_the_same(check_in, noted)):
            return noted
    if check_in.need_offer is not None:
        return None
    return similar.withdrawn().filter(need=check_in.need, withdrawn_at__date__gte=check_in.month).first()


def _says_the_same(check_in: CheckIn, case: SupportCase) -> bool:
    """Return whether the check-in describes a closed case as it stood; otherwise its need is a new one."""
    return (check_in.need_area_id, check_in.need_offer_id) == (case.area_id, case.offer_id)
