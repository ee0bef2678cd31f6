"""The participants app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    """People in cohorts: enrolments, attendance, hand-ins and feedback."""

    name = "participants"
    verbose_name = _("Participants")

    def ready(self) -> None:
        """Let whoever logs in take part from then on."""
        from allauth.account.signals import user_logged_in

        from participants.actions.enrolling import activate_on_login

        user_logged_in.connect(activate_on_login, dispatch_uid="participants.activate_enrolments")
