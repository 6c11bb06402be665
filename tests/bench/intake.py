"""A workbook of 5,000 opinions: read, recognised and entered, rows a second; how long others wait to post meanwhile."""

import json
import os
import subprocess
import sys
import threading
import time
import uuid
from contextlib import contextmanager

ROWS = 5_000
SECONDS, WAIT = 300.0, 3.0


def run() -> list[dict]:
    """Rows for the table, measured in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.intake"]
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    done = subprocess.run(command, env=surroundings, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Measure on a throw-away database and print the rows as JSON."""
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    old = runner.setup_databases()
    try:
        print(json.dumps(_measure()))
    finally:
        runner.teardown_databases(old)


@contextmanager
def _timed(times: dict, name: str):
    start = time.perf_counter()
    yield
    times[name] = time.perf_counter() - start


def _measure() -> list[dict]:
    from django.utils import timezone

    from consult.forums import intake_tables, tasks
    from consult.forums.models import Comment
    from consult.people.roles import Role
    from tests import factories as make
    from tests.core.intake_files import workbook

    file = make.a_consultation()
    clerk = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    places = ("khoản 1 Điều 3", "K2 Đ3", "Điều 2", "Góp ý chung", "Điều 99")
    rows = [
        (str(n), places[n % 5], f"Đơn vị {n % 300}", "", f"Ý kiến số {n}: cần làm rõ thẩm quyền, thời hạn.",
         "", "", "") for n in range(ROWS)
    ]  # fmt: skip
    facts = {
        "kind": "document",
        "received_on": timezone.localdate(),
        "sender": "Sở Tư pháp",
        "shown": "named",
    }
    times: dict[str, float] = {}
    table = intake_tables.take_table(
        clerk, consultation=file, data=workbook(rows), name="a.xlsx", facts=facts, client_key=uuid.uuid4()
    )
    with _timed(times, "read"):
        tasks.take_in(table.pk)
    table.refresh_from_db()
    intake_tables.name_columns(clerk, table=table, layouts=intake_tables.layouts_of(table))
    with _timed(times, "recognised"):
        tasks.take_in(table.pk)
    intake_tables.start_entering(clerk, table=table)
    with _others(file) as waits, _timed(times, "entered"):
        tasks.take_in(table.pk)
    listed = table.lines.exclude(state="placed").count()
    entered = Comment.objects.filter(paper=table.paper).count()
    whole = sum(times.values())
    return [
        *(_row(f"{ROWS:,} rows {name}", seconds, "s") for name, seconds in times.items()),
        _row("Rows entered a second", entered / times["entered"], "1/s"),
        _row("The whole import", whole, "s", SECONDS, whole <= SECONDS),
        _row(
            "Rows neither entered nor listed",
            ROWS + 1 - entered - listed,
            "",
            0,
            entered + listed == ROWS + 1,
        ),
        _row("Longest wait of others who post meanwhile", max(waits), "s", WAIT, max(waits) <= WAIT),
    ]


@contextmanager
def _others(file):
    """Somebody posts every half second while the block lasts; yields how long each waited."""
    from django.db import connection

    from consult.forums.actions import post_comment
    from tests import factories as make

    over, waits, people = threading.Event(), [0.0], [make.an_expert() for _ in range(20)]

    def post():
        n = 0
        while not over.wait(0.5):
            start = time.perf_counter()
            post_comment(people[n % 20], consultation=file, position="no", reason=f"Xen giữa {n}.",
                         client_key=uuid.uuid4())  # fmt: skip
            waits.append(time.perf_counter() - start)
            n += 1
        connection.close()

    thread = threading.Thread(target=post)
    thread.start()
    try:
        yield waits
    finally:
        over.set()
        thread.join()


def _row(name, value, unit, goal=None, ok=None) -> dict:
    return {"name": name, "value": round(value, 2), "unit": unit, "baseline": None, "ratio": None, "goal": goal, "ok": ok}  # fmt: skip


if __name__ == "__main__":
    main()
