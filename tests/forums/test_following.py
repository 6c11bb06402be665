"""Following a clause or a file, by hand and by itself, and into later versions."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from consult.forums import actions, following
from consult.forums.models import Comment, Follow
from consult.kit.verdicts import NotThere
from consult.ledger.models import Entry
from tests import factories as make
from tests.forums.test_carried import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


def clause_of(file, citation="khoản 1 Điều 3"):
    return file.version.clauses.get(citation=citation)


def post(file, user=None, **given):
    given = {"clause": clause_of(file), "position": "no", "reason": "Không đủ.", **given}
    return actions.post_comment(user or make.an_expert(), consultation=file, client_key=uuid.uuid4(), **given)


def test_what_one_comments_on_is_followed_and_may_be_left(file):
    author, other = make.an_expert(), make.an_expert()
    first = post(file, author)
    assert following.is_followed(author, file, first.clause_id)
    assert following.followers_of(post(file, other)) == (author.pk,)
    following.follow(author, consultation=file, clause=clause_of(file), on=False)
    assert following.followers_of(post(file, other)) == ()
    post(file, author)  # who stopped here does not follow again by itself
    assert not following.is_followed(author, file, first.clause_id)


def test_the_setting_turns_it_off(file):
    author = make.an_expert()
    following.choose(author, by_itself=False)
    post(file, author)
    assert not Follow.objects.exists()
    following.choose(author, by_itself=True)
    post(file, author)
    assert Follow.objects.count() == 1


def test_a_file_is_followed_whole(file):
    reader = make.a_user()
    following.follow(reader, consultation=file, clause=None, on=True)
    following.follow(reader, consultation=file, clause=None, on=True)
    assert Follow.objects.filter(user=reader).count() == 1
    comment, reply = post(file), None
    assert reader.pk in following.followers_of(comment)
    reply = actions.post_comment(
        make.an_expert(), consultation=file, parent=comment, reason="Đúng.", client_key=uuid.uuid4()
    )
    assert set(following.followers_of(reply)) == {reader.pk, comment.voice.person_id}
    assert not Entry.objects.filter(verb__contains="follow").exists()


def test_a_file_that_is_not_there_is_not_followed():
    hidden = make.a_consultation(state="prepared")
    with pytest.raises(NotThere):
        following.follow(make.an_expert(), consultation=hidden, clause=None, on=True)
    assert not following.is_followed(AnonymousUser(), hidden, None)


def test_followed_into_the_next_version():
    old = published(make.TEXT)
    file = make.a_consultation(version=old)
    new = published(make.TEXT_2, old.draft)
    reader = make.an_expert()
    clause = old.clauses.get(citation="khoản 1 Điều 3")
    later = new.clauses.get(citation="khoản 1 Điều 3")
    following.follow(reader, consultation=file, clause=clause, on=True)
    assert following.is_followed(reader, file, later.pk, new)
    file.version = new
    file.save(update_fields=["version"])
    comment = post(file, clause=later)
    assert comment.version_id == new.pk
    assert following.followers_of(comment) == (reader.pk,)
    following.follow(reader, consultation=file, clause=later, on=False)
    assert not following.is_followed(reader, file, later.pk, new)
    assert following.followers_of(comment) == ()


def test_the_same_queries_for_three_and_thirty(file, django_assert_num_queries):
    for size in (3, 30):
        for _n in range(size):
            post(file)
        comment = Comment.objects.select_related("voice").latest("pk")
        with django_assert_num_queries(2):
            assert len(following.followers_of(comment)) >= size - 1


def test_the_button_the_list_and_the_choice(file, client):
    user, clause = make.an_expert(), clause_of(file)
    client.force_login(user)
    url = reverse("follow", args=[file.code])
    pressed = client.post(url, {"clause": clause.pk}, headers={"HX-Request": "true"}).content.decode()
    assert "Đang theo dõi" in pressed and 'aria-pressed="true"' in pressed
    listed = client.get(reverse("followed")).content.decode()
    assert "Khoản 1 Điều 3" in listed and "checked" in listed
    client.post(url, {"clause": clause.pk, "thoi": "1", "ds": "1"})
    assert "Khoản 1 Điều 3" not in client.get(reverse("followed")).content.decode()
    client.post(reverse("follow_choice"), {})
    assert following.followed_page(user).by_itself is False
    whole = client.post(url, {})
    assert whole["Location"] == reverse("consultation", args=[file.code])
    assert "Đang theo dõi" in client.get(whole["Location"]).content.decode()


def test_the_list_makes_as_many_queries_for_thirty(file, django_assert_num_queries):
    user = make.an_expert()
    for clause in file.version.clauses.all():
        following.follow(user, consultation=file, clause=clause, on=True)
    user.__dict__.pop("_held", None)
    with django_assert_num_queries(3):  # roles, rows, choice
        assert len(following.followed_page(user).rows) > 6
