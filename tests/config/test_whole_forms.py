"""A form that was cut off on its way is not carried out, and a form that was saved names its text."""

from io import BytesIO
from urllib.parse import unquote, urlencode

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from participants.models import Submission, SubmissionVersion
from tests import factories

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
ANSWER = {"number": "0", "names_nobody": "on", "deed": "hand_in", "text": "Ett långt svar som slutar här."}


@pytest.fixture
def homework(client):
    """A homework that the person who is logged in may hand in."""
    homework = factories.make_homework(factories.make_cohort())
    client.force_login(factories.make_enrolment(factories.make_participation(homework.cohort)).user)
    return homework


def post_part(client, homework, body, kind, *, left_out):
    """Post a body without its last bytes, with the length of the whole."""
    cut_off = {"wsgi.input": BytesIO(body[:-left_out]), "CONTENT_LENGTH": str(len(body))}
    return client.generic("POST", homework.get_absolute_url(), body, kind, **cut_off)


@pytest.mark.parametrize("left_out", [1, 10, 40])
@pytest.mark.parametrize("last", list(ANSWER))
def test_form_that_is_cut_off_is_not_carried_out(client, homework, last, left_out):
    ordered = {name: value for name, value in ANSWER.items() if name != last} | {last: ANSWER[last]}
    bodies = (urlencode(ordered).encode(), FORM), (encode_multipart(BOUNDARY, ordered), MULTIPART_CONTENT)
    for body, kind in bodies:
        response = post_part(client, homework, body, kind, left_out=left_out)
        assert response.status_code == 400
        assert "Det gick inte att läsa det som webbläsaren skickade" in response.content.decode()
    assert not Submission.objects.exists()


def test_whole_form_is_carried_out_and_names_its_text(client, homework):
    copy = f"draft:{homework.get_absolute_url()}#"
    response = client.post(homework.get_absolute_url(), ANSWER | {"draft": copy})
    assert (response.status_code, unquote(response.cookies["saved"].value)) == (302, copy)
    assert SubmissionVersion.objects.get().text == ANSWER["text"]


def test_form_behind_a_session_that_ran_out_names_no_text(client, homework):
    client.logout()
    response = client.post(homework.get_absolute_url(), ANSWER | {"draft": "draft:x#"})
    assert (response.status_code, "saved" in response.cookies) == (302, False)
