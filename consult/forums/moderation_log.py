"""The public log of a file: what was decided, when, for which published reason. No words of comments, no names."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import cells
from consult.forums.models import Appeal, Comment, Ground, Ruling
from consult.kit import writing
from consult.kit.pages import paginate

PER_PAGE = 50


@dataclass(frozen=True)
class LogRow:
    """One act; `number` is its entry in the book, to be checked there."""

    at: datetime
    act: str
    ground: str
    result: str
    number: str


_others: list[Callable] = []


def register_rows(rows: Callable) -> None:
    """Other things of a file that moderators decide about: `rows(consultation)` gives those that everybody may know."""
    _others.append(rows)


def _other_rows(consultation) -> list[LogRow]:
    return sorted(
        (row for rows in _others for row in rows(consultation)), key=lambda row: row.at, reverse=True
    )


@dataclass(frozen=True)
class LogPage:
    rows: tuple[LogRow, ...]
    page: object
    hidden: tuple[tuple[str, int], ...]
    others: tuple[LogRow, ...]
    appeals: int
    granted: int


def _rulings(consultation):
    """Decisions on comments of which everybody may know."""
    known = Comment.objects.known_to_all().filter(consultation=consultation).order_by().values("pk")
    return Ruling.objects.filter(case__comment__in=known)


def log_page(consultation, number) -> LogPage:
    """One page of the log, newest first, with what is hidden now and what became of appeals."""
    page = paginate(_with_appeals(_rulings(consultation)).order_by("-pk"), number, PER_PAGE)
    appeals = Appeal.objects.filter(ruling__in=_rulings(consultation).order_by().values("pk"))
    answers = Counter(appeals.values_list("answer__outcome", flat=True))
    return LogPage(
        rows=tuple(_row(ruling, consultation.code) for ruling in page),
        page=page,
        hidden=hidden_counts(consultation),
        others=tuple(_other_rows(consultation)),
        appeals=sum(answers.values()),
        granted=answers.get(Ruling.Outcome.RESTORED, 0),
    )


def log_sheet(consultation) -> str:
    """The whole log as a sheet, oldest first."""
    head = (_("Thời điểm"), _("Việc"), _("Lý do trong danh mục"), _("Kết quả"), _("Số trong sổ"))
    rows = [
        _row(ruling, consultation.code) for ruling in _with_appeals(_rulings(consultation)).order_by("pk")
    ]
    rows = sorted(rows + _other_rows(consultation), key=lambda row: row.at)
    body = ((f"{row.at:%d/%m/%Y %H:%M}", row.act, row.ground, row.result, row.number) for row in rows)
    return cells.sheet([head, *body])


def _with_appeals(rulings):
    return rulings.select_related("appeal__answer", "answers")


def _row(ruling: Ruling, code: str) -> LogRow:
    return LogRow(
        at=timezone.localtime(ruling.at),
        act=str(ruling.get_outcome_display()),
        ground=str(ruling.get_ground_display()) if ruling.ground else "",
        result=_result(ruling),
        number=f"{code}-{ruling.number:06d}",
    )


def _result(ruling: Ruling) -> str:
    """What followed: an appeal and its end, or that this decision ends one."""
    appeal = getattr(ruling, "appeal", None)
    if appeal is not None:
        if appeal.answer is None:
            return _("Có khiếu nại, đang xem xét")
        if appeal.answer.outcome == Ruling.Outcome.RESTORED:
            return _("Khiếu nại được chấp nhận")
        return _("Khiếu nại không được chấp nhận")
    if getattr(ruling, "answers", None) is not None:
        return _("Quyết định về khiếu nại, do người thứ hai")
    if ruling.by_id is None:
        return _("Tự động, chờ người quyết định")
    return ""


def hidden_counts(consultation) -> tuple[tuple[str, int], ...]:
    """How many comments of the file are hidden now, by published reason; one query."""
    hidden = Comment.objects.known_to_all().filter(consultation=consultation, state=Comment.State.HIDDEN)
    grounds = Counter(
        Ruling.objects.latest_of(hidden.order_by().values("pk")).values_list("ground", flat=True)
    )
    return tuple((str(label), grounds[value]) for value, label in Ground.choices if grounds[value])


def hidden_line(consultation) -> str:
    """ "2 ý kiến đã được ẩn: quảng cáo 1, …" for the page of the file; empty when none is."""
    counts = hidden_counts(consultation)
    if not counts:
        return ""
    reasons = "; ".join(f"{label[:1].lower()}{label[1:]}: {writing.number(n)}" for label, n in counts)
    total = writing.number(sum(n for _label, n in counts))
    return _("%(total)s ý kiến đang được ẩn (%(reasons)s)") % {"total": total, "reasons": reasons}
