"""A stand-in for a language model: an HTTP server on a real socket that answers as a test tells it."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Stub:
    """What it was asked (path, headers, body), and how it answers: `answer(handler, body)`."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                stub.asked.append((self.path, dict(self.headers), body))
                stub.answer(self, json.loads(body))

            def do_GET(self):
                stub.asked.append((self.path, dict(self.headers), b""))
                send(self, b"{}")

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def opinions(self, call=0) -> list[dict]:
        """The opinions of a call, as the model saw them."""
        return given(json.loads(self.asked[call][2]))


@contextmanager
def serving(answer):
    stub = Stub(answer)
    thread = threading.Thread(target=stub.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.server.shutdown()
        stub.server.server_close()
        thread.join()


def given(body: dict) -> list[dict]:
    return json.loads(body["messages"][1]["content"])["y_kien"]


def send(handler, body: bytes, status: int = 200, **headers) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def completion(content) -> bytes:
    words = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode()


def grouping(make_groups):
    """A model that answers with the groups that `make_groups(opinions)` makes."""

    def answer(handler, body):
        send(handler, completion({"groups": make_groups(given(body))}))

    return answer
