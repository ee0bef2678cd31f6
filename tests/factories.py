"""Rows for tests: one function per model, sensible defaults, every field can be given by keyword."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.core.files.base import ContentFile
from django.utils.timezone import localtime

from accounts.models import User
from calendars.months import due_on
from followups.models import CheckIn, CheckInVersion, Commitment, MunicipalReply, UnlockRequest
from municipalities.actions import ask_months
from municipalities.models import Coordinator, CountyBoard, Municipality
from participants.models import Attendance, Enrolment, Feedback, StoredFile, Submission, SubmissionVersion
from programmes.actions.expecting import expect_check_ins
from programmes.calendar import locks_again_on, locks_on
from programmes.models import (
    Cohort,
    ExpectedCheckIn,
    Homework,
    Material,
    Participation,
    ParticipationPause,
    Programme,
    Session,
    TrainingKind,
)
from reports.models import Export

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LONG_AGO = date(2000, 1, 1)  # before any due day
_numbers = count(1)


def next_number():
    """Return a number that no other row of the test has."""
    return next(_numbers)


def make_user(**fields):
    """Add a person without a password, for ``force_login``; staff with ``is_staff=True``."""
    number = next(_numbers)
    fields = {
        "email": f"person{number}@example.org",
        "first_name": "Siri",
        "last_name": f"Ek{number}",
    } | fields
    user = User(**fields)
    user.set_unusable_password()
    user.save()
    return user


def make_staff(**fields):
    """Add somebody at MÄN."""
    return make_user(**{"first_name": "Lena", "last_name": "Ek", "is_staff": True} | fields)


def make_county_board(slug="vasternorrland", **fields):
    """Return one of the seeded county boards, changed by ``fields``."""
    CountyBoard.objects.filter(slug=slug).update(**fields) if fields else None
    board = CountyBoard.objects.get(slug=slug)
    if {"months_off", "due_day"} & fields.keys():
        ask_months([board], on=LONG_AGO, since=date(2025, 1, 1), until=date(2029, 12, 1))
        expect(Participation.objects.filter(cohort__county_board=board))
    return board


def make_municipality(slug="harnosand"):
    """Return one of the seeded municipalities."""
    return Municipality.objects.select_related("county_board").get(slug=slug)


def make_coordinator(user=None, county_board=None, **fields):
    """Add a coordinator's role; the person is ``.user``."""
    fields = {"starts_on": date(2026, 1, 1)} | fields
    return Coordinator.objects.create(
        user=user or make_user(), county_board=county_board or make_county_board(), **fields
    )


def make_cohort(kind=TrainingKind.PROCESS_TRAINING, state=Cohort.State.RUNNING, **fields):
    """Add a cohort; process training in Västernorrland by default."""
    number = next(_numbers)
    fields = {"name": f"Omgång {number}", "slug": f"omgang-{number}"} | fields
    if kind == TrainingKind.PROCESS_TRAINING:
        fields.setdefault("county_board", make_county_board())
    if state != Cohort.State.DRAFT:
        fields.setdefault("published_at", datetime(2026, 1, 15, 9, tzinfo=UTC))
    programme = fields.pop("programme", None) or Programme.objects.filter(kind=kind).first()
    return Cohort.objects.create(programme=programme, kind=kind, state=state, **fields)


def make_participation(cohort=None, municipality="harnosand", **fields):
    """Add a municipality (object or slug) to a cohort."""
    if isinstance(municipality, str):
        municipality = make_municipality(municipality)
    participation = Participation.objects.create(
        cohort=cohort or make_cohort(), municipality=municipality, **fields
    )
    expect(Participation.objects.filter(pk=participation.pk))
    return participation


