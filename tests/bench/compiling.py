"""Compiling many comments: fold, order and suggest, each in a process of its own, and how time grows."""

import json
import random
import subprocess
import sys
from pathlib import Path

from tests.bench.legal import PHRASE, slope

ROOT = Path(__file__).resolve().parents[2]
SIZES = (1_000, 10_000, 100_000)
SECONDS, MEGABYTES, SLOPE, POINTS = 60.0, 1024.0, 1.3, 200
SUBJECTS = (
    "thời hạn trả lời", "kinh phí hỗ trợ", "tiêu chuẩn chuyên gia", "bảo vệ người góp ý", "công khai kết quả",
    "hội đồng tư vấn", "chế độ báo cáo", "nhà ở công vụ", "đặt hàng nghiên cứu", "đánh giá tác động",
)  # fmt: skip


def comments(count: int) -> list[tuple[str, str, str]]:
    """(id, text, clause): of ten, two are copies or edits of earlier ones, one is a letter of a campaign."""
    chance, words, made = random.Random(7), PHRASE.split(), []
    letter = " ".join(chance.choices(words, k=70))
    for n in range(count):
        kind = n % 10
        if kind == 0:
            text = f"{letter} {' '.join(chance.choices(words, k=6))}"
        elif kind < 3 and n > 20:
            said = made[chance.randrange(max(0, n - 500), n)][1].split()
            said[chance.randrange(len(said))] = chance.choice(words)
            text = " ".join(said)
        else:
            spelled = [f"{chance.choice(words)}{chance.randrange(400)}" for _ in range(8)]
            text = " ".join(
                [chance.choice(SUBJECTS), *chance.choices(words, k=chance.randrange(8, 60)), *spelled]
            )
        made.append((str(n), text, f"dieu-{n % 25 + 1}"))
    return made


def points(count: int = POINTS) -> list[tuple[str, str]]:
    chance, words = random.Random(8), PHRASE.split()
    return [(str(n), " ".join([SUBJECTS[n % 10], *chance.choices(words, k=14)])) for n in range(count)]


CHILD = """
import json, resource, sys, time
from consult.core.compiling import Comment, Point, fold, order, suggest
from tests.bench.compiling import comments, points
given = [Comment(*row) for row in comments(int(sys.argv[1]))]
asked = [Point(*row) for row in points()]
spent, counts = {}, {}
for name, work in (("fold", lambda: fold(given)), ("order", lambda: order(given)),
                   ("suggest", lambda: suggest(given, asked, most=5))):
    begun = time.process_time()
    counts[name] = len(work())
    spent[name] = time.process_time() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"spent": spent, "counts": counts, "megabytes": peak}))
"""


def compiled(count: int) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(count)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


def run() -> list[dict]:
    found = {size: compiled(size) for size in SIZES}
    rows = []
    for size, facts in found.items():
        for name, seconds in facts["spent"].items():
            base = found[SIZES[0]]["spent"][name]
            rows.append(_row(f"{name} {size:,} comments ({facts['counts'][name]:,})", seconds, "s CPU", base))
    asked = found[10_000]
    whole = {size: sum(facts["spent"].values()) for size, facts in found.items()}
    rows += [
        _row("fold, order and suggest 10,000 comments", whole[10_000], "s CPU", whole[SIZES[0]], SECONDS),
        _row("memory of that process", asked["megabytes"], "MB", None, MEGABYTES),
        _row("growth, log time over log count", slope(list(whole.items())), "", None, SLOPE),
    ]
    return rows


def _row(name, value, unit, baseline, goal=None) -> dict:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "baseline": baseline,
        "ratio": value / baseline if baseline else None,
        "goal": f"<= {goal:g} {unit}".strip() if goal else None,
        "ok": value <= goal if goal else None,
    }
