"""Actions on a municipality that takes part: it pauses, resumes, leaves, or takes part again.

No check-in is expected during a pause; other reminders go on.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from calendars.months import day_of, month_of
from calendars.working_days import refuse_far_days
from municipalities.models import Municipality
from programmes.actions.expecting import expect_check_ins, hold_months
from programmes.calendar import locks_on
from programmes.models import Cohort, Participation, ParticipationPause
from ui.personal_numbers import refuse_personal_numbers

A_DAY = timedelta(days=1)


@transaction.atomic
def pause_participation(
    participation: Participation,
    *,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    actor: User,
    at: datetime,
) -> ParticipationPause:
    """Add a pause; one for the very same days is returned as it is.

    A pause may begin in a month whose day has passed: it keeps its first day, and the month stays expected.
    """
    own = Participation.objects.filter(pk=participation.pk)
    hold_months(own)
    participation = own.get()
    on = day_of(at)
    refuse_personal_numbers(reason)
    refuse_far_days(starts_on)
    if participation.has_left(on=on):
        raise ValidationError(_("The municipality no longer takes part in the cohort."))
    pause = ParticipationPause(
        participation=participation, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    pause.full_clean()
    other = participation.pauses.overlapping(starts_on, ends_on).first()
    if other is not None:
        if (other.starts_on, other.ends_on) == (starts_on, ends_on):
            return other
        raise ValidationError({"starts_on": _overlap(other)})
    if locks_on(month_of(starts_on)) <= on:
        raise ValidationError(
            {
                "starts_on": _("%(month)s is locked. Choose a later day.")
                % {"month": date_format(starts_on, "F Y").capitalize()}
            }
        )
    pause.save()
    expect_check_ins(own, on=on)
    days = {"starts_on": starts_on, "ends_on": ends_on}
    record(actor=actor, verb="participation.paused", target=participation, at=at, pause=pause.pk, **days)
    return pause


@transaction.atomic
def resume_participation(
    pause: ParticipationPause, *, actor: User, at: datetime
) -> ParticipationPause | None:
    """End a pause yesterday, so that the municipality takes part from today; a past one stays as it is.

    A pause that has not lasted a day is deleted, and None is returned.
    """
    own = Participation.objects.filter(pk=pause.participation_id)
    hold_months(own)
    participation, on = own.get(), day_of(at)
    found = participation.pauses.filter(pk=pause.pk).first()
    last_on = on - A_DAY
    if found is None or (found.ends_on is not None and found.ends_on <= last_on):
        return found
    facts = {"pause": found.pk, "starts_on": found.starts_on}
    if found.starts_on > last_on:
        found.delete()
        expect_check_ins(own, on=on)
        record(actor=actor, verb="participation.pause_withdrawn", target=participation, at=at, **facts)
        return None
    found.ends_on = last_on
    found.full_clean()
    found.save()
    expect_check_ins(own, on=on)
    record(actor=actor, verb="participation.resumed", target=participation, at=at, **facts, ends_on=last_on)
    return found


def _overlap(pause: ParticipationPause) -> str:
    words = {"first": date_format(pause.starts_on, "j F Y")}
    if pause.ends_on is None:
        return _("The municipality is paused from %(first)s until further notice.") % words
    words["last"] = date_format(pause.ends_on, "j F Y")
    return _("The municipality is paused from %(first)s to %(last)s.") % words


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
    refuse_elsewhere(participation, on=day_of(at))
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
    months = expect_check_ins(own, on=day_of(at))
    record(actor=actor, verb=verb, target=participation, at=at, ended_on=ended_on, months=months)
    return participation
