"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The portal filled with invented people, for trying it out. No models."""

    name = "demo"
