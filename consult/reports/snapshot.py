"""The rows of the official table as plain JSON data: the only form in which opinions leave the file for the public.

Names stand here where the author chose to be named, and nowhere else; there are no ids of voices or persons. What was
said to the council alone is not here: of each point only how many such opinions it rests on, groups of fewer than five
not told apart.
Called by publication, which freezes the result, and by drafts of the paper.
"""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consult.consultations.levels import Shown
from consult.core import opinion
from consult.documents.models import Clause
from consult.forums.models import Comment
from consult.kit import writing
from consult.people.models import Membership
from consult.people.roles import Role
from consult.polls.selectors import result
from consult.reports.models import Compilation

FORMAT = 2
UNREAD = (Comment.State.HIDDEN, Comment.State.HELD)
"""Read by their author and the council alone; the council answers for them all the same."""
CITED = (
    "citations__comment__voice", "citations__comment__clause", "citations__poll", "citations__message__voice",
)  # fmt: skip


@translation.override("vi")
def build(compilation: Compilation, *, signer=None) -> dict:
    """Everything that the paper and the public page show. Values are text, whole numbers, lists and mappings.

    Points without an answer have `answer` None. Queries depend on the number of cited polls only.
    """
    consultation = compilation.consultation
    agency = consultation.agency
    points = compilation.points.with_answers().prefetch_related(*CITED)
    return {
        "format": FORMAT,
        "code": consultation.code,
        "title": consultation.title,
        "draft": consultation.draft.title,
        "version": consultation.version.number,
        "agency": agency.official_name,
        "parent": agency.parent.official_name if agency.parent else "",
        "symbol": agency.doc_symbol,
        "place": agency.place_name,
        "council": consultation.council.official_name,
        "published_on": _day(compilation.published_at),
        "sent_to": consultation.invitations.count(),
        "received": consultation.comments.known_to_all().received().count(),
        "signer_name": signer.full_name if signer else "",
        "signer_title": _title(signer, agency) if signer else "",
        "rows": _rows(points),
    }


def _rows(points) -> list[dict]:
    counts, names = guarded_counts(points), further(points)
    return [
        {
            **_row(point),
            "guarded": counts[point.pk],
            "also": names[point.pk],
            "criteria": list(point.criteria),
        }
        for point in points
    ]


def further(points) -> dict[int, list[str]]:
    """By point, the names of the other clauses that it concerns, in the order of the law; one query at most."""
    ids = {pk for point in points for pk in point.also}
    found = Clause.objects.filter(pk__in=ids).order_by("version__number", "order") if ids else ()
    names = [(clause.pk, group_name(clause)) for clause in found]
    return {point.pk: [name for pk, name in names if pk in point.also] for point in points}


def guarded_counts(points) -> dict[int, int | None]:
    """By point, how many opinions for the council alone it rests on: 0, a number, or None for "some"."""
    found = {point.pk: sum(_guarded(one) for one in point.citations.all()) for point in points}
    shown = opinion.suppress({str(pk): count for pk, count in found.items()}).groups
    return {pk: count if not count else shown.get(str(pk)) for pk, count in found.items()}


def _guarded(citation) -> bool:
    return citation.comment is not None and citation.comment.guarded


def _day(moment) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


def _title(signer, agency) -> str:
    """The post that the signer holds in the agency; empty when none was written down."""
    held = Membership.objects.current().filter(user=signer, organisation=agency, role=Role.AGENCY_SIGNER)
    return held.values_list("title", flat=True).first() or ""


def without_hidden(data: dict) -> dict:
    """The frozen table as it may be shown today: of an opinion hidden since, its place in the table alone.

    What was committed to stays as it is in the database. One query.
    """
    ids = {one["id"] for row in data["rows"] for one in row["opinions"] if one["kind"] == "comment"}
    hidden = set(Comment.objects.filter(pk__in=ids, state__in=UNREAD).values_list("pk", flat=True))
    if not hidden:
        return data
    rows = [
        {**row, "opinions": [_blanked(one) if _is_of(one, hidden) else one for one in row["opinions"]]}
        for row in data["rows"]
    ]
    return {**data, "rows": rows}


def _is_of(one: dict, hidden: set[int]) -> bool:
    return one["kind"] == "comment" and one["id"] in hidden


def _blanked(one: dict) -> dict:
    words = _("Ý kiến đang được ẩn theo quyết định kiểm duyệt.")
    return {**one, "contributor": "", "position": "", "reason": words, "proposed": ""}


