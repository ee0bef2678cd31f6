"""The files on the disk beside the rows that name them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField, Model

from participants.models import StoredFile
from reports.models import Export

OLD = timedelta(days=7)
# What the virus check removed, and what the worker is writing at this moment.
WITHOUT_FILE: dict[type[Model], dict[str, str]] = {
    StoredFile: {"scan": StoredFile.Scan.INFECTED},
    Export: {"state": Export.State.RUNNING},
}


class Compared(NamedTuple):
    """Each stored name with the row that has it, the names without a file, and the files without a row."""

    named: dict[str, str]
    missing: list[str]
    orphans: list[str]


def compare() -> Compared:
    """Compare the rows with the disk; both lists in order."""
    named = dict(_named())
    lying = set(_lying(""))
    return Compared(named, sorted(named.keys() - lying), sorted(lying - named.keys()))


def delete_orphans(*, at: datetime) -> list[str]:
    """Delete the files that no row names and that are older than a week; return their names."""
    old = [name for name in compare().orphans if default_storage.get_modified_time(name) < at - OLD]
    for name in old:
        default_storage.delete(name)
    return old


def _named() -> Iterator[tuple[str, str]]:
    """Yield each stored name and the row that has it."""
    for model in apps.get_models():
        rows = model._default_manager.exclude(**WITHOUT_FILE.get(model, {"pk": None}))
        for field in model._meta.fields:
            if isinstance(field, FileField):
                yield from _named_by(model, field.name, rows)


def _named_by(model: type[Model], field: str, rows: object) -> Iterator[tuple[str, str]]:
    for pk, name in rows.exclude(**{field: ""}).values_list("pk", field):  # type: ignore[attr-defined]
        yield name, f"{model._meta.label} {pk}"


def _lying(folder: str) -> Iterator[str]:
    """Yield the name of each file in the folder and below; no folder holds none."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}".lstrip("/")
    for name in folders:
        yield from _lying(f"{folder}/{name}".lstrip("/"))
