"""Races of compiling and answering on real PostgreSQL, each with a control in which the lock is off."""

import contextlib
import threading
import uuid

import pytest

from consult.consultations.models import Consultation
from consult.forums.actions import post_comment
from consult.kit.verdicts import Refused, Stale
from consult.ledger.actions import set_stage
from consult.ledger.models import Book
from consult.ledger.selectors import verify_book
from consult.people.models import User
from consult.people.roles import Role
from consult.reports import actions, answering_actions, closing, snapshot
from consult.reports.models import Answer, Citation, Compilation, Forwarding, Point
from consult.reports.selectors import coverage
from tests import factories as make
from tests.races.test_forums import together
from tests.reports.conftest import a_case, answered, compiled, point_of

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 3


def unlocked(monkeypatch):
    """Compilations and points are read without their locks."""
    plain = Compilation.objects.select_related("consultation__book", "consultation__version")
    monkeypatch.setattr(actions, "_locked", lambda pk: plain.get(pk=pk))
    monkeypatch.setattr(type(Point.objects.all()), "select_for_update", lambda self, **_: self)


def slowed(monkeypatch, module, name):
    """`name` of a module says that it has read, and gives the other side time to write before it answers."""
    read, written = threading.Event(), threading.Event()
    real = getattr(module, name)

    def slow(*given, **named):
        found = real(*given, **named)
        read.set()
        written.wait(timeout=WAIT)
        return found

    monkeypatch.setattr(module, name, slow)
    return read, written


def meeting(monkeypatch, place, name):
    """Two who reach `name` of a class or object meet there before they go on, if the locks let both come."""
    gate, real = threading.Barrier(2), getattr(place, name)

    def meet(*given, **named):
        with contextlib.suppress(threading.BrokenBarrierError):
            gate.wait(timeout=WAIT)
        return real(*given, **named)

    monkeypatch.setattr(place, name, meet)


def against(read, written, first, second):
    """`second` acts after `first` has read and before it writes, if the locks let it."""

    def late(_n):
        assert read.wait(timeout=20)
        try:
            return second()
        finally:
            written.set()

    return together(2, lambda n: late(n) if n else first())


def again(user):
    return User.objects.get(pk=user.pk)


def whole(case):
    return verify_book(Book.objects.get(pk=case.file.book_id)) is None


# --- closing ---------------------------------------------------------------------------------------------


def close_while_undoing(monkeypatch):
    case = a_case(opinions=1)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    citation = point_of(case, case.comments[0]).citations.get()
    read, written = slowed(monkeypatch, closing, "ready_or_refuse")
    out = against(
        read,
        written,
        lambda: actions.close_compilation(again(case.coordinator), compilation=case.compilation).state,
        lambda: actions.uncite(again(case.coordinator), citation=citation),
    )
    return case, out


def test_a_compilation_is_never_closed_over_an_opinion_that_is_taken_out(monkeypatch):
    case, out = close_while_undoing(monkeypatch)
    assert "closed" in out, out
    assert [error.code for error in out if isinstance(error, Refused)] == ["closed"], out
    assert Citation.objects.count() == 1
    assert whole(case)


def test_control_without_the_lock_it_closes_over_an_unplaced_opinion(monkeypatch):
    unlocked(monkeypatch)
    case, out = close_while_undoing(monkeypatch)
    assert "closed" in out, out
    assert coverage(case.file).unplaced == 1


def close_while_posting(monkeypatch):
    """In a file whose compile stage still takes opinions."""
    case = a_case(opinions=1)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    point_of(case, case.comments[0])
    set_stage(case.file.book_id, verbs=("comment.posted",))
    expert = make.an_expert()
    read, written = slowed(monkeypatch, closing, "ready_or_refuse")

    def post():
        file = Consultation.objects.select_related("book").get(pk=case.file.pk)
        return post_comment(
            again(expert), consultation=file, position="no", reason="Đến muộn.", client_key=uuid.uuid4()
        ).pk

    def close():
        return actions.close_compilation(again(case.coordinator), compilation=case.compilation).state

    return case, against(read, written, close, post)


def test_a_late_opinion_is_counted_or_refused(monkeypatch):
    case, out = close_while_posting(monkeypatch)
    assert "closed" in out, out
    assert [error.code for error in out if isinstance(error, Refused)] == ["stage-closed"], out
    assert coverage(case.file).unplaced == 0
    assert whole(case)


def test_control_without_the_book_a_late_opinion_is_forgotten(monkeypatch):
    monkeypatch.setattr(actions, "_lock_book", lambda pk: None)
    case, out = close_while_posting(monkeypatch)
    assert "closed" in out, out
    assert coverage(case.file).unplaced == 1


def test_equal_sendings_make_one_point():
    case = a_case(opinions=1)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    key = uuid.uuid4()

    def add(_n):
        return actions.add_point(
            again(case.coordinator), compilation=case.compilation, title="Một điểm", position="no",
            comments=case.comments, client_key=key,
        ).pk  # fmt: skip

    out = together(8, add)
    assert len(set(out)) == 1, out
    assert Point.objects.count() == Citation.objects.count() == 1


# --- answering -------------------------------------------------------------------------------------------


