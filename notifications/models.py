"""The outbox: a mail is a row first, written in the transaction of the action it tells about."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.keep import YEAR, Data, Keep, Then, author, not_personal
from audit.models import Moving
from calendars import working_days
from ui import columns

# After so long without success, staff should know.
SLOW_AFTER = timedelta(hours=1)


class MessageQuerySet(models.QuerySet["Message"]):
    """Queries on the outbox."""

    def due(self, at: datetime) -> Self:
        """Keep what can be sent now: due, not claimed, and within the sending hours or urgent."""
        due = self.filter(
            Q(lease_until=None) | Q(lease_until__lte=at), state=Message.State.QUEUED, not_before__lte=at
        )
        return due if working_days.is_sending_moment(at) else due.filter(urgent=True)

    def oldest_waiting(self, at: datetime) -> timedelta | None:
        """Return how long the longest waiting row could have been sent already; None when nothing is due.

        Nights, weekends and the pause after a failure do not count, but only the time in which a running
        worker would have taken it.
        """
        ready = Greatest("not_before", Coalesce("lease_until", F("not_before")))
        found = (
            self.due(at)
            .order_by()
            .aggregate(at_once=Min(ready, filter=Q(urgent=True)), other=Min(ready, filter=Q(urgent=False)))
        )
        opened = working_days.opening(at.astimezone(working_days.STOCKHOLM).date())
        urgent, other = found["at_once"], found["other"] and max(found["other"], opened)
        return max((at - since for since in (urgent, other) if since), default=None)

    def known(self, keys: Iterable[str]) -> set[str]:
        """Return those of the keys that are in the outbox."""
        wanted = list(keys)
        return set(self.filter(key__in=wanted).order_by().values_list("key", flat=True)) if wanted else set()

    def kept_as_rows(self) -> Self:
        """Keep those to people of the portal that have left or were given up; of these the text is erased."""
        return self.exclude(recipient=None).exclude(state=Message.State.QUEUED)

    def to_bare_addresses(self) -> Self:
        """Keep those to an address without an account that have left or were given up."""
        return self.filter(recipient=None).exclude(state=Message.State.QUEUED)

    def about(self, what: str, row: models.Model, *more: object) -> Self:
        """Keep the mails of one deed, without texts: their keys begin with these words and the row's id.

        ``more`` is what tells the deed from others of its kind on the row, such as its moment.
        """
        begins = "/".join(str(part) for part in (what, row.pk, *more))
        return self.filter(key__startswith=f"{begins}/").only("not_before", "recipient")

    def failed(self) -> Self:
        """Keep the mails that were given up."""
        return self.filter(state=Message.State.FAILED)

    def slow(self, at: datetime) -> Self:
        """Keep the mails tried for over an hour without success."""
        return self.filter(state=Message.State.QUEUED, first_tried_at__lte=at - SLOW_AFTER)

    def visible_to(self, user: AbstractUser | AnonymousUser, *, on: date) -> Self:  # noqa: ARG002
        """Return the whole outbox for staff, nothing for anybody else."""
        return self if user.is_active and user.is_staff else self.none()


class Message(Moving):
    """One mail to one person, rendered when it was queued, in that person's language."""

    WORDS: ClassVar[tuple[str, ...]] = ("subject", "text", "html", "facts", "reason")
    KEEPS: ClassVar[tuple[Keep, ...]] = (
        Keep(
            WORDS,
            Data.MAIL,
            Then.BLANKED,
            days=YEAR,
            counted=_("after the mail was written"),
            since="queued_at",
            among="kept_as_rows",
        ),
        Keep(
            ("to_email",),
            Data.MAIL,
            Then.DELETED,
            days=YEAR,
            counted=_("after the mail was written, with the whole mail, if you have no account"),
            since="queued_at",
            among="to_bare_addresses",
        ),
        author("recipient"),
        not_personal("kind", "key", "language", "message_id"),
    )

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("mail", "Queued")
        SENT = "sent", pgettext_lazy("mail", "Sent")
        FAILED = "failed", pgettext_lazy("mail", "Not delivered")
        CANCELLED = "cancelled", pgettext_lazy("mail", "Stopped")

    class Reason(models.TextChoices):
        """Our own reasons; an answer of the mail server is stored as it came."""

        NO_LONGER_DUE = "no_longer_due", _("No longer needed")
        RECIPIENT_INACTIVE = "recipient_inactive", _("The person can no longer log in")
        BY_STAFF = "by_staff", _("Stopped by staff")

    MOVES: ClassVar[dict[str, set[str]]] = {
        State.QUEUED: {State.SENT, State.FAILED, State.CANCELLED},
        State.FAILED: {State.QUEUED, State.CANCELLED},
        State.SENT: set(),
        State.CANCELLED: set(),
    }
    REFUSED = _("A mail that is “%(state)s” cannot be changed like this.")

    kind = models.CharField(pgettext_lazy("mail", "kind"), max_length=60)
    key = models.CharField(pgettext_lazy("mail", "key"), max_length=200)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outbox_messages",
        verbose_name=_("recipient"),
    )
    to_email = columns.Email(
        _("address without an account"),
        blank=True,
        help_text=_("Only when the recipient is not a person in the portal."),
    )
    language = models.CharField(_("language"), max_length=2)
    subject = columns.Line(_("subject"), max_length=78)
    text = models.TextField(_("text"))
    html = models.TextField(_("text as HTML"))
    urgent = models.BooleanField(
        pgettext_lazy("mail", "urgent"), help_text=_("Leaves at any hour of any day.")
    )
    not_before = models.DateTimeField(pgettext_lazy("mail", "earliest"))
    lease_until = models.DateTimeField(
        _("held until"), null=True, blank=True, help_text=_("No new attempt before this moment.")
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    state = models.CharField(
        pgettext_lazy("mail", "state"), max_length=10, choices=State.choices, default=State.QUEUED
    )
    reason = models.CharField(pgettext_lazy("mail", "reason"), max_length=200, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200)
    queued_at = models.DateTimeField(pgettext_lazy("mail", "queued"))
    first_tried_at = models.DateTimeField(_("first attempt"), null=True, blank=True)
    sent_at = models.DateTimeField(pgettext_lazy("mail", "sent"), null=True, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-queued_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("key",),
                name="message_key_once",
                violation_error_message=_("This mail is already in the outbox."),
            ),
            models.CheckConstraint(
                condition=Q(recipient=None) & ~Q(to_email="") | Q(recipient__isnull=False, to_email=""),
                name="message_has_one_addressee",
                violation_error_message=_("Name either a person or an address."),
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="message_sent_has_a_time",
                violation_error_message=_("A sent mail has a time, and no other has."),
            ),
        )
        indexes = (
            # In the order in which they leave, so that a worker reads the first and sorts nothing.
            models.Index(
                fields=("-urgent", "attempts", "not_before", "id"),
                name="message_waiting",
                condition=Q(state="queued"),
            ),
            models.Index(fields=("kind", "queued_at"), name="message_kind"),
        )

    def __str__(self) -> str:
        return self.subject or self.kind

    @property
    def reader(self) -> Any:
        """The person who gets the mail; an anonymous user when it goes to a bare address."""
        return self.recipient or AnonymousUser()

    @property
    def address(self) -> str:
        """The address to send to, a person's present one."""
        return self.recipient.email if self.recipient else self.to_email

    def reason_shown(self) -> str:
        """Return the reason in words."""
        return str(dict(self.Reason.choices).get(self.reason, self.reason))

    def is_being_sent(self, *, at: datetime) -> bool:
        """Say whether a worker holds it now; a mail that waits for its next attempt has a reason."""
        held = self.lease_until is not None and self.lease_until > at
        return self.state == self.State.QUEUED and held and not self.reason
