"""The status of a month comes from what was marked done; a change that is only saved stays in the county."""

import re
from datetime import datetime, time

import pytest
from django.utils import timezone

from followups.actions.check_in import save_check_in_draft
from followups.models import CheckIn
from tests.access.crawl import crawl
from tests.test_export_canaries import downloads

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("quiet")]
STUCK = re.compile("fastnat|stuck", re.IGNORECASE)


def said(scene, role):
    """Count, on each page and in each file of the role, how often something is said to be stuck."""
    pages = {url: text for url, status, text in crawl(scene, role, ["/"]) if status == 200}
    files = dict(downloads(scene, role)) if role == "staff" else {}
    return {url: len(STUCK.findall(text)) for url, text in (pages | files).items()}


@pytest.mark.parametrize("role", ["staff", "process_leader"])
def test_a_change_that_is_not_marked_done_tells_nobody_how_it_goes(scene, role):
    month = scene.places["last_month"]
    done = CheckIn.objects.select_related("expected").get(
        expected__month=f"{month['month']}-01", expected__participation__municipality__slug=month["slug"]
    )
    assert (done.state, done.told) == ("done", "on_track")
    before = said(scene, role)
    in_time = timezone.make_aware(datetime.combine(done.expected.due_on, time(10)))
    changed = save_check_in_draft(
        done, answers={"progress": "stuck"}, number=done.number, actor=done.saved_by, at=in_time
    )
    assert (changed.state, changed.progress, changed.told) == ("reopened", "stuck", "on_track")
    after = said(scene, role)
    assert {url: count for url, count in after.items() if count > before.get(url, 0)} == {}
    assert len(after) > (30 if role == "staff" else 5)
