"""The way out: one connection to the mail server, and what its answers mean for a row."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from types import TracebackType
from typing import Self

from django.core import mail

from notifications.models import Message

PERMANENT = range(500, 600)


class RefusedError(Exception):
    """The server will never take this mail for this address."""


class TryLaterError(Exception):
    """This mail did not get through now; whether the server took it may be unknown."""


class ServerAwayError(TryLaterError):
    """No connection at all: the next mail would not get through either."""


class Post:
    """A connection that is kept between mails and renewed after every trouble."""

    def __init__(self) -> None:
        self._connection = mail.get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop()

    def send(self, message: Message) -> None:
        """Hand one mail to the server, or raise what that means for the row."""
        letter = _letter(message)
        self._open()
        try:
            self._connection.send_messages([letter])
        except Exception as error:
            self._renew()
            raise _meaning(error) from error

    def _open(self) -> None:
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as error:
            self._renew()
            raise ServerAwayError(describe(error)) from error

    def _renew(self) -> None:
        self._drop()
        self._connection = mail.get_connection()

    def _drop(self) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self._connection.close()


def _letter(message: Message) -> mail.EmailMultiAlternatives:
    """Build the mail: the same Message-ID at every attempt, so that a second copy is known as one."""
    letter = mail.EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.address],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    letter.attach_alternative(message.html, "text/html")
    return letter


def _meaning(error: Exception) -> Exception:
    """Read the number: 5xx about this address or text is final, everything about the way there is not."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {int(code) for code, _answer in error.recipients.values()}
        final = all(code in PERMANENT for code in codes)
        return RefusedError(describe(error)) if final else TryLaterError(describe(error))
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code in PERMANENT:
        return RefusedError(describe(error))
    if isinstance(error, (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected)):
        return TryLaterError(describe(error))
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return TryLaterError(describe(error))
    return error


def describe(error: BaseException) -> str:
    """Say in one line what went wrong, as the server said it; addresses are left out."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(_answer(code, text) for code, text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _answer(code: int, text: bytes | str) -> str:
    shown = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {shown}"
