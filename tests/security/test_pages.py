"""Payloads in every stored text, read back by every role: no page lets one live; headers of every answer."""

import json

import pytest
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.contracts.test_urls import OWN
from tests.contracts.world import World
from tests.security.crawl import HTML, crawl, living, look

# The tests read what the fixture saw; the mark is what makes the runner prepare a database for a run of them alone.
pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "expert", "association_officer", "agency_officer", "coordinator", "secretary")
PAYLOADS = (
    "<script>xss()</script>",
    "'\"><img src=x onerror=xss()>",
    "javascript:xss()",
    "\" onmouseover=xss() x='",
    "</textarea></title><script>xss()</script>",
    "<svg/onload=xss()>{{7*7}}{% now %}",
    "<a href='jav&#x09;ascript:xss()'>x</a>",
    "]]><iframe srcdoc=x></iframe>",
)
# Words that the house itself chooses or computes; everything else that is text takes a payload.
OURS = {
    "email", "password", "slug", "code", "codes", "key", "url", "source", "source_hash", "tree_hash", "state",
    "kind", "path", "ident", "hash", "salt", "session_key", "name_key", "to", "reason_html", "field",
    "quorum", "majority",
}  # fmt: skip
# What the database wants beside such words, in the same row.
BESIDE = {
    ("Voice", "interest"): {"interest_declared_at": timezone.now()},
    ("Objection", "appeal"): {"appealed_at": timezone.now()},
    ("Comment", "release_reason"): {
        "shown": "council",
        "released": "anonymous",
        "released_at": timezone.now(),
    },
}
# Rows that may hold such words.
ONLY = {
    ("EvidenceFile", "name"): {"comment__isnull": True},
    ("Objection", "answer"): {"answered_by__isnull": False},
    ("Forwarding", "reply"): {"replied_by__isnull": False},
}
TABLES = ("people", "experts", "documents", "consultations", "forums", "polls", "rooms", "reports", "notices")


def poison() -> int:
    """Put a payload into every text column of every table, past actions and triggers; returns how many columns."""
    from django.apps import apps

    done, faults = 0, []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in (m for label in TABLES for m in apps.get_app_config(label).get_models()):
            if not model.objects.exists():
                continue
            texts = [f for f in model._meta.concrete_fields if _takes(f)]
            if not texts:
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for place, column in enumerate(texts):
                payload = PAYLOADS[(done + place) % len(PAYLOADS)][: column.max_length or 200]
                try:
                    with transaction.atomic():
                        model.objects.filter(**ONLY.get((model.__name__, column.name), {})).update(
                            **{column.name: payload}, **BESIDE.get((model.__name__, column.name), {})
                        )
                    done += 1
                except Exception as error:
                    faults.append(f"{model.__name__}.{column.name} takes no payload: {error}")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert not faults, "\n".join(faults)
    return done


def _takes(column) -> bool:
    text = isinstance(column, models.CharField | models.TextField) and not isinstance(
        column, models.SlugField
    )
    return text and not column.choices and not column.unique and column.name not in OURS


