"""The audit trail: what was done, by whom, to what, when. Rows are only added."""

from datetime import date
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

APPEND_ONLY = "The trail is append-only."


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Queries on the trail; nothing here changes or deletes a row."""

    def about(self, target: models.Model) -> Self:
        """Return the events of one object."""
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=str(target.pk))

    def visible_to(self, user: AbstractUser | AnonymousUser, *, on: date) -> Self:  # noqa: ARG002
        """Return the whole trail for staff, nothing for anybody else."""
        return self if user.is_active and user.is_staff else self.none()

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse: a recorded event is never changed."""
        raise TypeError(APPEND_ONLY)

    def delete(self) -> NoReturn:
        """Refuse: a recorded event is never deleted."""
        raise TypeError(APPEND_ONLY)


class AuditEvent(models.Model):
    """One recorded action. ``data`` holds codes, ids and dates, never what a person wrote."""

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
