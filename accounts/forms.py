"""The account page's form, and allauth's forms in our words."""

from __future__ import annotations

from django import forms

from accounts.models import User


class AccountForm(forms.ModelForm):
    """What a person may correct about themselves; the address is changed by MÄN."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "phone", "title", "language")
