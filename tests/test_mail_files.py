"""In a demo every mail is a file."""

from datetime import UTC, datetime

from django.core.mail import EmailMessage, get_connection

from config.mail import file_name


def message(*recipients):
    return EmailMessage("Påminnelse", "Hej Åsa\nVälkommen", "portal@example.org", recipients)


def test_the_name_shows_when_in_swedish_time_and_for_whom():
    at = datetime(2026, 11, 22, 23, 30, 15, 42, tzinfo=UTC)

    assert file_name(message("åsa/x@example.org"), at=at) == "20261123-003015-000042-_sa_x@example.org.eml"


def test_each_message_with_a_recipient_becomes_one_whole_file(settings, tmp_path):
    settings.DEMO_MAIL = tmp_path / "mail"
    backend = get_connection("config.mail.FileBackend")

    sent = backend.send_messages(
        [message("a@example.org"), message(), message("b@example.org", "c@example.org")]
    )

    assert sent == 2
    assert [path.name[23:] for path in sorted(settings.DEMO_MAIL.iterdir())] == [
        "a@example.org.eml",
        "b@example.org.eml",
    ]
    text = sorted(settings.DEMO_MAIL.iterdir())[1].read_text()
    assert "To: b@example.org, c@example.org" in text
    assert "Subject: =?utf-8?q?P=C3=A5minnelse?=" in text
