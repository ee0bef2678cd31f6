"""The kinds of mail. The app that owns a kind registers it in ``AppConfig.ready()``, with its question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from notifications.models import Message


class Question(Protocol):
    """Asks at the moment of sending, which may be days after the mail was to leave."""

    def __call__(self, message: Message, *, at: datetime) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a mail is called, whether it still has a reason just before it leaves, and if it can wait.

    ``still_due`` reads the state at that moment through ``message.facts`` and ``message.recipient``.
    """

    name: str
    still_due: Question
    urgent: bool = False

    @property
    def template_name(self) -> str:
        """The text of the mail."""
        return f"mail/{self.name}.txt"


class UnknownKindError(LookupError):
    """Nobody registered this kind."""


class KindTakenError(ValueError):
    """Two apps registered the same name."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; registering the very same kind again changes nothing."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise KindTakenError(kind.name)


def get(name: str) -> Kind:
    """Find the kind of that name; an unknown one is a fault in the code and raises."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKindError(name) from None


def names() -> list[str]:
    """List all registered names, in order."""
    return sorted(_kinds)


def check_templates(app_configs: Iterable[Any] | None, **_kwargs: object) -> list[CheckMessage]:  # noqa: ARG001
    """System check: every kind has a text that can be read."""
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
