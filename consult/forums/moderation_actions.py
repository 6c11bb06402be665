"""Flag, assign, rule, appeal, note. The book's row is locked first, as everywhere in the forum; then all is read anew."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.forums import moderation_rules as rules
from consult.forums import moderation_verbs as verbs
from consult.forums.models import Appeal, Case, Comment, Flag, Ground, Ruling, StaffNote
from consult.kit import writing
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.actions import record
from consult.ledger.models import Book
from consult.notices.mail_actions import queue_mail
from consult.people.models import Membership, User
from consult.people.roles import Role

WORDS_LIMIT = 4_000
Outcome = Ruling.Outcome
STATE_AFTER = {
    Outcome.HIDDEN: Comment.State.HIDDEN,
    Outcome.SUSPENDED: Comment.State.HIDDEN,
    Outcome.REFUSED: Comment.State.HIDDEN,
    Outcome.UPHELD: Comment.State.HIDDEN,
    Outcome.RESTORED: Comment.State.POSTED,
    Outcome.APPROVED: Comment.State.POSTED,
}


# --- flags -----------------------------------------------------------------------------------------------


@transaction.atomic
def flag_comment(user, *, comment: Comment, ground: str, words: str) -> Flag:
    """Report a comment to the moderators, once per person; the same again gives the first one.

    A report of secret content hides the comment at once and mails the moderators and data officers; a person with
    too many such reports undecided or unfounded only alerts. Locks the book. Records comment.flagged (by nobody:
    who reported stands in the row alone) and perhaps comment.suspended.
    """
    book, comment = _locked(comment)
    words = _words(words)
    stored = Flag.objects.filter(case__comment=comment, reporter_id=user.pk).first()
    if stored:
        if (stored.ground, stored.words) == (ground, words):
            return stored
        raise Refused(_("Mỗi người báo cáo một ý kiến một lần; báo cáo trước đang được lưu."), "flagged")
    rules.may_flag(user, comment).or_refuse()
    if ground not in Ground.values:
        raise Refused(_("Xin chọn lý do báo cáo."), "ground")
    if not words:
        raise Refused(_("Xin viết nội dung báo cáo."), "reason")
    now = database_now()
    _not_too_many_or_refuse(user, now)
    suspends = ground == Ground.SECRET and _suspends(user, comment)
    case = _opened(comment, now)
    flag = Flag.objects.create(case=case, reporter=user, ground=ground, words=words)
    record(verbs.FLAGGED, book_id=book.pk, by=None, target=flag, data={"ground": ground})
    if ground == Ground.SECRET:
        _alert(flag)
    if suspends:
        _rule(case, by=None, outcome=Outcome.SUSPENDED, ground=ground, now=now)
    return flag


def _not_too_many_or_refuse(user, now) -> None:
    lately = Flag.objects.filter(reporter=user, at__gt=now - timedelta(hours=1)).count()
    if lately >= settings.FLAGS_PER_HOUR:
        raise Refused(
            _("Đã gửi %(limit)s báo cáo trong một giờ. Xin gửi tiếp sau.")
            % {"limit": settings.FLAGS_PER_HOUR},
            "too-many",
        )


def _suspends(user, comment: Comment) -> bool:
    """Whether a report of secret content hides at once: not what was examined for it and kept."""
    secret = Flag.objects.filter(ground=Ground.SECRET)
    if secret.filter(case__comment=comment, outcome=Flag.Outcome.DISMISSED).exists():
        return False
    doubtful = secret.filter(reporter=user).exclude(outcome=Flag.Outcome.UPHELD).count()
    return doubtful < settings.SECRET_FLAGS_TRUSTED


def _opened(comment: Comment, now) -> Case:
    """The comment's case, waiting again."""
    case, made = Case.objects.get_or_create(
        comment=comment, defaults={"consultation_id": comment.consultation_id, "waiting_since": now}
    )
    if not made:
        if case.state == Case.State.DONE:
            case.state, case.waiting_since, case.reminded_at = Case.State.NEW, now, None
        _save(case)
    case.comment, case.consultation = comment, comment.consultation
    return case


