"""Helpers for the check-ins' pages: addresses, the fields that a browser sends, a done month."""

from datetime import UTC, datetime

from calendars.months import due_on
from followups.models import CheckIn
from followups.models.check_in import step_of
from followups.statuses import Told
from programmes.calendar import locks_on
from programmes.models import ExpectedCheckIn
from tests import factories

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ON = NOW.date()


def expected_months(participation):
    """Return the months in which a check-in is expected of the municipality, in order."""
    months = ExpectedCheckIn.objects.of([participation]).expected()
    return list(months.values_list("month", flat=True))


def check_in_of(participation, month):
    """Return the municipality's check-in of that month."""
    return CheckIn.objects.select_related("expected").get(
        expected__participation=participation, expected__month=month
    )


def came_to(check_in, steps):
    """Let the check-in's versions, and what lists say of it, have these steps."""
    check_in.versions.update(steps=steps)
    CheckIn.objects.filter(pk=check_in.pk).update(step=step_of(steps))


def told(month, *, state="", progress="", on=ON, is_expected=True, has_left=False, step=0):
    """One month as lists read it, without a database."""
    due, locks = due_on(month), locks_on(month)
    is_missed = is_expected and month <= on and due < on and not progress
    is_undone = is_expected and month <= on < locks and not progress
    standing = "late" if is_missed else "draft" if state else "to_do"
    standing = progress or standing
    facts = (is_expected, is_missed and not has_left, is_undone, standing)
    return Told(1, month, due, locks, *facts, 1 if state else None, state, progress, step)


def make_done(participation, month, **answers):
    check_in = factories.make_check_in(participation, month, state="done", **answers)
    factories.make_check_in_version(
        check_in, happened=check_in.happened, internal_note=check_in.internal_note
    )
    return check_in


def month(text="2026-11"):
    return f"/avstamningar/{text}/"


def edit(slug="harnosand", text="2026-11"):
    return f"/avstamningar/{text}/{slug}/"


def short(slug="harnosand", number=0, **answers):
    fields = {"number": number, "progress": "on_track", "happened": "Ett möte."} | answers
    return {"municipality": slug} | {f"{slug}-{name}": value for name, value in fields.items()}


def whole(number=0, action="done", **answers):
    steps = {f"step_{step}": "not_started" for step in range(1, 6)}
    fields = {"number": number, "progress": "on_track", "happened": "Ett möte.", "action": action}
    return fields | steps | answers


def said(response):
    return [str(message) for message in response.context["messages"]]
