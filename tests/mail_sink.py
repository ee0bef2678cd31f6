"""A mail server for tests: it stores received mail, and can be told to fail."""

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from tests.services import free_port


@dataclass
class MailSink:
    """Received messages, and the answers that the next messages get instead of a receipt.

    ``sink.failures.append("451 try later")`` makes the next message fail so; ``sink.delay = 3``
    lets every answer wait three seconds.
    """

    host: str = "127.0.0.1"
    port: int = 0
    delay: float = 0
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 -- aiosmtpd's names
        """Keep the message, or fail as told."""
        await asyncio.sleep(self.delay)
        if self.failures:
            return self.failures.pop(0)
        self.messages.append(message_from_bytes(envelope.content.replace(b"\r\n", b"\n"), policy=default))
        self.recipients.append(envelope.rcpt_tos)
        return "250 kept"


@pytest.fixture
def smtp_sink(settings):
    """Run a mail server and let Django send through it."""
    from aiosmtpd.controller import Controller  # noqa: PLC0415

    sink = MailSink(port=free_port())
    controller = Controller(sink, hostname=sink.host, port=sink.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.host, sink.port
    yield sink
    controller.stop()
