"""Views on needs and support, and on the catalogue of support."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import LoggedInRequest
from audit.actions import by, hold_for
from municipalities.models import CountyBoard
from notifications.summaries import receipt
from support.actions import cases, catalogue
from support.actions.telling import mails_of
from support.forms.catalogue import SupportOfferForm
from support.forms.deeds import PhoneAnswerForm
from support.forms.needs import NeedForm
from support.models import SupportCase, SupportOffer
from support.pages.cases import led_participation, support_create_form, support_list_page
from support.pages.offers import support_offer_list_page
from support.pages.story import Story, offer_page, own_case, support_answer_page, support_case_page
from ui.deeds import done, holding, result_of, sent
from ui.layout import FormPage, form_page

GET_OR_POST = ["GET", "HEAD", "POST"]
# The name of a form's action → the action, and the message after it.
DEEDS: dict[str, tuple[Any, Any]] = {
    "offer": (cases.offer_support, gettext_lazy("The support is offered.")),
    "answer": (cases.answer_support, gettext_lazy("Your answer is saved.")),
    "start": (cases.start_support, gettext_lazy("The start is noted.")),
    "deliver": (
        cases.deliver_support,
        gettext_lazy("The support is done. The municipality's process leader is asked whether it helped."),
    ),
    "evaluate": (cases.evaluate_support, gettext_lazy("The answer is saved.")),
    "tell": (cases.tell_outcome, gettext_lazy("Your answer is saved. The county board reads it.")),
    "withdraw": (cases.withdraw_support, gettext_lazy("The need is closed.")),
    "change": (cases.change_offer, gettext_lazy("The offer is changed.")),
    "withdraw_offer": (cases.withdraw_offer, gettext_lazy("The offer is withdrawn.")),
}
NEED_RAISED = gettext_lazy("The need is sent to the county board.")
# Why nobody gets a mail about a deed.
NO_LEADER = gettext_lazy("Nobody gets a mail: the municipality has no process leader in the portal.")
NO_COORDINATOR = gettext_lazy("Nobody gets a mail: the county board has no other coordinator in the portal.")
NO_MAIL = gettext_lazy("Nobody gets a mail about this. It is seen in the portal.")
NOBODY = {
    "offer": NO_LEADER,
    "change": NO_LEADER,
    "answer": NO_COORDINATOR,
    "raise": NO_COORDINATOR,
    "deliver": NO_MAIL,
    "withdraw": NO_MAIL,
    "withdraw_offer": NO_MAIL,
    "take_back": NO_MAIL,
}
NEED_ADDED = gettext_lazy("What you wrote is added to the need. The county board reads it in the portal.")
# The buttons that take support out of the catalogue and put it back.
MOVES = {"retire": catalogue.retire_support_offer, "restore": catalogue.restore_support_offer}


def _say(request: LoggedInRequest, sentence: Any, case: SupportCase, deed: str) -> None:
    """Say what was done, and who is told."""
    mails, nobody = mails_of(case, deed), NOBODY.get(deed, "")
    messages.success(request, receipt(sentence, mails, reader=request.user, at=timezone.now(), nobody=nobody))


@require_safe
def support_list(request: LoggedInRequest) -> HttpResponse:
    """Show needs without an offer, offers without an answer, support under way, and closed cases."""
    page = support_list_page(request.user, request.GET, on=request.today)
    return render(request, "support/support_list.html", {"page": page})


@require_http_methods(GET_OR_POST)
def support_create(request: LoggedInRequest) -> HttpResponse:
    """Add a municipality's need, with an offer at once if one is chosen."""
    form = support_create_form(request.user, request.GET, sent(request), on=request.today)
    case = result_of(form, lambda: cases.open_support(**form.cleaned_data, **by(request)))
    if case:
        _say(
            request,
            DEEDS["offer"][1] if case.offer else _("The need is noted."),
            case,
            "offer" if case.offer else "",
        )
        return redirect(case)
    lead = _(
        "Write what the municipality needs. Leave the offer empty if you do not know yet what would help."
    )
    back = _("needs and support"), reverse("support:support_list")
    return form_page(request, form, FormPage(_("Offer support"), *back, lead=lead))


