"""Both databases answer every link that a page shows; what is on the pages is read on one of them."""

import pytest

from tests.access.crawl import crawl

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["anonymous", "process_leader", "coordinator"])
def test_every_link_that_a_page_shows_answers(scene, role):
    statuses = {url: status for url, status, _text in crawl(scene, role, ["/"])}
    assert {url: status for url, status in statuses.items() if status not in {200, 302}} == {}
    assert len(statuses) > 5
