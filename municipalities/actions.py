"""Who coordinates a county, from when until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from municipalities.models import Coordinator, CountyBoard
from notifications.actions import queue

if TYPE_CHECKING:
    from datetime import date, datetime

    from accounts.models import User


@transaction.atomic
def appoint_coordinator(
    county_board: CountyBoard,
    *,
    user: User,
    starts_on: date,
    ends_on: date | None = None,
    is_stand_in: bool = False,
    actor: User | None,
    at: datetime,
) -> Coordinator:
    """Let a person coordinate a county from a day on, and tell that person.

    Refuses a role whose days overlap one that the person already has with the same board.
    """
    county_board = CountyBoard.objects.select_for_update().get(pk=county_board.pk)
    coordinator = Coordinator(
        user=user, county_board=county_board, starts_on=starts_on, ends_on=ends_on, is_stand_in=is_stand_in
    )
    coordinator.full_clean()
    if (
        Coordinator.objects.filter(user=user, county_board=county_board)
        .overlapping(starts_on, ends_on)
        .exists()
    ):
        raise ValidationError(_("This person already coordinates this county board in those days."))
    coordinator.save()
    queue(
        kind="coordinator_appointed",
        key=f"coordinator-appointed/{coordinator.pk}",
        recipient=user,
        context={"coordinator": coordinator},
        facts={"coordinator": coordinator.pk},
        at=at,
    )
    record(
        actor=actor,
        verb="coordinator.appointed",
        target=coordinator,
        at=at,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return coordinator


@transaction.atomic
def end_coordinator(
    coordinator: Coordinator, *, ends_on: date, actor: User | None, at: datetime
) -> Coordinator:
    """Set a role's last day; from the day after the person sees nothing of the county."""
    coordinator = Coordinator.objects.select_for_update().get(pk=coordinator.pk)
    if coordinator.ends_on is not None:
        raise ValidationError(_("This role already has a last day."))
    coordinator.ends_on = ends_on
    coordinator.full_clean()
    coordinator.save()
    record(actor=actor, verb="coordinator.ended", target=coordinator, at=at, ends_on=ends_on)
    return coordinator
