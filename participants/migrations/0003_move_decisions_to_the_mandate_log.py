"""The decision and the agreement of each participation become the first rows of its mandate log."""

from django.db import migrations
from django.utils import timezone

DECISION, AGREEMENT = "decision", "agreement"


def move_to_the_log(apps, schema_editor):
    """A decision whose day nobody wrote down gets today's, and says so."""
    entry, now = apps.get_model("participants", "MandateEntry"), timezone.now()
    for participation in apps.get_model("programmes", "Participation").objects.order_by("pk"):
        written = {"participation": participation, "recorded_at": now}
        if participation.decided_on or participation.decided_by:
            entry.objects.create(
                kind=DECISION,
                decided_on=participation.decided_on or timezone.localdate(now),
                decided_by=participation.decided_by,
                note="" if participation.decided_on else "Dagen är inte känd.",
                **written,
            )
        if participation.agreement_on:
            entry.objects.create(kind=AGREEMENT, decided_on=participation.agreement_on, **written)


def move_back(apps, schema_editor):
    """The latest decision and agreement; the rest of the log has no place there."""
    participations = apps.get_model("programmes", "Participation").objects
    for entry in apps.get_model("participants", "MandateEntry").objects.order_by("decided_on", "pk"):
        row = participations.filter(pk=entry.participation_id)
        if entry.kind == DECISION:
            row.update(decided_on=entry.decided_on, decided_by=entry.decided_by)
        elif entry.kind == AGREEMENT:
            row.update(agreement_on=entry.decided_on)
        if entry.recorded_by_id is None:
            entry.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0002_mandate_log"),
        ("programmes", "0002_process_steps_and_programmes"),
    ]
    operations = [migrations.RunPython(move_to_the_log, move_back)]
