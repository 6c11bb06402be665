"""A summary rests on its sources: every sentence names points or quotations that are there, or it is refused.

The same check stands before what a machine proposes: unknown names and inexact quotations are thrown out, and coverage
is counted elsewhere, so that no text inside an opinion can change it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from consult.core import vietnamese

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
    "several": "Mỗi dòng chỉ một câu.",
    "open-quote": "Dấu ngoặc kép chưa đóng.",
}
TITLE_LIMIT = 300
PROPOSAL_LIMIT, QUOTE_LIMIT = 60, 100


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


def proposals(answer: Any, texts: Mapping[str, str | tuple[str, ...]]) -> tuple[list[Proposal], list[Fault]]:
    """Read what a machine answered about the opinions `texts` (id -> text) of one clause: what may be shown, and what not.

    An opinion of several parts is a tuple; a quotation stands in one of them. Expected: {"groups": [{"title": str, "ids": [str], "quotes": [{"id": str, "quote": str}]}]}. A group with one fault
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


def _proposal(place: int, group: Any, texts: Mapping[str, str | tuple[str, ...]]) -> Proposal | Fault:
    if not isinstance(group, dict) or not isinstance(group.get("ids"), list):
        return Fault(place, "not-json")
    title, quotes = group.get("title"), group.get("quotes", [])
    if not isinstance(title, str) or not vietnamese.clean_name(title) or len(title) > TITLE_LIMIT:
        return Fault(place, "no-title")
    ids = [str(name) for name in group["ids"] if isinstance(name, str | int) and not isinstance(name, bool)]
    if len(ids) != len(group["ids"]) or not isinstance(quotes, list) or len(quotes) > QUOTE_LIMIT:
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
        parts = texts[name] if isinstance(texts[name], tuple) else (texts[name],)
        if not any(find(part, words) for part in parts):
            return Fault(place, "inexact-quote", words[:80])
        read.append((name, vietnamese.nfc(words).strip()))
    return Proposal(title.strip(), tuple(dict.fromkeys(ids)), tuple(read))


# --- a summary as it is typed --------------------------------------------------------------------------------

_LINE = re.compile(r"(?P<text>.*?)\s*\[(?P<sources>[^\[\]]*)\]", re.S)
_MARKS = {"“": "”", "«": "»", "‘": "’", '"': '"'}
"""What opens a quotation and what closes it; an apostrophe alone closes nothing."""
_QUOTATION = "trích"
"""Stands for a quotation where only the sentence around it matters."""
_BREAK = re.compile(r"(?P<last>\w+)[.!?…]+\s+(?=[^\W\d_])")
_SHORT = 3
"""Words of at most so many letters before a full stop may be an abbreviation."""


def read(text: str) -> list[Sentence]:
    """One sentence a line, its sources in square brackets at its end: "Đa số đề nghị 15 ngày. [diem-3, trich-12]"."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = _LINE.fullmatch(line)
        sources = [name.strip() for name in parts["sources"].split(",")] if parts else []
        found.append(Sentence(parts["text"] if parts else line, tuple(dict.fromkeys(filter(None, sources)))))
    return found


def written(sentences: Iterable[Sentence]) -> str:
    """The sentences as `read` takes them."""
    return "\n".join(f"{one.text} [{', '.join(one.sources)}]" for one in sentences)


def summary_faults(sentences: Iterable[Sentence], texts: Mapping[str, str]) -> list[Fault]:
    """What keeps a summary from being saved. `texts` are the words of every source by name.

    Each line is one sentence, so that none hides behind the source of another; what is between quotation marks stands
    letter for letter in one of the sentence's own sources.
    """
    sentences = list(sentences)
    found = faults(sentences, texts)
    for place, one in enumerate(sentences):
        bare, quoted, whole = _parts(one.text)
        if _is_several(bare):
            found.append(Fault(place, "several"))
        own = [texts[name] for name in one.sources if name in texts]
        for words in quoted:
            if not any(find(text, words) for text in own):
                found.append(Fault(place, "inexact-quote", words[:80]))
        if not whole:
            found.append(Fault(place, "open-quote"))
    return sorted(found, key=lambda fault: fault.place)


def _parts(text: str) -> tuple[str, list[str], bool]:
    """The sentence with a word in place of each quotation, the words between the outermost marks, and whether all close."""
    bare, quoted, mark, depth, start = [], [], "", 0, 0
    whole = True
    for place, letter in enumerate(text):
        if not mark and letter in _MARKS:
            mark, depth, start = letter, 1, place + 1
        elif not mark:
            whole = whole and letter not in "”»"
            bare.append(letter)
        elif letter == _MARKS[mark]:
            depth -= 1
            if not depth:
                words, mark = text[start:place], ""
                quoted.append(words)
                bare += [_QUOTATION, *words.rstrip()[-1:]]
        elif letter == mark:
            depth += 1
    return "".join(bare), quoted, whole and not mark


def _is_several(bare: str) -> bool:
    """Whether a sentence ends inside, before a capital letter, or the sources of another one stand inside."""
    ends = [part for part in _BREAK.finditer(bare) if bare[part.end()].isupper()]
    return any(letter in bare for letter in "[]") or not all(_is_short(part["last"]) for part in ends)


def _is_short(word: str) -> bool:
    """Whether the full stop after this word may be that of an abbreviation: TS., ThS., TP., UB., v.v."""
    if word.isdigit() or len(word) > _SHORT:
        return False
    spoken = any(letter in "aeiouy" for letter in vietnamese.fold(word))
    return len(word) == 1 or word.isupper() or not spoken
