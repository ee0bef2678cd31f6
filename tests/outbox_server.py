"""A mail server that misbehaves on request, to test the outbox's faults."""

import asyncio
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller

from tests.mail_sink import MailSink
from tests.services import free_port


@dataclass
class MoodySink(MailSink):
    """Refuses by address, and treats the next mails by ``moods``: "hold", "drop" or an answer."""

    moods: list[str] = field(default_factory=list)
    connections: int = 0
    refuses_sender: bool = False

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: ARG002, N802
        """Count the connection."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: ARG002, N802
        """Accept the sender unless ``refuses_sender`` is set."""
        if self.refuses_sender:
            return "550 5.7.1 Sender not allowed"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802
        """Answer by the address."""
        if address.startswith("refused"):
            return "550 5.1.1 No such user"
        if address.startswith("greylisted"):
            return "451 4.7.1 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Store the mail, then answer, drop the connection or hold the answer, by the next mood."""
        mood = self.moods.pop(0) if self.moods else ""
        if mood[:1].isdigit():
            return mood
        answer = await super().handle_DATA(server, session, envelope)
        if mood == "drop":
            server.transport.abort()
        if mood == "hold":
            await asyncio.sleep(5)
        return answer

    def ids(self):
        """List the Message-IDs in the order they came."""
        return [message["Message-ID"] for message in self.messages]


def run_sink(settings, port=None):
    """Start a moody server, and let Django send through it; to be stopped by the caller."""
    sink = MoodySink(port=port or free_port())
    controller = Controller(sink, hostname=sink.host, port=sink.port)
    controller.start()
    use_smtp(settings, sink.port)
    return sink, controller


def use_smtp(settings, port):
    """Let Django send by SMTP to that port, with little patience."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
