import django.db.models.deletion
import ui.files
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('municipalities', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Lecturer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_collation='swedish', max_length=150, verbose_name='name')),
                ('organisation', models.CharField(blank=True, max_length=150, verbose_name='organisation')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('topic', models.CharField(blank=True, max_length=200, verbose_name='topic')),
            ],
            options={
                'verbose_name': 'lecturer',
                'verbose_name_plural': 'lecturers',
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ProcessStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='number')),
                ('title', models.CharField(db_collation='swedish', max_length=120, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
            ],
            options={
                'verbose_name': 'process step',
                'verbose_name_plural': 'process steps',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('process_training', 'Process training'), ('process_leader_training', 'Process-leader training')], editable=False, max_length=30, verbose_name='kind')),
                ('name', models.CharField(db_collation='swedish', max_length=120, verbose_name='name')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='name in addresses')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('running', 'Running'), ('finished', 'Finished'), ('archived', 'Archived')], default='draft', editable=False, max_length=20, verbose_name='state')),
                ('sessions_required', models.PositiveSmallIntegerField(default=6, help_text='All homework must be approved as well.', verbose_name='sessions needed for the certificate')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published at')),
                ('contact', models.ForeignKey(blank=True, limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='contact at MÄN')),
                ('county_board', models.ForeignKey(blank=True, help_text='Coordinates a process training. Process-leader training has none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='municipalities.countyboard', verbose_name='county board')),
            ],
            options={
                'verbose_name': 'cohort',
                'verbose_name_plural': 'cohorts',
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('registry_number', models.CharField(blank=True, max_length=60, verbose_name="the municipality's registry number")),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='programmes.cohort', verbose_name='cohort')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='municipalities.municipality', verbose_name='municipality')),
            ],
            options={
                'verbose_name': 'participating municipality',
                'verbose_name_plural': 'participating municipalities',
                'ordering': ('cohort', 'municipality', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ExpectedCheckIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='The first day of the month.', verbose_name='month')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('locks_on', models.DateField(verbose_name='locked from')),
                ('is_expected', models.BooleanField(default=True, verbose_name='expected')),
                ('participation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expected_check_ins', to='programmes.participation', verbose_name='participating municipality')),
            ],
            options={
                'verbose_name': 'expected check-in',
                'verbose_name_plural': 'expected check-ins',
                'ordering': ('-month', 'participation_id', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='ParticipationPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('participation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='programmes.participation', verbose_name='participating municipality')),
            ],
            options={
                'verbose_name': 'pause',
                'verbose_name_plural': 'pauses',
                'ordering': ('participation_id', 'starts_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_collation='swedish', max_length=120, unique=True, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='name in addresses')),
                ('kind', models.CharField(choices=[('process_training', 'Process training'), ('process_leader_training', 'Process-leader training')], max_length=30, verbose_name='kind')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('is_active', models.BooleanField(default=True, verbose_name='offered now')),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
                'ordering': ('name', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['process_training', 'process_leader_training'])), name='programme_kind_is_known', violation_error_message='Choose one of the two kinds of programme.')],
            },
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_collation='swedish', max_length=150, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('organisation', models.CharField(blank=True, max_length=150, verbose_name='organisation')),
                ('message', models.TextField(max_length=3000, verbose_name='message')),
                ('state', models.CharField(choices=[('new', 'New'), ('answered', 'Answered'), ('closed', 'Closed')], default='new', editable=False, max_length=10, verbose_name='state')),
                ('is_suspected', models.BooleanField(default=False, editable=False, help_text='A field was filled in that people do not see.', verbose_name='suspected spam')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='municipalities.municipality', verbose_name='municipality')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='programmes.programme', verbose_name='programme')),
            ],
            options={
                'verbose_name': 'enquiry',
                'verbose_name_plural': 'enquiries',
                'ordering': ('-received_at', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='cohort',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cohorts', to='programmes.programme', verbose_name='programme'),
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('theme', models.CharField(db_collation='swedish', max_length=200, verbose_name='theme')),
                ('starts_at', models.DateTimeField(verbose_name='starts at')),
                ('moved_from', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='start before it was moved')),
                ('ends_at', models.DateTimeField(verbose_name='ends at')),
                ('mode', models.CharField(choices=[('on_site', 'On site'), ('online', 'Online'), ('hybrid', 'Hybrid')], max_length=10, verbose_name='form')),
                ('venue', models.CharField(blank=True, max_length=200, verbose_name='venue')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='street address')),
                ('join_url', models.URLField(blank=True, verbose_name='link to the online meeting')),
                ('preparation', models.TextField(blank=True, verbose_name='before the session')),
                ('agenda', models.TextField(blank=True, verbose_name='agenda')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('cancelled', 'Cancelled')], default='planned', editable=False, max_length=10, verbose_name='state')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='programmes.cohort', verbose_name='cohort')),
                ('lecturers', models.ManyToManyField(blank=True, related_name='sessions', to='programmes.lecturer', verbose_name='lecturers')),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='programmes.processstep', verbose_name='process step')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ('cohort_id', 'number', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(db_collation='swedish', max_length=200, verbose_name='title')),
                ('file', models.FileField(blank=True, upload_to=ui.files.random_name, validators=[ui.files.validate_file_name, ui.files.validate_file_type, ui.files.validate_file_size], verbose_name='file')),
                ('file_name', models.CharField(blank=True, editable=False, max_length=255, verbose_name='file name')),
                ('url', models.URLField(blank=True, verbose_name='link')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='programmes.cohort', verbose_name='cohort')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='programmes.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'material',
                'verbose_name_plural': 'material',
                'ordering': ('cohort_id', 'session_id', 'title', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Homework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('process_training', 'Process training'), ('process_leader_training', 'Process-leader training')], editable=False, max_length=30, verbose_name='kind')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(db_collation='swedish', max_length=200, verbose_name='title')),
                ('instructions', models.TextField(verbose_name='instructions')),
                ('scope', models.CharField(choices=[('municipality', 'Jointly per municipality'), ('person', 'Each person')], max_length=20, verbose_name='handed in')),
                ('due_on', models.DateField(verbose_name='hand in by')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='takes about, minutes')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='homework', to='programmes.cohort', verbose_name='cohort')),
                ('session', models.ForeignKey(blank=True, help_text='Empty when it is done before the first session.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='homework', to='programmes.session', verbose_name='follows session')),
            ],
            options={
                'verbose_name': 'homework',
                'verbose_name_plural': 'homework',
                'ordering': ('cohort_id', 'number', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('cohort', 'municipality'), name='participation_once_per_cohort', violation_error_message='This municipality already takes part in this cohort.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('municipality',), name='participation_one_open_per_municipality', violation_error_message='This municipality already takes part in another cohort.'),
        ),
        migrations.AddIndex(
            model_name='expectedcheckin',
            index=models.Index(fields=['month', 'is_expected'], name='expected_check_in_month'),
        ),
        migrations.AddConstraint(
            model_name='expectedcheckin',
            constraint=models.UniqueConstraint(fields=('participation', 'month'), name='expected_check_in_once_a_month', violation_error_message='This month is already written down for the municipality.'),
        ),
        migrations.AddConstraint(
            model_name='expectedcheckin',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='expected_check_in_month_is_first_day', violation_error_message='A month is given by its first day.'),
        ),
        migrations.AddConstraint(
            model_name='expectedcheckin',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('month')), ('locks_on__gt', models.F('due_on'))), name='expected_check_in_is_due_before_it_locks', violation_error_message='A month is due on one of its days, and locked later.'),
        ),
        migrations.AddConstraint(
            model_name='participationpause',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='pause_ends_after_start', violation_error_message='The last day must be on or after the first day.'),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'process_training'), ('county_board__isnull', False)), models.Q(('kind', 'process_leader_training'), ('county_board__isnull', True)), _connector='OR'), name='cohort_county_board_when_process_training', violation_error_message='A process training has a county board; a process-leader training has none.'),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('published_at', None)), models.Q(models.Q(('state', 'draft'), _negated=True), ('published_at__isnull', False)), _connector='OR'), name='cohort_published_at_when_published', violation_error_message='A cohort that is not a draft has a time of publishing.'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['starts_at'], name='session_starts_at'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(fields=('cohort', 'number'), name='session_number_once_per_cohort', violation_error_message='Another session of the cohort has this number.'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_start', violation_error_message='The session must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='material',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file', ''), models.Q(('url', ''), _negated=True)), models.Q(models.Q(('file', ''), _negated=True), ('url', '')), _connector='OR'), name='material_is_file_or_link', violation_error_message='Choose a file or write a link, one of the two.'),
        ),
        migrations.AddIndex(
            model_name='homework',
            index=models.Index(fields=['due_on'], name='homework_due_on'),
        ),
        migrations.AddConstraint(
            model_name='homework',
            constraint=models.UniqueConstraint(fields=('cohort', 'number'), name='homework_number_once_per_cohort', violation_error_message='Another homework of the cohort has this number.'),
        ),
        migrations.AddConstraint(
            model_name='homework',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'process_training'), ('scope', 'person'), _connector='OR'), name='homework_joint_only_in_process_training', violation_error_message='In process-leader training each person hands in.'),
        ),
    ]
