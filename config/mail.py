"""Mail of the demo: none is sent; each is a file, which everybody can read to follow the links."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

NEWEST = 200
NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9@._+-]")


def file_name(message: EmailMessage, *, at: datetime) -> str:
    """Return a file name that sorts by time and shows the recipient."""
    recipient = NOT_IN_A_FILE_NAME.sub("_", message.recipients()[0])
    return f"{timezone.localtime(at):%Y%m%d-%H%M%S-%f}-{recipient}.eml"


class FileBackend(BaseEmailBackend):
    """Writes each message to ``settings.DEMO_MAIL``, whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages, and return their number."""
        settings.DEMO_MAIL.mkdir(parents=True, exist_ok=True)
        addressed = [message for message in email_messages if message.recipients()]
        for message in addressed:
            name = file_name(message, at=timezone.now())  # noqa: TID251 -- a mail leaves now
            unfinished = settings.DEMO_MAIL / f".{name}.{os.getpid()}"
            unfinished.write_bytes(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            unfinished.replace(settings.DEMO_MAIL / name)
        return len(addressed)


@dataclass(frozen=True)
class DemoMail:
    """One mail as its reader would see it."""

    name: str
    subject: str
    to: str
    sent: datetime | None
    text: str


def _moment(text: str) -> datetime:
    """Return the date of a mail; one without a zone ("-0000") is in UTC."""
    moment = parsedate_to_datetime(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read(path: Path) -> DemoMail:
    message: Any = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    return DemoMail(
        name=path.name,
        subject=str(message["subject"] or ""),
        to=str(message["to"] or ""),
        sent=_moment(str(message["date"])) if message["date"] else None,
        text=body.get_content() if body else "",
    )


def all_mail(folder: Path) -> list[DemoMail]:
    """Return the newest mails, newest first; file names begin with the time."""
    return [_read(path) for path in sorted(folder.glob("*.eml"), reverse=True)[:NEWEST]]


def find_mail(folder: Path, name: str) -> DemoMail | None:
    """Return one mail by comparing names in the folder, so that a name cannot lead out of it."""
    return next((_read(path) for path in folder.glob("*.eml") if path.name == name), None)
