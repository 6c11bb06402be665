"""Every address of the site, asked by every role: the answers equal a reviewed table, within each page's budget.

The table is url_matrix.csv: one row per URL name, one column per role, statuses of GET (405: only POST is taken).
A new address fails the test until it stands in the table. `MATRIX=write` writes what was seen, for review.
"""

import csv
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.contracts.world import ROLES, World

TABLE = Path(__file__).with_name("url_matrix.csv")
# Packages whose views declare no budget of ours.
FOREIGN = ("allauth.", "django.contrib.", "django.views.")
# Posts without a session, each with what takes its place.
SIGNED = {"mail_stop": "a signed address in a mail, for mail programs (RFC 8058)"}


def addresses(resolver=None, prefix=""):
    """(url name, callback) of every named or unnamed pattern; the admin is asked as a whole elsewhere."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == "admin":
                continue
            yield from addresses(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield entry.name or prefix + str(entry.pattern), entry.callback


OWN = {
    name: view
    for name, view in addresses()
    if not getattr(view, "__module__", "").startswith(FOREIGN)
    and not getattr(getattr(view, "view_class", None), "__module__", "").startswith(FOREIGN)
}


def table() -> dict[str, dict[str, str]]:
    if not TABLE.exists():
        return {}
    with TABLE.open() as file:
        return {row.pop("url"): row for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", sorted(OWN))
def test_every_view_declares_a_budget(name):
    assert getattr(OWN[name], "budget", None), f"{name} declares no query budget (consult.kit.pages)"


def test_anonymous_visitors_are_refused_by_default():
    """A view that is not declared public demands sign-in."""
    for name, view in OWN.items():
        assert getattr(view, "login_required", True) is not view.public, name


def test_no_address_is_missing_from_the_table():
    assert set(table()) == set(OWN)


@pytest.mark.django_db
def test_every_address_for_every_role(client):
    world, seen, over = World.build(), {}, []
    for name, view in sorted(OWN.items()):
        url = reverse(name, kwargs=world.arguments(name))
        seen[name] = {}
        for role in ROLES:
            world.sign_in(client, role)
            client.get("/giao-dien/")  # warms what a first request loads
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = client.get(url)
            seen[name][role] = str(response.status_code)
            if response.status_code == 200 and len(queries) > view.budget:
                over.append(f"{name} as {role}: {len(queries)} queries, budget {view.budget}")
    if os.environ.get("MATRIX") == "write":
        with TABLE.open("w", newline="") as file:
            writer = csv.DictWriter(file, ["url", *ROLES], lineterminator="\n")
            writer.writeheader()
            writer.writerows({"url": name, **row} for name, row in sorted(seen.items()))
    assert not over
    expected = table()
    wrong = [
        f"{name} as {role}: {seen[name][role]}, reviewed {expected.get(name, {}).get(role)}"
        for name in seen
        for role in ROLES
        if expected.get(name, {}).get(role) != seen[name][role]
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_no_get_writes(client):
    """GET changes nothing but sessions, whoever asks."""
    world = World.build()
    for role in ("anonymous", "expert", "agency_officer", "coordinator"):
        world.sign_in(client, role)
        for name in sorted(OWN):
            url = reverse(name, kwargs=world.arguments(name))
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            writes = [
                q["sql"]
                for q in queries
                if q["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in q["sql"]
            ]
            assert not writes, f"{name} as {role}: {writes[0][:200]}"


@pytest.mark.django_db
def test_a_post_without_token_is_refused():
    from django.test import Client

    world, client = World.build(), Client(enforce_csrf_checks=True)
    world.sign_in(client, "expert")
    for name in sorted(OWN):
        response = client.post(reverse(name, kwargs=world.arguments(name)))
        assert (response.status_code in (403, 405)) != (name in SIGNED), name


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anonymous", "expert", "agency_officer", "coordinator"])
def test_the_admin_is_for_administrators(client, role):
    world = World.build()
    world.sign_in(client, role)
    assert client.get("/quan-tri/").status_code == 302
