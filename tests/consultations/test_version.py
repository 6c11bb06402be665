"""An open file goes on with the next version of its draft: who may, when, and what becomes of what was being written."""

import uuid

import pytest
from django.urls import reverse

from consult.consultations import actions as files
from consult.consultations import rules
from consult.consultations.managing import newer_version
from consult.consultations.version_actions import ask_on_version
from consult.documents import actions as documents
from consult.forums.actions import post_comment
from consult.kit.verdicts import Refused
from consult.ledger.models import Entry
from consult.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation(version=published(make.TEXT))


@pytest.fixture
def officer(file):
    return make.a_member(file.agency, Role.AGENCY_OFFICER)


def published(text, draft=None):
    if draft is None:
        agency = make.an_organisation()
        by = make.a_member(agency, Role.AGENCY_OFFICER)
        draft = documents.create_draft(by, agency=agency, title="Nghị quyết", kind="resolution")
    by = draft.created_by
    version = documents.upload_version(
        by, draft=draft, data=text.encode(), name="a.txt", client_key=uuid.uuid4()
    )
    return documents.publish_version(by, version=version, declared=True)


def say(file, clause, user=None, **given):
    given = {"position": "no", "reason": "Không đủ.", **given}
    return post_comment(
        user or make.an_expert(), consultation=file, clause=clause, client_key=uuid.uuid4(), **given
    )


def clause_of(version, citation="khoản 1 Điều 3"):
    return version.clauses.get(citation=citation)


def test_opinions_are_asked_on_the_new_version_and_the_old_ones_are_read_there(file, officer, client):
    old = say(file, clause_of(file.version))
    second = published(make.TEXT.replace("07 ngày", "15 ngày"), file.draft)
    file = ask_on_version(officer, consultation=file, version=second)
    entry = Entry.objects.get(verb="version.asked")
    assert (entry.data, entry.audience) == ({"from": 1, "to": 2}, "public")
    new = say(file, clause_of(second))
    assert (old.version_id, new.version_id) == (old.clause.version_id, second.pk)
    page = client.get(reverse("reading", args=[file.code]), {"clause": clause_of(second).pk}).content.decode()
    assert f'id="y-{old.pk}"' in page and f'id="y-{new.pk}"' in page
    assert "Viết trên khoản 1 Điều 3, Dự thảo 1; câu chữ đã đổi" in page


def test_what_was_being_written_on_the_old_version_is_taken(file, officer, client):
    clause = clause_of(file.version)
    author = make.an_expert()
    second = published(make.TEXT.replace("07 ngày", "15 ngày"), file.draft)
    ask_on_version(officer, consultation=file, version=second)
    client.force_login(author, backend="allauth.account.auth_backends.AuthenticationBackend")
    sent = {"clause": clause.pk, "position": "no", "reason": "Bảy ngày là ít.", "shown": "named",
            "client_key": uuid.uuid4(), "interest_kind": "no", "confirmed": "1"}  # fmt: skip
    answer = client.post(reverse("comment_new", args=[file.code]), sent)
    assert answer.status_code == 302, answer.content.decode()[:400]
    comment = file.comments.get()
    assert (comment.version_id, comment.clause_id) == (clause.version_id, clause.pk)


def test_a_clause_of_a_version_not_yet_asked_on_is_refused(file):
    second = published(make.TEXT.replace("07 ngày", "15 ngày"), file.draft)
    with pytest.raises(Refused) as refused:
        say(file, clause_of(second))
    assert refused.value.code == "clause"


def test_who_may_and_when(file, officer):
    second = published(make.TEXT.replace("07 ngày", "15 ngày"), file.draft)
    stage = file.stages.get(state="now")
    coordinator = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    assert rules.may_ask_on(officer, file, stage, second)
    assert rules.may_ask_on(coordinator, file, stage, second).code == "not-officer"
    assert rules.may_ask_on(make.an_expert(), file, stage, second).code == "not-officer"
    assert rules.may_ask_on(officer, file, stage, None).code == "no-version"
    assert rules.may_ask_on(officer, file, stage, file.version).code == "not-later"
    assert rules.may_ask_on(officer, file, stage, published(make.TEXT)).code == "no-version"
    files.move_stage(coordinator, consultation=file, to="compile")
    file.refresh_from_db()
    assert rules.may_ask_on(officer, file, file.stages.get(state="now"), second).code == "wrong-stage"
    with pytest.raises(Refused):
        ask_on_version(officer, consultation=file, version=second)


def test_pressing_twice_changes_once(file, officer, signed_in):
    published(make.TEXT.replace("07 ngày", "15 ngày"), file.draft)
    client, url = signed_in(officer), reverse("consultation_renew", args=[file.code])
    assert "Lấy ý kiến trên Dự thảo 2" in client.get(f"/ho-so/{file.code}/quan-ly/").content.decode()
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 404  # there is no newer one any more
    assert Entry.objects.filter(verb="version.asked").count() == 1
    file.refresh_from_db()
    assert file.version.number == 2 and newer_version(file) is None
