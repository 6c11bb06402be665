"""Pages: queries, size and CPU against the site's own empty page, in one process and one run."""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from uuid import uuid4

COMMENTS = 2_000
CLAUSES = 60
ROUNDS = 60
TURN = 6
EMPTY = "/trang-trong/"


@dataclass(frozen=True)
class Goal:
    """What a page may cost."""

    name: str
    url: str
    queries: int
    times: float = 0
    bytes: int = 0
    fragment: bool = False


def run() -> list[dict]:
    """Rows for the table, measured in a process of its own (its settings add one empty page)."""
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    command = [sys.executable, "-m", "tests.bench.pages"]
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


def _measure() -> list[dict]:
    from django.test import Client
    from django.urls import reverse

    scene = _scene()
    client = Client()
    client.force_login(scene["reader"], backend="allauth.account.auth_backends.AuthenticationBackend")
    code = scene["file"].code
    goals = [
        Goal("Reading page, 60 clauses, 2,000 comments", reverse("reading", args=[code]), 12, 5, 150_000),
        Goal(
            "Comments of one clause (fragment of 20)",
            reverse("clause_panel", args=[code, scene["clause"].pk]),
            6,
            2.5,
            fragment=True,
        ),
        Goal("Home with 24 files", "/", 8),
        Goal("List of 24 files", reverse("consultations"), 8),
    ]
    rows = [row for goal in goals for row in _page_rows(client, goal)]
    rows += _first_sight_rows(client, goals[1])
    return rows + _post_rows(client, scene) + _asset_rows()


def _scene() -> dict:
    from consult.forums.models import Comment
    from consult.people.actions import give_consent
    from tests import factories as make

    text = "\n".join(
        f"Điều {n}. Nội dung thứ {n}\n"
        + "\n".join(f"{k}. Cơ quan đặt hàng công khai nhiệm vụ trong thời hạn {k} ngày." for k in (1, 2))
        for n in range(1, CLAUSES // 3 + 1)
    )
    file = make.a_consultation(version=make.a_version(text=text))
    for _n in range(23):
        make.a_consultation()
    clauses = list(file.version.clauses.filter(kind__in=["article", "clause"]))
    voices = [make.a_voice(file) for _n in range(40)]
    Comment.objects.bulk_create(
        Comment(
            consultation=file, version=file.version, clause=clauses[n % len(clauses)], voice=voices[n % 40],
            shown="named", position=("yes", "amend", "no")[n % 3], reason="Cần quy định rõ thời hạn. " * 8,
            reason_html="<p>" + "Cần quy định rõ thời hạn. " * 8 + "</p>", number=n + 1, client_key=uuid4(),
        )
        for n in range(COMMENTS)
    )  # fmt: skip
    reader = make.an_expert("Người Đọc")
    give_consent(reader, purpose="notices", given=True)
    clause = next(c for c in clauses if c.kind == "clause")
    return {"file": file, "clause": clause, "reader": reader}


def _cpu(client, url: str, method="get", data=None, headers=None) -> tuple[float, float]:
    """Median CPU seconds of one request and of the empty page, all middleware.

    Asked in turns of a few requests each, so that whatever else the machine does meets both alike, and each turn's
    first request, which finds the other's things in the processor's caches, is left out.
    """

    def turn(ask, address, found, **how):
        for n in range(1 + TURN):
            sent = data() if data and address == url else None
            start = time.process_time()
            response = ask(address, sent, **how)
            spent = time.process_time() - start
            assert response.status_code < 400, (address, response.status_code)
            if n:
                found.append(spent)

    times, empty = [], []
    for _turn in range(1 + ROUNDS // TURN):
        turn(client.get, EMPTY, empty)
        turn(getattr(client, method), url, times, headers=headers)
    return statistics.median(times[TURN:]), statistics.median(empty[TURN:])


def _page_rows(client, goal: Goal) -> list[dict]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    headers = {"HX-Request": "true"} if goal.fragment else None
    client.get(goal.url, headers=headers)
    with CaptureQueriesContext(connection) as queries:
        size = len(client.get(goal.url, headers=headers).content)
    rows = [_row(f"{goal.name}: queries", len(queries), "queries", goal=goal.queries)]
    if goal.bytes:
        rows.append(_row(f"{goal.name}: HTML", size, "bytes", goal=goal.bytes))
    if goal.times:
        rows.append(_ratio_row(f"{goal.name}: CPU", *_cpu(client, goal.url, headers=headers), goal.times))
    return rows


def _first_sight_rows(client, goal: Goal) -> list[dict]:
    """The same fragment for the first reader after an act: nothing of it is kept yet."""
    from django.core.cache import caches
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def forget():
        caches["pages"].clear()

    forget()
    with CaptureQueriesContext(connection) as queries:
        client.get(goal.url, headers={"HX-Request": "true"})
    asked = len(queries)
    cost = _cpu(client, goal.url, data=forget, headers={"HX-Request": "true"})
    name = f"{goal.name}, first sight after an act"
    return [
        _row(f"{name}: queries", asked, "queries", goal=goal.queries),
        {**_ratio_row(f"{name}: CPU", *cost, 0), "goal": "printed", "ok": None},
    ]


def _post_rows(client, scene) -> list[dict]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    url = reverse("comment_new", args=[scene["file"].code])

    def data():
        return {
            "client_key": str(uuid4()),
            "clause": scene["clause"].pk,
            "position": "no",
            "reason": "Thời hạn quá ngắn.",
            "shown": "named",
        }

    client.post(url, data())
    with CaptureQueriesContext(connection) as queries:
        response = client.post(url, data())
    assert response.status_code == 302, response.status_code
    inside = _inside_one_transaction(queries)
    return [
        _row("Posting a comment: queries in its transaction", inside, "queries", goal=15),
        _ratio_row("Posting a comment: CPU", *_cpu(client, url, "post", data), 4),
    ]


def _inside_one_transaction(queries) -> int:
    """Statements between the first write lock and the commit; Django logs BEGIN and COMMIT as queries."""
    texts = [query["sql"] for query in queries]
    begins = [n for n, sql in enumerate(texts) if sql == "BEGIN"]
    spans = [(n, texts.index("COMMIT", n)) for n in begins if "COMMIT" in texts[n:]]
    return max((end - start - 1 for start, end in spans), default=len(texts))


def _asset_rows() -> list[dict]:
    from pathlib import Path

    import brotli
    from django.conf import settings

    folder = Path(settings.BASE_DIR) / "static" / "built"
    files = [folder / "app.css", folder / "app.js", folder / "htmx.js", *folder.glob("desk/*.js")]
    size = sum(len(brotli.compress(path.read_bytes())) for path in files if path.exists())
    return [_row("Reading page: styles and scripts, compressed", size, "bytes", goal=60_000)]


def _row(name, value, unit, *, goal) -> dict:
    return {
        "name": name, "value": value, "unit": unit, "baseline": "", "ratio": "", "goal": f"<= {goal}",
        "ok": value <= goal,
    }  # fmt: skip


def _ratio_row(name, value, baseline, goal) -> dict:
    ratio = value / baseline
    return {
        "name": name, "value": round(value * 1000, 2), "unit": "ms CPU",
        "baseline": f"empty page {baseline * 1000:.2f} ms", "ratio": round(ratio, 2), "goal": f"<= {goal}x",
        "ok": ratio <= goal,
    }  # fmt: skip


if __name__ == "__main__":
    main()
