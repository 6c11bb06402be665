"""Pages of moderation for those who do it: the queue of a file, one case. The public log is in moderation_log.py."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.forums import marks
from consult.forums import moderation_rules as rules
from consult.forums.authors import AuthorView, author_of
from consult.forums.models import Appeal, Case, Comment, Flag, Ground, Ruling
from consult.forums.selectors import place_of_comment
from consult.kit import writing
from consult.kit.pages import paginate
from consult.kit.verdicts import NotThere, Verdict
from consult.people.models import User

PER_PAGE = 20
HELD = "held"


@dataclass(frozen=True)
class CaseRow:
    """One line of the queue."""

    id: int
    place: str
    excerpt: str
    state: str
    state_name: str
    grounds: tuple[str, ...]
    held: bool
    assigned: str
    mine: bool
    since: str
    overdue: bool
    url: str


@dataclass(frozen=True)
class Rate:
    """How many reports of one kind were sent, and what became of them."""

    ground: str
    sent: int
    upheld: int
    dismissed: int

    @property
    def share(self) -> str:
        """Of those decided, how many were right."""
        decided = self.upheld + self.dismissed
        return f"{round(100 * self.upheld / decided)}%" if decided else "–"


@dataclass(frozen=True)
class Queue:
    """The page "Kiểm duyệt" of one file."""

    rows: tuple[CaseRow, ...]
    page: object
    tabs: tuple[dict, ...]
    grounds: tuple[dict, ...]
    rates: tuple[Rate, ...]
    hours: int


def queue_page(user, consultation, *, state: str, ground: str, number) -> Queue:
    """For moderators of the file; to others it does not exist. The number of queries does not depend on the rows."""
    rules.may_moderate(user, consultation).or_refuse()
    state = state if state in Case.State.values else ""
    ground = ground if ground in (*Ground.values, HELD) else ""
    cases = Case.objects.filter(consultation=consultation)
    wanted = cases.in_state(state) if state else cases.waiting()
    page = paginate(wanted.about(ground).for_rows().order_by("waiting_since", "pk"), number, PER_PAGE)
    found = list(page)
    flags = _grounds_of([case.pk for case in found])
    return Queue(
        rows=tuple(_row(user, consultation, case, flags.get(case.pk, ())) for case in found),
        page=page,
        tabs=_tabs(consultation, cases.counts(), state, ground),
        grounds=_ground_filters(consultation, state, ground),
        rates=rates(consultation),
        hours=settings.MODERATION_HOURS,
    )


def _row(user, consultation, case: Case, grounds) -> CaseRow:
    return CaseRow(
        id=case.pk,
        place=place_name(case.comment),
        excerpt=_excerpt(case.comment.reason or case.comment.proposed),
        state=case.state,
        state_name=case.get_state_display(),
        grounds=tuple(grounds),
        held=case.held,
        assigned=case.assigned_to.full_name if case.assigned_to else "",
        mine=case.assigned_to_id == user.pk,
        since=writing.datetime_text(timezone.localtime(case.waiting_since)),
        overdue=is_overdue(case),
        url=reverse("moderation_case", args=[consultation.code, case.pk]),
    )


def is_overdue(case: Case) -> bool:
    limit = timezone.now() - timedelta(hours=settings.MODERATION_HOURS)
    return case.state != Case.State.DONE and case.waiting_since < limit


def _grounds_of(case_ids) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Flag.objects.filter(case__in=case_ids).values_list("case_id", "ground")
    for (case_id, ground), n in sorted(Counter(rows).items()):
        label = str(Ground(ground).label)
        found.setdefault(case_id, []).append(f"{label} ({writing.number(n)})" if n > 1 else label)
    return found


def _tabs(consultation, counts: dict, state: str, ground: str) -> tuple[dict, ...]:
    base = reverse("moderation", args=[consultation.code])
    also = f"&ly-do={ground}" if ground else ""
    waiting = sum(n for kind, n in counts.items() if kind != Case.State.DONE)
    tabs = [
        {"url": f"{base}?{also.lstrip('&')}", "words": _("Chờ xử lý"), "current": not state, "count": waiting}
    ]
    for value, label in Case.State.choices:
        url = f"{base}?trang-thai={value}{also}"
        tabs.append({"url": url, "words": label, "current": state == value, "count": counts.get(value, 0)})
    return tuple(tabs)


def _ground_filters(consultation, state: str, ground: str) -> tuple[dict, ...]:
    base = reverse("moderation", args=[consultation.code]) + "?" + (f"trang-thai={state}&" if state else "")
    kinds = [("", _("Mọi lý do")), *Ground.choices, (HELD, _("Chờ duyệt trước"))]
    return tuple(
        {"url": f"{base}ly-do={value}" if value else base, "words": label, "current": ground == value}
        for value, label in kinds
    )


def rates(consultation) -> tuple[Rate, ...]:
    """Reports of the file by kind; kinds that nobody used are left out."""
    found = (
        Flag.objects.filter(case__consultation=consultation)
        .order_by()
        .values("ground")
        .annotate(
            n=Count("pk"),
            upheld=Count("pk", filter=Q(outcome=Flag.Outcome.UPHELD)),
            dismissed=Count("pk", filter=Q(outcome=Flag.Outcome.DISMISSED)),
        )
    )
    by = {row["ground"]: row for row in found}
    return tuple(
        Rate(str(label), by[value]["n"], by[value]["upheld"], by[value]["dismissed"])
        for value, label in Ground.choices
        if value in by
    )


# --- one case --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FlagRow:
    ground: str
    words: str
    at: str
    outcome: str
    reporter: str  # empty for who hears an appeal from outside the council


@dataclass(frozen=True)
class RulingRow:
    """One decision as the author and the moderators read it, with the appeal against it."""

    outcome: str
    ground: str
    reason: str
    at: str
    by: str
    number: int
    appeal: str = ""
    appealed_at: str = ""


@dataclass(frozen=True)
class CasePage:
    """Everything about one case; `choices` are the decisions that fit now."""

    case: Case
    comment: Comment
    author: AuthorView
    reason: str
    place: str
    address: str
    flags: tuple[FlagRow, ...]
    rulings: tuple[RulingRow, ...]
    notes: tuple
    choices: tuple[tuple[str, str], ...]
    verdict: Verdict
    moderates: bool
    moderators: tuple[tuple[int, str], ...]
    since: str
    overdue: bool


def case_or_404(consultation, pk: int) -> Case:
    case = (
        Case.objects.filter(consultation=consultation, pk=pk)
        .select_related("comment__voice", "comment__clause", "comment__version", "assigned_to")
        .first()
    )
    if case is None:
        raise NotThere("")
    case.consultation = case.comment.consultation = consultation
    return case


def case_page(user, consultation, pk: int) -> CasePage:
    """One case for moderators, or for who stands in for the second one; to others it does not exist."""
    case = case_or_404(consultation, pk)
    rules.may_see_case(user, case).or_refuse()
    moderates = rules.is_moderator(user, consultation)
    choices = rules.outcomes(case.comment.state, case.state)
    names = dict(Ruling.Outcome.choices)
    return CasePage(
        case=case,
        comment=case.comment,
        author=author_of(case.comment, user),
        reason=mark_safe(case.comment.reason_html),
        place=place_name(case.comment),
        address=place_of_comment(case.comment),
        flags=_flags(case, names_shown=moderates),
        rulings=ruling_rows(case, names_shown=True),
        notes=tuple(case.notes.select_related("by")) if moderates else (),
        choices=tuple((value, str(names[value])) for value in choices),
        verdict=rules.may_rule(user, case, choices[0]) if choices else Verdict(False, ""),
        moderates=moderates,
        moderators=_moderators(consultation) if moderates else (),
        since=writing.datetime_text(timezone.localtime(case.waiting_since)),
        overdue=is_overdue(case),
    )


def _moderators(consultation) -> tuple[tuple[int, str], ...]:
    people = User.objects.filter(pk__in=rules.moderators(consultation), is_active=True)
    return tuple(people.order_by("name_key", "pk").values_list("pk", "full_name"))


def _flags(case: Case, *, names_shown: bool) -> tuple[FlagRow, ...]:
    return tuple(
        FlagRow(
            str(flag.get_ground_display()),
            flag.words,
            writing.datetime_text(timezone.localtime(flag.at)),
            str(flag.get_outcome_display()),
            flag.reporter.full_name if names_shown else "",
        )
        for flag in case.flags.select_related("reporter")
    )


def ruling_rows(case: Case, *, names_shown: bool) -> tuple[RulingRow, ...]:
    """Decisions in their order; the author reads them whole, without the names of officers."""
    appeals = {row.ruling_id: row for row in Appeal.objects.filter(ruling__case=case)}
    rows = []
    for ruling in case.rulings.select_related("by"):
        appeal = appeals.get(ruling.pk)
        rows.append(
            RulingRow(
                outcome=str(ruling.get_outcome_display()),
                ground=str(ruling.get_ground_display()) if ruling.ground else "",
                reason=ruling.reason,
                at=writing.datetime_text(timezone.localtime(ruling.at)),
                by=ruling.by.full_name if names_shown and ruling.by else "",
                number=ruling.number,
                appeal=appeal.words if appeal else "",
                appealed_at=writing.datetime_text(timezone.localtime(appeal.at)) if appeal else "",
            )
        )
    return tuple(rows)


def person_or_404(raw) -> User:
    """The person whom a form names."""
    text = str(raw)
    found = (
        User.objects.filter(pk=int(text), is_active=True).first()
        if text.isdecimal() and len(text) < 18
        else None
    )
    if found is None:
        raise NotThere("")
    return found


# --- the author ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnCase:
    """What the author of a comment reads about its moderation."""

    comment: Comment
    place: str
    reason: str
    line: str
    rulings: tuple[RulingRow, ...]
    verdict: Verdict
    number: str


def own_case(user, comment: Comment) -> OwnCase:
    """The decisions about one's own comment; to others the page does not exist."""
    case = Case.objects.filter(comment=comment).first()
    if case is None or not rules.is_author(user, comment):
        raise NotThere("")
    last = Ruling.objects.select_related("appeal").filter(case=case).order_by("-pk").first()
    if comment.state == Comment.State.HIDDEN:
        line = marks.line(last.outcome, last.ground, last.at)
    elif comment.state == Comment.State.HELD:
        line = marks.waiting(comment.created_at)
    else:
        line = ""
    return OwnCase(
        comment=comment,
        place=place_name(comment),
        reason=mark_safe(comment.reason_html),
        line=line,
        rulings=ruling_rows(case, names_shown=False),
        verdict=rules.may_appeal(user, comment, last),
        number=f"{comment.consultation.code}-{comment.number:06d}",
    )


def place_name(comment: Comment) -> str:
    """ "Khoản 2 Điều 5, Dự thảo 1": the clause with its version."""
    words = comment.clause.citation if comment.clause else _("toàn văn")
    version = _("Dự thảo %(number)s") % {"number": comment.version.number}
    return vietnamese.nbsp(f"{words[:1].upper()}{words[1:]}, {version}")


def _excerpt(text: str, words: int = 24) -> str:
    pieces = text.split()
    return " ".join(pieces[:words]) + ("…" if len(pieces) > words else "")
