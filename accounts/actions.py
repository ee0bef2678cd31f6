"""Actions on a person's account: invite, correct, move to another address, close and reopen."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count, product
from string import ascii_uppercase
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Signed, User
from accounts.roles import ALREADY_COORDINATES, refuse_both_sides
from audit.actions import locked, record, store
from notifications.actions.delivery import forget_mails_to
from notifications.actions.queueing import queue
from ui.text import address as normal_address

REMOVED_ADDRESS = "person-{pk}@removed.invalid"  # no mail server takes it, and no two have the same
PROFILE_FIELDS = ("first_name", "last_name", "phone", "title", "language", "protected_identity")


@transaction.atomic
def invite_user(
    *, email: str, first_name: str, last_name: str, actor: User | None, at: datetime, **fields: Any
) -> User:
    """Create a person who logs in by code; for a known address return that person unchanged."""
    address = normal_address(email)
    known = User.objects.filter(email=address).first()
    if known:
        return known
    user = User(email=address, first_name=first_name, last_name=last_name, **fields)
    user.set_unusable_password()
    user.full_clean()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:  # somebody else invited the same person just now
        return User.objects.get(email=address)
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    record(actor=actor, verb="user.invited", target=user, at=at)
    return user


def give_letter(user: User) -> None:
    """Give a person with protected identity a letter that nobody else in the same cohorts has.

    Called when the person is marked and when the person joins a cohort. Who is in none needs no letter. The
    letter stays the same, unless the new cohort has one like it already.
    """
    if not (user.protected_identity and user.enrolments.exists()):
        return
    others = User.objects.in_cohorts_of(user).exclude(letter="")
    taken = set(others.values_list("letter", flat=True))
    if not user.letter or user.letter in taken:
        user.letter = next(each for each in _letters() if each not in taken)
        user.save(update_fields=["letter"])


def _letters() -> Iterator[str]:
    """Yield A to Z, AA to ZZ and so on."""
    for length in count(1):
        yield from map("".join, product(ascii_uppercase, repeat=length))


@transaction.atomic
def update_profile(user: User, *, actor: User | None, at: datetime, **fields: Any) -> User:
    """Correct personal details; the audit trail gets the names of the changed fields, never their values."""
    user = locked(user)
    unknown = set(fields) - set(PROFILE_FIELDS)
    if unknown:
        raise TypeError(unknown)
    changed = [name for name in PROFILE_FIELDS if name in fields and getattr(user, name) != fields[name]]
    if not changed:
        return user
    for name in changed:
        setattr(user, name, fields[name])
    store(user, actor=actor, verb="user.corrected", at=at, fields=changed)
    give_letter(user)
    return user


@transaction.atomic
def change_email(user: User, *, email: str, actor: User | None, at: datetime) -> User:
    """Move a person to a new address, end all sessions, and tell both addresses."""
    user = locked(user)
    address = normal_address(email)
    if address == user.email:
        raise ValidationError(_("This is already the person's e-mail address."))
    old = user.email
    user.email = address
    store(user, actor=actor, verb="user.email_changed", at=at)
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    _end_sessions(user)
    key = f"email-changed/{user.pk}/{at.isoformat()}"
    queue(kind="email_changed", key=f"{key}/old", to_email=old, context={}, at=at)
    queue(kind="email_changed", key=f"{key}/new", recipient=user, context={}, at=at)
    return user


@transaction.atomic
def deactivate_user(user: User, *, actor: User | None, at: datetime) -> User:
    """Close an account and end all its sessions, so that the person is logged out at the next request."""
    user = locked(user)
    if actor and actor.pk == user.pk:
        raise ValidationError(_("You cannot close your own account."))
    if not user.is_active:
        raise ValidationError(_("This account is already closed."))
    user.is_active = False
    store(user, actor=actor, verb="user.deactivated", at=at)
    _end_sessions(user)
    return user


@transaction.atomic
def reactivate_user(user: User, *, actor: User | None, at: datetime) -> User:
    """Reopen a closed account; roles and second factor are as they were."""
    user = locked(user)
    if user.forgotten_at:
        raise ValidationError(_("This person is erased. Invite the person anew."))
    if user.is_active:
        raise ValidationError(_("This account is already open."))
    user.is_active = True
    return store(user, actor=actor, verb="user.reactivated", at=at)


@transaction.atomic
def change_rights(
    user: User,
    *,
    is_staff: bool,
    is_superuser: bool,
    is_reader: bool = False,
    actor: User | None,
    at: datetime,
) -> User:
    """Grant or revoke the rights of MÄN's staff, of system owners and of who sees numbers only.

    Only a system owner does this, or whoever has the server's command line (then ``actor`` is None). All
    system owners get a mail about it.
    """
    user = locked(user)
    if actor and actor.pk == user.pk:
        raise ValidationError(_("You cannot change your own rights."))
    if actor and not actor.is_superuser:
        raise ValidationError(_("Only a system owner gives or takes these rights."))
    is_staff = is_staff or is_superuser
    is_reader = is_reader and not is_staff
    if (is_staff, is_superuser, is_reader) == (user.is_staff, user.is_superuser, user.is_reader):
        return user
    if (is_staff or is_reader) and not user.is_active:
        raise ValidationError(_("This account is closed. Open it first."))
    loses_texts, is_new = user.is_staff and not is_staff, (is_staff or is_reader) and not user.works_at_man
    user.is_staff, user.is_superuser, user.is_reader = is_staff, is_superuser, is_reader
    refuse_both_sides(user, on=timezone.localtime(at).date(), because=ALREADY_COORDINATES)
    rights = {"staff": is_staff, "superuser": is_superuser, "reader": is_reader}
    store(user, actor=actor, verb="user.rights_changed", at=at, **rights)
    if loses_texts or not user.works_at_man:
        _end_sessions(user)
    _tell_of_rights(user, actor=actor, is_new=is_new, at=at)
    return user


def _tell_of_rights(user: User, *, actor: User | None, is_new: bool, at: datetime) -> None:
    key = f"rights/{user.pk}/{at.isoformat()}"
    facts = {"person": user, "by": actor}
    for owner in User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk):
        queue(kind="rights_changed", key=f"{key}/{owner.pk}", recipient=owner, context=facts, at=at)
    if is_new:
        queue(kind="staff_welcome", key=f"{key}/welcome", recipient=user, context={"person": user}, at=at)


@transaction.atomic
def reset_second_factor(user: User, *, actor: User | None, at: datetime) -> User:
    """Remove all second factors of a person who has lost phone and recovery codes, and end all sessions.

    ``actor`` is None on the server's command line, the only way for the last system owner.
    """
    user = locked(user)
    if actor and actor.pk == user.pk:
        raise ValidationError(_("Change your own second step on your account page."))
    factors = Authenticator.objects.filter(user=user)
    if not factors.exists():
        raise ValidationError(_("This person has no second step."))
    factors.delete()
    _end_sessions(user)
    record(actor=actor, verb="user.second_factor_reset", target=user, at=at)
    notice = {"person": user, "what_happened": gettext_lazy("Your second step was removed by MÄN.")}
    key = f"second-factor-reset/{user.pk}/{at.isoformat()}"
    queue(kind="security_notice", key=key, recipient=user, context=notice, at=at)
    return user


@transaction.atomic
def forget_user(user: User, *, actor: User | None, at: datetime) -> User:
    """Erase who a person is, with every way in and the mails to the person; the row stays without a name.

    The caller knows whether the time has come. Doing it twice changes nothing.
    """
    user = locked(user)
    if user.forgotten_at:
        return user
    _end_sessions(user)
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    for name in User.PERSONAL_FIELDS:
        setattr(user, name, "")
    user.email = REMOVED_ADDRESS.format(pk=user.pk)
    user.set_unusable_password()
    user.is_active = user.is_staff = user.is_reader = user.protected_identity = False
    user.last_login, user.forgotten_at = None, at
    user.save()  # not checked: a name is asked for when somebody writes one
    for model in apps.get_models():
        if issubclass(model, Signed):
            signed = model._base_manager.filter(**{model.SIGNED_BY: user})  # noqa: SLF001
            signed.update(signer_name="")
    forget_mails_to(user)
    record(actor=actor, verb="user.forgotten", target=user, at=at)
    return user


@transaction.atomic
def end_other_sessions(user: User, *, keep: str, actor: User, at: datetime) -> User:
    """End all sessions but one: a session from before the second factor has proved only the first."""
    user = locked(user)
    if _end_sessions(user, keep=keep):
        record(actor=actor, verb="user.other_sessions_ended", target=user, at=at)
    return user


def _end_sessions(user: User, *, keep: str = "") -> bool:
    ended = list(UserSession.objects.filter(user=user).exclude(session_key=keep))
    for session in ended:
        session.end()
    return bool(ended)
