"""Adding and changing in the admin goes through the actions; what they refuse is said in the form."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from zeal import zeal_ignore

from audit.models import AuditEvent
from followups.models import CheckIn, DevelopmentArea
from municipalities.models import Coordinator, CountyBoard, Municipality
from notifications.models import Message
from participants.models import Enrolment
from programmes.models import Cohort, Enquiry, Homework, Material, Participation, ParticipationPause, Programme, Session
from tests import factories as make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PROCESS, LEADER = "processutbildning", "processledarutbildning"


@pytest.fixture(autouse=True)
def _rows_one_by_one():
    """Take rows one by one as the admin's forms and our actions do: each under its own lock."""
    with zeal_ignore():
        yield


@pytest.fixture
def staff(client):
    """Somebody at MÄN without superuser rights, logged in."""
    user = make.make_staff()
    client.force_login(user)
    return user


def add(client, model, **answers):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    return client.post(address, answers)


def change(client, row, **answers):
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return client.post(address, answers)


def errors(response):
    assert response.status_code == 200
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


def verbs(row):
    return list(AuditEvent.objects.about(row).order_by("pk").values_list("verb", flat=True))


def cohort_answers(**changed):
    return {
        "programme": Programme.objects.get(slug=PROCESS).pk,
        "name": "Västernorrland 2027",
        "slug": "vasternorrland-2027",
        "county_board": make.make_county_board().pk,
        "sessions_required": 6,
    } | changed


def test_adding_a_cohort_makes_a_draft_with_the_programmes_kind(client, staff):
    answer = add(client, Cohort, **cohort_answers())
    cohort = Cohort.objects.get()
    assert answer.status_code == 302
    assert (cohort.state, cohort.kind, cohort.county_board.slug) == ("draft", "process_training", "vasternorrland")
    assert verbs(cohort) == ["cohort.created"]


def test_adding_a_cohort_is_refused_in_the_form_with_everything_still_there(client, staff):
    programme = Programme.objects.get(slug=LEADER).pk
    answer = add(client, Cohort, **cohort_answers(programme=programme))
    assert errors(answer) == {
        "county_board": ["En processutbildning har en länsstyrelse, en processledarutbildning har ingen."]
    }
    assert 'value="Västernorrland 2027"' in answer.content.decode()
    assert not Cohort.objects.exists()
    assert not AuditEvent.objects.exists()


def test_changing_a_cohort_corrects_it_and_its_programme_stays(client, staff):
    cohort = make.make_cohort()
    change(client, cohort, **cohort_answers(name="Nytt namn", programme=Programme.objects.get(slug=LEADER).pk))
    changed = Cohort.objects.get()
    assert (changed.name, changed.kind, changed.slug) == ("Nytt namn", "process_training", cohort.slug)
    assert verbs(cohort) == ["cohort.corrected"]


def pauses(**rows):
    return {"pauses-TOTAL_FORMS": 0, "pauses-INITIAL_FORMS": 0} | rows


def test_adding_a_municipality_records_it_and_keeps_its_pauses(client, staff):
    cohort = make.make_cohort()
    below = {"pauses-TOTAL_FORMS": 1, "pauses-0-starts_on": "2026-09-01", "pauses-0-reason": "Val"}
    add(client, Participation, cohort=cohort.pk, municipality=make.make_municipality().pk, **pauses(**below))
    participation = Participation.objects.get()
    assert verbs(participation) == ["participation.added"]
    assert ParticipationPause.objects.get().participation == participation


def test_a_municipality_of_another_county_is_refused(client, staff):
    cohort, elsewhere = make.make_cohort(), Municipality.objects.get(slug="bollnas")
    answer = add(client, Participation, cohort=cohort.pk, municipality=elsewhere.pk, **pauses())
    assert errors(answer) == {"__all__": ["Kommunen måste ligga i omgångens län."]}


def test_a_municipality_takes_part_once(client, staff):
    participation = make.make_participation()
    values = {"cohort": participation.cohort_id, "municipality": participation.municipality_id}
    answer = add(client, Participation, **values, **pauses())
    assert errors(answer).keys() == {"municipality"}


