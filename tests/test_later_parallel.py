"""Two pages of one form sent at the same moment: the row is held, so that each is compared with the other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.models import CountyBoard
from participants.models import Attendance
from tests import factories as make
from tests.access.crawl import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(url, user, *forms):
    """Send the forms at the same moment; return the statuses, sorted."""
    start = Barrier(len(forms))

    def send(form):
        try:
            browser = Client()
            browser.force_login(user)
            start.wait(timeout=10)
            return browser.post(url, form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(forms)) as pool:
        return sorted(pool.map(send, forms))


def form_of(url, user):
    browser = Client()
    browser.force_login(user)
    page = browser.get(url).content.decode()
    return next(values for to, values in Page(page).forms if not to and len(values) > 1)


def test_settings_saved_at_the_same_moment_are_both_kept_or_told_of():
    user = make.make_coordinator(starts_on=timezone.localdate() - timedelta(days=9)).user
    url = reverse("programmes:county_settings")
    for _time in range(3):
        older = form_of(url, user)
        assert at_once(url, user, *(older | {"contact_phone": f"0611-{_time}{each}"} for each in (1, 2))) == [
            302,
            409,
        ]
        older = form_of(url, user)
        mine, yours = {"contact_name": f"Åsa {_time}"}, {"due_day": f"{10 + _time}"}
        assert at_once(url, user, older | mine, older | yours) == [302, 302]
        board = CountyBoard.objects.get(slug="vasternorrland")
        assert (board.contact_name, board.due_day) == (f"Åsa {_time}", 10 + _time)


def test_a_session_saved_in_the_admin_at_the_same_moment_is_kept_or_told_of():
    user = make.make_user(is_staff=True, is_superuser=True)
    session = make.make_session(starts_at=timezone.now() + timedelta(days=9))
    url = reverse("admin:programmes_session_change", args=[session.pk])
    older = form_of(url, user)
    assert at_once(url, user, *(older | {"preparation": f"Läs {each}"} for each in "ab")) == [302, 409]
    older = form_of(url, user)
    assert at_once(url, user, older | {"agenda": "Samling"}, older | {"venue": "Biblioteket"}) == [302, 302]
    session.refresh_from_db()
    assert (session.agenda, session.venue) == ("Samling", "Biblioteket")


def test_attendance_saved_at_the_same_moment_is_kept_for_each_person():
    user = make.make_staff()
    session = make.make_session(starts_at=timezone.now() - timedelta(days=1))
    group = make.make_participation(session.cohort)
    people = [make.make_enrolment(group, starts_on=session.starts_at.date()) for _one in range(3)]
    url = reverse("participants:attendance_edit", args=[session.cohort.slug, session.number])
    older = form_of(url, user)
    one, two, three = (f"status_{each.pk}" for each in people)
    assert at_once(url, user, older | {one: "absent"}, older | {two: "partly"}) == [302, 302]
    saved = dict(Attendance.objects.values_list("enrolment", "status"))
    assert saved == dict(zip((each.pk for each in people), ("absent", "partly", "present"), strict=True))
    older = form_of(url, user)
    assert at_once(url, user, older | {three: "absent"}, older | {three: "excused"}) == [302, 409]
