"""The action on a county board's settings, which also moves what is expected of its municipalities."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from municipalities.actions import RULE, change_county_board_settings
from municipalities.models import CountyBoard
from programmes.actions.expecting import expect_check_ins, hold_months
from programmes.models import Participation


@transaction.atomic
def change_check_in_rule(
    county_board: CountyBoard, *, actor: User, at: datetime, **settings: Any
) -> CountyBoard:
    """Change a county board's settings, with its asked months and its municipalities' expected check-ins.

    All participations in the county are locked first, so that nobody joins, pauses or moves a session under
    the old settings meanwhile. Settings that move no month lock none.
    """
    own = Participation.objects.filter(cohort__county_board=county_board)
    moves_months = not settings.keys().isdisjoint(RULE)
    if moves_months:
        hold_months(own)
    stored = change_county_board_settings(county_board, actor=actor, at=at, **settings)
    if moves_months:
        expect_check_ins(own, on=timezone.localtime(at).date())
    return stored
