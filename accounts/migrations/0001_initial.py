"""People who may log in."""

import accounts.models
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import CreateCollation
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        # Swedish order of names; a no-op on SQLite, where the portal's own backend registers the collation.
        CreateCollation('swedish', provider='icu', locale='sv-SE'),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(error_messages={'unique': 'Somebody already has this e-mail address.'}, max_length=254, unique=True, verbose_name='e-mail address')),
                ('first_name', models.CharField(db_collation='swedish', max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(db_collation='swedish', max_length=150, verbose_name='last name')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='work phone')),
                ('title', models.CharField(blank=True, max_length=150, verbose_name='job title')),
                ('language', models.CharField(choices=[('sv', 'Swedish'), ('en', 'English')], default='sv', max_length=2, verbose_name='language')),
                ('protected_identity', models.BooleanField(default=False, help_text='The name is hidden from lists, exports and mail.', verbose_name='protected identity')),
                ('letter', models.CharField(blank=True, editable=False, max_length=3, verbose_name='letter')),
                ('is_reader', models.BooleanField(default=False, editable=False, help_text='Works at MÄN and sees numbers and reports, but no texts and no names of participants.', verbose_name='numbers only')),
                ('forgotten_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='erased')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ('last_name', 'first_name', 'pk'),
            },
            managers=[
                ('objects', accounts.models.PortalUserManager()),
            ],
        ),
        migrations.CreateModel(
            name='CodeMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('login', 'Log in'), ('reset', 'Choose a new password')], max_length=10, verbose_name='purpose')),
                ('secret', models.TextField(verbose_name='secret')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('lease_until', models.DateTimeField(null=True, verbose_name='held until')),
                ('has_failed', models.BooleanField(default=False, verbose_name='the mail server did not take it')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'code on its way',
                'verbose_name_plural': 'codes on their way',
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_is_lower_case', violation_error_message='Write the e-mail address in lower case.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('is_reader', False), ('is_staff', False), _connector='OR'), name='user_is_staff_or_reader', violation_error_message='Staff see the numbers as they are.'),
        ),
    ]
