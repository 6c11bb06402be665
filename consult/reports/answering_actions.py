"""The agency's work beside its answers. Locks as in `actions`: compilation, points, and the file's book last."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations.schedules import end_of
from consult.core import vietnamese
from consult.kit import writing
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.actions import record
from consult.reports import actions
from consult.reports import answering_rules as may
from consult.reports import answering_verbs as verbs
from consult.reports.models import Answer, Clarification, Duty, Forwarding, Jotting

MOST_POINTS = 500
LONGEST = 20_000


@transaction.atomic
def share_out(by, *, compilation, points, owner) -> int:
    """Give points to an officer of the agency, or to nobody; returns how many changed hands.

    Officers and signers of the agency, while it answers. Locks the compilation and the points; records point.assigned.
    """
    compilation = actions._locked(compilation.pk)
    may.may_share_out(by, compilation).or_refuse()
    ids = sorted({point.pk for point in points})
    if not ids:
        raise Refused(_("Xin đánh dấu các điểm cần giao."), "no-points")
    if len(ids) > MOST_POINTS:
        raise Refused(_("Mỗi lần giao nhiều nhất %(count)s điểm.") % {"count": MOST_POINTS}, "too-many")
    if owner is not None:
        may.may_own(owner, compilation.consultation).or_refuse()
    found = list(compilation.points.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    if len(found) != len(ids):
        raise NotThere("")
    held = dict(Duty.objects.filter(point__in=ids).values_list("point_id", "owner_id"))
    wanted = owner.pk if owner else None
    moved = [pk for pk in ids if held.get(pk) != wanted]
    if not moved:
        return 0
    Duty.objects.bulk_create(
        [Duty(point_id=pk, owner_id=wanted) for pk in moved],
        update_conflicts=True, unique_fields=["point"], update_fields=["owner"],
    )  # fmt: skip
    data = {"points": moved, "to": wanted}
    record(
        verbs.POINT_ASSIGNED, book_id=compilation.consultation.book_id, by=by, target=compilation, data=data
    )
    return len(moved)


@transaction.atomic
def move_date(by, *, point, day: date | None, reason: str, version: int) -> Duty:
    """Another last day for one point, or that of the compilation again (None): the agency's signer, with a reason.

    It moves the agency's own reminders; the public clock is that of the compilation. `version` is that of the date
    which the signer saw; another one in between is Stale. Locks the compilation and the point; records
    point.rescheduled.
    """
    compilation, point = _held(point)
    may.may_move_date(by, compilation).or_refuse()
    reason = vietnamese.clean(reason).strip()[:LONGEST]
    due = end_of(day) if day else None
    if due is not None and not reason:
        raise Refused(_("Cần ghi lý do đổi thời hạn."), "no-reason")
    if due is not None and due < database_now():
        raise Refused(_("Thời hạn mới phải từ hôm nay trở đi."), "past")
    duty = Duty.objects.filter(point=point).first() or Duty(point=point)
    if duty.due_at == due and (due is None or duty.due_reason == reason):
        return duty
    if duty.version != version:
        raise Stale(
            _("Người khác vừa đổi thời hạn của điểm này."),
            stored={_("Thời hạn"): _day(duty.due_at), _("Lý do"): duty.due_reason or "—"},
            sent={_("Thời hạn"): _day(due), _("Lý do"): reason or "—"},
        )
    duty.due_at, duty.due_reason, duty.version = due, reason if due else "", duty.version + 1
    duty.save()
    data = {"due": due.isoformat() if due else None, "sha256": actions._hash({"reason": duty.due_reason})}
    record(verbs.POINT_RESCHEDULED, book_id=compilation.consultation.book_id, by=by, target=point, data=data)
    return duty


def _day(moment) -> str:
    return vietnamese.date_short(timezone.localtime(moment)) if moment else _("theo bản tổng hợp")


@transaction.atomic
def send_back(by, *, point, remark: str, version: int) -> Answer:
    """Send an answer back with a remark: the agency's signer. It counts as unanswered until it is rewritten.

    `version` is that of the answer which the signer read; another one in between is Stale. Locks the compilation and
    the point; records answer.sent_back.
    """
    compilation, point = _held(point)
    answer = Answer.objects.select_related("written_by").filter(point=point).first()
    may.may_send_back(by, compilation, answer).or_refuse()
    remark = vietnamese.clean(remark).strip()[:LONGEST]
    if not remark:
        raise Refused(_("Cần ghi điều đề nghị sửa khi trả lại."), "no-remark")
    if answer.remark == remark:
        return answer
    if answer.version != version:
        raise Stale(
            _("Trả lời vừa được viết lại; đề nghị đọc nội dung mới trước khi trả lại."),
            stored={_("Trả lời đang lưu"): answer.text},
            sent={_("Điều đề nghị sửa"): remark},
        )
    answer.remark, answer.remark_by, answer.remark_at = remark, by, database_now()
    Answer.objects.filter(pk=answer.pk).update(
        remark=answer.remark, remark_by=answer.remark_by, remark_at=answer.remark_at
    )
    data = {"version": answer.version, "sha256": actions._hash({"remark": remark})}
    record(verbs.ANSWER_SENT_BACK, book_id=compilation.consultation.book_id, by=by, target=answer, data=data)
    return answer


@transaction.atomic
def jot(by, *, point, text: str, client_key) -> Jotting:
    """A note inside the agency. Officers and signers; the same key gives the same note. Records point.jotted."""
    key = read_key(client_key)
    compilation, point = _held(point)
    text = _words(text, _("Ghi chú chưa có nội dung."))
    stored = Jotting.objects.filter(by=by, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, point_id=point.pk, text=text)
        return stored
    may.may_jot(by, compilation).or_refuse()
    note = Jotting.objects.create(point=point, text=text, by=by, client_key=key)
    record(verbs.POINT_JOTTED, book_id=compilation.consultation.book_id, by=by, target=point)
    return note


@transaction.atomic
def ask_council(by, *, point, question: str, client_key) -> Clarification:
    """Ask the council what a point means. Officers and signers; the same key gives the same question.

    Locks the compilation and the point; records clarification.asked.
    """
    key = read_key(client_key)
    compilation, point = _held(point)
    question = _words(question, _("Xin ghi điều cần làm rõ."))
    stored = Clarification.objects.filter(asked_by=by, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, point_id=point.pk, question=question)
        return stored
    may.may_ask_council(by, compilation).or_refuse()
    asked = Clarification.objects.create(point=point, question=question, asked_by=by, client_key=key)
    data = {"point": point.pk, "sha256": actions._hash({"question": question})}
    record(
        verbs.CLARIFICATION_ASKED, book_id=compilation.consultation.book_id, by=by, target=asked, data=data
    )
    return asked


@transaction.atomic
def clarify(by, *, clarification, text: str) -> Clarification:
    """What the point means: a coordinator of the council, once. The same words again change nothing.

    Locks the compilation; records clarification.given.
    """
    compilation, _point = _held(clarification.point)
    stored = Clarification.objects.select_for_update(of=("self",)).get(pk=clarification.pk)
    stored.point.compilation = compilation
    text = _words(text, _("Xin ghi nội dung làm rõ."))
    if stored.given_by_id == by.pk and stored.text == text:
        return stored
    may.may_clarify(by, stored).or_refuse()
    stored.text, stored.given_by, stored.given_at = text, by, database_now()
    stored.save(update_fields=["text", "given_by", "given_at"])
    data = {"point": stored.point_id, "sha256": actions._hash({"text": text})}
    record(
        verbs.CLARIFICATION_GIVEN, book_id=compilation.consultation.book_id, by=by, target=stored, data=data
    )
    return stored


@transaction.atomic
def reply_to_forwarding(by, *, forwarding, text: str, returned: bool) -> Forwarding:
    """The other organisation's answer to a forwarded point, or why it gives the point back; once.

    Its officers and signers, before and after publication. Locks the compilation and the point; records
    forwarding.answered or forwarding.returned.
    """
    may.may_see_forwarding(by, forwarding).or_refuse()
    compilation, _point = _held(forwarding.point)
    stored = Forwarding.objects.select_for_update(of=("self",)).get(pk=forwarding.pk)
    text = _words(text, _("Cần ghi nội dung trả lời hoặc lý do trả lại."))
    state = Forwarding.State.RETURNED if returned else Forwarding.State.ANSWERED
    if (stored.state, stored.reply, stored.replied_by_id) == (state, text, by.pk):
        return stored
    may.may_reply_to_forwarding(by, stored).or_refuse()
    stored.state, stored.reply = state, text
    stored.replied_by, stored.replied_at = by, database_now()
    stored.save(update_fields=["state", "reply", "replied_by", "replied_at"])
    verb = verbs.FORWARDING_RETURNED if returned else verbs.FORWARDING_ANSWERED
    data = {"point": stored.point_id, "sha256": actions._hash({"text": text})}
    record(verb, book_id=compilation.consultation.book_id, by=by, target=stored, data=data)
    return stored


def _held(point):
    """The compilation and the point, locked in this order."""
    compilation = actions._locked(point.compilation_id)
    return compilation, actions._locked_point(point.pk)


def _words(raw: str, empty: str) -> str:
    text = vietnamese.clean(raw).strip()
    if not text:
        raise Refused(empty, "empty")
    if len(text) > LONGEST:
        raise Refused(_("Nội dung dài quá %(limit)s ký tự.") % {"limit": writing.number(LONGEST)}, "too-long")
    return text
