"""The numbers of the charts and of the reporting rates are exports as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followups", "0003_coordinators_month")]

    operations = [
        migrations.AlterField(
            model_name="export",
            name="kind",
            field=models.CharField(
                choices=[
                    ("month", "Month report"),
                    ("period", "Period report"),
                    ("municipality", "One municipality's check-ins"),
                    ("check_in", "One check-in"),
                    ("charts", "The numbers of the charts"),
                    ("rates", "How check-ins come in"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
    ]
