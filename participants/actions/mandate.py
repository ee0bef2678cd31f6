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
from audit.models import AuditEvent
from participants.actions.storing import add_file, no_orphans, sha256_of
from participants.models import MandateEntry, StoredFile
from programmes.models import Participation
from ui.personal_numbers import refuse_personal_numbers
from ui.uploads.receiving import received


def add_mandate_entry(
    participation: Participation,
    *,
    file: UploadedFile | StoredFile | None,
    actor: User,
    at: datetime,
    **facts: Any,
) -> MandateEntry:
    """Add a decision, an agreement or the process leader's share of time.

    ``file`` is an upload, or one that was kept for the person when the form was refused before.
    An identical entry, as after a double click, is returned as it is.
    """
    if isinstance(file, UploadedFile):
        file = received(file, shared=True)  # before the row is held
    with no_orphans() as stored, transaction.atomic():
        participation = locked(participation)
        for name in ("decided_by", "registry_number", "note"):
            refuse_personal_numbers(facts.get(name, ""))
        same = _same(participation, file, facts)
        if same is not None:
            return same
        entry = MandateEntry(participation=participation, recorded_by=actor, recorded_at=at, **facts)
        entry.full_clean()
        if isinstance(file, UploadedFile):
            file = add_file(stored, file, actor=actor, at=at)
        entry.file = file
        entry.save()
        has_file = file is not None
        record(
            actor=actor, verb="mandate_entry.added", target=entry, at=at, kind=entry.kind, has_file=has_file
        )
        return entry


def _same(
    participation: Participation, file: UploadedFile | StoredFile | None, facts: dict[str, Any]
) -> MandateEntry | None:
    content = sha256_of(file) if isinstance(file, UploadedFile) else file and file.sha256
    wanted = {"file__sha256": content} if content else {"file": None}
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
    before, entry.ends_on = entry.ends_on, ends_on
    return store(entry, actor=actor, verb="mandate_entry.ended", at=at, ends_on=ends_on, before=before)


@transaction.atomic
def reopen_mandate_entry(entry: MandateEntry, *, actor: User, at: datetime) -> MandateEntry:
    """Take the last day back, to the one before or to none; for the person who set it, and staff."""
    entry = locked(entry)
    said = AuditEvent.objects.about(entry).filter(verb__in=("mandate_entry.ended", "mandate_entry.reopened"))
    last = said.order_by("pk").last()
    if last is None or last.verb != "mandate_entry.ended":
        raise ValidationError(_("Nobody has changed the row's last day. Write a new row if it is wrong."))
    if last.actor_id != actor.pk and not actor.is_staff:
        raise ValidationError(_("Only the person who set the last day, or MÄN, can take it back."))
    before = last.data.get("before")
    entry.ends_on = date.fromisoformat(before) if before else None
    return store(entry, actor=actor, verb="mandate_entry.reopened", at=at, ends_on=entry.ends_on)
