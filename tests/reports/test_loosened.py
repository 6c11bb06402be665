"""An acceptance is bound to changed words; the version is edited afterwards, and the words are gone: who hears, and how often."""

import threading
import uuid

import pytest
from django.urls import resolve, reverse

from consult.documents import repair_actions
from consult.documents.actions import discard_version, publish_version
from consult.documents.models import DraftVersion
from consult.kit.verdicts import Refused
from consult.notices.actions import tell_book
from consult.notices.models import Channel, Kind, Notice, Preference
from consult.people.actions import give_consent
from consult.people.models import User
from consult.reports import actions, answer_parts, answering_actions, binding_actions, changes
from consult.reports.models import Answer
from tests import factories as make
from tests.races.test_forums import together
from tests.reports.conftest import a_case, an_opinion, entries, point_of
from tests.reports.test_next_draft import a_point_on_days, begun, reworded, text

pytestmark = pytest.mark.django_db
SENTENCE = "không còn chữ mà trả lời này gắn với"


def edited(case, words):
    """The unit's days become these words."""
    case.unit.refresh_from_db()
    case.version.refresh_from_db()
    new = case.unit.text.replace(case.words, words)
    case.words = words
    return repair_actions.repair(
        case.officer, version=case.version, revision=case.version.revision, kind="reword", clause_id=case.unit.pk,
        client_key=uuid.uuid4(), title="", text=new,
    )  # fmt: skip


def bind(case, version=0):
    found = changes.spots(case.file, DraftVersion.objects.get(pk=case.version.pk))
    return actions.write_answer(
        case.officer, point=case.points[0], code="acc", text="Đã sửa.", changes=[one.key for one in found],
        version=version,
    )  # fmt: skip


@pytest.fixture
def case():
    """The one point is answered by words of a version that is still being written."""
    found = begun(a_point_on_days())
    found.words = "15 ngày làm việc"
    reworded(found, found.words)
    found.answer = bind(found)
    return found


def told(case):
    """Lines that the file's book has told of lost words."""
    while tell_book(case.file.book_id):
        pass
    return list(Notice.objects.filter(text__contains="không còn gắn với chữ đã sửa").order_by("pk"))


def loose(case):
    return Answer.objects.get(pk=case.answer.pk).loosened_at is not None


def test_nobody_hears_while_the_words_stand(case, signed_in):
    """The control: another unit is edited, and words around the bound ones."""
    other = case.version.clauses.exclude(pk=case.unit.pk).exclude(text="").first()
    case.version.refresh_from_db()
    repair_actions.repair(
        case.officer, version=case.version, revision=case.version.revision, kind="reword", clause_id=other.pk,
        client_key=uuid.uuid4(), title=other.title, text=other.text + " Thêm một câu.",
    )  # fmt: skip
    assert not loose(case) and not entries(case, "answers.loosened") and not told(case)
    client = signed_in(case.officer)
    assert SENTENCE not in text(client.get(reverse("answers", args=[case.file.code])))
    assert "Gắn lại trả lời" not in text(client.get(reverse("desk")))


def test_words_that_vanish_are_told_once_to_who_is_responsible(case, signed_in):
    give_consent(case.officer, purpose="notices", given=True)
    Preference.objects.create(user=case.officer, kind=Kind.WORK, channel=Channel.NOW)
    edited(case, "20 ngày")
    assert loose(case)
    (entry,) = entries(case, "answers.loosened")
    assert (entry.audience, entry.data) == ("agency", {"answers": [case.answer.pk], "version": 2})
    (line,) = told(case)
    assert line.user == case.officer
    assert "Dự thảo 2 vừa được sửa nên 1 trả lời" in line.text
    assert (
        line.url
        == f"{reverse('answers', args=[case.file.code])}?diem={case.points[0].pk}#diem-{case.points[0].pk}"
    )
    assert line.mail is not None and line.mail.to == case.officer.email
    edited(case, "25 ngày")
    edited(case, "30 ngày")
    assert len(entries(case, "answers.loosened")) == 1
    assert told(case) == [line]


def test_who_wants_no_mail_gets_none(case):
    give_consent(case.officer, purpose="notices", given=True)
    Preference.objects.create(user=case.officer, kind=Kind.WORK, channel=Channel.INBOX)
    edited(case, "20 ngày")
    (line,) = told(case)
    assert line.mail is None


def test_the_officer_who_was_given_the_point_hears_in_place_of_the_writer(case, signed_in):
    owner = make.a_member(case.file.agency, "agency_officer", "Lý Thị Phụ Trách")
    answering_actions.share_out(case.signer, compilation=case.compilation, points=case.points, owner=owner)
    edited(case, "20 ngày")
    assert [line.user for line in told(case)] == [owner]
    desk, row = reverse("desk"), "Gắn lại trả lời với chữ đã sửa"
    page = text(signed_in(owner).get(desk))
    assert row in page and "1 trả lời mất chỗ gắn" in page
    for user in (case.officer, case.signer, case.coordinator):
        assert row not in text(signed_in(user).get(desk))


def test_the_register_shows_a_badge_with_a_link_to_bind_again(case, signed_in):
    edited(case, "20 ngày")
    client, address = signed_in(case.officer), reverse("answers", args=[case.file.code])
    page = text(client.get(address)).replace("\xa0", " ")
    assert "Mất chỗ gắn" in page and SENTENCE in page
    assert "chữ đã gắn không còn trong bản dự thảo mới" in page
    link = f"{address}?diem={case.points[0].pk}#cho-sua-{case.points[0].pk}"
    assert f'href="{link}"' in page
    assert f'id="cho-sua-{case.points[0].pk}"' in text(client.get(link))
    spots = changes.spots(case.file, DraftVersion.objects.get(pk=case.version.pk))
    sent = {"code": "acc", "text": "Đã sửa.", "changes": [one.key for one in spots], "version": 1}
    assert client.post(reverse("answer", args=[case.file.code, case.points[0].pk]), sent).status_code == 302
    assert not loose(case)
    page = text(client.get(address))
    assert "Mất chỗ gắn" not in page
    assert "Gắn lại trả lời" not in text(client.get(reverse("desk")))