def _alert(flag: Flag) -> None:
    """A mail now, whatever was chosen for notices; it holds neither the words nor a name."""
    consultation = flag.case.consultation
    people = set(rules.moderators(consultation)) | set(
        Membership.objects.holding(Role.DATA_OFFICER).values_list("user_id", flat=True)
    )
    with translation.override("vi"):
        subject = _("Báo cáo nội dung có dấu hiệu bí mật nhà nước, hồ sơ %(code)s") % {
            "code": consultation.code
        }
        body = _(
            "Có báo cáo một ý kiến trong hồ sơ %(code)s có dấu hiệu bí mật nhà nước. Đề nghị người kiểm duyệt "
            "xem xét ngay:\n%(url)s\n\nThư này không kèm nội dung được báo cáo."
        ) % {
            "code": consultation.code,
            "url": settings.SITE_URL + reverse("moderation_case", args=[consultation.code, flag.case_id]),
        }
    for person in User.objects.filter(pk__in=people, is_active=True).order_by("pk"):
        queue_mail(person.email, subject=subject, body=body, key=f"secret:{flag.pk}:{person.pk}")


# --- the moderators --------------------------------------------------------------------------------------


@transaction.atomic
def assign_case(by, *, case: Case, to, version: int) -> Case:
    """Take a case, or hand it to another moderator. Locks the book; Stale when somebody was quicker.

    Records case.assigned. Handing it to who has it already changes nothing.
    """
    book, case = _locked_case(case)
    rules.may_assign(by, case, to).or_refuse()
    if case.assigned_to_id == to.pk:
        return case
    sent = {_("Người xem xét"): to.full_name}
    _fresh_or_stale(case, version, sent)
    case.assigned_to = to
    if case.state == Case.State.NEW:
        case.state = Case.State.LOOKING
    _save(case)
    record(verbs.ASSIGNED, book_id=book.pk, by=by, target=case)
    return case


@transaction.atomic
def rule_on(
    by, *, case: Case, outcome: str, ground: str = "", reason: str = "", version: int, client_key
) -> Ruling:
    """Keep, hide, restore, approve or refuse a comment, or decide the author's appeal.

    Moderators; an appeal is decided by a second person. Locks the book; of two at once the second is Stale with
    both texts. Records the verb of the outcome. The same key gives the same ruling.
    """
    key = read_key(client_key)
    _book, case = _locked_case(case)
    reason = _words(reason)
    if stored := Ruling.objects.filter(by=by, client_key=key).first():
        same_or_refuse(stored, case_id=case.pk, outcome=outcome, ground=ground, reason=reason)
        return stored
    rules.may_see_case(by, case).or_refuse()
    label = dict(Outcome.choices).get(outcome, outcome)
    _fresh_or_stale(case, version, {_("Quyết định"): str(label), _("Lý do"): reason})
    rules.may_rule(by, case, outcome).or_refuse()
    rules.says_why(outcome, ground, reason).or_refuse()
    return _rule(case, by=by, outcome=outcome, ground=ground, reason=reason, now=database_now(), key=key)


def _rule(case: Case, *, by, outcome, ground="", reason="", now, key=None) -> Ruling:
    """Write a ruling and what follows from it; the book is locked. Records its verb."""
    comment = case.comment
    book = Book.objects.get(pk=case.consultation.book_id)
    given = {"client_key": key} if key else {}
    ruling = Ruling.objects.create(
        case=case,
        outcome=outcome,
        ground=ground,
        reason=reason,
        by=by,
        at=now,
        number=book.last_seq + 1,
        **given,
    )
    appeal = Appeal.objects.filter(ruling__case=case, answer=None).first()
    if appeal is not None:
        appeal.answer = ruling
        appeal.save(update_fields=["answer"])
    if outcome in STATE_AFTER and comment.state != STATE_AFTER[outcome]:
        comment.state = STATE_AFTER[outcome]
        comment.save(update_fields=["state"])
    if outcome != Outcome.SUSPENDED:
        case.state = Case.State.DONE
        _settle(case, upheld=outcome in rules.HIDING)
    _save(case)
    data = {"comment": comment.pk, "clause": comment.clause_id, "ground": ground}
    record(
        verbs.OF_OUTCOME[outcome],
        book_id=book.pk,
        by=by,
        target=ruling,
        data=data,
        audience=_audience(comment),
    )
    return ruling


