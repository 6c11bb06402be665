"""A comment that carries a change of the text is a suggestion; stances on it are one per voice."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse

from consult.forums import actions, threads
from consult.forums.models import Comment, Endorsement
from consult.kit.verdicts import Refused
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


def clause_of(file, citation="khoản 1 Điều 3"):
    return file.version.clauses.get(citation=citation)


def post(file, user=None, **given):
    given = {"clause": clause_of(file), "position": "no", "reason": "Không đủ.", **given}
    return actions.post_comment(
        user or make.an_expert(), consultation=file, client_key=given.pop("client_key", uuid.uuid4()), **given
    )


@pytest.mark.parametrize(
    ("given", "change", "adds"),
    [
        ({"position": "amend", "proposed": "Trong 15 ngày."}, "modify", ""),
        ({"position": "no", "proposed": "Trong 15 ngày."}, "modify", ""),
        ({"position": "drop"}, "delete", ""),
        ({"position": "add", "proposed": "Công bố kết quả."}, "add", "clause"),
        ({"position": "add", "proposed": "Công bố kết quả.", "adds": "point"}, "add", "point"),
        ({"position": "add"}, "", ""),
        ({"position": "yes"}, "", ""),
    ],
)
def test_the_change_follows_from_what_was_said(file, given, change, adds):
    comment = post(file, **given)
    comment.refresh_from_db()
    assert (comment.change, comment.adds) == (change, adds)
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ({"position": "drop", "proposed": "Câu khác."}, "drop-with-words", "không kèm câu chữ mới"),
        ({"position": "amend", "proposed": "Câu.", "adds": "point"}, "adds", "khi đề nghị bổ sung"),
        ({"position": "add", "proposed": "Câu.", "adds": "chapter"}, "adds", "điều, khoản hay điểm"),
    ],
)
def test_a_change_is_one_thing(file, given, code, words):
    with pytest.raises(Refused) as refused:
        post(file, **given)
    assert refused.value.code == code
    assert words in str(refused.value)
    assert not Comment.objects.exists()


def test_the_ledger_notices_when_the_added_unit_is_changed(file):
    comment = post(file, position="add", proposed="Công bố kết quả.")
    book = Book.objects.get(pk=file.book_id)
    assert verify_book(book) is None
    Comment.objects.filter(pk=comment.pk).update(adds="article")
    assert verify_book(book) is not None


def test_how_a_deletion_and_an_addition_are_drawn(file):
    post(file, position="drop")
    post(file, position="add", proposed="Kết quả được công bố. <b>", adds="point")
    rows = threads.threads(AnonymousUser(), file, clause_of(file).pk).rows
    assert rows[0].label == "Đề nghị bỏ"
    assert rows[0].redline.startswith("<del>Cơ quan đặt hàng") and "<ins>" not in rows[0].redline
    assert rows[1].label == "Đề nghị bổ sung điểm mới"
    assert rows[1].redline == "<ins>Kết quả được công bố. &lt;b&gt;</ins>"


def test_agree_then_disagree_then_nothing(file):
    comment, user = post(file), make.an_expert()
    first = actions.endorse(user, comment=comment)
    second = actions.take_stance(user, comment=comment, stance="disagree")
    assert (first.pk, second.stance) == (second.pk, "disagree")
    assert actions.take_stance(user, comment=comment, stance="disagree") == second
    actions.unendorse(user, comment=comment)
    actions.unendorse(user, comment=comment)
    assert not Endorsement.objects.exists()
    verbs = Entry.objects.filter(book=file.book_id).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["comment.posted", "comment.endorsed", "comment.opposed", "comment.unopposed"]


@pytest.mark.parametrize(
    ("who", "reason"),
    [("author", "chính mình"), ("agency", "không bày tỏ tán thành"), ("council", "không bày tỏ tán thành")],
)
def test_who_may_not_disagree(file, who, reason):
    comment = post(file)
    user = {
        "author": lambda: comment.voice.person,
        "agency": lambda: make.a_member(file.agency, Role.AGENCY_OFFICER),
        "council": lambda: make.a_member(file.council, Role.COUNCIL_COORDINATOR),
    }[who]()
    with pytest.raises(Refused, match=reason):
        actions.take_stance(user, comment=comment, stance="disagree")
    assert not Endorsement.objects.exists()


def test_no_other_stance_and_none_after_the_stage(file):
    comment, user = post(file), make.an_expert()
    with pytest.raises(Refused) as refused:
        actions.take_stance(user, comment=comment, stance="maybe")
    assert refused.value.code == "stance"
    Book.objects.filter(pk=file.book_id).update(open_verbs=[])
    comment = Comment.objects.get(pk=comment.pk)
    with pytest.raises(Refused) as refused:
        actions.take_stance(user, comment=comment, stance="disagree")
    assert refused.value.code == "stage-closed"


def test_one_stance_per_voice_by_constraint(file):
    comment = post(file)
    voice = make.a_voice(file)
    Endorsement.objects.create(comment=comment, voice=voice)
    with pytest.raises(IntegrityError, match="endorsed_once"), transaction.atomic():
        Endorsement.objects.create(comment=comment, voice=voice, stance="disagree")


def test_both_counts_are_shown_and_a_disagreement_leads_to_a_reply(file, client):
    comment, user = post(file), make.an_expert()
    actions.endorse(make.an_expert(), comment=comment)
    client.force_login(user)
    url = reverse("comment_endorse", args=[file.code, comment.pk])
    page = client.post(url, {"chon": "disagree"}, headers={"HX-Request": "true"}).content.decode()
    assert '<span class="n">1</span>' in page.split("</button>")[0]
    assert 'name="thoi" value="disagree" aria-pressed="true"' in page
    assert reverse("reply_new", args=[file.code, comment.pk]) in page
    room = client.get(reverse("reading", args=[file.code]), {"clause": comment.clause_id}).content.decode()
    assert "Đã không tán thành" in room
    again = client.post(url, {"thoi": "disagree"}, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' not in again
    out = client.post(url, {"chon": "disagree"})
    assert out.status_code == 302 and f"#y-{comment.pk}" in out["Location"]


def test_counts_of_both_in_the_same_queries(file, django_assert_num_queries):
    reader = make.an_expert()
    for size in (3, 30):
        for _n in range(size):
            root = post(file, position="add", proposed=f"Câu {uuid.uuid4()}")
            actions.take_stance(make.an_expert(), comment=root, stance="disagree")
        reader.__dict__.pop("_held", None)
        with django_assert_num_queries(2):
            rows = threads.threads(reader, file, root.clause_id).rows
    assert (rows[0].endorsed, rows[0].opposed, rows[0].by_me) == (0, 1, "")
