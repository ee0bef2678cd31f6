"""Templates are sent without the indentation that is for those who write them."""

from django.template.loader import get_template


def test_a_page_has_no_indentation():
    source = get_template("followups/check_in_month.html").template.source
    assert "\n " not in source
    assert "\n\n" not in source


def test_a_mail_is_sent_as_it_is_written():
    assert "\n\n" in get_template("mail/session_week.txt").template.source
