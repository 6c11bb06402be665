"""The text of a published version, drawn once and kept, with the counters of what is said about each unit."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.documents import selectors as documents
from consult.kit.templatetags import consult as look

_HEADINGS = {"part", "chapter", "section", "subsection", "appendix", "attachment"}
_SILENT = {"signature", "recipients"}
_DAY = 24 * 3600


@dataclass(frozen=True)
class Unit:
    """One unit of the text, drawn once per version (published text never changes) and kept."""

    id: int
    parent_id: int | None
    kind: str
    heading: bool
    speaks: bool
    citation: str
    short: str
    text: str
    before: str


@dataclass(frozen=True)
class ContentsRow:
    """One line of the contents: a group heading, or an article with its count and heat."""

    id: int
    words: str
    group: bool
    count: int
    heat: int
    current: bool


def units(version_id: int) -> tuple[Unit, ...]:
    """The units of a published version, drawn; one query the first time, then from the cache."""
    key = f"units:{version_id}"
    found = cache.get(key)
    if found is None:
        found = tuple(_unit(row) for row in documents.tree(version_id))
        cache.set(key, found, _DAY)
    return found


def _unit(row) -> Unit:
    heading = row.kind in _HEADINGS
    return Unit(
        id=row.id,
        parent_id=row.parent_id,
        kind=row.kind,
        heading=heading,
        speaks=not heading and row.kind not in _SILENT and bool(row.text or row.title),
        citation=row.citation or row.label or row.title[:60],
        short=vietnamese.nbsp(_short(row)),
        text=row.text or row.title,
        before=_before(row, heading),
    )


def _short(row) -> str:
    if row.kind == "article":
        return f"{row.label.rstrip('.')}. {row.title}" if row.title else row.label
    return ". ".join(part for part in (row.label.rstrip("."), row.title) if part)


def _before(row, heading: bool) -> SafeString:
    """The markup of a unit up to the place of its counter."""
    if heading:
        words = format_html_join("", "<span>{}</span>", ((part,) for part in (row.label, row.title) if part))
        return format_html('<h2 class="law-chapter" id="c-{}">{}</h2>\n', row.id, words)
    if row.kind == "article":
        head = format_html(
            '<h3 class="law-article" id="c-{}">{}</h3>\n', row.id, vietnamese.nbsp(_short(row))
        )
        return head + _body(row, "", "") if row.text else head
    number = row.label if row.kind in ("clause", "point") else ("-" if row.kind == "dash" else "")
    css = " clause--point" if row.kind in ("point", "dash") else ""
    return _body(row, number, css, anchor=format_html(' id="c-{}"', row.id))


def _body(row, number: str, css: str, anchor: str = "") -> SafeString:
    if row.kind == "table":
        lines = ((format_html_join("", "<td>{}</td>", ((cell,) for cell in cells)),) for cells in row.cells)
        words = format_html(
            '<table class="table table--dense">{}</table>', format_html_join("", "<tr>{}</tr>", lines)
        )
        words = format_html("<div>{}</div>", words)
    else:
        text = f"{row.title} {row.text}".strip() if row.kind != "article" else row.text
        parts = (part for part in vietnamese.nbsp(text).split("\n") if part.strip())
        joined = format_html_join(mark_safe("<br>"), "{}", ((part,) for part in parts))
        words = format_html("<p>{}</p>", joined)
    return format_html('<div class="clause{}"{}><span class="no">{}</span>{}', css, anchor, number, words)


def draw(rows, counts: dict, most: int, current: int | None, address: str, part: str) -> SafeString:
    """The text with its counters; plain joining, because a draft has hundreds of units."""
    out = []
    empty = look.icon("message-square-plus")
    say, said, none = _("Góp ý cho %(place)s"), _("đã có %(count)s góp ý"), _("chưa có góp ý")
    for unit in rows:
        before = unit.before
        if not unit.speaks or not before.startswith(("<div", "<h3")) or "<div" not in before:
            here = before.replace("<h3 ", '<h3 aria-current="true" ', 1) if unit.id == current else before
            out.append(here)
            continue
        count = sum(counts.get(unit.id, {}).values())
        label = conditional_escape(say % {"place": unit.citation})
        if unit.id == current:
            before = before.replace('<div class="clause', '<div aria-current="true" class="clause', 1)
        if count:
            heat = look.heat(count, most)
            inner = f'<span class="heat" data-heat="{heat}" aria-hidden="true"><i></i><i></i><i></i><i></i><i></i></span>{count}'
            label = f"{label}, {said % {'count': count}}"
        else:
            inner, label = empty, f"{label}, {none}"
        out.append(
            f'{before}<a class="say" href="{address}?clause={unit.id}#side" hx-get="{part}{unit.id}/" '
            f'aria-label="{label}">{inner}</a></div>\n'
        )
    return mark_safe("".join(out))


def contents(rows, counts: dict, current: int | None) -> tuple[ContentsRow, ...]:
    """Headings as groups, articles with the sum of what is said in them."""
    parents = {unit.id: unit for unit in rows}
    sums: dict[int, int] = {}
    marked = None
    for unit in rows:
        top = unit
        while top.kind != "article" and top.parent_id in parents:
            top = parents[top.parent_id]
        sums[top.id] = sums.get(top.id, 0) + sum(counts.get(unit.id, {}).values())
        if unit.id == current:
            marked = top.id
    listed = [unit for unit in rows if unit.heading or unit.kind == "article"]
    if not any(unit.kind == "article" for unit in listed):
        listed = [unit for unit in rows if unit.heading or (unit.parent_id is None and unit.speaks)]
    most = max(sums.values(), default=0)
    return tuple(
        ContentsRow(unit.id, unit.short or unit.text[:60], unit.heading, sums.get(unit.id, 0),
                    look.heat(sums.get(unit.id, 0), most), unit.id == marked)
        for unit in listed
    )  # fmt: skip
