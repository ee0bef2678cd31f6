import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('key', models.CharField(max_length=200, verbose_name='key')),
                ('to_email', models.EmailField(blank=True, help_text='Only when the recipient is not a person in the portal.', max_length=254, verbose_name='address without an account')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('subject', models.CharField(max_length=78, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(verbose_name='text as HTML')),
                ('urgent', models.BooleanField(help_text='Leaves at any hour of any day.', verbose_name='urgent')),
                ('not_before', models.DateTimeField(verbose_name='earliest')),
                ('lease_until', models.DateTimeField(blank=True, help_text='No new attempt before this moment.', null=True, verbose_name='held until')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('sent', 'Sent'), ('failed', 'Not delivered'), ('cancelled', 'Stopped')], default='queued', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('message_id', models.CharField(max_length=200, verbose_name='Message-ID')),
                ('queued_at', models.DateTimeField(verbose_name='queued')),
                ('first_tried_at', models.DateTimeField(blank=True, null=True, verbose_name='first attempt')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('facts', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='facts')),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outbox_messages', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'ordering': ('-queued_at', '-pk'),
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['-urgent', 'attempts', 'not_before', 'id'], name='message_waiting'), models.Index(fields=['kind', 'queued_at'], name='message_kind')],
                'constraints': [models.UniqueConstraint(fields=('key',), name='message_key_once', violation_error_message='This mail is already in the outbox.'), models.CheckConstraint(condition=models.Q(models.Q(('recipient', None), models.Q(('to_email', ''), _negated=True)), models.Q(('recipient__isnull', False), ('to_email', '')), _connector='OR'), name='message_has_one_addressee', violation_error_message='Name either a person or an address.'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='message_sent_has_a_time', violation_error_message='A sent mail has a time, and no other has.')],
            },
        ),
    ]
