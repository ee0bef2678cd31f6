"""Actions on an enquiry: receive, answer, close."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, store
from municipalities.models import Coordinator, Municipality
from notifications.actions.queueing import queue
from programmes.models import Enquiry, Programme, TrainingKind


@transaction.atomic
def receive_enquiry(
    *,
    programme: Programme,
    municipality: Municipality | None,
    name: str,
    email: str,
    message: str,
    phone: str = "",
    organisation: str = "",
    at: datetime,
) -> Enquiry:
    """Save an enquiry from the public page; tell the sender, MÄN and the county's coordinators.

    Process training requires a municipality. No mail contains the message itself.
    """
    if programme.kind == TrainingKind.PROCESS_TRAINING and municipality is None:
        raise ValidationError({"municipality": _("Choose the municipality that is interested.")})
    enquiry = Enquiry(
        programme=programme,
        municipality=municipality,
        name=name,
        email=email,
        phone=phone,
        organisation=organisation,
        message=message,
        received_at=at,
    )
    store(enquiry, actor=None, verb="enquiry.received", at=at, programme=programme.slug)
    _tell(enquiry, at=at)
    return enquiry


def answer_enquiry(enquiry: Enquiry, *, actor: User | None, at: datetime) -> Enquiry:
    """Mark as answered; the answer itself is sent from MÄN's own mail."""
    return _move(enquiry, to=Enquiry.State.ANSWERED, verb="enquiry.answered", actor=actor, at=at)


def close_enquiry(enquiry: Enquiry, *, actor: User | None, at: datetime) -> Enquiry:
    """Close an enquiry, answered or not."""
    return _move(enquiry, to=Enquiry.State.CLOSED, verb="enquiry.closed", actor=actor, at=at)


@transaction.atomic
def _move(enquiry: Enquiry, *, to: Enquiry.State, verb: str, actor: User | None, at: datetime) -> Enquiry:
    enquiry = locked(enquiry)
    enquiry.move(to=to)
    return store(enquiry, actor=actor, verb=verb, at=at)


def _tell(enquiry: Enquiry, *, at: datetime) -> None:
    context, facts = {"enquiry": enquiry}, {"enquiry": enquiry.pk}
    key = f"enquiry/{enquiry.pk}"
    queue(
        kind="enquiry_receipt",
        key=f"{key}/receipt",
        to_email=enquiry.email,
        context=context,
        facts=facts,
        at=at,
    )
    queue(
        kind="enquiry_for_staff",
        key=f"{key}/staff",
        to_email=settings.CONTACT_EMAIL,
        context=context,
        facts=facts,
        at=at,
    )
    if enquiry.programme.kind != TrainingKind.PROCESS_TRAINING or enquiry.municipality is None:
        return
    board = enquiry.municipality.county_board_id
    coordinators = Coordinator.objects.current(on=timezone.localtime(at).date()).filter(county_board=board)
    for coordinator in coordinators.select_related("user"):
        queue(
            kind="enquiry_for_coordinator",
            key=f"{key}/coordinator/{coordinator.user_id}",
            recipient=coordinator.user,
            context=context,
            facts=facts,
            at=at,
        )
