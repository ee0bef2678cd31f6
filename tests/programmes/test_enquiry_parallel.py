"""An enquiry that is sent twice at the same moment is one."""

import pytest

from audit.models import AuditEvent
from notifications.models import Message
from programmes.actions.enquiries import receive_enquiry
from programmes.models import Enquiry, Programme
from tests.factories import AT
from tests.support.test_parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_the_same_enquiry_at_once_is_one():
    programme = Programme.objects.get(slug="processledarutbildning")
    asked = {"programme": programme, "municipality": None, "name": "Åsa", "message": "Hej", "at": AT}
    written = [{"email": "asa@malmö.se"}, {"email": "ASA@xn--malm-8qa.se\u200b"}] * 2
    assert at_once(*[lambda email=each: receive_enquiry(**asked, **email) for each in written]) == [""] * 4
    assert (Enquiry.objects.count(), AuditEvent.objects.count(), Message.objects.count()) == (1, 1, 2)
