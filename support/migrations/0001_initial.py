import django.db.models.deletion
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
            name='DevelopmentArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_collation='swedish', max_length=120, unique=True, verbose_name='name')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
            ],
            options={
                'verbose_name': 'development area',
                'verbose_name_plural': 'development areas',
                'ordering': ('position', 'name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='SupportOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_collation='swedish', max_length=150, verbose_name='name')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('areas', models.ManyToManyField(blank=True, related_name='offers', to='support.developmentarea', verbose_name='development areas')),
                ('county_board', models.ForeignKey(blank=True, help_text='Empty for support that is offered in the whole country.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='support_offers', to='municipalities.countyboard', verbose_name='county board')),
            ],
            options={
                'verbose_name': 'support on offer',
                'verbose_name_plural': 'support on offer',
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='SupportCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('need', models.TextField(max_length=1000, verbose_name='what is needed')),
                ('offer_text', models.CharField(blank=True, max_length=300, verbose_name='a line about the offer')),
                ('state', models.CharField(choices=[('need', 'Need'), ('offered', 'Offered'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('in_progress', 'In progress'), ('done', 'Done'), ('withdrawn', 'No longer needed')], default='need', editable=False, max_length=20, verbose_name='state')),
                ('origin', models.CharField(choices=[('check_in', 'Raised in a check-in'), ('municipality', 'Raised by the municipality'), ('county_board', 'Offered by the county board')], default='check_in', editable=False, max_length=20, verbose_name='origin')),
                ('raised_at', models.DateTimeField(verbose_name='raised at')),
                ('offered_at', models.DateTimeField(blank=True, null=True, verbose_name='offered at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('answer_text', models.CharField(blank=True, max_length=300, verbose_name='a word with the answer')),
                ('answer_said_by', models.CharField(blank=True, max_length=100, verbose_name='who answered by phone')),
                ('answer_said_on', models.DateField(blank=True, null=True, verbose_name='answered by phone on')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='begun on')),
                ('delivered_on', models.DateField(blank=True, null=True, verbose_name='delivered on')),
                ('delivery_text', models.CharField(blank=True, max_length=300, verbose_name='what was delivered')),
                ('outcome', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10, verbose_name='did it help?')),
                ('outcome_text', models.CharField(blank=True, max_length=300, verbose_name='a word about how it helped')),
                ('outcome_at', models.DateTimeField(blank=True, null=True, verbose_name='said whether it helped at')),
                ('board_outcome', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10, verbose_name='did it help, as the county board sees it?')),
                ('board_outcome_text', models.CharField(blank=True, max_length=300, verbose_name="the county board's word about it")),
                ('board_outcome_at', models.DateTimeField(blank=True, null=True, verbose_name="the county board's view at")),
                ('evaluated_month', models.DateField(blank=True, help_text='The month of the check-in in which the county board last said whether the support helped.', null=True, verbose_name='evaluated in')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='no longer needed since')),
                ('withdrawn_text', models.CharField(blank=True, max_length=300, verbose_name='why it is no longer needed')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_cases', to='support.developmentarea', verbose_name='development area')),
                ('outcome_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='said whether it helped')),
                ('participation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_cases', to='programmes.participation', verbose_name='participating municipality')),
                ('raised_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='raised by')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='support_cases', to='support.supportoffer', verbose_name='support on offer')),
            ],
            options={
                'verbose_name': 'need and support',
                'verbose_name_plural': 'needs and support',
                'ordering': ('-raised_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='CaseEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('need', 'More about the need'), ('offered', 'Offered'), ('offer_withdrawn', 'Offer withdrawn'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('started', 'Begun'), ('delivered', 'Done'), ('outcome', 'Did it help?'), ('board_outcome', 'Did it help, as the county board sees it?'), ('closed', 'No longer needed'), ('taken_back', 'Opened again')], max_length=20, verbose_name='kind')),
                ('said_on', models.DateField(verbose_name='day')),
                ('at', models.DateTimeField(blank=True, null=True, verbose_name='when')),
                ('said_by', models.CharField(blank=True, max_length=100, verbose_name='who answered by phone')),
                ('outcome', models.CharField(blank=True, choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10, verbose_name='did it help?')),
                ('text', models.TextField(blank=True, max_length=1000, verbose_name='text')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by whom')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='support.supportcase', verbose_name='need and support')),
                ('offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.supportoffer', verbose_name='support on offer')),
            ],
            options={
                'verbose_name': 'entry of a case',
                'verbose_name_plural': 'entries of a case',
                'ordering': ('case_id', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='supportcase',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('need', 'withdrawn')), models.Q(('offer__isnull', False), ('offered_at__isnull', False)), _connector='OR'), name='support_case_offered_has_an_offer', violation_error_message='Choose the support that is offered.'),
        ),
        migrations.AddConstraint(
            model_name='supportcase',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('need', 'offered', 'withdrawn')), ('answered_at__isnull', False), _connector='OR'), name='support_case_answered_has_a_time', violation_error_message='An answer has a time.'),
        ),
        migrations.AddConstraint(
            model_name='supportcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('delivered_on__isnull', False), _connector='OR'), name='support_case_done_is_delivered', violation_error_message='Write when the support was delivered.'),
        ),
        migrations.AddConstraint(
            model_name='supportcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('board_outcome', ''), ('board_outcome_at', None), ('outcome', ''), ('outcome_at', None)), ('state', 'done'), _connector='OR'), name='support_case_outcome_when_done', violation_error_message='Only support that was delivered can have helped.'),
        ),
        migrations.AddConstraint(
            model_name='supportcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer_said_by', ''), ('answer_said_on', None)), models.Q(models.Q(('answer_said_by', ''), _negated=True), ('answer_said_on__isnull', False), ('answered_at__isnull', False)), _connector='OR'), name='support_case_answer_by_phone_says_who_and_when', violation_error_message='Write who answered by phone, and on which day.'),
        ),
        migrations.AddConstraint(
            model_name='supportcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_text', ''), _negated=True)), _connector='OR'), name='support_case_withdrawn_says_why', violation_error_message='Write why it is no longer needed.'),
        ),
    ]
