"""Load the 21 county boards and 290 municipalities."""

from django.db import migrations

from municipalities.reference import load


def forwards(apps, schema_editor):
    """Load the CSV files."""
    load(apps.get_model("municipalities", "CountyBoard"), apps.get_model("municipalities", "Municipality"))


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
