"""The audit trail: what was done, by whom, to what, when. Rows are only added."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from audit.keep import HALF_A_YEAR, TWO_YEARS, Data, Keep, Then, not_personal

APPEND_ONLY = "The trail is append-only."
# The verbs of the security log begin with these.
ABOUT_ACCESS = ("login.", "user.", "coordinator.", "upload.refused")
# Lines of its log, too; but rows of the work, which are kept longer.
ALSO_LOGGED = ("enrolment.role_changed",)


@contextmanager
def _removing_old_rows() -> Iterator[None]:
    """Tell the trigger of PostgreSQL that this transaction removes rows whose time has passed."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.forgets = 'on'")
        yield
        cursor.execute("SET LOCAL portal.forgets = 'off'")


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Queries on the trail; nothing here changes a row, and only ``forget`` removes what is old."""

    def about(self, *targets: models.Model) -> Self:
        """Return the events of these objects, which are of one model."""
        kind = ContentType.objects.get_for_model(targets[0])
        return self.filter(content_type=kind, object_id__in=[str(target.pk) for target in targets])

    def visible_to(self, user: AbstractUser | AnonymousUser, *, on: date) -> Self:  # noqa: ARG002
        """Return the whole trail for staff, nothing for anybody else."""
        return self if user.is_active and user.is_staff else self.none()

    def about_access(self) -> Self:
        """Keep the security log: who came in or was refused, and what changed about accounts and rights."""
        return self.filter(self._access())

    def about_work(self) -> Self:
        """Keep the rest."""
        return self.exclude(self._access())

    @staticmethod
    def _access() -> models.Q:
        verbs = models.Q()
        for beginning in ABOUT_ACCESS:
            verbs |= models.Q(verb__startswith=beginning)
        return verbs

    def forget(self) -> tuple[int, dict[str, int]]:
        """Remove these rows, whose time has passed; PostgreSQL itself refuses younger ones."""
        with _removing_old_rows():
            return super().delete()

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse: a recorded event is never changed."""
        raise TypeError(APPEND_ONLY)

    def delete(self) -> NoReturn:
        """Refuse: a recorded event is never deleted."""
        raise TypeError(APPEND_ONLY)


class AuditEvent(models.Model):
    """One recorded action. ``data`` holds codes, ids and dates, never what a person wrote."""

    KEEPS: ClassVar[tuple[Keep, ...]] = (
        Keep(
            ("actor", "data"),
            Data.ACCESS,
            Then.DELETED,
            days=HALF_A_YEAR,
            counted=_("after it happened"),
            since="at",
            among="about_access",
        ),
        Keep(
            ("actor", "data"),
            Data.TRAIL,
            Then.DELETED,
            days=TWO_YEARS,
            counted=_("after it happened"),
            since="at",
            among="about_work",
        ),
        not_personal("verb", "object_id"),
    )

    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="audit_events",
        verbose_name=_("by whom"),
        help_text=_("Empty when the clock did it."),
    )
    verb = models.CharField(_("what"), max_length=100)
    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind of thing")
    )
    object_id = models.CharField(_("number"), max_length=64)
    data = models.JSONField(_("facts"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("content_type", "object_id", "-at"), name="audit_event_by_target"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one that exists."""
        if not self._state.adding:
            raise TypeError(APPEND_ONLY)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse: a recorded event is never deleted."""
        raise TypeError(APPEND_ONLY)


class Moving(models.Model):
    """A row whose state changes only along ``MOVES``.

    ``REFUSED`` is the sentence for anything else, or one for each state asked for; ``%(state)s`` in it
    names the state that holds.
    """

    MOVES: ClassVar[dict[str, set[str]]]
    REFUSED: ClassVar[Any] = ""
    State: Any
    state: Any

    class Meta:
        abstract = True

    def move(self, *, to: str) -> None:
        """Change the state, or refuse."""
        if to not in self.MOVES[self.state]:
            raise ValidationError(self.refusal(to), params={"state": self.State(self.state).label})
        self.state = to

    def refusal(self, to: str) -> Any:
        """Return the sentence that refuses the state ``to``."""
        return self.REFUSED[to] if isinstance(self.REFUSED, dict) else self.REFUSED
