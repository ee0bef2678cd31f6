"""Actions on people in a cohort: enrol, change the role, leave, come back."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import give_letter
from accounts.models import User
from audit.actions import locked, record, store
from calendars.months import day_of
from municipalities.models import Municipality
from notifications.actions.queueing import queue
from participants.models import Enrolment
from programmes.models import Cohort, Participation


class LeavingReason(models.TextChoices):
    """The reason for leaving as a code, because the audit trail holds no personal text."""

    NEW_JOB = "new_job", gettext_lazy("New job or new duties")
    DECLINED = "declined", gettext_lazy("Does not want to take part")
    REPLACED = "replaced", gettext_lazy("A colleague takes over")
    MISTAKE = "mistake", gettext_lazy("Added by mistake")
    OTHER = "other", gettext_lazy("Another reason")


@transaction.atomic
def enrol(
    cohort: Cohort,
    *,
    user: User,
    municipality: Municipality,
    role: str = Enrolment.Role.MEMBER,
    department: str = "",
    participation: Participation | None = None,
    actor: User | None,
    at: datetime,
) -> Enrolment:
    """Enrol a person; in process training with the municipality's participation.

    While the cohort is a draft no mail is sent: publishing tells everybody at once.
    """
    cohort, on = locked(cohort), day_of(at)
    _refuse_closed(cohort)
    if not user.is_active:
        raise ValidationError(_("This person's account is closed. Open it before you add the person."))
    if cohort.is_process_training and participation is None:
        participation = _participation_of(cohort, municipality, on=on)
    if cohort.enrolments.filter(user=user, state=Enrolment.State.LEFT).exists():
        raise ValidationError(_("This person has left the cohort. Take the person back in the list instead."))
    enrolment = Enrolment(
        cohort=cohort,
        kind=cohort.kind,
        user=user,
        municipality=municipality,
        participation=participation,
        role=role,
        department=department,
        starts_on=on,
    )
    store(enrolment, actor=actor, verb="enrolment.created", at=at, role=role)
    give_letter(user)
    if cohort.is_open:
        _invite(enrolment, at=at)
    return enrolment


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, actor: User | None, at: datetime) -> Enrolment:
    """End a person's part: no access and no mails from now on; hand-ins are kept."""
    enrolment = locked(enrolment)
    if reason not in LeavingReason.values:
        raise ValidationError(_("Choose why the person leaves."))
    enrolment.move(to=Enrolment.State.LEFT)
    enrolment.ends_on = max(day_of(at), enrolment.starts_on)
    return store(enrolment, actor=actor, verb="enrolment.withdrawn", at=at, reason=reason)


@transaction.atomic
def reinstate(enrolment: Enrolment, *, actor: User | None, at: datetime) -> Enrolment:
    """Take a person back who has left or was paused; who never came after the invitation is invited again."""
    enrolment = locked(enrolment)
    _refuse_closed(enrolment.cohort)
    if enrolment.participation and enrolment.participation.has_left(on=day_of(at)):
        raise ValidationError(_("The municipality no longer takes part in the cohort."))
    if enrolment.state not in {Enrolment.State.LEFT, Enrolment.State.PAUSED}:
        raise ValidationError(_("This person already takes part in the cohort."))
    has_come = enrolment.state == Enrolment.State.PAUSED or enrolment.has_logged_in
    enrolment.move(to=Enrolment.State.ACTIVE if has_come else Enrolment.State.INVITED)
    enrolment.ends_on = None
    return store(enrolment, actor=actor, verb="enrolment.reinstated", at=at)


@transaction.atomic
def change_role(enrolment: Enrolment, *, role: str, actor: User | None, at: datetime) -> Enrolment:
    """Change a person's role in the cohort, with immediate effect."""
    enrolment = locked(enrolment)
    if enrolment.role == role:
        raise ValidationError(_("This person already has this role."))
    before, enrolment.role = enrolment.role, role
    return store(enrolment, actor=actor, verb="enrolment.role_changed", at=at, before=before, after=role)


def activate_on_login(user: User, **_signal: object) -> None:
    """Accept the person's invitations at login; a receiver of the signal that follows ``last_login``."""
    if user.last_login:
        activate_enrolments(user, at=user.last_login)


@transaction.atomic
def activate_enrolments(user: User, *, at: datetime) -> int:
    """Turn a person's invitations into active enrolments, and return their number."""
    invited = Enrolment.objects.select_for_update(of=("self",)).filter(
        user=user, state=Enrolment.State.INVITED
    )
    enrolments = list(invited.exclude(cohort__state=Cohort.State.DRAFT).order_by("pk"))
    for enrolment in enrolments:
        enrolment.move(to=Enrolment.State.ACTIVE)
        enrolment.save(update_fields=["state"])
        record(actor=user, verb="enrolment.activated", target=enrolment, at=at)
    return len(enrolments)


def _refuse_closed(cohort: Cohort) -> None:
    if cohort.is_over:
        raise ValidationError(_("The cohort is finished. Choose a cohort that is still running."))


def _participation_of(cohort: Cohort, municipality: Municipality, *, on: date) -> Participation:
    participation = cohort.participations.staying(on=on).filter(municipality=municipality).first()
    if participation is None:
        raise ValidationError(
            _("%(municipality)s does not take part in the cohort. Add the municipality first.")
            % {"municipality": municipality}
        )
    return participation


def _invite(enrolment: Enrolment, *, at: datetime) -> None:
    cohort = enrolment.cohort
    queue(
        kind="enrolment_invited",
        key=f"enrolment-invited/{enrolment.pk}",
        recipient=enrolment.user,
        context={"cohort": cohort, "session": cohort.sessions.upcoming(at=at).first()},
        facts={"cohort": cohort.pk},
        at=at,
    )
