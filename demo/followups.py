"""Answers, promises and a request around the check-ins, of the municipalities, their county board and MÄN."""

from datetime import timedelta

from audit.actions import record
from demo.calendar import at
from demo.scene import Scene
from demo.texts import read
from followups.models import CheckIn, Commitment, MunicipalReply, Owner, UnlockReason, UnlockRequest

UNLOCK = "2260"  # Ånge


def add_replies(scene: Scene) -> None:
    """Add the municipalities' answers, dated the day before the check-in was done, or today without one."""
    today = scene.calendar.today
    for reply in read("check_ins")["replies"]:
        begun = scene.participations[reply["municipality"]].expected_check_ins.expected().begun(on=today)
        expected = list(begun)[reply["month"] - 1]
        done = CheckIn.objects.filter(expected=expected).exclude(done_at=None).first()
        last = done.done_at.date() if done and done.done_at else today
        leader = scene.leader(reply["municipality"])
        answers = {name: text for name, text in reply.items() if name not in {"municipality", "month"}}
        row = MunicipalReply.objects.create(
            expected=expected,
            number=1,
            saved_at=at(max(expected.month, last - timedelta(days=1)), 8, 20),
            saved_by=leader,
            **answers,
        )
        verb = "municipal_reply.sent"
        record(actor=leader, verb=verb, target=row, at=row.saved_at, progress=row.progress)


def add_commitments(scene: Scene) -> None:
    """Add each promise to the municipality's latest done check-in before this month, and to its version."""
    today = scene.calendar.today
    done = CheckIn.objects.exclude(done_at=None).filter(expected__month__lt=today.replace(day=1))
    for promise in read("check_ins")["promises"]:
        participation = scene.participations[promise["municipality"]]
        found = done.filter(expected__participation=participation).order_by("-expected__month")
        check_in = found.first()
        if check_in is None or check_in.done_at is None:
            continue
        due_on = today + timedelta(days=promise["days"]) if "days" in promise else None
        row = Commitment.objects.create(
            participation=participation,
            check_in=check_in,
            position=len(check_in.agreed) + 1,
            owner=promise["owner"],
            text=promise["text"],
            due_on=due_on,
            state=promise.get("state", Commitment.State.OPEN),
            created_at=check_in.done_at,
            changed_at=check_in.done_at,
            changed_by=scene.alva,
        )
        agreed = {"text": row.text, "owner": row.owner, "due_on": due_on.isoformat() if due_on else ""}
        check_in.agreed = [*check_in.agreed, agreed]
        check_in.save(update_fields=["agreed"])
        version = check_in.versions.latest("version")
        version.commitments = [*version.commitments, agreed | {"outcome": "", "word": ""}]
        version.written["agreed"] = check_in.agreed
        version.save(update_fields=["commitments", "written"])
        record(actor=scene.alva, verb="commitment.made", target=row, at=row.created_at, owner=row.owner)


def add_tries(scene: Scene) -> None:
    """Add what groups try after a session that has been; the rest of the cohort reads what is shared."""
    for each in read("check_ins")["tries"]:
        participation = scene.participations[each["municipality"]]
        held = participation.cohort.sessions.filter(ends_at__date__lt=scene.calendar.today).order_by(
            "ends_at"
        )
        if not held:
            continue
        session, leader = list(held)[each["session"]], scene.leader(each["municipality"])
        row = Commitment.objects.create(
            participation=participation,
            session=session,
            owner=Owner.MUNICIPALITY,
            text=each["text"],
            is_shared=each["shared"],
            created_at=session.ends_at,
            changed_at=session.ends_at,
            changed_by=leader,
        )
        record(actor=leader, verb="commitment.made", target=row, at=row.created_at, owner=row.owner)


def add_unlock_request(scene: Scene) -> None:
    """Add a request by Alva to unlock one municipality's latest locked month."""
    today = scene.calendar.today
    locked = scene.participations[UNLOCK].expected_check_ins.expected().filter(locks_on__lt=today).last()
    if locked is None:
        return
    row = UnlockRequest.objects.create(
        expected=locked,
        reason=UnlockReason.CORRECTION,
        requested_at=at(max(today - timedelta(days=1), locked.locks_on), 8),
        requested_by=scene.alva,
    )
    record(actor=scene.alva, verb="unlock_request.made", target=row, at=row.requested_at, reason=row.reason)
