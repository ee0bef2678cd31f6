"""Development areas, and the support on offer."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import Keep, not_personal
from municipalities.models import CountyBoard
from ui import columns


class DevelopmentArea(models.Model):
    """A field in which municipalities develop their work (utvecklingsområde)."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (not_personal("name"),)

    name = columns.Line(_("name"), max_length=120, unique=True, db_collation="swedish")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("development area")
        verbose_name_plural = _("development areas")
        ordering = ("position", "name", "pk")

    def __str__(self) -> str:
        return self.name


def _cases_in(*states: str) -> Count:
    return Count("support_cases", filter=Q(support_cases__state__in=states))


class SupportOfferQuerySet(models.QuerySet["SupportOffer"]):
    """Queries on the catalogue of support."""

    def offered_in(self, county_board: CountyBoard) -> Self:
        """Keep the active offers of that county and the national ones."""
        return self.filter(Q(county_board=None) | Q(county_board=county_board), is_active=True)

    def writable_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the offers of the county boards that the person coordinates; national ones are MÄN's."""
        return self.filter(county_board__in=CountyBoard.objects.coordinated_by(user, on=on))

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff; national ones and those of the own county for a coordinator."""
        if user.is_staff:
            return self
        boards = CountyBoard.objects.coordinated_by(user, on=on)
        if not boards.exists():
            return self.none()
        return self.filter(Q(county_board=None) | Q(county_board__in=boards))

    def with_use(self) -> Self:
        """Add how often each was offered, accepted, declined, delivered and helpful; ordered by name.

        ``helped_*`` count the municipalities' answers, ``board_helped_*`` the county boards' view. A case
        closed after a yes counts as accepted, one closed before an answer only as offered.
        """
        answered = Q(support_cases__answered_at__isnull=False)
        return self.annotate(
            offered=Count("support_cases"),
            accepted=Count("support_cases", filter=answered & ~Q(support_cases__state="declined")),
            declined=_cases_in("declined"),
            delivered=_cases_in("done"),
            **{
                f"{helped}_{outcome}": Count("support_cases", filter=Q(**{f"support_cases__{said}": outcome}))
                for helped, said in (("helped", "outcome"), ("board_helped", "board_outcome"))
                for outcome in ("yes", "partly", "no")
            },
        ).order_by("name", "pk")

    def national_first(self) -> Self:
        """Order national support first, then the counties A–Ö; by name within each."""
        return self.order_by(F("county_board__county_name").asc(nulls_first=True), "name", "pk")


class SupportOffer(models.Model):
    """Support that can be offered (stödmöjlighet), by one county board or in the whole country."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (not_personal("name", "description"),)

    name = columns.Line(_("name"), max_length=150, db_collation="swedish")
    description = columns.Text(_("description"), blank=True)
    areas = models.ManyToManyField(
        DevelopmentArea, blank=True, related_name="offers", verbose_name=_("development areas")
    )
    county_board = models.ForeignKey(
        CountyBoard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="support_offers",
        verbose_name=_("county board"),
        help_text=_("Empty for support that is offered in the whole country."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    offered: int  # by with_use()

    objects = SupportOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("support on offer")
        verbose_name_plural = pgettext_lazy("plural", "support on offer")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
