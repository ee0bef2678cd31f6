"""The view of one commitment's outcome."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from audit.actions import by
from followups.actions.commitments import answer_commitment
from followups.forms.commitments import CommitmentForm
from followups.models import Commitment
from ui.deeds import done, sent


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_edit(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Record the outcome of a commitment, and redirect home to the others."""
    rows = Commitment.objects.writable_by(request.user, on=request.today).with_municipality()
    commitment = get_object_or_404(rows, pk=pk)
    form = CommitmentForm(sent(request), commitment=commitment)
    if done(form, lambda: answer_commitment(commitment, **form.cleaned_data, **by(request))):
        messages.success(request, _("The answer is saved."))
        return redirect("home")
    return render(request, "followups/commitment_edit.html", {"commitment": commitment, "form": form})
