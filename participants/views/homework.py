"""Views on homework: the list, and the page on which it is written, handed in and taken back."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import LoggedInRequest, today_of
from audit.actions import by
from notifications.models import Message
from notifications.summaries import receipt
from participants.actions.submitting import HandedInMeanwhileError, hand_in, save_draft
from participants.actions.taking_back import take_back
from participants.forms.submission import SubmissionForm
from participants.models import Submission, SubmissionVersion
from participants.pages.answer import (
    AnswerPage,
    Conflict,
    answer_page,
    conflict_of,
    followed_answers,
    group_answers,
    handed_in_meanwhile,
    homework_facts,
)
from participants.pages.homework import Stage, homework_rows
from programmes.models import Homework
from ui.autosave import CONFLICT, autosaved, logged_out
from ui.conflicts import ConflictError
from ui.deeds import result_of


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
    homework, page = _homework_of(request.user, pk, on=request.today, at=timezone.now())
    if page is None:
        return _followed(request, homework)
    form = SubmissionForm(
        request.POST or None, request.FILES or None, submission=page.submission, readers=page.readers
    )
    answer = result_of(form, _written, request, page, form) or _rescued(request, page, form)
    return answer or _answer(request, page, form)


def _homework_of(user: User, pk: int, *, on: date, at: datetime) -> tuple[Homework, AnswerPage | None]:
    """Return the homework, or 404, and the page of those who may write an answer."""
    homework = get_object_or_404(Homework.objects.visible_to(user, on=on).for_page(), pk=pk)
    enrolment = user.enrolments.current(on=on).in_cohort(homework.cohort).for_answer().first()
    return homework, answer_page(homework, enrolment, user=user, on=on, at=at) if enrolment else None


@login_not_required  # answers 401 itself: a script would take the login page of a redirect for a success
@never_cache
@require_POST
def homework_draft(request: HttpRequest, pk: int) -> JsonResponse:
    """Save the text of the draft automatically; files and handing in take a press of a button."""
    if not request.user.is_authenticated:
        return logged_out(reverse("participants:homework_detail", args=[pk]))
    user, on, at = request.user, today_of(request), timezone.now()
    homework, page = _homework_of(user, pk, on=on, at=at)
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
    try:
        if form.is_handing_in:
            return _handed_in(request, page, hand_in(page.homework, **_deed(request, page, form)))
        saved = save_draft(page.homework, **_deed(request, page, form))
    except ConflictError as refusal:
        return _conflict(request, page, form, refusal)
    messages.success(request, _saved(saved))
    return redirect(page.homework)


def _deed(request: LoggedInRequest, page: AnswerPage, form: SubmissionForm) -> dict[str, Any]:
    return {"author": page.author, **form.deed(), **by(request)}


def _handed_in(request: LoggedInRequest, page: AnswerPage, version: SubmissionVersion) -> HttpResponse:
    mails = Message.objects.about("submission-received", version)
    sentence = _("The homework is handed in.")
    messages.success(request, receipt(sentence, mails, reader=request.user, at=version.submitted_at))
    return redirect(f"{page.homework.get_absolute_url()}#inlamnad")


def _saved(draft: Submission) -> str:
    if draft.state == Submission.State.SUBMITTED:
        return _("The draft is saved. What is handed in stays as it is until you hand in again.")
    if draft.participation_id:
        return _("The draft is saved. Only your group can see it.")
    return _("The draft is saved. Only you can see it.")


@require_POST
def homework_take_back(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Take back what was handed in, as long as nobody has begun to read it."""
    homework, page = _homework_of(request.user, pk, on=request.today, at=timezone.now())
    if page is None or page.submission is None:
        raise Http404
    try:
        taken_back = take_back(page.submission, **by(request))
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        version = taken_back.versions.all()[0]
        mails = Message.objects.about("submission-taken-back", version)
        sentence = _("The hand-in is taken back. The text is kept as a draft.")
        messages.success(request, receipt(sentence, mails, reader=request.user, at=timezone.now()))
    return redirect(homework)


def _rescued(request: LoggedInRequest, page: AnswerPage, form: SubmissionForm) -> HttpResponse | None:
    """Keep in the draft what was good in a refused form; show both texts if somebody wrote meanwhile."""
    good = form.rescue() if form.is_bound else None
    if form.is_bound and form.lost_a_file:
        kept = _page_again(request, page).submission
        assert kept is not None
        form.kept_in(kept)
    if good is None:
        return None
    try:
        form.kept_in(save_draft(page.homework, author=page.author, **good, **by(request)))
    except ConflictError as refusal:
        return _conflict(request, page, form, refusal)
    except ValidationError:  # the form says why already
        return None
    return None


def _conflict(
    request: LoggedInRequest, stale: AnswerPage, form: SubmissionForm, refusal: ConflictError
) -> HttpResponse:
    """Show both texts; the writer's own stays in the form, which is now based on the stored draft."""
    page = _page_again(request, stale)
    data = request.POST.copy()
    data["number"] = str(refusal.stored.draft_number)
    data.pop("remove", None)
    again = SubmissionForm(data, submission=page.submission, readers=page.readers)
    again.name_files_refused_in(form)
    conflict = _both_texts(request, form, refusal)
    return _answer(request, page, again, conflict=conflict, status=CONFLICT)


def _both_texts(request: LoggedInRequest, form: SubmissionForm, refusal: ConflictError) -> Conflict:
    mine = form.cleaned_data.get("text", request.POST.get("text", ""))
    if isinstance(refusal, HandedInMeanwhileError):
        return handed_in_meanwhile(refusal.stored, mine=mine, on=request.today)
    return conflict_of(refusal.stored, mine=mine, user=request.user, on=request.today)


def _page_again(request: LoggedInRequest, stale: AnswerPage) -> AnswerPage:
    """Return the page as it is after the deed."""
    user, on, at = request.user, request.today, timezone.now()
    return answer_page(stale.homework, stale.enrolment, user=user, on=on, at=at)


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
        "leave_url": page.homework.get_absolute_url(),
        "files_were_sent": bool(request.FILES) and form.is_bound and bool(form.errors),
        "group": group_answers(page.homework, page.enrolment, user=request.user, on=request.today),
        **more,
    }
    return render(request, "participants/homework_detail.html", context, status=status)
