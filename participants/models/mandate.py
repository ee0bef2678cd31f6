"""The mandate log: the decisions and agreements behind a municipality's work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Signed, User
from audit.keep import Keep, author, paper
from participants.models.stored_file import StoredFile
from programmes.models import Participation
from ui import columns


class MandateEntryQuerySet(models.QuerySet["MandateEntry"]):
    """Queries on the mandate log."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff, the own county's, and those of the municipality that the person leads."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self
        return self.filter(
            Q(participation__in=Participation.objects.coordinated_by(user, on=on))
            | Q(participation__in=Participation.objects.led_by(user, on=on))
        )

    def writable_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those that the person may end: of the municipalities that they follow."""
        return self.filter(participation__in=Participation.objects.followed_by(user, on=on))

    def of_municipality(self, slug: str) -> Self:
        """Keep those of the municipality with that slug, with their municipality."""
        named = self.select_related("participation__municipality")
        return named.filter(participation__municipality__slug=slug)

    def of_participations(self, participations: Iterable[Participation]) -> Self:
        """Keep those of the given participations, with their municipality."""
        return self.filter(participation__in=participations).select_related("participation__municipality")

    def newest_first(self) -> Self:
        """Order by the date of decision, the latest first, with the file and who wrote it."""
        return self.select_related("file", "recorded_by").order_by("-decided_on", "-pk")


LAPSES_WITHIN = timedelta(days=60)


def newest_of_each_kind(entries: Iterable[MandateEntry]) -> list[MandateEntry]:
    """Return the valid entry of each kind: the latest decided, then the latest written, none taken back."""
    held = (entry for entry in entries if not entry.never_held)
    ordered = sorted(held, key=lambda entry: (entry.decided_on, entry.pk))
    return list({(entry.participation_id, entry.kind): entry for entry in ordered}.values())


def lapsing(entries: Iterable[MandateEntry], *, on: date) -> list[MandateEntry]:
    """Return entries that lapse soon or have lapsed, without a newer one of their kind, by last day."""
    soon = [
        entry
        for entry in newest_of_each_kind(entries)
        if entry.ends_on is not None and entry.ends_on <= on + LAPSES_WITHIN
    ]
    return sorted(soon, key=lambda entry: (entry.ends_on, entry.pk))


class MandateEntry(Signed):
    """One row of the log: a decision, an agreement, or the process leader's share of time."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        author("recorded_by", "signer_name"),
        paper("decided_by", "registry_number", "note"),
    )

    SIGNED_BY = "recorded_by"

    class Kind(models.TextChoices):
        DECISION = "decision", _("Decision")
        AGREEMENT = "agreement", _("Agreement")
        SHARE_OF_TIME = "share_of_time", _("Process leader's share of time")

    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        related_name="mandate_entries",
        verbose_name=_("participating municipality"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    decided_on = models.DateField(_("date"))
    ends_on = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("Empty when it holds until further notice.")
    )
    decided_by = columns.Line(
        _("decided by"), max_length=120, blank=True, help_text=_("For example the executive board.")
    )
    share_of_time = models.PositiveSmallIntegerField(_("share of full time, percent"), null=True, blank=True)
    registry_number = columns.Line(_("the municipality's registry number"), max_length=60, blank=True)
    note = columns.Line(_("note"), max_length=300, blank=True)
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandate_entries",
        verbose_name=_("file"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written down by"),
    )
    recorded_at = models.DateTimeField(_("written down at"))

    objects = MandateEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the mandate log")
        verbose_name_plural = _("entries of the mandate log")
        ordering = ("participation_id", "-decided_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("decided_on")),
                name="mandate_entry_ends_after_start",
                violation_error_message=_("The last day must be on or after the first day."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="share_of_time",
                    share_of_time__isnull=False,
                    share_of_time__gte=1,
                    share_of_time__lte=100,
                )
                | (~Q(kind="share_of_time") & Q(share_of_time=None)),
                name="mandate_entry_share_of_time_in_percent",
                violation_error_message=_("Write the share of time as a percentage from 1 to 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation.municipality}: {self.get_kind_display()} {self.decided_on:%Y-%m-%d}"

    @property
    def never_held(self) -> bool:
        """True when it was taken back, by an end on its own first day."""
        return self.ends_on == self.decided_on
