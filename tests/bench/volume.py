"""Large files: the reading room with many clauses and comments, posting without a pause, search in 100,000 comments.

BENCH_POST_SECONDS shortens the minute of posting; BENCH_PARTS names some of reading, posting, searching.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode
from uuid import uuid4

SIZES = ((200, 2_000), (600, 20_000))
PER_SECOND, WRITERS = 20, 12
SEARCHED = 100_000
WORDS = (
    "thời hạn trả lời", "kinh phí hỗ trợ", "hội đồng tư vấn", "bảo vệ người góp ý", "tiêu chuẩn chuyên gia",
    "công khai kết quả", "đặt hàng nghiên cứu", "đánh giá tác động",
)  # fmt: skip


def run() -> list[dict]:
    """Rows for the table, measured in a process of its own, as the pages are."""
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    command = [sys.executable, "-m", "tests.bench.volume"]
    done = subprocess.run(command, env=surroundings, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    old = runner.setup_databases()
    try:
        parts = {"reading": _reading, "posting": _posting, "searching": _searching}
        wanted = os.environ.get("BENCH_PARTS", " ".join(parts)).split()
        print(json.dumps([row for name in wanted for row in parts[name]()]))
    finally:
        runner.teardown_databases(old)


# --- reading ---------------------------------------------------------------------------------------------


def a_file(clauses: int):
    """An open file whose draft has so many units, a third of them articles."""
    from tests import factories as make

    text = "\n".join(
        f"Điều {n}. Nội dung thứ {n}\n"
        + "\n".join(f"{k}. Cơ quan đặt hàng công khai nhiệm vụ trong thời hạn {k} ngày." for k in (1, 2))
        for n in range(1, clauses // 3 + 1)
    )
    return make.a_consultation(version=make.a_version(text=text))


def fill(file, count: int) -> None:
    """Comments in bulk, past the actions, and the number that tells the pages that something happened."""
    from consult.forums.models import Comment
    from consult.ledger.models import Book
    from tests import factories as make

    clauses = list(file.version.clauses.filter(kind__in=["article", "clause"]))
    voices = [make.a_voice(file) for _n in range(40)]
    words = "Cần quy định rõ thời hạn. " * 8
    Comment.objects.bulk_create(
        (
            Comment(
                consultation=file, version=file.version, clause=clauses[n % len(clauses)], voice=voices[n % 40],
                shown="named", position=("yes", "amend", "no")[n % 3], reason=words, reason_html=f"<p>{words}</p>",
                number=n + 1, client_key=uuid4(),
            )
            for n in range(count)
        ),
        batch_size=2_000,
    )  # fmt: skip
    Book.objects.filter(pk=file.book_id).update(head=uuid4().hex * 2)


def _reading() -> list[dict]:
    from django.core.cache import caches
    from django.test import Client
    from django.urls import reverse

    from tests import factories as make
    from tests.bench.pages import _cpu

    client = Client()
    client.force_login(
        make.an_expert("Người Đọc"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    rows, asked = [], {}
    for clauses, comments in SIZES:
        file = a_file(clauses)
        url = reverse("reading", args=[file.code])
        _cost(client, url)
        bare = _cost(client, url)[1]
        fill(file, comments)
        _cost(client, url)
        queries, size = _cost(client, url)
        asked[comments] = queries
        clause = file.version.clauses.filter(kind="clause").first()
        panel, part = reverse("clause_panel", args=[file.code, clause.pk]), {"HX-Request": "true"}
        name = f"{clauses} clauses, {comments:,} comments"
        rows += [
            _row(f"Reading page, {name}: queries", queries, "queries", asked[SIZES[0][1]], goal=12),
            _row(f"Reading page, {name}: HTML", size, "bytes", bare, baseline_name="without comments"),
            _cpu_row(f"Reading page, {name}: CPU", _cpu(client, url)),
            _cpu_row(f"Comments of one clause, {name}: CPU", _cpu(client, panel, headers=part), 2.5),
            _cpu_row(
                f"Comments of one clause, {name}, first sight: CPU",
                _cpu(client, panel, data=caches["pages"].clear, headers=part),
            ),
        ]  # fmt: skip
    return rows


def _cpu_row(name: str, spent: tuple[float, float], goal: float | None = None) -> dict:
    """Beside the empty page, which was asked in turns with it."""
    page, empty = (1000 * seconds for seconds in spent)
    return _row(name, page, "ms CPU", empty, goal=goal, ratio=True)


def _cost(client, url) -> tuple[int, int]:
    """Queries and bytes of one request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        size = len(client.get(url).content)
    return len(queries), size


# --- posting ---------------------------------------------------------------------------------------------


