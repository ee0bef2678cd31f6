"""The kinds of mail. The app that owns a kind names it in the ``KINDS`` of its module ``kinds``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from notifications.models import Message


class Question(Protocol):
    """A check made when the mail is sent, which may be days after it was queued."""

    def __call__(self, message: Message, *, at: datetime) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class MailKind:
    """A kind's name, the check that it is still due, and whether it can be sent at any hour.

    ``still_due`` reads the state at that moment through ``message.facts`` and ``message.recipient``.
    """

    name: str
    still_due: Question
    urgent: bool = False

    @property
    def template_name(self) -> str:
        """The template with the text of the mail."""
        return f"mail/{self.name}.txt"


class UnknownKindError(LookupError):
    """No app has registered this kind."""


class KindTakenError(ValueError):
    """Two apps registered the same name."""


_kinds: dict[str, MailKind] = {}


def register(kind: MailKind) -> None:
    """Register a kind; registering the same one again is a no-op."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise KindTakenError(kind.name)


def get(name: str) -> MailKind:
    """Return the kind of that name; raise ``UnknownKindError``."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKindError(name) from None


def check_templates(app_configs: Iterable[Any] | None, **_kwargs: object) -> list[CheckMessage]:
    """Check that every kind has a template; a Django system check."""
    errors: list[CheckMessage] = []
    for kind in _kinds.values():
        try:
            get_template(kind.template_name)
        except TemplateDoesNotExist:
            errors.append(
                Error(
                    f"The mail kind {kind.name!r} has no template {kind.template_name}.",
                    id="notifications.E001",
                )
            )
    return errors
