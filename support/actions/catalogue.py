"""Actions on the catalogue of support."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import locked, store
from municipalities.models import CountyBoard
from support.models import DevelopmentArea, SupportOffer

TAKEN = _("There is already support with this name in the county.")
TAKEN_IN_COUNTRY = _("There is already support with this name in the whole country.")


@transaction.atomic
def add_support_offer(
    county_board: CountyBoard | None,
    *,
    name: str,
    description: str,
    areas: Iterable[DevelopmentArea],
    actor: User,
    at: datetime,
) -> SupportOffer:
    """Add support to the county's catalogue, or to the country's; an identical one is returned as it is."""
    board = county_board and locked(county_board, no_key=True)
    if known := SupportOffer.objects.filter(county_board=board, name=name).first():
        if known.description == description and known.is_active:
            return known
        raise ValidationError({"name": _taken(known)})
    offer = SupportOffer(county_board=board, name=name, description=description)
    store(offer, actor=actor, verb="support_offer.added", at=at, county_board=board and board.pk)
    offer.areas.set(areas)
    return offer


@transaction.atomic
def change_support_offer(
    offer: SupportOffer,
    *,
    name: str,
    description: str,
    areas: Iterable[DevelopmentArea],
    actor: User,
    at: datetime,
) -> SupportOffer:
    """Change the name, description or areas of support. Earlier offers show the new name too."""
    offer = locked(offer)
    wanted = (name, description, {area.pk for area in areas})
    if (offer.name, offer.description, {area.pk for area in offer.areas.all()}) == wanted:
        return offer
    others = SupportOffer.objects.filter(county_board=offer.county_board, name=name)
    if others.exclude(pk=offer.pk).exists():
        raise ValidationError({"name": _taken(offer)})
    offer.name, offer.description = name, description
    store(offer, actor=actor, verb="support_offer.changed", at=at)
    offer.areas.set(areas)
    return offer


@transaction.atomic
def retire_support_offer(offer: SupportOffer, *, actor: User, at: datetime) -> SupportOffer:
    """Stop offering the support. Earlier offers keep it."""
    return _set_active(offer, to=False, verb="support_offer.retired", actor=actor, at=at)


@transaction.atomic
def restore_support_offer(offer: SupportOffer, *, actor: User, at: datetime) -> SupportOffer:
    """Offer the support again."""
    return _set_active(offer, to=True, verb="support_offer.restored", actor=actor, at=at)


def _taken(offer: SupportOffer) -> Any:
    return TAKEN_IN_COUNTRY if offer.county_board_id is None else TAKEN


def _set_active(offer: SupportOffer, *, to: bool, verb: str, actor: User, at: datetime) -> SupportOffer:
    offer = locked(offer)
    if offer.is_active == to:
        return offer
    offer.is_active = to
    return store(offer, actor=actor, verb=verb, at=at)
