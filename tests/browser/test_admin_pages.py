"""The admin's pages under our content security policy; what axe finds in them is counted, not refused."""

import pytest
from django.utils import timezone

from accounts.models import User
from demo.build import build
from demo.people import STAFF
from programmes.models import Cohort
from tests.browser.session import log_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_admin_loads_nothing_it_may_not_and_its_findings_are_counted(
    page, axe, console_errors, record_property
):
    build(today=timezone.localdate())
    log_in(page, User.objects.get(email=STAFF[0].email))
    cohort = Cohort.objects.get(state="running", county_board__isnull=False)
    findings = []
    for path in ("", "programmes/cohort/", f"programmes/cohort/{cohort.pk}/change/"):
        assert page.goto(f"/admin/{path}").status == 200
        findings += axe(page)
    record_property("findings of axe in Django's own admin pages", len(findings))
    assert console_errors == []
