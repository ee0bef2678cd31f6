"""The admin's base: nothing is deleted, plain changes are recorded, refusals are sentences."""

from datetime import datetime

import pytest
from django.contrib.admin import TabularInline
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.urls import path, reverse

from audit.actions import record
from audit.admin import AuditEventAdmin, TrailAdmin, verb_for
from audit.models import AuditEvent
from calendars.working_days import STOCKHOLM
from config.admin_site import PortalAdminSite
from config.urls import urlpatterns as portal_urls
from municipalities.models import Coordinator, CountyBoard
from notifications.models import Message
from tests.reading import as_read


class BoardAdmin(TrailAdmin):
    """A plain admin as the other apps write them."""

    fields = ("name",)


class CoordinatorInline(TabularInline):
    """Rows below the form."""

    model = Coordinator
    fields = ("user", "starts_on")


class BoardWithPeopleAdmin(TrailAdmin):
    """An admin with rows below the form."""

    fields = ("name", "code", "slug", "county_name", "short_name", "iso")
    inlines = (CoordinatorInline,)


class AddressAdmin(TrailAdmin):
    """A form without the field that the constraint compares with."""

    fields = ("to_email",)


class RefusingAdmin(BoardAdmin):
    """An admin whose action refuses."""

    def save_model(self, request, obj, form, change):  # noqa: ARG002
        raise ValidationError("Länsstyrelsen har en öppen omgång.")


