"""Files live: what is pushed is what a GET gives to that role, for every live verb; the page and the feed make the page after."""

import json
import re

import lxml.html
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from consult.desk import live
from consult.forums import actions as forum
from consult.ledger import registry
from consult.ledger.actions import record
from consult.ledger.models import Entry
from consult.live import selectors
from consult.polls import actions as polls
from consult.rooms import fragments
from tests import factories as make
from tests.live.acts import ACTS, a_poll, a_scene, edit, guarded, hide, post
from tests.rooms.scenes import key

pytestmark = pytest.mark.django_db


def sign_in(client, user):
    client.logout()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def markers(feed) -> list:
    return [
        (entry, node)
        for entry in feed["entries"]
        for node in (lxml.html.fragments_fromstring(entry["html"]) if entry["html"] else ())
    ]


def test_every_live_verb_is_tested_and_drawn():
    """A new live verb fails here until it has its row above and its kind of news (or belongs to rooms)."""
    assert {verb.name for verb in registry.all_verbs() if verb.live} == set(live.NEWS) | set(
        fragments.REGIONS
    )
    assert set(ACTS) == set(live.NEWS)


@pytest.mark.parametrize("verb", sorted(ACTS))
def test_what_is_pushed_is_what_a_get_gives(client, verb):
    scene = a_scene(verb)
    before, act = ACTS[verb]
    act(scene, before(scene))
    code, book = scene.file.code, scene.file.book_id
    for role, user in scene.roles.items():
        sign_in(client, user)
        assert client.get(f"/ho-so/{code}/van-ban/").status_code == 200
        feed = client.get(f"/live/{book}/").json()
        assert verb in [entry["verb"] for entry in feed["entries"]], role
        for entry, node in markers(feed):
            assert set(node.attrib) <= {"data-news", "data-clause", "data-id", "data-root"}
            assert node.get("data-news") == live.NEWS[entry["verb"]] and not node.text_content()
            for clause in (node.get("data-clause") or "").split():
                assert client.get(f"/ho-so/{code}/van-ban/khoan/{clause}/").status_code == 200
            if node.get("data-id"):
                assert client.get(f"/ho-so/{code}/gop-y/{node.get('data-id')}/").status_code == 302
                panel = client.get(f"/ho-so/{code}/van-ban/khoan/{node.get('data-clause').split()[0]}/")
                assert f'id="y-{node.get("data-id")}"' in panel.content.decode(), role
        assert "Canary" not in json.dumps(feed) and "voice" not in json.dumps(feed)


@pytest.mark.parametrize("audience", registry.AUDIENCES)
def test_entries_go_to_their_audience_alone(client, audience):
    scene = a_scene()
    with transaction.atomic():
        comment = post(scene)
    with transaction.atomic():
        record(
            registry.get("comment.withdrawn"),
            book_id=scene.file.book_id,
            by=comment.voice,
            target=comment,
            audience=audience,
        )
    wanted = {
        "public": set(scene.roles),
        "file": {"expert", "author", "officer", "signer", "coordinator", "member"},
        "front": {"coordinator", "member"},
        "agency": {"officer", "signer"},
        "office": {"officer", "signer"},
        "owner": set(),
        "members": set(),  # of internal rounds, whose entries lie in books of their own
    }[audience]
    for role, user in scene.roles.items():
        feed = sign_in(client, user).get(f"/live/{scene.file.book_id}/?after=1").json()
        assert bool(feed["entries"]) == (role in wanted), role
        assert feed["last_seq"] == 2


def test_a_file_in_preparation_is_followed_by_its_two_sides_alone(client):
    scene = a_scene(state="prepared")
    for role, user in scene.roles.items():
        status = sign_in(client, user).get(f"/ho-so/{scene.file.code}/van-ban/").status_code
        assert client.get(f"/live/{scene.file.book_id}/").status_code == status, role
        assert client.get(f"/ho-so/{scene.file.code}/van-ban/1/so-lieu/").status_code == status, role
        assert (status == 200) == (role in {"officer", "signer", "coordinator", "member"})


# What happens to an opinion for the council alone.
GUARDED = {
    "comment.posted": lambda s, comment: post(s, s.coordinator, parent=comment, position="", shown="council"),
    "comment.edited": edit,
    "comment.withdrawn": lambda s, comment: forum.withdraw_comment(s.author, comment=comment),
    "comment.hidden": lambda s, comment: hide(s, comment, by=s.coordinator),
}
COUNCIL = {"coordinator", "member"}


