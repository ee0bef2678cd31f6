"""The status of a month comes from what was marked done; a change that is only saved stays in the county."""

import re
from collections import Counter
from datetime import datetime, time

import pytest
from django.utils import timezone

from followups.actions.check_in import save_check_in_draft
from followups.models import CheckIn
from tests.access.crawl import crawl
from tests.access.roles import ask, rolled_back
from tests.test_export_canaries import downloads

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("quiet")]
STUCK = re.compile("fastnat|stuck", re.IGNORECASE)


def said(pages):
    """Count, in each text, how often something is said to be stuck; a page may give several files."""
    counts = Counter()
    for url, text in pages:
        counts[url] += len(STUCK.findall(text))
    return +counts


@pytest.mark.parametrize("role", ["staff", "process_leader"])
def test_a_change_that_is_not_marked_done_tells_nobody_how_it_goes(scene, role):
    month = scene.places["last_month"]
    done = CheckIn.objects.select_related("expected").get(
        expected__month=f"{month['month']}-01", expected__participation__municipality__slug=month["slug"]
    )
    assert (done.state, done.told) == ("done", "on_track")
    in_time = timezone.make_aware(datetime.combine(done.expected.due_on, time(10)))
    with rolled_back():
        changed = save_check_in_draft(
            done, answers={"progress": "stuck"}, number=done.number, actor=done.saved_by, at=in_time
        )
        assert (changed.state, changed.progress, changed.told) == ("reopened", "stuck", "on_track")
        pages = [(url, text) for url, status, text in crawl(scene, role, ["/"]) if status == 200]
        assert len(pages) > (30 if role == "staff" else 5)
        after, in_files = said(pages), said(downloads(scene, role) if role == "staff" else ())
    before = said((url, ask(scene, role, "GET", url).body.decode()) for url in after)
    assert after - before == Counter()
    assert in_files - said(downloads(scene, role) if role == "staff" else ()) == Counter()