def session_answers(cohort, **changed):
    return {
        "cohort": cohort.pk,
        "number": 1,
        "theme": "Kickoff",
        "starts_at_0": "2026-12-03",
        "starts_at_1": "09:00",
        "ends_at_0": "2026-12-03",
        "ends_at_1": "12:00",
        "mode": "on_site",
        "venue": "Folkets hus",
    } | changed


def test_adding_a_session_and_one_with_the_same_number(client, staff):
    cohort = make.make_cohort(state=Cohort.State.DRAFT)
    assert add(client, Session, **session_answers(cohort)).status_code == 302
    assert verbs(Session.objects.get()) == ["session.added"]
    assert errors(add(client, Session, **session_answers(cohort))).keys() == {"number"}


def test_nothing_is_added_to_a_cohort_that_is_over(client, staff):
    cohort = make.make_cohort(state=Cohort.State.FINISHED)
    answer = add(client, Session, **session_answers(cohort))
    assert errors(answer) == {"__all__": ["Omgången är avslutad. Det går inte att lägga till något i den."]}


def test_a_session_must_end_after_it_starts(client, staff):
    cohort = make.make_cohort(state=Cohort.State.DRAFT)
    answer = add(client, Session, **session_answers(cohort, ends_at_1="08:00"))
    assert errors(answer).keys() == {"ends_at"}


def test_the_times_of_a_published_session_change_elsewhere(client, staff):
    session = make.make_session()
    starts_at = session.starts_at
    answers = session_answers(session.cohort, starts_at_0="2027-01-01", ends_at_0="2027-01-01", number=9)
    change(client, session, **answers)
    session.refresh_from_db()
    assert (session.starts_at, session.number, session.theme) == (starts_at, 1, "Kickoff")
    shown = client.get(reverse("admin:programmes_session_change", args=[session.pk])).content.decode()
    assert reverse("participants:session_move", args=[session.cohort.slug, 1]) in shown
    assert reverse("participants:session_cancel", args=[session.cohort.slug, 1]) in shown


def homework_answers(cohort, **changed):
    return {
        "cohort": cohort.pk,
        "number": 1,
        "title": "Kartlägg",
        "instructions": "Beskriv.",
        "scope": "municipality",
        "due_on": "2026-12-01",
    } | changed


def test_adding_homework_copies_the_kind(client, staff):
    cohort = make.make_cohort()
    add(client, Homework, **homework_answers(cohort))
    assert Homework.objects.get().kind == "process_training"
    assert verbs(Homework.objects.get()) == ["homework.added"]


def test_joint_homework_is_refused_in_leader_training(client, staff):
    cohort = make.make_cohort(kind="process_leader_training")
    answer = add(client, Homework, **homework_answers(cohort))
    assert errors(answer) == {"scope": ["I processledarutbildningen lämnar var och en in själv."]}


def test_homework_follows_a_session_of_its_own_cohort(client, staff):
    cohort, other = make.make_cohort(), make.make_session()
    assert errors(add(client, Homework, **homework_answers(cohort, session=other.pk))).keys() == {"session"}


def test_what_is_asked_for_is_locked_once_somebody_answers(client, staff):
    homework = make.make_homework()
    make.make_submission(homework, make.make_participation(homework.cohort))
    answers = homework_answers(homework.cohort, scope="person", instructions="Något annat", due_on="2026-12-24")
    change(client, homework, **answers)
    homework.refresh_from_db()
    assert (homework.scope, homework.instructions) == ("municipality", "Beskriv vilka i kommunen som möter våld.")
    assert homework.due_on == date(2026, 12, 24)
    assert verbs(homework) == ["homework.corrected"]


def upload(name="Arbetsblad våren.pdf", content=b"%PDF-1.4"):
    return SimpleUploadedFile(name, content)


def test_material_is_kept_under_a_random_name_with_its_own_name_beside(client, staff):
    cohort = make.make_cohort()
    add(client, Material, cohort=cohort.pk, title="Arbetsblad", file=upload(), url="")
    material = Material.objects.get()
    assert material.file_name == "Arbetsblad våren.pdf"
    assert "Arbetsblad" not in material.file.name
    change(client, material, title="Nytt arbetsblad", url="")
    material.refresh_from_db()
    assert (material.title, material.file_name) == ("Nytt arbetsblad", "Arbetsblad våren.pdf")
    assert verbs(material) == ["material.added", "material.corrected"]