def two_officers(monkeypatch, *, version):
    case = compiled(1)
    if version:
        actions.write_answer(case.officer, point=case.points[0], code="exp", text="Bản đầu.", version=0)
    users = [case.officer, make.a_member(case.file.agency, Role.AGENCY_OFFICER)]
    meeting(monkeypatch, Answer, "save")

    def write(n):
        return actions.write_answer(
            again(users[n]), point=case.points[0], code="exp", text=f"Lý do {n}.", version=version
        ).text

    return case, together(2, write)


@pytest.mark.parametrize("version", [0, 1])
def test_of_two_officers_one_wins_and_the_other_gets_both_texts(monkeypatch, version):
    case, out = two_officers(monkeypatch, version=version)
    [won] = [result for result in out if isinstance(result, str)]
    [lost] = [result for result in out if isinstance(result, Stale)]
    answer = Answer.objects.get()
    assert (answer.text, answer.version) == (won, version + 1)
    assert lost.stored["text"] == won
    assert lost.sent["text"] in {"Lý do 0.", "Lý do 1."} - {won}
    assert whole(case)


def test_control_without_locks_one_officers_text_is_lost_in_silence(monkeypatch):
    unlocked(monkeypatch)
    _case, out = two_officers(monkeypatch, version=1)
    assert sorted(out) == ["Lý do 0.", "Lý do 1."], out


def publish_while_writing(monkeypatch):
    case = answered(1)
    read, written = slowed(monkeypatch, snapshot, "build")
    out = against(
        read,
        written,
        lambda: actions.publish_answers(again(case.signer), compilation=case.compilation).state,
        lambda: (
            actions.write_answer(
                again(case.officer), point=case.points[0], code="note", text="Viết sau.", version=1
            ).text
        ),
    )
    frozen = Compilation.objects.get().snapshot["rows"][0]["answer"]["text"]
    return case, out, frozen


def test_what_is_published_is_what_stands(monkeypatch):
    case, out, frozen = publish_while_writing(monkeypatch)
    assert "published" in out, out
    assert [error.code for error in out if isinstance(error, Refused)] == ["published"], out
    assert Answer.objects.get().text == frozen
    assert whole(case)


def test_control_without_locks_the_published_text_is_not_the_stored_one(monkeypatch):
    unlocked(monkeypatch)
    _case, out, frozen = publish_while_writing(monkeypatch)
    assert "published" in out, out
    assert Answer.objects.get().text == "Viết sau." != frozen


def publish_while_sending_back(monkeypatch):
    """Two people sign for the agency: one publishes, the other sends an answer back."""
    case = answered(1)
    second = make.a_member(case.file.agency, Role.AGENCY_SIGNER)
    read, written = slowed(monkeypatch, snapshot, "build")
    out = against(
        read,
        written,
        lambda: actions.publish_answers(again(case.signer), compilation=case.compilation).state,
        lambda: (
            answering_actions.send_back(
                again(second), point=case.points[0], remark="Nêu rõ.", version=1
            ).remark
        ),
    )
    return case, out


def test_nothing_is_published_that_was_sent_back(monkeypatch):
    case, out = publish_while_sending_back(monkeypatch)
    assert "published" in out, out
    assert [error.code for error in out if isinstance(error, Refused)] == ["published"], out
    assert Answer.objects.get().remark == ""
    assert whole(case)


def test_control_without_locks_an_answer_is_sent_back_while_it_is_published(monkeypatch):
    unlocked(monkeypatch)
    _case, out = publish_while_sending_back(monkeypatch)
    assert "published" in out, out
    assert (Compilation.objects.get().state, Answer.objects.get().remark) == ("published", "Nêu rõ.")


def forward_twice(monkeypatch, *, version):
    """Two officers forward one point to different agencies at once."""
    case = compiled(1)
    if version:
        actions.write_answer(case.officer, point=case.points[0], code="exp", text="Bản đầu.", version=0)
    users = [case.officer, make.a_member(case.file.agency, Role.AGENCY_OFFICER)]
    others = [make.an_organisation(name=f"Sở {n}") for n in range(2)]
    meeting(monkeypatch, Answer, "save")

    def write(n):
        return actions.write_answer(
            again(users[n]),
            point=case.points[0],
            code="fwd",
            text=f"Lý do {n}.",
            to=others[n],
            version=version,
        ).to_id

    return case, together(2, write)


@pytest.mark.parametrize("version", [0, 1])
def test_a_point_is_forwarded_to_one_agency(monkeypatch, version):
    case, out = forward_twice(monkeypatch, version=version)
    [won] = [result for result in out if isinstance(result, int)]
    assert sum(isinstance(result, Stale) for result in out) == 1, out
    assert list(Forwarding.objects.values_list("to", "state")) == [(won, "sent")]
    assert whole(case)


def test_control_without_locks_one_agency_is_asked_and_recalled_behind_the_officers_back(monkeypatch):
    unlocked(monkeypatch)
    _case, out = forward_twice(monkeypatch, version=1)
    assert all(isinstance(result, int) for result in out), out
    assert sorted(Forwarding.objects.values_list("state", flat=True)) == ["recalled", "sent"]


def test_a_signer_who_presses_twice_publishes_once():
    case = answered(1)

    def publish(_n):
        return actions.publish_answers(again(case.signer), compilation=case.compilation).snapshot_hash

    out = together(4, publish)
    assert len(set(out)) == 1, out
    assert Book.objects.get(pk=case.file.book_id).entries.filter(verb="answers.published").count() == 1
