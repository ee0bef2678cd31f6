"""Sentences beside a check-in: what has changed since last time, and gentle hints.

Pure functions of their arguments: no query, no clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.models import Answers, CheckIn, CheckInStep, CheckInVersion, Commitment, MunicipalReply
from followups.months import Row
from followups.statuses import of_progress
from ui.dates import month_name
from ui.words import listed

Status = CheckInStep.Status
OVER = {Commitment.State.DONE, Commitment.State.DROPPED}
QUIET_MONTHS = 3


@dataclass(frozen=True)
class Said:
    """The answers that two check-ins are compared by."""

    progress: str
    steps: dict[int, str]
    obstacles: list[str]
    contact_kind: str
    agreed: int
    over: int


def said_in(told: Answers | CheckInVersion) -> Said:
    """Return what a draft or a version is compared by."""
    written = told.written if isinstance(told, CheckInVersion) else vars(told)
    became = [each["outcome"] for each in written.get("commitment_answers", {}).values()]
    return Said(
        progress=told.progress,
        steps=told.statuses if isinstance(told, CheckInVersion) else told.steps,
        obstacles=[str(each) for each in (*told.obstacles, told.obstacle_other.strip()) if each],
        contact_kind=told.contact_kind,
        agreed=len([each for each in written.get("agreed", []) if each["text"]]),
        over=len([outcome for outcome in became if outcome in OVER]),
    )


def changed_sentence(before: Said, now: Said, *, since: date, on: date) -> str:
    """Return what has changed: "Ändrat sedan oktober: steg 3 pågår och hindret Tid är borta."."""
    parts = []
    if now.progress and now.progress != before.progress:
        words = {"before": of_progress(before.progress).word, "now": of_progress(now.progress).word}
        parts.append(_("from %(before)s to %(now)s") % words)
    parts += [*_changed_steps(before, now), *_changed_obstacles(before, now)]
    if now.contact_kind and now.contact_kind != before.contact_kind:
        kind = str(CheckIn.ContactKind(now.contact_kind).label).lower()
        parts.append(_("contact: %(kind)s") % {"kind": kind})
    if now.agreed:
        new = ngettext("%(counter)s new commitment", "%(counter)s new commitments", now.agreed)
        parts.append(new % {"counter": now.agreed})
    if now.over:
        over = ngettext("%(counter)s commitment is over", "%(counter)s commitments are over", now.over)
        parts.append(over % {"counter": now.over})
    values = {"month": month_name(since, on=on), "changes": listed(parts)}
    if not parts:
        return _("State, steps and obstacles are as in %(month)s.") % values
    return _("Changed since %(month)s: %(changes)s.") % values


def _changed_steps(before: Said, now: Said) -> list[str]:
    sentences = {
        Status.NOT_STARTED.value: _("step %(number)s has not begun"),
        Status.ONGOING.value: _("step %(number)s is ongoing"),
        Status.DONE.value: _("step %(number)s is done"),
        Status.NOT_RELEVANT.value: _("step %(number)s is not relevant"),
    }
    return [
        sentences[status] % {"number": number}
        for number, status in sorted(now.steps.items())
        if status and status != before.steps.get(number, Status.NOT_STARTED)
    ]


def _changed_obstacles(before: Said, now: Said) -> list[str]:
    gone = [name for name in before.obstacles if name not in now.obstacles]
    new = [name for name in now.obstacles if name not in before.obstacles]
    parts = []
    if gone:
        words = ngettext("the obstacle %(names)s is gone", "the obstacles %(names)s are gone", len(gone))
        parts.append(words % {"names": listed(gone)})
    if new:
        words = ngettext("new obstacle: %(names)s", "new obstacles: %(names)s", len(new))
        parts.append(words % {"names": listed(new)})
    return parts


class Hint(NamedTuple):
    """A question to think about, and the id of the field that it is about. It never blocks saving."""

    text: str
    target: str


def gentle_hints(answers: Answers, *, quiet_before: int, has_support: bool) -> list[Hint]:
    """Return the hints. ``quiet_before`` counts the months in a row before this one with nothing new."""
    progress = CheckIn.Progress
    hints = []
    has_need = bool(has_support or answers.need_area or answers.need.strip())
    quiet = quiet_before + 1 if answers.nothing_new else 0
    if quiet >= QUIET_MONTHS and not has_need:
        hints.append(Hint(_quiet_words(quiet), "need"))
    if answers.progress == progress.STUCK and not has_need:
        hints.append(Hint(_("What would help?"), "need"))
    if answers.progress == progress.NEEDS_SUPPORT and not has_need:
        hints.append(Hint(_("What support does the municipality need?"), "need"))
    return hints + _step_hints(answers.steps)


def _quiet_words(months: int) -> str:
    if months == QUIET_MONTHS:
        return _("The third month with nothing new. Does the municipality need support?")
    words = _("%(count)s months in a row with nothing new. Does the municipality need support?")
    return words % {"count": months}


def _step_hints(steps: Mapping[int, str]) -> list[Hint]:
    """Return a hint when a step is done and the next one has not begun."""
    done = [number for number, status in steps.items() if status == Status.DONE]
    following = max(done, default=0) + 1
    waits = steps.get(following, Status.NOT_STARTED) == Status.NOT_STARTED
    if not done or following not in steps or not waits or Status.ONGOING in steps.values():
        return []
    values = {"done": following - 1, "next": following}
    return [Hint(_("Step %(done)s is done. Has step %(next)s begun?") % values, f"id_step_{following}")]


def talking_point(reply: MunicipalReply, row: Row) -> str:
    """Return a sentence to begin the talk with, where the municipality sees it differently; never a score.

    Until the county board has chosen, last time's progress counts.
    """
    ours = row.version or row.check_in
    if ours is not None and ours.progress:
        return _gap(reply.progress, ours.progress)
    if row.previous is None or row.previous.progress in ("", reply.progress):
        return ""
    words = {
        "month": month_name(row.previous.check_in.month, on=row.on),
        "then": of_progress(row.previous.progress).word,
        "now": reply.get_progress_display(),
    }
    return _("In %(month)s you wrote “%(then)s”, now they write “%(now)s”. You can start there.") % words


def _gap(theirs: str, ours: str) -> str:
    if theirs == ours:
        return ""
    if ours == CheckIn.Progress.NO_CONTACT:
        return _("The municipality has answered here. That can be a way to get in touch.")
    return _("The municipality sees it differently. You can start the talk there.")
