"""Real laws, decrees and a Party programme: structure against the published truth, and no letter lost."""

import json
import os
import re
import time
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from consult.core.legal import Document, align, cite, read, redline
from consult.core.legal.cleaning import visible
from consult.core.legal.ordinals import decimal
from consult.core.legal.reading import read_lines

OPEN = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "open"
LEGAL = OPEN / "legal"
if not LEGAL.is_dir() and os.environ.get("CI") != "true":
    pytest.skip("the shared legal texts are not on this machine", allow_module_level=True)
TRUTH = json.loads((LEGAL / "truth.json").read_text(encoding="utf-8"))
LEVELS = {"Điều": "article", "Khoản": "clause", "Điểm": "point"}
FLOORS = {"article": 0.99, "clause": 0.99, "point": 0.99}
MORE_IN_TEXT = {"vbpl/doc_000001": [("chapters", 3, 2), ("sections", 2, 1)]}
"""What is printed in the text where the published tree has lost some."""


def files() -> list[Path]:
    found = []
    for name in TRUTH:
        path = LEGAL / name
        found += [path] if path.suffix else [path.with_suffix(".html"), path.with_suffix(".txt")]
    return [path for path in found if not path.name.endswith("SCAN.pdf")]


@cache
def document(path: Path) -> Document:
    return read(path.read_bytes(), path.name)


def of(parsed: Document, kind: str, within: str = "main") -> list:
    return [node for node in parsed.nodes if node.kind == kind and node.within == within]


def letters(text: str | None) -> str:
    return re.sub(r"\W", "", text or "").lower()


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name[:40]}"


@pytest.mark.parametrize("path", files(), ids=name)
def test_structure_is_that_of_the_published_truth(path: Path):
    key = path.relative_to(LEGAL).as_posix()
    key = key if key in TRUTH else key.rsplit(".", 1)[0]
    if key in MORE_IN_TEXT:
        assert differences(TRUTH[key], document(path)) == MORE_IN_TEXT[key]
    else:
        assert differences(TRUTH[key], document(path)) == []


def differences(truth: dict, parsed: Document) -> list[tuple]:
    """What is not as the published truth says: (what, found, published)."""
    articles = of(parsed, "article")
    pairs = [
        ("articles", len(articles), truth["articles_main"]),
        ("chapters", len(of(parsed, "chapter")), truth.get("chapters")),
        ("sections", len(of(parsed, "section")), truth.get("sections")),
    ]
    for name, place in (("first_article", 0), ("last_article", -1)):
        if truth.get(name):
            printed = f"{articles[place].label}{articles[place].title}" if articles else ""
            pairs.append((name, letters(printed), letters(truth[name])))
    attached = truth.get("attached", {})
    if "articles" in attached:
        pairs.append(("attached articles", runs(parsed), attached["articles"]))
    if "chapters" in attached:
        chapters = sum(1 for n in parsed.nodes if n.kind == "chapter" and n.within.startswith("attachment"))
        pairs.append(("attached chapters", chapters, attached["chapters"]))
    return [(what, found, told) for what, found, told in pairs if told is not None and found != told]


def runs(parsed: Document) -> list[int]:
    """How many articles each run outside of the main text has; a run begins with a first article."""
    found: list[list] = []
    for node in parsed.nodes:
        if node.kind == "article" and node.within != "main":
            if node.number == "1" or not found or found[-1][0] != node.within:
                found.append([node.within, 0])
            found[-1][1] += 1
    return [count for _, count in found]


@pytest.mark.parametrize("path", files(), ids=name)
def test_no_letter_is_lost_or_doubled(path: Path):
    lines, parsed = read_lines(path.read_bytes(), path.name), document(path)
    head = parsed.header
    words = [head.issuer, head.number, head.place, head.date, head.type, head.abstract, *head.grounds]
    words += [node.label + node.title + node.text for node in parsed.nodes]
    kept = Counter(visible("".join([*words, *parsed.furniture])))
    assert kept == Counter(visible("".join(line.full for line in lines)))
    ids = [node.id for node in parsed.nodes]
    assert len(ids) == len(set(ids))


def gold_places(path: Path) -> Counter:
    nodes = json.loads(path.read_text(encoding="utf-8"))["nodes"]
    by_key = {node["key"]: node for node in nodes}

    def place(node: dict | None) -> tuple:
        chain = []
        while node is not None:
            if node["level"] in LEVELS:
                number = node["label"].split()[1] if len(node["label"].split()) > 1 else ""
                chain.insert(0, (LEVELS[node["level"]], decimal(number.rstrip(".:)"))))
            node = by_key.get(node["parent"])
        return tuple(chain)

    return Counter(place(node) for node in nodes if node["level"] in LEVELS)


def places(parsed: Document) -> Counter:
    by_id = {node.id: node for node in parsed.nodes}

    def place(node) -> tuple:
        chain = []
        while node is not None:
            if node.kind in FLOORS:
                chain.insert(0, (node.kind, decimal(node.number)))
            node = by_id.get(node.parent)
        return tuple(chain)

    return Counter(place(n) for n in parsed.nodes if n.kind in FLOORS and n.within == "main")


