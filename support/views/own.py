"""Views on a municipality's own needs and support."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from audit.actions import by
from programmes.models import Participation
from support.actions.cases import answer_support, raise_need, withdraw_support
from support.forms import AnswerForm, WithdrawForm
from support.models import SupportCase
from support.pages.own import SupportAnswerPage, led_participation, need_form, support_answer_page
from ui.deeds import done, sent
from ui.layout import FormPage, form_page


@require_http_methods(["GET", "HEAD", "POST"])
def support_answer(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Show the offer; the process leader accepts, declines, or closes the need."""
    data = sent(request)
    page = support_answer_page(request.user, pk, on=request.today, data=data)
    if data is not None and page.sent is None:
        messages.info(request, _("This has been noted already. You see how it stands now."))
        return redirect("support:support_answer", pk)
    if page.sent and _do(request, page, page.sent):
        return redirect("support:support_answer", pk)
    return render(request, "support/support_answer.html", {"page": page, "form": page.sent or page.form})


def _do(request: LoggedInRequest, page: SupportAnswerPage, form: AnswerForm | WithdrawForm) -> bool:
    """Answer the offer or close the need; a refusal is shown in the form."""
    deed: Any = answer_support
    sentence = _("Your answer is saved. The county board gets a mail.")
    if form is page.withdraw:
        deed, sentence = withdraw_support, _("The need is closed.")
    if not done(form, lambda: deed(page.case, **form.answers, **by(request))):
        return False
    messages.success(request, sentence)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def need_create(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Add a need; the county's coordinators are told."""
    participation = led_participation(request.user, slug, on=request.today)
    form = need_form(participation, sent(request))
    if form.is_valid():
        origin = SupportCase.Origin.MUNICIPALITY
        asked = form.cleaned_data | {"origin": origin, "actor": request.user, "at": timezone.now()}
        case = raise_need(participation, **asked)
        messages.success(request, _("The county board gets a mail about what you need."))
        return redirect("support:support_answer", case.pk)
    return form_page(request, form, _need_frame(participation))


def _need_frame(participation: Participation) -> FormPage:
    board = participation.cohort.county_board
    lead = _("%(county_board)s reads what you need and sees what they can offer.")
    return FormPage(
        _("Ask for support"),
        _("My municipality"),
        reverse("homes:own_municipality"),
        hint=participation.municipality,
        lead=lead % {"county_board": board.short_name if board else ""},
    )
