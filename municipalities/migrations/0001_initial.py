import django.db.models.deletion
import municipalities.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CountyBoard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=2, unique=True, verbose_name='county code')),
                ('county_name', models.CharField(db_collation='swedish', max_length=60, verbose_name='county')),
                ('name', models.CharField(db_collation='swedish', max_length=100, verbose_name='name')),
                ('short_name', models.CharField(db_collation='swedish', help_text='As the board writes its own name in running text.', max_length=60, verbose_name='short name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='name in addresses')),
                ('iso', models.CharField(max_length=5, unique=True, verbose_name='ISO 3166-2 code')),
                ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='contact')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name="contact's telephone")),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='contact address')),
                ('months_off', models.JSONField(blank=True, default=municipalities.models.default_months_off, help_text='Numbers of the months, for example [7] for July.', verbose_name='months without check-ins')),
                ('due_day', models.PositiveSmallIntegerField(blank=True, help_text='A day of the month, or the working day before. Empty for the last working day.', null=True, verbose_name='day when check-ins are due')),
                ('remind_before', models.PositiveSmallIntegerField(default=5, help_text='Working days before check-ins are due.', verbose_name='reminder before the day')),
                ('remind_after', models.PositiveSmallIntegerField(default=2, help_text='Working days after check-ins were due.', verbose_name='reminder after the day')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
            ],
            options={
                'verbose_name': 'county board',
                'verbose_name_plural': 'county boards',
                'ordering': ('short_name', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('due_day', None), models.Q(('due_day__gte', 1), ('due_day__lte', 28)), _connector='OR'), name='county_board_due_day_is_in_every_month', violation_error_message='Choose a day from 1 to 28, or leave it empty.'), models.CheckConstraint(condition=models.Q(('remind_before__gte', 1), ('remind_before__lte', 10)), name='county_board_reminds_before', violation_error_message='Choose from 1 to 10 working days before the day.'), models.CheckConstraint(condition=models.Q(('remind_after__gte', 1), ('remind_after__lte', 6)), name='county_board_reminds_after', violation_error_message='Choose from 1 to 6 working days after the day.')],
            },
        ),
        migrations.CreateModel(
            name='Coordinator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('is_stand_in', models.BooleanField(default=False, verbose_name='stand-in')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coordinator_roles', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('county_board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coordinators', to='municipalities.countyboard', verbose_name='county board')),
            ],
            options={
                'verbose_name': 'coordinator',
                'verbose_name_plural': 'coordinators',
                'ordering': ('county_board', 'user', 'starts_on', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='coordinator_ends_after_start', violation_error_message='The last day must be on or after the first day.'), models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('user', 'county_board'), name='coordinator_once_per_county_board', violation_error_message='This person already coordinates this county board.')],
            },
        ),
        migrations.CreateModel(
            name='AskedMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='The first day of the month.', verbose_name='month')),
                ('is_asked', models.BooleanField(default=True, verbose_name='asked for')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('county_board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked_months', to='municipalities.countyboard', verbose_name='county board')),
            ],
            options={
                'verbose_name': 'asked month',
                'verbose_name_plural': 'asked months',
                'ordering': ('county_board', '-month', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('county_board', 'month'), name='asked_month_once_per_county_board', violation_error_message='This month is already written down for the county board.'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='asked_month_is_first_day', violation_error_message='A month is given by its first day.'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('month'))), name='asked_month_is_due_after_it_begins', violation_error_message='A month is due on one of its days.')],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=4, unique=True, verbose_name='municipality code')),
                ('name', models.CharField(db_collation='swedish', max_length=60, verbose_name='name')),
                ('full_name', models.CharField(db_collation='swedish', max_length=80, verbose_name='full name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='name in addresses')),
                ('population', models.PositiveIntegerField(verbose_name='population')),
                ('population_on', models.DateField(verbose_name='population on')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('county_board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='municipalities.countyboard', verbose_name='county board')),
            ],
            options={
                'verbose_name': 'municipality',
                'verbose_name_plural': 'municipalities',
                'ordering': ('name', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9]{4}$')), name='municipality_code_is_four_digits', violation_error_message='Write the municipality code as four digits, for example 2281.')],
            },
        ),
    ]
