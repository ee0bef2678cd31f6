"""Setting up a cohort: the cohort itself, its municipalities, sessions and homework.

The programme's kind is copied to the cohort and its rows and never changes, because the database's checks
use the copy.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, record, store
from calendars.months import day_of
from municipalities.models import CountyBoard, Municipality
from programmes.actions.expecting import expect_check_ins
from programmes.actions.participations import refuse_elsewhere
from programmes.models import Cohort, Homework, Participation, Programme, Session
from programmes.models.cohort import ParticipationQuerySet


@transaction.atomic
def create_cohort(
    programme: Programme,
    *,
    name: str,
    slug: str,
    county_board: CountyBoard | None,
    actor: User | None,
    at: datetime,
    **details: Any,
) -> Cohort:
    """Create a draft: only staff see it, and no mail is sent until it is published."""
    cohort = Cohort(
        programme=programme, kind=programme.kind, name=name, slug=slug, county_board=county_board, **details
    )
    return store(cohort, actor=actor, verb="cohort.created", at=at, programme=programme.slug)


@transaction.atomic
def add_participation(
    cohort: Cohort, *, municipality: Municipality, actor: User | None, at: datetime, **details: Any
) -> Participation:
    """Let a municipality of the county take part in a process training.

    The municipality is locked too: if two cohorts add it at once, one is refused with a message.
    """
    cohort = _open_cohort(cohort)
    municipality = locked(municipality, no_key=True)
    participation = Participation(cohort=cohort, municipality=municipality, **details)
    participation.full_clean()
    refuse_elsewhere(participation, on=day_of(at))
    participation.save()
    record(actor=actor, verb="participation.added", target=participation, at=at, cohort=cohort.slug)
    _expect(Participation.objects.filter(pk=participation.pk), at=at)
    return participation


@transaction.atomic
def add_session(cohort: Cohort, *, actor: User | None, at: datetime, **details: Any) -> Session:
    """Add a session to a cohort."""
    cohort = _open_cohort(cohort)
    session = Session(cohort=cohort, **details)
    store(session, actor=actor, verb="session.added", at=at, cohort=cohort.slug)
    _expect(cohort.participations.all(), at=at)
    return session


@transaction.atomic
def add_homework(cohort: Cohort, *, actor: User | None, at: datetime, **details: Any) -> Homework:
    """Add homework to a cohort; a session that it follows must be one of the cohort's own."""
    cohort = _open_cohort(cohort)
    homework = Homework(cohort=cohort, kind=cohort.kind, **details)
    return store(homework, actor=actor, verb="homework.added", at=at, cohort=cohort.slug)


@transaction.atomic
def move_homework(homework: Homework, *, due_on: date, actor: User | None, at: datetime) -> Homework:
    """Change the day that homework is due; where people see the cohort, only to a day that has not passed."""
    cohort = locked(homework.cohort)
    homework = locked(homework)
    if homework.due_on == due_on:
        return homework
    if cohort.is_over:
        raise ValidationError(_("The cohort is finished."))
    if cohort.is_open and due_on < day_of(at):
        raise ValidationError({"due_on": _("The day has passed already. Choose today or a later day.")})
    before, homework.due_on = homework.due_on, due_on
    return store(homework, actor=actor, verb="homework.moved", at=at, before=before, after=due_on)


def _expect(participations: ParticipationQuerySet, *, at: datetime) -> None:
    expect_check_ins(participations, on=day_of(at))


def _open_cohort(cohort: Cohort) -> Cohort:
    """Lock the cohort; refuse one that is finished."""
    cohort = locked(cohort)
    if cohort.is_over:
        raise ValidationError(_("The cohort is finished. Nothing can be added to it."))
    return cohort
