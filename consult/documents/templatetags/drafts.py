"""Draws the units of a draft under repair. Plain joining: a draft has hundreds of them, drawn anew at each step."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from consult.documents.repair_page import KINDS
from consult.kit.templatetags.consult import icon

register = template.Library()
DEEPEST = 6


@register.simple_tag
def repair_rows(page, *, url: str) -> SafeString:
    """All units as a list of links; the one at hand is marked, and takes the focus after a step."""
    kinds = {code: escape(words) for code, words in KINDS.items()}
    doubt = f'{icon("triangle-alert")}<span class="vh">{escape(_("Cần xem lại"))}</span>'
    current = page.bench.row.id if page.bench else None
    return mark_safe("".join(_row(row, current, page.warned, kinds, doubt, escape(url)) for row in page.rows))


def _row(row, current, warned, kinds, doubt: str, url: str) -> str:
    now = ' aria-current="true"' if row.id == current else ""
    words = " ".join(escape(part) for part in (row.title, row.text) if part).replace("\n", "<br>")
    if row.kind == "table":
        words = words.replace("\t", " · ").replace("\u2028", " ")
    label = f"<b>{escape(row.label)}</b> " if row.label else ""
    return (
        f'<li data-depth="{min(row.depth, DEEPEST)}"><a class="unit" id="c-{row.id}" data-unit="{row.id}" '
        f'href="{url}?muc={row.id}#c-{row.id}"{now}><span class="kind">{kinds[row.kind]}'
        f'{doubt if row.id in warned else ""}</span><span class="serif" lang="vi">{label}{words}</span></a></li>\n'
    )
