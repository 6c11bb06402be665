"""The HTTP adapter under a real daphne process, through a plain client."""

import hashlib
import http.client
import json
import signal
import socket
import threading
import time

import pytest

from tests.live.serving import served

SAMPLE = "tests.kit.http_sample:application"


@pytest.fixture(scope="module")
def marks(tmp_path_factory):
    return tmp_path_factory.mktemp("marks")


@pytest.fixture(scope="module")
def port(marks):
    with served(SAMPLE, HTTP_SAMPLE_MARKS=str(marks)) as (port, _process):
        yield port


def ask(port, method, path, body=None, headers=None, **kw):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body=body, headers=headers or {}, **kw)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_environ_is_that_of_wsgi(port):
    headers = {"Cookie": "a=1", "X-Twice": "1", "Content-Type": "text/x", "A_B": "smuggled"}
    _response, body = ask(port, "POST", "/%C4%91i%E1%BB%81u%207?q=%C3%A9&x=1", b"abc", headers)
    environ = json.loads(body)["environ"]
    assert environ["PATH_INFO"].encode("latin1").decode() == "/điều 7"
    assert environ["QUERY_STRING"] == "q=%C3%A9&x=1"
    assert (environ["CONTENT_LENGTH"], environ["CONTENT_TYPE"]) == ("3", "text/x")
    assert (environ["HTTP_COOKIE"], environ["REQUEST_METHOD"]) == ("a=1", "POST")
    assert environ["REMOTE_ADDR"] == "127.0.0.1"
    assert "HTTP_A_B" not in environ


def test_path_that_is_no_utf8_reaches_the_application_as_it_came(port):
    _response, body = ask(port, "GET", "/%ff%fe")
    assert json.loads(body)["environ"]["PATH_INFO"] == "/\xff\xfe"


def test_small_body_stays_in_memory_and_a_large_one_goes_to_disk(port):
    small = json.loads(ask(port, "POST", "/echo", b"x" * 8000)[1])
    assert (small["body"], small["size"]) == ("BytesIO", 8000)
    large = bytes(range(256)) * (30 * 4096)
    assert len(large) == 30 * 1024 * 1024
    got = json.loads(ask(port, "POST", "/echo", large)[1])
    assert got["size"] == len(large)
    assert got["sha256"] == hashlib.sha256(large).hexdigest()
    assert got["body"] == "SpooledTemporaryFile"


@pytest.mark.parametrize("size", [0, 1, 8191, 8192, 8193, 16384, 65536])
def test_body_of_every_size_around_the_blocks(port, size):
    got = json.loads(ask(port, "POST", "/echo", b"z" * size)[1])
    assert (got["size"], got["environ"]["CONTENT_LENGTH"]) == (size, str(size))


def test_chunked_body_has_its_counted_length(port):
    got = json.loads(ask(port, "POST", "/echo", iter([b"ab", b"cde"]), encode_chunked=True)[1])
    assert (got["size"], got["environ"]["CONTENT_LENGTH"]) == (5, "5")


def test_stream_arrives_whole(port):
    response, body = ask(port, "GET", "/pieces")
    assert (response.status, body) == (200, b"0\n1\n2\n3\n4\n")
    assert ask(port, "GET", "/written")[1] == b"written, returned"


def test_file_is_streamed_whole(port, marks):
    content = bytes(range(251)) * 20_000
    (marks / "large").write_bytes(content)
    response, body = ask(port, "GET", "/file")
    assert response.getheader("Content-Length") == str(len(content))
    assert body == content


def test_head_has_the_length_and_no_body(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    length = len(ask(port, "GET", "/written-not/echo")[1])
    connection.request("HEAD", "/written-not/echo")
    response = connection.getresponse()
    assert abs(int(response.getheader("Content-Length")) - length) <= 2  # "HEAD" and "GET" differ by one
    assert response.read() == b""
    # The connection is still in step: a body sent after a HEAD would be read as the next answer.
    connection.request("GET", "/pieces")
    assert connection.getresponse().read().startswith(b"0\n")
    connection.close()


def test_no_content_has_no_body_and_no_length(port):
    response, body = ask(port, "GET", "/nothing")
    assert (response.status, body, response.getheader("Content-Length")) == (204, b"", None)


def test_error_before_the_start_is_one_clear_500(port):
    response, body = ask(port, "GET", "/broken")
    assert response.status == 500
    assert "Hệ thống gặp lỗi" in body.decode()
    assert "ValueError" not in body.decode()


def test_stream_that_fails_half_way_does_not_look_complete(port):
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        ask(port, "GET", "/torn")
    time.sleep(1.2)  # daphne looks at its applications once a second: it must have survived
    assert ask(port, "GET", "/pieces")[0].status == 200


def test_client_that_leaves_closes_the_iterator(port, marks):
    (marks / "closed").unlink(missing_ok=True)
    with socket.create_connection(("127.0.0.1", port), 5) as raw:
        raw.sendall(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
        assert raw.recv(1000).startswith(b"HTTP/1.1 200")
        assert not (marks / "closed").exists()
    until = time.monotonic() + 10
    while not (marks / "closed").exists():
        assert time.monotonic() < until, "the iterator was not closed"
        time.sleep(0.05)


def test_more_requests_than_threads_wait_and_are_all_answered(port):
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(ask(port, "GET", "/slow")[1])) for _ in range(12)
    ]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(answers) == 12
    # Three lasting threads, each used again and again: that is what keeps the database connections.
    assert {name[:4] for name in answers} == {b"http"}
    assert len(set(answers)) == 3
    assert time.monotonic() - begun >= 12 / 3 * 0.2


def test_request_in_hand_is_answered_at_shutdown(tmp_path):
    with served(SAMPLE, HTTP_SAMPLE_MARKS=str(tmp_path)) as (port, process):
        got = []
        thread = threading.Thread(target=lambda: got.append(ask(port, "GET", "/slowest")[1]))
        thread.start()
        until = time.monotonic() + 10
        while not (tmp_path / "begun").exists():
            assert time.monotonic() < until
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        thread.join(15)
        assert got == [b"answered"]
        assert process.wait(10) == 0
