"""The mail of a demo, read from files: none is sent, and everybody can follow the links."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

NEWEST = 200


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
    message = message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(preferencelist=("plain", "html")) if isinstance(message, EmailMessage) else None
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
