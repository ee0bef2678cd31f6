"""Enquiries from the public page."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import YEAR, Data, Keep, Then
from audit.models import Moving
from municipalities.models import CountyBoard, Municipality
from programmes.models.programme import Programme, TrainingKind
from ui import columns

ASKED = ("programme", "municipality", "name", "email", "phone", "organisation", "message")


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Queries on enquiries."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff; for a coordinator those about process training from the own county."""
        return self if user.is_staff else self.of_boards(CountyBoard.objects.coordinated_by(user, on=on))

    def of_boards(self, county_boards: Iterable[CountyBoard]) -> Self:
        """Keep those about process training from municipalities of the given county boards.

        Suspected spam is for MÄN to look at first.
        """
        return self.filter(
            programme__kind=TrainingKind.PROCESS_TRAINING,
            municipality__county_board__in=county_boards,
            is_suspected=False,
        )

    def like(self, enquiry: "Enquiry", *, since: datetime) -> Self:
        """Keep those that say the same as the given one, received since then."""
        return self.filter(received_at__gte=since, **{name: getattr(enquiry, name) for name in ASKED})

    def waiting(self) -> Self:
        """Keep those without an answer, the oldest first."""
        return self.filter(state=Enquiry.State.NEW).order_by("received_at", "pk")


class Enquiry(Moving):
    """A message from somebody outside the portal who wants to know more or take part (intresseanmälan)."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        Keep(
            ("name", "email", "phone", "organisation", "message"),
            Data.ENQUIRY,
            Then.DELETED,
            days=YEAR,
            counted=_("after you wrote"),
            since="received_at",
        ),
    )

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("enquiry", "New")
        ANSWERED = "answered", pgettext_lazy("enquiry", "Answered")
        CLOSED = "closed", pgettext_lazy("enquiry", "Closed")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.NEW: {State.ANSWERED, State.CLOSED},
        State.ANSWERED: {State.CLOSED},
        State.CLOSED: {State.NEW},
    }
    REFUSED = _("The enquiry is already %(state)s.")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="enquiries", verbose_name=_("programme")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enquiries",
        verbose_name=_("municipality"),
    )
    name = columns.Line(_("name"), max_length=150, db_collation="swedish")
    email = columns.Email(_("e-mail address"))
    phone = columns.Phone(_("phone"), max_length=40, blank=True)
    organisation = columns.Line(_("organisation"), max_length=150, blank=True)
    message = columns.Text(_("message"), max_length=3000)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.NEW, editable=False
    )
    is_suspected = models.BooleanField(
        _("suspected spam"),
        default=False,
        editable=False,
        help_text=_("A field was filled in that people do not see."),
    )
    received_at = models.DateTimeField(_("received at"))

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ("-received_at", "pk")

    def refusal(self, to: str) -> Any:
        """Name the state within the sentence."""
        return super().refusal(to) % {"state": self.get_state_display().lower()}

    def __str__(self) -> str:
        return f"{self.name} – {self.programme}"
