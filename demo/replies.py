"""The municipalities' own answers: three of them in the demo."""

from datetime import timedelta
from typing import NamedTuple

from audit.actions import record
from demo.calendar import at
from demo.scene import Scene
from followups.models import CheckIn, MunicipalReply
from participants.models import Enrolment
from programmes.models import Cohort


class Answer(NamedTuple):
    """A municipality's answers in one of its latest months: 0 is the present one, -1 the one before."""

    municipality: str
    month: int
    progress: str
    happened: str
    need: str
    next_step: str


ANSWERS = (
    Answer(
        "2282", 0, "needs_support",
        "Vi har kommit i gång med kedjan, men två av fyra i gruppen har bytt tjänst. Skolan är inte med än.",
        "En introduktion för de nya, gärna digitalt.",
        "Hedda bjuder in skolan till nästa möte.",
    ),
    Answer(
        "2260", -1, "needs_support",
        "Vi fastnar i att allt känns viktigt. Gruppen vill ha hjälp att välja.",
        "Någon som leder ett prioriteringsmöte hos oss.",
        "",
    ),
    Answer(
        "2262", -2, "needs_support",
        "Nämnden är inte på plats, så vi väntar med förankringen. Arbetet i gruppen går bra.",
        "",
        "Vidar förbereder en kort föredragning.",
    ),
)  # fmt: skip


def add_replies(scene: Scene, cohort: Cohort) -> None:
    """Add the answers, dated the day before the check-in was done, or today where it is not done."""
    found = {row.municipality.code: row for row in cohort.participations.select_related("municipality")}
    for answer in ANSWERS:
        participation = found[answer.municipality]
        begun = participation.expected_check_ins.expected().begun(on=scene.calendar.today)
        expected = list(begun)[answer.month - 1]
        done = CheckIn.objects.filter(expected=expected).exclude(done_at=None).first()
        last = done.done_at.date() if done and done.done_at else scene.calendar.today
        leader = Enrolment.objects.filter(participation=participation).process_leaders().get().user
        reply = MunicipalReply.objects.create(
            expected=expected,
            progress=answer.progress,
            happened=answer.happened,
            need=answer.need,
            next_step=answer.next_step,
            number=1,
            saved_at=at(max(expected.month, last - timedelta(days=1)), 8, 20),
            saved_by=leader,
        )
        record(
            actor=leader,
            verb="municipal_reply.sent",
            target=reply,
            at=reply.saved_at,
            progress=reply.progress,
        )
