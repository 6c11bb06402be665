"""Draws the threads of a clause. Plain joining instead of a template: a panel of twenty comments is drawn at each
press, and walking a template's nodes for every row cost more than everything else on the page together."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from consult.forums import carried
from consult.forums.threads import CommentRow, Threads
from consult.kit.templatetags.consult import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def threads(context, found: Threads, *, may_endorse, may_reply, more_url: str, more_list: str) -> SafeString:
    """Comments with their replies, then the link to the next ones.

    `may_endorse` and `may_reply` say whether buttons are drawn; `more_url` is the panel for a script, `more_list`
    the page without one (it has a question mark already).
    """
    words = _words(context.get("csrf_token"))
    endorse, reply = bool(may_endorse), bool(may_reply)
    rows = [_row(row, found.base, words, endorse, reply) for row in found.rows]
    if found.more:
        rows.append(
            f'<p class="more" id="more"><a class="btn btn--wide" href="{escape(more_list)}&amp;sau={found.more}#side" '
            f'hx-get="{escape(more_url)}?sau={found.more}&amp;tiep=1" hx-target="#more" hx-swap="outerHTML">'
            f"{escape(_('Xem thêm ý kiến'))}</a></p>"
        )
    return mark_safe("".join(rows))


def _words(token) -> dict[str, str]:
    """Words and signs that repeat in every row."""
    texts = {
        "proposed": _("Đề nghị sửa thành"),
        "gone": _("Ý kiến đã được người viết rút."),
        "endorse": _("Tán thành"),
        "endorsed": _("Đã tán thành"),
        "reply": _("Trả lời"),
        "mine": _("Ý kiến của tôi"),
        "people": _("người tán thành"),
        "decision": _("Xem quyết định"),
        "flag": _("Báo cáo"),
    }
    signs = {"check": "check", "answer": "corner-down-right", "sealed": "lock-keyhole", "org": "landmark"}
    return {
        **{name: escape(text) for name, text in texts.items()},
        **{name: icon(sign) for name, sign in signs.items()},
        "token": f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(token or "")}">',
    }


def _row(row: CommentRow, base: str, words: dict, may_endorse: bool, may_reply: bool) -> str:
    if row.opens:
        start = f'<article class="comment" id="y-{row.id}">'
    else:
        start = f'<div class="reply" data-depth="{row.depth}" id="y-{row.id}">'
    if row.mark and row.mark.blank:
        return (
            f'{start}<div class="official" data-hue="chi"><p>{escape(row.mark.words)}</p></div>{row.closes}'
        )
    if row.withdrawn:
        return f'{start}<div class="official" data-hue="chi"><p>{words["gone"]}</p></div>{row.closes}'
    standing = row.mark is None
    buttons = _endorse(row, base, words) if may_endorse and standing and not row.mine else ""
    if may_reply and standing:
        buttons += (
            f'<a class="btn btn--quiet" href="{base}{row.id}/tra-loi/">{words["answer"]}{words["reply"]}</a>'
        )
    tag = f'<span class="tag">{escape(row.criterion)}</span>' if row.criterion else ""
    return (
        f"{start}<header>{_voice(row, words)}{row.sign}</header>{_mark(row, base, words)}{carried.draw(row.before)}"
        f'<div class="body">{row.reason}{_proposed(row, words)}</div>'
        f"<footer>{tag}<span>{_line(row, base, words, may_endorse)}</span>"
        f'<span class="inline end">{buttons}</span></footer>{row.closes}\n'
    )


def _mark(row: CommentRow, base: str, words: dict) -> str:
    """Above a comment that this reader sees although it is hidden or waits: why, and where it was decided."""
    if row.mark is None:
        return ""
    link = f' <a href="{base}{row.id}/quyet-dinh/">{words["decision"]}</a>' if row.mark.decided else ""
    return f'<div class="official" data-hue="nghe"><p>{escape(row.mark.words)}{link}</p></div>'


def _voice(row: CommentRow, words: dict) -> str:
    author = row.author
    sign = escape(author.initials) if author.kind == "named" else words[author.kind]
    detail = f"<small>{escape(author.detail)}</small>" if author.detail else ""
    return (
        f'<div class="voice"><span class="ava" data-voice="{author.kind}" aria-hidden="true">{sign}</span>'
        f"<span><b>{escape(author.label)}</b>{detail}</span></div>"
    )


def _proposed(row: CommentRow, words: dict) -> str:
    """The proposed wording: compared with the clause, or as it is."""
    text = row.redline or escape(row.proposed).replace("\n", "<br>")
    return f'<div class="redline"><span class="label">{words["proposed"]}</span>{text}</div>' if text else ""


def _line(row: CommentRow, base: str, words: dict, may_endorse: bool) -> str:
    parts = [row.when]
    if row.mine:
        parts.append(f'<a href="{base}{row.id}/bien-nhan/">{words["mine"]}</a>')
    if row.endorsed and (row.mine or not may_endorse):
        parts.append(f"{row.endorsed} {words['people']}")
    if not row.mine and row.mark is None:
        parts.append(f'<a href="{base}{row.id}/bao-cao/" rel="nofollow">{words["flag"]}</a>')
    return " · ".join(parts)


def _endorse(row: CommentRow, base: str, words: dict) -> str:
    """As forums/_endorse.html, which a press of the button brings back."""
    action = f"{base}{row.id}/tan-thanh/"
    taken = '<input type="hidden" name="thoi" value="1">' if row.by_me else ""
    label = words["endorsed"] if row.by_me else words["endorse"]
    return (
        f'<form method="post" action="{action}" hx-post="{action}" hx-target="this" hx-swap="outerHTML" data-again>'
        f"{words['token']}{taken}"
        f'<button class="btn btn--quiet" aria-pressed="{"true" if row.by_me else "false"}">{words["check"]}{label} '
        f'<span class="n">{row.endorsed}</span></button></form>'
    )
