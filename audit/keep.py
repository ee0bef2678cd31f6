"""The time that personal data is kept: its classes, and the words that a model declares them with.

A model says beside its fields, as ``KEEPS``, of what class each is. The page on personal data is written from
the same list that the daily deed works by, so that what it promises is what happens. A test asks each text,
address, file and link to a person for a class.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HALF_A_YEAR, YEAR, YEAR_AND_A_HALF, TWO_YEARS = 183, 365, 548, 730


class Data(TextChoices):
    """The classes, in the order in which the page tells of them."""

    ACCOUNT = "account", _("Your name, e-mail address, work phone, job title and department")
    INVITATION = "invitation", _("The same, of a person who was invited and has never logged in")
    WAY_IN = "way_in", _("Your password, second steps and recovery codes")
    SESSION = "session", _("Your logged-in sessions, with time, browser and IP address")
    CODE = "code", _("Codes for logging in, on their way to you")
    AUTHOR = "author", _("That it was you who took part, wrote, handed in or answered")
    PAPER = (
        "paper",
        _("What you write about the work: hand-ins, feedback, check-ins, needs, agreements and decisions"),
    )
    DRAFT = "draft", _("A homework of your own that you began and never handed in")
    UPLOAD = "upload", _("Files that you have uploaded and that nothing uses")
    MAIL = "mail", _("Mails that the portal has sent")
    ENQUIRY = "enquiry", _("What you write in the enquiry form")
    EXPORT = "export", _("Files with reports and exports")
    ACCESS = "access", _("The log of log-ins, accounts, rights and refused files")
    TRAIL = "trail", _("The log of what else is done in the portal")
    CONTACT = "contact", _("Names and addresses of lecturers and of the county boards' contacts")
    NOT_PERSONAL = "not_personal", ""


class Then(TextChoices):
    """The fate of data when the time has passed."""

    DELETED = "deleted", _("Then it is removed.")
    BLANKED = "blanked", _("Then it is erased.")
    WITH_ACCOUNT = "with_account", _("It is removed when your account is erased.")
    WITHOUT_NAME = (
        "without_name",
        _("When your account is erased it is kept without your name, as from a former participant."),
    )
    STAYS = (
        "stays",
        _("It belongs to the municipality, the county board or MÄN, and is kept until they remove it."),
    )


@dataclass(frozen=True)
class Keep:
    """One class of data of a model: its fields, how many days they are kept, and what then happens.

    The days count from the moment in the column ``since``, for the rows that the verb ``among`` of the
    model's QuerySet keeps; ``counted`` says the same in words. Without ``since`` a deed of its own does it
    (``config.forgetting``), or nothing is to be done.
    """

    fields: tuple[str, ...]
    data: Data
    then: Then
    days: int | None = None
    counted: str | Promise = ""
    since: str = ""
    among: str = ""


def not_personal(*fields: str) -> Keep:
    """Say that the fields hold nothing about a person: names of things, texts by MÄN for everybody, codes."""
    return Keep(fields, Data.NOT_PERSONAL, Then.STAYS)


def author(*fields: str) -> Keep:
    """Say that the fields link to a person, who stays as a row without a name."""
    return Keep(fields, Data.AUTHOR, Then.WITHOUT_NAME)


def paper(*fields: str) -> Keep:
    """Say that the fields are written at work and belong to an authority or MÄN, as public documents may."""
    return Keep(fields, Data.PAPER, Then.STAYS)


def contact(*fields: str) -> Keep:
    """Say that the fields name somebody who is to be reached by those who take part."""
    return Keep(fields, Data.CONTACT, Then.STAYS)


# The models of Django and allauth, which cannot say it themselves. Sessions of allauth go with Django's.
LIBRARIES: dict[str, tuple[Keep, ...]] = {
    "admin.LogEntry": (
        Keep(
            ("user", "object_id", "object_repr", "change_message"),
            Data.ACCESS,
            Then.DELETED,
            days=HALF_A_YEAR,
            counted=_("after it happened"),
            since="action_time",
        ),
    ),
    "auth.Permission": (not_personal("name", "codename"),),
    "auth.Group": (not_personal("name"),),
    "contenttypes.ContentType": (not_personal("app_label", "model"),),
    "sessions.Session": (
        Keep(
            ("session_key", "session_data"),
            Data.SESSION,
            Then.DELETED,
            days=0,
            counted=_("until you log out or the session has run out"),
            since="expire_date",
        ),
    ),
    "account.EmailAddress": (Keep(("user", "email"), Data.WAY_IN, Then.WITH_ACCOUNT),),
    "account.EmailConfirmation": (Keep(("key",), Data.WAY_IN, Then.WITH_ACCOUNT),),
    "mfa.Authenticator": (Keep(("user", "data"), Data.WAY_IN, Then.WITH_ACCOUNT),),
    "usersessions.UserSession": (
        Keep(
            ("user", "ip", "session_key", "user_agent", "data"),
            Data.SESSION,
            Then.DELETED,
            days=0,
            counted=_("until you log out or the session has run out"),
        ),
    ),
}


def keeps_of(model: Any) -> tuple[Keep, ...]:
    """Return what a model says of its fields."""
    return getattr(model, "KEEPS", LIBRARIES.get(model._meta.label, ()))