site = PortalAdminSite()
site.register(CountyBoard, BoardAdmin)
site.register(AuditEvent, AuditEventAdmin)
urlpatterns = [path("admin/", site.urls), *portal_urls]
pytestmark = pytest.mark.urls(__name__)
AT = datetime(2026, 9, 15, 10, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def staff(db):
    return get_user_model().objects.create_superuser("karin@man.example", first_name="Karin", last_name="Ek")


@pytest.fixture
def board(db):
    return CountyBoard.objects.order_by("pk").first()


def ask(rf, staff, data=None):
    request = rf.post("/admin/", data) if data is not None else rf.get("/admin/")
    request.user, request.session, request._dont_enforce_csrf_checks = staff, {}, True
    from django.contrib.messages.storage.fallback import FallbackStorage  # noqa: PLC0415

    request._messages = FallbackStorage(request)
    return request


def verbs(thing):
    return [(event.verb, event.data, event.actor) for event in AuditEvent.objects.about(thing)]


def test_a_correction_is_recorded_with_the_names_of_the_fields(rf, staff, board):
    page = BoardAdmin(CountyBoard, site)

    response = page.change_view(ask(rf, staff, {"name": "Länsstyrelsen Nytt"}), str(board.pk))

    board.refresh_from_db()
    assert (response.status_code, board.name) == (302, "Länsstyrelsen Nytt")
    assert verbs(board) == [("county_board.corrected", {"fields": ["name"]}, staff)]
    assert not LogEntry.objects.exists()


def test_saving_without_a_change_records_nothing(rf, staff, board):
    BoardAdmin(CountyBoard, site).change_view(ask(rf, staff, {"name": board.name}), str(board.pk))

    assert verbs(board) == []


def test_a_constraint_on_a_field_outside_the_form_is_a_sentence(rf, staff):
    mail = Message.objects.create(
        key="k", recipient=staff, urgent=False, not_before=AT, queued_at=AT, message_id="<1@mfj.se>"
    )

    response = AddressAdmin(Message, site).change_view(
        ask(rf, staff, {"to_email": "a@man.example"}), str(mail.pk)
    )

    assert response.context_data["adminform"].form.errors == {
        "to_email": ["Ange antingen en person eller en adress."]
    }
    assert verbs(mail) == []


def test_a_new_row_and_the_rows_below_it_are_recorded(rf, staff):
    words = {"name": "Länsstyrelsen Öland", "code": "99", "slug": "oland", "county_name": "Ölands län"}
    below = {"coordinators-TOTAL_FORMS": 1, "coordinators-INITIAL_FORMS": 0, "coordinators-0-user": staff.pk}
    form = words | below | {"short_name": "Öland", "iso": "SE-ÖL", "coordinators-0-starts_on": "2026-09-15"}

    BoardWithPeopleAdmin(CountyBoard, site).add_view(ask(rf, staff, form))

    board = CountyBoard.objects.get(slug="oland")
    assert verbs(board) == [("county_board.added", {}, staff)]
    assert verbs(board.coordinators.get()) == [("coordinator.added", {}, staff)]


def test_a_correction_below_the_form_is_recorded_there(rf, staff, board):
    person = Coordinator.objects.create(user=staff, county_board=board, starts_on=AT.date())
    below = {"coordinators-TOTAL_FORMS": 1, "coordinators-INITIAL_FORMS": 1, "coordinators-0-user": staff.pk}
    form = model_to_dict(board, ["name", "code", "slug", "county_name", "short_name", "iso"]) | below
    form |= {"coordinators-0-id": person.pk, "coordinators-0-starts_on": "2026-09-01"}

    BoardWithPeopleAdmin(CountyBoard, site).change_view(
        ask(rf, staff, form | {"coordinators-0-county_board": board.pk}), str(board.pk)
    )

    assert verbs(board) == []
    assert verbs(person) == [("coordinator.corrected", {"fields": ["starts_on"]}, staff)]


def test_a_refusal_is_shown_in_the_form_which_stays_filled_in(rf, staff, board):
    request = ask(rf, staff, {"name": "Nytt"})

    response = RefusingAdmin(CountyBoard, site).change_view(request, str(board.pk))

    form = response.context_data["adminform"].form
    assert response.status_code == 200
    assert list(form.non_field_errors()) == ["Länsstyrelsen har en öppen omgång."]
    assert form["name"].value() == "Nytt"
    assert (verbs(board), CountyBoard.objects.filter(name="Nytt").exists()) == ([], False)


def test_a_refusal_about_a_field_is_shown_beside_it(rf, staff, board):
    class ParticularAdmin(BoardAdmin):
        def save_model(self, request, obj, form, change):  # noqa: ARG002
            raise ValidationError({"name": "Namnet är upptaget.", "iso": "Koden är upptagen."})

    response = ParticularAdmin(CountyBoard, site).change_view(ask(rf, staff, {"name": "Nytt"}), str(board.pk))

    assert response.context_data["adminform"].form.errors == {
        "name": ["Namnet är upptaget."],
        "__all__": ["Koden är upptagen."],
    }


def test_nobody_deletes(rf, staff, board):
    page = BoardAdmin(CountyBoard, site)

    assert page.has_delete_permission(ask(rf, staff)) is False
    assert "delete_selected" not in page.get_actions(ask(rf, staff))


def test_the_history_is_our_trail(rf, staff, board):
    record(actor=staff, verb="county_board.renamed", target=board, at=AT, by="csv")
    record(actor=None, verb="county_board.checked", target=board, at=AT)

    html = as_read(BoardAdmin(CountyBoard, site).history_view(ask(rf, staff), str(board.pk)).content.decode())

    assert "Logg för" in html
    assert "<td>county_board.renamed</td><td>by: csv</td>" in html
    assert "<td>Portalen själv</td>" in html
    assert "2026-09-15 10.00" in html


def test_an_empty_trail_says_so(rf, staff, board):
    html = BoardAdmin(CountyBoard, site).history_view(ask(rf, staff), str(board.pk)).content.decode()

    assert "Inget är loggat än." in html


def test_the_history_is_refused_without_the_right(rf, board):
    guest = get_user_model().objects.create_user("gast@man.example")

    assert BoardAdmin(CountyBoard, site).history_view(ask(rf, guest), str(board.pk)).status_code == 403


def test_verbs_are_words_apart(staff, board):
    assert verb_for(board, "added") == "county_board.added"
    assert verb_for(Message(), "corrected") == "message.corrected"


def test_the_trail_can_be_read_and_nothing_else(client, staff, board):
    event = record(actor=staff, verb="county_board.renamed", target=board, at=AT)
    client.force_login(staff)

    listed = client.get(reverse("admin:audit_auditevent_changelist"))
    shown = client.get(reverse("admin:audit_auditevent_change", args=[event.pk]))

    assert "county_board.renamed" in listed.content.decode()
    assert "county_board.renamed" in shown.content.decode()
    assert client.get(reverse("admin:audit_auditevent_add")).status_code == 403
    assert client.post(reverse("admin:audit_auditevent_delete", args=[event.pk])).status_code == 403
    assert AuditEventAdmin(AuditEvent, site).has_change_permission(listed.wsgi_request) is False