def make_pause(participation, starts_on, ends_on=None, reason="Omorganisation"):
    """Add a pause that has always been there."""
    pause = ParticipationPause.objects.create(
        participation=participation, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    expect(Participation.objects.filter(pk=participation.pk))
    return pause


def expect(participations):
    """Store the expected months, as if the calendar had always been as it is now."""
    expect_check_ins(participations, on=LONG_AGO)


def make_enrolment(participation=None, user=None, cohort=None, **fields):
    """Add a person to a cohort: by its participation, or alone in a process-leader training."""
    if participation is None and (cohort is None or cohort.is_process_training):
        participation = make_participation(cohort)
    cohort = cohort or participation.cohort
    municipality = participation.municipality if participation else make_municipality()
    fields = {"state": Enrolment.State.ACTIVE, "starts_on": date(2026, 1, 15)} | fields
    return Enrolment.objects.create(
        cohort=cohort,
        kind=cohort.kind,
        user=user or make_user(),
        participation=participation,
        **{"municipality": municipality} | fields,
    )


def make_session(cohort=None, number=None, starts_at=None, **fields):
    """Add a session on site, three hours long, eleven days after ``AT``."""
    cohort = cohort or make_cohort()
    starts_at = starts_at or AT + timedelta(days=11)
    fields = {"theme": "Våld som problem", "mode": Session.Mode.ON_SITE, "venue": "Folkets hus"} | fields
    fields.setdefault("ends_at", starts_at + timedelta(hours=3))
    number = number or cohort.sessions.count() + 1
    session = Session.objects.create(cohort=cohort, number=number, starts_at=starts_at, **fields)
    expect(cohort.participations.all())
    return session


def make_material(session=None, name="arbetsblad.pdf", content=b"%PDF-1.4 arbetsblad", **fields):
    """Add a file for a session; a link when ``url`` is given."""
    fields = {"title": "Arbetsblad", "cohort": session.cohort if session else fields.get("cohort")} | fields
    if "url" not in fields:
        fields |= {"file": ContentFile(content, name), "file_name": name}
    return Material.objects.create(session=session, **fields)


def make_homework(cohort=None, number=None, **fields):
    """Add homework due in three days, joint in process training and personal in process-leader training."""
    cohort = cohort or make_cohort()
    scope = Homework.Scope.MUNICIPALITY if cohort.is_process_training else Homework.Scope.PERSON
    fields = {
        "title": "Kartlägg våldet",
        "instructions": "Beskriv vilka i kommunen som möter våld.",
        "scope": scope,
        "due_on": ON + timedelta(days=3),
    } | fields
    number = number or cohort.homework.count() + 1
    return Homework.objects.create(cohort=cohort, kind=cohort.kind, number=number, **fields)


def make_submission(homework, author, **fields):
    """Add a draft; ``author`` is a participation or an enrolment."""
    key = "participation" if isinstance(author, Participation) else "enrolment"
    fields = {"draft_text": "Vi har börjat.", "draft_number": 1, "drafted_at": AT} | fields
    if fields.get("state", Submission.State.DRAFT) != Submission.State.DRAFT:
        fields.setdefault("submitted_at", AT)
    return Submission.objects.create(homework=homework, **{key: author}, **fields)


def make_version(submission, submitted_by=None, **fields):
    """Add a frozen version of a submission, handed in at ``AT``; the submission becomes handed in."""
    number = submission.versions.count() + 1
    fields = {"number": number, "text": submission.draft_text, "submitted_at": AT} | fields
    version = SubmissionVersion.objects.create(
        submission=submission, submitted_by=submitted_by or make_user(), **fields
    )
    submission.state, submission.submitted_at = Submission.State.SUBMITTED, version.submitted_at
    submission.was_in_time = submission.was_in_time if number > 1 else not fields.get("is_late")
    submission.save()
    return version


def make_feedback(version, outcome=Feedback.Outcome.APPROVED, **fields):
    """Add MÄN's feedback on a version; the submission's state follows."""
    fields = {"text": "Bra kartläggning.", "given_at": AT} | fields
    fields["given_by"] = fields.get("given_by") or make_staff(email=f"man{next(_numbers)}@example.org")
    feedback = Feedback.objects.create(version=version, outcome=outcome, **fields)
    version.submission.state = outcome
    version.submission.save()
    return feedback


def make_stored_file(name="karta.pdf", content=b"%PDF-1.4 karta", user=None, **fields):
    """Add a stored file, with a small picture of it; attach it to a draft or a version with ``.add()``."""
    fields = {
        "small": ContentFile(b"small", "small.jpg"),
        "size": len(content),
        "sha256": "0" * 64,
        "uploaded_at": AT,
    } | fields
    file = ContentFile(content, name)
    return StoredFile.objects.create(file=file, name=name, uploaded_by=user or make_user(), **fields)


def make_attendance(session, enrolment, status=Attendance.Status.PRESENT):
    """Add a person's attendance at a session."""
    return Attendance.objects.create(session=session, enrolment=enrolment, status=status)


def make_expected(participation, month):
    """Return the month as it is written down; one that nobody asks for is written as that."""
    due = {"due_on": due_on(month), "locks_on": locks_on(month), "is_expected": False}
    found, _ = ExpectedCheckIn.objects.get_or_create(participation=participation, month=month, defaults=due)
    found.participation = participation
    return found


def make_check_in(participation=None, month=date(2026, 10, 1), user=None, **fields):
    """Add a coordinator's check-in, a draft unless ``state`` says otherwise."""
    fields = {"opened_at": AT, "saved_at": AT} | fields
    if fields.get("state", CheckIn.State.DRAFT) != CheckIn.State.DRAFT:
        fields = {"progress": CheckIn.Progress.ON_TRACK, "done_at": AT} | fields
    if fields.get("state") == CheckIn.State.DONE:
        fields = {"told": fields["progress"], "first_done_on": localtime(fields["done_at"]).date()} | fields
    expected = make_expected(participation or make_participation(), month)
    if fields.get("unlocked_at"):
        expected.locks_on = locks_again_on(localtime(fields["unlocked_at"]).date())
        expected.save()
    return CheckIn.objects.create(expected=expected, saved_by=user or make_user(), **fields)


def make_check_in_version(check_in, user=None, **fields):
    """Add a frozen version of a check-in."""
    fields = {
        "version": check_in.versions.count() + 1,
        "progress": check_in.progress or CheckIn.Progress.ON_TRACK,
        "done_at": AT,
    } | fields
    version = CheckInVersion.objects.create(check_in=check_in, done_by=user or make_user(), **fields)
    if version.version == 1 or check_in.first_done_on is None:
        check_in.first_done_on = localtime(version.done_at).date()
    check_in.told, check_in.step = version.progress, version.step
    check_in.save(update_fields=["told", "step", "first_done_on"])
    return version


def make_municipal_reply(participation, month=date(2026, 11, 1), user=None, **fields):
    """Add a process leader's own answers about a month."""
    fields = {"progress": MunicipalReply.Progress.ON_TRACK, "number": 1, "saved_at": AT} | fields
    return MunicipalReply.objects.create(
        expected=make_expected(participation, month), saved_by=user or make_user(), **fields
    )


def make_unlock_request(participation=None, month=date(2026, 10, 1), **fields):
    """Add a coordinator's request to unlock a month; it waits unless ``state`` says otherwise."""
    fields = {"reason": "absence", "requested_at": AT} | fields
    if fields.get("state", "waiting") != "waiting":
        fields = {"answered_at": AT} | fields
    fields["requested_by"] = fields.get("requested_by") or make_user()
    return UnlockRequest.objects.create(
        expected=make_expected(participation or make_participation(), month), **fields
    )


def make_export(**fields):
    """Add a row of the export log: a county's period report as PDF, in line for the worker."""
    fields = {"kind": Export.Kind.PERIOD, "format": Export.Format.PDF, "requested_at": AT} | fields
    fields["requested_by"] = fields.get("requested_by") or make_user()
    fields["county_board"] = fields.get("county_board") or make_county_board()
    return Export.objects.create(**fields)


def make_commitment(check_in, **fields):
    """Add a commitment of a check-in, or of a participation: open, the municipality's by default."""
    if isinstance(check_in, Participation):
        fields = {"participation": check_in, **fields}
    else:
        place = check_in.commitments.count() + 1
        about = {"participation": check_in.participation, "check_in": check_in, "position": place}
        fields = about | fields
    fields = {"owner": "municipality", "text": "Boka möte", "created_at": AT, "changed_at": AT} | fields
    fields["changed_by"] = fields.get("changed_by") or make_user()
    return Commitment.objects.create(**fields)