@cache
def agreement() -> tuple[Counter, Counter, Counter]:
    """Units of each kind that both trees have, that ours has, that the official ones have."""
    hits, ours, theirs = Counter(), Counter(), Counter()
    paths = sorted((LEGAL / "vbpl").glob("*.gold.json"))
    assert len(paths) == 28
    for path in paths:
        gold, mine = gold_places(path), places(document(path.with_name(path.name.split(".")[0] + ".html")))
        for counter, source in ((hits, gold & mine), (ours, mine), (theirs, gold)):
            for place, count in source.items():
                counter[place[-1][0]] += count
    return hits, ours, theirs


def test_articles_clauses_and_points_agree_with_the_official_trees():
    hits, ours, theirs = agreement()
    for kind, floor in FLOORS.items():
        print(f"{kind}: precision {hits[kind] / ours[kind]:.4f}, recall {hits[kind] / theirs[kind]:.4f}")
        assert hits[kind] / ours[kind] >= floor, kind
        assert hits[kind] / theirs[kind] >= floor, kind


def test_the_decree_on_clerical_work():
    path = LEGAL / "docx" / "ND-30-2020-ND-CP.docx"
    start = time.perf_counter()
    parsed = read(path.read_bytes(), path.name)
    assert time.perf_counter() - start < 1.5
    head = parsed.header
    assert (head.issuer, head.number, head.place) == ("CHÍNH PHỦ", "30/2020/NĐ-CP", "Hà Nội")
    assert (head.date, head.type) == ("ngày 05 tháng 3 năm 2020", "NGHỊ ĐỊNH")
    assert [decimal(node.number) for node in of(parsed, "chapter")] == list("1234567")
    assert [node.number for node in of(parsed, "article")] == [str(n) for n in range(1, 39)]
    third = [node for node in parsed.nodes if node.path.startswith("chuong-1/dieu-3/khoan-")]
    assert [node.number for node in third] == [str(n) for n in range(1, 18)]
    point = next(node for node in parsed.nodes if node.path == "chuong-1/dieu-4/khoan-2/diem-b")
    assert cite(point, parsed.nodes) == "điểm b khoản 2 Điều 4"
    assert {"recipients", "signature"} <= {node.kind for node in parsed.nodes}
    assert parsed.warnings == ()


def test_the_party_programme():
    path = OPEN / "party" / "chuong-trinh-can-tho-nq45.txt"
    parsed = read(path.read_bytes(), path.name)
    assert parsed.header.type == "CHƯƠNG TRÌNH"
    assert [node.number for node in of(parsed, "part")] == ["I", "II", "III", "IV"]
    clauses = Counter(node.path.split("/")[0] for node in of(parsed, "clause"))
    assert clauses == {"muc-ii": 3, "muc-iii": 5, "muc-iv": 5}
    dashes = Counter(node.parent for node in of(parsed, "dash"))
    assert [dashes[f"muc-{part}"] for part in ("ii/so-1", "ii/so-2", "iii/so-1", "iii/so-4")] == [5, 5, 4, 6]
    dash = next(node for node in parsed.nodes if node.id == "muc-iii/so-5/gach-3")
    assert cite(dash, parsed.nodes) == "gạch đầu dòng thứ 3 mục 5 phần III"
    assert "giám định xã hội" in dash.text
    signature = next(node for node in parsed.nodes if node.kind == "signature")
    assert signature.text.startswith("T/M THÀNH ỦY")


def test_attached_regulations_are_documents_of_their_own():
    parsed = document(LEGAL / "vbpl" / "doc_000085.html")
    assert len(of(parsed, "article", "attachment-1")) == 31
    assert len(of(parsed, "chapter", "attachment-1")) == 5


def test_word_and_page_of_one_law_give_one_tree():
    pairs = [pair for pair in json.loads((LEGAL / "pairs.json").read_text(encoding="utf-8")) if "a" in pair]
    assert len(pairs) == 2
    for pair in pairs:
        word, page = document(LEGAL / pair["a"]), document(LEGAL / (pair["b"] + ".html"))
        for kind in ("chapter", "section", "article", "clause", "point"):
            assert [(n.path, visible(n.title + n.text)) for n in of(word, kind)] == [
                (n.path, visible(n.title + n.text)) for n in of(page, kind)
            ]
        assert {link.kind for link in align(word.nodes, page.nodes)} == {"same"}


def test_a_rewritten_law_is_followed_article_by_article():
    old = document(LEGAL / "tvpl" / "Luat-Bao-chi-2016-280645.html")
    new = document(LEGAL / "vbpl" / "doc_000508.html")
    start = time.perf_counter()
    links = {link.old: link for link in align(old.nodes, new.nodes) if link.old}
    assert time.perf_counter() - start < 3
    titles = {node.id: letters(node.title) for node in (*old.nodes, *new.nodes) if node.kind == "article"}
    olds = {letters(node.title): node.id for node in of(old, "article")}
    news = {letters(node.title): node.id for node in of(new, "article")}
    shared = [title for title in olds if title in news]
    assert len(shared) > 25
    assert [t for t in shared if titles.get(links[olds[t]].new) != t] == []
    pair = links[olds["cáchànhvibịnghiêmcấm"]]
    texts = [next(n for n in d.nodes if n.id == i) for d, i in ((old, pair.old), (new, pair.new))]
    ops = redline(*(f"{node.title}\n{node.text}" for node in texts))
    assert "".join(op.text for op in ops if op.kind != "del") == f"{texts[1].title}\n{texts[1].text}"
