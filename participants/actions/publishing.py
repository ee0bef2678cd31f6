"""Actions on a cohort's state: publish, start, finish, archive; and the people told about publishing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from audit.actions import locked, store
from calendars.months import day_of
from municipalities.models import Coordinator
from notifications.actions.queueing import Mail, queue_many
from participants.actions.readiness import refusals
from participants.models import Enrolment
from programmes.actions.expecting import expect_check_ins
from programmes.models import Cohort


@dataclass(frozen=True)
class Audience:
    """The recipients of a mail about a cohort: participants, and the county's other coordinators."""

    participants: list[User]
    coordinators: list[User]

    @property
    def size(self) -> int:
        """The number of mails."""
        return len(self.everybody)

    @property
    def everybody(self) -> list[User]:
        """All of them, participants first."""
        return [*self.participants, *self.coordinators]


def audience_of(cohort: Cohort, *, on: date) -> Audience:
    """Return the recipients of a mail about the cohort that day, each person once, A–Ö."""
    people = User.objects.order_by("last_name", "first_name", "pk")
    told = cohort.enrolments.to_be_told(on=on)
    participants = people.filter(pk__in=told.values("user"))
    coordinators = people.none()
    if cohort.county_board_id:
        current = Coordinator.objects.current(on=on).filter(county_board=cohort.county_board_id)
        coordinators = people.filter(pk__in=current.values("user")).exclude(pk__in=told.values("user"))
    return Audience(list(participants), list(coordinators))


@transaction.atomic
def publish_cohort(cohort: Cohort, *, actor: User, at: datetime) -> Cohort:
    """Open the cohort to its people and tell each of them once; session numbers are fixed from now on."""
    cohort = locked(cohort)
    reasons = refusals(cohort)
    if reasons:
        raise ValidationError(reasons)
    cohort.move(to=Cohort.State.PUBLISHED)
    cohort.published_at = at
    day = day_of(at)
    audience = audience_of(cohort, on=day)
    store(cohort, actor=actor, verb="cohort.published", at=at, mails=audience.size)
    expect_check_ins(cohort.participations.all(), on=day)
    context = {"cohort": cohort, "session": cohort.sessions.planned().order_by("starts_at", "pk").first()}
    told = [("cohort_published", person) for person in audience.participants]
    told += [("coordinator_cohort_published", person) for person in audience.coordinators]
    mails = [
        Mail(
            kind=kind,
            key=f"cohort-published/{cohort.pk}/{person.pk}",
            recipient=person,
            context=context,
            facts={"cohort": cohort.pk},
        )
        for kind, person in told
    ]
    queue_many(mails, at=at)
    return cohort


@transaction.atomic
def start_cohort(cohort: Cohort, *, actor: User, at: datetime) -> Cohort:
    """Mark the cohort as running, on the day of its first session at the earliest."""
    cohort = locked(cohort)
    if cohort.state != Cohort.State.PUBLISHED:
        raise ValidationError(_("Only a published cohort can be started."))
    first = cohort.sessions.planned().order_by("starts_at", "pk").first()
    if first and day_of(at) < first.starts_on:
        raise ValidationError(
            _("The first session is on %(day)s. Start the cohort then.")
            % {"day": date_format(first.starts_on)}
        )
    cohort.move(to=Cohort.State.RUNNING)
    return store(cohort, actor=actor, verb="cohort.started", at=at)


@transaction.atomic
def finish_cohort(cohort: Cohort, *, actor: User, at: datetime) -> Cohort:
    """Finish the cohort: its municipalities are free for another one, and active people have completed it."""
    cohort = locked(cohort)
    if not cohort.is_open:
        raise ValidationError(_("Only a cohort that is published or running can be finished."))
    remaining = cohort.sessions.upcoming(at=at).count()
    if remaining:
        raise ValidationError(
            ngettext(
                "%(count)d session remains. Hold or cancel it first.",
                "%(count)d sessions remain. Hold or cancel them first.",
                remaining,
            )
            % {"count": remaining}
        )
    cohort.move(to=Cohort.State.FINISHED)
    day = day_of(at)
    ended = cohort.participations.staying(on=day).update(ended_on=day)
    active = cohort.enrolments.filter(state=Enrolment.State.ACTIVE)
    completed = active.update(state=Enrolment.State.COMPLETED)
    store(cohort, actor=actor, verb="cohort.finished", at=at, municipalities=ended, people=completed)
    expect_check_ins(cohort.participations.all(), on=day)
    return cohort


@transaction.atomic
def archive_cohort(cohort: Cohort, *, actor: User, at: datetime) -> Cohort:
    """Remove a finished cohort from the daily lists; everything in it stays readable."""
    cohort = locked(cohort)
    if cohort.state != Cohort.State.FINISHED:
        raise ValidationError(_("Only a finished cohort can be archived."))
    cohort.move(to=Cohort.State.ARCHIVED)
    return store(cohort, actor=actor, verb="cohort.archived", at=at)
