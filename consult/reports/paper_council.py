"""What the council's reports carry of its own work: which form they have, summary, figures, vote. Called by paper_data.

Nothing here names an author: of the authors' check only counts, of the summary its sentences with numbers of points.
"""

from django.utils import timezone

from consult.consultations.models import Consultation
from consult.core import compiling, opinion, papers, vietnamese
from consult.core.papers.forms_front import COLLECTED, REPORT
from consult.reports.checking import checked
from consult.reports.coverage import measures
from consult.reports.deciding_counts import counts, shares
from consult.reports.models import Decision, SeatVote, Statement
from consult.reports.summing import sentences_with_points

_FORMS = {Consultation.Kind.SOCIAL_REVIEW: REPORT}
_STANCES = {"for": "đồng ý", "change": "sửa đổi, bổ sung", "against": "không đồng ý", "other": "ý kiến khác"}


def report_form(consultation) -> papers.Form:
    """The report that the council signs, by the kind of the file."""
    return _FORMS.get(consultation.kind, COLLECTED)


def decided(compilation) -> papers.Decided | None:
    """The vote that was counted last, as it is printed; None before."""
    decision = _counted(compilation)
    if decision is None:
        return None
    rule, dissent = shares(decision), _dissent(decision)
    titles = _titles(compilation)
    found = counts(decision)
    return papers.Decided(
        edition=decision.edition,
        members=found[None].members,
        quorum=decision.quorum,
        majority=decision.majority,
        day=timezone.localtime(decision.counted_at).date().isoformat(),
        questions=tuple(
            papers.Voted(
                title=titles.get(point, "Báo cáo"),
                agree=one.agree,
                disagree=one.disagree,
                abstain=one.abstain,
                carried=opinion.outcome(one, rule).carried,
                dissent=dissent.get(point, ()),
            )
            for point, one in found.items()
        ),
    )


def conclusions(compilation) -> dict[int, str]:
    """By point the statement of its rapporteur, on which the council voted."""
    decision = _counted(compilation)
    if decision is None:
        return {}
    seats = dict(decision.rapporteurs.values_list("point_id", "seat_id"))
    stated = Statement.objects.filter(seat__decision=decision).values_list("point_id", "seat_id", "text")
    return {point: text for point, seat, text in stated if seats.get(point) == seat}


def summary(compilation) -> tuple[papers.Stated, ...]:
    """Each sentence with the points it rests on ("điểm 1, 3")."""
    return tuple(
        papers.Stated(text, f"điểm {', '.join(map(vietnamese.number, numbers))}")
        for text, numbers in sentences_with_points(compilation)
    )


def measured(compilation) -> tuple[papers.Measured, ...]:
    """Coverage, people, the few, balance, fidelity, each with its definition."""
    found, authors = measures(compilation), checked(compilation)
    rows = (
        ("Ý kiến đã xếp", found.coverage, "Số ý kiến đã xếp vào điểm góp ý hoặc không tính có lý do, trên số ý kiến còn hiệu lực."),
        ("Người góp ý có mặt", found.voice_coverage, "Số người có ít nhất một ý kiến trong một điểm, trên số người có ý kiến."),
        ("Ý kiến thiểu số được trích", found.few_coverage, "Trong các điểm có nhiều nhất hai người: số ý kiến được trích nguyên văn."),
        ("Tác giả xác nhận", authors.fidelity, "Số trả lời “phản ánh đúng” trên số trả lời của tác giả."),
    )  # fmt: skip
    shown = tuple(papers.Measured(label, _share(value), meaning) for label, value, meaning in rows)
    replies = papers.Measured(
        "Trả lời của tác giả", _replies(authors), "Mỗi ý kiến ở mỗi điểm được hỏi một lần."
    )
    return (*shown, *((replies,) if authors.asked else ()), *map(_balance, found.balance))


def _replies(authors: compiling.Checked) -> str:
    number = vietnamese.number
    return f"{number(authors.confirmed)} phản ánh đúng; {number(authors.wrong)} chưa đúng; {number(authors.silent)} không trả lời"


def _balance(one: compiling.measures.Balance) -> papers.Measured:
    warning = " Chênh lệch quá 5 điểm phần trăm." if one.warns else ""
    return papers.Measured(
        f"Cân bằng quan điểm: {_STANCES[one.stance]}",
        f"{_share(one.reported)} trong báo cáo; {_share(one.said)} trong ý kiến",
        f"Mỗi ý kiến tính theo quan điểm của điểm chứa nó.{warning}",
    )


def _share(value: float | None) -> str:
    """To a tenth of a percent, whole ones without it."""
    return "không có" if value is None else f"{vietnamese.number(value * 100, 1)}%".replace(",0%", "%")


def _counted(compilation) -> Decision | None:
    """The vote of the present edition, if it was counted and not stopped."""
    rows = compilation.decisions.filter(edition=compilation.edition)
    found = rows.filter(state__in=(Decision.State.COUNTED, Decision.State.SIGNED)).last()
    if found is not None:
        found.compilation = compilation
    return found


def _titles(compilation) -> dict[int, str]:
    points = compilation.points.order_by("order", "id").values_list("pk", "title")
    return {pk: f"Điểm {number}: {title}" for number, (pk, title) in enumerate(points, 1)}


def _dissent(decision) -> dict[int | None, tuple[papers.Said, ...]]:
    votes = SeatVote.objects.filter(seat__decision=decision, choice=SeatVote.Choice.DISAGREE)
    found: dict[int | None, tuple[papers.Said, ...]] = {}
    for vote in votes.select_related("seat__member").order_by("seat__member__full_name", "pk"):
        said = papers.Said(vote.seat.member.full_name, vote.dissent)
        found[vote.point_id] = (*found.get(vote.point_id, ()), said)
    return found
