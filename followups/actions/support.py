"""Support cases that follow from a check-in. Each need is a case of its own."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from followups.models import Answers, CheckIn, CheckInNeed
from support.actions.cases import CHOOSE_WHICH, NEW, offer_support, raise_need
from support.models import SupportCase

NEED = ("need_area_id", "need", "need_same", "need_offer_id", "need_offer_text")


def note_need(check_in: CheckIn, *, actor: User, at: datetime) -> SupportCase | None:
    """Open or name the case of the need in a check-in that was just marked as done.

    It runs in the caller's transaction. A need that has not changed since the last version does nothing, and
    nor does one that was closed while it stood in the draft, unless something is offered for it after all.
    Nothing in an open case is overwritten: words are added to it, and an offer that it has stays.
    """
    if check_in.need_area is None:
        return None
    if _is_unchanged(check_in):
        return SupportCase.objects.filter(check_ins__check_in=check_in).order_by("-check_ins__pk").first()
    case = _closed_meanwhile(check_in)
    if case is not None:
        return case
    case = raise_need(
        check_in.participation,
        area=check_in.need_area,
        need=check_in.need,
        origin=SupportCase.Origin.CHECK_IN,
        same=check_in.need_same,
        actor=actor,
        at=at,
    )
    if check_in.need_offer is not None and not _has_offer(case, check_in):
        text = check_in.need_offer_text
        case = offer_support(case, offer=check_in.need_offer, offer_text=text, actor=actor, at=at)
    CheckInNeed.objects.get_or_create(check_in=check_in, case=case)
    return case


def _is_unchanged(check_in: CheckIn) -> bool:
    """Return whether the last two versions say the same of the need."""
    told = list(check_in.versions.order_by("-version").values_list(*NEED)[:2])
    return len(told) > 1 and told[0] == told[1]


def _closed_meanwhile(check_in: CheckIn) -> SupportCase | None:
    """Return the need in the same words that was closed since the month began, if nothing is offered."""
    if check_in.need_offer is not None or check_in.need_same:
        return None
    similar = SupportCase.objects.filter(participation=check_in.participation, area=check_in.need_area)
    return similar.withdrawn().filter(need=check_in.need, withdrawn_at__date__gte=check_in.month).first()


def _has_offer(case: SupportCase, check_in: CheckIn) -> bool:
    """Return whether the need has this very offer; one with another is changed on its own page."""
    if case.state == SupportCase.State.NEED:
        return False
    if (case.offer_id, case.offer_text) != (check_in.need_offer_id, check_in.need_offer_text):
        text = _("The need has an offer already: %(offer)s. Change it on the page of the need.")
        raise ValidationError({"need_offer": text % {"offer": case.offer}})
    return True


def missing_same(check_in: CheckIn, answers: Answers) -> dict[str, str]:
    """Return the question whether it is the same need, where another is open in the area and nobody said."""
    newest = check_in.versions.order_by("-version").values_list(*NEED).first() if check_in.pk else None
    area, offer = answers.need_area, answers.need_offer
    said = (answers.need, answers.need_same, offer.pk if offer else None, answers.need_offer_text)
    if area is None or answers.need_same == NEW or newest == (area.pk, *said):
        return {}
    cases = list(SupportCase.objects.filter(participation=check_in.participation, area=area).open())
    is_known = any(case.is_waiting and case.need == answers.need for case in cases)
    if is_known or answers.need_same in {str(case.pk) for case in cases}:
        return {}
    if not answers.need.strip():
        return {"need": _("Write what the municipality needs")}
    return {"need_same": str(CHOOSE_WHICH)} if cases else {}
