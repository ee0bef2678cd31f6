"""The outbox for staff: the mails with their states, and the actions to retry and stop."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from audit.admin import ReadingAdmin
from notifications.actions.delivery import cancel, retry
from notifications.models import Message

SHOWN_BEFORE_CONFIRMING = 10


class ProblemFilter(admin.SimpleListFilter):
    """Filter by the rows that need attention."""

    title = _("trouble")
    parameter_name = "trouble"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        """List the two kinds of trouble."""
        return [("failed", pgettext_lazy("mail", "Not delivered")), ("slow", _("Tried for over an hour"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        """Keep the rows with the chosen trouble."""
        chosen: dict[str | None, Callable[[], QuerySet[Message]]] = {
            "failed": queryset.failed,
            "slow": lambda: queryset.slow(timezone.now()),
        }
        return chosen.get(self.value(), queryset.all)()


@admin.register(Message)
class MessageAdmin(ReadingAdmin):
    """Mails, read-only; the outbox's actions change their state."""

    list_display = ("subject", "address", "kind", "state", "reason_in_words", "queued_at", "sent_at")
    list_filter = (ProblemFilter, "state", "kind", "urgent", "language")
    list_select_related = ("recipient",)
    date_hierarchy = "queued_at"
    search_fields = (
        "subject",
        "key",
        "to_email",
        "recipient__email",
        "recipient__first_name",
        "recipient__last_name",
    )
    actions = ("retry_chosen", "cancel_chosen")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("subject", "address", "text")}),
        (
            _("Delivery"),
            {
                "fields": (
                    "state",
                    "reason_in_words",
                    "attempts",
                    "queued_at",
                    "not_before",
                    "lease_until",
                    "sent_at",
                )
            },
        ),
        (_("Details"), {"fields": ("kind", "urgent", "language", "key", "message_id", "facts")}),
    )

    @admin.display(description=pgettext_lazy("mail", "to"))
    def address(self, message: Message) -> str:
        """Return the address."""
        person = message.recipient
        return str(person) if person and person.protected_identity else message.address

    @admin.display(description=pgettext_lazy("mail", "reason"))
    def reason_in_words(self, message: Message) -> str:
        """Return the reason in words."""
        return message.reason_shown()

    @admin.action(description=_("Try again to send the chosen mails"), permissions=["view"])
    def retry_chosen(self, request: HttpRequest, queryset: QuerySet[Message]) -> HttpResponse | None:
        """Ask for confirmation, then retry each mail."""
        texts = {
            "title": _("Try again to send mails"),
            "button": ngettext("Send %(count)d mail again", "Send %(count)d mails again", queryset.count()),
            "explanation": _("Only mails that were not delivered can be sent again."),
        }
        return self._confirm_then(request, queryset, "retry_chosen", retry, texts)

    @admin.action(description=_("Stop the chosen mails"), permissions=["view"])
    def cancel_chosen(self, request: HttpRequest, queryset: QuerySet[Message]) -> HttpResponse | None:
        """Ask for confirmation, then stop each mail."""
        texts = {
            "title": _("Stop mails"),
            "button": ngettext("Stop %(count)d mail", "Stop %(count)d mails", queryset.count()),
            "explanation": _("Nobody gets a mail that you stop. It stays in the list."),
        }
        return self._confirm_then(request, queryset, "cancel_chosen", cancel, texts)

    def _confirm_then(
        self,
        request: HttpRequest,
        queryset: QuerySet[Message],
        action: str,
        deed: Callable[..., Message],
        texts: dict[str, Any],
    ) -> HttpResponse | None:
        if "confirmed" in request.POST:
            done = self.count_done(request, queryset, deed)
            sentence = ngettext("%(count)d mail was changed.", "%(count)d mails were changed.", done)
            if done:
                messages.success(request, sentence % {"count": done})
            else:
                messages.warning(request, gettext("No mail was changed."))
            return None
        texts["button"] = texts["button"] % {"count": queryset.count()}
        context = {
            **self.admin_site.each_context(request),
            **texts,
            "action": action,
            "opts": self.opts,
            "chosen": queryset,
            "shown": queryset[:SHOWN_BEFORE_CONFIRMING],
            "hidden_count": max(queryset.count() - SHOWN_BEFORE_CONFIRMING, 0),
        }
        return render(request, "notifications/message_confirm.html", context)
