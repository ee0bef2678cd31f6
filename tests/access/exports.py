"""The export log of the scene."""

from django.core.files.base import ContentFile

from reports.models import Export
from tests.factories import make_export


def add_exports(scene, secret):
    """Add one export that is made and one that failed, in each county, by its coordinator."""
    for name, board, role in (
        ("", scene.own_board, "coordinator"), ("other_", scene.other_board, "coordinator_elsewhere")
    ):  # fmt: skip
        common = {
            "county_board": board,
            "requested_by": scene.people[role],
            "requested_at": scene.now,
            "finished_at": scene.now,
            "registry_number": secret(f"{name}export-number"),
        }
        made = make_export(state=Export.State.DONE, file=ContentFile(b"PK", "a.zip"), name="a.zip", **common)
        failed = make_export(state=Export.State.FAILED, **common)
        scene.rows |= {f"{name}export": made, f"{name}failed_export": failed}
