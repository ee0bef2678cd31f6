"""Seed the ten development areas; staff edit them in the admin."""

from django.db import migrations

AREAS = [
    "Ledning, mandat och organisation",
    "Samverkan och förankring",
    "Kartläggning och lägesbild",
    "Metodarbete i skolan",
    "Öppen ungdomsverksamhet och fritid",
    "Föräldraskapsstöd",
    "Idrott och föreningsliv",
    "Trygghet i boende och närmiljö",
    "Arbete mot hedersrelaterat våld och förtryck",
    "Uppföljning och utvärdering",
]


def forwards(apps, schema_editor):
    """Add the areas that are missing."""
    for position, name in enumerate(AREAS, start=1):
        apps.get_model("support", "DevelopmentArea").objects.get_or_create(
            name=name, defaults={"position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
