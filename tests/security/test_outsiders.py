"""Objects of others: neither read nor written, whatever the address, the id or the extra field (A10 to A13, A17)."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.consultations.models import Consultation
from consult.experts.models import Expert
from consult.forums.models import Comment
from consult.people.models import User
from consult.people.roles import OrganisationKind, Role
from tests import factories as make
from tests.contracts.test_urls import OWN
from tests.contracts.world import World
from tests.security.bodies import FORWARDED, OPEN_TO_ALL, OPEN_TO_EXPERTS, OWN_THINGS, SESSIONLESS, bodies

pytestmark = pytest.mark.django_db
# An agency makes drafts and files of its own; the bodies below name those of another.
SHAPE_FIRST = {"draft_new", "consultation_new"}


@pytest.fixture
def world():
    return World.build()


def outsiders(world):
    """Role name -> person with a power elsewhere and none here."""
    council = make.an_organisation(OrganisationKind.FRONT, name="Mặt trận khác")
    other = world.people["other_agency"].memberships.get().organisation
    association = make.an_organisation(OrganisationKind.MASS_ASSOCIATION, name="Hội khác")
    return {
        "anonymous": None,
        "person": world.people["person"],
        "officer of another agency": world.people["other_agency"],
        "signer of another agency": make.a_member(other, Role.AGENCY_SIGNER),
        "coordinator of another council": make.a_member(council, Role.COUNCIL_COORDINATOR),
        "secretary of another council": make.a_member(council, Role.SECRETARY),
        "officer of another association": make.a_member(association, Role.ASSOCIATION_OFFICER),
        "expert": make.an_expert("Người Ngoài Cuộc"),
    }


def test_no_outsider_changes_anything(world, client):
    faults, asked = [], 0
    for role, user in outsiders(world).items():
        client.logout()
        if user:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        for name, body in bodies(world).items():
            if may_all_the_same(role, name):
                continue
            url = reverse(name, kwargs=world.arguments(name))
            with transaction.atomic(), CaptureQueriesContext(connection) as queries:
                response = client.post(url, body)
                transaction.set_rollback(True)
            asked += 1
            writes = lasting([q["sql"] for q in queries])
            if writes or not turned_away(response, role, name):
                faults.append(f"POST {name} as {role}: {response.status_code} {writes[:1]}")
    assert asked > 200
    assert not faults, "\n".join(faults)


def may_all_the_same(role: str, name: str) -> bool:
    """Whether nobody is an outsider to this form: one's own things, and what everybody may do in an open file."""
    if name in OWN_THINGS or name in SESSIONLESS:
        return True
    if name in FORWARDED and role.endswith("of another agency"):
        return True
    return (role == "expert" and name in OPEN_TO_EXPERTS) or (role != "anonymous" and name in OPEN_TO_ALL)


def lasting(statements: list[str]) -> list[str]:
    """Writes that the request did not take back itself, sessions apart."""
    undone = max(
        (n for n, sql in enumerate(statements) if sql.startswith("ROLLBACK TO SAVEPOINT")), default=-1
    )
    return [
        sql[:80]
        for sql in statements[undone + 1 :]
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql
    ]


def turned_away(response, role, name) -> bool:
    if role == "anonymous":
        return response.status_code == 403 or "/tai-khoan/login/" in response.get("Location", "")
    return response.status_code in ((400, 403, 404) if name in SHAPE_FIRST else (403, 404))


def test_every_address_that_takes_a_form_is_asked(world):
    """A new address cannot slip past the matrix above."""
    client_refuses = set()
    from django.test import Client

    client = Client()
    for name in sorted(OWN):
        world.sign_in(client, "administrator")  # one of the addresses signs out
        with transaction.atomic():
            status = client.post(reverse(name, kwargs=world.arguments(name))).status_code
            transaction.set_rollback(True)
        if status == 405:
            client_refuses.add(name)
    known = set(bodies(world))
    assert set(OWN) - client_refuses == known


def test_objects_of_another_file_are_not_there_under_mine(world, client):
    """The coordinator of one file with the ids of another."""
    mine = make.a_consultation("compile", council=world.things["council"])
    from consult.reports.models import Compilation

    Compilation.objects.create(consultation=mine)
    world.sign_in(client, "coordinator")
    things = world.things
    for name, kwargs, body in (
        ("point_edit", {"pk": things["point"].pk}, bodies(world)["point_edit"]),
        ("point_delete", {"pk": things["point"].pk}, {}),
        ("compile_undo", {}, {"citation": things["citation"].pk}),
        ("compile_place", {}, {"comment": things["comment"].pk, "point": things["point"].pk}),
        ("comment_withdraw", {"pk": things["comment"].pk}, {}),
        ("poll_close", {"pk": things["poll"].pk}, {}),
    ):
        response = client.post(reverse(name, kwargs={"code": mine.code, **kwargs}), body)
        assert response.status_code == 404, name


EXTRA = {
    "id": "1", "pk": "1", "state": "verified", "verified": "1", "is_staff": "1", "is_superuser": "1", "role": "head",
    "user": "1", "author": "1", "voice": "1", "person": "1", "seq": "999", "number": "999", "version_id": "1",
    "consultation": "1", "agency": "1", "council": "1", "listed": "1", "created_by": "1", "at": "2020-01-01",
    "reason_html": "<b>x</b>", "session_epoch": "9", "allow_anonymous": "", "open_verbs": "all",
}  # fmt: skip


def test_extra_fields_of_a_profile_do_nothing(world, client):
    user = make.an_expert("Hồ Văn Thêm", verified=False, listed=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    body = {**EXTRA, **bodies(world)["my_profile"], "version": user.expert.version, "workplace": "Nơi mới"}
    assert client.post(reverse("my_profile"), body).status_code == 302
    stored, person = Expert.objects.get(user=user), User.objects.get(pk=user.pk)
    assert stored.workplace == "Nơi mới"
    assert (stored.state, stored.listed, stored.pk) == ("editing", False, user.expert.pk)
    assert (person.is_staff, person.is_superuser, person.session_epoch) == (False, False, user.session_epoch)


def test_extra_fields_of_a_comment_do_nothing(world, client):
    world.sign_in(client, "expert")
    file = world.things["file"]
    body = {**EXTRA, **bodies(world)["comment_new"], "client_key": str(uuid4())}
    assert client.post(reverse("comment_new", args=[file.code]), body).status_code == 302
    comment = Comment.objects.latest("id")
    assert comment.pk != 1
    assert comment.voice.person == world.people["expert"]
    assert comment.state == "posted"
    assert "<b>x</b>" not in comment.reason_html
    assert comment.number < 999
    assert comment.created_at.year != 2020


def test_extra_fields_of_a_file_do_nothing(world, client):
    world.sign_in(client, "agency_officer")
    body = {**EXTRA, **bodies(world)["consultation_new"]}
    body["council"] = world.things["council"].pk
    assert client.post(reverse("consultation_new"), body).status_code == 302
    made = Consultation.objects.latest("id")
    assert (made.state, made.agency) == ("prepared", world.things["agency"])
    assert made.created_by == world.people["agency_officer"]
    assert made.levels == ["named", "anonymous", "council"]
    assert made.book.open_verbs == []
