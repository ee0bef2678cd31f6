import django.db.models.deletion
import ui.files
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('followups', '0001_initial'),
        ('municipalities', '0001_initial'),
        ('programmes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('month', 'Monthly report'), ('period', 'Period report'), ('municipality', "One municipality's check-ins"), ('check_in', 'One check-in'), ('charts', 'The numbers of the charts'), ('rates', 'How check-ins come in')], max_length=20, verbose_name='kind')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('xlsx', 'Excel'), ('json', 'JSON'), ('zip', 'PDF and JSON')], max_length=10, verbose_name='format')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('registry_number', models.CharField(blank=True, max_length=60, verbose_name="the county board's registry number")),
                ('with_internal_note', models.BooleanField(default=False, verbose_name='with the internal note')),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'In progress'), ('done', 'Done'), ('failed', 'Failed')], default='queued', editable=False, max_length=10, verbose_name='state')),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='progress in percent')),
                ('file', models.FileField(blank=True, upload_to=ui.files.random_name, verbose_name='file')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='file name')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='size in bytes')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('requested_at', models.DateTimeField(verbose_name='asked for at')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='held until')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('check_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='followups.checkin', verbose_name='check-in')),
                ('county_board', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='municipalities.countyboard', verbose_name='county board')),
                ('participation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='programmes.participation', verbose_name='participating municipality')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
            ],
            options={
                'verbose_name': 'export',
                'verbose_name_plural': 'exports',
                'ordering': ('-requested_at', '-pk'),
                'indexes': [models.Index(fields=['state', 'lease_until'], name='export_state_lease')],
                'constraints': [models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='export_progress_is_percent', violation_error_message='Progress goes from 0 to 100.'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state__in', ('done', 'failed'))), models.Q(('finished_at', None), ('state__in', ('queued', 'running'))), _connector='OR'), name='export_finished_has_a_time', violation_error_message='What is finished has a time.')],
            },
        ),
    ]
