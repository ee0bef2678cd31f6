"""The views of one commitment: made beside a check-in, ticked, corrected and dropped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from audit.actions import by, hold_for
from followups.actions.commitments import change_commitment, make_commitment
from followups.models import Commitment
from followups.pages.commitments import CommitmentPage, new_commitment_page
from ui.deeds import done, holding, sent
from ui.layout import form_page


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_new(request: LoggedInRequest) -> HttpResponse:
    """Let a coordinator, a process leader or staff write down what was agreed on."""
    page = new_commitment_page(request.user, request.GET.get("kommun", ""), on=request.today)
    form = page.new_form(sent(request), number=request.GET.get("tillfalle", ""))
    if done(form, lambda: make_commitment(page.whose, **page.owned(form.cleaned_data), **by(request))):
        messages.success(request, _("Saved: %(text)s") % {"text": form.cleaned_data["text"]})
        return redirect(page.back_url)
    return form_page(request, form, page.frame)


@require_http_methods(["GET", "HEAD", "POST"])
@holding
def commitment_edit(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Tick, correct, drop or open a commitment again, and redirect to the others."""
    rows = Commitment.objects.writable_by(request.user, on=request.today).with_whose()
    commitment = get_object_or_404(rows, pk=pk)
    hold_for(request, commitment)
    page = CommitmentPage.of(request.user, commitment.participation or commitment.enrolment, on=request.today)
    form = page.form(commitment, sent(request))
    if done(form, lambda: change_commitment(commitment, **form.cleaned_data, **by(request))):
        messages.success(request, _("The change is saved."))
        return redirect(page.home_url)
    context = {"commitment": commitment, "form": form, "page": page}
    return render(request, "followups/commitment_edit.html", context, status=form.status)
