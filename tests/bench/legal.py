"""The legal text engine: reading, growth with length, and the alignment of two laws.

Each reading runs in a process of its own, so that its memory is its own.
"""

import json
import math
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LENGTHS = (10_000, 50_000, 176_000, 500_000, 2_000_000)
READING, READING_MB, SLOPE, ALIGNING = 1.5, 200.0, 1.1, 3.0
ARTICLES = 250
PHRASE = (
    "cơ quan chủ trì soạn thảo có trách nhiệm tiếp thu giải trình đầy đủ ý kiến góp ý của chuyên gia nhà khoa học "
    "và công khai kết quả trên trang thông tin điện tử trong thời hạn quy định tại nghị quyết này"
)
WORDS = PHRASE.split()


def law(articles: int, *, edited: bool = False) -> str:
    """A law with that many articles, four clauses each, three points in every second clause."""
    lines = ["LUẬT", "VỀ VIỆC LẤY Ý KIẾN CHUYÊN GIA", ""]
    for n in range(1, articles + 1):
        if n % 25 == 1:
            lines += [f"Chương {_roman(n // 25 + 1)}", f"QUY ĐỊNH THỨ {n // 25 + 1}"]
        changed = edited and n % 10 == 3
        lines.append(f"Điều {n + (edited and n > 100)}. Trách nhiệm thứ {n} của cơ quan, tổ chức")
        for k in range(1, 5):
            words = WORDS[(n * k) % 11 :] + WORDS[: (n + k) % 17]
            lines.append(f"{k}. Thứ {n * k} {' '.join(words)}{' và báo cáo' if changed and k == 2 else ''}.")
            if k % 2:
                lines += [f"{letter}) Việc {letter} {n} {' '.join(words[:9])};" for letter in "abc"]
        if edited and n == 100:
            lines += ["Điều 101. Điều mới", "1. Nội dung mới của điều được thêm vào dự thảo."]
    return "\n".join(lines)


def _roman(n: int) -> str:
    return (
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"][n - 1]
        if n <= 10
        else f"X{_roman(n - 10)}"
    )


def of_length(characters: int) -> str:
    whole = law(max(3, characters // 900))
    return whole[:characters].rsplit("\n", 1)[0]


CHILD = """
import json, resource, sys, time
from tests.bench.legal import of_length
from consult.core.legal import read
data = of_length(int(sys.argv[1])).encode()
read(of_length(2000).encode(), "a.txt")
begun = time.process_time()
document = read(data, "a.txt")
spent = time.process_time() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": spent, "megabytes": peak, "nodes": len(document.nodes)}))
"""


def reading(characters: int) -> dict:
    """CPU seconds, peak megabytes of the whole process, nodes."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(characters)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def slope(points: list[tuple[int, float]]) -> float:
    """Least squares of log time over log length."""
    xs, ys = [math.log(x) for x, _y in points], [math.log(y) for _x, y in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return above / sum((x - mean_x) ** 2 for x in xs)


def aligning() -> tuple[float, int]:
    from consult.core.legal import align, read

    old, new = (read(text.encode(), "a.txt").nodes for text in (law(ARTICLES), law(ARTICLES, edited=True)))
    begun = time.process_time()
    links = align(old, new)
    return time.process_time() - begun, len(links)


def run() -> list[dict]:
    found = {
        length: min((reading(length) for _ in range(3)), key=lambda f: f["seconds"]) for length in LENGTHS
    }
    base, asked = found[LENGTHS[0]]["seconds"], found[176_000]
    growth = slope([(length, facts["seconds"]) for length, facts in found.items()])
    spent, links = aligning()
    rows = [
        _row(
            f"read {length:,} characters",
            facts["seconds"],
            "s CPU",
            base,
            None if length != 176_000 else READING,
        )
        for length, facts in found.items()
    ]
    return [
        *rows,
        _row("memory of the process reading 176,000", asked["megabytes"], "MB", None, READING_MB),
        _row("growth, log time over log length", growth, "", None, SLOPE),
        _row(f"align two laws of {ARTICLES} articles ({links} links)", spent, "s CPU", base, ALIGNING),
    ]


def _row(name, value, unit, baseline, goal) -> dict:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "baseline": baseline,
        "ratio": value / baseline if baseline else None,
        "goal": f"<= {goal:g} {unit}".strip() if goal else None,
        "ok": value <= goal if goal else None,
    }
