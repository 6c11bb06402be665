"""The redline of two versions as one page of HTML that needs nothing else; every word of a text is escaped."""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from .comparing import Row
from .redlining import Op
from .types import CELL, PARAGRAPH

WORDS = {
    "same": "Giữ nguyên", "edited": "Sửa đổi", "renumbered": "Đánh số lại", "moved": "Chuyển chỗ",
    "split": "Tách", "merged": "Gộp", "new": "Bổ sung", "removed": "Bỏ",
}  # fmt: skip
"""Relations as readers see them."""
_TAGS = {"del": "del", "ins": "ins"}
_STYLE = """
:root { color-scheme: light dark; --gone: #a4161a; --come: #0b4f8a; --faint: #5b6470; --rule: #d5d9de; }
@media (prefers-color-scheme: dark) {
  :root { --gone: #ff8f8a; --come: #8cc4ff; --faint: #a3abb5; --rule: #3a4149; }
}
body { font: 1.0625rem/1.6 "Times New Roman", "Noto Serif", serif; margin: 0 auto;
  max-width: 60rem; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; }
.row { border-top: 1px solid var(--rule); display: grid; gap: 1rem;
  grid-template-columns: 11rem 1fr; padding: .5rem 0; }
.row p { margin: 0 0 .25rem; overflow-wrap: anywhere; }
.head p:first-child { font-weight: bold; }
.note { color: var(--faint); font-size: .875rem; }
.same .note { visibility: hidden; }
del { color: var(--gone); text-decoration: line-through; }
del + ins { margin-left: .15em; }
ins { color: var(--come); font-weight: bold; text-decoration: underline; text-underline-offset: .15em; }
@media (max-width: 40rem) { .row { grid-template-columns: 1fr; gap: 0; } .same .note { display: none; } }
"""


def redline_page(rows: Sequence[Row], old_name: str, new_name: str) -> str:
    """The page of all `rows`; the names say which versions are compared."""
    title = escape(f"So sánh {old_name} và {new_name}")
    counts = Counter(row.relation for row in rows)
    summary = "; ".join(f"{words}: {counts[code]}" for code, words in WORDS.items() if counts[code])
    body = "\n".join(map(_row, rows))
    return (
        f'<!doctype html>\n<html lang="vi">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n<h1>{title}</h1>\n<p>{escape(summary)}.</p>\n"
        f"<p><del>Chữ gạch ngang</del> là nội dung được bỏ; <ins>chữ đậm, gạch chân</ins> là nội dung được bổ "
        f"sung.</p>\n{body}\n</html>\n"
    )


def redline_html(ops: Iterable[Op]) -> str:
    """Operations as escaped paragraphs with `del` and `ins`; cells of a table are parted by a bar."""
    lines = [""]
    for op in ops:
        tag = _TAGS.get(op.kind)
        for place, text in enumerate(op.text.replace(PARAGRAPH, "\n").replace(CELL, " | ").split("\n")):
            if place:
                lines.append("")
            if text:
                lines[-1] += f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text)
    return "".join(f"<p>{line}</p>" for line in lines if line.strip())


def _row(row: Row) -> str:
    places = " → ".join(
        filter(None, (", ".join(row.sources), ", ".join(row.places) if row.places != row.sources else ""))
    )
    kinds = f"row {row.relation}{' head' if row.heading else ''}"
    note = f"<strong>{WORDS[row.relation]}</strong><br>{escape(places)}"
    return f'<div class="{kinds}"><div class="note">{note}</div><div>{redline_html(row.ops)}</div></div>'
