"""Ask the authors whether the points say what they said. Locks: the compilation, the file's book last."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.kit import writing
from consult.kit.clock import database_now
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.actions import record
from consult.reports import actions, checking, checking_rules, checking_verbs, placing_rules
from consult.reports.coverage import coverage
from consult.reports.models import Compilation, Reflection

TEXT_LENGTH = 5000


@transaction.atomic
def set_check(by, *, compilation, hours: int) -> Compilation:
    """How long authors check in this file; 0 leaves the check out. Coordinators, until it is opened. Records check.set."""
    compilation = actions._locked(compilation.pk)
    checking_rules.may_set_check(by, compilation).or_refuse()
    checking_rules.is_a_length(hours).or_refuse()
    if compilation.check_hours == hours:
        return compilation
    compilation.check_hours = hours
    compilation.save(update_fields=["check_hours"])
    book_id = compilation.consultation.book_id
    record(checking_verbs.CHECK_SET, book_id=book_id, by=by, target=compilation, data={"hours": hours})
    return compilation


@transaction.atomic
def open_check(by, *, compilation) -> Compilation:
    """Ask every author of an opinion sent here; points stand still until the hours are over, by the clock alone.

    Coordinators, with every opinion in its place and the appeals over, so that all are asked of what will be said.
    Locks file, compilation and book; records check.opened, from which the authors are told. Again changes nothing.
    """
    consultation = actions._locked_file(compilation.consultation_id)
    compilation = actions._locked(compilation.pk)
    now = database_now()
    if compilation.check_closes_at is not None and compilation.check_closes_at > now:
        checking_rules.rules.may_see_compiling(by, consultation).or_refuse()
        return compilation
    actions._lock_book(consultation.book_id)
    whole = {"unplaced": coverage(consultation).unplaced, "points": compilation.points.count()}
    checking_rules.may_open_check(by, compilation, **whole).or_refuse()
    placing_rules.appeals_are_over(compilation, now).or_refuse()
    compilation.check_opened_at = now
    compilation.check_closes_at = now + timedelta(hours=compilation.check_hours)
    compilation.save(update_fields=["check_opened_at", "check_closes_at"])
    data = {
        "closes": compilation.check_closes_at.isoformat(),
        "asked": checking.asked_of(compilation).count(),
    }
    record(checking_verbs.CHECK_OPENED, book_id=consultation.book_id, by=by, target=compilation, data=data)
    return compilation


@transaction.atomic
def reflect(author, *, comment, point, answer: str, text: str = "", version: int) -> Reflection:
    """Whether the point says what the opinion says; what is not right is said in words. The author, until the check ends.

    One answer per opinion and point; another one than was seen (its `version`, 0 for none) is Stale with both. Locks
    the compilation; records point.reflected, readable by the author alone, without the words.
    """
    compilation = actions._locked(point.compilation_id)
    checking_rules.may_reflect(author, compilation, comment, database_now()).or_refuse()
    point = compilation.points.filter(pk=point.pk, citations__comment=comment).first()
    if point is None:
        raise NotThere("")
    text = vietnamese.clean(text).strip()
    _words_or_refuse(answer, text)
    stored = Reflection.objects.filter(comment=comment, point=point).first()
    if stored and (stored.answer, stored.text, stored.point_version) == (answer, text, point.version):
        return stored
    if (stored.version if stored else 0) != version:
        raise Stale(
            _("Câu trả lời này vừa được gửi ở nơi khác. Nội dung của cả hai bên được giữ ở dưới."),
            stored=_plain(stored),
            sent={"answer": answer, "text": text},
        )
    stored = stored or Reflection(comment=comment, point=point, version=0)
    stored.answer, stored.text, stored.at = answer, text, database_now()
    stored.version, stored.point_version = stored.version + 1, point.version
    stored.save()
    data = {"answer": answer, "version": stored.version, "sha256": actions._hash({"text": text})}
    data |= {"comment": comment.pk, "point": point.pk}
    book_id = compilation.consultation.book_id
    record(checking_verbs.REFLECTED, book_id=book_id, by=comment.voice, target=stored, data=data)
    return stored


def _plain(stored) -> dict:
    if stored is None:
        return {"answer": "", "text": "", "version": 0}
    return {"answer": stored.answer, "text": stored.text, "version": stored.version}


def _words_or_refuse(answer: str, text: str) -> None:
    if answer not in Reflection.Answer.values:
        raise Refused(_("Xin chọn phản ánh đúng hoặc chưa đúng."), "answer")
    if answer == Reflection.Answer.WRONG and not text:
        raise Refused(_("Xin ghi điều chưa đúng để hội đồng sửa."), "empty")
    if len(text) > TEXT_LENGTH:
        raise Refused(
            _("Nội dung dài quá %(limit)s ký tự.") % {"limit": writing.number(TEXT_LENGTH)}, "too-long"
        )