@pytest.mark.parametrize("verb", sorted(GUARDED))
def test_a_comment_that_one_may_not_read_leaves_no_mark(client, verb):
    """Neither clause nor number nor kind, whatever happens to it and whatever the audience of the entry."""
    scene = a_scene()
    GUARDED[verb](scene, guarded(scene))
    entries = list(Entry.objects.filter(book=scene.file.book_id, verb__in=live.NEWS).order_by("seq"))
    assert verb in {entry.verb for entry in entries}
    for role, user in scene.roles.items():
        feed = sign_in(client, user).get(f"/live/{scene.file.book_id}/").json()
        assert bool(feed["entries"]) == bool(markers(feed)) == (role in COUNCIL), role
        drawn = live.render(entries, user or AnonymousUser())
        assert bool(drawn) == (role in COUNCIL | {"author"}), role


def test_a_file_where_something_was_said_to_the_council_has_the_feed_of_one_where_nothing_was(client):
    scene = a_scene()
    post(scene)
    path = f"/live/{scene.file.book_id}/"
    outside = [name for name in scene.roles if name not in COUNCIL]
    before = {role: sign_in(client, scene.roles[role]).get(path).json()["entries"] for role in outside}
    guarded(scene)
    for role in outside:
        assert sign_in(client, scene.roles[role]).get(path).json()["entries"] == before[role], role


def test_acts_that_are_not_live_are_in_no_feed(client):
    scene = a_scene()
    poll = a_poll(scene)
    polls.cast_ballot(scene.expert, poll=poll, choice="yes", client_key=key())
    for user in scene.roles.values():
        feed = sign_in(client, user).get(f"/live/{scene.file.book_id}/").json()
        assert [entry["verb"] for entry in feed["entries"]] == ["poll.opened"]


@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow_with_news(django_assert_max_num_queries, count):
    scene = a_scene()
    for _n in range(count):
        post(scene)
    with django_assert_max_num_queries(14):
        feed = selectors.feed_for(scene.expert, scene.file.book_id, 0)
    assert len(feed.entries) == count
    with django_assert_max_num_queries(8):
        assert selectors.feed_for(scene.expert, scene.file.book_id, feed.last_seq).entries == ()


def test_presence_is_never_counted_in_files():
    scene = a_scene()
    assert selectors.readable(scene.expert, scene.file.book_id).presence is False


# --- the page and the feed make the page after ----------------------------------------------------------------


def shown(document) -> dict:
    """What changes in place: counters, lines of the contents, the sum in the tab, numbers at comments."""
    found = {}
    for node in document.xpath("//a[@class='say']"):
        clause = re.search(r"clause=(\d+)", node.get("href"))[1]
        found["say", clause] = (node.get("aria-label"), inner(node))
    for node in document.xpath("//nav[contains(@class, 'rail')]//a[contains(@href, '#c-')]"):
        found["line", node.get("href").rpartition("#")[2]] = inner(node)
    found["total"] = inner(document.xpath("//*[@id='side']//nav[@class='tabs']/a")[0])
    for node in document.xpath("//*[@id='side']//*[starts-with(@id, 'y-')]/footer"):
        pk = node.getparent().get("id")
        line = [span for span in node.iterchildren("span") if not span.get("class")]
        found["figures", pk] = (
            [inner(n) for n in node.xpath(".//*[@class='n']")],
            [inner(one) for one in line],
        )
    return found


def inner(node) -> str:
    parts = [node.text or ""] + [lxml.html.tostring(child, encoding="unicode") for child in node]
    return " ".join("".join(parts).split())


def words_of_panel(document) -> str:
    """The panel without what changes in place: when this differs, the chip must have come."""
    side = document.xpath("//*[@id='side']/*[@class='in']")[0]
    for node in side.xpath(".//footer | .//input"):
        node.getparent().remove(node)
    return inner(side)


