"""Bản so sánh dự thảo: two versions of a draft side by side and what became of each unit; data and plan."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from consult.core.legal import Row
from consult.core.vietnamese import clean, clean_name, nbsp, number

from .model import Letterhead
from .wording import letterhead_plan, line_count, seal_plan

COMPARISON_TYPE = "BẢN SO SÁNH DỰ THẢO"
COMPARISON_WIDTHS = (104, 104, 44)
"""Millimetres, on a landscape page."""
NOTES = {
    "same": "Giữ nguyên.",
    "edited": "Sửa đổi.",
    "changed": "Sửa đổi {sources}.",
    "renumbered": "Đánh số lại từ {sources}.",
    "moved": "Chuyển từ {sources}.",
    "split": "Tách {sources} thành {places}.",
    "merged": "Gộp {sources} thành {places}.",
    "new": "Bổ sung.",
    "removed": "Bỏ.",
}
"""The opening words of the third column, by relation; "changed" is an edited unit of another number."""
_COUNTED = {
    "edited": "sửa đổi",
    "renumbered": "đánh số lại",
    "moved": "chuyển chỗ",
    "split": "tách",
    "merged": "gộp",
    "new": "bổ sung",
    "removed": "bỏ",
}
_WHOLE_ROW_LINES = 20


@dataclass(frozen=True)
class ComparisonRow:
    """One row: runs (kind, words) of the old text (same, del), of the new one (same, ins), and the note.

    The first `heads` paragraphs are headings and printed bold. `relation` is one of
    `consult.core.legal.RELATIONS`.
    """

    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    relation: str
    note: str
    heads: int = 0


@dataclass(frozen=True)
class Comparison:
    """The whole paper. `old_name` and `new_name` head the columns ("Dự thảo lần 1", "Dự thảo lần 2").

    `intro` is the opening sentence, empty for the usual one. `snapshot_hash` and `verify_url` as in `Matrix`.
    """

    letterhead: Letterhead
    draft_title: str
    old_name: str
    new_name: str
    rows: tuple[ComparisonRow, ...]
    snapshot_hash: str
    intro: str = ""
    verify_url: str = ""


def comparison_rows(rows: Iterable[Row], reasons: dict[str, str] | None = None) -> tuple[ComparisonRow, ...]:
    """Rows of `consult.core.legal.compare` for print, with their notes in words.

    `reasons` adds the drafter's reason to the note of a row, by the id of its first new unit, or of its first
    old one where it has no new one.
    """
    reasons = reasons or {}
    made = []
    for row in rows:
        reason = reasons.get((row.new or row.old)[0], "")
        note = "\n".join(filter(None, (comparison_note(row), reason)))
        before, after = (tuple((op.kind, op.text) for op in side) for side in (row.before, row.after))
        made.append(ComparisonRow(before, after, row.relation, note, row.heads))
    return tuple(made)


def comparison_note(row: Row) -> str:
    """What became of the units of a row, in words: "Tách khoản 1 Điều 5 thành khoản 1 và khoản 2 Điều 5."."""
    relation = "changed" if row.relation == "edited" and row.sources != row.places else row.relation
    note = NOTES[relation].format(sources=_listed(row.sources), places=_listed(row.places))
    return f"{note} Có sửa đổi." if row.edited and row.relation in ("moved", "renumbered") else note


def _listed(names: tuple[str, ...]) -> str:
    return " và ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


# --- the plan ---------------------------------------------------------------------------------------------


def comparison_plan(comparison: Comparison) -> dict:
    """The plan of the three-column table: every word that is printed, as plain JSON data."""
    old, new = clean_name(comparison.old_name), clean_name(comparison.new_name)
    draft = clean_name(comparison.draft_title)
    kind = (
        COMPARISON_TYPE.removesuffix(" DỰ THẢO") if draft.lower().startswith("dự thảo") else COMPARISON_TYPE
    )
    intro = comparison.intro or f"{_capital(new)} so với {_small(old)}: {_counted(comparison.rows)}"
    return {
        "language": "vi",
        "author": clean_name(comparison.letterhead.issuer),
        "title": f"{kind} {draft}",
        "letterhead": letterhead_plan(comparison.letterhead),
        "heading": [kind, nbsp(draft)],
        "opening": [nbsp(clean_name(intro))],
        "legend": [
            ["del", "Chữ gạch ngang"],
            ["same", " là nội dung được bỏ; "],
            ["ins", "chữ đậm, gạch chân"],
            ["same", " là nội dung được bổ sung."],
        ],
        "columns": [old.upper(), new.upper(), "GHI CHÚ, LÝ DO"],
        "widths": list(COMPARISON_WIDTHS),
        "rows": [_row(row) for row in comparison.rows],
        "seal": seal_plan(comparison.snapshot_hash, comparison.verify_url),
    }


def _counted(rows: tuple[ComparisonRow, ...]) -> str:
    counts = Counter(row.relation for row in rows if not _is_further_part(row))
    parts = [f"{number(counts[code])} nội dung {words}" for code, words in _COUNTED.items() if counts[code]]
    return "; ".join(parts) + "." if parts else "không có thay đổi."


def _is_further_part(row: ComparisonRow) -> bool:
    """The row of another article of a split or merge that was counted already."""
    return (row.relation == "split" and not row.before) or (row.relation == "merged" and not row.after)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:] if text.startswith(("Dự thảo", "Bản")) else text


def _row(row: ComparisonRow) -> dict:
    before, after = _runs(row.before), _runs(row.after)
    note = [nbsp(clean_name(line)) for line in clean(row.note).split("\n") if line.strip()]
    sides = [["".join(text for _, text in line) for line in side] for side in (before, after)]
    lines = max(map(line_count, (*sides, note), COMPARISON_WIDTHS))
    return {
        "before": before, "after": after, "note": note, "heads": row.heads, "whole": lines <= _WHOLE_ROW_LINES,
    }  # fmt: skip


def _runs(ops: Iterable[tuple[str, str]]) -> list[list[list[str]]]:
    """Paragraphs of runs [kind, words]; cells of a table are parted by a bar, blanks are single."""
    paragraphs: list[list[list[str]]] = [[]]
    for kind, text in ops:
        for place, line in enumerate(clean(text).replace("\t", " | ").split("\n")):
            if place:
                paragraphs.append([])
            words = nbsp(" ".join(line.split()))
            lead, tail = (" " if words and blank.isspace() else "" for blank in (line[:1], line[-1:]))
            # Blanks at the ends of a change are not struck out or underlined.
            for part, style in (
                (lead, "same"),
                (words, kind),
                (tail or (line[:1] if not words else ""), "same"),
            ):
                if part:
                    paragraphs[-1].append([style, part])
    return [line for line in paragraphs if any(text.strip() for _, text in line)]
