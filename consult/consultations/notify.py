"""Who hears of what happens to a file. Registered by apps.py; the notices do the telling."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation, Invitation, Stage
from consult.consultations.stages import WORDS
from consult.core import vietnamese
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import Role


def on_invited(entry) -> list[Told]:
    """The expert is asked, with the deadline of comments."""
    row = (
        Invitation.objects.select_related("expert", "consultation__agency")
        .prefetch_related("consultation__stages")
        .filter(pk=entry.target_id)
        .first()
    )
    if row is None:
        return []
    stage = next((s for s in row.consultation.stages.all() if s.kind == Stage.Kind.COMMENT), None)
    values = {
        "agency": row.consultation.agency.short_name,
        "title": row.consultation.title[:250],
        "day": vietnamese.date_short(stage.closes_at) if stage and stage.closes_at else "",
    }
    if values["day"]:
        text = _("%(agency)s mời Quý chuyên gia tham gia ý kiến: %(title)s. Hết hạn góp ý %(day)s.") % values
    else:
        text = _("%(agency)s mời Quý chuyên gia tham gia ý kiến: %(title)s.") % values
    return [Told((row.expert.user_id,), Kind.INVITATION, text[:500], reverse("invitation", args=[row.pk]))]


def on_answered(entry) -> list[Told]:
    """Who sent the invitation hears the answer."""
    row = Invitation.objects.select_related("expert__user", "consultation").filter(pk=entry.target_id).first()
    if row is None:
        return []
    values = {"name": row.expert.user.full_name, "code": row.consultation.code}
    if entry.verb == "invitation.accepted":
        text = _("%(name)s đã nhận lời tham gia hồ sơ %(code)s.") % values
    else:
        text = _("%(name)s đã từ chối tham gia hồ sơ %(code)s.") % values
    url = reverse("consultation_manage", args=[row.consultation.code])
    return [Told((row.invited_by_id,), Kind.WORK, text, url)]


def on_opened(entry) -> list[Told]:
    """The council hears that a file it will compile is open."""
    consultation = Consultation.objects.filter(pk=entry.target_id).first()
    if consultation is None:
        return []
    text = _("Hồ sơ %(code)s đã mở lấy ý kiến: %(title)s") % {
        "code": consultation.code,
        "title": consultation.title[:300],
    }
    return [_told(_coordinators(consultation), Kind.FILE, text, consultation)]


def on_moved(entry) -> list[Told]:
    """Whoever works next hears that it is their turn; who takes part hears that the stage changed."""
    consultation = Consultation.objects.filter(pk=entry.target_id).first()
    if consultation is None:
        return []
    to = entry.data["to"]
    text = _("Hồ sơ %(code)s chuyển sang giai đoạn: %(stage)s.") % {
        "code": consultation.code,
        "stage": WORDS[to],
    }
    # The officers hear of the answer stage from the compilation that was closed for them.
    turn = _coordinators(consultation) if to == "compile" else ()
    told_elsewhere = _officers(consultation) if to == "answer" else ()
    speakers = consultation.voices.filter(person__isnull=False).values_list("person_id", flat=True)
    others = tuple(set(speakers) - set(turn) - set(told_elsewhere))
    return [
        _told(turn, Kind.WORK, text, consultation),
        _told(others, Kind.FILE, text, consultation),
    ]


def on_extended(entry) -> list[Told]:
    """Who was asked and did not decline, who has spoken, and the council that waits hear the new deadline."""
    consultation = Consultation.objects.filter(pk=entry.target_id).first()
    if consultation is None:
        return []
    text = _("Hồ sơ %(code)s: giai đoạn %(stage)s được gia hạn đến %(day)s. Lý do: %(reason)s") % {
        "code": consultation.code,
        "stage": Stage.Kind(entry.data["stage"]).label.lower(),
        "day": vietnamese.date_short(datetime.fromisoformat(entry.data["to"])),
        "reason": entry.data["reason"],
    }
    asked = consultation.invitations.exclude(state=Invitation.State.DECLINED)
    speakers = consultation.voices.filter(person__isnull=False)
    people = {*asked.values_list("expert__user_id", flat=True), *speakers.values_list("person_id", flat=True)}
    return [_told(sorted(people | set(_coordinators(consultation))), Kind.FILE, text, consultation)]


def _told(user_ids, kind, text, consultation) -> Told:
    page = "consultation_manage" if kind == Kind.WORK else "consultation"
    return Told(tuple(user_ids), kind, text[:500], reverse(page, args=[consultation.code]))


def _coordinators(consultation) -> tuple[int, ...]:
    return _holding(Role.COUNCIL_COORDINATOR, consultation.council_id)


def _officers(consultation) -> tuple[int, ...]:
    return _holding(Role.AGENCY_OFFICER, consultation.agency_id)


def _holding(role, organisation_id) -> tuple[int, ...]:
    members = Membership.objects.holding(role).filter(organisation=organisation_id)
    return tuple(members.order_by("user_id").values_list("user_id", flat=True).distinct())
