"""The registry of kinds and its check."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from notifications import kinds


def always(message, *, at):
    return True


def test_a_kind_is_found_by_its_name(wishes):
    assert kinds.get("note") == kinds.MailKind(name="note", still_due=wishes)
    assert list(kinds._kinds) == ["note"]


def test_an_unknown_kind_raises(wishes):
    with pytest.raises(kinds.UnknownKindError):
        kinds.get("unheard_of")


def test_registering_the_same_kind_again_changes_nothing(wishes):
    kinds.register(kinds.MailKind(name="note", still_due=wishes))

    assert list(kinds._kinds) == ["note"]


def test_a_name_belongs_to_one_kind(wishes):
    with pytest.raises(kinds.KindTakenError):
        kinds.register(kinds.MailKind(name="note", still_due=always))


def test_the_check_names_a_kind_without_a_text(wishes):
    kinds.register(kinds.MailKind(name="textless", still_due=always))

    errors = kinds.check_templates(None)

    assert [error.msg for error in errors] == ["The mail kind 'textless' has no template mail/textless.txt."]
    with pytest.raises(SystemCheckError, match="textless"):
        call_command("check")


def test_every_kind_of_the_portal_has_its_text():
    assert kinds.check_templates(None) == []
