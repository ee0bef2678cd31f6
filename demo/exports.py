"""The export log: the coordinator has exported the two latest month reports."""

from datetime import timedelta

from django.utils import translation

from demo import people
from demo.calendar import at
from demo.scene import Scene
from municipalities.models import CountyBoard
from reports.building import make_now
from reports.documents.month import months_of_board
from reports.models import Export


def add_exports(scene: Scene) -> None:
    """Add the exports through the action, dated some days ago."""
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
