"""Parts that forms before an action share."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict

from ui.layout import Link, Submit, Words, drawn

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=HttpRequest)


def holding(view: Callable[Concatenate[R, P], HttpResponse]) -> Callable[Concatenate[R, P], HttpResponse]:
    """Run a POST in one transaction: the rows that the view holds stay as its form found them until saved."""

    @wraps(view)
    def held(request: R, *args: P.args, **facts: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **facts)
        with transaction.atomic():
            return view(request, *args, **facts)

    return held


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with; None where its page is only read."""
    return request.POST if request.method == "POST" else None


def done(form: forms.BaseForm, deed: Callable[P, object], *args: P.args, **facts: P.kwargs) -> bool:
    """Call the action if the form is valid; say whether it succeeded. A refusal becomes the form's errors.

    Wrap an action that reads the form's answers in a ``lambda``: they exist only once the form is valid.
    """
    if not form.is_valid():
        return False
    try:
        deed(*args, **facts)
    except ValidationError as refusal:
        add_refusal(form, refusal)
        return False
    return True


def result_of(form: forms.BaseForm, deed: Callable[P, T], *args: P.args, **facts: P.kwargs) -> T | None:
    """Return the action's result, or None where ``done`` would return False."""
    made: list[T] = []
    done(form, lambda: made.append(deed(*args, **facts)))
    return made[0] if made else None


def add_refusal(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Show an action's refusal at its fields; errors of fields that the form lacks stand above it."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class ConfirmForm(forms.Form):
    """A form without fields, for pages with one button; an action's refusal is shown in it."""

    def __init__(self, data: Any = None, *, button: Words, leave: Words) -> None:
        super().__init__(data)
        self.helper = drawn(Submit(button), Link(leave), css_class="bar row")
