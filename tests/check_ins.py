"""Helpers for the check-ins' pages: addresses, the fields that a browser sends, a done month."""

from datetime import UTC, datetime

from tests import factories

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


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
    fields = {"number": number, "progress": "on_track", "happened": "Ett möte.", "next_step": ""} | answers
    return {"municipality": slug} | {f"{slug}-{name}": value for name, value in fields.items()}


def whole(number=0, action="done", **answers):
    steps = {f"step_{step}": "not_started" for step in range(1, 6)}
    outcome = {"previous_next_step_outcome": "remaining"}
    fields = {"number": number, "progress": "on_track", "happened": "Ett möte.", "action": action}
    return fields | steps | outcome | answers


def said(response):
    return [str(message) for message in response.context["messages"]]
