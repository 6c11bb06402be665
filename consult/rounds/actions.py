"""Open a round, ask members, set its deadline, end it. The round's row is locked first, its book last."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.experts.models import Expert
from consult.experts.selectors import display_name
from consult.kit import markdown
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.actions import open_book, record, set_stage
from consult.ledger.models import Book
from consult.people.models import Membership, User
from consult.people.roles import Role
from consult.rounds import rules, verbs
from consult.rounds.models import Round, Seat
from consult.rounds.selectors import candidates

NOTE_LIMIT = 4_000
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@transaction.atomic
def open_round(
    by, *, organisation, consultation, closes_at, note="", members=None, children=(), quorum=50,
    results=Round.Results.END, client_key,
) -> Round:  # fmt: skip
    """Open the association's one round on a file and ask its members. Officers of the association.

    `members`: the users asked, None for all members of the association and of the `children` chosen. The book
    has a code that says nothing, so that a receipt does not tell of the round. Records round.opened, from which
    the members are told.
    """
    key, note = read_key(client_key), text_within(note, NOTE_LIMIT, _("Lời nhắn"))
    consultation = (
        type(consultation).objects.select_for_update(no_key=True, of=("self",)).get(pk=consultation.pk)
    )
    stored = Round.objects.filter(organisation=organisation, consultation=consultation).first()
    if stored is not None and stored.created_by_id == by.pk and stored.client_key == key:
        same_or_refuse(stored, closes_at=closes_at, note=note)
        return stored
    rules.may_open(by, organisation, consultation).or_refuse()
    if stored is not None:
        raise Refused(_("Hội đã mở đợt góp ý nội bộ cho hồ sơ này."), "opened")
    rules.deadline_fits(consultation, closes_at).or_refuse()
    if not 1 <= quorum <= 100 or results not in Round.Results.values:
        raise Refused(_("Tỷ lệ tham gia biểu quyết tối thiểu phải từ 1 đến 100."), "quorum")
    round = Round.objects.create(
        organisation=organisation,
        consultation=consultation,
        book=open_book(code=_code(), kind=Book.Kind.ROUND),
        note=note,
        note_html=markdown.render(note),
        closes_at=closes_at,
        quorum=quorum,
        results=results,
        created_by=by,
        client_key=key,
    )
    if not _seat(round, members, children):
        raise Refused(_("Xin chọn ít nhất một hội viên để hỏi ý kiến."), "nobody")
    _seat_officers(round)
    set_stage(round.book_id, verbs=verbs.OPEN_VERBS, closes_at=closes_at)
    record(verbs.ROUND_OPENED, book_id=round.book_id, by=by, target=round)
    return round


def _code() -> str:
    return "NB-" + "".join(secrets.choice(_LETTERS) for _n in range(10))


def _seat(round: Round, members, children=()) -> list[Seat]:
    """Seats for the members chosen (None: for all); whoever is not a member today cannot be asked."""
    found = candidates(round.organisation, round.consultation, children)
    if members is not None:
        wanted = {user.pk for user in members}
        found = [row for row in found if row.user_id in wanted]
        if wanted - {row.user_id for row in found}:
            raise NotThere("")
    seated = set(round.seats.filter(votes=True).values_list("user_id", flat=True))
    fresh = {row.user_id: row for row in found if row.user_id not in seated}
    return _make_seats(round, fresh.values(), votes=True)


def _seat_officers(round: Round) -> None:
    """Officers of the association write from a seat without a vote, unless they are members who were asked."""
    there = round.seats.values("user")
    officers = Membership.objects.holding(Role.ASSOCIATION_OFFICER).filter(organisation=round.organisation)
    _make_seats(round, officers.exclude(user__in=there).order_by("user_id").distinct("user_id"), votes=False)


def _make_seats(round: Round, memberships, *, votes: bool) -> list[Seat]:
    memberships = list(memberships)
    people = [row.user_id for row in memberships]
    experts = {row.user_id: row for row in Expert.objects.for_rows().filter(user__in=people)}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "full_name"))
    seats = [
        Seat(
            round=round,
            user_id=row.user_id,
            organisation_id=row.organisation_id,
            label=(display_name(experts[row.user_id]) if row.user_id in experts else names[row.user_id])[
                :250
            ],
            votes=votes,
        )
        for row in memberships
    ]
    # An officer who is asked as a member keeps the seat and gets the vote.
    return Seat.objects.bulk_create(
        seats,
        update_conflicts=True,
        unique_fields=["round", "user"],
        update_fields=["votes", "organisation"],
    )


@transaction.atomic
def ask_members(by, *, round: Round, members) -> int:
    """Ask more members of the association; who was asked is left out. Officers, while the round runs. Recorded."""
    round = locked(round)
    rules.may_draft(by, round).or_refuse()
    made = _seat(round, members, asked_children(round))
    if made:
        data = {"seats": [seat.pk for seat in made]}
        record(verbs.MEMBERS_ASKED, book_id=round.book_id, by=by, target=round, data=data)
    return len(made)


def asked_children(round: Round) -> list[int]:
    """Member associations from which somebody was asked when the round opened."""
    others = round.seats.exclude(organisation=round.organisation)
    return sorted(set(others.values_list("organisation_id", flat=True)))


@transaction.atomic
def extend_round(by, *, round: Round, closes_at) -> Round:
    """Set another deadline, also to open a discussion again that ended unfiled. Officers. Records round.extended."""
    round = locked(round)
    if round.closes_at == closes_at:
        rules.may_manage(by, round).or_refuse()
        return round
    rules.may_extend(by, round, closes_at).or_refuse()
    round.closes_at = closes_at
    round.save(update_fields=["closes_at"])
    set_stage(round.book_id, verbs=verbs.OPEN_VERBS, closes_at=closes_at)
    data = {"to": timezone.localtime(closes_at).isoformat()}
    record(verbs.ROUND_EXTENDED, book_id=round.book_id, by=by, target=round, data=data)
    return round


@transaction.atomic
def end_round(by, *, round: Round) -> Round:
    """End the discussion now: nothing is said, voted or changed any more. Officers. Records round.ended."""
    round = locked(round)
    if not rules.is_running(round) and rules.may_manage(by, round):
        return round
    rules.may_end(by, round).or_refuse()
    round.closes_at = database_now()
    round.save(update_fields=["closes_at"])
    set_stage(round.book_id, verbs=(), closes_at=round.closes_at)
    record(verbs.ROUND_ENDED, book_id=round.book_id, by=by, target=round)
    return round


# --- shared by the other acts ------------------------------------------------------------------------------


def locked(round: Round) -> Round:
    """The round as it is now, its row held to the end of the transaction: acts in one round follow one another."""
    rows = Round.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("organisation", "consultation__book", "consultation__version").get(pk=round.pk)


def seat_or_make(user, round: Round) -> Seat:
    """The person's seat; an officer named after the opening gets one at their first act."""
    found = rules.standing(user, round)
    if found.seat is None and found.officer:
        _seat_officers(round)
        return Seat.objects.get(round=round, user=user)
    return found.seat


def text_within(raw: str, limit: int, name: str, *, needed: bool = False) -> str:
    """Cleaned text, or one sentence that says what is wrong."""
    text = vietnamese.clean(raw).strip()
    if needed and not text:
        raise Refused(_("Xin viết nội dung: %(name)s.") % {"name": name}, "empty")
    if len(text) > limit:
        raise Refused(
            _("%(name)s dài quá %(limit)s ký tự. Xin rút gọn.")
            % {"name": name, "limit": f"{limit:,}".replace(",", ".")},
            "too-long",
        )
    return text
