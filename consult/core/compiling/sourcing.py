"""A summary rests on its sources: every sentence names points or quotations that are there, or it is refused.

The same check stands before what a machine proposes: unknown names and inexact quotations are thrown out, and coverage
is counted elsewhere, so that no text inside an opinion can change it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .quoting import find

SENTENCES = {
    "no-source": "Câu này chưa có nguồn.",
    "unknown-source": "Nguồn không có trong bản tổng hợp.",
    "empty": "Câu này không có chữ.",
    "not-json": "Đề xuất không đúng cấu trúc.",
    "unknown-id": "Đề xuất nêu ý kiến không có ở điều khoản này.",
    "inexact-quote": "Lời trích trong đề xuất không đúng nguyên văn.",
    "no-ids": "Đề xuất không nêu ý kiến nào.",
    "no-title": "Đề xuất không có tên.",
}
TITLE_LIMIT = 300
PROPOSAL_LIMIT = 60


@dataclass(frozen=True)
class Sentence:
    """One sentence of a summary with the names of its sources ("diem-3", "trich-12")."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """Why a sentence or proposal cannot stand: its place, a code of SENTENCES and what was wrong."""

    place: int
    code: str
    what: str = ""


@dataclass(frozen=True)
class Proposal:
    """A grouping that somebody may accept: a title, opinions by id, exact quotations by id."""

    title: str
    ids: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]


def faults(sentences: Iterable[Sentence], known: Iterable[str]) -> list[Fault]:
    """What keeps a summary from being saved; empty when each sentence has a source and each source exists."""
    there, found = set(known), []
    for place, sentence in enumerate(sentences):
        if not sentence.text.strip():
            found.append(Fault(place, "empty"))
        elif not sentence.sources:
            found.append(Fault(place, "no-source"))
        found += [Fault(place, "unknown-source", name) for name in sentence.sources if name not in there]
    return found


def proposals(answer: Any, texts: Mapping[str, str]) -> tuple[list[Proposal], list[Fault]]:
    """Read what a machine answered about the opinions `texts` (id -> text) of one clause: what may be shown, and what not.

    Expected: {"groups": [{"title": str, "ids": [str], "quotes": [{"id": str, "quote": str}]}]}. A group with one fault
    is refused whole; the others stand. Nothing is repaired.
    """
    groups = answer.get("groups") if isinstance(answer, dict) else None
    if not isinstance(groups, list) or len(groups) > PROPOSAL_LIMIT:
        return [], [Fault(0, "not-json")]
    good, bad = [], []
    for place, group in enumerate(groups):
        read = _proposal(place, group, texts)
        (bad if isinstance(read, Fault) else good).append(read)
    return good, bad


def _proposal(place: int, group: Any, texts: Mapping[str, str]) -> Proposal | Fault:
    if not isinstance(group, dict) or not isinstance(group.get("ids"), list):
        return Fault(place, "not-json")
    title, quotes = group.get("title"), group.get("quotes", [])
    if not isinstance(title, str) or not title.strip() or len(title) > TITLE_LIMIT:
        return Fault(place, "no-title")
    ids = [str(name) for name in group["ids"] if isinstance(name, str | int) and not isinstance(name, bool)]
    if len(ids) != len(group["ids"]) or not isinstance(quotes, list):
        return Fault(place, "not-json")
    if not ids:
        return Fault(place, "no-ids")
    if unknown := [name for name in ids if name not in texts]:
        return Fault(place, "unknown-id", unknown[0])
    read = []
    for quote in quotes:
        if not isinstance(quote, dict) or not isinstance(quote.get("quote"), str):
            return Fault(place, "not-json")
        name, words = str(quote.get("id")), quote["quote"]
        if name not in ids:
            return Fault(place, "unknown-id", name)
        if not find(texts[name], words):
            return Fault(place, "inexact-quote", words[:80])
        read.append((name, words.strip()))
    return Proposal(title.strip(), tuple(dict.fromkeys(ids)), tuple(read))
