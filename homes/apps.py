"""The homes app."""

from django.apps import AppConfig


class HomesConfig(AppConfig):
    """The home page of each role, a municipality's page, handovers. No models."""

    name = "homes"
