from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0002_process_steps_and_programmes"),
        ("participants", "0003_move_decisions_to_the_mandate_log"),
    ]
    operations = [
        migrations.RemoveField("participation", "decided_on"),
        migrations.RemoveField("participation", "decided_by"),
        migrations.RemoveField("participation", "agreement_on"),
    ]
