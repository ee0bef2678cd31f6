"""The ui app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Parts that every page uses: fields, tags, dates, words, files. No models."""

    name = "ui"
