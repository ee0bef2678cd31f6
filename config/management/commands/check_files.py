"""``manage.py check_files``: compare the files on the disk with the rows that name them."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db.models import FileField, Model
from django.utils import timezone

from participants.models import StoredFile
from reports.models import Export

OLD = timedelta(days=7)
# What the virus check removed, and what the worker is writing at this moment.
WITHOUT_FILE: dict[type[Model], dict[str, str]] = {
    StoredFile: {"scan": StoredFile.Scan.INFECTED},
    Export: {"state": Export.State.RUNNING},
}


class Command(BaseCommand):
    """List what is missing and what is orphaned. Ends with 1 when a row's file is missing."""

    help = "List files that no row names, and rows whose file is missing. --delete removes old orphans."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--delete", action="store_true", help="Remove orphans that are older than a week."
        )

    def handle(self, *_args: object, delete: bool, **_options: object) -> None:
        """Compare both, and print a line for each difference."""
        named = dict(_named())
        lying = set(_lying(""))
        missing = sorted(named.keys() - lying)
        orphans = sorted(lying - named.keys())
        for name in missing:
            self.stdout.write(f"missing: {name} ({named[name]})")
        for name in orphans:
            is_old = _written_at(name) < timezone.now() - OLD
            if delete and is_old:
                default_storage.delete(name)
            self.stdout.write(f"{'deleted' if delete and is_old else 'orphan'}: {name}")
        self.stdout.write(f"{len(named)} named, {len(missing)} missing, {len(orphans)} orphans.")
        if missing:
            raise CommandError("Some files are missing. Look in the backup.", returncode=1)


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


def _written_at(name: str) -> datetime:
    return default_storage.get_modified_time(name)
