"""Real laws followed from version to version: citations, fates of units, and anchors of chosen words."""

import json
import os
import re
import sys
import time
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from consult.core.legal import (
    Carried,
    Carrier,
    Document,
    Orphan,
    align,
    cite,
    compare,
    read,
    resolve,
    select,
    words,
)  # fmt: skip
from consult.core.legal.comparing import printed
from consult.core.legal.finding import Finder
from tests.core.legal_edits import carried_origins, edited, quotes

OPEN = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "open"
LEGAL = OPEN / "legal"
if not LEGAL.is_dir() and os.environ.get("CI") != "true":
    pytest.skip("the shared legal texts are not on this machine", allow_module_level=True)
PAIRS = json.loads((LEGAL / "pairs.json").read_text(encoding="utf-8"))
REWRITTEN = [(pair["before"], pair["after"]) for pair in PAIRS if "after" in pair]
EQUAL = [(pair["a"], pair["b"]) for pair in PAIRS if "a" in pair]
EDITED = (
    "docx/ND-30-2020-ND-CP.docx", "vbpl/doc_000508.html", "vbpl/doc_000619.html", "vbpl/doc_000001.html",
    "tvpl/Luat-ban-hanh-van-ban-quy-pham-phap-luat-2015-282382.html", "docx/Luat-Quang-cao-2012.docx",
)  # fmt: skip
EDITS = {"edit": 20, "insert": 4, "delete": 6, "move": 2, "transfer": 3, "split": 4, "merge": 4}
FLOORS = {"edited": 0.9, "removed": 0.9, "split": 0.9, "merged": 0.85}


@cache
def document(name: str) -> Document:
    path = LEGAL / name
    path = path if path.suffix else path.with_suffix(".html")
    return read(path.read_bytes(), path.name)


def files() -> list[str]:
    paths = [*LEGAL.rglob("*.docx"), *LEGAL.rglob("*.html"), OPEN / "party" / "chuong-trinh-can-tho-nq45.txt"]
    return sorted(map(str, paths))


