"""The settings of Västernorrland's county board."""

from datetime import timedelta

from demo import people
from demo.calendar import at
from demo.scene import Scene
from municipalities.actions import change_county_board_settings
from municipalities.models import CountyBoard


def add_contact(scene: Scene) -> None:
    """Add the county board's contact; months and due day stay as for most county boards."""
    alva = scene.users[people.ALVA.email]
    change_county_board_settings(
        CountyBoard.objects.get(code="22"),
        contact_name=alva.get_full_name(),
        contact_phone=alva.phone,
        contact_email=alva.email,
        actor=alva,
        at=at(scene.calendar.today - timedelta(weeks=30), 10),
    )
