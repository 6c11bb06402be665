"""Write profiles and their verification."""

import calendar
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.experts import rules, verbs
from consult.experts.models import Expert, Verification
from consult.kit import writing
from consult.kit.verdicts import Refused, Stale
from consult.ledger.actions import record
from consult.people.actions import people_book_id
from consult.people.models import User
from consult.people.selectors import has_consent

VALID_MONTHS = 24
DECISIONS = (Expert.State.VERIFIED, Expert.State.RETURNED, Expert.State.REJECTED)
TEXT_LIMIT = 20_000
LIMITS = {"specialty": 200, "workplace": 200, "works": TEXT_LIMIT, "evidence": TEXT_LIMIT}
# What an officer vouched for: a change sends the profile back to its owner's desk.
PROVEN = ("title", "degree", "specialty", "workplace", "association_id")


@transaction.atomic
def save_profile(
    user,
    *,
    title="",
    degree="",
    fields=(),
    specialty="",
    workplace="",
    commune=None,
    association=None,
    works="",
    evidence="",
    version=0,
) -> Expert:
    """Save the person's own profile; `version` is the one that was read (0 for a new profile).

    Locks the person's row. Raises Stale with both texts when another window saved first. A change of what was
    vouched for takes the verification away. Recorded as expert.saved in the book of people.
    """
    rules.may_save_profile(user).or_refuse()
    User.objects.select_for_update().get(pk=user.pk)
    expert = Expert.objects.filter(user=user).first() or Expert(user=user, version=0)
    sent = {
        "title": title,
        "degree": degree,
        "specialty": vietnamese.clean_name(specialty),
        "workplace": vietnamese.clean_name(workplace),
        "works": vietnamese.clean(works).strip(),
        "evidence": vietnamese.clean(evidence).strip(),
        "commune_id": commune.pk if commune else None,
        "association_id": association.pk if association else None,
    }
    field_ids = sorted(field.pk for field in fields)
    _check_lengths(sent)
    _not_stale(expert, version, sent, field_ids)
    if expert.pk and (_proven(expert) != _proven_sent(sent, field_ids)) and _vouched(expert):
        expert.state, expert.verified_until = Expert.State.EDITING, None
    if not expert.pk:
        expert.listed = has_consent(user, "register")
    for name, value in sent.items():
        setattr(expert, name, value)
    expert.version += 1
    expert.save()
    expert.fields.set(field_ids)
    user.expert = expert
    record(
        verbs.PROFILE_SAVED,
        book_id=people_book_id(),
        by=user,
        target=expert,
        data={"version": expert.version, "state": expert.state},
    )
    return expert


def _vouched(expert) -> bool:
    return expert.state in (Expert.State.VERIFIED, Expert.State.WAITING)


def _proven(expert) -> list:
    fields = sorted(expert.fields.values_list("pk", flat=True))
    return [*(getattr(expert, name) for name in PROVEN), fields]


def _proven_sent(sent: dict, field_ids: list[int]) -> list:
    return [*(sent[name] for name in PROVEN), field_ids]


def _check_lengths(sent: dict) -> None:
    for name, limit in LIMITS.items():
        if len(sent[name]) > limit:
            raise Refused(_("Nội dung dài quá %(limit)s ký tự.") % {"limit": writing.number(limit)}, "long")


def _not_stale(expert, version: int, sent: dict, field_ids: list[int]) -> None:
    if expert.version == version:
        return
    stored = {name: getattr(expert, name) for name in sent}
    if expert.pk:
        stored["fields"] = sorted(expert.fields.values_list("pk", flat=True))
    raise Stale(
        _(
            "Hồ sơ đã được lưu ở một cửa sổ khác sau khi trang này được mở. Xin đối chiếu hai bản rồi lưu lại."
        ),
        stored={**stored, "version": expert.version},
        sent={**sent, "fields": field_ids, "version": version},
    )


@transaction.atomic
def request_verification(user) -> Expert:
    """Hand the profile to the association's officers. Locks the profile; recorded in the association's book."""
    expert = Expert.objects.select_for_update(of=("self",)).filter(user=user).first()
    rules.may_request_verification(user, expert).or_refuse()
    expert.state, expert.verified_until = Expert.State.WAITING, None
    expert.save(update_fields=["state", "verified_until", "updated_at"])
    user.expert = expert
    record(
        verbs.VERIFICATION_ASKED,
        book_id=expert.association.book_id,
        by=user,
        target=expert,
        data={"version": expert.version},
    )
    return expert


@transaction.atomic
def decide_verification(officer, *, expert, decision, reason, version=None) -> Verification:
    """Verify, return or reject a waiting profile, with a reason; valid for 24 months when verified.

    Locks the profile. `version`, when given, is the one that the officer read: a profile changed since is
    refused. Recorded in the association's book.
    """
    expert = Expert.objects.select_for_update(of=("self",)).select_related("association").get(pk=expert.pk)
    rules.may_decide(officer, expert).or_refuse()
    reason = vietnamese.clean(reason).strip()
    if decision not in DECISIONS:
        raise Refused(_("Cần chọn một kết quả xác thực."), "unknown-decision")
    if not reason:
        raise Refused(_("Cần nêu lý do của quyết định."), "no-reason")
    if len(reason) > TEXT_LIMIT:
        raise Refused(_("Lý do dài quá %(limit)s ký tự.") % {"limit": writing.number(TEXT_LIMIT)}, "long")
    if version is not None and version != expert.version:
        raise Refused(_("Hồ sơ vừa được chuyên gia sửa. Xin đọc lại trước khi quyết định."), "stale")
    expert.state = decision
    expert.verified_until = None
    if decision == Expert.State.VERIFIED:
        expert.verified_until = months_later(timezone.localdate(), VALID_MONTHS)
        expert.listed = has_consent(expert.user, "register")
    expert.save(update_fields=["state", "verified_until", "listed", "updated_at"])
    verification = Verification.objects.create(
        expert=expert,
        officer=officer,
        organisation=expert.association,
        decision=decision,
        reason=reason,
    )
    record(
        verbs.VERIFICATION_DECIDED,
        book_id=expert.association.book_id,
        by=officer,
        target=verification,
        data={"decision": str(decision), "expert": expert.pk},
    )
    return verification


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@transaction.atomic
def follow_consent(user, given: bool) -> None:
    """Called by the consent action in its transaction: in the public register only while it is agreed to."""
    expert = Expert.objects.select_for_update(of=("self",)).filter(user=user).exclude(listed=given).first()
    if expert is None:
        return
    expert.listed = given
    expert.save(update_fields=["listed", "updated_at"])
    record(verbs.LISTED if given else verbs.UNLISTED, book_id=people_book_id(), by=user, target=expert)
