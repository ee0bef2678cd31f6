"""The catalogue of support: by development area, with how often each has been used."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse

from accounts.models import User
from municipalities.models import CountyBoard
from support.models import DevelopmentArea, SupportOffer


@dataclass(frozen=True)
class OfferLine:
    """One support on offer. ``url`` is its page, for those who may change it."""

    offer: SupportOffer
    url: str


@dataclass(frozen=True)
class AreaGroup:
    """The support on offer in one development area; None for support in no area."""

    area: DevelopmentArea | None
    lines: list[OfferLine]

    @property
    def key(self) -> str:
        return f"omrade-{self.area.pk}" if self.area else "ovrigt"


@dataclass(frozen=True)
class SupportOfferListPage:
    """The catalogue as the person sees it."""

    groups: list[AreaGroup]
    retired: list[OfferLine]
    can_write: bool


def support_offer_list_page(user: User, *, on: date) -> SupportOfferListPage:
    """Return national support and that of the counties that the person coordinates; staff see all.

    Raises:
        Http404: the person coordinates no county.
    """
    own = set(CountyBoard.objects.coordinated_by(user, on=on).values_list("pk", flat=True))
    if not (own or user.is_staff):
        raise Http404
    offers = SupportOffer.objects.visible_to(user, on=on).with_use().national_first()
    rows = offers.select_related("county_board").prefetch_related("areas")
    lines = [OfferLine(offer, _url(offer, own, is_staff=user.is_staff)) for offer in rows]
    active = [line for line in lines if line.offer.is_active]
    return SupportOfferListPage(
        groups=_by_area(active),
        retired=[line for line in lines if not line.offer.is_active],
        can_write=bool(own),
    )


def _url(offer: SupportOffer, own: set[int], *, is_staff: bool) -> str:
    if offer.county_board_id in own:
        return reverse("support:support_offer_edit", args=[offer.pk])
    return reverse("admin:support_supportoffer_change", args=[offer.pk]) if is_staff else ""


def _by_area(lines: list[OfferLine]) -> list[AreaGroup]:
    """Return the groups; support for several areas stands in each of them."""
    areas = [*DevelopmentArea.objects.filter(is_active=True)]
    groups = [AreaGroup(area, [line for line in lines if area in line.offer.areas.all()]) for area in areas]
    known = {line.offer.pk for group in groups for line in group.lines}
    rest = AreaGroup(None, [line for line in lines if line.offer.pk not in known])
    return [group for group in (*groups, rest) if group.lines]
