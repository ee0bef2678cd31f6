"""Erasing people whose time has passed: the person goes, what was handed in stays as the municipality's."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.actions import forget_user
from accounts.models import INVITATION_DAYS, User
from audit.keep import YEAR_AND_A_HALF
from calendars.months import day_of
from participants.models import Enrolment, Submission
from programmes.models import Cohort


def former_people(at: datetime) -> QuerySet[User]:
    """Return those whose training, tasks and log-ins ended 18 months ago."""
    contacts = Cohort.objects.filter(state__in=(Cohort.State.DRAFT, *Cohort.OPEN_STATES)).exclude(
        contact=None
    )
    return User.objects.former(since=_days_before(at, YEAR_AND_A_HALF)).exclude(
        pk__in=contacts.values("contact")
    )


def silent_people(at: datetime) -> QuerySet[User]:
    """Return those who have not answered an invitation for 90 days."""
    return User.objects.never_came(since=_days_before(at, INVITATION_DAYS), on=day_of(at))


@transaction.atomic
def forget_people(people: QuerySet[User], at: datetime) -> int:
    """Erase each; who has logged in a moment ago is no longer among them once the row is held."""
    found = list(people.select_for_update(of=("self",)))
    for user in found:
        forget_person(user, at=at)
    return len(found)


@transaction.atomic
def forget_person(user: User, *, at: datetime) -> User:
    """Erase who the person is, and the own drafts; what was handed in stays, as from a former participant."""
    user = forget_user(user, actor=None, at=at)
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


def _days_before(at: datetime, days: int) -> date:
    return day_of(at) - timedelta(days=days)
