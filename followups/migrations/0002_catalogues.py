"""Seed the obstacles and the ten development areas; staff edit both in the admin."""

from django.db import migrations

OBSTACLES = ["Tid", "Mandat från ledningen", "Personalbyte", "Pengar", "Kunskap", "Samverkan"]
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
    """Add what is missing."""
    for model, names in (("Obstacle", OBSTACLES), ("DevelopmentArea", AREAS)):
        for position, name in enumerate(names, start=1):
            apps.get_model("followups", model).objects.get_or_create(
                name=name, defaults={"position": position}
            )


class Migration(migrations.Migration):
    dependencies = [("followups", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
