"""Development areas, support on offer, and a municipality's needs with the support it gets."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import Keep, author, not_personal, paper
from audit.models import Moving
from calendars.months import day_of
from municipalities.models import CountyBoard
from programmes.models import Participation
from ui import columns
from ui.words import Lazy

# Days after which a need without an offer, or an offer without an answer, needs attention.
LONG_WAIT_DAYS = 14


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

        A case closed after a yes counts as accepted, one closed before an answer only as offered.
        """
        answered = Q(support_cases__answered_at__isnull=False)
        return self.annotate(
            offered=Count("support_cases"),
            accepted=Count("support_cases", filter=answered & ~Q(support_cases__state="declined")),
            declined=_cases_in("declined"),
            delivered=_cases_in("done"),
            **{
                f"helped_{outcome}": Count("support_cases", filter=Q(support_cases__outcome=outcome))
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


def _person(words: Lazy) -> models.ForeignKey[User | None, User | None]:
    """Return the field of a person who did something with a case."""
    options: Any = {"null": True, "blank": True, "related_name": "+", "verbose_name": words}
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, **options)


class SupportCaseQuerySet(models.QuerySet["SupportCase"]):
    """Queries on needs and support."""

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the cases of the municipalities that the person may see."""
        return self.filter(participation__in=Participation.objects.visible_to(user, on=on))

    def writable_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the cases of the county boards that the person coordinates."""
        return self.filter(participation__in=Participation.objects.coordinated_by(user, on=on))

    def followed_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the cases that the person follows: all for staff, the own county's for coordinators."""
        return self if user.is_staff else self.writable_by(user, on=on)

    def of_groups_of(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the cases of the municipalities in whose groups the person is."""
        if not user.is_authenticated:
            return self.none()
        mine = user.enrolments.current(on=on).exclude(participation=None)
        return self.filter(participation__in=mine.values("participation"))

    def answerable_by(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the cases of the municipalities whose work the person leads."""
        return self.filter(participation__in=Participation.objects.led_by(user, on=on))

    def of_boards(self, county_boards: Iterable[CountyBoard]) -> Self:
        """Keep the cases of the given counties."""
        return self.filter(participation__in=Participation.objects.of_boards(county_boards))

    def open(self) -> Self:
        """Keep the cases that are not declined, done or closed."""
        return self.filter(state__in=SupportCase.OPEN_STATES)

    def without_offer(self) -> Self:
        """Keep the needs without an offer, the oldest first."""
        return self.filter(state=SupportCase.State.NEED).order_by("raised_at", "pk")

    def awaiting_answer(self) -> Self:
        """Keep the offers that the municipality has not answered, the oldest first."""
        return self.filter(state=SupportCase.State.OFFERED).order_by("offered_at", "pk")

    def under_way(self) -> Self:
        """Keep the cases that are accepted and not delivered yet, the oldest answer first."""
        return self.filter(state__in=SupportCase.UNDER_WAY_STATES).order_by("answered_at", "pk")

    def just_answered(self) -> Self:
        """Keep the cases that the municipality has answered and that have not moved on since."""
        return self.filter(state__in=(SupportCase.State.ACCEPTED, SupportCase.State.DECLINED))

    def done(self) -> Self:
        """Keep the delivered cases, the latest first."""
        return self.filter(state=SupportCase.State.DONE).order_by("-delivered_on", "-pk")

    def declined(self) -> Self:
        """Keep the cases that the municipality declined, the latest first."""
        return self.filter(state=SupportCase.State.DECLINED).order_by("-answered_at", "-pk")

    def withdrawn(self) -> Self:
        """Keep the closed cases, the latest first."""
        return self.filter(state=SupportCase.State.WITHDRAWN).order_by("-withdrawn_at", "-pk")

    def for_reading(self) -> Self:
        """Join everything that a page shows of a case: municipality, offer, people."""
        return self.select_related(
            "participation__municipality__county_board",
            "participation__cohort",
            "area",
            "offer",
            "raised_by",
            "answered_by",
            "withdrawn_by",
        )


class SupportCase(Moving):
    """A municipality's need and the support it was offered ("Behov och stöd")."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        author("raised_by", "answered_by", "withdrawn_by"),
        paper("need", "offer_text", "answer_text", "delivery_text", "outcome_text", "withdrawn_text"),
    )

    class State(models.TextChoices):
        NEED = "need", _("Need")
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        IN_PROGRESS = "in_progress", pgettext_lazy("support", "In progress")
        DONE = "done", pgettext_lazy("support", "Done")
        WITHDRAWN = "withdrawn", pgettext_lazy("support", "No longer needed")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.NEED: {State.OFFERED, State.WITHDRAWN},
        State.OFFERED: {State.ACCEPTED, State.DECLINED, State.WITHDRAWN},
        State.ACCEPTED: {State.IN_PROGRESS, State.DONE, State.WITHDRAWN},
        State.DECLINED: set(),
        State.IN_PROGRESS: {State.DONE},
        State.DONE: set(),
        State.WITHDRAWN: set(),
    }
    REFUSED = {
        State.OFFERED: _("Support has already been offered."),
        State.ACCEPTED: _("The offer has already been answered."),
        State.DECLINED: _("The offer has already been answered."),
        State.IN_PROGRESS: _("Only support that the municipality has accepted can begin."),
        State.DONE: _("Only support that the municipality has accepted can be delivered."),
        State.WITHDRAWN: _("Support that has begun, was given or was declined cannot be closed."),
    }
    OPEN_STATES: ClassVar[tuple[str, ...]] = (State.NEED, State.OFFERED, State.ACCEPTED, State.IN_PROGRESS)
    UNDER_WAY_STATES: ClassVar[tuple[str, ...]] = (State.ACCEPTED, State.IN_PROGRESS)

    class Origin(models.TextChoices):
        CHECK_IN = "check_in", _("Raised in a check-in")
        MUNICIPALITY = "municipality", _("Raised by the municipality")
        COUNTY_BOARD = "county_board", _("Offered by the county board")

    class Outcome(models.TextChoices):
        YES = "yes", pgettext_lazy("did it help", "Yes")
        PARTLY = "partly", pgettext_lazy("did it help", "Partly")
        NO = "no", pgettext_lazy("did it help", "No")

    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        related_name="support_cases",
        verbose_name=_("participating municipality"),
    )
    area = models.ForeignKey(
        DevelopmentArea, models.PROTECT, related_name="support_cases", verbose_name=_("development area")
    )
    need = columns.Text(_("what is needed"), max_length=1000)
    offer = models.ForeignKey(
        SupportOffer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="support_cases",
        verbose_name=_("support on offer"),
    )
    offer_text = columns.Line(_("a line about the offer"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.NEED, editable=False
    )
    origin = models.CharField(
        _("origin"), max_length=20, choices=Origin.choices, default=Origin.CHECK_IN, editable=False
    )
    raised_at = models.DateTimeField(_("raised at"))
    raised_by = _person(_("raised by"))
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = _person(_("answered by"))
    answer_text = columns.Lines(_("a word with the answer"), max_length=300, blank=True)
    started_on = models.DateField(_("begun on"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    delivery_text = columns.Line(_("what was delivered"), max_length=300, blank=True)
    outcome = models.CharField(_("did it help?"), max_length=10, choices=Outcome.choices, blank=True)
    outcome_text = columns.Line(_("a word about how it helped"), max_length=300, blank=True)
    evaluated_month = models.DateField(
        _("evaluated in"),
        null=True,
        blank=True,
        help_text=_("The month of the check-in in which it was last said whether the support helped."),
    )
    withdrawn_at = models.DateTimeField(_("no longer needed since"), null=True, blank=True)
    withdrawn_by = _person(_("closed by"))
    withdrawn_text = columns.Line(_("why it is no longer needed"), max_length=300, blank=True)

    objects = SupportCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("need and support")
        verbose_name_plural = _("needs and support")
        ordering = ("-raised_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=("need", "withdrawn"))
                | (Q(offer__isnull=False) & Q(offered_at__isnull=False)),
                name="support_case_offered_has_an_offer",
                violation_error_message=_("Choose the support that is offered."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("need", "offered", "withdrawn")) | Q(answered_at__isnull=False),
                name="support_case_answered_has_a_time",
                violation_error_message=_("An answer has a time."),
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(delivered_on__isnull=False),
                name="support_case_done_is_delivered",
                violation_error_message=_("Write when the support was delivered."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(state="done"),
                name="support_case_outcome_when_done",
                violation_error_message=_("Only support that was delivered can have helped."),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_text="")),
                name="support_case_withdrawn_says_why",
                violation_error_message=_("Write why it is no longer needed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation.municipality}: {self.area}"

    def get_absolute_url(self) -> str:
        return reverse("support:support_case", args=[self.pk])

    @property
    def county_board(self) -> CountyBoard:
        """The county board that gives the support."""
        return self.participation.county_board

    @property
    def is_declined(self) -> bool:
        return self.state == self.State.DECLINED

    def refusal(self, to: str) -> Any:
        """Say first that a closed need stays closed."""
        return _("The need is closed: it is no longer needed.") if self.is_withdrawn else super().refusal(to)

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def was_accepted(self) -> bool:
        """True when the municipality said yes, even if the case was closed later."""
        return self.answered_at is not None and not self.is_declined

    @property
    def ended_on(self) -> date | None:
        """The day on which it was delivered, declined or closed; None while it is open."""
        if self.is_withdrawn:
            return day_of(self.withdrawn_at)
        return day_of(self.answered_at) if self.is_declined else self.delivered_on

    def days(self, *, on: date) -> int:
        """Return the days since the latest of need, offer and answer."""
        since = day_of(self.answered_at or self.offered_at or self.raised_at)
        return (on - since).days if since else 0
