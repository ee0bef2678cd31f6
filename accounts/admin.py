"""People in the admin: every change goes through an action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.forms import ChangeEmailForm, RightsForm
from accounts.models import User
from accounts.names import is_shown, show_name
from audit.actions import by, hold_for
from audit.admin import TrailAdmin
from ui.deeds import done, sent

DETAILS = ("first_name", "last_name", "title", "phone", "language", "protected_identity")


class RoleFilter(admin.SimpleListFilter):
    """Filter by a role that the person has today."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """List the roles."""
        return [
            ("staff", _("MÄN staff")),
            ("reader", _("Numbers only")),
            ("coordinator", _("Coordinator")),
            ("participant", _("Participant")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Keep the people who have the chosen role."""
        fields = {
            "staff": "is_staff",
            "reader": "is_reader",
            "coordinator": "is_coordinator",
            "participant": "is_participant",
        }
        chosen = fields.get(self.value() or "")
        return queryset.filter(**{chosen: True}) if chosen else queryset


@admin.register(User)
class UserAdmin(TrailAdmin):
    """One row per person; adding means inviting, and the address is changed on a page of its own."""

    list_display = ("full_name", "address", "roles", "last_login", "is_active")
    list_filter = (RoleFilter, "is_active", ("last_login", admin.EmptyFieldListFilter), "language")
    search_fields = ("first_name", "last_name", "email")
    facts = ("rights_link", "is_active", "last_login", "date_joined", "erase_link")
    readonly_fields = ("change_email_link", *facts)
    actions = ("deactivate", "reactivate", "reset_second_factor")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Fetch today's roles with the list, without a query per row."""
        return super().get_queryset(request).with_roles(on=timezone.localdate())

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Ask for the address when inviting; later show it with a link to its own page."""
        if obj is None:
            return [(None, {"fields": ("email", *DETAILS)})]
        return [(None, {"fields": ("change_email_link", *DETAILS)}), (_("Account"), {"fields": self.facts})]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Reserve superusers to superusers: changing their address is enough to log in as them.

        Nobody writes a name where one was erased.
        """
        if isinstance(obj, User) and obj.forgotten_at:
            return False
        if isinstance(obj, User) and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        """Invite or correct through the actions, which also write the audit trail."""
        asked = by(request)
        given = form.cleaned_data
        if not change:
            user = actions.invite_user(**given, **asked)
            obj.pk, obj._state.adding = user.pk, False  # noqa: SLF001
            return
        actions.update_profile(obj, **{name: given[name] for name in DETAILS if name in given}, **asked)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages that change an address and rights."""
        change, rights = map(self.admin_site.admin_view, (self.change_email_view, self.change_rights_view))
        return [
            path("<int:pk>/e-post/", change, name="accounts_user_change_email"),
            path("<int:pk>/behorighet/", rights, name="accounts_user_change_rights"),
            *super().get_urls(),
        ]

    @transaction.atomic
    def change_email_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change a person's address through the action."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if not is_shown(request, user):
            return redirect("admin:accounts_user_change", user.pk)
        hold_for(request, user)
        form = ChangeEmailForm(sent(request), shown={"email": user.email})
        if done(form, lambda: actions.change_email(user, **form.cleaned_data, **by(request))):
            messages.success(request, _("The address is changed. The person has to log in again."))
            return redirect("admin:accounts_user_change", user.pk)
        context = {**self.admin_site.each_context(request), "title": _("Change e-mail address")}
        context |= {"form": form, "person": user}
        return render(request, "accounts/user_change_email.html", context, status=form.status)

    @transaction.atomic
    def change_rights_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make somebody a colleague or a system owner, or end that, after a page that says what it means."""
        user = get_object_or_404(User, pk=pk)
        if not request.user.is_superuser:
            raise PermissionDenied
        hold_for(request, user)
        form = RightsForm(sent(request), initial={"rights": RightsForm.held_by(user)})
        if done(form, lambda: actions.change_rights(user, **form.chosen, **by(request))):
            messages.success(request, _("The rights are changed, and the system owners are told by mail."))
            return redirect("admin:accounts_user_change", user.pk)
        context = {**self.admin_site.each_context(request), "title": _("Change rights")}
        context |= {"form": form, "person": user}
        return render(request, "accounts/user_change_rights.html", context, status=form.status)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a person; one with protected identity only after asking for it, which the trail keeps."""
        user = self.get_object(request, unquote(object_id))
        if user is None or is_shown(request, user) or not self.has_view_permission(request, user):
            return super().change_view(request, object_id, *args, **kwargs)
        if request.method == "POST" and "show_name" in request.POST:
            show_name(request, user)
            return redirect(request.path)
        context = {**self.admin_site.each_context(request), "title": _("Protected identity")}
        return render(request, "accounts/user_protected.html", {**context, "person": user})

    @admin.display(description=_("rights"))
    def rights_link(self, user: User) -> str:
        """Show the rights and a link to the page where a system owner changes them."""
        url = reverse("admin:accounts_user_change_rights", args=(user.pk,))
        held = dict(RightsForm.RIGHTS)[RightsForm.held_by(user)]
        change = _("Change rights") if user.works_at_man else _("Make a colleague")
        return format_html('{} – <a href="{}">{}</a>', held, url, change)

    @admin.display(description=_("erasing"))
    def erase_link(self, user: User) -> str:
        """Link to the page that erases somebody who asks for it."""
        url = reverse("participants:person_erase", args=(user.pk,))
        return format_html('<a href="{}">{}</a>', url, _("Erase the person"))

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        """Show the name; a list needs none of a person with protected identity, but a number to tell by."""
        if not user.protected_identity:
            return user.shown_name
        number = _("no. %(number)s") % {"number": user.pk}
        return f"{user.shown_name} ({_('protected identity')}), {number}"

    @admin.display(description=_("e-mail address"), ordering="email")
    def address(self, user: User) -> str:
        """Show the address; a list needs none of a person with protected identity."""
        return "–" if user.protected_identity else user.email

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        """List today's roles."""
        held = {
            _("System owner"): user.is_superuser,
            _("MÄN staff"): user.is_staff,
            _("Numbers only"): user.is_reader,
            _("Coordinator"): user.is_coordinator,
            _("Participant"): user.is_participant,
        }
        return ", ".join(str(role) for role, holds in held.items() if holds) or "–"

    @admin.display(description=_("e-mail address"))
    def change_email_link(self, user: User) -> str:
        """Show the address and a link to the page that changes it."""
        url = reverse("admin:accounts_user_change_email", args=(user.pk,))
        return format_html('{} – <a href="{}">{}</a>', user.email, url, _("Change e-mail address"))

    @admin.action(description=_("Close the accounts"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Close the chosen accounts."""
        self._each(request, queryset, actions.deactivate_user)

    @admin.action(description=_("Open the accounts again"), permissions=["change"])
    def reactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Open the chosen accounts again."""
        self._each(request, queryset, actions.reactivate_user)

    @admin.action(description=_("Remove the second step (lost phone)"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let the chosen people set up a new second step."""
        self._each(request, queryset, actions.reset_second_factor)

    def _each(self, request: HttpRequest, queryset: QuerySet[User], deed: Callable[..., User]) -> None:
        """Apply the action to each person; a refusal is shown with the name and does not stop the rest."""
        for user in queryset:
            if user.forgotten_at:
                messages.error(request, _("This person is erased. Invite the person anew."))
                continue
            if not self.has_change_permission(request, user):
                messages.error(request, _("Only a superuser changes a superuser."))
                continue
            try:
                deed(user, **by(request))
            except ValidationError as refusal:
                messages.error(request, f"{self.full_name(user)}: {' '.join(refusal.messages)}")
            else:
                messages.success(request, _("Done: %(name)s") % {"name": self.full_name(user)})
