"""Texts as rooms keep them: plain, cleaned, within their limit."""

from django.conf import settings
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.documents.models import Clause
from consult.kit import writing
from consult.kit.verdicts import Refused

MOST_ITEMS = 40


def text_or_refuse(text: str, limit: int | None, what: str) -> str:
    """The cleaned text: NFC, no hidden characters, no blanks at its ends. `limit` None: that of a message."""
    limit = limit or settings.MESSAGE_LIMIT
    text = vietnamese.clean(str(text)).strip()
    if not text:
        raise Refused(_("Xin nhập nội dung: %(what)s.") % {"what": what}, "empty")
    if len(text) > limit:
        facts = {"what": what, "limit": writing.number(limit), "length": writing.number(len(text))}
        raise Refused(
            _("Nội dung %(what)s dài %(length)s ký tự, vượt giới hạn %(limit)s ký tự.") % facts, "too-long"
        )
    return text


def agenda_or_refuse(agenda, version_id: int, limit: int) -> list[tuple[str, Clause | None]]:
    """Checked items of an agenda: at least one, each with words, clauses of the file's own version."""
    items = [(text_or_refuse(words, limit, _("nội dung chương trình")), clause) for words, clause in agenda]
    if not items:
        raise Refused(_("Chương trình cần ít nhất một nội dung."), "no-agenda")
    if len(items) > MOST_ITEMS:
        raise Refused(_("Chương trình có quá nhiều nội dung."), "long-agenda")
    if any(clause is not None and clause.version_id != version_id for _words, clause in items):
        raise Refused(_("Điều khoản trong chương trình không thuộc bản dự thảo của hồ sơ."), "other-version")
    return items
