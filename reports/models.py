"""The export log: every document that left the portal, and those in progress."""

from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import Data, Keep, Then, author, not_personal
from audit.models import Moving
from followups.models.check_in import CheckIn
from municipalities.models import Coordinator, CountyBoard
from programmes.models import Participation
from ui import columns
from ui.files import random_name

KEPT_DAYS = 30


class ExportQuerySet(models.QuerySet["Export"]):
    """Queries on exports."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep all for staff; for coordinators those of their county, and their own over several counties."""
        if user.is_staff:
            return self
        own = CountyBoard.objects.coordinated_by(user, on=on)
        people = Coordinator.objects.current(on=on).values("user")
        several = Q(county_board=None, requested_by=user.pk, requested_by__in=people)
        return self.filter(Q(county_board__in=own) | several)

    def downloadable_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the person's own, as long as they may read the content: internal notes need a coordinator."""
        made = self.asked_for_by(user, on=on).filter(state=Export.State.DONE)
        own = CountyBoard.objects.coordinated_by(user, on=on)
        return made.filter(Q(with_internal_note=False) | Q(county_board__in=own))

    def forgettable(self, *, at: datetime) -> Self:
        """Keep those whose file was made long enough ago; the row stays in the log."""
        return self.filter(finished_at__lt=at - timedelta(days=KEPT_DAYS)).exclude(file="").order_by("pk")

    def last_number(self, participation: Participation) -> str:
        """Return the county board's newest registry number for the municipality; empty before the first."""
        of_county = self.filter(
            county_board=participation.cohort.county_board_id,
            participation__municipality=participation.municipality_id,
        ).exclude(registry_number="")
        numbers = of_county.order_by("-requested_at", "-pk").values_list("registry_number", flat=True)
        return numbers.first() or ""

    def asked_for_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the person's own, as long as they may see the county."""
        if not user.is_authenticated:
            return self.none()
        return self.visible_to(user, on=on).filter(requested_by=user)


class Export(Moving):
    """One requested document: what it covers, who asked for it, and the file once it is made.

    A document made in the request is logged as done without a file; a long one is made by the worker.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        # Removed by ``actions.expire_exports``; the row stays in the log.
        Keep(("file",), Data.EXPORT, Then.DELETED, days=KEPT_DAYS, counted=_("after the file was made")),
        author("requested_by"),
        not_personal("registry_number", "name", "sha256"),
    )

    class Kind(models.TextChoices):
        MONTH = "month", _("Monthly report")
        PERIOD = "period", _("Period report")
        MUNICIPALITY = "municipality", _("One municipality's check-ins")
        CHECK_IN = "check_in", _("One check-in")
        CHARTS = "charts", _("The numbers of the charts")
        RATES = "rates", _("How check-ins come in")

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"
        JSON = "json", "JSON"
        ZIP = "zip", _("PDF and JSON")

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("export", "Waiting")
        RUNNING = "running", pgettext_lazy("export", "In progress")
        DONE = "done", pgettext_lazy("export", "Done")
        FAILED = "failed", pgettext_lazy("export", "Failed")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.QUEUED: {State.RUNNING},
        State.RUNNING: {State.RUNNING, State.DONE, State.FAILED},
        State.DONE: set(),
        State.FAILED: {State.QUEUED},
    }
    REFUSED = _("The export cannot be changed now.")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    format = models.CharField(_("format"), max_length=10, choices=Format.choices)
    county_board = models.ForeignKey(
        CountyBoard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exports",
        verbose_name=_("county board"),
    )
    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exports",
        verbose_name=_("participating municipality"),
    )
    check_in = models.ForeignKey(
        CheckIn, models.PROTECT, null=True, blank=True, related_name="exports", verbose_name=_("check-in")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    registry_number = columns.Line(_("the county board's registry number"), max_length=60, blank=True)
    with_internal_note = models.BooleanField(_("with the internal note"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.QUEUED, editable=False
    )
    progress = models.PositiveSmallIntegerField(_("progress in percent"), default=0)
    file = models.FileField(_("file"), upload_to=random_name, blank=True)
    name = columns.Line(_("file name"), max_length=200, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name=_("asked for by")
    )
    requested_at = models.DateTimeField(_("asked for at"))
    lease_until = models.DateTimeField(_("held until"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ("-requested_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="export_progress_is_percent",
                violation_error_message=_("Progress goes from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("done", "failed"), finished_at__isnull=False)
                | Q(state__in=("queued", "running"), finished_at=None),
                name="export_finished_has_a_time",
                violation_error_message=_("What is finished has a time."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "lease_until"], name="export_state_lease")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.requested_at:%Y-%m-%d}"