def _settle(case: Case, *, upheld: bool) -> None:
    """What became of the reports: a restored comment turns those upheld before into unfounded ones."""
    outcome = Flag.Outcome.UPHELD if upheld else Flag.Outcome.DISMISSED
    flags = Flag.objects.filter(case=case)
    if upheld:
        flags = flags.filter(outcome=Flag.Outcome.WAITING)
    flags.update(outcome=outcome)


def _audience(comment: Comment) -> str | None:
    """As the verb has it; only the council hears of a comment that not everybody may know of."""
    return None if Comment.objects.known_to_all().filter(pk=comment.pk).exists() else "front"


@transaction.atomic
def add_note(by, *, case: Case, text: str, client_key) -> StaffNote:
    """A note for the other moderators; never shown to anybody else. Locks the book; records case.noted."""
    key = read_key(client_key)
    book, case = _locked_case(case)
    text = _words(text)
    if stored := StaffNote.objects.filter(by=by, client_key=key).first():
        same_or_refuse(stored, case_id=case.pk, text=text)
        return stored
    rules.may_note(by, case).or_refuse()
    if not text:
        raise Refused(_("Xin viết nội dung ghi chú."), "empty")
    note = StaffNote.objects.create(case=case, by=by, text=text, client_key=key)
    record(verbs.NOTED, book_id=book.pk, by=by, target=note)
    return note


# --- the author ------------------------------------------------------------------------------------------


@transaction.atomic
def appeal(user, *, comment: Comment, words: str) -> Appeal:
    """Ask a second person to look at the ruling by which one's comment is hidden; once per ruling.

    The same words again give the first one. Locks the book; records appeal.sent.
    """
    book, comment = _locked(comment)
    words = _words(words)
    ruling = Ruling.objects.select_related("appeal").filter(case__comment=comment).order_by("-pk").first()
    stored = getattr(ruling, "appeal", None)
    if stored is not None and rules.is_author(user, comment) and stored.words == words:
        return stored
    rules.may_appeal(user, comment, ruling).or_refuse()
    if not words:
        raise Refused(_("Xin viết lý do khiếu nại."), "reason")
    case = Case.objects.get(comment=comment)
    case.state, case.waiting_since, case.reminded_at = Case.State.APPEALED, database_now(), None
    case.assigned_to = None  # the second person is another one
    _save(case)
    sent = Appeal.objects.create(ruling=ruling, words=words)
    record(verbs.APPEALED, book_id=book.pk, by=comment.voice, target=sent)
    return sent


# --- small things ----------------------------------------------------------------------------------------


def _locked(comment: Comment) -> tuple[Book, Comment]:
    """The book, locked, and the comment as it is under that lock."""
    book = Book.objects.select_for_update().get(pk=comment.consultation.book_id)
    fresh = Comment.objects.select_related("consultation__book", "voice").filter(pk=comment.pk).first()
    if fresh is None:
        raise NotThere("")
    return book, fresh


def _locked_case(case: Case) -> tuple[Book, Case]:
    book = Book.objects.select_for_update().get(pk=case.consultation.book_id)
    fresh = Case.objects.select_related("consultation__book", "comment__voice", "assigned_to").get(pk=case.pk)
    return book, fresh


def _fresh_or_stale(case: Case, version: int, sent: dict) -> None:
    if case.version == version:
        return
    ruling = Ruling.objects.filter(case=case).order_by("-pk").first()
    stored = {_("Trạng thái"): str(case.get_state_display())}
    if ruling is not None:
        stored |= {_("Quyết định"): str(ruling.get_outcome_display()), _("Lý do"): ruling.reason}
    if case.assigned_to is not None:
        stored[_("Người xem xét")] = case.assigned_to.full_name
    raise Stale(_("Vụ việc này vừa được người khác xử lý."), stored=stored, sent=sent)


def _save(case: Case) -> None:
    case.version += 1
    case.save()


def _words(text: str) -> str:
    text = vietnamese.clean(text).strip()
    if len(text) > WORDS_LIMIT:
        raise Refused(
            _("Nội dung dài quá %(limit)s ký tự.") % {"limit": writing.number(WORDS_LIMIT)}, "too-long"
        )
    return text