@require_http_methods(GET_OR_POST)
def support_case(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Show one need with its history to the county board and MÄN, and take the next action."""
    return _story(request, pk, support_case_page, "support/support_case.html")


@require_http_methods(GET_OR_POST)
def support_answer(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Show the offer to the municipality; the process leader accepts, declines, or closes the need."""
    return _story(request, pk, support_answer_page, "support/support_answer.html")


@holding
def _story(request: LoggedInRequest, pk: int, page_of: Callable[..., Story], template: str) -> HttpResponse:
    """Show a case; do what one of its forms asks for. A refusal is shown in the form."""
    data = sent(request)
    page = page_of(request.user, pk, on=request.today, data=data)
    form = page.sent
    if data is not None and form is None:
        messages.warning(request, _("This has been noted already. You see how it stands now."))
        return redirect(request.path)
    if form:
        action, sentence = DEEDS[form.deed]
        if case := result_of(form, lambda: action(page.case, **form.answers, **by(request))):
            _say(request, sentence, case, form.deed)
            return redirect(request.path)
    status = getattr(form, "status", HTTPStatus.OK)
    return render(request, template, {"page": page, "form": form}, status=status)


@require_http_methods(GET_OR_POST)
def support_phone_answer(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Note an answer that came by phone; an offer that has its answer leads back to the case."""
    case = own_case(request.user, pk, on=request.today)
    if not case.is_offered:
        messages.warning(request, _("There is no offer that waits for an answer."))
        return redirect(case)
    form = PhoneAnswerForm(sent(request), case=case, on=request.today)
    if noted := result_of(form, lambda: cases.note_answer(case, **form.answers, **by(request))):
        _say(request, _("The answer is noted. The municipality sees it in the portal."), noted, "answer")
        return redirect(case)
    lead = _("%(municipality)s was offered: %(offer)s.")
    lead %= {"municipality": case.participation.municipality, "offer": case.offer}
    back = _("the case"), case.get_absolute_url()
    return form_page(request, form, FormPage(_("Note an answer by phone"), *back, hint=case, lead=lead))


@require_http_methods(GET_OR_POST)
@holding
def support_offer_change(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Change or take back an offer that is not answered; one that is leads back to the case."""
    case = own_case(request.user, pk, on=request.today)
    if not case.is_offered:
        messages.warning(request, _("There is no offer that waits for an answer."))
        return redirect(case)
    page = offer_page(case, on=request.today, data=sent(request))
    form = page.sent
    if form:
        action, sentence = DEEDS[form.deed]
        if changed := result_of(form, lambda: action(case, **form.answers, **by(request))):
            _say(request, sentence, changed, form.deed)
            return redirect(case)
    status = form.status if form else HTTPStatus.OK
    return render(request, "support/support_offer_change.html", {"page": page, "form": form}, status=status)


@require_POST
def support_take_back(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Open again what was closed, or take back an answer, a start or a delivery."""
    both = SupportCase.objects.of_both_sides(request.user, on=request.today)
    case = get_object_or_404(both, pk=pk)
    is_board = SupportCase.objects.writable_by(request.user, on=request.today).contains(case)
    try:
        cases.take_back(case, seen=request.POST.get("seen", ""), is_board=is_board, **by(request))
        _say(request, _("Taken back. It stands as it did before."), case, "take_back")
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("support:support_case" if is_board else "support:support_answer", pk)


@require_http_methods(GET_OR_POST)
def need_create(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Add a need of one's own municipality; the county's coordinators are told."""
    participation = led_participation(request.user, slug, on=request.today)
    form = NeedForm(sent(request), participation=participation)
    asked = {"origin": SupportCase.Origin.MUNICIPALITY, **by(request)}
    case = result_of(form, lambda: cases.raise_need(participation, **form.cleaned_data, **asked))
    if case:
        is_added = form.cleaned_data.get("same") == str(case.pk)
        _say(request, NEED_ADDED if is_added else NEED_RAISED, case, "add" if is_added else "raise")
        return redirect("support:support_answer", case.pk)
    lead = _("%(county_board)s reads what you need and looks into what support there is.")
    lead %= {"county_board": participation.county_board.short_name}
    back = _("My municipality"), reverse("homes:own_municipality")
    frame = FormPage(_("Ask for support"), *back, hint=participation.municipality, lead=lead)
    return form_page(request, form, frame)


@require_safe
def support_offer_list(request: LoggedInRequest) -> HttpResponse:
    """Show the support on offer, nationally and in the county, by development area."""
    page = support_offer_list_page(request.user, on=request.today)
    return render(request, "support/support_offer_list.html", {"page": page})


@require_http_methods(GET_OR_POST)
def support_offer_create(request: LoggedInRequest) -> HttpResponse:
    """Add support to the county's catalogue."""
    boards = CountyBoard.objects.coordinated_by(request.user, on=request.today)
    if not boards:
        raise Http404
    form = SupportOfferForm(sent(request), boards=boards)
    if done(form, lambda: catalogue.add_support_offer(form.county, **form.answers, **by(request))):
        messages.success(request, _("The support is in the catalogue."))
        return redirect("support:support_offer_list")
    back = _("the catalogue"), reverse("support:support_offer_list")
    return form_page(request, form, FormPage(_("Add support"), *back))


@require_http_methods(GET_OR_POST)
@holding
def support_offer_edit(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Change support of the county, or stop offering it."""
    own = SupportOffer.objects.writable_by(request.user, on=request.today)
    offer = get_object_or_404(own.select_related("county_board"), pk=pk)
    hold_for(request, offer)
    if move := MOVES.get(request.POST.get("action", "")):
        move(offer, **by(request))
        return redirect("support:support_offer_edit", pk)
    boards = CountyBoard.objects.coordinated_by(request.user, on=request.today)
    form = SupportOfferForm(sent(request), boards=boards, offer=offer)
    if done(form, lambda: catalogue.change_support_offer(offer, **form.answers, **by(request))):
        messages.success(request, _("The support is changed."))
        return redirect("support:support_offer_list")
    context = {"offer": offer, "form": form}
    return render(request, "support/support_offer_edit.html", context, status=form.status)
