"""The municipalities app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MunicipalitiesConfig(AppConfig):
    """Counties, municipalities and coordinators."""

    name = "municipalities"
    verbose_name = _("Counties and municipalities")
