"""The figures of a file, from what everybody may read: stance by clause, opinions over time, fields by clause, states.

Each is drawn twice, for wide and for narrow pages, and comes with the table of its numbers.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.consultations.models import Stage
from consult.core import figures, vietnamese
from consult.core.opinion import LEAST
from consult.forums.models import Comment, Position
from consult.kit import stored, writing
from consult.kit.templatetags import consult as signs
from consult.reports.snapshot import group_name

WIDE, NARROW = 600, 340
MOST_ROWS, MOST_COLUMNS = 20, 16
SOME = gettext_lazy("có, dưới %(least)s")


@dataclass(frozen=True)
class Figure:
    """One figure: `wide` and `narrow` are the same numbers drawn for two widths; `key` is (code or hue, words)."""

    ident: str
    title: str
    note: str
    wide: SafeString
    narrow: SafeString
    key: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Said:
    """One public opinion, as the figures count it."""

    clause: int | None
    position: str
    day: object
    field: str


@dataclass(frozen=True)
class Numbers:
    """What the figures are drawn from."""

    said: tuple[Said, ...]
    places: tuple[tuple[int | None, str], ...]  # clauses spoken of, in the order of the law; None first
    first: object
    last: object
    closes: object


def numbers(consultation) -> Numbers:
    """Two queries. What is hidden, waits, was withdrawn or is for the council alone is not counted."""
    rows = (
        Comment.objects.filter(consultation=consultation)
        .public()
        .opinions()
        .select_related("voice", "clause")
    )
    rows = list(rows.order_by("clause__version__number", "clause__order", "pk"))
    said = tuple(
        Said(
            row.clause_id,
            row.position,
            timezone.localdate(row.created_at),
            stored.field_of(row.voice.descriptor),
        )
        for row in rows
    )
    places = {
        row.clause_id: group_name(row.clause)
        for row in sorted(rows, key=lambda row: row.clause_id is not None)
    }
    stage = Stage.objects.filter(consultation=consultation, kind=Stage.Kind.COMMENT).first()
    closes = timezone.localdate(stage.closes_at) if stage and stage.closes_at else None
    opened = timezone.localdate(consultation.opened_at or consultation.created_at)
    days = [one.day for one in said]
    today = timezone.localdate()
    last = max([*days, min(closes or today, today), opened])
    return Numbers(said, tuple(places.items()), min([opened, *days]), last, closes)


def of_file(consultation, counts=None) -> tuple[Figure, ...]:
    """All figures of a file; `counts` are the published answers by code, where there are some."""
    found = numbers(consultation)
    drawn = [_states(counts)] if counts and sum(counts.values()) else []
    if found.said:
        drawn += [_stances(found), _over_time(found), _coverage(found)]
    return tuple(drawn)


def drawn_twice(draw, ident: str) -> tuple[SafeString, SafeString]:
    """Safe: the drawing escapes every word and writes every number itself."""
    return tuple(mark_safe(draw(width=width, ident=f"{ident}-{width}")) for width in (WIDE, NARROW))


def _parts(codes, words) -> list[figures.Part]:
    return [figures.Part(code, str(words[code][0]), words[code][2]) for code in codes]


def _states(counts) -> Figure:
    counts = {code: n for code, n in counts.items() if n}
    parts = _parts([code for code in signs.ANSWERS if code in counts], signs.ANSWERS)
    total = sum(counts.values())
    title = _("Điểm góp ý theo trả lời")
    desc = "; ".join(f"{part.words}: {counts[part.code]}" for part in parts)
    shown = {"title": title, "desc": desc}
    wide, narrow = drawn_twice(lambda **size: figures.squares(counts, parts, **shown, **size), "f-states")
    return Figure(
        "f-states",
        title,
        _("Mỗi ô là một điểm góp ý."),
        wide,
        narrow,
        tuple((part.code, f"{part.words}: {writing.number(counts[part.code])}") for part in parts),
        (_("Trả lời"), _("Số điểm"), _("Tỷ lệ")),
        tuple(
            (part.words, writing.number(counts[part.code]), _percent(counts[part.code], total))
            for part in parts
        ),
    )


def _percent(part: int, whole: int) -> str:
    return f"{writing.number(round(100 * part / whole, 1))}%"


def _stances(found: Numbers) -> Figure:
    counts = {
        pk: Counter(one.position for one in found.said if one.clause == pk) for pk, _name in found.places
    }
    kept = {pk for pk, _n in Counter(one.clause for one in found.said).most_common(MOST_ROWS)}
    rows = [figures.Row(name, counts[pk]) for pk, name in found.places if pk in kept]
    others = sum((counts[pk] for pk, _name in found.places if pk not in kept), Counter())
    if others:
        rows.append(figures.Row(_("Các điều khoản khác"), others))
    used = {one.position for one in found.said}
    parts = _parts([code for code in Position.values if code in used], signs.POSITIONS)
    title = _("Quan điểm theo điều khoản")
    desc = _("%(count)s ý kiến công khai về %(places)s nơi trong dự thảo.") % {
        "count": writing.number(len(found.said)),
        "places": writing.number(len(found.places)),
    }
    shown = {"title": title, "desc": desc}
    wide, narrow = drawn_twice(lambda **size: figures.stacked(rows, parts, **shown, **size), "f-stances")
    return Figure(
        "f-stances",
        title,
        _("Số ý kiến công khai, theo thứ tự điều khoản."),
        wide,
        narrow,
        tuple((part.code, part.words) for part in parts),
        (_("Điều khoản"), *(part.words for part in parts), _("Tổng")),
        tuple(
            (
                row.label,
                *(writing.number(row.counts.get(part.code, 0)) for part in parts),
                writing.number(row.total),
            )
            for row in rows
        ),
    )


def _over_time(found: Numbers) -> Figure:
    bins = figures.binned(Counter(one.day for one in found.said), found.first, found.last)
    marked = [(found.closes, _("Hết hạn góp ý"))] if found.closes and found.closes <= found.last else []
    title = _("Ý kiến theo thời gian")
    weekly = any(one.first != one.last for one in bins)
    note = (
        _("Số ý kiến công khai mỗi kỳ, từ ngày mở hồ sơ.") if weekly else _("Số ý kiến công khai mỗi ngày.")
    )
    shown = {
        "title": title,
        "desc": f"{note} {_span(bins[0].first, bins[-1].last)}",
        "day": vietnamese.date_short,
    }
    wide, narrow = drawn_twice(lambda **size: figures.timeline(bins, marked, **shown, **size), "f-time")
    rows = [(_span(one.first, one.last), writing.number(one.count)) for one in bins if one.count]
    return Figure("f-time", title, note, wide, narrow, (), (_("Thời gian"), _("Số ý kiến")), tuple(rows))


def _span(first, last) -> str:
    one, other = vietnamese.date_short(first), vietnamese.date_short(last)
    return one if first == last else f"{one} – {other}"


def _coverage(found: Numbers) -> Figure:
    """Which fields spoke on which clauses. Of groups under five only that they are there."""
    busiest = {pk for pk, _n in Counter(one.clause for one in found.said).most_common(MOST_COLUMNS)}
    columns = [(pk, name) for pk, name in found.places if pk in busiest]
    fields = sorted({one.field for one in found.said}, key=lambda name: (name == "", name))
    counts = Counter((one.field, one.clause) for one in found.said)
    cells = [[_guarded(counts[field, pk]) for pk, _name in columns] for field in fields]
    names = [stored.word(field) if field else _("Không nêu lĩnh vực") for field in fields]
    some = SOME % {"least": LEAST}
    title = _("Lĩnh vực chuyên môn và điều khoản")
    desc = _("%(fields)s lĩnh vực có ý kiến về %(places)s nơi được góp ý nhiều nhất.") % {
        "fields": len(fields),
        "places": len(columns),
    }
    shown = {"title": title, "desc": desc, "some": some}
    heads = [name for _pk, name in columns]
    wide, narrow = drawn_twice(
        lambda **size: figures.matrix(names, heads, cells, **shown, **size), "f-fields"
    )
    return Figure(
        "f-fields",
        title,
        _("Dấu chấm: có ý kiến, dưới năm. Ô trống: lĩnh vực chưa có ý kiến về điều khoản đó."),
        wide,
        narrow,
        (),
        (_("Lĩnh vực"), *heads),
        tuple(
            (name, *(some if value is None else writing.number(value) for value in line))
            for name, line in zip(names, cells, strict=True)
        ),
    )


def _guarded(count: int) -> int | None:
    return count if count == 0 or count >= LEAST else None
