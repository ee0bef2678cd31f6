"""The mandate log: rows are added and ended, never rewritten. A wrong row is ended and written anew."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, record, store
from participants.actions.storing import described, no_orphans, sha256_of
from participants.models import MandateEntry
from programmes.models import Participation
from ui.personal_numbers import refuse_personal_numbers


def add_mandate_entry(
    participation: Participation, *, file: UploadedFile | None, actor: User, at: datetime, **facts: Any
) -> MandateEntry:
    """Add a decision, an agreement or the process leader's share of time.

    An identical entry, as after a double click, is returned as it is.
    """
    with no_orphans() as stored, transaction.atomic():
        participation = locked(participation)
        for name in ("decided_by", "registry_number", "note"):
            refuse_personal_numbers(facts.get(name, ""))
        same = _same(participation, file, facts)
        if same is not None:
            return same
        entry = MandateEntry(participation=participation, recorded_by=actor, recorded_at=at, **facts)
        entry.full_clean()
        if file is not None:
            stored.append(described(file, actor=actor, at=at))
            stored[0].save()
            entry.file = stored[0]
        entry.save()
        has_file = file is not None
        record(
            actor=actor, verb="mandate_entry.added", target=entry, at=at, kind=entry.kind, has_file=has_file
        )
        return entry


def _same(
    participation: Participation, file: UploadedFile | None, facts: dict[str, Any]
) -> MandateEntry | None:
    wanted = {"file": None} if file is None else {"file__sha256": sha256_of(file)}
    return MandateEntry.objects.filter(participation=participation, **wanted, **facts).first()


@transaction.atomic
def end_mandate_entry(entry: MandateEntry, *, ends_on: date, actor: User, at: datetime) -> MandateEntry:
    """Set the day on which an entry ends; one that ends on its first day was never valid.

    The day can be moved forward but not back: a longer validity is a new entry.
    """
    entry = locked(entry)
    if entry.ends_on == ends_on:
        return entry
    if entry.ends_on is not None and entry.ends_on < ends_on:
        raise ValidationError(
            {
                "ends_on": _("The row ends on %(day)s already. Write a new row if it holds for longer.")
                % {"day": date_format(entry.ends_on, "j F Y")}
            }
        )
    entry.ends_on = ends_on
    return store(entry, actor=actor, verb="mandate_entry.ended", at=at, ends_on=ends_on)
