"""Figures of the reading page, cut out of the page itself: what is refreshed in place is what a reader would load."""

import re
from dataclasses import dataclass

_SAY = re.compile(r'<a\s+class="say"\s+href="[^"]*?[?&](?:amp;)?clause=(\d+)[^>]*>(.*?)</a>', re.S)
_LINE = re.compile(r'<li>\s*<a\s+href="[^"]*#c-(\d+)"[^>]*>(.*?)</a>\s*</li>', re.S)
_LOST = re.compile(r'<a\s+href="[^"]*/y-kien-khong-con-cho/[^"]*"[^>]*>(.*?)</a>', re.S)
_TOTAL = re.compile(r'<nav\s+class="tabs"[^>]*>\s*<a\s[^>]*>(.*?)</a>', re.S)
_COMMENT = re.compile(r'<(?:article|div)\s+class="(?:comment|reply)"[^>]*?\sid="y-(\d+)"')
_FOOT = re.compile(r"<footer>(.*?)</footer>", re.S)
_FIGURE = re.compile(r'<span class="n">(.*?)</span>', re.S)
_META = re.compile(r"<span>(.*?)</span>", re.S)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Wanted:
    """What a page asks for: clauses and comments that are touched, and the greatest figures that it shows now."""

    clauses: frozenset[int]
    comments: frozenset[int]
    most: str


def wanted(question) -> Wanted:
    """What the query of a request asks for; what makes no sense is left out."""
    return Wanted(
        _numbers(question.get("dem", "")), _numbers(question.get("y", "")), question.get("most", "")[:40]
    )


def _numbers(text: str) -> frozenset[int]:
    found = (part for part in text[:4000].split(",") if part.isascii() and part.isdigit() and len(part) <= 18)
    return frozenset(map(int, list(found)[:400]))


def articles(units, clauses: frozenset[int]) -> frozenset[int]:
    """The lines of the contents in which these clauses lie: each clause with all that is above it."""
    parents = {unit.id: unit.parent_id for unit in units}
    lines = set()
    for pk in clauses & parents.keys():
        while pk is not None and pk not in lines:
            lines.add(pk)
            pk = parents.get(pk)
    return frozenset(lines)


def cut(html: str, wanted: Wanted, articles: frozenset[int]) -> dict:
    """The counters of the touched clauses and of their lines of the contents; all of them where the greatest figure
    changed, for the strips of all depend on it. `articles` are the lines in which the touched clauses lie."""
    says = {int(found[1]): found for found in _SAY.finditer(html)}
    lines = {int(found[1]): found for found in _LINE.finditer(html)}
    most = f"{_most(says)}.{_most(lines)}"
    every = most != wanted.most
    total, lost = _TOTAL.search(html), _LOST.search(html)
    return {
        "most": most,
        "say": {
            pk: found[0]
            for pk, found in says.items()
            if pk in wanted.clauses or (every and _figure(found[2]))
        },
        "lines": {
            pk: found[2] for pk, found in lines.items() if pk in articles or (every and _figure(found[2]))
        },
        "total": total[1] if total else "",
        "lost": lost[1] if lost else "",
        "figures": _figures(html, wanted.comments),
    }


def _figure(html: str) -> int:
    """The number that ends the words of a counter; 0 where there is none."""
    found = re.search(r"(\d+)\D*$", _TAG.sub(" ", html.split('class="vh"')[0]))
    return int(found[1]) if found else 0


def _most(found: dict) -> int:
    return max((_figure(one[2]) for one in found.values()), default=0)


def _figures(html: str, comments: frozenset[int]) -> dict[int, dict]:
    """Numbers in the feet of the touched comments that the page shows."""
    starts = [(int(found[1]), found.end()) for found in _COMMENT.finditer(html)]
    ends = [start for _pk, start in starts[1:]] + [len(html)]
    feet = {
        pk: foot[1]
        for (pk, start), end in zip(starts, ends, strict=False)
        if pk in comments and (foot := _FOOT.search(html, start, end))
    }
    return {
        pk: {"n": _FIGURE.findall(foot), "line": line[1] if (line := _META.search(foot)) else ""}
        for pk, foot in feet.items()
    }
