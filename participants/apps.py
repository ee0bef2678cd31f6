"""The participants app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.models import User


def _activate(user: "User", **_signal: object) -> None:
    """Whoever logs in has accepted the invitations; Django has just noted the moment on the person."""
    from participants.actions.enrolling import activate_enrolments  # noqa: PLC0415 -- models are loaded only now

    if user.last_login:
        activate_enrolments(user, at=user.last_login)


class ParticipantsConfig(AppConfig):
    """People in cohorts: enrolments, attendance, hand-ins and feedback."""

    name = "participants"
    verbose_name = _("Participants")

    def ready(self) -> None:
        """Hand the outbox the kinds of mail that this app owns."""
        from allauth.account.signals import user_logged_in  # noqa: PLC0415

        from notifications.kinds import register  # noqa: PLC0415 -- models are loaded only now
        from participants.kinds import KINDS  # noqa: PLC0415

        for kind in KINDS:
            register(kind)
        user_logged_in.connect(_activate, dispatch_uid="participants.activate_enrolments")
