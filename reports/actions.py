"""Actions on exports: request, claim, finish or fail them, log downloads, remove old files."""

import hashlib
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, record, store
from notifications.actions.queueing import queue
from reports.kinds import EXPORT_DONE, EXPORT_FAILED
from reports.models import KEPT_DAYS, Export
from ui.files import random_name

KEPT_FOR = timedelta(days=KEPT_DAYS)
# Longer than a task may run, so that an export is free again some time after its worker died.
LEASE = timedelta(minutes=5)
# An export that is not made by then is given up: it would end each worker that takes it.
GIVE_UP_AFTER = timedelta(hours=6)
UNFINISHED = (Export.State.QUEUED, Export.State.RUNNING)


@transaction.atomic
def request_export(export: Export, *, actor: User, at: datetime) -> Export:
    """Queue a long export for the worker; one person has one at a time."""
    _refuse_second(actor)
    export.requested_by, export.requested_at = actor, at
    return store(export, actor=actor, verb="export.requested", at=at, **_facts(export))


@transaction.atomic
def try_export_again(export: Export, *, actor: User, at: datetime) -> Export:
    """Queue a failed export again; one that is queued or finished stays as it is."""
    _refuse_second(actor, but=export)
    stored = locked(export)
    if stored.state != Export.State.FAILED:
        return stored
    stored.move(to=Export.State.QUEUED)
    stored.requested_at, stored.finished_at, stored.progress = at, None, 0
    return store(stored, actor=actor, verb="export.requested", at=at, **_facts(stored))


@transaction.atomic
def log_export(export: Export, *, name: str, content: bytes, actor: User, at: datetime) -> Export:
    """Log an export that was made and sent in the same request; its file is not kept."""
    export.requested_by, export.requested_at = actor, at
    export.state, export.progress, export.finished_at = Export.State.DONE, 100, at
    _describe(export, name, content)
    return store(export, actor=actor, verb="export.made", at=at, **_facts(export))


@transaction.atomic(durable=True)
def claim_export(*, at: datetime) -> Export | None:
    """Lease a waiting export, or one whose worker is gone, to the calling worker."""
    export = (
        Export.objects.select_for_update(skip_locked=True)
        .filter(Q(state=Export.State.QUEUED) | Q(state=Export.State.RUNNING, lease_until__lte=at))
        .order_by("requested_at", "pk")
        .first()
    )
    if export is None:
        return None
    export.move(to=Export.State.RUNNING)
    export.lease_until, export.progress = at + LEASE, 0
    # The file's name is stored before the file is written, so that no file is left without a row.
    _remove_file(export)
    export.file.name = random_name(export, f"export.{export.format}")
    export.save(update_fields=["state", "lease_until", "progress", "file"])
    return export


def _remove_file(export: Export) -> None:
    if export.file:
        export.file.delete(save=False)
    export.file = ""


def note_progress(export: Export, percent: int, *, at: datetime) -> None:
    """Store how far the export has come, and renew the lease."""
    running = Export.objects.filter(pk=export.pk, state=Export.State.RUNNING)
    running.update(progress=percent, lease_until=at + LEASE)


def _locked(export: Export) -> tuple[Export, bool]:
    """Lock the export, and return whether the worker that took it still holds it."""
    stored = Export.objects.select_for_update(of=("self",)).select_related("requested_by").get(pk=export.pk)
    return stored, stored.state == Export.State.RUNNING and stored.file.name == export.file.name


@transaction.atomic(durable=True)
def finish_export(export: Export, *, name: str, content: bytes, at: datetime) -> Export:
    """Keep the file and notify whoever asked; one that another worker finished or took is left alone."""
    stored, is_held = _locked(export)
    if not is_held:
        return stored
    stored.move(to=Export.State.DONE)
    _describe(stored, name, content)
    stored.progress, stored.finished_at, stored.lease_until = 100, at, None
    stored.file.storage.save(stored.file.name, ContentFile(content))
    store(stored, actor=stored.requested_by, verb="export.made", at=at, **_facts(stored))
    _tell(EXPORT_DONE, stored, at=at)
    return stored


@transaction.atomic(durable=True)
def fail_export(export: Export, *, at: datetime) -> Export:
    """Mark an export as failed and notify whoever asked, who can try again.

    An export that another worker has taken meanwhile is left alone.
    """
    stored, is_held = _locked(export)
    if not is_held:
        return stored
    stored.move(to=Export.State.FAILED)
    stored.finished_at, stored.lease_until = at, None
    _remove_file(stored)
    store(stored, actor=None, verb="export.failed", at=at, **_facts(stored))
    _tell(EXPORT_FAILED, stored, at=at)
    return stored


def _tell(kind: str, export: Export, *, at: datetime) -> None:
    """Mail whoever asked, once per request."""
    queue(
        kind=kind,
        key=f"{kind}/{export.pk}/{export.requested_at.isoformat()}",
        recipient=export.requested_by,
        context={"export": export, "days": KEPT_FOR.days},
        facts={"export": export.pk},
        at=at,
    )


def give_up_exports(*, at: datetime) -> None:
    """Fail the exports that ended worker after worker. One that only waited for a worker is still made."""
    lost = Export.objects.filter(state=Export.State.RUNNING, lease_until__lte=at)
    for export in lost.filter(requested_at__lt=at - GIVE_UP_AFTER).order_by("pk"):
        fail_export(export, at=at)


def note_download(export: Export, *, actor: User, at: datetime) -> None:
    """Record that a kept file was downloaded."""
    record(actor=actor, verb="export.downloaded", target=export, at=at, sha256=export.sha256)


def expire_exports(*, at: datetime) -> int:
    """Remove the files that have been kept long enough; their rows stay in the log."""
    old = Export.objects.forgettable(at=at)
    return sum(_expire(pk, at=at) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int, *, at: datetime) -> bool:
    export = Export.objects.select_for_update().get(pk=pk)
    if not export.file:
        return False
    _remove_file(export)
    export.save(update_fields=["file"])
    record(actor=None, verb="export.expired", target=export, at=at)
    return True


def _refuse_second(actor: User, *, but: Export | None = None) -> None:
    """Refuse a second export in progress. The user's row is locked: of two requests at once one waits."""
    locked(actor, no_key=True)
    waiting = Export.objects.filter(requested_by=actor, state__in=UNFINISHED)
    if waiting.exclude(pk=but.pk if but else 0).exists():
        raise ValidationError(
            _("An export of yours is already being made. Wait until it is done and try again."), code="one"
        )


def _describe(export: Export, name: str, content: bytes) -> None:
    export.name, export.size = name, len(content)
    export.sha256 = hashlib.sha256(content).hexdigest()


def _facts(export: Export) -> dict[str, object]:
    """Return what the trail keeps: codes and numbers, no names."""
    return {
        "kind": export.kind,
        "format": export.format,
        "county_board": export.county_board_id,
        "participation": export.participation_id,
        "with_internal_note": export.with_internal_note,
        "sha256": export.sha256,
    }