def test_material_whose_file_is_gone_can_still_be_renamed(client, staff):
    material = make.make_material(make.make_session())
    material.file.storage.delete(material.file.name)
    assert change(client, material, title="Nytt namn", url="").status_code == 302


@pytest.mark.parametrize(
    ("answers", "field"),
    [({}, "url"), ({"file": "skript.html"}, "file"), ({"file": "a.pdf", "url": "https://example.org"}, "url")],
)
def test_material_is_one_file_or_one_link(client, staff, answers, field):
    cohort = make.make_cohort()
    if "file" in answers:
        answers = answers | {"file": upload(answers["file"])}
    answer = add(client, Material, cohort=cohort.pk, title="Arbetsblad", **{"url": ""} | answers)
    assert errors(answer).keys() == {field}
    assert not Material.objects.exists()


def coordinator_answers(user, **changed):
    return {"user": user.pk, "county_board": make.make_county_board().pk, "starts_on": "2026-01-01"} | changed


def test_adding_a_coordinator_tells_the_person(client, staff):
    user = make.make_user()
    add(client, Coordinator, **coordinator_answers(user))
    assert verbs(Coordinator.objects.get()) == ["coordinator.appointed"]
    assert Message.objects.get().recipient == user
    assert Message.objects.get().kind == "coordinator_appointed"


@pytest.mark.parametrize("ends_on", ["", "2026-06-30"])
def test_a_coordinator_is_not_appointed_twice(client, staff, ends_on):
    role = make.make_coordinator()
    answer = add(client, Coordinator, **coordinator_answers(role.user, ends_on=ends_on))
    assert len(errors(answer)) == 1
    assert Coordinator.objects.count() == 1
    assert not Message.objects.exists()


def test_a_last_day_ends_the_role_and_can_be_corrected(client, staff):
    role = make.make_coordinator()
    change(client, role, ends_on="2026-12-31", is_stand_in="on")
    role.refresh_from_db()
    assert (role.ends_on, role.is_stand_in) == (date(2026, 12, 31), True)
    assert verbs(role) == ["coordinator.ended", "coordinator.corrected"]
    change(client, role, ends_on="2026-11-30", is_stand_in="on")
    assert verbs(role) == ["coordinator.ended", "coordinator.corrected", "coordinator.corrected"]


def test_a_last_day_before_the_first_is_refused(client, staff):
    role = make.make_coordinator()
    assert errors(change(client, role, ends_on="2025-12-31")).keys() == {"ends_on"}


def enrolment_answers(participation, user, **changed):
    return {
        "cohort": participation.cohort_id,
        "municipality": participation.municipality_id,
        "user": user.pk,
        "role": "member",
        "department": "",
    } | changed


def test_adding_a_participant_enrols_and_invites(client, staff):
    participation, user = make.make_participation(), make.make_user()
    add(client, Enrolment, **enrolment_answers(participation, user))
    enrolment = Enrolment.objects.get()
    assert (enrolment.participation, enrolment.kind, enrolment.state) == (participation, "process_training", "invited")
    assert verbs(enrolment) == ["enrolment.created"]
    assert Message.objects.get().recipient == user


def test_a_participant_of_a_municipality_outside_the_cohort_is_refused(client, staff):
    participation, user = make.make_participation(), make.make_user()
    elsewhere = make.make_municipality("timra").pk
    answer = add(client, Enrolment, **enrolment_answers(participation, user, municipality=elsewhere))
    assert errors(answer) == {"__all__": ["Timrå medverkar inte i omgången. Lägg till kommunen först."]}


def test_a_person_takes_part_in_a_cohort_once(client, staff):
    enrolment = make.make_enrolment()
    answer = add(client, Enrolment, **enrolment_answers(enrolment.participation, enrolment.user))
    assert errors(answer).keys() == {"cohort"}


def test_another_role_goes_through_its_action(client, staff):
    enrolment = make.make_enrolment()
    change(client, enrolment, role="process_leader", department="Skola", starts_on="2026-01-15", ends_on="")
    enrolment.refresh_from_db()
    assert (enrolment.role, enrolment.department) == ("process_leader", "Skola")
    assert verbs(enrolment) == ["enrolment.role_changed", "enrolment.corrected"]


def act(client, rows, action, **more):
    meta = rows[0]._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    page = client.post(address, chosen | more, follow=True)
    return [str(message) for message in page.context["messages"]]


