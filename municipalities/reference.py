"""The 21 county boards and 290 municipalities, loaded from the checked CSV files beside this module.

Used by a migration (with historical models) and by ``manage.py load_reference_data``.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db.models import Model

DATA = Path(__file__).parent / "data"
POPULATION_ON = date(2024, 12, 31)  # SCB, see data/sources.md


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield each row of a CSV file by column name. Codes stay text, because leading zeros matter."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def load(county_board_model: type[Model], municipality_model: type[Model]) -> int:
    """Add missing rows, update names and population, and return the number of rows read.

    Rows are found by code, so references hold. Slug and short name are set once: the slug never changes, and
    the short name is edited by staff. Loading again is a no-op.
    """
    county_boards = {}
    for row in rows("lan.csv"):
        names = {"county_name": row["name"], "name": row["county_board"], "iso": row["iso"]}
        once = {"short_name": row["short_name"], "slug": row["slug"]}
        county_boards[row["code"]], _created = county_board_model._default_manager.update_or_create(
            code=row["code"], defaults=names, create_defaults=names | once
        )
    number = len(county_boards)
    for row in rows("kommuner.csv"):
        values = {
            "name": row["name"],
            "full_name": row["full_name"],
            "county_board": county_boards[row["county_code"]],
            "population": int(row["population"]),
            "population_on": POPULATION_ON,
        }
        municipality_model._default_manager.update_or_create(
            code=row["code"], defaults=values, create_defaults=values | {"slug": row["slug"]}
        )
        number += 1
    return number
