"""Who hears of what happens in a round: members who may still read it, and nobody else."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.consultations.models import Voice
from consult.core import vietnamese
from consult.forums.models import Comment
from consult.notices.models import Kind
from consult.notices.registry import Told
from consult.people.models import Membership
from consult.people.roles import Role
from consult.rounds.models import Line, Round, RoundComment
from consult.rounds.rules import MEMBER_ROLES


def _round(entry) -> Round:
    return Round.objects.select_related("organisation", "consultation").get(book=entry.book_id)


def _members(round: Round, **only) -> tuple[int, ...]:
    """People with a seat whose membership holds on this day."""
    seats = round.seats.filter(**only).values_list("user_id", "organisation_id")
    held = Membership.objects.holding(*MEMBER_ROLES).filter(user__in=[user for user, _place in seats])
    today = set(held.values_list("user_id", "organisation_id"))
    return tuple(sorted(user for user, place in seats if (user, place) in today))


def _officers(organisation_id: int) -> tuple[int, ...]:
    held = Membership.objects.holding(Role.ASSOCIATION_OFFICER).filter(organisation=organisation_id)
    return tuple(held.order_by("user_id").values_list("user_id", flat=True).distinct())


def _facts(round: Round) -> dict:
    return {
        "association": round.organisation.short_name,
        "title": round.consultation.title[:200],
        "code": round.consultation.code,
        "day": vietnamese.date_short(round.closes_at),
    }


def on_opened(entry) -> list[Told]:
    """Members are asked, with the deadline of the association."""
    round = _round(entry)
    return [_asked(round, _members(round, votes=True))]


def on_asked(entry) -> list[Told]:
    round = _round(entry)
    return [_asked(round, _members(round, pk__in=entry.data.get("seats", [])))]


def _asked(round: Round, people) -> Told:
    text = _("%(association)s xin ý kiến hội viên về %(title)s. Hạn góp ý trong hội %(day)s.") % _facts(round)
    return Told(people, Kind.INVITATION, text[:500], reverse("round", args=[round.pk]))


def on_posted(entry) -> list[Told]:
    """The author of an internal comment hears that it was answered."""
    reply = RoundComment.objects.select_related("parent__seat", "seat").filter(pk=entry.target_id).first()
    if reply is None or reply.parent is None or reply.parent.seat_id == reply.seat_id:
        return []
    round = _round(entry)
    people = _members(round, pk=reply.parent.seat_id)
    text = _("Có trả lời ý kiến nội bộ trong đợt góp ý của %(association)s, hồ sơ %(code)s.") % _facts(round)
    place = f"{reverse('round_text', args=[round.pk])}?clause={reply.clause_id or 'chung'}#n-{reply.pk}"
    return [Told(people, Kind.REPLY, text, place)]


def on_vote(entry) -> list[Told]:
    """Members hear that a line waits for their vote."""
    line = Line.objects.select_related("clause").get(pk=entry.target_id)
    round = _round(entry)
    facts = {**_facts(round), "place": line.clause.citation if line.clause else _("toàn văn dự thảo")}
    text = _("%(association)s lấy biểu quyết về %(place)s, hồ sơ %(code)s. Hạn %(day)s.") % facts
    return [
        Told(_members(round, votes=True), Kind.WORK, text, reverse("round_line", args=[round.pk, line.pk]))
    ]


def on_extended(entry) -> list[Told]:
    round = _round(entry)
    day = vietnamese.date_short(datetime.fromisoformat(entry.data["to"]))
    text = _("%(association)s đổi hạn góp ý trong hội của hồ sơ %(code)s thành %(until)s.") % {
        **_facts(round),
        "until": day,
    }
    return [Told(_members(round), Kind.FILE, text, reverse("round", args=[round.pk]))]


def on_ended(entry) -> list[Told]:
    round = _round(entry)
    text = _(
        "%(association)s kết thúc góp ý trong hội của hồ sơ %(code)s; kết quả biểu quyết đã có."
    ) % _facts(round)
    return [Told(_members(round), Kind.FILE, text, reverse("round", args=[round.pk]))]


def on_filed(entry) -> list[Told]:
    """Members hear that the collective opinion stands in the file."""
    round = _round(entry)
    text = _("%(association)s đã gửi ý kiến của hội vào hồ sơ %(code)s: %(title)s.") % _facts(round)
    return [Told(_members(round), Kind.FILE, text[:500], reverse("position", args=[round.pk]))]


def on_reply_to_filed(entry) -> list[Told]:
    """Officers hear of an answer in the thread of the association's own comment."""
    reply = (
        Comment.objects.filter(pk=entry.target_id, parent__voice__kind=Voice.Kind.ORGANISATION)
        .select_related("parent__voice", "consultation")
        .first()
    )
    if reply is None:
        return []
    text = _("Có trả lời ý kiến của hội trong hồ sơ %(code)s.") % {"code": reply.consultation.code}
    url = reverse("comment", args=[reply.consultation.code, reply.pk])
    return [Told(_officers(reply.parent.voice.organisation_id), Kind.REPLY, text, url)]


def on_answered(entry) -> list[Told]:
    """Officers and members of associations that filed hear that the agency has answered."""
    found = Round.objects.filter(consultation__book=entry.book_id, filed_at__isnull=False)
    told = []
    for round in found.select_related("organisation", "consultation"):
        text = _("Ý kiến của %(association)s trong hồ sơ %(code)s đã được trả lời.") % _facts(round)
        people = tuple(sorted({*_members(round), *_officers(round.organisation_id)}))
        told.append(Told(people, Kind.ANSWER, text, reverse("position", args=[round.pk])))
    return told
