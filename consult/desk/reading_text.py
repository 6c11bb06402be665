"""The text of a published version, drawn once and kept, with the counters of what is said about each unit."""

from collections import Counter
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.core import vietnamese
from consult.documents import selectors as documents
from consult.kit.lasting import lasting
from consult.kit.templatetags import consult as look

HEADINGS = {"part", "chapter", "section", "subsection", "appendix", "attachment"}
_SILENT = {"signature", "recipients"}


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
    folded: str


@dataclass(frozen=True)
class ContentsRow:
    """One line of the contents: a group heading, or an article with its count and heat."""

    id: int
    words: str
    group: bool
    count: int
    heat: int
    current: bool
    kinds: SafeString
    words_of_kinds: str
    divided: bool


def units(version_id: int) -> tuple[Unit, ...]:
    """The units of a published version, drawn; one query the first time, then kept."""
    return lasting(f"units:2:{version_id}", lambda: tuple(_unit(row) for row in documents.tree(version_id)))


def _unit(row) -> Unit:
    heading = row.kind in HEADINGS
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
        folded=vietnamese.fold(f"{row.label} {row.title} {row.text}"),
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


def draw(
    rows, shown: dict, divided, current: int | None, address: str, part: str, keep: str, dress
) -> SafeString:
    """The text with its counters; plain joining, because a draft has hundreds of units.

    `shown` are the opinions to count, per unit and position; `keep` is what each address carries on ("&…");
    `dress` is laid over the text (reading_dress.Dress).
    """
    out = [dress.gone.get(None, "")]
    empty, torn = look.icon("message-square-plus"), look.icon("arrow-left-right")
    most = max((sum(by.values()) for by in shown.values()), default=0)
    keep, more = escape(keep), escape(f"?{keep[1:]}") if keep else ""
    for unit in rows:
        before, gone = dress.over(unit), dress.gone.get(unit.id, "")
        if not unit.speaks or not before.startswith(("<div", "<h3")) or "<div" not in before:
            here = before.replace("<h3 ", '<h3 aria-current="true" ', 1) if unit.id == current else before
            out.append(f"{here}{_end(before)}{gone}")
            continue
        counts = shown.get(unit.id, {})
        count = sum(counts.values())
        label = f"{unit.citation}, {in_words(counts)}"
        if unit.id == current:
            before = before.replace('<div class="clause', '<div aria-current="true" class="clause', 1)
        if count:
            heat = look.heat(count, most)
            inner = (
                f'<span class="heat" data-heat="{heat}" aria-hidden="true"><i></i><i></i><i></i><i></i><i></i></span>'
                f"{count}{torn if unit.id in divided else ''}{kinds(counts)}"
            )
            label = f"{label}, {_('còn trái chiều')}" if unit.id in divided else label
        else:
            inner = empty
        out.append(
            f'{before}<a class="say" href="{address}?clause={unit.id}{keep}#side" hx-get="{part}{unit.id}/{more}" '
            f'aria-label="{escape(label)}">{inner}</a></div>\n{gone}'
        )
    return mark_safe("".join(out))


def plain(rows) -> SafeString:
    """The text without counters: for print."""
    return mark_safe("".join(f"{unit.before}{_end(unit.before)}" for unit in rows))


def _end(before: str) -> str:
    """What ends a unit without a counter: its element is open up to the counter's place."""
    return "</div>\n" if before.count("<div") > before.count("</div>") else ""


_SPOKEN = ("no", "drop", "amend", "add", "yes", "other")


def in_words(counts: dict[str, int]) -> str:
    """ "7 ý kiến, 3 không đồng ý, 4 đồng ý": refusals first."""
    total = sum(counts.values())
    if not total:
        return _("chưa có ý kiến")
    said = ngettext("%(number)s ý kiến", "%(number)s ý kiến", total) % {"number": total}
    parts = [f"{counts[code]} {look.sign_label(code).lower()}" for code in _SPOKEN if counts.get(code)]
    return ", ".join([said, *parts])


_ORDER = ("yes", "amend", "add", "no", "drop", "other")


def kinds(counts: dict[str, int]) -> SafeString:
    """Kinds of opinion as a thin stacked line; the words beside it say the same."""
    whole, left, parts = sum(counts.values()), 0.0, []
    for code in _ORDER:
        if counts.get(code):
            width = 100 * counts[code] / whole
            parts.append(
                f'<path data-hue="{look.sign_hue(code)}" d="M{left:.0f} 0h{width:.0f}v1h-{width:.0f}z"/>'
            )
            left += width
    if not parts:
        return mark_safe("")
    return mark_safe(
        '<svg class="kinds" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def contents(rows, shown: dict, divided, current: int | None) -> tuple[ContentsRow, ...]:
    """Headings as groups, articles with the sum of what is said in them."""
    parents = {unit.id: unit for unit in rows}
    sums: dict[int, Counter] = {}
    torn, marked = set(), None
    for unit in rows:
        top = unit
        while top.kind != "article" and top.parent_id in parents:
            top = parents[top.parent_id]
        sums.setdefault(top.id, Counter()).update(shown.get(unit.id, {}))
        if unit.id in divided and shown.get(unit.id):
            torn.add(top.id)
        if unit.id == current:
            marked = top.id
    listed = [unit for unit in rows if unit.heading or unit.kind == "article"]
    if not any(unit.kind == "article" for unit in listed):
        listed = [unit for unit in rows if unit.heading or (unit.parent_id is None and unit.speaks)]
    most = max((counts.total() for counts in sums.values()), default=0)
    return tuple(
        _contents_row(unit, sums.get(unit.id, Counter()), most, unit.id == marked, torn) for unit in listed
    )


def _contents_row(unit, counts: Counter, most: int, current: bool, torn) -> ContentsRow:
    total = counts.total()
    return ContentsRow(
        id=unit.id,
        words=unit.short or unit.text[:60],
        group=unit.heading,
        count=total,
        heat=look.heat(total, most),
        current=current,
        kinds=kinds(counts),
        words_of_kinds=in_words(counts),
        divided=unit.id in torn,
    )