def letters(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def wholes(nodes) -> dict[str, str]:
    """The letters of every article with all below it."""
    parents = {node.id: node.parent for node in nodes}
    texts: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        place = node.id
        while place is not None:
            texts[place].append(letters(node.title + node.text))
            place = parents[place]
    return {node.id: "".join(texts[node.id]) for node in nodes if node.kind == "article"}


def report(line: str) -> None:
    sys.stdout.write(line + "\n")


# --- citations --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", files(), ids=lambda path: Path(path).name[:40])
def test_every_unit_is_found_by_its_citation(path):
    nodes = read(Path(path).read_bytes(), Path(path).name).nodes
    finder = Finder(nodes)
    missed = [node.id for node in nodes if finder.find(cite(node, nodes)) != [node]]
    assert missed == []


# --- fates ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", EQUAL, ids=lambda pair: pair[0][-30:])
def test_one_law_from_two_files_is_the_same_throughout(pair):
    old, new = map(document, pair)
    links = align(old.nodes, new.nodes)
    assert {link.kind for link in links} == {"same"}
    assert len(links) == len(old.nodes) == len(new.nodes)
    assert compare(links, old.nodes, new.nodes) == []


@pytest.mark.parametrize("pair", REWRITTEN, ids=lambda pair: pair[1])
def test_articles_of_a_rewritten_law_go_to_those_of_the_same_words_or_heading(pair):
    old, new = (document(name).nodes for name in pair)
    start = time.process_time()
    links = align(old, new)
    assert time.process_time() - start < 3
    goes = {link.old: link.new for link in links if link.old}
    old_wholes, new_wholes = wholes(old), wholes(new)
    news = {text: name for name, text in new_wholes.items()}
    assert [name for name, text in old_wholes.items() if text in news and goes[name] != news[text]] == []
    titles = [
        {node.id: letters(node.title) for node in side if node.kind == "article"} for side in (old, new)
    ]
    shared = set(titles[0].values()) & set(titles[1].values())
    assert len(shared) >= 10
    followed = [name for name, title in titles[0].items() if title in shared]
    assert [titles[1].get(goes[name]) for name in followed] == [titles[0][name] for name in followed]
    report(f"{pair[1]}: {Counter(link.kind for link in links)}")


def test_relations_of_known_edits_of_real_laws_are_found():
    hits, ours, theirs = Counter(), Counter(), Counter()
    for name in EDITED:
        old = document(name).nodes
        for seed in range(2):
            made = edited(old, seed, EDITS)
            mine = {(link.old, link.new): link.kind for link in align(old, made.nodes)}
            ours.update(mine.values())
            theirs.update(made.links.values())
            hits.update(kind for pair, kind in mine.items() if made.links.get(pair) == kind)
            assert _lost(old, made, mine) == []
    for kind in theirs:
        precision, recall = hits[kind] / ours[kind], hits[kind] / theirs[kind]
        report(f"{kind:10} precision {precision:.4f} recall {recall:.4f} of {theirs[kind]}")
        assert min(precision, recall) >= FLOORS.get(kind, 0.98), kind


def _lost(old, made, mine) -> list[str]:
    """Articles whose words are all unchanged, and that were not linked to where they went."""
    before, after = wholes(old), wholes(made.nodes)
    return [
        a
        for a, b in made.links
        if a in before and b in after and before[a] == after[b] and (a, b) not in mine
    ]


@pytest.mark.parametrize("pair", REWRITTEN, ids=lambda pair: pair[1])
def test_the_redline_of_a_rewritten_law_holds_both_texts(pair):
    old, new = (document(name).nodes for name in pair)
    rows = compare(align(old, new), old, new, everything=True)
    by_old, by_new = ({node.id: node for node in side} for side in (old, new))
    for row in rows:
        before, after = ("".join(op.text for op in side) for side in (row.before, row.after))
        assert before == "\n".join(printed(by_old[name]) for name in row.old)
        assert after == "\n".join(printed(by_new[name]) for name in row.new)


# --- anchors ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", REWRITTEN + EQUAL, ids=lambda pair: pair[1][-30:])
def test_words_carried_between_real_versions_are_there_once_in_the_linked_unit(pair):
    old, new = (document(name).nodes for name in pair)
    links = align(old, new)
    carrier, by_new = Carrier(links, old, new), {node.id: node for node in new}
    linked: dict[str, set] = defaultdict(set)
    for link in links:
        linked[link.old].add(link.new)
    orphans = 0
    for node, start, end, _ in quotes(old, 1, 2_000):
        selector = select(node, start, end)
        assert resolve(selector, old) == (start, end)
        found = carrier.carry(selector)
        if isinstance(found, Orphan):
            orphans += 1
            assert (found.quote, found.old) == (selector.quote, words(node))
            continue
        text = words(by_new[found.clause])
        assert found.clause in linked[node.id]
        assert text[found.start : found.end].split() == selector.quote.split()
        assert text == words(node) or " ".join(text.split()).count(" ".join(selector.quote.split())) == 1
    report(f"{pair[1]}: {orphans} orphans of 2000")
    assert orphans < (1 if pair in EQUAL else 1_800)


@pytest.mark.parametrize("name", EDITED, ids=lambda name: name[-30:])
def test_no_anchor_of_a_real_law_goes_to_other_words(name):
    old = document(name).nodes
    made = edited(old, 3, EDITS)
    carrier = Carrier(align(old, made.nodes), old, made.nodes)
    texts = {node.id: words(node) for node in made.nodes}
    counts = Counter()
    for node, start, end, origins in quotes(old, 3, 2_000):
        found = carrier.carry(select(node, start, end))
        right = isinstance(found, Carried) and carried_origins(found, made, texts) == origins
        counts["right" if right else "orphan" if isinstance(found, Orphan) else "wrong"] += 1
    report(f"{name}: {dict(counts)}")
    assert counts["wrong"] == 0
    assert counts["right"] > 1_000
