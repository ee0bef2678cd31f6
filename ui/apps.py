"""The ui app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """What every page uses: fields, tags, deeds, dates, words, files. No models."""

    name = "ui"