def _posting() -> list[dict]:
    """PER_SECOND comments a second for a minute, over HTTP, by several voices on several clauses."""
    from consult.forums.models import Comment
    from consult.ledger.models import Entry
    from tests import factories as make
    from tests.live.serving import database_environment, served, session_cookie

    seconds = float(os.environ.get("BENCH_POST_SECONDS", 60))
    file = a_file(60)
    clauses = list(file.version.clauses.filter(kind="clause").values_list("pk", flat=True))
    cookies = [session_cookie(make.an_expert(f"Người Viết {n}")) for n in range(WRITERS)]
    count, taken, failed = int(PER_SECOND * seconds), [], []
    with served(ONE_CORE="1", **database_environment()) as (port, _process):
        begun = time.perf_counter() + 1

        def write(own: int) -> None:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            for n in range(own, count, WRITERS):
                time.sleep(max(0.0, begun + n / PER_SECOND - time.perf_counter()))
                start = time.perf_counter()
                status = _post(link, file.code, clauses[n % len(clauses)], cookies[own], n)
                taken.append(time.perf_counter() - start)
                if status != 302:
                    failed.append(status)

        threads = [threading.Thread(target=write, args=(own,)) for own in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    whole = time.perf_counter() - begun
    stored = Comment.objects.filter(consultation=file)
    recorded = Entry.objects.filter(book=file.book_id, verb="comment.posted").count()
    numbers = stored.values("number").distinct().count()
    what = f"{PER_SECOND} comments a second for {seconds:g} s"
    quantiles = statistics.quantiles(taken, n=20)
    return [
        {**_row(f"{what}: stored, recorded, numbered once", stored.count(), "comments", count), "goal": "all",
         "ok": stored.count() == recorded == numbers == count and not failed},
        _row(f"{what}: sent in", whole, "s", seconds),
        _row(f"{what}: p95", 1000 * quantiles[18], "ms", 1000 * statistics.median(taken), baseline_name="median"),
    ]  # fmt: skip


def _post(link, code: str, clause: int, cookie: str, n: int) -> int:
    token = "a" * 32
    words = f"Ý kiến số {n}: thời hạn quá ngắn để lấy ý kiến của các hội thành viên."
    sent = {"client_key": uuid4(), "clause": clause, "position": "no", "reason": words, "shown": "named",
            "confirmed": "1", "similar": "seen"}  # fmt: skip
    headers = {
        "Cookie": f"{cookie}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    link.request("POST", f"/ho-so/{code}/gop-y/moi/", urlencode(sent), headers)
    answer = link.getresponse()
    answer.read()
    return answer.status


# --- searching -------------------------------------------------------------------------------------------


def _searching() -> list[dict]:
    """Words in 100,000 comments of ten files, beside the same search before there is any comment."""
    from django.contrib.auth.models import AnonymousUser

    from consult.desk import search

    visitor, rows, asked = AnonymousUser(), [], ("thời hạn trả lời", "thoi han tra loi", "không có chữ này")
    base = {words: _median(lambda words=words: search.comments(visitor, words)) for words in asked}
    _many_comments()
    for words in asked:
        found = search.comments(visitor, words)
        cost = _median(lambda words=words: search.comments(visitor, words))
        name = f"Search '{words}' in {SEARCHED:,} comments ({len(found)} shown)"
        rows.append(
            _row(name, 1000 * cost, "ms", 1000 * base[words], goal=50, ratio=True, baseline_name="no comment")
        )
    return rows


def _many_comments() -> None:
    from django.db import connection

    from consult.core import vietnamese
    from tests import factories as make

    each = SEARCHED // 10
    for _n in range(10):
        file = a_file(60)
        clause = file.version.clauses.filter(kind="clause").first()
        voice = make.a_voice(file)
        fill(file, 1)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns "
                "WHERE table_name = 'forums_comment' AND is_generated = 'NEVER'"
            )
            columns = [row[0] for row in cursor.fetchall()]
            own = {"client_key": "gen_random_uuid()", "number": "n + 10", "reason": "words || ' ' || n",
                   "folded": "plain || ' ' || n", "reason_html": "'<p>' || words || '</p>'",
                   "search": "to_tsvector('simple', words || ' ' || plain || ' ' || n)",
                   "voice_id": str(voice.pk), "clause_id": str(clause.pk)}  # fmt: skip
            named = [name for name in columns if name != "id"]
            values = ", ".join(own.get(name, f"sample.{name}") for name in named)
            cursor.execute(
                f"INSERT INTO forums_comment ({', '.join(named)}) SELECT {values} FROM "
                "generate_series(1, %s) n JOIN unnest(%s::text[], %s::text[]) WITH ORDINALITY AS said(words, plain, k) "
                "ON k = n %% %s + 1, (SELECT * FROM forums_comment WHERE consultation_id = %s LIMIT 1) sample",
                [each, list(WORDS), [vietnamese.fold(w) for w in WORDS], len(WORDS), file.pk],
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forums_comment")


def _median(work) -> float:
    taken = []
    for _n in range(15):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[2:])


def _row(name, value, unit, baseline, *, goal=None, ratio=False, baseline_name="") -> dict:
    times = value / baseline if baseline else None
    met = None if goal is None else (times if ratio else value) <= goal
    shown = f"{baseline_name or 'baseline'} {baseline:,.2f}" if isinstance(baseline, float) else baseline
    wanted = "printed" if goal is None else f"<= {goal}{'x' if ratio else ''}"
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "baseline": shown,
        "ratio": times and round(times, 2),
        "goal": wanted,
        "ok": met,
    }


if __name__ == "__main__":
    main()
