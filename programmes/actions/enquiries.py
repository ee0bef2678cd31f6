"""Actions on an enquiry: receive, answer, close."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, store
from audit.models import AuditEvent
from calendars.months import day_of
from municipalities.models import Coordinator, Municipality
from notifications.actions.queueing import Mail, queue_many
from programmes.models import Enquiry, Programme, TrainingKind

SAME_ENQUIRY = timedelta(minutes=15)


@transaction.atomic
def receive_enquiry(
    *,
    programme: Programme,
    municipality: Municipality | None,
    at: datetime,
    is_suspected: bool = False,
    **answers: str,
) -> Enquiry:
    """Save an enquiry from the public page; tell the sender, MÄN and the county's coordinators.

    Process training requires a municipality. No mail contains the message itself. The same enquiry again
    within a quarter of an hour is the same row. Of suspected spam only the sender gets a mail; MÄN finds it
    among the others, marked. Sent again as people do, it loses the mark, and MÄN gets its mail.
    """
    programme = locked(programme, no_key=True)  # two at once: the second sees the first
    if programme.kind == TrainingKind.PROCESS_TRAINING and municipality is None:
        raise ValidationError({"municipality": _("Choose the municipality that is interested.")})
    enquiry = Enquiry(
        programme=programme, municipality=municipality, is_suspected=is_suspected, received_at=at, **answers
    )
    enquiry.full_clean()
    twin = Enquiry.objects.like(enquiry, since=at - SAME_ENQUIRY).first()
    if twin:
        cleared = twin.is_suspected and not is_suspected
        return clear_enquiry(twin, actor=None, at=at) if cleared else twin
    store(enquiry, actor=None, verb="enquiry.received", at=at, programme=programme.slug)
    _tell(enquiry, at=at)
    return enquiry


def answer_enquiry(enquiry: Enquiry, *, actor: User | None, at: datetime) -> Enquiry:
    """Mark as answered; the answer itself is sent from MÄN's own mail."""
    return _move(enquiry, to=Enquiry.State.ANSWERED, verb="enquiry.answered", actor=actor, at=at)


@transaction.atomic
def clear_enquiry(enquiry: Enquiry, *, actor: User | None, at: datetime) -> Enquiry:
    """Take away the mark of suspected spam, and tell those who have not been told."""
    enquiry = locked(enquiry)
    if not enquiry.is_suspected:
        raise ValidationError(_("The enquiry is not suspected of being spam."))
    enquiry.is_suspected = False
    store(enquiry, actor=actor, verb="enquiry.cleared", at=at)
    _tell(enquiry, at=at)
    return enquiry


def close_enquiry(enquiry: Enquiry, *, actor: User | None, at: datetime) -> Enquiry:
    """Close an enquiry, answered or not."""
    return _move(enquiry, to=Enquiry.State.CLOSED, verb="enquiry.closed", actor=actor, at=at)


@transaction.atomic
def reopen_enquiry(enquiry: Enquiry, *, actor: User | None, at: datetime) -> Enquiry:
    """Open a closed enquiry again, as answered when it had been answered."""
    enquiry = locked(enquiry)
    enquiry.move(to=Enquiry.State.NEW)
    if AuditEvent.objects.about(enquiry).filter(verb="enquiry.answered").exists():
        enquiry.move(to=Enquiry.State.ANSWERED)
    return store(enquiry, actor=actor, verb="enquiry.reopened", at=at)


@transaction.atomic
def _move(enquiry: Enquiry, *, to: Enquiry.State, verb: str, actor: User | None, at: datetime) -> Enquiry:
    enquiry = locked(enquiry)
    enquiry.move(to=to)
    return store(enquiry, actor=actor, verb=verb, at=at)


def _tell(enquiry: Enquiry, *, at: datetime) -> None:
    key = f"enquiry/{enquiry.pk}"
    about: dict[str, Any] = {"context": {"enquiry": enquiry}, "facts": {"enquiry": enquiry.pk}}
    mails = [Mail(kind="enquiry_receipt", key=f"{key}/receipt", to_email=enquiry.email, **about)]
    if enquiry.is_suspected:
        queue_many(mails, at=at)
        return
    staff = settings.CONTACT_EMAIL
    mails += [Mail(kind="enquiry_for_staff", key=f"{key}/staff", to_email=staff, **about)]
    if enquiry.programme.kind == TrainingKind.PROCESS_TRAINING and enquiry.municipality:
        kind, board = "enquiry_for_coordinator", enquiry.municipality.county_board_id
        coordinators = Coordinator.objects.current(on=day_of(at)).filter(county_board=board)
        mails += [
            Mail(kind=kind, key=f"{key}/coordinator/{each.user_id}", recipient=each.user, **about)
            for each in coordinators.select_related("user")
        ]
    queue_many(mails, at=at)
