"""The export log: the coordinator has taken out the two latest month reports."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import translation

from followups.demo import people
from followups.demo.calendar import at
from followups.exports import make_now, months_of_board
from followups.models import Export
from municipalities.models import CountyBoard

if TYPE_CHECKING:
    from followups.demo.cohorts import Scene


def add_exports(scene: Scene) -> None:
    """Make them as the page does, some days ago."""
    board, actor = CountyBoard.objects.get(code="22"), scene.users[people.ALVA.email]
    months = months_of_board(board, on=scene.calendar.today)[:-1][-2:]
    for month, days in zip(months, (12, 2), strict=False):
        export = Export(
            kind=Export.Kind.MONTH,
            format=Export.Format.XLSX,
            county_board=board,
            starts_on=month,
            ends_on=month,
            registry_number=f"800-4711-{scene.calendar.today.year}",
        )
        with translation.override("sv"):
            make_now(export, actor=actor, at=at(scene.calendar.today - timedelta(days=days), 14, 20))
