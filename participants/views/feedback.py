"""Views on what was handed in, for who reads it: the queue, beginning to read, and feedback."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import LoggedInRequest
from accounts.roles import require_staff
from audit.actions import by
from notifications.models import Message
from participants.actions.reviewing import begin_reading, give_feedback
from participants.actions.telling import told
from participants.forms.submission import FeedbackForm
from participants.models import Feedback, Submission
from participants.pages.feedback import feedback_page, queue_rows
from ui.deeds import result_of, sent

RECEIPTS = {
    Feedback.Outcome.APPROVED: gettext_lazy("%(author)s: the homework is done."),
    Feedback.Outcome.NEEDS_REVISION: gettext_lazy("%(author)s is asked for a revision."),
}


@require_safe
def feedback_queue(request: LoggedInRequest) -> HttpResponse:
    """Show everything that waits for feedback, the oldest first."""
    require_staff(request.user)
    rows = queue_rows(on=request.today, at=timezone.now())
    return render(request, "participants/feedback_queue.html", {"rows": rows})


def _reviewed(request: LoggedInRequest, pk: int) -> Submission:
    reviewable = Submission.objects.reviewable_by(request.user, on=request.today)
    return get_object_or_404(reviewable.with_authors().select_related("reader"), pk=pk)


@require_POST
def feedback_begin(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Begin to read a hand-in: its authors can no longer change it, and other readers leave it."""
    submission = _reviewed(request, pk)
    number = request.POST.get("version_number", "")
    try:
        begin_reading(submission, version_number=int(number) if number.isdecimal() else 0, **by(request))
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    return redirect("participants:feedback_edit", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_edit(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Show a hand-in and give feedback on it; then continue with the next in the queue."""
    submission = _reviewed(request, pk)
    form = FeedbackForm(sent(request), submission=submission)
    page = feedback_page(submission, user=request.user, on=request.today, at=timezone.now())
    given = result_of(form, lambda: give_feedback(submission, **form.cleaned_data, **by(request)))
    if given:
        sentence = RECEIPTS[Feedback.Outcome(given.outcome)] % {"author": submission.author}
        mails = told(Message.objects.about("feedback-given", given), at=given.given_at)
        messages.success(request, f"{sentence} {mails}".strip())
        following = [page.following] if page.following else []
        return redirect(f"participants:feedback_{'edit' if following else 'queue'}", *following)
    context = {"form": form, "page": page, "submission": submission}
    return render(request, "participants/feedback_edit.html", context)
