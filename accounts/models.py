"""A person who can log in. Roles are dated rows in the apps above; no role is stored here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from audit.keep import YEAR_AND_A_HALF, Data, Keep, Then
from ui import columns
from ui.text import address

INVITATION_DAYS = 90


class UserQuerySet(models.QuerySet["User"]):
    """Queries about people; the roles themselves are in the apps above."""

    def with_roles(self, *, on: date) -> Self:
        """Add ``is_coordinator`` and ``is_participant`` as they are on that day."""
        return self.annotate(
            is_coordinator=Exists(_roles("coordinator_roles", on=on)),
            is_participant=Exists(_roles("enrolments", on=on)),
        )

    def forgettable(self) -> Self:
        """Leave out who is erased already, has rights at MÄN, or has a mail on its way.

        A closed account at MÄN has no rights any more; the emergency account is never erased.
        """
        works_at_man = Q(is_active=True) & (Q(is_staff=True) | Q(is_reader=True))
        kept = Q(is_superuser=True) | works_at_man | Q(outbox_messages__state="queued")
        return self.filter(forgotten_at=None).exclude(kept)

    def in_cohorts_of(self, user: User) -> Self:
        """Keep the others in the cohorts of a person."""
        shared = _role("enrolments").objects.filter(cohort__in=user.enrolments.values("cohort"))
        return self.filter(pk__in=shared.values("user")).exclude(pk=user.pk)

    def former(self, *, since: date) -> Self:
        """Keep those who had no role and did not log in on that day or later."""
        seen = Q(last_login__date__gte=since) | Q(date_joined__date__gte=since)
        return (
            self.forgettable()
            .exclude(seen)
            .exclude(_lasting("enrolments", since))
            .exclude(_lasting("coordinator_roles", since))
        )

    def never_came(self, *, since: date, on: date) -> Self:
        """Keep those who were invited before the day ``since``, and have neither logged in nor come."""
        held = _role("enrolments").objects.holding_an_invitation(since=since).filter(user=OuterRef("pk"))
        silent = self.forgettable().filter(
            last_login=None, is_staff=False, is_reader=False, date_joined__date__lt=since
        )
        return silent.exclude(_lasting("coordinator_roles", on)).exclude(Exists(held))


def _role(name: str) -> Any:
    return User._meta.get_field(name).related_model


def _lasting(name: str, since: date) -> Exists:
    return Exists(_role(name).objects.lasting(since=since).filter(user=OuterRef("pk")))


def _roles(name: str, *, on: date) -> models.QuerySet[Any]:
    return _role(name).objects.current(on=on).filter(user=OuterRef("pk"))


class PortalUserManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates users from an e-mail address; there are no user names."""

    def _create_user(self, email: str, password: str | None, **fields: Any) -> User:
        user = self.model(email=address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an ordinary person without rights."""
        return self._create_user(email, password, **{"is_staff": False, "is_superuser": False, **fields})

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create the emergency account (``manage.py createsuperuser``)."""
        return self._create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractUser):
    """A person, identified by an e-mail address in its one form.

    Only ``accounts.actions`` writes the address, together with allauth's ``EmailAddress``.
    """

    PERSONAL_FIELDS = ("first_name", "last_name", "email", "phone", "title", "letter")
    # Carried out by ``participants.actions.forgetting``, which knows who still takes part.
    KEEPS: ClassVar[tuple[Keep, ...]] = (
        Keep(
            PERSONAL_FIELDS,
            Data.ACCOUNT,
            Then.BLANKED,
            days=YEAR_AND_A_HALF,
            counted=_("after your last training and your last task ended, and after your last log-in"),
        ),
        Keep(
            PERSONAL_FIELDS,
            Data.INVITATION,
            Then.BLANKED,
            days=INVITATION_DAYS,
            counted=_("after the invitation, or after the training was opened if that was later"),
        ),
        Keep(("password",), Data.WAY_IN, Then.WITH_ACCOUNT),
    )

    class Language(models.TextChoices):
        SWEDISH = "sv", _("Swedish")
        ENGLISH = "en", _("English")

    username = None  # type: ignore[assignment]
    email = columns.Email(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Somebody already has this e-mail address.")},
    )
    first_name = columns.Line(_("first name"), max_length=150, db_collation="swedish")
    last_name = columns.Line(_("last name"), max_length=150, db_collation="swedish")
    phone = columns.Phone(_("work phone"), max_length=40, blank=True)
    title = columns.Line(_("job title"), max_length=150, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.SWEDISH
    )
    protected_identity = models.BooleanField(
        _("protected identity"),
        default=False,
        help_text=_("The name is hidden from lists, exports and mail."),
    )

    # Tells people with protected identity in a cohort apart; given by ``accounts.actions.give_letter``.
    letter = models.CharField(_("letter"), max_length=3, blank=True, editable=False)
    is_reader = models.BooleanField(
        _("numbers only"),
        default=False,
        editable=False,
        help_text=_("Works at MÄN and sees numbers and reports, but no texts and no names of participants."),
    )
    forgotten_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    # read by shown_name
    NAME_FIELDS = ("first_name", "last_name", "email", "protected_identity", "letter", "forgotten_at")
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    objects: ClassVar[PortalUserManager] = PortalUserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("last_name", "first_name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_is_lower_case",
                violation_error_message=_("Write the e-mail address in lower case."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_reader=False) | models.Q(is_staff=False),
                name="user_is_staff_or_reader",
                violation_error_message=_("Staff see the numbers as they are."),
            ),
        )

    def __str__(self) -> str:
        return self.shown_name

    @property
    def works_at_man(self) -> bool:
        """True for staff, system owners among them, and for those who see numbers only."""
        return self.is_staff or self.is_reader

    @property
    def shown_name(self) -> str:
        """The name as others may see it; withheld for a person with protected identity, gone for a former."""
        if self.forgotten_at:
            return str(_("Former participant"))
        if self.protected_identity and self.letter:
            return _("Person with protected identity %(letter)s") % {"letter": self.letter}
        if self.protected_identity:
            return str(_("Name withheld"))
        return self.get_full_name() or self.email


