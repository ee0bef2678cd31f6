"""Promises by the demo's municipalities, its county board and MÄN."""

from datetime import timedelta

from audit.actions import record
from demo import people
from demo.scene import Scene
from followups.models import CheckIn, Commitment, Owner
from programmes.models import Participation

# Municipality, whose promise, days from today until it is due (None: no day), text, state.
PROMISES = (
    ("2282", Owner.MUNICIPALITY, -3, "Ta upp styrgruppens mandat i ledningsgruppen", Commitment.State.OPEN),
    ("2282", Owner.COUNTY_BOARD, 6, "Skicka exemplet på uppdragsbeskrivning", Commitment.State.OPEN),
    ("2281", Owner.MUNICIPALITY, 8, "Boka lokal till utbildningen av ledare", Commitment.State.OPEN),
    ("2281", Owner.MAN, 10, "Föreslå en utbildare till skolorna", Commitment.State.OPEN),
    ("2260", Owner.COUNTY_BOARD, None, "Bjuda in grannkommunerna till ett samtal", Commitment.State.OPEN),
    ("2260", Owner.MUNICIPALITY, -10, "Samla in underlaget från förvaltningarna", Commitment.State.DONE),
)


def add_commitments(scene: Scene, participations: dict[str, Participation]) -> None:
    """Add each promise to the municipality's latest done check-in before this month, and to its version."""
    actor, today = scene.users[people.ALVA.email], scene.calendar.today
    for code, owner, days, text, state in PROMISES:
        done = CheckIn.objects.filter(expected__participation=participations[code], done_at__isnull=False)
        check_in = done.filter(expected__month__lt=today.replace(day=1)).order_by("-expected__month").first()
        if check_in is None or check_in.done_at is None:
            continue
        due_on = today + timedelta(days=days) if days is not None else None
        agreed = {"text": text, "owner": owner.value, "due_on": due_on.isoformat() if due_on else ""}
        row = Commitment.objects.create(
            participation=participations[code],
            check_in=check_in,
            position=len(check_in.agreed) + 1,
            owner=owner,
            text=text,
            due_on=due_on,
            state=state,
            created_at=check_in.done_at,
            changed_at=check_in.done_at,
            changed_by=actor,
        )
        check_in.agreed = [*check_in.agreed, agreed]
        check_in.save(update_fields=["agreed"])
        version = check_in.versions.latest("version")
        version.commitments = [*version.commitments, agreed | {"outcome": "", "word": ""}]
        version.save(update_fields=["commitments"])
        record(actor=actor, verb="commitment.made", target=row, at=row.created_at, owner=owner.value)
