"""Official papers of 1,000 points: how long each file takes to write, in seconds on the clock."""

import dataclasses
import time

from consult.core import papers
from tests.core.dossier_samples import ISSUES, a_dossier

POINTS = 1_000
GOALS = {"docx": 20.0, "pdf": 10.0}
WRITERS = {"docx": papers.paper_docx, "pdf": papers.paper_pdf}
DEMANDED = "ban-tong-hop-tiep-thu"


def dossier(points: int = POINTS) -> papers.Dossier:
    """Points on four clauses of each article, two opinions on every third."""
    summary = "Nội dung tổng hợp của điểm góp ý này. " * 6
    issues = (
        dataclasses.replace(
            ISSUES[n % 3], group=f"Khoản {n % 4 + 1} Điều {n // 4 + 1}", title=f"Điểm {n}", summary=summary
        )
        for n in range(points)
    )
    return a_dossier(issues=tuple(issues))


def run() -> list[dict]:
    data, rows = dossier(), []
    papers.paper_pdf(papers.made(papers.FORMS["giay-moi"], data, {}, digest="ab" * 32))  # cuts the fonts once
    for code in (DEMANDED, "bang-tong-hop", "bao-cao-phan-bien"):
        paper = papers.made(papers.FORMS[code], data, {}, digest="ab" * 32)
        for kind, write in WRITERS.items():
            begun = time.perf_counter()
            write(paper)
            took, goal = time.perf_counter() - begun, GOALS[kind] if code == DEMANDED else None
            ok = None if goal is None else took <= goal
            rows.append(
                {
                    "name": f"{code}.{kind}, {POINTS} points",
                    "value": took,
                    "unit": "s",
                    "goal": goal,
                    "ok": ok,
                }
            )
    return rows