class SignerName(columns.Line):
    """The name of who signs, filled in by itself when the row is made; empty where the name is withheld."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001  Django's
        """Take the person's name as it is now."""
        assert isinstance(model_instance, Signed)
        person = model_instance.signed_by
        if add and person is not None and not person.protected_identity:
            model_instance.signer_name = person.get_full_name()
        return super().pre_save(model_instance, add)


class Signed(models.Model):
    """Something signed, with the signer's name as it was then; ``SIGNED_BY`` names the link to the person."""

    SIGNED_BY: ClassVar[str]

    signer_name = SignerName(_("signed by"), max_length=301, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def signed_by(self) -> User | None:
        person: User | None = getattr(self, self.SIGNED_BY)
        return person

    @property
    def signer(self) -> str:
        """The name as others may see it: as it was then, or withheld or gone as the person's is now."""
        person = self.signed_by
        if person is None:
            return ""
        is_open = self.signer_name and not person.protected_identity and not person.forgotten_at
        return self.signer_name if is_open else person.shown_name


class CodeMailQuerySet(models.QuerySet["CodeMail"]):
    """Queries of those who send."""

    def free(self, *, at: datetime) -> Self:
        """Keep the rows that nobody is sending."""
        return self.filter(models.Q(lease_until=None) | models.Q(lease_until__lte=at))


class CodeMail(models.Model):
    """A code on its way to a person, encrypted; the row is gone when the mail has left.

    No page, list, search or export reads it. Without a person nobody has the address that was asked for: then
    the row only makes the answer take the same time.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        # Removed by ``accounts.codes``.
        Keep(
            ("person", "secret"),
            Data.CODE,
            Then.DELETED,
            days=0,
            counted=_("until the mail has left, at the longest ten minutes"),
        ),
    )

    class Purpose(models.TextChoices):
        LOGIN = "login", _("Log in")
        RESET = "reset", _("Choose a new password")

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    secret = models.TextField(_("secret"))
    at = models.DateTimeField(_("when"))
    lease_until = models.DateTimeField(_("held until"), null=True)
    has_failed = models.BooleanField(_("the mail server did not take it"), default=False)

    objects = CodeMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("code on its way")
        verbose_name_plural = _("codes on their way")

    def __str__(self) -> str:
        return self.purpose
