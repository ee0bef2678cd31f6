"""``python -m tests.bench.codes``: whether the time of an answer tells if somebody has the address.

Asks for 200 codes each for a known and an unknown address, turn by turn, with PostgreSQL and a mail server
that takes 0.3 s per mail; prints the medians, and how soon the codes arrive.
"""

import os
import statistics
import sys
import tempfile
import time

from tests import services

ROUNDS, WARM_UP, DELAY, ALLOWED = 200, 5, 0.3, 0.10
KNOWN, UNKNOWN = "amina@kommun.se", "annan@kommun.se"


def start_mail_server():
    """Start a slow mail server, and send through it as in production."""
    from aiosmtpd.controller import Controller  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    from tests.mail_sink import MailSink  # noqa: PLC0415

    sink = MailSink(port=services.free_port(), delay=DELAY)
    Controller(sink, hostname=sink.host, port=sink.port).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.CODE_SENDERS = sink.host, sink.port, 6
    return sink


def ask(page, email, sink):
    """Ask once; return the seconds of the answer and those until the mail server has the code."""
    from django.core.cache import cache  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from accounts.models import CodeMail  # noqa: PLC0415

    cache.clear()
    before, started = len(sink.messages), time.perf_counter()
    answer = Client().post(page, {"email": email})
    answered = time.perf_counter() - started
    assert answer.status_code == 302
    while email == KNOWN and len(sink.messages) == before:
        time.sleep(0.005)
    arrived = time.perf_counter() - started
    while CodeMail.objects.exists():
        time.sleep(0.005)
    time.sleep(0.05)  # the next answer begins on a quiet machine, whoever was asked for before
    return answered, arrived


def measure(page, sink):
    """Print the medians of a page, and return how far they are apart."""
    answered, arrived = {KNOWN: [], UNKNOWN: []}, []
    for turn in range(WARM_UP + ROUNDS):
        for email in (KNOWN, UNKNOWN) if turn % 2 else (UNKNOWN, KNOWN):
            seconds, until_mail = ask(page, email, sink)
            if turn >= WARM_UP:
                answered[email].append(seconds * 1000)
            if email == KNOWN:
                arrived.append(until_mail)
    known, unknown = (statistics.median(answered[email]) for email in (KNOWN, UNKNOWN))
    apart = abs(known - unknown) / min(known, unknown)
    soon = statistics.quantiles(arrived, n=20)[-1]
    print(
        f"{page}: known {known:.1f} ms, unknown {unknown:.1f} ms, {apart:.1%} apart, n={ROUNDS} each; ",
        end="",
    )
    print(f"p95 from press to mail server {soon:.2f} s", flush=True)
    return apart


def main() -> int:
    """Measure both pages, and return 1 when the medians of one differ by more than a tenth."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from accounts.actions import invite_user  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    sink = start_mail_server()
    invite_user(email=KNOWN, first_name="Amina", last_name="Ek", actor=None, at=timezone.now())
    pages = ("/logga-in/", "/logga-in/glomt-losenord/")
    return int(max(measure(page, sink) for page in pages) > ALLOWED)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        os.environ |= {
            "PORTAL_MODE": "test",
            "PORTAL_VAR": folder,
            "DATABASE_URL": services.start_postgres(),
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        import django

        django.setup()
        sys.exit(main())
