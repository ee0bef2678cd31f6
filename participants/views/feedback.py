"""Views on feedback, for MÄN."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from accounts.roles import require_staff
from audit.actions import by
from participants.actions.reviewing import give_feedback
from participants.forms.feedback import FeedbackForm
from participants.models import Submission
from participants.pages.feedback import feedback_page, queue_rows
from ui.deeds import done, sent


@require_safe
def feedback_queue(request: LoggedInRequest) -> HttpResponse:
    """Show everything that waits for feedback, the oldest first."""
    require_staff(request.user)
    return render(request, "participants/feedback_queue.html", {"rows": queue_rows(on=request.today)})


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_edit(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Show a hand-in and give feedback on it; then continue with the next in the queue."""
    reviewable = Submission.objects.reviewable_by(request.user, on=request.today)
    submission = get_object_or_404(reviewable.with_authors(), pk=pk)
    form = FeedbackForm(sent(request), submission=submission)
    page = feedback_page(submission, on=request.today)
    if done(form, lambda: give_feedback(submission, **form.cleaned_data, **by(request))):
        messages.success(request, _receipt(submission, form.cleaned_data["outcome"]))
        return _next(page.following)
    context = {"form": form, "page": page, "submission": submission}
    return render(request, "participants/feedback_edit.html", context)


def _receipt(submission: Submission, outcome: str) -> str:
    sentences: dict[str, str] = {
        Submission.State.APPROVED: _("%(author)s: the homework is done. They get a mail."),
        Submission.State.NEEDS_REVISION: _("%(author)s is asked for a revision. They get a mail."),
    }
    return sentences[outcome] % {"author": submission.author}


def _next(pk: int | None) -> HttpResponse:
    return redirect("participants:feedback_edit", pk) if pk else redirect("participants:feedback_queue")
