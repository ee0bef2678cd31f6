"""Helpers for commitments: a row, and the answers that a check-in gives about it."""

from datetime import date, timedelta

from followups.models import CheckIn, Commitment
from tests import factories

OCTOBER = date(2026, 10, 1)


def make_commitment(participation, actor, month=OCTOBER, **fields):
    check_in = CheckIn.objects.filter(expected__participation=participation, expected__month=month).first()
    check_in = check_in or factories.make_check_in(participation, month, state="done")
    fields = {
        "text": "Boka möte",
        "owner": "municipality",
        "position": check_in.commitments.count() + 1,
    } | fields
    return Commitment.objects.create(
        participation=participation,
        check_in=check_in,
        created_at=factories.AT - timedelta(days=30),
        changed_at=factories.AT,
        changed_by=actor,
        **fields,
    )


def promise(text="Ring skolchefen", owner="municipality", due_on=""):
    return {"text": text, "owner": owner, "due_on": due_on}


def said(outcome, word="", due_on=""):
    return {"outcome": outcome, "word": word, "due_on": due_on}


def rows(*fields):
    return list(Commitment.objects.order_by("pk").values_list(*fields))
