"""Fixtures for the outbox: a kind of mail of their own, and people to send it to."""

import copy
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from calendars.working_days import STOCKHOLM

TUESDAY = datetime(2026, 9, 15, 10, 0, tzinfo=STOCKHOLM)
SATURDAY = datetime(2026, 9, 19, 10, 0, tzinfo=STOCKHOLM)


class Wishes:
    """A ``still_due`` for notes: true until one is withdrawn, and raises ``fault`` for broken ones."""

    def __init__(self):
        self.withdrawn = set()
        self.broken = set()
        self.fault = RuntimeError("poison")

    def __call__(self, message, *, at):  # noqa: ARG002 -- as a kind is asked
        """Answer as a kind's ``still_due`` does, from the facts."""
        if message.facts["number"] in self.broken:
            raise self.fault
        return message.facts["number"] not in self.withdrawn


@pytest.fixture
def wishes(settings, monkeypatch):
    """Register the kind ``note``, which can wait, with its text, for one test."""
    from notifications import kinds  # noqa: PLC0415 -- conftest.py is read before the models can be

    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "outbox_templates")
    settings.TEMPLATES = templates
    monkeypatch.setattr(kinds, "_kinds", {})
    answers = Wishes()
    kinds.register(kinds.MailKind(name="note", still_due=answers))
    return answers


@pytest.fixture
def alarm(wishes, settings, tmp_path):
    """Register an urgent kind too."""
    from notifications import kinds  # noqa: PLC0415

    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "alarm.txt").write_text("Subject: Inställt\n\nUtbildningstillfället är inställt.\n")
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(tmp_path)
    settings.TEMPLATES = templates
    kinds.register(kinds.MailKind(name="alarm", still_due=wishes, urgent=True))


@pytest.fixture
def anna(db):
    """A person who reads Swedish."""
    return get_user_model().objects.create_user("anna@bollnas.example", first_name="Anna", last_name="Öberg")


@pytest.fixture
def staff(db):
    """Somebody at MÄN with all rights."""
    return get_user_model().objects.create_superuser("karin@man.example", first_name="Karin", last_name="Ek")


def queue_note(number=1, *, kind="note", at=TUESDAY, **options):
    """Queue one note with a number of its own."""
    from notifications.actions.queueing import queue  # noqa: PLC0415 -- conftest.py is read before the models can be

    words = {"title": "prov", "greeting": "Hej", "body": "Tack & lov."} | options.pop("context", {})
    return queue(kind=kind, key=f"note/{number}", context=words, facts={"number": number}, at=at, **options)
