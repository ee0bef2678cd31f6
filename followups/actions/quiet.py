"""The actions that dismiss a quiet fact, and put it back."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, record, store
from calendars.months import day_of, month_of
from followups.models import QuietDismissal, QuietKind
from followups.months import read_rows
from followups.quiet import QuietFact, quiet_facts
from programmes.models import Participation


def current_quiet(
    participation: Participation, kind: QuietKind, *, actor: User, on: date
) -> QuietFact | None:
    """Return the municipality's quiet fact of that kind, whether or not it was dismissed."""
    rows = read_rows(Participation.objects.filter(pk=participation.pk), month_of(on), on=on, with_texts=False)
    found = [quiet for quiet in quiet_facts(rows, on=on, is_staff=actor.is_staff) if quiet.kind is kind]
    return found[0] if found else None


@transaction.atomic
def dismiss_quiet(
    participation: Participation, *, kind: QuietKind, note: str, actor: User, at: datetime
) -> QuietDismissal:
    """Dismiss a quiet fact with a note, until there is a new one. Dismissing the same again is a no-op."""
    stored = locked(participation, no_key=True)
    quiet = current_quiet(stored, kind, actor=actor, on=day_of(at))
    if quiet is None:
        raise ValidationError(_("There is nothing to put aside any longer: something has happened."))
    known = QuietDismissal.objects.filter(participation=stored, kind=kind, fact=quiet.fact).first()
    if known is not None:
        return known
    dismissed = QuietDismissal(
        participation=stored, kind=kind, fact=quiet.fact, note=note, dismissed_at=at, dismissed_by=actor
    )
    return store(dismissed, actor=actor, verb="signal.dismissed", at=at, kind=str(kind), fact=quiet.fact)


@transaction.atomic
def restore_quiet(dismissed: QuietDismissal, *, actor: User, at: datetime) -> None:
    """Put a dismissed fact back on the list; for the person who dismissed it, and staff."""
    locked(dismissed.participation, no_key=True)
    stored = QuietDismissal.objects.filter(pk=dismissed.pk).first()
    if stored is None:
        return
    if actor != stored.dismissed_by and not actor.is_staff:
        raise ValidationError(_("Only the person who put this aside, or MÄN, can put it back on the list."))
    facts = {"kind": stored.kind, "fact": stored.fact, "participation": stored.participation_id}
    record(actor=actor, verb="signal.restored", target=stored, at=at, **facts)
    stored.delete()
