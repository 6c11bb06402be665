"""Read rounds: whose they are, the page of one round, the members asked, the file's book of audiences."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from consult.consultations.collective import Sent, sent_on
from consult.consultations.models import Consultation
from consult.kit import clock, writing
from consult.kit.verdicts import NotThere
from consult.people.models import Membership, Organisation
from consult.people.roles import ASSOCIATION_KINDS, Role
from consult.people.selectors import organisations_of
from consult.rounds import rules
from consult.rounds.models import Line, LineBallot, Round, RoundComment, Seat


def audiences(user, book_id: int) -> tuple[str, ...]:
    """The gate of a round's book: members and officers, today."""
    round = Round.objects.select_related("consultation").filter(book=book_id).first()
    return ("members",) if round is not None and rules.may_read(user, round) else ()


def round_or_404(user, pk: int) -> Round:
    """A round that the person may read, with its file."""
    rows = Round.objects.select_related(
        "organisation__parent", "consultation__book", "consultation__version", "consultation__agency",
        "consultation__council",
    )  # fmt: skip
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere("")
    rules.may_read(user, found).or_refuse()
    return found


def filed_or_404(user, pk: int) -> Round:
    """A round whose opinion is filed, for anybody who may see the file."""
    rows = Round.objects.select_related("organisation", "consultation", "comment")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere("")
    rules.may_see_position(user, found).or_refuse()
    return found


@dataclass(frozen=True)
class FiledRow:
    """A filed opinion with the reports of the association that were sent."""

    pk: int
    name: str
    when: str
    sent: tuple[Sent, ...]


@dataclass(frozen=True)
class OnFile:
    """What the page of a file tells of associations: opinions filed, and rounds that this person may read."""

    filed: tuple[FiledRow, ...]
    mine: tuple[tuple[int, str], ...]

    def __bool__(self):
        return bool(self.filed or self.mine)


def on_file(user, consultation) -> OnFile:
    """Three queries at most; for a visitor two, where nothing is filed one less. Rounds of others leave no trace before they are filed."""
    rows = Round.objects.filter(consultation=consultation)
    filed = rows.filter(filed_at__isnull=False).select_related("organisation").order_by("filed_at")
    mine = ()
    if user.is_authenticated and not rules.takes_sides(user, consultation):
        mine = rows.filter(_readable(user)).order_by("pk").values_list("pk", "organisation__short_name")
    return OnFile(_with_reports(consultation, list(filed)), tuple(mine))


def _with_reports(consultation, filed: list[Round]) -> tuple[FiledRow, ...]:
    sent = sent_on(consultation) if filed else ()
    return tuple(
        FiledRow(
            row.pk,
            row.organisation.short_name,
            writing.datetime_text(row.filed_at),
            tuple(one for one in sent if one.organisation == row.organisation_id),
        )
        for row in filed
    )


def _readable(user) -> Q:
    """Rounds of the person's associations as an officer, or in which they have a seat that holds today."""
    member_in = organisations_of(user, *rules.MEMBER_ROLES)
    seat = Seat.objects.filter(round=OuterRef("pk"), user=user, organisation__in=member_in)
    return Q(organisation__in=organisations_of(user, Role.ASSOCIATION_OFFICER)) | Q(Exists(seat))


# --- who may be asked ------------------------------------------------------------------------------------


def candidates(organisation: Organisation, consultation: Consultation, children=()) -> list[Membership]:
    """One membership for each person who may be asked: members today, nobody of the file's agency or council."""
    sides = Membership.objects.current().filter(
        organisation__in=[consultation.agency_id, consultation.council_id]
    )
    allowed = organisation.children.filter(pk__in=list(children)).values("pk")
    rows = Membership.objects.holding(Role.EXPERT).filter(
        Q(organisation=organisation) | Q(organisation__in=allowed), user__is_active=True
    )
    rows = rows.exclude(user__in=sides.values("user")).select_related("user", "organisation")
    found: dict[int, Membership] = {}
    for row in rows.order_by("user__name_key", "user_id", "pk"):
        # A member of the association itself counts as that, also when a member association names them too.
        if row.user_id not in found or row.organisation_id == organisation.pk:
            found[row.user_id] = row
    return list(found.values())


@dataclass(frozen=True)
class Choice:
    """A person or member association that may be chosen."""

    id: int
    words: str


def member_choices(organisation, consultation, children=(), *, without=()) -> list[Choice]:
    out = set(without)
    return [
        Choice(row.user_id, f"{row.user.full_name}, {row.organisation.short_name}")
        for row in candidates(organisation, consultation, children)
        if row.user_id not in out
    ]


def child_choices(organisation) -> list[Choice]:
    """Member associations of today."""
    rows = organisation.children.filter(kind__in=ASSOCIATION_KINDS).order_by("short_name")
    return [Choice(pk, name) for pk, name in rows.current().values_list("pk", "short_name")]


