"""Pages before an action that cannot be undone: its mails, and the obstacles."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from participants.actions.publishing import Audience, archive_cohort, audience_of, finish_cohort, start_cohort
from participants.actions.readiness import refusals, warnings
from participants.actions.scheduling import told_about
from programmes.models import Cohort, Session
from ui.words import Lazy


@dataclass(frozen=True)
class PublishingPage:
    """The mails, and reasons against sending them."""

    refusals: list[str]
    warnings: list[str]
    mails: Audience

    @property
    def mail_count(self) -> int:
        """The number of mails."""
        return self.mails.size


@dataclass(frozen=True)
class StepPage:
    """A page for starting, finishing or archiving: its texts, and the action behind the button."""

    title: Lazy
    consequence: Lazy
    button: Lazy
    receipt: Lazy
    deed: Callable[..., Cohort]


def publishing_page(cohort: Cohort, *, on: date) -> PublishingPage:
    """Return what publishing would do today."""
    return PublishingPage(refusals(cohort), warnings(cohort, on=on), audience_of(cohort, on=on))


def mails_about(session: Session, *, at: datetime) -> Audience:
    """Return who gets a mail when the session is moved or cancelled."""
    return told_about(session, at=at)


def step_page(step: str) -> StepPage | None:
    """Return the page for the step in the address; None for an unknown step."""
    return STEPS.get(step)


STEPS = {
    "starta": StepPage(
        title=_("Start the cohort"),
        consequence=_("The cohort is shown as running. Nobody gets a mail."),
        button=_("Start the cohort"),
        receipt=_("%(cohort)s is running."),
        deed=start_cohort,
    ),
    "avsluta": StepPage(
        title=_("Finish the cohort"),
        consequence=_(
            "The municipalities' part in the cohort ends today, and active participants have completed "
            "the training. They can still read everything. Nobody gets a mail."
        ),
        button=_("Finish the cohort"),
        receipt=_("%(cohort)s is finished."),
        deed=finish_cohort,
    ),
    "arkivera": StepPage(
        title=_("Archive the cohort"),
        consequence=_("The cohort leaves the lists of daily work. Everything in it can still be read."),
        button=_("Archive the cohort"),
        receipt=_("%(cohort)s is archived."),
        deed=archive_cohort,
    ),
}
