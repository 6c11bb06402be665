"""Draws the threads of a clause. Plain joining instead of a template: a panel of twenty comments is drawn at each
press, and walking a template's nodes for every row cost more than everything else on the page together."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from consult.forums import anchors, carried
from consult.forums.threads import CommentRow, Threads
from consult.kit import marking
from consult.kit.templatetags.consult import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def threads(
    context,
    found: Threads,
    *,
    may_endorse,
    may_reply,
    more_url: str,
    more_list: str,
    since: int | None = None,
    looked_for: str = "",
    pinned=None,
    code: str = "",
) -> SafeString:
    """Comments with their replies, then the link to the next ones.

    `may_endorse` and `may_reply` say whether buttons are drawn; `more_url` is the panel for a script, `more_list`
    the page without one (both have a question mark already). What has a number after `since` is new to the reader:
    a line says so above the first new comment. `pinned` maps a comment to its official answer; `code` is the file.
    `looked_for` is marked.
    """
    words = {**_words(context.get("csrf_token")), "looked_for": looked_for}
    endorse, reply = bool(may_endorse), bool(may_reply)
    answers = {pk: _answer(one, code) for pk, one in (pinned or {}).items()}
    rows = [_row(row, found.base, words, endorse, reply, answers.get(row.id, "")) for row in found.rows]
    fresh = [
        n for n, row in enumerate(found.rows) if since is not None and row.number > since and not row.mine
    ]
    first = next((n for n in fresh if found.rows[n].opens), None)
    if first is not None:
        rows[first] = _newline(sum(found.rows[n].opens for n in fresh)) + rows[first]
    if found.more:
        rows.append(
            f'<p class="more" id="more"><a class="btn btn--wide" href="{escape(more_list)}&amp;sau={found.more}#side" '
            f'hx-get="{escape(more_url)}&amp;sau={found.more}&amp;tiep=1" hx-target="#more" hx-swap="outerHTML">'
            f"{escape(_('Xem thêm ý kiến'))}</a></p>"
        )
    return mark_safe("".join(rows))


def _newline(count: int) -> str:
    words = ngettext(
        "%(number)s ý kiến mới từ lần đọc trước", "%(number)s ý kiến mới từ lần đọc trước", count
    )
    return f'<p class="newline">{escape(words % {"number": count})}</p>'


def _words(token) -> dict[str, str]:
    """Words and signs that repeat in every row."""
    texts = {
        "gone": _("Ý kiến đã được người viết rút."),
        "undone": _("Ý kiến nhập từ văn bản đã được thu hồi."),
        "reply": pgettext("ý kiến", "Trả lời"),
        "mine": _("Ý kiến của tôi"),
        "people": _("người tán thành"),
        "decision": _("Xem quyết định"),
        "flag": _("Báo cáo"),
        "against": _("người không tán thành"),
        "number": _("số"),
        **_stance_words(),
    }
    signs = {
        "check": "check",
        "x": "x",
        "answer": "corner-down-right",
        "sealed": "lock-keyhole",
        "org": "landmark",
    }
    return {
        **{name: escape(text) for name, text in texts.items()},
        **{name: icon(sign) for name, sign in signs.items()},
        "token": f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(token or "")}">',
    }


def _stance_words() -> dict[str, str]:
    return {
        "agree": _("Tán thành"),
        "agreed": _("Đã tán thành"),
        "disagree": _("Không tán thành"),
        "disagreed": _("Đã không tán thành"),
        "why": _("Nêu lý do"),
    }


@register.simple_tag(takes_context=True)
def stance(context, found: dict) -> SafeString:
    """The two buttons again after a press; `found` as forums.selectors.endorse_button gives it."""
    words = {
        **{name: escape(text) for name, text in _stance_words().items()},
        "check": icon("check"),
        "x": icon("x"),
    }
    words["token"] = (
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(context.get("csrf_token") or "")}">'
    )
    return mark_safe(
        _endorse(found["id"], found["endorsed"], found["opposed"], found["by_me"], found["base"], words)
    )


def _answer(answer, code: str) -> str:
    return render_to_string("forums/_pinned.html", {"answer": answer, "code": code})


def _row(row: CommentRow, base: str, words: dict, may_endorse: bool, may_reply: bool, answer: str) -> str:
    if row.opens:
        start = f'<article class="comment" id="y-{row.id}">'
    else:
        start = f'<div class="reply" data-depth="{row.depth}" id="y-{row.id}">'
    if row.mark and row.mark.blank:
        return (
            f'{start}<div class="official" data-hue="chi"><p>{escape(row.mark.words)}</p></div>{row.closes}'
        )
    if row.withdrawn:
        gone = words["undone" if row.source else "gone"]
        return f'{start}<div class="official" data-hue="chi"><p>{gone}</p></div>{row.closes}'
    standing, buttons = row.mark is None, ""
    if may_endorse and standing and not row.mine:
        buttons = _endorse(row.id, row.endorsed, row.opposed, row.by_me, base, words)
    if may_reply and standing:
        buttons += f'<a class="btn btn--quiet" href="{base}{row.id}/tra-loi/" data-quotes>{words["answer"]}{words["reply"]}</a>'
    tag = f'<span class="tag">{escape(row.criterion)}</span>' if row.criterion else ""
    return (
        f"{start}<header>{_voice(row, words)}{row.sign}</header>{_mark(row, base, words)}{carried.draw(row.before)}{anchors.draw(row.cited)}"
        f"{_note(row, words)}"
        f'<div class="body">{marking.mark_all(_own(row) + _proposed(row), words["looked_for"])}{row.evidence}</div>{answer}'
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
    detail = "".join(f"<small>{escape(line)}</small>" for line in (author.detail, author.about) if line)
    return (
        f'<div class="voice"><span class="ava" data-voice="{author.kind}" aria-hidden="true">{sign}</span>'
        f"<span><b>{escape(author.label)}</b>{detail}</span></div>"
    )


def _note(row: CommentRow, words: dict) -> str:
    return f'<p class="meta inline">{words["sealed"]}{escape(row.level_note)}</p>' if row.level_note else ""


def _own(row: CommentRow) -> str:
    """The reason, in the language in which opinions are written."""
    return f'<div lang="vi">{row.reason}</div>' if row.reason else ""


def _proposed(row: CommentRow) -> str:
    """The change that is asked for: compared with the clause, or as it is."""
    text = row.redline or escape(row.proposed).replace("\n", "<br>")
    return (
        f'<div class="redline"><span class="label">{escape(row.label)}</span><span lang="vi">{text}</span></div>'
        if text
        else ""
    )


def _line(row: CommentRow, base: str, words: dict, may_endorse: bool) -> str:
    parts = [row.when, escape(row.source)] if row.source else [row.when]
    if row.number:
        parts.append(f'<a href="{base}{row.id}/">{words["number"]} {row.number}</a>')
    if row.mine:
        parts.append(f'<a href="{base}{row.id}/bien-nhan/">{words["mine"]}</a>')
    if row.edited:
        parts.append(f'<a href="{base}{row.id}/cac-lan-sua/">{escape(row.edited)}</a>')
    if row.endorsed and (row.mine or not may_endorse):
        parts.append(f"{row.endorsed} {words['people']}")
    if row.opposed and (row.mine or not may_endorse):
        parts.append(f"{row.opposed} {words['against']}")
    if not row.mine and row.mark is None:
        parts.append(f'<a href="{base}{row.id}/bao-cao/" rel="nofollow">{words["flag"]}</a>')
    return " · ".join(parts)


def _endorse(pk: int, endorsed: int, opposed: int, by_me: str, base: str, words: dict) -> str:
    """Two buttons, one stance: what was pressed is taken back by pressing it again."""
    action = f"{base}{pk}/tan-thanh/"
    agree = _button("agree", "agreed" if by_me == "agree" else "agree", by_me == "agree", endorsed, words)
    against = by_me == "disagree"
    disagree = _button("disagree", "disagreed" if against else "disagree", against, opposed, words)
    why = f'<a class="btn btn--quiet" href="{base}{pk}/tra-loi/">{words["why"]}</a>' if against else ""
    return (
        f'<form class="inline" method="post" action="{action}" hx-post="{action}" hx-target="this" hx-swap="outerHTML" '
        f"data-again>{words['token']}{agree}{disagree}{why}</form>"
    )


def _button(stance: str, label: str, pressed: bool, count: int, words: dict) -> str:
    return (
        f'<button class="btn btn--quiet" name="{"thoi" if pressed else "chon"}" value="{stance}" '
        f'aria-pressed="{"true" if pressed else "false"}">{words["check" if stance == "agree" else "x"]}{words[label]} '
        f'<span class="n">{count}</span></button>'
    )
