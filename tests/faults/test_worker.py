"""The worker is killed in the middle of a job: the job is done after all, and its mail comes once."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from consult.notices.mail_actions import queue_mail
from consult.notices.models import Mail
from tests.live.serving import ROOT, database_environment

pytestmark = pytest.mark.django_db(transaction=True)
WITHIN = 60


@contextlib.contextmanager
def worker(tmp_path: Path, backend: str):
    """A real worker process; killed with its children at the end if it still runs."""
    environment = database_environment() | {
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings", "EMAIL_BACKEND": backend, "CONSULT_VAR": str(tmp_path),
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(asked) -> None:
    until = time.monotonic() + WITHIN
    while not asked():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.1)


def jobs(name: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name])
        return [row[0] for row in cursor.fetchall()]


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def half_a_minute_passes() -> None:
    run("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")


@pytest.fixture(autouse=True)
def _no_jobs():
    run("DELETE FROM procrastinate_jobs")
    yield
    run("DELETE FROM procrastinate_jobs")


def test_a_killed_worker_loses_no_job_and_doubles_no_mail(tmp_path):
    (tmp_path / "static").mkdir()
    queue_mail("nguoi@consult.test", subject="Kết quả", body="Đã có kết quả.", key="fault:1")
    assert jobs("notices.send") == ["todo"]
    with worker(tmp_path, "tests.faults.mail_backends.TakesAndHangs") as process:
        wait_for((tmp_path / "mail" / "taken").exists)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    # The minute's sweep may have taken the mail instead of the job made for it.
    assert "doing" in jobs("notices.send") + jobs("notices.sweep")
    assert Mail.objects.get().state == Mail.State.WAITING
    half_a_minute_passes()
    app.configure_task("notices.resume", queueing_lock="now").defer(timestamp=0)
    with worker(tmp_path, "consult.notices.backends.FolderBackend"):
        wait_for(lambda: Mail.objects.get().state == Mail.State.SENT)
        wait_for(lambda: not {"doing", "todo"} & set(jobs("notices.send")))
    mail = Mail.objects.get()
    assert (mail.state, mail.tries) == (Mail.State.SENT, 1)
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


def test_a_dead_job_whose_twin_waits_is_closed(tmp_path):
    """Two jobs of one queueing lock cannot both wait: the waiting one does the work of both."""
    (tmp_path / "static").mkdir()
    queue_mail("nguoi@consult.test", subject="Kết quả", body="Đã có kết quả.", key="fault:2")
    run("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")
    queue_mail("khac@consult.test", subject="Kết quả", body="Đã có kết quả.", key="fault:3")
    assert jobs("notices.send") == ["doing", "todo"]
    app.configure_task("notices.resume", queueing_lock="now", priority=9).defer(timestamp=0)
    with worker(tmp_path, "consult.notices.backends.FolderBackend"):
        wait_for(lambda: not {"doing", "todo"} & set(jobs("notices.send") + jobs("notices.resume")))
    assert "doing" not in jobs("notices.send")
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    assert len(list(tmp_path.glob("mail/*.eml"))) == 2
