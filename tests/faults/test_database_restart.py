"""The database goes away under a running server: a clear page while it is gone, everything as before after."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from consult.kit import postgres
from tests.live.serving import ROOT, served

BACK_WITHIN = 10


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
