"""Our pages that are opened in the browser, each by a person of the demo scenario."""

from dataclasses import dataclass, field
from datetime import date
from itertools import product

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from calendars.months import month_of, previous_month
from demo import people
from followups.models import CheckIn, Commitment, MunicipalReply
from municipalities.models import CountyBoard
from participants.models import MandateEntry, Submission
from programmes.models import Cohort, Homework, Session
from support.models import SupportCase, SupportOffer

ALVA, ROBIN = people.ALVA.email, people.STAFF[0].email
SIRI, NILS, DORIS = (
    people.VASTERNORRLAND[0].email,
    people.VASTERNORRLAND[1].email,
    people.PROCESS_LEADERS[0].email,
)
HEDDA = people.VASTERNORRLAND[2].email
BERIT = people.KALMAR[0].email
JASMIN = people.VASTERNORRLAND[8].email
OMAR, VIDAR = people.VASTERNORRLAND[4].email, people.VASTERNORRLAND[6].email

# Pages of ours that another browser test opens, or that have nothing to look at.
SEEN_ELSEWHERE = {
    "account": "test_account_pages",
    "account_logout": "answers POST only",
    "demo_mail": "demo mode only",
    "demo_mail_list": "demo mode only",
    "check_in_draft": "answers POST only",
    "homework_draft": "answers POST only",
    "homework_take_back": "answers POST only",
    "support_take_back": "answers POST only",
    "feedback_begin": "answers POST only",
    "feedback_draft": "answers POST only",
    "feedback_undo": "answers POST only",
    "quiet_restore": "answers POST only",
    "check_in_month_current": "a redirect",
    "check_in_unlock": "a redirect",
    "export_again": "answers POST only",
    "export_file": "answers POST only",
    "home": "a redirect when logged in",
    "person_name": "answers POST only",
}


@dataclass
class Visit:
    """A page and the person who opens it."""

    email: str
    paths: list[str] = field(default_factory=list)

    def open(self, name, *args):
        self.paths.append(reverse(name, args=args))


def visits(today: date) -> list[Visit]:
    """Every page of ours as somebody who may see it, in states that differ."""
    running = Cohort.objects.get(state="running", county_board__code="22")
    draft = Cohort.objects.get(state="draft")
    archived = Cohort.objects.get(state="archived")
    return [
        _public(),
        _coordinator(running, today),
        _municipalities(),
        _group(NILS, running),
        _group(JASMIN, running),
        _support(),
        _own_need(),
        _leader(today),
        _alone(),
        Visit(BERIT, [reverse("homes:participant_home"), reverse("homes:own_municipality")]),
        _reader(),
        _staff(running, draft, archived, today),
    ]


def _public():
    visit = Visit("")
    for name in ("home", "help", "accessibility", "personal_data", "programmes:enquiry_create"):
        visit.open(name)
    visit.open("programmes:enquiry_received")
    visit.paths += ["/en/", "/finns-inte/"]
    return visit


def _coordinator(running, today):
    visit = Visit(ALVA)
    month = month_of(today)
    earlier = sorted(
        set(
            CheckIn.objects.filter(expected__participation__cohort=running).values_list(
                "expected__month", flat=True
            )
        )
    )
    visit.open("homes:county")
    _county_board(visit)
    for each in (month, earlier[0], earlier[-2]):
        visit.open("followups:check_in_month", f"{each:%Y-%m}")
    visit.open("followups:drafts_done", f"{month:%Y-%m}")
    for slug, page in product(("ange", "kramfors", "sundsvall"), ("edit", "read")):
        visit.open(f"followups:check_in_{page}", f"{earlier[-1]:%Y-%m}", slug)
    visit.open("followups:check_in_edit", f"{earlier[0]:%Y-%m}", "ange")
    visit.open("reports:month_report", f"{earlier[-2]:%Y-%m}")
    visit.open("reports:period_report")
    visit.open("reports:municipality_export", "ange")
    visit.open("reports:check_in_export", f"{earlier[-2]:%Y-%m}", "kramfors")
    visit.open("reports:export_list")
    visit.open(
        "followups:commitment_edit",
        Commitment.objects.filter(participation__municipality__slug="kramfors").latest("pk").pk,
    )
    visit.open("reports:followup")
    choices = ("manader=12", "status=behover-stod", "steg=1&status=sen")
    visit.paths += ["/uppfoljning/diagram/", "/uppfoljning/diagram/?manader=12&status=i-fas"]
    visit.paths += [f"/uppfoljning/?{choice}" for choice in choices]
    visit.paths.append(reverse("followups:commitment_new") + "?kommun=kramfors")
    _cases(visit)
    visit.open("participants:session_list")
    visit.open("participants:session_detail", running.slug, 1)
    visit.open("participants:homework_detail", running.homework.first().pk)
    return visit


def _cases(visit):
    for name in ("list", "create", "offer_list", "offer_create"):
        visit.open(f"support:support_{name}")
    visit.open("support:support_offer_edit", SupportOffer.objects.filter(is_active=False).get().pk)
    for state in SupportCase.State:
        visit.open("support:support_case", SupportCase.objects.filter(state=state).first().pk)
    offered = SupportCase.objects.filter(state="offered").first().pk
    visit.open("support:support_phone_answer", offered)
    visit.open("support:support_offer_change", offered)


