"""Type confusion: whatever stands in a query or in a form, the answer is a page or a refusal, never a fault."""

import itertools
import logging
import re
from pathlib import Path
from uuid import uuid4

import lxml.html
import pytest
from django.db import transaction
from django.urls import resolve, reverse

from tests.contracts.test_urls import OWN, table
from tests.contracts.world import ROLES, World
from tests.security.bodies import PAGES, body_for, enter, make_ready, role_for

ODD = [
    "",
    "[]",
    "null",
    "yes",
    "NaN",
    "-1",
    "1e309",
    "9" * 40,
    "0" * 30 + "9" * 30,
    "\x00",
    "a\x00b",
    "²",
    "٣",
    "' OR 1=1 --",
    "%s%n{0}{{7*7}}",
    "2026-99-99",
    "\u202e\u200b\ufeff",
    "1" * 5000,
]
ROOT = Path(__file__).resolve().parents[2]
QUERY = {
    "experts": ("q", "field", "branch", "degree", "association", "page"),
    "consultations": ("q", "kind", "state", "agency", "page"),
    "consultation_manage": ("linh_vuc", "ten", "page"),
    "consultation_new": ("loai", "ban"),
    "results_list": ("page",),
    "inbox": ("page",),
    "drafts": ("page",),
    "verifications": ("page",),
    "search": ("q",),
    "receipt_check": ("so",),
    "live_feed": ("after",),
    "compile": ("y-kien", "diem", "vua-xep"),
    "answers": ("diem", "trang-thai", "phu-trach", "dieu", "mau"),
    "next_draft": ("muc",),
    "results": ("tra-loi",),
    "room": ("truoc",),
    "version_changes": ("all",),
    "poll_new": ("clause",),
    "comment_new": ("clause",),
    "reply_new": ("trich",),
    "reading": ("clause", "muc", "sau", "tu"),
    "table": ("dong",),
    "reading_counters": ("clause", "dem", "y", "most"),
    "round_new": ("hoi",),
    "round_dissent": ("phuong-an",),
    "clause_panel": ("sau", "tiep"),
}
READ_IN_CODE = re.compile(r'request\.GET\.get\("([^"]+)"|params\.get\("([^"]+)"')


@pytest.fixture
def world(db):
    return World.build()


def reader_of(name: str) -> str:
    """A role that sees the page."""
    row = table()[name]
    return next(
        (role for role in ("coordinator", "agency_officer", "expert", *row) if row[role] == "200"), "expert"
    )


def test_every_name_that_a_page_reads_is_asked():
    read = set()
    for path in sorted((ROOT / "consult").glob("*/views*.py")):
        read |= {first or second for first, second in READ_IN_CODE.findall(path.read_text("utf-8"))}
    assert read <= {name for names in QUERY.values() for name in names}


def test_odd_queries_are_never_a_fault(world, client):
    faults = []
    for name, params in QUERY.items():
        world.sign_in(client, reader_of(name))
        url = reverse(name, kwargs=world.arguments(name))
        for param, odd in itertools.product(params, ODD):
            status = status_of(client.get, url, {param: odd})
            if status >= 500:
                faults.append(f"GET {name}?{param}={odd[:20]!r}: {status}")
    assert not faults, "\n".join(faults)


def test_the_right_forms_are_right(world, client):
    """Each is taken, and leads on. Without this the next test would only meet refusals at the door."""
    refused = {}
    for name in sorted(OWN):
        body = body_for(world, name)
        if body is not None:
            world.sign_in(client, role_for(world, name))
            status = status_of(client.post, reverse(name, kwargs=world.arguments(name)), body, world, name)
            if status != (200 if name in PAGES else 302):
                refused[name] = status
    assert not refused, refused


# Forms on our pages whose address is a library's: tried in tests/people and tests/kit.
LIBRARIES = {"account_logout", "account_login", "account_signup", "set_language"}

WORKERS = ("expert", "agency_officer", "agency_signer", "coordinator")


@pytest.mark.parametrize("stage", ["comment", "compile", "answer"])
def test_no_page_has_a_form_that_was_not_tried(world, client, stage):
    """What the pages of every role offer to post to, in the stages of a file, is among the right forms."""
    if stage != "comment":
        enter(world, stage)
    offered = {}
    for role in ROLES if stage == "comment" else WORKERS:
        world.sign_in(client, role)
        for name in sorted(OWN):
            page = client.get(reverse(name, kwargs=world.arguments(name)))
            if page.headers.get("Content-Type", "").startswith("text/html") and not page.streaming:
                for address in posts_of(page.content.decode(), page.wsgi_request.path):
                    offered.setdefault(resolve(address).url_name, f"{name} as {role}")
    assert len(offered) > 12
    tried = {name for name in OWN if body_for(world, name) is not None}
    missing = {name: where for name, where in offered.items() if name not in tried | LIBRARIES}
    assert not missing, missing


def posts_of(page: str, path: str) -> set[str]:
    """Addresses that forms and buttons of a page post to, without their query."""
    if not page.strip():
        return set()
    tree = lxml.html.document_fromstring(page)
    found = {
        form.get("action") or path for form in tree.iter("form") if form.get("method", "").lower() == "post"
    }
    found |= {node.get("formaction") for node in tree.iter("button") if node.get("formaction")}
    found |= {node.get("hx-post") for node in tree.iter() if node.get("hx-post")}
    return {address.partition("?")[0].partition("#")[0] for address in found}


def test_odd_values_in_one_field_of_a_right_form_are_never_a_fault(world, client):
    """Each field of each form in turn, the rest as it should be; what succeeds is undone. Every field meets a zero byte,
    which no database takes, and one of the other values in turn."""
    faults, turn = [], itertools.cycle(ODD)
    for name in sorted(OWN):
        body = body_for(world, name)
        if body is None:
            continue
        world.sign_in(client, role_for(world, name))
        url = reverse(name, kwargs=world.arguments(name))
        for field in body:
            for odd in (next(turn), "a\x00b"):
                sent = {**rewound(body), field: odd}
                if "client_key" in sent and field != "client_key":
                    sent["client_key"] = str(uuid4())
                status = status_of(client.post, url, sent, world, name)
                if status >= 500:
                    faults.append(f"POST {name}.{field} = {odd[:20]!r}: {status}")
    assert not faults, "\n".join(faults)


def rewound(body: dict) -> dict:
    """The form once more: a file that was sent stands at its end."""
    for value in body.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return body


def status_of(ask, url: str, data, world=None, name="") -> int:
    """The status, with everything written undone; a fault is 500."""
    with transaction.atomic():
        if world is not None:
            make_ready(world, name)
        try:
            with transaction.atomic():
                status = ask(url, data).status_code
        except Exception as error:
            logging.getLogger("tests").exception("fault at %s", url, exc_info=error)
            status = 500
        transaction.set_rollback(True)
    return status
