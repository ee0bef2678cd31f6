"""Seed the five steps of the handbook and the two programmes.

The titles are names, exactly as in *Inget att vänta på*; the descriptions are our own words.
"""

from django.db import migrations

STEPS = [
    (
        "Initiera samverkan",
        "Hitta dem som behöver vara med, säkra uppdrag och tid genom formella beslut och knyt an till arbete som redan pågår.",
    ),
    (
        "Beskriv våld som problem",
        "Enas om vad ni menar med våld, ta reda på vilket våld som förekommer hos er och vad det leder till.",
    ),
    (
        "Identifiera förändringsfaktorer",
        "Undersök vad som ökar och minskar risken för våld och välj de faktorer ni kan påverka.",
    ),
    ("Utveckla insatser", "Välj ambitionsnivå, utforma insatser och beskriv varför de bör ge effekt."),
    (
        "Implementera, följ upp och sprid",
        "Skriv in målen där de hör hemma, genomför över tid, följ upp och sprid det som fungerar.",
    ),
]
PROGRAMMES = [
    (
        "Processutbildning",
        "processutbildning",
        "process_training",
        "Hela kommuner deltar under ett till ett och ett halvt år, med länsstyrelsen som samordnare.",
    ),
    (
        "Processledarutbildning",
        "processledarutbildning",
        "process_leader_training",
        "För dig som ska driva det våldsförebyggande arbetet i din egen kommun.",
    ),
]


def forwards(apps, schema_editor):
    """Add missing rows; rows that staff edited stay as they are."""
    for number, (title, description) in enumerate(STEPS, start=1):
        apps.get_model("programmes", "ProcessStep").objects.get_or_create(
            number=number, defaults={"title": title, "description": description}
        )
    for name, slug, kind, description in PROGRAMMES:
        apps.get_model("programmes", "Programme").objects.get_or_create(
            slug=slug, defaults={"name": name, "kind": kind, "description": description}
        )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
