"""Writing to the audit trail."""

import logging
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from audit.models import ABOUT_ACCESS, ALSO_LOGGED, AuditEvent

logger = logging.getLogger("portal.security")
M = TypeVar("M", bound=Model)


def by(request: HttpRequest) -> dict[str, Any]:
    """Return the actor and the moment, the arguments that every action takes."""
    return {"actor": request.user, "at": timezone.now()}  # noqa: TID251 -- here a request meets the clock


def record(
    *, actor: AbstractBaseUser | None, verb: str, target: Model, at: datetime, **data: object
) -> AuditEvent:
    """Add one row in the caller's transaction, so that it is rolled back with the change it describes.

    ``data`` takes a few codes, ids and dates that a reader needs, never personal text. What concerns access
    is written to the log too, where an alarm may listen.
    """
    if verb.startswith((*ABOUT_ACCESS, *ALSO_LOGGED)):
        facts = "".join(f" {name}={value}" for name, value in sorted(data.items()))
        logger.info("%s %s by=%s%s", verb, target.pk, actor.pk if actor else "-", facts)
    return AuditEvent.objects.create(
        actor_id=actor.pk if actor else None,
        verb=verb,
        content_type=ContentType.objects.get_for_model(target),
        object_id=str(target.pk),
        at=at,
        data=data,
    )


def store(row: M, *, actor: AbstractBaseUser | None, verb: str, at: datetime, **data: object) -> M:
    """Check a row, save it, and record that; return it."""
    row.full_clean()
    row.save()
    record(actor=actor, verb=verb, target=row, at=at, **data)
    return row


def locked(row: M, **options: Any) -> M:
    """Return the row as it is stored, held until the transaction ends."""
    return row.__class__._default_manager.select_for_update(**options).get(pk=row.pk)


def hold(row: M) -> M:
    """Lock the row and read it anew: what a form compares with stays as it is until the transaction ends."""
    row.refresh_from_db(from_queryset=row.__class__._default_manager.select_for_update())
    return row


def hold_for(request: HttpRequest, *rows: Model) -> None:
    """Hold the rows, in this order, when a form about them was sent."""
    if request.method == "POST":
        for row in rows:
            hold(row)
