"""One commitment: what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from followups.actions.commitments import answer_commitment
from followups.forms.commitments import CommitmentForm
from followups.models import Commitment
from ui.deeds import add_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_edit(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Say what became of a commitment, and go home to the others."""
    rows = Commitment.objects.writable_by(request.user, on=request.today).with_municipality()
    commitment = get_object_or_404(rows, pk=pk)
    form = CommitmentForm(request.POST if request.method == "POST" else None, commitment=commitment)
    if form.is_valid():
        try:
            answer_commitment(commitment, **form.cleaned_data, actor=request.user, at=timezone.now())
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The answer is saved."))
            return redirect("home")
    return render(request, "followups/commitment_edit.html", {"commitment": commitment, "form": form})
