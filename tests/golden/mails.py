"""The mails that the clock sends on consecutive days, in order."""

import io
from collections import Counter
from datetime import date, timedelta

from django.apps import apps
from django.core.management import call_command

from tests.golden.clock import Clock
from tests.golden.text import folded


def days_until(clock: Clock, last: date) -> list[date]:
    """Name the days that follow the clock's own, with the last one."""
    return [clock.day + timedelta(days=each) for each in range(1, (last - clock.day).days + 1)]


def mails(clock: Clock, days: list[date], *, kinds: str = "") -> dict[str, list[str]]:
    """Let each day do what is due; give the mails that it put in the outbox.

    With ``kinds`` only those are told whose kind begins so; the others are counted.
    """
    found, outbox = {}, apps.get_model("notifications", "Message").objects
    for day in days:
        clock.set(day)
        newest = outbox.order_by("-pk").values_list("pk", flat=True).first() or 0
        call_command("run_due", at=clock.at, stdout=io.StringIO())
        new = list(outbox.filter(pk__gt=newest).select_related("recipient").order_by("key"))
        if new:
            counted = sorted(Counter(mail.kind for mail in new).items())
            found[f"outbox {day}"] = [f"{kind}: {count}" for kind, count in counted]
        for mail in new:
            if mail.kind.startswith(kinds):
                text = filter(None, map(folded, mail.text.splitlines()))
                found[f"mail {day} {mail.key} {mail.address}"] = [mail.subject, *text]
    return found