def own_associations(user) -> list[Organisation]:
    """Associations whose officer the person is."""
    mine = organisations_of(user, Role.ASSOCIATION_OFFICER)
    return list(Organisation.objects.filter(pk__in=mine, kind__in=ASSOCIATION_KINDS).order_by("short_name"))


# --- lists -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoundRow:
    """One round in the list of a member or officer."""

    id: int
    association: str
    title: str
    code: str
    state: str
    closes: str
    closes_at: datetime
    asked: int
    said: int
    officer: bool
    to_vote: int
    i_said: bool


def state_of(round: Round) -> str:
    """running, over or filed."""
    if round.filed_at is not None:
        return "filed"
    return "running" if clock.now() < round.closes_at else "over"


def rounds_of(user) -> tuple[RoundRow, ...]:
    """The rounds that the person may read today, newest first; one query whatever their number."""
    officer_in = organisations_of(user, Role.ASSOCIATION_OFFICER)
    member_in = organisations_of(user, *rules.MEMBER_ROLES)
    sides = organisations_of(user)
    seat = Seat.objects.filter(round=OuterRef("pk"), user=user, organisation__in=member_in)
    spoke = RoundComment.objects.filter(round=OuterRef("pk"), seat__user=user)
    rows = (
        Round.objects.filter(_readable(user))
        .exclude(Q(consultation__agency__in=sides) | Q(consultation__council__in=sides))
        .select_related("organisation", "consultation")
        .annotate(
            asked_n=Count("seats", filter=Q(seats__votes=True), distinct=True),
            said_n=Count("comments__seat", filter=Q(comments__seat__votes=True), distinct=True),
            i_said=Exists(spoke),
            votes=Exists(seat.filter(votes=True)),
        )
        .order_by("-pk")
    )
    waiting = _votes_waiting(user)
    return tuple(
        RoundRow(
            id=row.pk,
            association=row.organisation.short_name,
            title=row.consultation.title,
            code=row.consultation.code,
            state=state_of(row),
            closes=writing.datetime_text(row.closes_at),
            closes_at=row.closes_at,
            asked=row.asked_n,
            said=row.said_n,
            officer=row.organisation_id in officer_in,
            to_vote=waiting.get(row.pk, 0) if row.votes else 0,
            i_said=row.i_said,
        )
        for row in rows
    )


def _votes_waiting(user) -> dict[int, int]:
    """Per round, the lines put to the vote on which the person has not voted; one query."""
    cast = LineBallot.objects.filter(line=OuterRef("pk"), version=OuterRef("version"), seat__user=user)
    lines = Line.objects.filter(
        round__seats__user=user, state=Line.State.DRAFT, voting_at__isnull=False, shown_at=None
    )
    rows = lines.exclude(Exists(cast)).order_by().values_list("round").annotate(n=Count("pk", distinct=True))
    return dict(rows)


@dataclass(frozen=True)
class OpenFile:
    """A file on which an officer's association may open a round."""

    code: str
    title: str
    closes: str
    association: str
    slug: str


def files_to_open(user) -> tuple[OpenFile, ...]:
    """Files that take comments and on which the officer's associations have no round yet; two queries."""
    mine = own_associations(user)
    if not mine:
        return ()
    rows = (
        Consultation.objects.filter(state="open", stages__kind="comment", stages__state="now")
        .filter(book__closes_at__gt=timezone.now())
        .exclude(Q(agency__in=organisations_of(user)) | Q(council__in=organisations_of(user)))
        .select_related("book")
        .order_by("book__closes_at", "pk")[:20]
    )
    taken = set(
        Round.objects.filter(organisation__in=mine, consultation__in=[row.pk for row in rows]).values_list(
            "organisation_id", "consultation_id"
        )
    )
    return tuple(
        OpenFile(
            row.code, row.title, writing.datetime_text(row.book.closes_at), office.short_name, office.slug
        )
        for row in rows
        for office in mine
        if (office.pk, row.pk) not in taken
    )


def my_rounds_data(user) -> list[dict]:
    """The rounds' part of "download my data": one's own words and votes, also where membership has ended."""
    seats = Seat.objects.filter(user=user).select_related("round__organisation", "round__consultation")
    seats = seats.prefetch_related("comments", "ballots", "dissents", "endorsements").order_by("pk")
    return [
        {
            "association": seat.round.organisation.official_name,
            "file": seat.round.consultation.code,
            "comments": [
                {
                    "position": one.position,
                    "reason": one.reason,
                    "proposed": one.proposed,
                    "at": one.created_at.isoformat(),
                }
                for one in seat.comments.all()
            ],
            "votes": [
                {"line": one.line_id, "choice": one.choice, "reason": one.reason, "at": one.at.isoformat()}
                for one in seat.ballots.all()
            ],
            "endorsed": [one.comment_id for one in seat.endorsements.all()],
            "dissents": [
                {"text": one.text, "named": one.named, "at": one.at.isoformat()}
                for one in seat.dissents.all()
            ],
        }
        for seat in seats
    ]
