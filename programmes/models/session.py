"""Training sessions, their material and the lecturers."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import ClassVar, Self
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import Keep, contact, not_personal
from calendars.months import day_of
from municipalities.models import CountyBoard
from programmes.models.cohort import Cohort
from programmes.models.programme import ProcessStep
from ui import columns
from ui.files import file_validators, random_name

MAP = "https://www.openstreetmap.org/search"


class Lecturer(models.Model):
    """A lecturer from outside, without an account; shown with name and organisation."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (contact("name", "organisation", "email", "topic"),)

    name = columns.Line(_("name"), max_length=150, db_collation="swedish")
    organisation = columns.Line(_("organisation"), max_length=150, blank=True)
    email = columns.Email(_("e-mail address"), blank=True)
    topic = columns.Line(_("topic"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("lecturer")
        verbose_name_plural = _("lecturers")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}" if self.organisation else self.name


class SessionQuerySet(models.QuerySet["Session"]):
    """Queries on sessions."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those of the cohorts that the person may see."""
        return self.filter(cohort__in=Cohort.objects.visible_to(user, on=on))

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Keep those that the person moves, cancels and takes attendance at: all for staff."""
        return self if user.is_staff else self.none()

    def of_cohorts(self, cohorts: Collection[int]) -> Self:
        """Keep those of the cohorts with these ids."""
        return self.filter(cohort__in=cohorts)

    def of_boards(self, county_boards: Iterable[CountyBoard]) -> Self:
        """Keep those of published cohorts of the given county boards."""
        return self.filter(cohort__in=Cohort.objects.published().filter(county_board__in=county_boards))

    def in_time(self) -> Self:
        """Order by time, with the cohort."""
        return self.select_related("cohort").order_by("starts_at", "pk")

    def for_page(self) -> Self:
        """Join what the page of one session shows."""
        return self.select_related("cohort__contact", "step").prefetch_related("lecturers")

    def planned(self) -> Self:
        """Leave out cancelled ones."""
        return self.exclude(state=Session.State.CANCELLED)

    def starting_between(self, first: date, last: date) -> Self:
        """Keep planned ones of open cohorts that start on one of the days, both included."""
        return (
            self.planned()
            .filter(starts_at__date__range=(first, last), cohort__in=Cohort.objects.open())
            .select_related("cohort")
        )

    def upcoming(self, *, at: datetime) -> Self:
        """Keep those that are neither over nor cancelled, the next one first."""
        return self.planned().filter(ends_at__gte=at).order_by("starts_at", "pk")

    def held(self, *, at: datetime) -> Self:
        """Keep those that are over and not cancelled, the latest first."""
        return self.planned().filter(ends_at__lt=at).order_by("-starts_at", "pk")


class Session(models.Model):
    """A training session (utbildningstillfälle). The number is fixed once the cohort is published."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        not_personal("theme", "venue", "address", "join_url", "preparation", "agenda"),
    )

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("session", "Planned")
        CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        ONLINE = "online", _("Online")
        HYBRID = "hybrid", _("Hybrid")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sessions", verbose_name=_("cohort"))
    number = models.PositiveSmallIntegerField(_("number"))
    theme = columns.Line(_("theme"), max_length=200, db_collation="swedish")
    starts_at = models.DateTimeField(_("starts at"))
    moved_from = models.DateTimeField(_("start before it was moved"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(_("ends at"))
    mode = models.CharField(_("form"), max_length=10, choices=Mode.choices)
    venue = columns.Line(_("venue"), max_length=200, blank=True)
    address = columns.Line(_("street address"), max_length=200, blank=True)
    join_url = columns.Link(_("link to the online meeting"), blank=True)
    step = models.ForeignKey(
        ProcessStep,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("process step"),
    )
    preparation = columns.Text(_("before the session"), blank=True)
    agenda = columns.Text(_("agenda"), blank=True)
    lecturers = models.ManyToManyField(
        Lecturer, blank=True, related_name="sessions", verbose_name=_("lecturers")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED, editable=False
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("cohort_id", "number", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cohort", "number"],
                name="session_number_once_per_cohort",
                violation_error_message=_("Another session of the cohort has this number."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_start",
                violation_error_message=_("The session must end after it starts."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["starts_at"], name="session_starts_at")]

    def __str__(self) -> str:
        return _("Session %(number)s: %(theme)s") % {"number": self.number, "theme": self.theme}

    def get_absolute_url(self) -> str:
        return reverse("participants:session_detail", args=[self.cohort.slug, self.number])

    @property
    def is_cancelled(self) -> bool:
        """True when the session is cancelled."""
        return self.state == self.State.CANCELLED

    @property
    def published_start(self) -> datetime | None:
        """The start that was published, where another one holds."""
        return self.moved_from if self.moved_from != self.starts_at else None

    @property
    def place_on_map(self) -> str:
        """The address of a map with the place; empty for a meeting without one."""
        where = self.address or self.venue
        return f"{MAP}?{urlencode({'query': where})}" if where and self.mode != self.Mode.ONLINE else ""

    @property
    def starts_on(self) -> date:
        """The Swedish date of the start."""
        return day_of(self.starts_at)

    @property
    def ends_on(self) -> date:
        """The Swedish date of the end; a kick-off ends the day after it starts."""
        return day_of(self.ends_at)

    def has_begun(self, *, at: datetime) -> bool:
        """Say whether the session is going on or over."""
        return self.starts_at <= at

    def is_over(self, *, at: datetime) -> bool:
        """Say whether the session has ended."""
        return self.ends_at < at


class MaterialQuerySet(models.QuerySet["Material"]):
    """Queries on material."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep that of the cohorts that the person may see."""
        return self.filter(cohort__in=Cohort.objects.visible_to(user, on=on))

    def with_file(self) -> Self:
        """Keep files, not links."""
        return self.exclude(file="")

    def of_whole_cohorts(self) -> Self:
        """Keep that which belongs to no session but to a whole cohort, A–Ö."""
        return self.filter(session=None).select_related("cohort").order_by("title", "pk")

    def of_session(self, session: Session) -> Self:
        """Keep that of one session, A–Ö."""
        return self.filter(session=session).order_by("title", "pk")


class Material(models.Model):
    """A file or a link for a cohort or one of its sessions."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (not_personal("title", "file", "file_name", "url"),)

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="materials", verbose_name=_("cohort"))
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="materials", verbose_name=_("session")
    )
    title = columns.Line(_("title"), max_length=200, db_collation="swedish")
    file = models.FileField(_("file"), upload_to=random_name, blank=True, validators=file_validators)
    file_name = columns.Line(_("file name"), max_length=255, blank=True, editable=False)
    url = columns.Link(_("link"), blank=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = pgettext_lazy("plural", "material")
        ordering = ("cohort_id", "session_id", "title", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(url="")) | (~Q(file="") & Q(url="")),
                name="material_is_file_or_link",
                violation_error_message=_("Choose a file or write a link, one of the two."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url or reverse("material_file", args=[self.pk])
