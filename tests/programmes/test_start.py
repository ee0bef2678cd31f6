"""The public start page."""

import pytest

from programmes.models import ProcessStep

pytestmark = pytest.mark.django_db


def test_start_says_what_the_trainings_are_and_how_to_get_in_touch(client):
    text = client.get("/").content.decode()
    for step in ProcessStep.objects.all():
        assert step.title in text
    assert "utbildning@mfj.se" in text
    assert 'href="/intresseanmalan/"' in text
    assert 'href="/logga-in/"' in text


def test_start_in_english_marks_the_swedish_steps(client):
    text = client.get("/en/").content.decode()
    assert "Process training – for whole municipalities" in text
    assert '<ol class="steps" role="list" lang="sv">' in text


def test_start_asks_the_database_once(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/")
