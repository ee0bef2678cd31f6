"""A municipality's page: how it stands, and all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from municipalities.models import CountyBoard
from programmes.models import Participation

if TYPE_CHECKING:
    from datetime import date, datetime

    from accounts.models import User


@dataclass(frozen=True)
class MunicipalityPage:
    """A municipality that takes part or has done so."""

    user: User
    participation: Participation
    on: date
    at: datetime


def followed_by(user: User, slug: str, *, on: date) -> list[Participation]:
    """The municipality's parts in published cohorts: the open one first, then the latest.

    Raises:
        Http404: not a municipality that the person follows.
    """
    boards = CountyBoard.objects.visible_to(user, on=on)
    found = Participation.objects.of_boards(boards).filter(municipality__slug=slug).newest_first()
    participations = list(found.with_span().select_related("municipality", "cohort__county_board"))
    if not participations:
        raise Http404
    return participations


def municipality_page(user: User, slug: str, *, on: date, at: datetime) -> MunicipalityPage:
    """The page of the municipality named by the slug."""
    [participation, *_earlier] = followed_by(user, slug, on=on)
    return MunicipalityPage(user, participation, on, at)
