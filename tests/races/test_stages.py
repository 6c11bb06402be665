"""Races of a file's stages and voices on real PostgreSQL, each with a control in which the lock is off."""

import contextlib
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consult.consultations import actions
from consult.consultations.models import Consultation, Invitation, Stage, Voice
from consult.kit.verdicts import Refused
from consult.ledger import actions as ledger
from consult.ledger import registry
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.people.models import User
from consult.people.roles import OrganisationKind, Role
from tests import factories as make
from tests.races.test_forums import together

pytestmark = pytest.mark.django_db(transaction=True)
SPOKEN = registry.Verb("comment.endorsed", "%(who)s tán thành %(what)s", staged=True)


def unlocked(monkeypatch, model):
    monkeypatch.setattr(type(model.objects.all()), "select_for_update", lambda self, **_: self)


def officer_of(consultation):
    return make.a_member(consultation.agency, Role.AGENCY_OFFICER)


def act(consultation):
    """A staged act of somebody in the file, as small as can be."""
    with transaction.atomic():
        return ledger.record(SPOKEN, book_id=consultation.book_id, by=None, target=consultation).seq


def act_while_moving(consultation, officer):
    """The file moves on while twelve people act; numbers of the acts that were recorded."""

    def work(n):
        if n == 0:
            user = User.objects.get(pk=officer.pk)
            return actions.move_stage(user, consultation=consultation, to="compile") and None
        return act(consultation)

    return together(13, work)


def test_no_act_is_recorded_after_the_move():
    consultation = make.a_consultation()
    out = act_while_moving(consultation, officer_of(consultation))
    assert all(result is None or isinstance(result, int | Refused) for result in out), out
    moved = Entry.objects.get(verb="stage.moved").seq
    acts = [result for result in out if isinstance(result, int)]
    assert all(number < moved for number in acts)
    assert {result.code for result in out if isinstance(result, Refused)} <= {"stage-closed"}
    assert verify_book(Book.objects.get(pk=consultation.book_id)) is None
    with pytest.raises(Refused):
        act(consultation)


def test_control_a_stage_read_without_its_lock_lets_an_act_through_after_the_move(monkeypatch):
    consultation = make.a_consultation()
    officer = officer_of(consultation)
    looked, moved = threading.Event(), threading.Event()
    check = ledger._stage_or_refuse

    def slow(book, verb, at):
        check(book, verb, at)
        looked.set()
        moved.wait(timeout=20)

    monkeypatch.setattr(ledger, "_stage_or_refuse", slow)
    unlocked(monkeypatch, Book)

    def work(n):
        if n == 0:
            return act(consultation)
        assert looked.wait(timeout=20)
        try:
            return actions.move_stage(
                User.objects.get(pk=officer.pk), consultation=consultation, to="compile"
            ).pk
        finally:
            moved.set()

    out = together(2, work)
    # The act that saw the open stage comes after the move: it takes the same number and collides, or gets in.
    late = Entry.objects.filter(verb="comment.endorsed", book=consultation.book_id).exists()
    assert late or any(isinstance(result, IntegrityError) for result in out), out


def movers(consultation, count):
    officer = officer_of(consultation)
    targets = ["meet", "compile"]

    def move(n):
        user = User.objects.get(pk=officer.pk)
        return actions.move_stage(user, consultation=consultation, to=targets[n % 2]).pk

    return together(count, move)


def test_a_file_is_in_one_stage_whoever_moves_it():
    consultation = make.a_consultation()
    out = movers(consultation, 8)
    assert all(isinstance(result, int | Refused) for result in out), out
    assert Stage.objects.filter(consultation=consultation, state="now").count() == 1
    to = list(Entry.objects.filter(verb="stage.moved").order_by("seq").values_list("data__to", flat=True))
    assert to in (["meet", "compile"], ["compile"])


