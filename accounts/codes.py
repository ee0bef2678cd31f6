"""Codes by mail. They leave outside the request, so that it takes as long for an address that nobody has.

The code stands encrypted in a row of its own, at the most for ten minutes, and never in the outbox, which
staff read. A few threads of the web process send, because a worker may be busy with an export. A row that
they leave behind, as the mail server or the process went away, is sent by beat or ``run_due``.
"""

import base64
import hashlib
import logging
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import cache
from smtplib import SMTPException
from urllib.parse import urlsplit

from allauth.account.app_settings import LOGIN_BY_CODE_TIMEOUT
from cryptography.fernet import Fernet
from django.conf import settings
from django.core import mail
from django.db import close_old_connections, transaction
from django.utils import timezone

from accounts.models import CodeMail, User
from notifications.actions import letters
from notifications.actions.post import describe

MAIL_FAILURES = (OSError, SMTPException)
WORKS_FOR = timedelta(seconds=LOGIN_BY_CODE_TIMEOUT)
LEASE = timedelta(seconds=3 * settings.EMAIL_TIMEOUT)
BACK_OFF = timedelta(seconds=10)
START_SECONDS = 0.1  # the request is over by then: work beside it would tell that somebody has the address
logger = logging.getLogger("portal.accounts")


def post_code(person: User | None, *, purpose: str, code: str, at: datetime) -> None:
    """Hand a code over to be sent; without a person the row only takes the same time, and goes nowhere."""
    row = CodeMail.objects.create(
        person=person, purpose=purpose, secret=_box().encrypt(code.encode()).decode(), at=at
    )
    if settings.CODE_SENDERS:
        _senders().submit(_send_in_thread, row.pk)
    else:
        send_code(row.pk, at=at)


def send_code(pk: int, *, at: datetime) -> None:
    """Send one code and remove its row; leave it for later when the mail server does not take it."""
    row = _claim(pk, at=at)
    if row is None:
        return
    try:
        if row.person and row.person.is_active:
            _letter(row.person, row.purpose, _box().decrypt(row.secret.encode()).decode()).send()
    except MAIL_FAILURES as failure:
        logger.error("A code could not be sent: %s", describe(failure))  # noqa: TRY400 -- it would name the address
        CodeMail.objects.filter(pk=pk).update(lease_until=at + BACK_OFF, has_failed=True)
        return
    CodeMail.objects.filter(pk=pk).delete()


def send_waiting(*, at: datetime) -> None:
    """Send the codes that were left behind, and remove those that work no longer."""
    CodeMail.objects.filter(at__lte=at - WORKS_FOR).delete()
    for pk in CodeMail.objects.free(at=at).values_list("pk", flat=True)[:100]:
        send_code(pk, at=at)


def are_slow(*, at: datetime) -> bool:
    """Say whether codes wait, anybody's, because the mail server did not take them."""
    return CodeMail.objects.filter(at__gt=at - WORKS_FOR, has_failed=True).exists()


@transaction.atomic
def _claim(pk: int, *, at: datetime) -> CodeMail | None:
    free = CodeMail.objects.select_for_update(skip_locked=True, of=("self",)).free(at=at)
    row = free.filter(pk=pk, at__gt=at - WORKS_FOR).select_related("person").first()
    if row:
        row.lease_until = at + LEASE
        row.save(update_fields=["lease_until"])
    return row


def _letter(person: User, purpose: str, code: str) -> mail.EmailMultiAlternatives:
    words = letters.render(
        f"accounts/{purpose}_code.txt", {"person": person, "code": code}, language=person.language
    )
    letter = mail.EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        to=[person.email],
        headers={
            "Message-ID": f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": person.language,
        },
    )
    letter.attach_alternative(words.html, "text/html")
    return letter


@cache
def _box() -> Fernet:
    digest = hashlib.sha256(f"accounts.codes|{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


@cache
def _senders() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(settings.CODE_SENDERS, thread_name_prefix="code mail")


def _send_in_thread(pk: int) -> None:
    time.sleep(START_SECONDS)
    close_old_connections()
    try:
        send_code(pk, at=timezone.now())  # noqa: TID251 -- the mail leaves now
    except Exception:
        logger.exception("A code was left for the worker.")
    finally:
        close_old_connections()
