"""State of the page + feed = state after, for every live verb and for the roles that see different things."""

import lxml.html
import pytest

from consult.ledger import registry
from consult.ledger.models import Entry
from consult.rooms import actions, fragments, verbs
from tests.factories import an_expert
from tests.rooms.scenes import a_room, key

pytestmark = pytest.mark.django_db
REGIONS = {region for regions in fragments.REGIONS.values() for region in regions}


def entered(scene):
    actions.enter(scene.expert, room=scene.room)


def asked(scene):
    return actions.ask_turn(scene.expert, room=scene.room)


def speaking(scene):
    return actions.call_turn(scene.chair, turn=asked(scene))


def show_open(scene):
    return actions.open_show(scene.chair, room=scene.room, question="Kéo dài thời hạn?", client_key=key())


def closed(scene, _):
    return actions.close_room(scene.chair, room=scene.room, conclusion="Thống nhất")


# verb: (what comes before the page is loaded, what happens after)
ACTS = {
    "room.opened": (None, lambda s, _: actions.open_room(s.chair, room=s.room)),
    "room.closed": (entered, closed),
    "room.entered": (lambda s: None, lambda s, _: actions.enter(s.secretary, room=s.room)),
    "message.said": (
        entered,
        lambda s, _: actions.say(s.expert, room=s.room, text="A <i>b</i>", client_key=key()),
    ),
    "turn.asked": (entered, lambda s, _: actions.ask_turn(s.expert, room=s.room)),
    "turn.withdrawn": (asked, lambda s, turn: actions.withdraw_turn(s.expert, turn=turn)),
    "turn.called": (asked, lambda s, turn: actions.call_turn(s.chair, turn=turn)),
    "turn.ended": (speaking, lambda s, turn: actions.end_turn(s.chair, turn=turn)),
    "agenda.moved": (
        lambda s: None,
        lambda s, _: actions.move_agenda(s.chair, room=s.room, item=s.room.agenda.get(order=2)),
    ),
    "show.opened": (lambda s: None, lambda s, _: show_open(s)),
    "hand.raised": (show_open, lambda s, show: actions.raise_hand(s.secretary, show=show, value="no")),
    "show.closed": (show_open, lambda s, show: actions.close_show(s.chair, show=show)),
}


def shown(document) -> dict[str, str]:
    """What the regions and the stream say, words and controls alike."""
    found = {}
    for name in [f"room-{region}" for region in sorted(REGIONS)] + ["room-stream"]:
        node = document.get_element_by_id(name)
        found[name] = " ".join(lxml.html.tostring(node, encoding="unicode", with_tail=False).split())
        found[name] = found[name].replace("> <", "><")
    return found


def apply(document, entries) -> None:
    """What room.js does with entries: pieces go to the top of the stream, regions are replaced."""
    for entry in entries:
        for node in lxml.html.fragments_fromstring(entry["html"]) if entry["html"] else ():
            into = node.get("data-into")
            node.tail = None
            if into is None:
                old = document.get_element_by_id(node.get("id"))
                old.getparent().replace(old, node)
            elif not document.xpath("//*[@id=$id]", id=node.get("id")):
                document.get_element_by_id(into).insert(0, node)


@pytest.mark.parametrize("who", ["expert", "chair", "secretary"])
@pytest.mark.parametrize("verb", sorted(ACTS))
def test_page_and_feed_make_the_page_after(signed_in, verb, who):
    before, act = ACTS[verb]
    scene = a_room(opened=before is not None)
    thing = before(scene) if before else None
    browser = signed_in(getattr(scene, who))
    page = f"/phong/{scene.room.pk}/"
    document = lxml.html.document_fromstring(browser.get(page).content.decode())
    seq = document.body.get("data-seq")
    act(scene, thing)
    feed = browser.get(f"/live/{scene.room.book_id}/?after={seq}").json()
    assert verb in [entry["verb"] for entry in feed["entries"]]
    assert [entry["seq"] for entry in feed["entries"]] == list(range(int(seq) + 1, feed["last_seq"] + 1))
    apply(document, feed["entries"])
    after = lxml.html.document_fromstring(browser.get(page).content.decode())
    assert shown(document) == shown(after)
    # Twice is as good as once.
    apply(document, feed["entries"])
    assert shown(document) == shown(after)


def test_every_live_verb_of_rooms_is_tested_and_rendered():
    own = {verb.name for verb in registry.all_verbs() if verb in vars(verbs).values() and verb.live}
    assert own - {"room.created"} == set(ACTS)
    assert own == set(fragments.REGIONS)


def test_fragments_never_name_voices_by_number(signed_in):
    scene = a_room()
    message = actions.say(scene.expert, room=scene.room, text="Ý kiến", client_key=key())
    entry = Entry.objects.get(verb="message.said")
    assert entry.actor == f"voice:{message.voice_id}"
    body = signed_in(scene.chair).get(f"/live/{scene.room.book_id}/").json()
    assert set(body["entries"][0]) == {"seq", "verb", "html"}
    assert "voice:" not in str(body)


def test_hidden_result_of_a_show_is_in_no_feed(signed_in):
    scene = a_room()
    show = show_open(scene)
    actions.raise_hand(scene.expert, show=show, value="no")
    html = str(signed_in(scene.secretary).get(f"/live/{scene.room.book_id}/").json())
    assert "1 trên 1 người đã biểu quyết" in html
    assert "Không tán thành: 1" not in html
    actions.close_show(scene.chair, show=show)
    html = str(signed_in(scene.secretary).get(f"/live/{scene.room.book_id}/").json())
    assert "Không tán thành: 1" in html


def test_one_who_lost_the_right_reads_no_more(signed_in):
    scene = a_room()
    other = an_expert("Hồ Văn Giang")
    browser = signed_in(other)
    assert browser.get(f"/live/{scene.room.book_id}/").status_code == 200
    other.expert.state = "editing"
    other.expert.save()
    assert browser.get(f"/live/{scene.room.book_id}/").status_code == 404
    assert browser.get(f"/phong/{scene.room.pk}/").status_code == 404
