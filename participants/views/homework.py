"""Views on homework: the list, the page on which it is handed in, and MÄN's feedback."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import LoggedInRequest, today_of
from accounts.roles import require_staff
from audit.actions import by
from participants.actions.reviewing import give_feedback
from participants.actions.submitting import hand_in, save_draft
from participants.forms.submission import FeedbackForm, SubmissionForm
from participants.models import Feedback, Submission
from participants.pages.answer import (
    AnswerPage,
    answer_page,
    conflict_of,
    feedback_page,
    followed_answers,
    group_answers,
    homework_facts,
    queue_rows,
)
from participants.pages.homework import Stage, homework_rows
from programmes.models import Homework
from ui.autosave import CONFLICT, autosaved, logged_out
from ui.conflicts import ConflictError
from ui.deeds import done, result_of, sent

RECEIPTS = {
    Feedback.Outcome.APPROVED: gettext_lazy("%(author)s: the homework is done. They get a mail."),
    Feedback.Outcome.NEEDS_REVISION: gettext_lazy("%(author)s is asked for a revision. They get a mail."),
}


@require_safe
def homework_list(request: LoggedInRequest) -> HttpResponse:
    """List the homework of one's cohorts: to do, handed in, done."""
    enrolments = list(request.user.enrolments.current(on=request.today).for_home())
    rows = homework_rows(enrolments, on=request.today, at=timezone.now())
    groups = {group.value: [row for row in rows if row.group == group] for group in Stage}
    context = {"groups": groups, "has_homework": bool(rows), "several_cohorts": len(enrolments) > 1}
    return render(request, "participants/homework_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def homework_detail(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Let authors write and hand in; show coordinators and staff what was handed in."""
    homework, page = _homework_of(request.user, pk, on=request.today)
    if page is None:
        return _followed(request, homework)
    form = SubmissionForm(
        request.POST or None, request.FILES or None, submission=page.submission, readers=page.readers
    )
    answer = result_of(form, _written, request, page, form) or _rescued(request, page, form)
    return answer or _answer(request, page, form)


def _homework_of(user: User, pk: int, *, on: date) -> tuple[Homework, AnswerPage | None]:
    """Return the homework, or 404, and the page of those who may write an answer."""
    homework = get_object_or_404(Homework.objects.visible_to(user, on=on).for_page(), pk=pk)
    enrolment = user.enrolments.current(on=on).in_cohort(homework.cohort).for_answer().first()
    return homework, answer_page(homework, enrolment, user=user, on=on) if enrolment else None


@login_not_required  # answers 401 itself: a script would take the login page of a redirect for a success
@never_cache
@require_POST
def homework_draft(request: HttpRequest, pk: int) -> JsonResponse:
    """Save the text of the draft automatically; files and handing in take a press of a button."""
    if not request.user.is_authenticated:
        return logged_out(reverse("participants:homework_detail", args=[pk]))
    user, on, at = request.user, today_of(request), timezone.now()
    homework, page = _homework_of(user, pk, on=on)
    if page is None:
        raise Http404
    form = SubmissionForm(_text_of(request.POST), submission=page.submission, readers=page.readers)

    def save() -> int:
        saved = save_draft(homework, author=page.author, **form.deed(), actor=user, at=at)
        return saved.draft_number

    changed = _("%(name)s changed the draft on %(date)s at %(time)s. Press Save draft to see both texts.")
    return autosaved(form, save, changed=changed, at=at)


def _text_of(sent: QueryDict) -> QueryDict:
    """Return what was written, without what takes a press of a button."""
    text = sent.copy()
    for name in ("deed", "remove"):
        text.pop(name, None)
    return text


def _followed(request: LoggedInRequest, homework: Homework) -> HttpResponse:
    if request.method == "POST":
        raise Http404
    context = {
        "homework": homework,
        "facts": homework_facts(homework, on=request.today),
        "answers": followed_answers(homework, user=request.user, on=request.today),
        "gives_feedback": request.user.is_staff,
    }
    return render(request, "participants/homework_detail.html", context)


def _written(request: LoggedInRequest, page: AnswerPage, form: SubmissionForm) -> HttpResponse:
    act = hand_in if form.is_handing_in else save_draft
    try:
        act(page.homework, author=page.author, **form.deed(), **by(request))
    except ConflictError as conflict:
        return _conflict(request, page, form, conflict)
    if form.is_handing_in:
        return redirect(f"{page.homework.get_absolute_url()}#inlamnad")
    messages.success(request, _("The draft is saved. Only those who write can see it."))
    return redirect(page.homework)


def _rescued(request: LoggedInRequest, page: AnswerPage, form: SubmissionForm) -> HttpResponse | None:
    """Keep in the draft what was good in a refused form; show both texts if somebody wrote meanwhile."""
    good = form.rescue() if form.is_bound else None
    if form.is_bound and form.lost_a_file:
        kept = answer_page(page.homework, page.enrolment, user=request.user, on=request.today).submission
        assert kept is not None
        form.kept_in(kept)
    if good is None:
        return None
    try:
        form.kept_in(save_draft(page.homework, author=page.author, **good, **by(request)))
    except ConflictError as conflict:
        return _conflict(request, page, form, conflict)
    except ValidationError:  # the form says why already
        return None
    return None


def _conflict(
    request: LoggedInRequest, stale: AnswerPage, form: SubmissionForm, refusal: ConflictError
) -> HttpResponse:
    """Show both texts; the writer's own stays in the form, which is now based on the stored draft."""
    page = answer_page(stale.homework, stale.enrolment, user=request.user, on=request.today)
    mine = form.cleaned_data.get("text", request.POST.get("text", ""))
    conflict = conflict_of(refusal.stored, mine=mine, user=request.user, on=request.today)
    data = request.POST.copy()
    data["number"] = str(refusal.stored.draft_number)
    data.pop("remove", None)
    again = SubmissionForm(data, submission=page.submission, readers=page.readers)
    again.name_files_refused_in(form)
    return _answer(request, page, again, conflict=conflict, status=CONFLICT)


def _answer(
    request: LoggedInRequest, page: AnswerPage, form: SubmissionForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "homework": page.homework,
        "page": page,
        "facts": page.facts,
        "form": form,
        "draft_url": ""
        if status == CONFLICT
        else reverse("participants:homework_draft", args=[page.homework.pk]),
        "files_were_sent": bool(request.FILES) and form.is_bound and bool(form.errors),
        "group": group_answers(page.homework, page.enrolment, user=request.user, on=request.today),
        **more,
    }
    return render(request, "participants/homework_detail.html", context, status=status)


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
        sentence = RECEIPTS[form.cleaned_data["outcome"]]
        messages.success(request, sentence % {"author": submission.author})
        following = [page.following] if page.following else []
        return redirect(f"participants:feedback_{'edit' if following else 'queue'}", *following)
    context = {"form": form, "page": page, "submission": submission}
    return render(request, "participants/feedback_edit.html", context)
