"""Mail of the demo: nothing is sent, every message becomes a file."""

import os
import re
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

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