def _municipalities():
    visit = Visit(ALVA)
    visit.open("homes:municipality_list")
    visit.paths.append("/kommuner/?sok=zzz")
    for slug in ("harnosand", "kramfors", "sundsvall", "timra"):
        visit.open("homes:municipality", slug)
    entry = MandateEntry.objects.filter(participation__municipality__slug="harnosand").first()
    visit.open("participants:mandate_create", "harnosand")
    visit.open("participants:mandate_end", "harnosand", entry.pk)
    visit.open("participants:mandate_reopen", "harnosand", entry.pk)
    visit.open("programmes:participation_pause", "timra")
    visit.open("homes:municipality_handover", "sundsvall")
    return visit


def _county_board(visit):
    for name in ("programmes:county_settings", "homes:county_handover"):
        visit.open(name)
    for name in ("coordinator_list", "coordinator_appoint"):
        visit.open(f"municipalities:{name}")
    own, *_rest = CountyBoard.objects.get(code="22").coordinators.order_by("is_stand_in")
    for name in ("coordinator_end", "coordinator_withdraw"):
        visit.open(f"municipalities:{name}", own.pk)


def _group(email, running):
    visit = Visit(email)
    visit.open("homes:participant_home")
    visit.open("homes:own_municipality")
    visit.open("participants:session_list")
    visit.open("participants:session_detail", running.slug, 1)
    visit.open("participants:session_detail", running.slug, 8)
    visit.open("participants:homework_list")
    for homework in Homework.objects.filter(cohort=running, number__in=(1, 8, 9, 12)):
        visit.open("participants:homework_detail", homework.pk)
    return visit


def _support():
    """Yield a process leader with an offer to answer, and support in other states."""
    visit = Visit(OMAR)
    for case in SupportCase.objects.filter(participation__municipality__slug="sundsvall"):
        visit.open("support:support_answer", case.pk)
    visit.open("support:need_create", "sundsvall")
    return visit


def _own_need():
    """Yield a process leader with a need of the own municipality, which may be closed."""
    visit = Visit(VIDAR)
    case = SupportCase.objects.filter(participation__municipality__slug="timra", origin="municipality").get()
    visit.open("support:support_answer", case.pk)
    return visit


def _leader(today):
    """Yield a process leader who has answered this month's questions, and may not change last month's."""
    visit = Visit(HEDDA)
    visit.open("homes:participant_home")
    visit.open("homes:own_municipality")
    months = MunicipalReply.objects.filter(expected__participation__municipality__slug="kramfors")
    newest = months.latest("expected__month").expected.month
    visit.open("followups:reply_edit", "kramfors", f"{newest:%Y-%m}")
    visit.open("followups:reply_edit", "kramfors", f"{previous_month(newest):%Y-%m}")
    return visit


def _alone():
    visit = Visit(DORIS)
    visit.open("homes:participant_home")
    visit.open("participants:homework_list")
    for homework in Homework.objects.filter(cohort__county_board=None):
        visit.open("participants:homework_detail", homework.pk)
    visit.open("participants:session_detail", Cohort.objects.get(county_board=None).slug, 1)
    return visit


def _reader():
    """Somebody who sees numbers only: the same addresses, with less on them."""
    visit = Visit("siffror@example.org")
    User.objects.create_user(visit.email, first_name="Rut", last_name="Läsare", is_reader=True)
    for name in ("overview", "followup_charts", "reporting_rates", "support_use"):
        visit.open(f"{'homes' if name == 'overview' else 'reports'}:{name}")
    return visit


def _staff(running, draft, archived, today):
    visit = Visit(ROBIN)
    for name in ("homes:overview", "forgetting", "reports:support_use"):
        visit.open(name)
    visit.paths.append(reverse("homes:overview") + "?omgangar=mina")
    for email in (BERIT, NILS):  # may be erased, and still takes part
        visit.open("participants:person_erase", User.objects.get(email=email).pk)
    visit.open("support:support_list")
    visit.open("support:support_offer_list")
    visit.open("reports:followup")
    visit.open("reports:followup_charts")
    visit.open("reports:reporting_rates")
    visit.open("followups:quiet_dismiss", "timra", "hemuppgifter")
    visit.open("participants:feedback_queue")
    for state in ("submitted", "needs_revision", "approved"):
        visit.open("participants:feedback_edit", Submission.objects.filter(state=state).first().pk)
    for cohort in (running, draft, archived):
        visit.open("participants:cohort_panel", cohort.slug)
    visit.open("participants:cohort_publish", draft.slug)
    visit.open("participants:cohort_step", running.slug, "avsluta")
    newest = Session.objects.filter(cohort=running, starts_at__lt=timezone.now()).latest("starts_at")
    visit.open("participants:attendance_edit", running.slug, newest.number)
    visit.open("participants:session_move", running.slug, 11)
    visit.open("participants:session_cancel", running.slug, 11)
    visit.open("participants:homework_detail", running.homework.first().pk)
    month = f"{month_of(today):%Y-%m}"
    visit.open("followups:check_in_month", month)
    visit.paths.append(reverse("followups:check_in_month", args=[month]) + "?lan=vasternorrland")
    visit.open("followups:check_in_edit", month, "sundsvall")
    return visit