def test_bound_again_and_lost_again_is_told_again(case):
    edited(case, "20 ngày")
    assert len(told(case)) == 1
    bind(case, version=1)
    assert not loose(case)
    edited(case, "25 ngày")
    assert loose(case)
    assert len(told(case)) == 2


def test_an_edit_that_is_taken_back_gives_the_words_again(case):
    edited(case, "20 ngày")
    case.version.refresh_from_db()
    turn = {"version": case.version, "client_key": uuid.uuid4()}
    repair_actions.undo(case.officer, revision=case.version.revision, **turn)
    assert not loose(case)
    assert [one.data["answers"] for one in entries(case, "answers.rebound")] == [[case.answer.pk]]
    assert told(case) == []  # nobody had heard before it stood again
    case.version.refresh_from_db()
    repair_actions.redo(
        case.officer, version=case.version, revision=case.version.revision, client_key=uuid.uuid4()
    )
    assert loose(case)
    assert len(told(case)) == 1


def test_a_version_that_is_thrown_away_takes_the_words_along(case):
    case.version.refresh_from_db()
    discard_version(case.officer, version=case.version)
    assert loose(case)
    assert len(told(case)) == 1


def test_rewriting_the_text_alone_leaves_it_without_words(case):
    edited(case, "20 ngày")
    kept = [one["key"] for one in Answer.objects.get().changes]
    actions.write_answer(
        case.officer, point=case.points[0], code="acc", text="Lời khác.", changes=kept, version=1
    )
    assert loose(case)
    actions.write_answer(case.officer, point=case.points[0], code="exp", text="Không tiếp thu.", version=2)
    assert not loose(case)


def test_an_edit_that_is_refused_keeps_nothing_of_the_comparison(case, monkeypatch):
    """What an act read before it failed must not be what the next one finds under the same revision."""

    def fails(*args, **kwargs):
        binding_actions.hold_to_words(*args, **kwargs)
        raise Refused("Không được.", "test")

    monkeypatch.setattr("consult.documents.listening._listeners", [fails])
    with pytest.raises(Refused):
        edited(case, "20 ngày")
    monkeypatch.undo()
    assert not loose(case)
    case.words = "15 ngày làm việc"
    edited(case, "15 ngày làm việc, kể cả ngày nghỉ")
    case.version.refresh_from_db()
    (spot,) = changes.spots(case.file, case.version)
    assert "kể cả ngày nghỉ" in spot.change.inserted


def test_published_answers_are_left_alone(case):
    publish_version(case.officer, version=case.version, declared=True)
    actions.publish_answers(case.signer, compilation=case.compilation)
    binding_actions.hold_to_words(case.officer, case.version, gone=True)
    assert not loose(case) and not entries(case, "answers.loosened")


@pytest.mark.parametrize("page", ["answers", "desk"])
def test_queries_do_not_grow(signed_in, django_assert_max_num_queries, page):
    counts, edits = [], []
    for size in (3, 30):
        case = many(size)
        with django_assert_max_num_queries(70) as seen:
            edited(case, "20 ngày")
        edits.append(len(seen))
        assert Answer.objects.filter(loosened_at__isnull=False, written_by=case.officer).count() == size
        client = signed_in(case.officer)
        address = reverse(page, args=[case.file.code] if page == "answers" else [])
        client.get(address)
        with django_assert_max_num_queries(resolve(address).func.budget) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert edits[0] == edits[1]


def many(size):
    """So many points, each accepted by the same words of the version being written."""
    case = a_case(opinions=0)
    case.clause = case.file.version.clauses.get(text__contains="07 ngày")
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.points = [point_of(case, an_opinion(case.file, case.clause)) for _ in range(size)]
    case.compilation = actions.close_compilation(case.coordinator, compilation=case.compilation)
    case.file.refresh_from_db()
    begun(case)
    case.words = "15 ngày làm việc"
    reworded(case, case.words)
    keys = [one.key for one in changes.spots(case.file, DraftVersion.objects.get(pk=case.version.pk))]
    for point in case.points:
        actions.write_answer(case.officer, point=point, code="acc", text="Đã sửa.", changes=keys, version=0)
    return case


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("held", [True, False])
def test_an_answer_that_is_bound_during_the_edit_is_not_missed(held, monkeypatch):
    """The control: where the words are not held, the edit does not see the answer, nor the answer the edit."""
    case = begun(a_point_on_days())
    case.words = "15 ngày làm việc"
    reworded(case, case.words)
    chosen, edit_done, plain = threading.Event(), threading.Event(), answer_parts.saved

    def waiting(*args):
        found = plain(*args)
        chosen.set()
        edit_done.wait(timeout=2)
        return found

    monkeypatch.setattr(answer_parts, "saved", waiting)
    if not held:
        monkeypatch.setattr(actions, "hold_words", lambda draft_id: None)
    case.officer = User.objects.get(pk=case.officer.pk)

    def work(n):
        if n == 0:
            return bind(case)
        chosen.wait(timeout=20)
        edited(case, "20 ngày")
        edit_done.set()
        return None

    out = together(2, work)
    assert not [one for one in out if isinstance(one, Exception)], out
    assert (Answer.objects.get().loosened_at is not None) == held
