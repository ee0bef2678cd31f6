"""The participants app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    """People in cohorts: enrolments, attendance, hand-ins and feedback."""

    name = "participants"
    verbose_name = _("Participants")
