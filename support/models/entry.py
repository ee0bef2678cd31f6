"""The history of a case: words added to it, and what it said before."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.keep import Keep, author, paper
from support.models.case import SupportCase, person
from support.models.offer import SupportOffer
from ui import columns


class CaseEntry(models.Model):
    """Words added to a need, or what a case said before it was changed. Rows are only added."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (author("by"), paper("said_by", "text"))

    class Kind(models.TextChoices):
        NEED = "need", _("More about the need")
        OFFERED = "offered", _("Offered")
        OFFER_WITHDRAWN = "offer_withdrawn", _("Offer withdrawn")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        STARTED = "started", pgettext_lazy("support", "Begun")
        DELIVERED = "delivered", pgettext_lazy("support", "Done")
        OUTCOME = "outcome", _("Did it help?")
        BOARD_OUTCOME = "board_outcome", _("Did it help, as the county board sees it?")
        CLOSED = "closed", pgettext_lazy("support", "No longer needed")
        TAKEN_BACK = "taken_back", _("Opened again")

    case = models.ForeignKey(
        SupportCase, models.PROTECT, related_name="entries", verbose_name=_("need and support")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    said_on = models.DateField(_("day"))
    at = models.DateTimeField(_("when"), null=True, blank=True)
    by = person(_("by whom"))
    said_by = columns.Line(_("who answered by phone"), max_length=100, blank=True)
    offer = models.ForeignKey(
        SupportOffer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("support on offer"),
    )
    outcome = models.CharField(
        _("did it help?"), max_length=10, choices=SupportCase.Outcome.choices, blank=True
    )
    text = columns.Text(_("text"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("entry of a case")
        verbose_name_plural = _("entries of a case")
        ordering = ("case_id", "pk")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.get_kind_display()}"
