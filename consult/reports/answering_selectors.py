"""Read what lies beside the answers: questions to the council, points forwarded to an agency, and the people named in forms."""

from dataclasses import dataclass

from consult.kit.verdicts import NotThere
from consult.people.models import User
from consult.people.roles import AGENCY_ROLES
from consult.people.selectors import organisations_of
from consult.reports import answering_rules as may
from consult.reports import snapshot
from consult.reports.models import Clarification, Forwarding
from consult.reports.selectors import number_of


@dataclass(frozen=True)
class QuestionRow:
    """One question with the point that it is about."""

    id: int
    place: str
    title: str
    summary: str
    question: str
    asked_at: object
    text: str
    given_by: str
    given_at: object
    may_clarify: bool


def questions(user, consultation) -> tuple[QuestionRow, ...]:
    """Questions of a file to its council, open ones first; one query. NotThere for others."""
    may.may_see_questions(user, consultation).or_refuse()
    found = Clarification.objects.filter(point__compilation__consultation=consultation).select_related(
        "point__clause", "point__compilation__consultation", "given_by"
    )
    rows = sorted(found, key=lambda one: (one.given_at is not None, one.pk))
    return tuple(
        QuestionRow(
            id=one.pk,
            place=snapshot.group_name(one.point.clause),
            title=one.point.title,
            summary=one.point.summary,
            question=one.question,
            asked_at=one.asked_at,
            text=one.text,
            given_by=one.given_by.full_name if one.given_by else "",
            given_at=one.given_at,
            may_clarify=bool(may.may_clarify(user, one)),
        )
        for one in rows
    )


def question_or_404(user, consultation, pk) -> Clarification:
    """A question of this file, for its council."""
    may.may_see_questions(user, consultation).or_refuse()
    found = Clarification.objects.select_related("point__compilation__consultation").filter(
        pk=pk, point__compilation__consultation=consultation
    )
    if not found:
        raise NotThere("")
    return found[0]


@dataclass(frozen=True)
class ForwardedRow:
    """One point that another agency forwarded."""

    id: int
    code: str
    sender: str
    place: str
    title: str
    state: str
    label: str
    at: object


@dataclass(frozen=True)
class ForwardedPage:
    """A forwarded point, with what its new reader needs: the draft's words, the opinions as everybody may read them."""

    forwarding: Forwarding
    code: str
    sender: str
    draft: str
    place: str
    draft_words: str
    opinions: tuple[dict, ...]
    guarded: str
    may_reply: object


def forwarded(user) -> tuple[ForwardedRow, ...]:
    """Points that other agencies forwarded to the person's, those that wait first; one query. NotThere for others."""
    ids = organisations_of(user, *AGENCY_ROLES)
    if not ids:
        raise NotThere("")
    found = Forwarding.objects.filter(to__in=ids).exclude(state=Forwarding.State.RECALLED)
    found = found.select_related("point__clause", "point__compilation__consultation__agency")
    rows = sorted(found, key=lambda one: (one.state != Forwarding.State.SENT, -one.pk))
    return tuple(
        ForwardedRow(
            id=one.pk,
            code=one.point.compilation.consultation.code,
            sender=one.point.compilation.consultation.agency.official_name,
            place=snapshot.group_name(one.point.clause),
            title=one.point.title,
            state=one.state,
            label=one.get_state_display(),
            at=one.at,
        )
        for one in rows
    )


def forwarding_or_404(user, pk) -> Forwarding:
    """A point forwarded to the person's agency; one that was recalled is not there any more."""
    found = Forwarding.objects.select_related(
        "to", "replied_by", "point__clause", "point__compilation__consultation__agency",
        "point__compilation__consultation__draft",
    ).filter(pk=pk).exclude(state=Forwarding.State.RECALLED).first()  # fmt: skip
    if found is None:
        raise NotThere("")
    may.may_see_forwarding(user, found).or_refuse()
    return found


def forwarded_page(user, forwarding: Forwarding) -> ForwardedPage:
    """What the forwarded-to agency reads: no more of the opinions than everybody may."""
    compilation = forwarding.point.compilation
    point = compilation.points.prefetch_related(*snapshot.CITED).get(pk=forwarding.point_id)
    counts = snapshot.guarded_counts(compilation.points.prefetch_related("citations__comment"))
    clause = forwarding.point.clause
    return ForwardedPage(
        forwarding=forwarding,
        code=compilation.consultation.code,
        sender=compilation.consultation.agency.official_name,
        draft=compilation.consultation.draft.title,
        place=snapshot.group_name(clause),
        draft_words=(clause.text or clause.title) if clause else "",
        opinions=snapshot.opinions(point),
        guarded=snapshot.guarded_words(counts[point.pk]),
        may_reply=may.may_reply_to_forwarding(user, forwarding),
    )


def person_or_none(raw) -> User | None:
    """The person that a form names, None for nobody; whether they may be given points is the rule's question."""
    if raw in (None, ""):
        return None
    found = User.objects.filter(pk=number_of(raw), is_active=True).first()
    if found is None:
        raise NotThere("")
    return found
