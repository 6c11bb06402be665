"""Who hears of what happens to a file. Registered by apps.py; the notices do the telling."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation, Invitation, Stage
from consult.consultations.stages import WORDS
from consult.core import vietnamese
from consult.documents.models import DraftVersion
from consult.kit import writing
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
    people = _taking_part(consultation)
    return [_told(sorted(people | set(_coordinators(consultation))), Kind.FILE, text, consultation)]


def on_version(entry) -> list[Told]:
    """Who was asked or has spoken in a running file hears that its draft has a new version."""
    version = DraftVersion.objects.select_related("draft").filter(pk=entry.target_id).first()
    if version is None or version.number == 1:
        return []
    told = []
    for consultation in Consultation.objects.filter(draft=version.draft_id, state=Consultation.State.OPEN):
        text = _("Hồ sơ %(code)s: dự thảo có bản mới, Dự thảo %(number)s.") % {
            "code": consultation.code,
            "number": version.number,
        }
        url = reverse(
            "reading_version", args=[consultation.code, version.number]
        )  # a page of the desk, above
        people = _taking_part(consultation) - {version.declared_by_id}
        told.append(Told(tuple(sorted(people)), Kind.VERSION, text, url))
    return told


def _taking_part(consultation) -> set[int]:
    asked = consultation.invitations.exclude(state=Invitation.State.DECLINED)
    speakers = consultation.voices.filter(person__isnull=False)
    return {*asked.values_list("expert__user_id", flat=True), *speakers.values_list("person_id", flat=True)}


REMINDERS = (timedelta(days=1), timedelta(days=3))


def deadlines_near(now: datetime):
    """Who was invited and did not decline hears three days and one day before comments end.

    An occasion is named by stage, deadline and distance: more time given brings new ones, a late worker no second.
    """
    near = Stage.objects.filter(
        kind=Stage.Kind.COMMENT,
        state=Stage.State.NOW,
        consultation__state=Consultation.State.OPEN,
        closes_at__gt=now,
        closes_at__lte=now + max(REMINDERS),
    )
    for stage in near.select_related("consultation"):
        left = stage.closes_at - now
        distance = min(one for one in REMINDERS if left <= one)
        asked = stage.consultation.invitations.exclude(state=Invitation.State.DECLINED)
        people = tuple(asked.order_by("expert__user").values_list("expert__user_id", flat=True))
        if people:
            text = _("Hồ sơ %(code)s hết hạn góp ý lúc %(when)s: %(title)s") % {
                "code": stage.consultation.code,
                "when": writing.datetime_text(timezone.localtime(stage.closes_at)),
                "title": stage.consultation.title[:300],
            }
            key = f"deadline:{stage.pk}:{stage.closes_at:%Y%m%d%H%M}:{distance.days}"
            yield key, _told(people, Kind.DEADLINE, text, stage.consultation)


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
