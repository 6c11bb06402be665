"""What the pages of the collective opinion show before and after it is filed."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.safestring import mark_safe

from consult.consultations.collective import Sent, sent_on
from consult.core import legal
from consult.forums.models import Comment
from consult.forums.selectors import place_of_comment, words_of
from consult.kit import markdown, writing
from consult.kit.verdicts import NotThere, Verdict
from consult.people.models import User
from consult.rounds import rules, snapshot
from consult.rounds.models import Line, Round
from consult.rounds.round_selectors import line_or_404
from consult.rounds.selectors import Choice, member_choices


@dataclass(frozen=True)
class PositionLine:
    """One line as the public reads it."""

    id: int
    place: str
    position: str
    reason: str
    ops: list
    proposed: str
    vote: str
    counts: tuple[tuple[str, str, int], ...]
    dissents: tuple[dict, ...]
    url: str
    receipt: str


@dataclass(frozen=True)
class PositionPage:
    """The opinion as it is sent, or as it was filed; made from the frozen data alone."""

    round: Round
    data: dict
    cover: str
    lines: tuple[PositionLine, ...]
    filed: str
    url: str
    receipt: str
    verdict: Verdict
    sent: tuple[Sent, ...] = ()


def preview(user, round: Round) -> PositionPage:
    """Word for word what will be sent."""
    return _page(round, snapshot.build(round), {}, rules.may_file(user, round))


def filed(round: Round) -> PositionPage:
    """The filed opinion with the places of its comments in the file, and the reports that were sent; three queries."""
    lines = Line.objects.filter(round=round, comment__isnull=False).values_list("pk", "comment_id")
    by_line = dict(lines)
    comments = Comment.objects.filter(pk__in=by_line.values()).select_related("version", "consultation")
    found = comments.in_bulk()
    page = _page(
        round, round.snapshot, {line: found[pk] for line, pk in by_line.items()}, Verdict(False, "", "filed")
    )
    mine = [one for one in sent_on(round.consultation) if one.organisation == round.organisation_id]
    return replace(page, sent=tuple(mine))


def _page(round: Round, data: dict, comments: dict, verdict: Verdict) -> PositionPage:
    code = data["code"]
    cover = round.comment
    return PositionPage(
        round=round,
        data=data,
        cover=mark_safe(markdown.render(data["cover"])),
        lines=tuple(_line(line, comments.get(line["id"]), round) for line in data["lines"]),
        filed=writing.datetime_text(round.filed_at) if round.filed_at else "",
        url=reverse("comment", args=[code, cover.pk]) if cover else "",
        receipt=f"{code}-{cover.number:06d}" if cover else "",
        verdict=verdict,
    )


def _line(line: dict, comment: Comment | None, round: Round) -> PositionLine:
    citation, votes = line["citation"], line["votes"]
    compared = legal.redline(line["quote"], line["proposed"]) if line["quote"] and line["proposed"] else []
    counts = (votes or {}).get("counts") or {}
    if comment is not None:
        comment.consultation.version_id = round.consultation.version_id
    return PositionLine(
        id=line["id"],
        place=citation[:1].upper() + citation[1:],
        position=line["position"],
        reason=mark_safe(markdown.render(line["reason"])),
        ops=compared,
        proposed="" if compared else line["proposed"],
        vote=snapshot.vote_words(votes),
        counts=snapshot.vote_bar(counts) if counts else (),
        dissents=tuple({**one, "who": snapshot.who_words(one)} for one in line["dissents"]),
        url=place_of_comment(comment) if comment else "",
        receipt=f"{round.consultation.code}-{comment.number:06d}" if comment else "",
    )


# --- between the forms and the actions --------------------------------------------------------------------


def not_asked(round: Round) -> list[Choice]:
    """Members who may still be asked."""
    children = round.seats.exclude(organisation=round.organisation).values_list("organisation_id", flat=True)
    asked = round.seats.filter(votes=True).values_list("user_id", flat=True)
    return member_choices(round.organisation, round.consultation, set(children), without=asked)


def users(numbers) -> list[User]:
    return list(User.objects.filter(pk__in=[int(number) for number in numbers]))


def words(clause) -> str:
    return words_of(clause)


def line_start(line: Line) -> dict:
    cites = [str(pk) for pk in line.cites.values_list("pk", flat=True)]
    return {
        "clause": line.clause_id or "chung",
        "version": line.version,
        "position": line.position,
        "reason": line.reason,
        "proposed": line.proposed,
        "cites": cites,
    }


def line_fields(round: Round, form) -> dict:
    data = form.cleaned_data
    cites = round.comments.filter(pk__in=[int(pk) for pk in data.get("cites", ())])
    names = ("position", "reason", "proposed", "client_key")
    return {**{name: data[name] for name in names}, "cites": list(cites)}


def line_named(round: Round, raw: str | None) -> Line | None:
    """The line that an address names; none for the whole opinion."""
    if not raw:
        return None
    if not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        raise NotThere("")
    return line_or_404(round, int(raw))
