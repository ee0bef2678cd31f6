"""People and mails of long ago, and the deed that forgets them."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from config.forgetting import forget
from notifications.models import Message
from programmes.models import Cohort
from tests import factories

AT = factories.AT
DAY = timedelta(days=1)
LONG = AT - 600 * DAY  # longer ago than the 18 months of an account


def done(*, at=AT):
    """Forget, and return what was done by the step's name."""
    return {name: count for name, count in forget(at=at).items() if count}


def make_mail(queued_at, **fields):
    """Add a mail to a person, sent when it was queued."""
    sent = {"state": Message.State.SENT, "sent_at": queued_at}
    number = factories.next_number()
    words = {"subject": "Hej", "text": "Hej Siri", "html": "<p>Hej Siri", "facts": {"a": 1}}
    to = {} if "to_email" in fields else {"recipient": factories.make_user()}
    fixed = {"kind": "note", "key": f"mail/{number}", "language": "sv", "urgent": False, "message_id": "x"}
    moments = {"not_before": queued_at, "queued_at": queued_at}
    return Message.objects.create(**fixed | words | moments | sent | to | fields)


def make_old_user(**fields):
    """Add a person of long ago, with an address, a factor, a session and a password."""
    fields = {"date_joined": LONG, "last_login": LONG, "phone": "070-174 06 00", "title": "Strateg"} | fields
    user = factories.make_user(**fields)
    user.set_password("ett-langt-losen-ord-12")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    UserSession.objects.create(
        user=user, session_key=f"key{user.pk}", ip="127.0.0.1", user_agent="Firefox", last_seen_at=AT
    )
    return user


def make_old_cohort(**fields):
    """Add a process-leader training whose last session was long ago."""
    fields = {"state": Cohort.State.FINISHED, "published_at": LONG - 300 * DAY} | fields
    cohort = factories.make_cohort(kind="process_leader_training", **fields)
    factories.make_session(cohort, starts_at=LONG - 2 * DAY)
    return cohort


def make_former(cohort=None, **fields):
    """Add a person who took part in a training that ended long ago, and handed in a homework of their own."""
    cohort = cohort or make_old_cohort()
    user = make_old_user(**fields)
    began = (LONG - 200 * DAY).date()
    enrolment = factories.make_enrolment(
        cohort=cohort, user=user, starts_on=began, department="Socialförvaltningen"
    )
    submission = factories.make_submission(factories.make_homework(cohort), enrolment, draft_text="Vår karta")
    factories.make_version(submission, user, submitted_at=LONG - 100 * DAY)
    return user
