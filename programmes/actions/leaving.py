"""Actions by which a municipality leaves a cohort or takes part again."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from calendars.working_days import refuse_far_days
from municipalities.models import Municipality
from programmes.actions.expecting import expect_check_ins, hold_months
from programmes.models import Cohort, Participation


@transaction.atomic
def end_participation(
    participation: Participation, *, ended_on: date, actor: User, at: datetime
) -> Participation:
    """Let a municipality leave after its last day, ``ended_on``.

    A past day does not change months that were due already. The same day again is a no-op.
    """
    refuse_far_days(ended_on)
    participation = _held(participation)
    if participation.ended_on == ended_on:
        return participation
    return _store(participation, ended_on=ended_on, verb="participation.ended", actor=actor, at=at)


@transaction.atomic
def rejoin_participation(participation: Participation, *, actor: User, at: datetime) -> Participation:
    """Let a municipality that has left, or is about to leave, take part again from today."""
    participation = _held(participation)
    if participation.ended_on is None:
        return participation
    refuse_elsewhere(participation, on=timezone.localtime(at).date())
    return _store(participation, ended_on=None, verb="participation.rejoined", actor=actor, at=at)


def refuse_elsewhere(participation: Participation, *, on: date) -> None:
    """Refuse a municipality that takes part in another cohort until a day after ``on``."""
    others = Participation.objects.filter(municipality=participation.municipality_id, ended_on__gt=on)
    if others.exclude(pk=participation.pk).exists():
        raise ValidationError(_("This municipality already takes part in another cohort."))


def _held(participation: Participation) -> Participation:
    """Lock cohort and municipality, then what decides the months, in the order of ``add_participation``."""
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=participation.cohort_id)
    Municipality.objects.select_for_update(no_key=True).get(pk=participation.municipality_id)
    own = Participation.objects.filter(pk=participation.pk)
    hold_months(own)
    if cohort.is_over:
        raise ValidationError(_("The cohort is finished."))
    return own.get()


def _store(
    participation: Participation, *, ended_on: date | None, verb: str, actor: User, at: datetime
) -> Participation:
    participation.ended_on = ended_on
    participation.full_clean()
    participation.save()
    own = Participation.objects.filter(pk=participation.pk)
    months = expect_check_ins(own, on=timezone.localtime(at).date())
    record(actor=actor, verb=verb, target=participation, at=at, ended_on=ended_on, months=months)
    return participation
