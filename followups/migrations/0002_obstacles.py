"""Seed the obstacles; staff edit them in the admin."""

from django.db import migrations

OBSTACLES = ["Tid", "Mandat från ledningen", "Personalbyte", "Pengar", "Kunskap", "Samverkan"]


def forwards(apps, schema_editor):
    """Add what is missing."""
    for position, name in enumerate(OBSTACLES, start=1):
        apps.get_model("followups", "Obstacle").objects.get_or_create(
            name=name, defaults={"position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("followups", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
