"""The time the clock's own work takes: thousands of reminders to queue, and a pull with nothing to do."""

import io
import time
from contextlib import contextmanager
from copy import copy
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from tests.bench.history import add_history, add_old_mails
from tests.bench.lines import TODAY

ROUNDS = 3
REMINDED = 10_000
MIDDLE, QUIET_MONTHS = range(12, 20), {1, 6, 7, 8, 12}
TASKS, LATE_FOR = 2, timedelta(days=7)


@contextmanager
def questions():
    """Collect every statement, savepoints too."""
    asked: list[str] = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield asked


def measure_jobs() -> list[dict]:
    """Give the two lines of the table."""
    day = sending_day()
    at = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Europe/Stockholm"))
    make_late(day)
    return [_queueing(at), _pull(at)]


def sending_day():
    """Give a Tuesday in the middle of a month, out of the summer and the winter when no mail leaves."""
    day = TODAY + timedelta(days=1)
    while day.weekday() != 1 or day.day not in MIDDLE or day.month in QUIET_MONTHS:
        day += timedelta(days=1)
    return day


def make_late(day) -> None:
    """Give each cohort tasks that nobody has handed in, and whose day has gone by."""
    model = apps.get_model("programmes", "Homework")
    last = {}
    for homework in model.objects.filter(scope="person", cohort__state="running").order_by("number"):
        last[homework.cohort_id] = homework
    late = []
    for homework in last.values():
        for more in range(1, TASKS + 1):
            task = copy(homework)
            task.pk, task.number, task.due_on = None, homework.number + more, day - LATE_FOR
            late.append(task)
    model.objects.bulk_create(late)


def _queueing(at) -> dict:
    mails = apps.get_model("notifications", "Message").objects
    queue = import_string(settings.CELERY_BEAT_SCHEDULE["queue-reminders"]["task"])
    before, now = mails.count(), timezone.now
    timezone.now = lambda: at
    try:
        with questions() as asked:
            started, own = time.perf_counter(), time.process_time()
            queue()
            seconds, own = time.perf_counter() - started, time.process_time() - own
    finally:
        timezone.now = now
    count = mails.count() - before
    kinds = len(set(mails.order_by().values_list("kind", flat=True)))
    return {
        "name": "Queue 10,000 reminders",
        "seconds": seconds * REMINDED / count,
        "goal_seconds": 20,
        "questions": len(asked),
        "note": f"{count} mails of {kinds} kinds, {len(asked) / count:.1f} questions per mail; "
        f"{own:.0f} s of {seconds:.0f} s were our own work",
        "before": "59 s, 12 per mail",
    }


def _pull(at) -> dict:
    mails = apps.get_model("notifications", "Message").objects
    mails.filter(state="queued").update(state="sent", sent_at=at)
    add_history()
    add_old_mails()
    call_command("run_due", at=at, stdout=io.StringIO())  # what the copies still need
    mails.filter(state="queued").update(state="sent", sent_at=at)
    before, times = mails.count(), []
    for _round in range(ROUNDS):
        with questions() as asked:
            started = time.perf_counter()
            call_command("run_due", at=at, stdout=io.StringIO())
            times.append(time.perf_counter() - started)
    return {
        "name": "A pull with nothing to do, five years of history",
        "seconds": median(times),
        "goal_seconds": 0.3,
        "questions": len(asked),
        "goal_questions": 60,
        "note": f"{before} mails in the outbox, {mails.count() - before} new",
        "before": "7.9 s, 43,030 questions",
    }
