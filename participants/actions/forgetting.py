"""Erasing people whose time has passed, or who ask for it: what was handed in stays as the municipality's."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actions import forget_user
from accounts.models import INVITATION_DAYS, User
from accounts.roles import ALREADY_COORDINATES
from audit.actions import locked
from audit.keep import YEAR_AND_A_HALF
from calendars.months import day_of
from participants.models import Enrolment, Submission
from programmes.models import Cohort
from programmes.models.cohort import CohortQuerySet

NOTICE = timedelta(days=30)  # how long beforehand staff are told


def former_people(at: datetime) -> QuerySet[User]:
    """Return those whose training, tasks and log-ins ended 18 months ago."""
    since = _days_before(at, YEAR_AND_A_HALF)
    contacts = _contacts().exclude(pk__in=Cohort.objects.ended_before(since).values("pk"))
    return User.objects.former(since=since).exclude(pk__in=contacts.values("contact"))


def silent_people(at: datetime) -> QuerySet[User]:
    """Return those who have not answered an invitation for 90 days."""
    return User.objects.never_came(since=_days_before(at, INVITATION_DAYS), on=day_of(at))


def people_soon(at: datetime) -> QuerySet[User]:
    """Return those who will have been erased in 30 days if nothing happens."""
    then = at + NOTICE
    former, silent = former_people(then).values("pk"), silent_people(then).values("pk")
    return User.objects.filter(Q(pk__in=former) | Q(pk__in=silent))


@transaction.atomic
def forget_people(people: QuerySet[User], at: datetime) -> int:
    """Erase each; who has logged in a moment ago is no longer among them once the row is held."""
    found = list(people.select_for_update(of=("self",)))
    for user in found:
        forget_person(user, actor=None, at=at)
    return len(found)


@transaction.atomic
def forget_person(user: User, *, actor: User | None, at: datetime) -> User:
    """Erase who the person is, and the own drafts; what was handed in stays, as from a former participant."""
    user = forget_user(user, actor=actor, at=at)
    mine = Enrolment.objects.filter(user=user)
    for enrolment in mine.filter(state=Enrolment.State.INVITED):
        enrolment.move(to=Enrolment.State.LEFT)
        enrolment.ends_on = enrolment.ends_on or max(day_of(at), enrolment.starts_on)
        enrolment.save(update_fields=["state", "ends_on"])
    mine.update(department="")
    drafts = Submission.objects.filter(enrolment__user=user).being_written()
    Submission.draft_files.through.objects.filter(submission__in=drafts.values("pk")).delete()
    drafts.update(draft_text="")
    return user


@transaction.atomic
def erase_person(user: User, *, actor: User, at: datetime) -> User:
    """Erase a person who has asked for it. Doing it twice changes nothing."""
    user = locked(user)
    if user.forgotten_at:
        return user
    hindrances = erasing_hindrances(user, actor=actor, on=day_of(at))
    if hindrances:
        raise ValidationError(hindrances)
    return forget_person(user, actor=actor, at=at)


def erasing_hindrances(user: User, *, actor: User, on: date) -> list[str]:
    """Return what has to be done before the person can be erased, a sentence each."""
    found = []
    if user == actor:
        found.append(_("You cannot erase yourself. Ask a colleague."))
    if user.is_superuser or (user.works_at_man and user.is_active):
        found.append(_("This person works at MÄN. Let a system owner take back the rights first."))
    if user.coordinator_roles.not_ended(on=on).exists():
        found.append(str(ALREADY_COORDINATES))
    for cohort in _contacts().filter(contact=user):
        words = _("This person is the contact of %(cohort)s. Choose another contact first.")
        found.append(words % {"cohort": cohort})
    for enrolment in user.enrolments.under_way(on=on).select_related("cohort"):
        words = _("This person takes part in %(cohort)s. Let the person leave the cohort first.")
        found.append(words % {"cohort": enrolment.cohort})
    return found


def _contacts() -> CohortQuerySet:
    """Return the cohorts that have a contact and are not finished."""
    return Cohort.objects.filter(state__in=(Cohort.State.DRAFT, *Cohort.OPEN_STATES)).exclude(contact=None)


def _days_before(at: datetime, days: int) -> date:
    return day_of(at) - timedelta(days=days)
