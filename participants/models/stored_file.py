"""A file from a hand-in or the mandate log."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.keep import Data, Keep, Then, author, not_personal, paper
from ui import columns
from ui.files import described, file_validators, random_name


def _rows_of(relation: Any) -> Any:
    """Return the manager of the model at the other end of the relation."""
    return relation.rel.related_model._default_manager


UNHELD_DAYS = 7


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Queries on files. The models that use a file are above this module and reached by its relations."""

    def unheld(self) -> Self:
        """Keep those that no draft, version or mandate entry holds."""
        return self.filter(drafts=None, versions=None, mandate_entries=None)

    def forgettable(self, *, at: datetime) -> Self:
        """Keep those that nothing holds and that were uploaded more than a week ago."""
        return self.unheld().filter(uploaded_at__lt=at - timedelta(days=UNHELD_DAYS))

    def kept_for(self, user: User) -> Self:
        """Keep the person's own that nothing holds yet, as those of a form that was refused."""
        return self.unheld().filter(uploaded_by=user)

    def waiting(self) -> Self:
        """Keep those that wait for the virus scanner, the oldest first."""
        return self.filter(scan=StoredFile.Scan.WAITING).order_by("uploaded_at", "pk")

    def handed_in(self) -> Self:
        """Keep the files of versions; a draft's files are for its authors only."""
        return self.filter(pk__in=StoredFile.versions.through.objects.values("storedfile"))

    def handed_in_by(self, participation: int) -> Self:
        """Keep what the group of the participation with that id has handed in, the latest first.

        What was taken back is left out.
        """
        submission = "submissionversion__submission"
        of_group = Q(**{f"{submission}__participation": participation}) | Q(
            **{f"{submission}__enrolment__participation": participation}
        )
        through = StoredFile.versions.through.objects.filter(of_group, submissionversion__taken_back_at=None)
        return self.filter(pk__in=through.values("storedfile")).order_by("-uploaded_at", "pk")

    def visible_to(self, user: User | AnonymousUser, *, on: date) -> Self:
        """Keep those of drafts the person may edit, and of versions and mandate entries they may read."""
        drafts = _rows_of(StoredFile.drafts).writable_by(user, on=on)
        versions = _rows_of(StoredFile.versions).visible_to(user, on=on)
        entries = _rows_of(StoredFile.mandate_entries).visible_to(user, on=on)
        of_drafts = StoredFile.drafts.through.objects.filter(submission__in=drafts)
        of_versions = StoredFile.versions.through.objects.filter(submissionversion__in=versions)
        return self.filter(
            Q(pk__in=of_drafts.values("storedfile"))
            | Q(pk__in=of_versions.values("storedfile"))
            | Q(pk__in=entries.exclude(file=None).values("file"))
        )


class StoredFile(models.Model):
    """An uploaded file under a random name. It never changes; a draft and its versions may share it.

    ``small`` is a small picture of a picture. Nobody opens a file that still waits for the virus scanner.
    """

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        # Removed by ``storing.forget_unheld_files``.
        Keep(
            ("file", "small", "name"),
            Data.UPLOAD,
            Then.DELETED,
            days=UNHELD_DAYS,
            counted=_("after you uploaded the file"),
        ),
        author("uploaded_by"),
        paper("file", "small", "name"),
        not_personal("sha256"),
    )

    class Scan(models.TextChoices):
        DONE = "done", pgettext_lazy("file", "Checked")
        WAITING = "waiting", _("The file is being checked")
        INFECTED = "infected", _("Removed by the virus check")

    file = models.FileField(_("file"), upload_to=random_name, validators=file_validators)
    name = columns.Line(_("name"), max_length=255)
    size = models.PositiveIntegerField(_("size in bytes"))
    small = models.FileField(_("small picture"), upload_to=random_name, blank=True)
    scan = models.CharField(_("virus check"), max_length=10, choices=Scan.choices, default=Scan.DONE)
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
        """Type and size for the text of a link: "pdf, 240 kB"."""
        return described(self.name, self.size)

    @property
    def can_be_opened(self) -> bool:
        """True when the file may be given to its readers."""
        return self.scan == self.Scan.DONE

    def remove_content(self) -> None:
        """Take the file and its small picture away from the disk."""
        for stored in (self.file, self.small):
            if stored and getattr(stored, "_committed", True):  # until it is stored, its name is the upload's
                stored.storage.delete(str(stored.name))