def opinions(point) -> tuple[dict, ...]:
    """What everybody may read of what a point rests on, comments first; its citations are loaded as `CITED` says."""
    open_to_all = [citation for citation in point.citations.all() if not _guarded(citation)]
    cited = sorted(open_to_all, key=lambda c: (c.comment_id is None, c.comment_id or 0, c.pk))
    return tuple(_opinion(citation) for citation in cited)


def bare_row(point) -> dict:
    """The row of a point without the opinions behind it, for a person's own page."""
    return _row(point, ())


def _row(point, cited=None) -> dict:
    return {
        "point": point.pk,
        "clause": point.clause_id,
        "group": group_name(point.clause),
        "title": point.title,
        "summary": point.summary,
        "position": point.position,
        "opinions": list(opinions(point) if cited is None else cited),
        "answer": answer_of(point),
    }


def guarded_words(count: int | None) -> str:
    """How the opinions for the council alone are spoken of to everybody else; `count` is as in `guarded_counts`."""
    if count == 0:
        return ""
    if count is None:
        return _("Điểm này còn dựa trên ý kiến chỉ hội đồng đọc.")
    return _("Điểm này còn dựa trên %(count)s ý kiến chỉ hội đồng đọc.") % {"count": writing.number(count)}


def group_name(clause) -> str:
    """ "Khoản 2 Điều 7"; points on the whole draft stand under one heading."""
    if clause is None:
        return _("Vấn đề chung")
    name = clause.citation or clause.label or clause.title
    return f"{name[:1].upper()}{name[1:]}"


def shown_name(comment) -> str:
    """The author as everybody may see them: by name only where they chose it; for how many a joint letter stands."""
    name = comment.voice.name if comment.level == Shown.NAMED else comment.voice.descriptor
    if comment.counted > 1:
        return _("%(name)s (thay cho %(count)s người ký)") % {
            "name": name,
            "count": writing.number(comment.counted),
        }
    return name


def _opinion(citation) -> dict:
    if comment := citation.comment:
        drawn = {
            "kind": "comment",
            "id": comment.pk,
            "contributor": shown_name(comment),
            "position": comment.position,
            "place": group_name(comment.clause),
            "reason": comment.reason,
            "proposed": comment.proposed,
        }
        return _blanked(drawn) if comment.state in UNREAD else drawn
    if poll := citation.poll:
        words = {"contributor": _("Phiếu lấy ý kiến"), "reason": f"{poll.question}\n{_figures(poll)}"}
        return {"kind": "poll", "id": poll.pk, "position": "", "place": "", "proposed": "", **words}
    message = citation.message
    # What was said in a room carries no choice about being named, so no name is printed.
    words = {"contributor": message.voice.descriptor, "reason": message.text}
    return {"kind": "message", "id": message.pk, "position": "", "place": "", "proposed": "", **words}


def _figures(poll) -> str:
    found = result(poll)
    if found is None or found.withheld:
        return _("Chưa đủ số phiếu để công bố kết quả.")
    counts = "; ".join(f"{row.label.lower()}: {writing.number(row.count)}" for row in found.options)
    return _("Kết quả %(ballots)s phiếu: %(counts)s.") % {
        "ballots": writing.number(found.ballots),
        "counts": counts,
    }


def changed_places(answer: dict) -> list[str]:
    """Every place of the next version in which an acceptance was put into words, each once, in the order of the text."""
    if not answer["next_version"]:
        return []
    return list(dict.fromkeys(one["place"] for one in answer.get("changes", ()))) or [answer["next_citation"]]


def answer_of(point) -> dict | None:
    """The answer as the table holds it; None where there is none. The point is loaded `with_answers`."""
    answer = getattr(point, "answer", None)
    if answer is None:
        return None
    clause = answer.next_clause
    return {
        "code": answer.code,
        "text": answer.text,
        "next_clause": clause.pk if clause else None,
        "next_citation": (clause.citation or clause.label) if clause else "",
        "next_version": answer.next_version.number if answer.next_version else None,
        "written_on": _day(answer.written_at),
        # The changed words that answer, each with its place; or why none is there yet; or whom it was forwarded to.
        "changes": [_change(one) for one in answer.changes],
        "not_yet": answer.not_yet,
        "to": answer.to.official_name if answer.to else "",
        "reply": _reply(point) if answer.to else "",
    }


def _change(one: dict) -> dict:
    return {name: one[name] for name in ("version", "old", "new", "place", "at", "deleted", "inserted")}


def _reply(point) -> str:
    """What the other organisation answered so far."""
    return next((one.reply for one in point.forwardings.all() if one.state == "answered"), "")
