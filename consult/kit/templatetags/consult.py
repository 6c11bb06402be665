"""Template tags and filters of the house: icons, Vietnamese writing, signs, bars, redlines.

Any template may load this library. Nothing here reads the database, and no tag
writes a ``style`` attribute: widths are numbers in SVG attributes and levels are
``data-`` attributes, so that pages obey a strict content security policy.
"""

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.http import QueryDict
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from lucide import _render_icon

from consult.core import vietnamese
from consult.kit import writing

register = template.Library()

# code: words, icon, hue. Colour only repeats what icon and word say.
POSITIONS = {
    "yes": (_("Đồng ý"), "check", "la"),
    "amend": (_("Đồng ý, có sửa đổi, bổ sung"), "pencil-line", "nghe"),
    "no": (_("Không đồng ý"), "x", "son"),
    "drop": (_("Đề nghị bỏ"), "circle-minus", "son"),
    "add": (_("Đề nghị bổ sung"), "circle-plus", "nghe"),
    "other": (_("Ý kiến khác"), "message-circle", "sim"),
}
ANSWERS = {
    "acc": (_("Tiếp thu"), "circle-check-big", "la"),
    "part": (_("Tiếp thu một phần"), "contrast", "nghe"),
    "exp": (_("Giải trình"), "message-square-quote", "cham"),
    "note": (_("Ghi nhận"), "bookmark", "sim"),
    "fwd": (_("Chuyển cơ quan khác"), "send", "cham"),
    "back": (_("Trả lại để sửa"), "undo-2", "nghe"),
    "wait": (_("Chưa trả lời"), "circle-dashed", "chi"),
    "late": (_("Quá hạn trả lời"), "clock-alert", "son"),
}
VOICES = {"named": "", "sealed": "lock-keyhole", "unlinkable": "eye-off", "org": "landmark"}
BANNERS = {"cham": "info", "chi": "info", "nghe": "triangle-alert", "son": "triangle-alert", "la": "check"}
MESSAGES = {"success": "la", "warning": "nghe", "error": "son", "info": "cham", "debug": "chi"}
SIGNS = {**POSITIONS, **ANSWERS}
UNKNOWN = (_("Không rõ"), "circle-question-mark", "chi")

HEAT_LEVELS = 5
# A clause is "hot" only against a discussion of some size: one comment among two is not heat.
HEAT_FLOOR = 25


