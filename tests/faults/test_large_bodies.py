"""More than the site takes in: one clear page, a bounded disk, a server that goes on."""

import socket
import urllib.request
from pathlib import Path

import pytest

from tests.live.serving import database_environment, served

pytestmark = pytest.mark.django_db(transaction=True)
MEGA = 1024 * 1024
SENTENCE = "Nội dung gửi lên lớn hơn 32 MB nên không được nhận."


@pytest.fixture(scope="module")
def port(django_db_setup):
    with served(**database_environment()) as (port, process):
        yield port
        assert process.poll() is None


def send(port, head: str, pieces) -> str:
    """A raw request; the answer, whatever happens while sending."""
    with socket.create_connection(("127.0.0.1", port), 30) as link:
        start = f"POST /du-thao-cua-co-quan/moi/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{head}\r\n\r\n"
        link.sendall(start.encode())
        for piece in pieces:
            link.sendall(piece)
        parts = []
        while part := link.recv(65536):
            parts.append(part)
    return b"".join(parts).decode("utf-8", "replace")


def chunks(count):
    piece = b"x" * MEGA
    for _n in range(count):
        yield b"%x\r\n" % MEGA + piece + b"\r\n"
    yield b"0\r\n\r\n"


def test_sixty_megabytes_are_refused_with_a_sentence(port):
    answer = send(port, f"Content-Length: {60 * MEGA}", (b"x" * MEGA for _n in range(60)))
    assert answer.startswith("HTTP/1.1 413")
    assert SENTENCE in answer
    assert "script" not in answer


def test_a_body_without_a_length_is_counted(port):
    answer = send(port, "Transfer-Encoding: chunked", chunks(40))
    assert answer.startswith("HTTP/1.1 413")
    assert SENTENCE in answer


def test_what_fits_reaches_the_application(port):
    """Without a token: Django's own refusal, not the server's."""
    answer = send(port, f"Content-Length: {31 * MEGA}", (b"x" * MEGA for _n in range(31)))
    assert answer.startswith("HTTP/1.1 403")


def test_an_endless_sender_is_cut_off(port):
    with pytest.raises(OSError, match=r"reset|pipe|abort"):
        send(port, "Transfer-Encoding: chunked", chunks(2000))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
        assert page.status == 200


def test_the_disk_holds_no_more_than_the_limit(port):
    """The server's temporary files while sixty megabytes are on their way."""
    with socket.create_connection(("127.0.0.1", port), 30) as link:
        head = f"POST /du-thao-cua-co-quan/moi/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {60 * MEGA}\r\n\r\n"
        link.sendall(head.encode())
        for _n in range(59):
            link.sendall(b"x" * MEGA)
        link.sendall(b"x" * 1000)
        assert 0 < largest_open_file(port) <= 33 * MEGA


def largest_open_file(port) -> int:
    """Size of the largest deleted file that the server of this port holds open."""
    sizes = [0]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            if str(port).encode() not in command or b"daphne" not in command:
                continue
            files = [f for f in (folder / "fd").iterdir() if "(deleted)" in str(f.readlink())]
            sizes += [f.stat().st_size for f in files]
        except OSError:
            continue
    return max(sizes)
