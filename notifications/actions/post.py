"""The connection to the mail server, and the meaning of the server's answers for a row."""

import smtplib
from contextlib import suppress
from types import TracebackType
from typing import Self

from django.core import mail

from notifications.models import Message

PERMANENT = range(500, 600)


class RefusedError(Exception):
    """The server will never accept this mail for this address."""


class TryLaterError(Exception):
    """The mail was not sent now; whether the server took it may be unknown."""


class ServerAwayError(TryLaterError):
    """No connection at all: the next mail would fail too."""


class Post:
    """A connection that is kept between mails, and renewed after an error."""

    def __init__(self) -> None:
        self._connection = mail.get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop()

    def send(self, message: Message) -> None:
        """Send one mail, or raise ``RefusedError``, ``TryLaterError`` or ``ServerAwayError``."""
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
    """Build the mail, with the same Message-ID at each attempt, so that a duplicate can be recognised."""
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
    """Return the matching error: 5xx about address or text is final, trouble with the connection is not."""
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
    """Return the server's message in one line, without addresses."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(_answer(code, text) for code, text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _answer(code: int, text: bytes | str) -> str:
    shown = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {shown}"
