"""The database goes away under a running server: a clear page while it is gone, everything as before after."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from websockets.exceptions import InvalidStatus

from consult.kit import postgres
from tests.live import serving
from tests.live.serving import ROOT, follow, frames_until, served
from tests.live.test_socket import ask as ask_as
from tests.rooms.scenes import key

BACK_WITHIN = 10
SCENE = """
import json
from tests.live.serving import session_cookie
from tests.rooms.scenes import a_room
scene = a_room()
scene.room.book.refresh_from_db()
print(json.dumps({
    "room": scene.room.pk, "book": scene.room.book_id, "seq": scene.room.book.last_seq,
    "reader": session_cookie(scene.chair), "writer": session_cookie(scene.expert),
}))
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A database of its own, empty but for the tables."""
    folder = tmp_path_factory.mktemp("database") / "pg"
    try:
        url = postgres.start(folder, durable=False).url
        settings = {"DJANGO_SETTINGS_MODULE": "consult.config.settings.test", "DATABASE_URL": url}
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True)
        yield folder, {**settings, "HTTP_THREADS": "3"}
    finally:
        postgres.remove(folder)


def ask(port, path="/ho-so/"):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def test_a_restart_of_the_database_is_one_clear_page_and_heals(cluster):
    folder, environment = cluster
    with served(**environment) as (port, process):
        for _n in range(4):  # every thread has its connection
            assert ask(port)[0] == 200
        postgres.stop(folder)
        for _n in range(4):
            status, headers, page = ask(port)
            assert status == 503
            assert headers["Retry-After"] == "10"
            assert "Tạm ngừng phục vụ" in page
            assert "Vui lòng thử lại sau ít phút" in page
            assert "Traceback" not in page
            assert headers["Cache-Control"] == "no-store"
        server = postgres.start(folder, durable=False)
        assert server.url == environment["DATABASE_URL"]
        began = time.monotonic()
        while ask(port)[0] != 200:
            assert time.monotonic() - began < BACK_WITHIN
            time.sleep(0.2)
        # No thread keeps a dead connection.
        assert [ask(port)[0] for _n in range(9)] == [200] * 9
        assert process.poll() is None


@pytest.fixture
def room(cluster):
    """An open room in the cluster: its numbers, and the sessions of one who reads and one who writes."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", SCENE]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **cluster[1]}, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_a_socket_lives_through_a_restart_and_nothing_said_is_lost_or_doubled(cluster, room):
    folder, environment = cluster
    live = {"LIVE_RECHECK": "1", "LIVE_HEARTBEAT": "1"}
    with served(**environment, **live) as (port, process):
        say, feed = f"/phong/{room['room']}/noi/", f"/live/{room['book']}/?after={room['seq']}"
        first, second = ({"room": room["room"], "text": text, "client_key": key()} for text in ("Một", "Hai"))
        with serving.socket_to(port, room["reader"]) as ws:
            follow(ws, room["book"], room["seq"])
            assert ask_as(port, say, room["writer"], dict(first))[0] == 200
            told = frames_until(ws, lambda frame: frame.get("seq", 0) == room["seq"] + 2)
            headers, form = written(port, room, second)
            postgres.stop(folder)
            for _n in range(3):
                status, page = send(port, say, headers, form)
                assert (status, "Tạm ngừng phục vụ" in page) == (503, True)
            assert ask(port, feed)[0] == 503
            # Three rechecks of rights and three heartbeats find no database: the socket waits, quietly.
            with pytest.raises(TimeoutError):
                ws.recv(timeout=3.5)
            with pytest.raises(InvalidStatus):
                serving.socket_to(port, room["reader"]).close()
            postgres.start(folder, durable=False)
            until = time.monotonic() + BACK_WITHIN
            while send(port, say, headers, form)[0] != 200:  # the very same form, as a browser tries again
                assert time.monotonic() < until
                time.sleep(0.2)
            told += frames_until(ws, lambda frame: frame.get("seq", 0) == room["seq"] + 3)
        numbers = [frame["seq"] for frame in told if "seq" in frame]
        assert numbers == sorted(numbers)
        # One that was cut off asks after the last number that it had, and hears the rest at once.
        with serving.socket_to(port, room["reader"]) as ws:
            follow(ws, room["book"], room["seq"] + 2)
            frames_until(ws, lambda frame: frame.get("seq") == room["seq"] + 3)
        status, body = ask_as(port, feed, room["reader"])
        entries = json.loads(body)["entries"]
        assert (status, [entry["verb"] for entry in entries]) == (
            200, ["room.entered", "message.said", "message.said"],
        )  # fmt: skip
        assert [entry["seq"] for entry in entries] == [room["seq"] + n for n in (1, 2, 3)]
        for said, entry in zip(("Một", "Hai"), entries[1:], strict=True):
            assert said in entry["html"]
        assert process.poll() is None


def written(port, room, fields) -> tuple[dict, bytes]:
    """A form as the open page would send it: headers and body, token and all."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/phong/{room['room']}/", headers={"Cookie": room["writer"]}
    )
    with urllib.request.urlopen(request, timeout=20) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())[1]
        crumb = page.headers["Set-Cookie"].split(";")[0]
    form = {"text": fields["text"], "client_key": fields["client_key"], "csrfmiddlewaretoken": token}
    return {"Cookie": f"{room['writer']}; {crumb}", "X-Live": "1"}, urllib.parse.urlencode(form).encode()


def send(port, path, headers, form) -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=form, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
