"""Actions on a month's check-in: save a draft, mark it as done."""

from dataclasses import replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import record
from calendars.months import day_of
from followups.actions.answers import Catalogue, answers_of, new_check_in, tidy, write_children
from followups.actions.commitments import (
    frozen_commitments,
    frozen_outcomes,
    missing_answers,
    settle_check_in,
)
from followups.actions.support import missing_same, note_need
from followups.models import Answers, CheckIn, CheckInVersion, Obstacle
from followups.models.answers import COLUMNS, WRITTEN, SomeAnswers
from followups.models.check_in import step_of
from programmes.models import ExpectedCheckIn, Participation, ProcessStep
from ui.conflicts import ConflictError
from ui.words import Lazy

CHILDREN = {"steps", "obstacles"}
WHEN_DONE = ("state", "done_at", "told", "first_done_on")


def open_check_in(participation: Participation, *, month: date, actor: User, at: datetime) -> CheckIn:
    """Return the month's check-in, or a prefilled one that is not stored: only saving creates a row."""
    expected = ExpectedCheckIn.objects.of([participation]).filter(month=month).first()
    expected = expected or ExpectedCheckIn(month=month, is_expected=False)
    expected.participation = participation
    return _opened(expected, actor=actor, at=at)


def _opened(expected: ExpectedCheckIn, *, actor: User, at: datetime) -> CheckIn:
    stored = CheckIn.objects.filter(expected=expected.pk).select_related("saved_by").first()
    if stored is not None:
        stored.expected = expected
        return stored
    previous = CheckInVersion.objects.before(expected.month, expected.participation).first()
    return new_check_in(expected, previous=previous, actor=actor, at=at)


@transaction.atomic
def save_check_in_draft(
    check_in: CheckIn,
    *,
    answers: SomeAnswers,
    number: int,
    actor: User,
    at: datetime,
    may_reopen: bool = True,
    catalogue: Catalogue | None = None,
) -> CheckIn:
    """Save the answers so far. What was done stands until the change to it is marked as done in its turn.

    ``answers`` may be partial: the others keep their value. Saving is not recorded in the trail, but
    reopening is, so it takes a person's click: automatic saving passes ``may_reopen=False``.
    ``catalogue`` is what the page read with ``check_in``; it is used only if nobody has saved since.
    """
    stored = _lock(check_in, actor=actor, at=at)
    is_same = (stored.pk, stored.number) == (check_in.pk, check_in.number)
    full, changed = _merge(stored, answers, number=number, catalogue=catalogue if is_same else None)
    if not changed and stored.pk:
        return stored
    if stored.is_done:
        if not may_reopen:
            raise ValidationError(
                _("The check-in is marked as done. Press Save draft to open it for changes.")
            )
        stored.move(to=CheckIn.State.REOPENED)
        record(actor=actor, verb="check_in.reopened", target=stored, at=at)
    return _store(stored, full, changed, actor=actor, at=at)


@transaction.atomic
def mark_check_in_done(
    check_in: CheckIn, *, answers: SomeAnswers, number: int, actor: User, at: datetime
) -> CheckIn:
    """Freeze the answers as a new version, which everybody outside the county board reads from now on.

    Marking it again without a change is a no-op.
    """
    stored = _lock(check_in, actor=actor, at=at)
    full, changed = _merge(stored, answers, number=number)
    if stored.is_done and not changed:
        return stored
    if missing := unfinished(full) | missing_same(stored, full):
        raise ValidationError(missing)
    stored.move(to=CheckIn.State.DONE)
    frozen = full.frozen(dict(ProcessStep.objects.values_list("number", "title")))
    stored.done_at, stored.told, stored.step = at, full.progress, step_of(frozen["steps"])
    stored.first_done_on = stored.first_done_on or day_of(at)
    _store(stored, full, changed, actor=actor, at=at)
    settle_check_in(stored, answers=full, actor=actor, at=at)
    version = CheckInVersion(
        check_in=stored,
        version=stored.versions.count() + 1,
        done_at=at,
        done_by=actor,
        **frozen,
        commitments=frozen_commitments(stored, answers=full),
        outcomes=frozen_outcomes(stored, answers=full),
        written={name: getattr(full, name) for name in WRITTEN},
    )
    version.full_clean()
    version.save()
    support = note_need(stored, actor=actor, at=at)
    record(
        actor=actor,
        verb="check_in.done",
        target=stored,
        at=at,
        version=version.version,
        progress=stored.progress,
        support=support.state if support else "",
    )
    return stored


@transaction.atomic
def discard_change(check_in: CheckIn, *, number: int, actor: User, at: datetime) -> CheckIn:
    """Return the check-in to its newest version, also in a locked month. Without a change it is a no-op."""
    stored = locked_row(check_in, actor=actor, at=at)
    version = stored.versions.order_by("-version").first() if stored.pk else None
    if version is None or stored.is_done:
        return stored
    if stored.number != number:
        raise _conflict(stored, [])
    obstacles = list(Obstacle.objects.filter(name__in=version.obstacles))
    full = Answers(
        **{name: getattr(version, name) for name in COLUMNS},
        **version.written,
        steps=version.statuses,
        obstacles=obstacles,
    )
    stored.move(to=CheckIn.State.DONE)
    _store(stored, full, ["steps", "obstacles"], actor=actor, at=at)
    record(actor=actor, verb="check_in.change_discarded", target=stored, at=at, version=version.version)
    return stored


