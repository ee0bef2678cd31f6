"""Views on the catalogue of support."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from audit.actions import by
from municipalities.models import CountyBoard
from support.actions.offers import (
    add_support_offer,
    change_support_offer,
    restore_support_offer,
    retire_support_offer,
)
from support.forms import SupportOfferForm
from support.models import SupportOffer
from support.pages.offers import support_offer_list_page
from ui.deeds import done, sent
from ui.layout import FormPage, form_page

# The buttons that take support out of the catalogue and put it back.
MOVES = {"retire": retire_support_offer, "restore": restore_support_offer}


@require_safe
def support_offer_list(request: LoggedInRequest) -> HttpResponse:
    """Show the support on offer, nationally and in the county, by development area."""
    page = support_offer_list_page(request.user, on=request.today)
    return render(request, "support/support_offer_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def support_offer_create(request: LoggedInRequest) -> HttpResponse:
    """Add support to the county's catalogue."""
    boards = CountyBoard.objects.coordinated_by(request.user, on=request.today)
    if not boards:
        raise Http404
    form = SupportOfferForm(sent(request), boards=boards)
    if done(form, lambda: add_support_offer(form.county, **form.answers, **by(request))):
        messages.success(request, _("The support is in the catalogue."))
        return redirect("support:support_offer_list")
    back = _("the catalogue"), reverse("support:support_offer_list")
    return form_page(request, form, FormPage(_("Add support"), *back))


@require_http_methods(["GET", "HEAD", "POST"])
def support_offer_edit(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Change support of the county, or stop offering it."""
    own = SupportOffer.objects.writable_by(request.user, on=request.today)
    offer = get_object_or_404(own.select_related("county_board"), pk=pk)
    if move := MOVES.get(request.POST.get("action", "")):
        move(offer, **by(request))
        return redirect("support:support_offer_edit", pk)
    boards = CountyBoard.objects.coordinated_by(request.user, on=request.today)
    form = SupportOfferForm(sent(request), boards=boards, offer=offer)
    if done(form, lambda: change_support_offer(offer, **form.answers, **by(request))):
        messages.success(request, _("The support is changed."))
        return redirect("support:support_offer_list")
    return render(request, "support/support_offer_edit.html", {"offer": offer, "form": form})
