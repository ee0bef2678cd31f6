import django.db.models.deletion
import followups.models.month
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('participants', '0001_initial'),
        ('programmes', '0001_initial'),
        ('support', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Obstacle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_collation='swedish', max_length=80, unique=True, verbose_name='name')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
            ],
            options={
                'verbose_name': 'obstacle',
                'verbose_name_plural': 'obstacles',
                'ordering': ('position', 'name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Month',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('programmes.expectedcheckin',),
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('progress', models.CharField(blank=True, choices=[('on_track', 'On track'), ('needs_support', 'Needs support'), ('stuck', 'Stuck'), ('no_contact', 'No contact')], max_length=20, verbose_name='How is it going?')),
                ('happened', models.TextField(blank=True, max_length=3000, verbose_name='What has happened since last time?')),
                ('nothing_new', models.BooleanField(default=False, verbose_name='Nothing new since last time')),
                ('obstacle_other', models.CharField(blank=True, max_length=200, verbose_name='another obstacle')),
                ('need', models.TextField(blank=True, max_length=1000, verbose_name='What does the municipality need?')),
                ('need_same', models.CharField(blank=True, help_text='The number of the open case in the area, or “new”.', max_length=20, verbose_name='is it the same need?')),
                ('need_offer_text', models.CharField(blank=True, max_length=300, verbose_name='a line about the offer')),
                ('contact_kind', models.CharField(blank=True, choices=[('call', 'Call'), ('meeting', 'Online meeting'), ('mail', 'E-mail'), ('visit', 'Met in person')], max_length=10, verbose_name='contact this month')),
                ('internal_note', models.TextField(blank=True, max_length=3000, verbose_name='internal note')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('done', 'Done'), ('reopened', 'Reopened')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('agreed', models.JSONField(blank=True, default=list, verbose_name='what we agreed on')),
                ('commitment_answers', models.JSONField(blank=True, default=dict, verbose_name='what became of commitments')),
                ('outcome_answers', models.JSONField(blank=True, default=dict, verbose_name='whether support helped')),
                ('number', models.PositiveIntegerField(default=0, verbose_name='saves')),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('saved_at', models.DateTimeField(verbose_name='saved at')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done at')),
                ('told', models.CharField(blank=True, choices=[('on_track', 'On track'), ('needs_support', 'Needs support'), ('stuck', 'Stuck'), ('no_contact', 'No contact')], editable=False, max_length=20, verbose_name='how it went')),
                ('step', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='process step')),
                ('first_done_on', models.DateField(blank=True, editable=False, null=True, verbose_name='first done on')),
                ('unlocked_at', models.DateTimeField(blank=True, null=True, verbose_name='unlocked at')),
                ('expected', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='check_in', to='programmes.expectedcheckin', verbose_name='month')),
                ('need_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.developmentarea', verbose_name='development area')),
                ('need_offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.supportoffer', verbose_name='offer support')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saved by')),
                ('obstacles', models.ManyToManyField(blank=True, related_name='check_ins', to='followups.obstacle', verbose_name='obstacles')),
            ],
            options={
                'verbose_name': 'check-in',
                'verbose_name_plural': 'check-ins',
                'ordering': ('-expected_id', 'pk'),
            },
            bases=(followups.models.month.OfMonth, models.Model),
        ),
        migrations.CreateModel(
            name='QuietDismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('not_in_portal', 'Nobody has been in the portal for long'), ('homework_missing', 'Homework is missing in a row'), ('no_contact', 'No contact twice in a row'), ('step_unchanged', 'The process step is unchanged for long')], max_length=20, verbose_name='kind')),
                ('fact', models.CharField(max_length=40, verbose_name='what it was about')),
                ('note', models.CharField(max_length=300, verbose_name='note')),
                ('dismissed_at', models.DateTimeField(verbose_name='put aside at')),
                ('dismissed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='put aside by')),
                ('participation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quiet_dismissals', to='programmes.participation', verbose_name='participating municipality')),
            ],
            options={
                'verbose_name': 'signal put aside',
                'verbose_name_plural': 'signals put aside',
                'ordering': ('-dismissed_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='UnlockRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('correction', 'Something is wrong and must be corrected'), ('late_contact', 'The contact came after the month was locked'), ('no_time', 'There was no time'), ('absence', 'The coordinator was away')], max_length=20, verbose_name='reason')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('granted', 'Unlocked'), ('declined', 'Declined')], default='waiting', editable=False, max_length=10, verbose_name='state')),
                ('requested_at', models.DateTimeField(verbose_name='asked at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('expected', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unlock_requests', to='programmes.expectedcheckin', verbose_name='month')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
            ],
            options={
                'verbose_name': 'request to unlock',
                'verbose_name_plural': 'requests to unlock',
                'ordering': ('-requested_at', 'pk'),
            },
            bases=(followups.models.month.OfMonth, models.Model),
        ),
        migrations.CreateModel(
            name='CheckInNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='support.supportcase', verbose_name='need and support')),
                ('check_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='followups.checkin', verbose_name='check-in')),
            ],
            options={
                'verbose_name': 'need of a check-in',
                'verbose_name_plural': 'needs of a check-in',
                'ordering': ('check_in_id', 'case_id'),
                'constraints': [models.UniqueConstraint(fields=('check_in', 'case'), name='check_in_need_once', violation_error_message='This need is already there.')],
            },
        ),
        migrations.CreateModel(
            name='CheckInStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('not_started', 'Not started'), ('ongoing', 'Ongoing'), ('done', 'Done'), ('not_relevant', 'Not relevant')], default='not_started', max_length=20, verbose_name='status')),
                ('check_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='followups.checkin', verbose_name='check-in')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.processstep', verbose_name='process step')),
            ],
            options={
                'verbose_name': 'process step of a check-in',
                'verbose_name_plural': 'process steps of a check-in',
                'ordering': ('check_in_id', 'step'),
                'constraints': [models.UniqueConstraint(fields=('check_in', 'step'), name='check_in_step_once', violation_error_message='This step is already there.')],
            },
        ),
        migrations.CreateModel(
            name='CheckInVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signer_name', models.CharField(blank=True, editable=False, max_length=301, verbose_name='signed by')),
                ('progress', models.CharField(blank=True, choices=[('on_track', 'On track'), ('needs_support', 'Needs support'), ('stuck', 'Stuck'), ('no_contact', 'No contact')], max_length=20, verbose_name='How is it going?')),
                ('happened', models.TextField(blank=True, max_length=3000, verbose_name='What has happened since last time?')),
                ('nothing_new', models.BooleanField(default=False, verbose_name='Nothing new since last time')),
                ('obstacle_other', models.CharField(blank=True, max_length=200, verbose_name='another obstacle')),
                ('need', models.TextField(blank=True, max_length=1000, verbose_name='What does the municipality need?')),
                ('need_same', models.CharField(blank=True, help_text='The number of the open case in the area, or “new”.', max_length=20, verbose_name='is it the same need?')),
                ('need_offer_text', models.CharField(blank=True, max_length=300, verbose_name='a line about the offer')),
                ('contact_kind', models.CharField(blank=True, choices=[('call', 'Call'), ('meeting', 'Online meeting'), ('mail', 'E-mail'), ('visit', 'Met in person')], max_length=10, verbose_name='contact this month')),
                ('internal_note', models.TextField(blank=True, max_length=3000, verbose_name='internal note')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('steps', models.JSONField(blank=True, default=list, verbose_name='process steps')),
                ('obstacles', models.JSONField(blank=True, default=list, verbose_name='obstacles')),
                ('commitments', models.JSONField(blank=True, default=list, verbose_name='commitments')),
                ('outcomes', models.JSONField(blank=True, default=list, verbose_name='whether support helped')),
                ('written', models.JSONField(blank=True, default=dict, editable=False, verbose_name='as it was written')),
                ('done_at', models.DateTimeField(verbose_name='done at')),
                ('check_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='followups.checkin', verbose_name='check-in')),
                ('done_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                ('need_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.developmentarea', verbose_name='development area')),
                ('need_offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.supportoffer', verbose_name='offer support')),
            ],
            options={
                'verbose_name': 'version of a check-in',
                'verbose_name_plural': 'versions of check-ins',
                'ordering': ('check_in_id', '-version'),
                'constraints': [models.UniqueConstraint(fields=('check_in', 'version'), name='check_in_version_once', violation_error_message='This version exists already.')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='position')),
                ('owner', models.CharField(choices=[('municipality', 'The municipality'), ('county_board', 'The county board'), ('man', 'MÄN')], max_length=20, verbose_name='owner')),
                ('text', models.CharField(max_length=300, verbose_name='what we have agreed on')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('is_shared', models.BooleanField(default=False, verbose_name='may be shown to the cohort')),
                ('state', models.CharField(choices=[('open', 'Not done yet'), ('done', 'Done'), ('dropped', 'No longer relevant')], default='open', editable=False, max_length=10, verbose_name='state')),
                ('word', models.CharField(blank=True, max_length=200, verbose_name='a word about it')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('changed_at', models.DateTimeField(verbose_name='changed at')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('check_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='followups.checkin', verbose_name='check-in')),
                ('enrolment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='participants.enrolment', verbose_name='participant')),
                ('participation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='programmes.participation', verbose_name='participating municipality')),
                ('reviewed_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviewed_commitments', to='followups.checkin', verbose_name='last answered in')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='programmes.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'commitment',
                'verbose_name_plural': 'commitments',
                'ordering': ('participation_id', 'created_at', 'pk'),
                'indexes': [models.Index(fields=['state', 'owner'], name='commitment_state_owner')],
                'constraints': [models.UniqueConstraint(fields=('check_in', 'position'), name='commitment_once_per_place', violation_error_message='This commitment is already there.'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='commitment_has_text', violation_error_message='Write what you have agreed on'), models.CheckConstraint(condition=models.Q(models.Q(('enrolment', None), ('participation__isnull', False)), models.Q(('enrolment__isnull', False), ('participation', None)), _connector='OR'), name='commitment_of_municipality_xor_person', violation_error_message="A commitment is a municipality's or a participant's, not both."), models.CheckConstraint(condition=models.Q(models.Q(('check_in', None), ('position', None)), models.Q(('check_in__isnull', False), ('participation__isnull', False), ('position__isnull', False)), _connector='OR'), name='commitment_has_place_in_check_in', violation_error_message='A commitment of a check-in has a place in it.'), models.CheckConstraint(condition=models.Q(('is_shared', False), ('session__isnull', False), _connector='OR'), name='commitment_shared_from_session', violation_error_message='Choose the session that it comes from')],
            },
        ),
        migrations.CreateModel(
            name='MunicipalReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('progress', models.CharField(choices=[('on_track', 'On track'), ('needs_support', 'Needs support'), ('stuck', 'Stuck')], max_length=20, verbose_name='How is it going?')),
                ('happened', models.TextField(blank=True, max_length=3000, verbose_name='What has happened since last time?')),
                ('need', models.TextField(blank=True, max_length=1000, verbose_name='What do you need?')),
                ('number', models.PositiveIntegerField(default=0, verbose_name='saves')),
                ('saved_at', models.DateTimeField(verbose_name='saved at')),
                ('expected', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reply', to='programmes.expectedcheckin', verbose_name='month')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='saved by')),
            ],
            options={
                'verbose_name': "municipality's own answers",
                'verbose_name_plural': "municipalities' own answers",
                'ordering': ('-expected_id', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('progress', ''), _negated=True), name='municipal_reply_has_progress', violation_error_message='Choose how it is going.')],
            },
            bases=(followups.models.month.OfMonth, models.Model),
        ),
        migrations.AddConstraint(
            model_name='checkin',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('done_at__isnull', False), models.Q(('progress', ''), _negated=True)), _connector='OR'), name='check_in_done_has_time_and_progress', violation_error_message='Choose how it is going for the municipality.'),
        ),
        migrations.AddConstraint(
            model_name='checkin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_done_on', None), ('told', '')), models.Q(models.Q(('told', ''), _negated=True), ('first_done_on__isnull', False)), _connector='OR'), name='check_in_told_since_a_day', violation_error_message='What was marked done has a day on which it was done first.'),
        ),
        migrations.AddConstraint(
            model_name='quietdismissal',
            constraint=models.UniqueConstraint(fields=('participation', 'kind', 'fact'), name='quiet_dismissal_once', violation_error_message='This signal is already put aside.'),
        ),
        migrations.AddConstraint(
            model_name='unlockrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('expected',), name='unlock_request_waits_once', violation_error_message='MÄN has already been asked to unlock the month.'),
        ),
        migrations.AddConstraint(
            model_name='unlockrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='unlock_request_answered_has_a_time', violation_error_message='An answer has a time.'),
        ),
    ]
