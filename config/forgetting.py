"""The daily forgetting: every step of it, from what the models promise (``KEEPS``)."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from audit.forgetting import Rows, Step, counts_of, steps_of_models
from audit.keep import Data, Keep, keeps_of
from audit.models import AuditEvent
from config.stored_files import delete_orphans
from participants.actions.forgetting import NOTICE, forget_people, former_people, silent_people
from participants.actions.storing import forget_unheld_files
from participants.models import StoredFile
from reports.actions import expire_exports
from reports.models import Export

FORGOT = "portal.forgot"
# A row of allauth's is written a moment before Django's own session is.
NEW = timedelta(hours=1)


def steps() -> list[Step]:
    """Return all steps: those that a model's own words describe, and those with a deed of their own."""
    return [
        Step(User, _keep(User, Data.INVITATION), silent_people, forget_people),
        Step(User, _keep(User, Data.ACCOUNT), former_people, forget_people),
        *steps_of_models(),
        Step(
            UserSession, _keep(UserSession, Data.SESSION), _ended_sessions, lambda rows, _at: rows.delete()[0]
        ),
        Step(
            StoredFile,
            _keep(StoredFile, Data.UPLOAD),
            lambda at: StoredFile.objects.forgettable(at=at),
            lambda _rows, at: forget_unheld_files(at=at),
        ),
        Step(
            Export,
            _keep(Export, Data.EXPORT),
            lambda at: Export.objects.forgettable(at=at),
            lambda _rows, at: expire_exports(at=at),
        ),
    ]


def forget(*, at: datetime) -> dict[str, int]:
    """Carry out every step, and record how many rows each concerned in one row of the trail.

    Files that no row names any more, such as material that was replaced, go with them.
    """
    counts = {step.name: step.run(at=at) for step in steps()}
    counts["files.orphan.deleted"] = len(delete_orphans(at=at))
    record(actor=None, verb=FORGOT, target=_run(), at=at, **{name: n for name, n in counts.items() if n})
    return counts


def soon(*, at: datetime) -> list[tuple[Step, int]]:
    """Return the steps that will have something to forget within 30 days, with the number of rows."""
    every = {step.name: step for step in steps()}
    counts = counts_of({name: step.due(at + NOTICE) for name, step in every.items()})
    return [(step, counts[name]) for name, step in every.items() if name in counts]


def forget_once_a_day(*, at: datetime) -> bool:
    """Do it unless it was done today; say whether it was."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    if AuditEvent.objects.about(_run()).filter(verb=FORGOT, at__gte=midnight).exists():
        return False
    forget(at=at)
    return True


def _run() -> AuditEvent:
    """Return what the trail's row is about: no row of its own."""
    return AuditEvent(pk=0)


def _keep(model: type[Model], data: Data) -> Keep:
    return next(keep for keep in keeps_of(model) if keep.data == data)


def _ended_sessions(at: datetime) -> Rows:
    alive = Session.objects.filter(expire_date__gte=at)
    old = UserSession.objects.filter(last_seen_at__lt=at - NEW)
    return old.exclude(session_key__in=alive.values("session_key"))
