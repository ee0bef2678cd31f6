"""Permissions in the admin."""

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

STAFF_DEEDS = frozenset({"view", "add", "change"})


class StaffBackend(AuthenticationBackend):
    """Staff may view, add and change everything of ours, and delete nothing.

    A rule and no rows of permissions: it holds right after ``migrate`` and for every new model, and nobody
    has to grant it to new staff.
    """

    def has_perm(
        self, user_obj: AbstractBaseUser | AnonymousUser, perm: str, obj: Model | None = None
    ) -> bool:
        """Apply the rule to staff; Django has answered for superusers before."""
        app, _, deed = perm.partition(".")
        if _is_staff(user_obj) and app in settings.OUR_APPS and deed.partition("_")[0] in STAFF_DEEDS:
            return True
        return super().has_perm(user_obj, perm, obj=obj)

    def has_module_perms(self, user_obj: AbstractBaseUser | AnonymousUser, app_label: str) -> bool:
        """Show our apps to staff in the admin."""
        known = app_label in settings.OUR_APPS and apps.is_installed(app_label)
        return (_is_staff(user_obj) and known) or super().has_module_perms(user_obj, app_label)


def _is_staff(user: AbstractBaseUser | AnonymousUser) -> bool:
    return user.is_active and getattr(user, "is_staff", False)
