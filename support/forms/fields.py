"""Parts that the forms on support share."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.models import CountyBoard
from support.models import DevelopmentArea, SupportOffer

NO_NAMES = gettext_lazy("Write nothing about individual people.")


def support_readers(county_board: CountyBoard) -> str:
    """Return the readers of a text about a need and its support."""
    return _("%(county_board)s, MÄN and the municipality.") % {"county_board": county_board.short_name}


def let_offer(
    field: Any, offers: QuerySet[SupportOffer], areas: dict[DevelopmentArea, str], *, none: str
) -> None:
    """Let the field offer these, in groups by area under the given words; what is for no area comes last."""
    found = list(offers.prefetch_related("areas"))
    groups = [(words, [each for each in found if area in each.areas.all()]) for area, words in areas.items()]
    groups.append((_("Other support"), [each for each in found if areas.keys().isdisjoint(each.areas.all())]))
    listed = [(words, [(each.pk, str(each)) for each in group]) for words, group in groups if group]
    field.queryset = offers
    field.choices = [("", none), *listed]