@pytest.fixture(scope="module")
def poisoned(django_db_setup, django_db_blocker):
    """What every role saw of a poisoned world; the world is gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        world, client = World.build(), Client()
        columns = poison()
        seen = crawl(client, world, ROLES)
        world.sign_in(client, "administrator")
        seen += admin_pages(client)
        seen += reflected(client, world)
        transaction.set_rollback(True)
    return columns, seen


def admin_pages(client):
    from django.contrib import admin

    for model in admin.site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        first = model.objects.first()
        if model._meta.app_label in TABLES and first is not None:
            yield look(
                client, "administrator", f"admin:{label}_changelist", reverse(f"admin:{label}_changelist")
            )
            yield look(
                client,
                "administrator",
                f"admin:{label}_change",
                reverse(f"admin:{label}_change", args=[first.pk]),
            )


def reflected(client, world):
    """Payloads in the addresses (A05): lists, search, filters."""
    for name, param in (
        ("search", "q"), ("consultations", "q"), ("consultations", "kind"), ("experts", "q"), ("experts", "field"),
        ("receipt_check", "so"), ("consultation_manage", "ten"), ("account_login", "next"),
        ("consultation_new", "loai"), ("compile", "vua-xep"),
    ):  # fmt: skip
        role = {"consultation_manage": "agency_officer", "consultation_new": "agency_officer"}.get(name)
        world.sign_in(client, role or ("coordinator" if name == "compile" else "anonymous"))
        for payload in PAYLOADS:
            url = reverse(name, kwargs=world.arguments(name)) if name in OWN else reverse(name)
            yield look(client, "reflected", name, url, **{param: payload})


def pages(seen):
    return [one for one in seen if one.kind == HTML and one.status == 200]


def test_the_poison_is_everywhere(poisoned):
    """Without this the next tests would prove nothing."""
    columns, seen = poisoned
    assert columns > 40
    shown = [one for one in pages(seen) if "xss()" in one.text]
    assert len(shown) > 60, len(shown)
    assert {one.role for one in shown} > set(ROLES)


def test_no_payload_lives_on_any_page(poisoned):
    faults = [(one.where, *found) for one in pages(poisoned[1]) if (found := living(one.text))]
    assert not faults, faults


def test_no_payload_lives_in_the_feeds(poisoned):
    feeds = [one for one in poisoned[1] if one.name == "live_feed" and one.status == 200]
    fragments = [entry.get("html", "") for one in feeds for entry in json.loads(one.body)["entries"]]
    assert feeds
    assert not [found for html in fragments if (found := living(html))]


def test_the_reader_of_pages_sees_what_it_should():
    """The control of `living`."""
    for bad in (
        "<p><script>1</script></p>", "<p onclick=x>a</p>", "<a href=' java\nscript:x'>a</a>", "<p style='a:b'>a</p>",
        "<iframe></iframe>", "<script src=https://example.com/a.js></script>", "<form action=javascript:x></form>",
    ):  # fmt: skip
        assert living(bad), bad
    assert not living("<p>&lt;script&gt; onclick=x</p><script src=/static/built/app.js></script>")


def test_every_answer_carries_the_policy(poisoned):
    """A09: nothing inline, nothing from elsewhere, no frame around us."""
    for one in poisoned[1]:
        policy = one.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, one.where
        if one.headers.get("Content-Disposition", "").startswith("attachment") and "sandbox" in policy:
            assert "script-src" not in policy, one.where  # a file to keep: nothing in it runs
        else:
            assert "script-src 'self';" in f"{policy};", one.where
            assert "frame-ancestors 'none'" in policy, one.where
            assert "base-uri 'none'" in policy, one.where
        assert "unsafe" not in policy, one.where
        assert one.headers["X-Content-Type-Options"] == "nosniff", one.where
        assert one.headers["X-Frame-Options"] == "DENY", one.where
        assert one.headers["Referrer-Policy"] == "same-origin", one.where


def test_nothing_of_a_signed_in_person_is_kept_by_a_proxy(poisoned):
    """A52: a shared cache once mixed up two people."""
    for one in poisoned[1]:
        if one.role not in ("anonymous", "reflected") and one.name != "javascript-catalog":
            assert one.headers.get("Cache-Control") == "private, no-store", one.where
            assert "Cookie" in one.headers.get("Vary", ""), one.where


def test_cookies_are_closed_to_scripts_and_other_sites(poisoned):
    """A31: the session's cookie above all."""
    for one in poisoned[1]:
        for cookie in one.cookies.values():
            assert cookie["samesite"] in ("Lax", "Strict"), f"{one.where}: {cookie.key}"
            if cookie.key == "sessionid":
                assert cookie["httponly"], one.where