@lru_cache(maxsize=256)
def _svg(name: str) -> str:
    # No size, stroke or fill attributes: the class carries them, and repeated icons stay small.
    text = _render_icon(name, None)
    inner = text[text.index(">") + 1 : text.rindex("</svg>")]
    return " ".join(inner.split()).replace("> <", "><").replace(" />", "/>")


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Inline drawing from the icon package, always hidden from screen readers.

    ``extra`` is one more class, such as ``icon--big``. An unknown name raises
    ``lucide.IconDoesNotExist``: a missing icon is a mistake of the template.
    """
    css = f"icon {extra}" if extra else "icon"
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        css,
        mark_safe(_svg(name)),
    )


# --- signs -------------------------------------------------------------------------------------


@register.filter
def sign_label(code: str) -> str:
    """Words of a position or answer code."""
    return SIGNS.get(code, UNKNOWN)[0]


@register.filter
def sign_icon(code: str) -> str:
    """Icon name of a position or answer code."""
    return SIGNS.get(code, UNKNOWN)[1]


@register.filter
def sign_hue(code: str) -> str:
    """Hue name of a position or answer code, for ``data-hue``."""
    return SIGNS.get(code, UNKNOWN)[2]


@register.filter
def voice_icon(kind: str) -> str:
    """Icon name of a kind of voice; empty for a named person, who has initials instead."""
    return VOICES.get(kind, "circle-question-mark")


@register.filter
def banner_icon(hue: str) -> str:
    """Icon name that goes with the hue of a banner."""
    return BANNERS.get(hue, "info")


@register.filter
def message_hue(message) -> str:
    """Hue of a Django message, from its level."""
    return MESSAGES.get(getattr(message, "level_tag", ""), "cham")


@register.filter
def at(mapping: Mapping | None, key):
    """Value of a mapping at a variable key; the key as text is tried too; None when missing."""
    if not mapping:
        return None
    return mapping.get(key, mapping.get(str(key)))


# --- Vietnamese writing ------------------------------------------------------------------------


@register.filter
def nbsp(text) -> str:
    """No-break spaces inside "khoản 2", "Điều 7", "15 ngày"; safe text stays safe."""
    joined = vietnamese.nbsp(str(text))
    return mark_safe(joined) if isinstance(text, SafeString) else joined


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """22/11/2026; empty for no value."""
    return vietnamese.date_short(value) if value else ""


@register.filter
def vn_time(value: datetime | None) -> str:
    """14 giờ 30; empty for no value."""
    return writing.time_long(value) if value else ""


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """14 giờ 30, 22/11/2026; empty for no value."""
    return writing.datetime_text(value) if value else ""


@register.filter
def vn_number(value) -> str:
    """1.234,5; empty for no value."""
    return "" if value is None or value == "" else writing.number(value)


# --- levels, bars, redlines --------------------------------------------------------------------


@register.filter
def heat(count: int, most: int = 0) -> int:
    """Level of discussion 0 to 5 of ``count`` comments, where the busiest clause has ``most``."""
    if count <= 0:
        return 0
    share = count / max(most or 0, count, HEAT_FLOOR)
    return min(HEAT_LEVELS, math.ceil(HEAT_LEVELS * math.sqrt(share)))


def _segments(parts) -> list[tuple[str, str, float]]:
    """(hue, words, amount) of each part; a part is a code and an amount, or hue, words and amount."""
    if isinstance(parts, Mapping):
        parts = parts.items()
    rows = []
    for part in parts:
        if len(part) == 2:
            code, amount = part
            rows.append((sign_hue(code), str(sign_label(code)), amount))
        else:
            hue, words, amount = part
            rows.append((hue, str(words), amount))
    return rows


@register.simple_tag
def bar(parts: Iterable, total: float = 0, extra: str = "", label: str = "") -> SafeString:
    """Stacked bar as SVG.

    ``parts``: mapping or pairs of (position or answer code, amount), or triples (hue, words, amount).
    ``total``: what the full width stands for; the sum of the parts when 0 or smaller than it.
    ``label``: words before the figures for screen readers; the figures are always read out.
    """
    rows = _segments(parts)
    whole = max(total or 0, sum(amount for _hue, _words, amount in rows))
    figures = "; ".join(f"{words}: {vn_number(amount)}" for _hue, words, amount in rows)
    rects, left = [], 0.0
    for hue, _words, amount in rows:
        if amount <= 0 or not whole:
            continue
        width = 100 * amount / whole
        rects.append(
            format_html(
                '<rect data-hue="{}" x="{}" y="0" width="{}" height="10"/>',
                hue,
                f"{left:.2f}",
                f"{width:.2f}",
            )
        )
        if left:
            rects.append(
                format_html('<rect class="gap" x="{}" y="0" width=".4" height="10"/>', f"{left - 0.2:.2f}")
            )
        left += width
    return format_html(
        '<svg class="{}" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        f"bar {extra}".strip(),
        f"{label}: {figures}" if label else figures,
        format_html_join("", "{}", ((rect,) for rect in rects)),
    )


def _op(op) -> tuple[str, str]:
    return (op.kind, op.text) if hasattr(op, "kind") else (op[0], op[1])


@register.simple_tag
def redline(ops: Iterable) -> SafeString:
    """Comparison as ``ins`` and ``del``; each op has ``kind`` (same, ins, del) and ``text``."""
    out = []
    for kind, text in map(_op, ops):
        body = escape(text)
        out.append(format_html("<{0}>{1}</{0}>", kind, body) if kind in ("ins", "del") else body)
    return mark_safe("".join(out))


@register.simple_tag(takes_context=True)
def house(context):
    """The site's own facts (name, tagline, owner, note, links) that the context processor supplies.

    allauth's views put an object of their own under the same name, which would hide ours.
    """
    for layer in context.dicts:
        site = layer.get("site")
        if isinstance(site, Mapping) or hasattr(site, "tagline"):
            return site
    return context.get("site")


# --- addresses and forms -----------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query(context, **changes) -> str:
    """The page's query string with ``changes``; a value of None or "" removes its key.

    The page number is dropped unless it is set, because another filter makes another list.
    """
    # An include written with "only" keeps the request on the context object alone.
    request = context.get("request") or getattr(context, "request", None)
    params = request.GET.copy() if request else QueryDict(mutable=True)
    if "page" not in changes:
        params.pop("page", None)
    for key, value in changes.items():
        if value is None or value == "":
            params.pop(key, None)
        elif isinstance(value, list | tuple):
            params.setlist(key, [str(v) for v in value])
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}" if params else "?"


@register.filter
def pages(page, around: int = 1) -> list[int]:
    """Page numbers to show for a paginator page: first, last and near ones; 0 stands for a gap."""
    last, here = page.paginator.num_pages, page.number
    shown = [n for n in range(1, last + 1) if n in (1, last) or abs(n - here) <= around]
    out: list[int] = []
    for number in shown:
        if out and number - out[-1] > 1:
            out.append(0)
        out.append(number)
    return out


WIDGET_CLASSES = {
    "textarea": "textarea",
    "select": "select",
    "selectmultiple": "select",
    "nullbooleanselect": "select",
}
UNDRESSED = {"checkbox", "radioselect", "checkboxselectmultiple", "hidden"}


def _described_by(bound, hint: str) -> str:
    ids = [f"{bound.auto_id}_helptext"] if hint or bound.help_text else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    return " ".join(ids)


@register.simple_tag
def control(bound, extra: str = "", hint: str = "", **attrs) -> SafeString:
    """The widget of a bound field in our classes, tied to its hint and error by aria attributes.

    ``extra`` is one more class; other keywords become attributes (``rows=4``, ``data_autosave="x"``).
    """
    kind = bound.widget_type
    given = {name.replace("_", "-"): value for name, value in attrs.items() if value not in (None, "")}
    if kind not in UNDRESSED:
        own = bound.field.widget.attrs.get("class", "")
        given["class"] = " ".join(filter(None, [WIDGET_CLASSES.get(kind, "input"), own, extra]))
    described = _described_by(bound, hint)
    if described:
        given["aria-describedby"] = described
    if bound.errors:
        given["aria-invalid"] = "true"
    return bound.as_widget(attrs=given)