def test_control_without_locks_the_constraint_is_all_that_holds(monkeypatch):
    consultation = make.a_consultation()
    unlocked(monkeypatch, Consultation)
    unlocked(monkeypatch, Stage)
    gate = threading.Barrier(8)
    begin = actions._begin

    def meet(*given):
        with contextlib.suppress(threading.BrokenBarrierError):
            gate.wait(timeout=3)
        return begin(*given)

    monkeypatch.setattr(actions, "_begin", meet)
    out = movers(consultation, 8)
    moves = Entry.objects.filter(verb="stage.moved").count()
    assert moves > 2 or any(isinstance(result, IntegrityError) for result in out), out


# --- voices and codes ------------------------------------------------------------------------------------


def voices(consultation, user_id, count):
    def take(_n):
        return actions.take_voice(User.objects.get(pk=user_id), consultation=consultation).pk

    return together(count, take)


def test_ten_first_words_make_one_voice():
    consultation, user = make.a_consultation(), make.an_expert()
    out = voices(consultation, user.pk, 10)
    assert len(set(out)) == 1, out
    assert Voice.objects.count() == 1


def test_control_without_yielding_to_the_first_the_race_is_there(monkeypatch):
    consultation, user = make.a_consultation(), make.an_expert()
    gate = threading.Barrier(4)
    fields = actions._expert_fields

    def meet(user):
        gate.wait(timeout=20)
        return fields(user)

    monkeypatch.setattr(actions, "_expert_fields", meet)
    rows = type(Voice.objects.all())
    create = rows.bulk_create
    monkeypatch.setattr(
        rows, "bulk_create", lambda self, voices, ignore_conflicts=False: create(self, voices)
    )
    out = voices(consultation, user.pk, 4)
    assert sum(isinstance(result, IntegrityError) for result in out) == 3, out


def creator(version, council, key=None):
    officer = make.a_member(version.draft.agency, Role.AGENCY_OFFICER)
    closes_at = timezone.now() + timedelta(days=20)

    def create(_n):
        return actions.create_consultation(
            User.objects.get(pk=officer.pk),
            kind="social_review",
            legal_basis="Luật",
            agency=version.draft.agency,
            council=council,
            version=version,
            title="Hồ sơ",
            summary="",
            invited="verified",
            levels=["anonymous"],
            stages={"comment": (None, closes_at)},
            client_key=key or uuid.uuid4(),
        ).code

    return create


def test_files_created_at_once_get_codes_of_their_own():
    create = creator(make.a_version(), make.an_organisation(OrganisationKind.FRONT))
    out = together(8, create)
    year = timezone.localdate().year
    assert sorted(out) == [f"PB-{year}-{n:03d}" for n in range(1, 9)]


def test_equal_posts_create_one_file():
    create = creator(make.a_version(), make.an_organisation(OrganisationKind.FRONT), uuid.uuid4())
    out = together(8, create)
    assert len(set(out)) == 1, out
    assert Consultation.objects.count() == Book.objects.filter(kind="consultation").count() == 1


def test_control_without_the_lock_on_numbers_codes_collide(monkeypatch):
    create = creator(make.a_version(), make.an_organisation(OrganisationKind.FRONT))
    gate = threading.Barrier(4)

    def numbered(kind):
        gate.wait(timeout=20)
        return f"PB-{timezone.localdate().year}-{Book.objects.filter(kind='consultation').count() + 1:03d}"

    monkeypatch.setattr(actions, "_next_code", numbered)
    out = together(4, create)
    assert any(isinstance(result, IntegrityError) for result in out), out


def test_two_offices_inviting_the_same_experts_ask_each_once():
    consultation = make.a_consultation()
    users = [officer_of(consultation), make.a_member(consultation.council, Role.COUNCIL_COORDINATOR)]
    experts = [make.an_expert().expert for _ in range(4)]

    def ask(n):
        user = User.objects.get(pk=users[n % 2].pk)
        return len(actions.invite(user, consultation=consultation, experts=experts))

    out = together(6, ask)
    assert sorted(out) == [0, 0, 0, 0, 0, 4], out
    assert Invitation.objects.count() == Entry.objects.filter(verb="invitation.sent").count() == 4
