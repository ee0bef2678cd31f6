"""A file that somebody handed in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participants.models.submission import StoredFileQuerySet
from ui.files import described, file_validators, random_name


class StoredFile(models.Model):
    """A file as it came, under a random name. Never changed; a draft and its versions may share it."""

    file = models.FileField(_("file"), upload_to=random_name, validators=file_validators)
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("handed-in file")
        verbose_name_plural = _("handed-in files")
        ordering = ("uploaded_at", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stored_file", args=[self.pk])

    @property
    def described(self) -> str:
        """What a link to the file says about it, after its name."""
        return described(self.name, self.size)
