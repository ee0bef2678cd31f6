"""Needs and support, for the county board and MÄN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from accounts.roles import require_staff
from followups import actions
from followups.forms import add_refusal
from followups.pages.support import support_case_page, support_create_form, support_list_page
from followups.pages.support_use import support_use_page

if TYPE_CHECKING:
    from followups.forms.support import DeedForm
    from followups.models import SupportCase

# What a form's deed is called → the action, and what to say when it is done.
DEEDS: dict[str, tuple[Any, Any]] = {
    "offer": (
        actions.offer_support,
        gettext_lazy("The support is offered. The municipality's process leader gets a mail."),
    ),
    "start": (actions.start_support, gettext_lazy("The start is noted.")),
    "deliver": (
        actions.deliver_support,
        gettext_lazy("The support is done. The next check-in asks whether it helped."),
    ),
    "evaluate": (actions.evaluate_support, gettext_lazy("The answer is saved.")),
    "withdraw": (actions.withdraw_support, gettext_lazy("The need is closed.")),
}


@require_safe
def support_list(request: LoggedInRequest) -> HttpResponse:
    """Needs without an offer, offers without an answer, support under way; then what is over."""
    page = support_list_page(request.user, request.GET, on=request.today)
    return render(request, "followups/support_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def support_create(request: LoggedInRequest) -> HttpResponse:
    """Note a municipality's need, and offer support at once if it is clear what would help."""
    data = request.POST if request.method == "POST" else None
    form = support_create_form(request.user, request.GET, data, on=request.today)
    if form.is_valid():
        try:
            case = actions.open_support(**form.cleaned_data, actor=request.user, at=timezone.now())
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, DEEDS["offer"][1] if case.offer else _("The need is noted."))
            return redirect(case)
    return render(request, "followups/support_create.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def support_case(request: LoggedInRequest, pk: int) -> HttpResponse:
    """One need with its story, and what is to be done next."""
    data = request.POST if request.method == "POST" else None
    page = support_case_page(request.user, pk, on=request.today, data=data)
    if data is not None and page.sent is None:
        messages.info(request, _("This has been noted already. You see how it stands now."))
        return redirect(page.case)
    if page.sent and page.sent.is_valid() and _do(request, page.case, page.sent):
        return redirect(page.case)
    return render(request, "followups/support_case.html", {"page": page, "form": page.sent})


def _do(request: LoggedInRequest, case: SupportCase, form: DeedForm) -> bool:
    """Do what the form asks for; a refusal is said in the form."""
    action, done = DEEDS[form.deed]
    try:
        action(case, **form.answers, actor=request.user, at=timezone.now())
    except ValidationError as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, done)
    return True


@require_safe
def support_use(request: LoggedInRequest) -> HttpResponse:
    """Which support is used, and whether it helps."""
    require_staff(request.user)
    return render(request, "followups/support_use.html", {"page": support_use_page()})
