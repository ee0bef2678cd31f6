"""A municipality's needs with the support it gets."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import Keep, author, paper
from audit.models import Moving
from calendars.months import day_of
from municipalities.models import CountyBoard
from programmes.models import Participation
from support.models.offer import DevelopmentArea, SupportOffer
from ui import columns
from ui.words import Lazy

# Days after which a need without an offer, or an offer without an answer, needs attention.
LONG_WAIT_DAYS = 14


def person(words: Lazy) -> models.ForeignKey[User | None, User | None]:
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

    def of_both_sides(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep the cases that the person coordinates, or whose municipality's work the person leads."""
        led = Participation.objects.led_by(user, on=on)
        own = Participation.objects.coordinated_by(user, on=on)
        return self.filter(Q(participation__in=own) | Q(participation__in=led))

    def without_outcome(self) -> Self:
        """Keep the delivered cases in which the municipality has not said yet whether it helped."""
        return self.filter(state=SupportCase.State.DONE, outcome="").order_by("delivered_on", "pk")

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
            "outcome_by",
            "withdrawn_by",
        )


class SupportCase(Moving):
    """A municipality's need and the support it was offered ("Behov och stöd").

    A municipality may have several open ones in an area. The fields say how the case stands; what they said
    before, and what was added to the need, are its ``CaseEntry`` rows. ``outcome`` is the municipality's
    answer whether the support helped, ``board_outcome`` the county board's view.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        author("raised_by", "answered_by", "outcome_by", "withdrawn_by"),
        paper("need", "offer_text", "answer_text", "answer_said_by", "delivery_text"),
        paper("outcome_text", "board_outcome_text", "withdrawn_text"),
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
    # States whose last step can be taken back.
    TAKEN_BACK: ClassVar[tuple[str, ...]] = (
        State.ACCEPTED,
        State.DECLINED,
        State.IN_PROGRESS,
        State.DONE,
        State.WITHDRAWN,
    )
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
    raised_by = person(_("raised by"))
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = person(_("answered by"))
    answer_text = columns.Lines(_("a word with the answer"), max_length=300, blank=True)
    answer_said_by = columns.Line(_("who answered by phone"), max_length=100, blank=True)
    answer_said_on = models.DateField(_("answered by phone on"), null=True, blank=True)
    started_on = models.DateField(_("begun on"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    delivery_text = columns.Line(_("what was delivered"), max_length=300, blank=True)
    outcome = models.CharField(_("did it help?"), max_length=10, choices=Outcome.choices, blank=True)
    outcome_text = columns.Line(_("a word about how it helped"), max_length=300, blank=True)
    outcome_at = models.DateTimeField(_("said whether it helped at"), null=True, blank=True)
    outcome_by = person(_("said whether it helped"))
    board_outcome = models.CharField(
        _("did it help, as the county board sees it?"), max_length=10, choices=Outcome.choices, blank=True
    )
    board_outcome_text = columns.Line(_("the county board's word about it"), max_length=300, blank=True)
    board_outcome_at = models.DateTimeField(_("the county board's view at"), null=True, blank=True)
    evaluated_month = models.DateField(
        _("evaluated in"),
        null=True,
        blank=True,
        help_text=_(
            "The month of the check-in in which the county board last said whether the support helped."
        ),
    )
    withdrawn_at = models.DateTimeField(_("no longer needed since"), null=True, blank=True)
    withdrawn_by = person(_("closed by"))
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
                condition=Q(outcome="", outcome_at=None, board_outcome="", board_outcome_at=None)
                | Q(state="done"),
                name="support_case_outcome_when_done",
                violation_error_message=_("Only support that was delivered can have helped."),
            ),
            models.CheckConstraint(
                condition=Q(answer_said_by="", answer_said_on=None)
                | (~Q(answer_said_by="") & Q(answer_said_on__isnull=False, answered_at__isnull=False)),
                name="support_case_answer_by_phone_says_who_and_when",
                violation_error_message=_("Write who answered by phone, and on which day."),
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
    def is_waiting(self) -> bool:
        """True for a need without an offer, or an offer without an answer."""
        return self.state in {self.State.NEED, self.State.OFFERED}

    @property
    def is_offered(self) -> bool:
        """True when an offer waits for its answer."""
        return self.state == self.State.OFFERED

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
    def answered_on(self) -> date | None:
        """The day of the municipality's answer: the one on which it was said, where it was noted later."""
        return self.answer_said_on or day_of(self.answered_at)

    @property
    def state_before(self) -> str:
        """The state that the last step is taken back to; empty where there is nothing to take back."""
        if self.state not in self.TAKEN_BACK:
            return ""
        if self.state in {self.State.ACCEPTED, self.State.DECLINED}:
            return self.State.OFFERED
        if self.started_on and self.state == self.State.DONE:
            return self.State.IN_PROGRESS
        if self.answered_at:
            return self.State.ACCEPTED
        return self.State.OFFERED if self.offered_at else self.State.NEED

    def can_take_back(self, user: User, *, is_board: bool) -> bool:
        """Say whether the person may take the last step back.

        Who did it may; the county board also what it did itself, and both an answer that was noted by phone.
        """
        if not self.state_before:
            return False
        if self.state in {self.State.ACCEPTED, self.State.DECLINED}:
            return self.answer_said_on is not None or self.answered_by_id == user.pk
        return is_board or (self.is_withdrawn and self.withdrawn_by_id == user.pk)

    @property
    def was_accepted(self) -> bool:
        """True when the municipality said yes, even if the case was closed later."""
        return self.answered_at is not None and not self.is_declined

    @property
    def ended_on(self) -> date | None:
        """The day on which it was delivered, declined or closed; None while it is open."""
        if self.is_withdrawn:
            return day_of(self.withdrawn_at)
        return self.answered_on if self.is_declined else self.delivered_on

    @property
    def words(self) -> str:
        """The need, with what was added to it later on lines of their own, each with its day."""
        added = [each for each in self.entries.all() if each.kind == "need"]
        return "\n".join([self.need, *(f"{each.said_on:%Y-%m-%d}: {each.text}" for each in added)])

    def days(self, *, on: date) -> int:
        """Return the days since the latest of need, offer and answer."""
        since = self.answered_on or day_of(self.offered_at or self.raised_at)
        return (on - since).days if since else 0
