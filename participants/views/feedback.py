"""Views on what was handed in, for who reads it: the queue, beginning to read, and feedback."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import LoggedInRequest, today_of
from accounts.roles import require_staff
from audit.actions import by
from notifications.actions.queueing import foreseen
from notifications.summaries import receipt
from participants.actions.reviewing import (
    begin_reading,
    give_feedback,
    mails_about,
    save_review,
    undo_feedback,
)
from participants.forms.submission import FeedbackForm
from participants.models import Feedback, Review, Submission
from participants.pages.feedback import (
    FeedbackPage,
    conflict_of,
    decisions,
    feedback_page,
    homework_asked,
    queue_rows,
)
from ui.autosave import CONFLICT, autosaved, logged_out
from ui.conflicts import ConflictError
from ui.dates import time_in_words
from ui.deeds import result_of, sent

RECEIPTS = {
    Feedback.Outcome.APPROVED: gettext_lazy(
        "%(author)s: the homework is approved. It is seen from %(until)s, and can be undone until then."
    ),
    Feedback.Outcome.NEEDS_REVISION: gettext_lazy(
        "%(author)s is asked for a revision. It is seen from %(until)s, and can be undone until then."
    ),
}


@require_safe
def feedback_queue(request: LoggedInRequest) -> HttpResponse:
    """Show everything that waits for feedback, or that of one homework, the oldest first."""
    require_staff(request.user)
    at = timezone.now()
    homework = homework_asked(request.GET.get("hemuppgift", ""))
    rows = queue_rows(homework=homework, on=request.today, at=at)
    context = {"rows": rows, "decisions": decisions(at=at), "homework": homework}
    return render(request, "participants/feedback_queue.html", context)


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
    """Show a hand-in and decide about it; then continue with the next in the queue."""
    submission = _reviewed(request, pk)
    page = feedback_page(submission, user=request.user, on=request.today, at=timezone.now())
    form = FeedbackForm(sent(request), submission=submission, review=page.review)
    return result_of(form, _decided, request, submission, page, form) or _shown(
        request, submission, page, form
    )


def _decided(
    request: LoggedInRequest, submission: Submission, page: FeedbackPage, form: FeedbackForm
) -> HttpResponse:
    try:
        review = give_feedback(submission, **form.cleaned_data, **by(request))
    except ConflictError as refusal:
        return _both_texts(request, submission, page, form, refusal.stored)
    told = _told(request, submission, review)
    undo = reverse("participants:feedback_edit", args=[submission.pk])
    messages.success(request, format_html('{} <a href="{}">{}</a>', told, undo, _("See it and undo")))
    following = [page.following] if page.following else []
    return redirect(f"participants:feedback_{'edit' if following else 'queue'}", *following)


def _told(request: LoggedInRequest, submission: Submission, review: Review) -> str:
    assert review.visible_at is not None
    words = {"author": submission.author, "until": time_in_words(review.visible_at)}
    sentence = RECEIPTS[Feedback.Outcome(review.outcome)] % words
    mails = foreseen(mails_about(review.feedback(), at=review.visible_at), at=review.visible_at)
    return receipt(sentence, mails, reader=request.user, at=timezone.now(), nobody=_("Nobody gets a mail."))


def _both_texts(
    request: LoggedInRequest, submission: Submission, page: FeedbackPage, form: FeedbackForm, stored: Review
) -> HttpResponse:
    """Show both texts; the reader's own stays in the form, which is now based on what is stored."""
    data = request.POST.copy()
    data["number"] = str(stored.number)
    again = FeedbackForm(data, submission=submission)
    conflict = conflict_of(stored, mine=form.cleaned_data["text"], on=request.today)
    return _shown(request, submission, page, again, status=CONFLICT, conflict=conflict)


def _shown(
    request: LoggedInRequest,
    submission: Submission,
    page: FeedbackPage,
    form: FeedbackForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    here = [submission.pk]
    context = {
        "form": form,
        "page": page,
        "submission": submission,
        "draft_url": "" if status == CONFLICT else reverse("participants:feedback_draft", args=here),
        "leave_url": reverse("participants:feedback_edit", args=here),
        **more,
    }
    return render(request, "participants/feedback_edit.html", context, status=status)


@login_not_required  # answers 401 itself: a script would take the login page of a redirect for a success
@never_cache
@require_POST
def feedback_draft(request: HttpRequest, pk: int) -> JsonResponse:
    """Save what the reader writes automatically; deciding takes a press of a button."""
    if not request.user.is_authenticated:
        return logged_out(reverse("participants:feedback_edit", args=[pk]))
    user, at = request.user, timezone.now()
    submission = get_object_or_404(Submission.objects.reviewable_by(user, on=today_of(request)), pk=pk)
    form = FeedbackForm(request.POST, submission=submission, is_draft=True)

    def save() -> int:
        written = {name: value for name, value in form.cleaned_data.items() if name != "outcome"}
        return save_review(submission, **written, actor=user, at=at).number

    changed = _(
        "%(name)s changed the feedback on %(date)s at %(time)s. When you press a button below you see both "
        "texts first."
    )
    return autosaved(form, save, changed=changed, at=at)


@require_POST
def feedback_undo(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Undo a decision that its receivers do not see yet."""
    submission = _reviewed(request, pk)
    try:
        undo_feedback(submission, **by(request))
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(
            request, _("The decision is undone. The text is kept as your draft, and nobody was told.")
        )
    return redirect("participants:feedback_edit", pk)