def refreshed(client, path, before: dict, feed, clause) -> dict:
    """What reading.js does: ask for the figures of what is touched and put them in place of the old ones."""
    clauses = {c for _entry, node in markers(feed) for c in (node.get("data-clause") or "").split()}
    comments = {node.get("data-id") for _entry, node in markers(feed)} - {None}
    if not clauses:
        return before
    asked = {"clause": clause, "dem": ",".join(clauses), "y": ",".join(comments), "most": ""}
    found = client.get(f"{path}so-lieu/", asked).json()
    after = dict(before)
    for pk, html in found["say"].items():
        node = lxml.html.fragment_fromstring(html)
        after["say", pk] = (node.get("aria-label"), inner(node))
    for pk, html in found["lines"].items():
        after["line", f"c-{pk}"] = inner(lxml.html.fragment_fromstring(f"<a>{html}</a>"))
    after["total"] = inner(lxml.html.fragment_fromstring(f"<a>{found['total']}</a>"))
    for pk, figure in found["figures"].items():
        if ("figures", f"y-{pk}") in after:
            numbers = [inner(lxml.html.fragment_fromstring(f"<b>{n}</b>")) for n in figure["n"]]
            line = [inner(lxml.html.fragment_fromstring(f"<b>{figure['line']}</b>"))]
            after["figures", f"y-{pk}"] = (numbers, line)
    return after


def chip(document, feed, clause) -> bool:
    ids = {node.get("id") for node in document.xpath("//*[@id='side']//*[starts-with(@id, 'y-')]")}
    for _entry, node in markers(feed):
        if clause not in (node.get("data-clause") or "").split():
            continue
        kind, here = node.get("data-news"), f"y-{node.get('data-id')}" in ids
        if (
            kind in ("poll", "place", "opened")
            or (kind == "comment" and not here)
            or (kind == "change" and here)
        ):
            return True
    return False


@pytest.mark.parametrize("role", ["visitor", "expert", "author", "officer", "coordinator"])
@pytest.mark.parametrize("verb", sorted(v for v, kind in live.NEWS.items() if kind != "file"))
def test_page_and_feed_make_the_page_after(client, verb, role):
    scene = a_scene(verb)
    post(scene, scene.expert, clause=scene.other)
    before, act = ACTS[verb]
    thing = before(scene)
    sign_in(client, scene.roles[role])
    path, clause = f"/ho-so/{scene.file.code}/van-ban/1/", str(scene.clause.pk)
    page = lxml.html.document_fromstring(client.get(path, {"clause": clause}).content.decode())
    seq = page.get_element_by_id("live").get("data-seq")
    act(scene, thing)
    feed = client.get(page.get_element_by_id("live").get("data-feed"), {"after": seq}).json()
    after = lxml.html.document_fromstring(client.get(path, {"clause": clause}).content.decode())
    now = refreshed(client, path, shown(page), feed, clause)
    wanted = shown(after)
    same = {name: value for name, value in wanted.items() if name in now}
    assert {name: now[name] for name in same} == same
    assert chip(page, feed, clause) == (words_of_panel(page) != words_of_panel(after))
    assert refreshed(client, path, now, feed, clause) == now  # twice is as good as once
    file_news = [node for _entry, node in markers(feed) if node.get("data-news") == "file"]
    assert not file_news


def test_news_of_an_old_clause_stand_at_what_became_of_it(client):
    scene = a_scene()
    comment = post(scene)
    second = make.a_version(draft=scene.file.draft, by=scene.file.version.uploaded_by, text=make.TEXT_2)
    new = second.clauses.get(citation="khoản 1 Điều 3")
    second.links_back.create(
        old_version=scene.file.version, old=scene.clause, new=new, kind="edited", score=1
    )
    ((_entry, node),) = markers(client.get(f"/live/{scene.file.book_id}/").json())
    assert node.get("data-clause").split() == [str(scene.clause.pk), str(new.pk)]
    assert node.get("data-id") == str(comment.pk)


@pytest.mark.parametrize(
    "question", [{"dem": "x,²,-1," + "9" * 30}, {"y": "1;2"}, {"most": "x" * 99}, {"clause": "chung"}]
)
def test_questions_that_make_no_sense_get_figures_all_the_same(client, question):
    scene = a_scene()
    post(scene)
    found = client.get(f"/ho-so/{scene.file.code}/van-ban/1/so-lieu/", question)
    assert found.status_code == 200 and set(found.json()["say"]) == {str(scene.clause.pk)}


def test_only_what_is_touched_is_sent_while_the_greatest_figure_stays(client):
    scene = a_scene()
    for clause in (scene.clause, scene.clause, scene.other):
        post(scene, clause=clause)
    path = f"/ho-so/{scene.file.code}/van-ban/1/so-lieu/"
    most = client.get(path).json()["most"]
    found = client.get(path, {"dem": str(scene.other.pk), "most": most}).json()
    assert set(found["say"]) == {str(scene.other.pk)}
    post(scene)
    found = client.get(path, {"dem": str(scene.clause.pk), "most": most}).json()
    assert set(found["say"]) == {str(scene.clause.pk), str(scene.other.pk)}
