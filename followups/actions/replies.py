"""Action on the municipality's own answers, which its process leader writes until the check-in is done."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import store
from calendars.months import day_of
from followups.models import Month, MunicipalReply
from followups.months import Row, is_open, read_month
from programmes.models import Participation
from ui.conflicts import ConflictError

REPLY_FIELDS = ("progress", "happened", "need")


def why_closed(row: Row | None) -> str:
    """Return why the municipality cannot answer for the month; empty when it can."""
    if row is None or not row.is_expected:
        return _("No check-in is expected for this month.")
    if not is_open(row.month, on=row.on):
        return _("The month has not begun yet.")
    if row.was_done_in(row.month):
        return _("The county board has marked the check-in as done. The answers can no longer be changed.")
    if row.is_locked:
        return _("The month is closed. The answers can no longer be changed.")
    return ""


@transaction.atomic
def save_reply(
    participation: Participation,
    *,
    month: date,
    answers: Mapping[str, str],
    number: int,
    actor: User,
    at: datetime,
) -> MunicipalReply:
    """Send the answers to the county board. Sending the same again is a no-op.

    The month's row is locked, as when a check-in is marked as done: one waits for the other.
    """
    months = Month.objects.of([participation]).filter(month=month)
    list(months.select_for_update(no_key=True).values_list("pk"))
    rows = read_month(months, on=day_of(at))
    if refusal := why_closed(rows[0] if rows else None):
        raise ValidationError(refusal)
    stored = rows[0].reply or MunicipalReply(expected=rows[0].stored)
    changed = [name for name in REPLY_FIELDS if answers[name] != getattr(stored, name)]
    if not changed:
        return stored
    if number != stored.number:
        text = _("%(name)s changed the answers on %(date)s at %(time)s. Nothing of yours is sent yet.")
        raise ConflictError(text, stored, changed, by=stored.saved_by.shown_name, at=stored.saved_at)
    for name in changed:
        setattr(stored, name, answers[name])
    stored.number += 1
    stored.saved_at, stored.saved_by = at, actor
    return store(stored, actor=actor, verb="municipal_reply.sent", at=at, progress=stored.progress)
