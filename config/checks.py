"""Refusals that need the database: production has no people of the demo, whose password is published."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from accounts.models import User
from config.environment import Environment

INVENTED_PEOPLE = (
    "This database holds people of the demo (addresses under .example), and everybody can read their "
    "password: use an empty database."
)


def holds_invented_people() -> bool:
    """Say whether the database is a demo's; one that does not answer, or is still empty, is not."""
    try:
        return User.objects.filter(email__endswith=".example").exists()
    except DatabaseError:
        return False


@register(Tags.database)
def no_invented_people(databases: Any = None, **_options: object) -> list[CheckMessage]:
    """Refuse commands that check the database, such as ``migrate``."""
    if settings.PRODUCTION and databases and holds_invented_people():
        return [Error(INVENTED_PEOPLE, id="config.E001")]
    return []


def refuse_invented_people() -> None:
    """End the start of a web process in production."""
    if settings.PRODUCTION and holds_invented_people():
        Environment.refuse(INVENTED_PEOPLE)
