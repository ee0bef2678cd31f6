"""Views on needs and support, for the county board and MÄN."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from audit.actions import by
from support.actions.cases import (
    deliver_support,
    evaluate_support,
    offer_support,
    open_support,
    start_support,
    withdraw_support,
)
from support.forms import DeedForm
from support.models import SupportCase
from support.pages.cases import support_case_page, support_create_form, support_list_page
from ui.deeds import done, result_of, sent
from ui.layout import FormPage, form_page

# The name of a form's action → the action, and the message after it.
DEEDS: dict[str, tuple[Any, Any]] = {
    "offer": (
        offer_support,
        gettext_lazy("The support is offered. The municipality's process leader gets a mail."),
    ),
    "start": (start_support, gettext_lazy("The start is noted.")),
    "deliver": (
        deliver_support,
        gettext_lazy("The support is done. The next check-in asks whether it helped."),
    ),
    "evaluate": (evaluate_support, gettext_lazy("The answer is saved.")),
    "withdraw": (withdraw_support, gettext_lazy("The need is closed.")),
}


@require_safe
def support_list(request: LoggedInRequest) -> HttpResponse:
    """Show needs without an offer, offers without an answer, support under way, and closed cases."""
    page = support_list_page(request.user, request.GET, on=request.today)
    return render(request, "support/support_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def support_create(request: LoggedInRequest) -> HttpResponse:
    """Add a municipality's need, with an offer at once if one is chosen."""
    form = support_create_form(request.user, request.GET, sent(request), on=request.today)
    case = result_of(form, lambda: open_support(**form.cleaned_data, **by(request)))
    if case:
        messages.success(request, DEEDS["offer"][1] if case.offer else _("The need is noted."))
        return redirect(case)
    lead = _(
        "Write what the municipality needs. Leave the offer empty if you do not know yet what would help."
    )
    back = _("needs and support"), reverse("support:support_list")
    return form_page(request, form, FormPage(_("Offer support"), *back, lead=lead))


@require_http_methods(["GET", "HEAD", "POST"])
def support_case(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Show one need with its history, and take the next action."""
    data = sent(request)
    page = support_case_page(request.user, pk, on=request.today, data=data)
    if data is not None and page.sent is None:
        messages.info(request, _("This has been noted already. You see how it stands now."))
        return redirect(page.case)
    if page.sent and _do(request, page.case, page.sent):
        return redirect(page.case)
    return render(request, "support/support_case.html", {"page": page, "form": page.sent})


def _do(request: LoggedInRequest, case: SupportCase, form: DeedForm) -> bool:
    action, sentence = DEEDS[form.deed]
    if not done(form, lambda: action(case, **form.answers, **by(request))):
        return False
    messages.success(request, sentence)
    return True