@transaction.atomic
def mark_draft_done(check_in: CheckIn, *, number: int, actor: User, at: datetime) -> CheckIn:
    """Mark the draft as done if it still has that number; a draft that has changed since is refused."""
    stored = locked_row(check_in, actor=actor, at=at)
    if stored.number != number:
        raise _conflict(stored, [])
    return mark_check_in_done(stored, answers={}, number=number, actor=actor, at=at)


def locked_row(check_in: CheckIn, *, actor: User, at: datetime) -> CheckIn:
    """Lock the month's row, so that two people who begin the same month wait for each other."""
    rows = ExpectedCheckIn.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("participation").filter(pk=check_in.expected.pk)
    return _opened(rows.first() or check_in.expected, actor=actor, at=at)


def _lock(check_in: CheckIn, *, actor: User, at: datetime) -> CheckIn:
    """Lock the check-in, and refuse a month that is not open for writing."""
    stored = locked_row(check_in, actor=actor, at=at)
    on = day_of(at)
    refuse_unexpected(stored)
    if not stored.expected.has_begun(on=on):
        raise ValidationError(_("The month has not begun yet."))
    if stored.expected.is_locked(on=on):
        raise ValidationError(_("The month is locked. Ask MÄN to unlock it."))
    return stored


def refuse_unexpected(check_in: CheckIn) -> None:
    """Refuse a month in which no check-in is expected."""
    if not check_in.expected.is_expected:
        raise ValidationError(_("No check-in is expected for this month."))


def _merge(
    stored: CheckIn, answers: SomeAnswers, *, number: int, catalogue: Catalogue | None = None
) -> tuple[Answers, list[str]]:
    """Merge the new answers into the stored ones; refuse if somebody else has changed them meanwhile."""
    before = answers_of(stored, catalogue=catalogue)
    full = tidy(replace(before, **answers))
    changed = full.differing(before)
    if number != stored.number and changed:
        raise _conflict(stored, changed)
    return full, changed


def _conflict(stored: CheckIn, fields: list[str]) -> ConflictError:
    text = _("%(name)s changed the check-in on %(date)s at %(time)s. Choose which text counts.")
    return ConflictError(text, stored, fields, by=stored.saved_by.shown_name, at=stored.saved_at)


def _store(check_in: CheckIn, answers: Answers, changed: list[str], *, actor: User, at: datetime) -> CheckIn:
    """Store the answers; of a check-in that exists only the changed fields are validated."""
    is_new = check_in.pk is None
    for name in (*COLUMNS, *WRITTEN):
        setattr(check_in, name, getattr(answers, name))
    check_in.number += 1
    check_in.saved_at, check_in.saved_by = at, actor
    fields = {field.name for field in CheckIn._meta.fields}
    decided = () if check_in.state == CheckIn.State.DRAFT else WHEN_DONE
    check_in.full_clean(exclude=None if is_new else fields.difference(changed, decided))
    check_in.save()
    if is_new or CHILDREN.intersection(changed):
        write_children(check_in, answers)
    return check_in


def unfinished(answers: Answers) -> dict[str, Lazy]:
    """Return everything that is missing, each sentence by its field."""
    missing = {}
    if not answers.progress:
        missing["progress"] = _("Choose how it is going for the municipality")
    silent = answers.nothing_new or answers.progress == CheckIn.Progress.NO_CONTACT
    if not answers.happened.strip() and not silent:
        missing["happened"] = _("Write what has happened, or choose Nothing new since last time")
    if answers.happened.strip() and answers.nothing_new:
        missing["nothing_new"] = _("You have written what has happened. Take the tick or the text away.")
    if answers.need_area or answers.need or answers.need_offer or answers.need_offer_text:
        if not answers.need_area:
            missing["need_area"] = _("Choose the development area of the need")
        if not answers.need.strip() and not answers.need_same.isdigit():
            missing["need"] = _("Write what the municipality needs")
    if answers.need_offer_text and not answers.need_offer:
        missing["need_offer"] = _("Choose the support that you offer")
    return missing | _retired(answers) | missing_answers(answers)


def _retired(answers: Answers) -> dict[str, Lazy]:
    """Return the choices that were deactivated since the draft was saved; the form no longer has them."""
    retired: dict[str, Lazy] = {}
    area, offer = answers.need_area, answers.need_offer
    if area and not area.is_active:
        text = _("The area “%(area)s” is no longer used. Open the check-in and choose another one.")
        retired["need_area"] = text % {"area": area}
    if offer and not offer.is_active:
        text = _("“%(offer)s” is no longer offered. Open the check-in and choose other support.")
        retired["need_offer"] = text % {"offer": offer}
    return retired