def test_people_leave_with_a_reason_and_come_back(client, staff):
    enrolment = make.make_enrolment()
    refused = act(client, [enrolment], "let_leave")
    assert refused == [f"{enrolment}: Välj varför personen slutar."]
    assert act(client, [enrolment], "let_leave", reason="new_job") == ["1 rad har ändrats."]
    enrolment.refresh_from_db()
    assert enrolment.state == "left"
    assert act(client, [enrolment], "take_back") == ["1 rad har ändrats."]
    assert len(act(client, [enrolment], "take_back")) == 1
    assert verbs(enrolment) == ["enrolment.withdrawn", "enrolment.reinstated"]


def enquiry():
    return Enquiry.objects.create(
        programme=Programme.objects.get(slug=LEADER),
        name="Åsa",
        email="asa@example.org",
        message="<b>Hej</b>",
        received_at=AT,
    )


def test_an_enquiry_is_answered_and_closed_with_buttons(client, staff):
    asked = enquiry()
    page = client.get(reverse("admin:programmes_enquiry_change", args=[asked.pk])).content.decode()
    assert "&lt;b&gt;Hej&lt;/b&gt;" in page
    for deed in ("answered", "closed"):
        answer = client.post(reverse("admin:programmes_enquiry_note", args=[asked.pk, deed]))
        assert answer.status_code == 302
    again = client.post(reverse("admin:programmes_enquiry_note", args=[asked.pk, "closed"]), follow=True)
    assert "redan avslutad" in again.content.decode()
    assert verbs(asked) == ["enquiry.answered", "enquiry.closed"]


def test_the_buttons_of_an_enquiry_take_posts_about_known_things_alone(client, staff):
    asked = enquiry()
    assert client.get(reverse("admin:programmes_enquiry_note", args=[asked.pk, "closed"])).status_code == 405
    assert client.post(reverse("admin:programmes_enquiry_note", args=[asked.pk, "other"])).status_code == 404
    assert client.post(reverse("admin:programmes_enquiry_note", args=[0, "closed"])).status_code == 404


def test_chosen_enquiries_are_noted_together(client, staff):
    first, second = enquiry(), enquiry()
    assert act(client, [first], "note_closed") == ["1 rad har ändrats."]
    said = act(client, [first, second], "note_answered")
    assert said == [f"{first}: Intresseanmälan är redan avslutad.", "1 rad har ändrats."]


def test_a_check_in_is_unlocked_with_a_reason(client, staff):
    cohort = make.make_cohort()
    make.make_session(cohort, starts_at=AT - timedelta(days=300))
    make.make_session(cohort, starts_at=AT + timedelta(days=30))
    check_in = make.make_check_in(make.make_participation(cohort), month=date(2026, 5, 1))
    assert len(act(client, [check_in], "unlock")) == 1
    assert verbs(check_in) == []
    assert act(client, [check_in], "unlock", reason="absence") == ["1 rad har ändrats."]
    assert CheckIn.objects.get().unlocked_at is not None


def test_months_off_are_ticked(client, staff):
    board = make.make_county_board()
    change(client, board, short_name="Västernorrland", months_off=["7", "8"], is_active="on")
    assert CountyBoard.objects.get(pk=board.pk).months_off == [7, 8]
    assert verbs(board) == ["county_board.corrected"]


def test_the_official_list_is_not_written_by_hand(client, staff):
    assert client.get(reverse("admin:municipalities_municipality_add")).status_code == 403
    municipality = make.make_municipality()
    change(client, municipality, name="Påhittad", is_active="")
    municipality.refresh_from_db()
    assert (municipality.name, municipality.is_active) == ("Härnösand", False)


def test_a_catalogue_is_put_in_order_in_its_list(client, staff):
    areas = list(DevelopmentArea.objects.all())
    rows = {"form-TOTAL_FORMS": len(areas), "form-INITIAL_FORMS": len(areas), "_save": "1"}
    for number, area in enumerate(areas):
        rows |= {f"form-{number}-id": area.pk, f"form-{number}-position": 20 - number, f"form-{number}-is_active": "on"}
    client.post(reverse("admin:followups_developmentarea_changelist"), rows)
    assert list(DevelopmentArea.objects.all()) == areas[::-1]
    assert verbs(areas[0]) == ["development_area.corrected"]
