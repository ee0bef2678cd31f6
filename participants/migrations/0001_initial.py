import django.db.models.deletion
import ui.files
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('municipalities', '0001_initial'),
        ('programmes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('process_training', 'Process training'), ('process_leader_training', 'Process-leader training')], editable=False, max_length=30, verbose_name='kind')),
                ('role', models.CharField(choices=[('process_leader', 'Process leader'), ('member', 'Member of the group'), ('steering_group', 'Steering group')], default='member', max_length=20, verbose_name='role')),
                ('department', models.CharField(blank=True, max_length=150, verbose_name='department')),
                ('state', models.CharField(choices=[('invited', 'Invited'), ('active', 'Active'), ('paused', 'Paused'), ('completed', 'Completed'), ('left', 'Left')], default='invited', editable=False, max_length=20, verbose_name='state')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='programmes.cohort', verbose_name='cohort')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='municipalities.municipality', verbose_name='municipality')),
                ('participation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='programmes.participation', verbose_name='participating municipality')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'enrolment',
                'verbose_name_plural': 'enrolments',
                'ordering': ('cohort', 'municipality', 'user', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('present', 'Present'), ('partly', 'Partly present'), ('absent', 'Absent'), ('excused', 'Told us beforehand'), ('caught_up', 'Caught up')], max_length=10, verbose_name='attendance')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='programmes.session', verbose_name='session')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='participants.enrolment', verbose_name='participant')),
            ],
            options={
                'verbose_name': 'attendance',
                'verbose_name_plural': 'attendance',
                'ordering': ('session_id', 'enrolment_id', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to=ui.files.random_name, validators=[ui.files.validate_file_name, ui.files.validate_file_type, ui.files.validate_file_size], verbose_name='file')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('small', models.FileField(blank=True, upload_to=ui.files.random_name, verbose_name='small picture')),
                ('scan', models.CharField(choices=[('done', 'Checked'), ('waiting', 'The file is being checked'), ('infected', 'Removed by the virus check')], default='done', max_length=10, verbose_name='virus check')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded at')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'handed-in file',
                'verbose_name_plural': 'handed-in files',
                'ordering': ('uploaded_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='MandateEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signer_name', models.CharField(blank=True, editable=False, max_length=301, verbose_name='signed by')),
                ('kind', models.CharField(choices=[('decision', 'Decision'), ('agreement', 'Agreement'), ('share_of_time', "Process leader's share of time")], max_length=20, verbose_name='kind')),
                ('decided_on', models.DateField(verbose_name='date')),
                ('ends_on', models.DateField(blank=True, help_text='Empty when it holds until further notice.', null=True, verbose_name='valid until')),
                ('decided_by', models.CharField(blank=True, help_text='For example the executive board.', max_length=120, verbose_name='decided by')),
                ('share_of_time', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='share of full time, percent')),
                ('registry_number', models.CharField(blank=True, max_length=60, verbose_name="the municipality's registry number")),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('recorded_at', models.DateTimeField(verbose_name='written down at')),
                ('participation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandate_entries', to='programmes.participation', verbose_name='participating municipality')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written down by')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandate_entries', to='participants.storedfile', verbose_name='file')),
            ],
            options={
                'verbose_name': 'entry of the mandate log',
                'verbose_name_plural': 'entries of the mandate log',
                'ordering': ('participation_id', '-decided_on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Handed in'), ('taken_back', 'Taken back'), ('needs_revision', 'Needs revision'), ('approved', 'Done')], default='draft', max_length=20, verbose_name='state')),
                ('draft_text', models.TextField(blank=True, max_length=20000, verbose_name='answer')),
                ('draft_number', models.PositiveIntegerField(default=0, verbose_name='saves of the draft')),
                ('drafted_at', models.DateTimeField(blank=True, null=True, verbose_name='last written at')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='last handed in at')),
                ('reading_began_at', models.DateTimeField(blank=True, null=True, verbose_name='reading began at')),
                ('reader_until', models.DateTimeField(blank=True, null=True, verbose_name='left to the reader until')),
                ('was_in_time', models.BooleanField(default=False, editable=False, verbose_name='first handed in by the last day')),
                ('draft_files', models.ManyToManyField(blank=True, related_name='drafts', to='participants.storedfile', verbose_name='files')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last written by')),
                ('enrolment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='participants.enrolment', verbose_name='participant')),
                ('homework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='programmes.homework', verbose_name='homework')),
                ('participation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='programmes.participation', verbose_name='participating municipality')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='read by')),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'ordering': ('homework_id', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='SubmissionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signer_name', models.CharField(blank=True, editable=False, max_length=301, verbose_name='signed by')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('text', models.TextField(blank=True, verbose_name='answer')),
                ('submitted_at', models.DateTimeField(verbose_name='handed in at')),
                ('is_late', models.BooleanField(default=False, verbose_name='after the last day')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                ('files', models.ManyToManyField(blank=True, related_name='versions', to='participants.storedfile', verbose_name='files')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='participants.submission', verbose_name='submission')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed in by')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ('submission_id', '-number'),
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, max_length=20000, verbose_name='feedback')),
                ('revise_by', models.DateField(blank=True, null=True, verbose_name='revise by')),
                ('number', models.PositiveIntegerField(default=0, verbose_name='saves of the draft')),
                ('written_at', models.DateTimeField(verbose_name='last written at')),
                ('outcome', models.CharField(blank=True, choices=[('approved', 'Approve'), ('needs_revision', 'Ask for a revision')], max_length=20, verbose_name='outcome')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('visible_at', models.DateTimeField(blank=True, null=True, verbose_name='visible from')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last written by')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='participants.submission', verbose_name='submission')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.submissionversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'draft of feedback',
                'verbose_name_plural': 'drafts of feedback',
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signer_name', models.CharField(blank=True, editable=False, max_length=301, verbose_name='signed by')),
                ('outcome', models.CharField(choices=[('approved', 'Approve'), ('needs_revision', 'Ask for a revision')], max_length=20, verbose_name='outcome')),
                ('text', models.TextField(blank=True, max_length=20000, verbose_name='feedback')),
                ('revise_by', models.DateField(blank=True, null=True, verbose_name='revise by')),
                ('given_at', models.DateTimeField(verbose_name='given at')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='participants.submissionversion', verbose_name='version')),
            ],
            options={
                'verbose_name': 'feedback',
                'verbose_name_plural': 'feedback',
                'ordering': ('-given_at', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('cohort', 'user'), name='enrolment_once_per_cohort', violation_error_message='This person already takes part in the cohort.'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'process_training'), ('participation__isnull', False)), models.Q(('kind', 'process_leader_training'), ('participation__isnull', True)), _connector='OR'), name='enrolment_participation_when_process_training', violation_error_message='In process training a person takes part with a municipality of the cohort.'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='enrolment_ends_after_start', violation_error_message='The last day must be on or after the first day.'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('session', 'enrolment'), name='attendance_once_per_session', violation_error_message='Attendance is already noted for this person.'),
        ),
        migrations.AddConstraint(
            model_name='mandateentry',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('decided_on')), _connector='OR'), name='mandate_entry_ends_after_start', violation_error_message='The last day must be on or after the first day.'),
        ),
        migrations.AddConstraint(
            model_name='mandateentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'share_of_time'), ('share_of_time__gte', 1), ('share_of_time__isnull', False), ('share_of_time__lte', 100)), models.Q(models.Q(('kind', 'share_of_time'), _negated=True), ('share_of_time', None)), _connector='OR'), name='mandate_entry_share_of_time_in_percent', violation_error_message='Write the share of time as a percentage from 1 to 100.'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['state', 'submitted_at'], name='submission_state'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('was_in_time', True)), fields=['homework'], name='submission_in_time'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('participation', None), ('enrolment__isnull', False)), models.Q(('participation__isnull', False), ('enrolment', None)), _connector='OR'), name='submission_of_a_municipality_or_a_person', violation_error_message='A submission belongs to a municipality or to a person.'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('participation__isnull', False)), fields=('homework', 'participation'), name='submission_once_per_municipality', violation_error_message='The municipality already has a submission of this homework.'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('enrolment__isnull', False)), fields=('homework', 'enrolment'), name='submission_once_per_person', violation_error_message='The person already has a submission of this homework.'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'taken_back']), ('submitted_at__isnull', False), _connector='OR'), name='submission_submitted_at_when_handed_in', violation_error_message='A submission that was handed in has a time.'),
        ),
        migrations.AddConstraint(
            model_name='submissionversion',
            constraint=models.UniqueConstraint(fields=('submission', 'number'), name='submission_version_number_once', violation_error_message='This version exists already.'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('visible_at__isnull', False)), fields=['visible_at'], name='review_to_be_seen'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('outcome', ''), ('version', None), ('visible_at', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('outcome__in', ['approved', 'needs_revision']), ('version__isnull', False), ('visible_at__isnull', False)), _connector='OR'), name='review_decided_whole_or_not', violation_error_message='A decision has a version, an outcome, a person and a time.'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'approved'), models.Q(('text', ''), _negated=True), _connector='OR'), name='feedback_says_what_to_revise', violation_error_message='Write what needs to be revised.'),
        ),
    ]
