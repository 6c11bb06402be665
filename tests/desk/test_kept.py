"""What the reading room keeps between acts is what it would read anew, for every reader, after every act."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult.forums import actions
from consult.forums import moderation_actions as moderation
from consult.forums.revision_actions import edit_comment
from consult.ledger.models import Book
from consult.people.roles import Role
from consult.polls import actions as polls
from tests import factories as make

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|hx-headers=\S+')


@pytest.fixture
def file():
    return make.a_consultation()


@pytest.fixture
def clause(file):
    return file.version.clauses.get(citation="khoản 1 Điều 3")


def say(file, user, clause, **given):
    given = {"position": "no", "reason": "Không đủ.", **given}
    return actions.post_comment(user, consultation=file, clause=clause, client_key=uuid.uuid4(), **given)


def readers(file, author, endorser):
    """Clients: a visitor, somebody without a voice, both voices, the council and the agency."""
    council = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    agency = make.a_member(file.agency, Role.AGENCY_OFFICER)
    clients = {"visitor": Client()}
    people = {"reader": make.an_expert(), "author": author, "endorser": endorser}
    for name, user in {**people, "council": council, "agency": agency}.items():
        clients[name] = Client()
        clients[name].force_login(user, backend=BACKEND)
    return clients


def seen(client, file, clause):
    """The panel and the whole page as this reader gets them, without what is new in every answer."""
    panel = client.get(f"/ho-so/{file.code}/van-ban/khoan/{clause.pk}/", headers={"HX-Request": "true"})
    page = client.get(f"/ho-so/{file.code}/van-ban/?clause={clause.pk}")
    assert panel.status_code == page.status_code == 200
    return TOKEN.sub("", panel.content.decode()), TOKEN.sub("", page.content.decode())


def test_after_every_act_everybody_reads_what_is_there_now(file, clause):
    author, endorser = make.an_expert(), make.an_expert()
    clients = readers(file, author, endorser)
    officer = make.a_member(file.agency, Role.AGENCY_OFFICER)

    def step(act):
        for client in clients.values():
            seen(client, file, clause)  # kept from before the act
        done = act()
        found = {name: seen(client, file, clause) for name, client in clients.items()}
        caches["pages"].clear()
        for name, client in clients.items():
            assert found[name] == seen(client, file, clause), name
        return done

    first = step(lambda: say(file, author, clause, shown="anonymous"))
    step(lambda: say(file, endorser, None, parent=first, position="", reason="Bổ sung một ý.", shown="named"))
    step(lambda: actions.endorse(endorser, comment=first))
    step(lambda: actions.take_stance(endorser, comment=first, stance="disagree"))
    step(lambda: actions.unendorse(endorser, comment=first))
    asked = {
        "clause": clause,
        "question": "Thời hạn này đủ chưa?",
        "closes_at": timezone.now() + timedelta(days=2),
    }
    poll = step(lambda: polls.open_poll(officer, consultation=file, client_key=uuid.uuid4(), **asked))
    step(lambda: polls.close_poll(officer, poll=poll))
    step(lambda: say(file, endorser, clause, position="yes", reason="Đồng ý."))
    step(
        lambda: edit_comment(
            author, comment=first, edition=1, position="no", reason="Khác.", client_key=uuid.uuid4()
        )
    )
    given = {"ground": "insult", "words": "Nặng lời."}
    case = step(lambda: moderation.flag_comment(officer, comment=first, **given)).case
    moderator = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    for outcome, ground in (("hidden", "insult"), ("restored", "")):
        case.refresh_from_db()
        decided = {"outcome": outcome, "ground": ground, "reason": "Lý do.", "version": case.version}
        step(lambda d=decided: moderation.rule_on(moderator, case=case, client_key=uuid.uuid4(), **d))
    step(lambda: actions.withdraw_comment(author, comment=first))


def test_readers_without_a_voice_share_and_nobody_else_does(file, clause):
    author = make.an_expert("Trần Thị Canary")
    clients = readers(file, author, make.an_expert())
    say(file, author, clause, shown="anonymous")
    for name in ("council", "author", "visitor", "reader", "agency"):  # who knows the name reads first
        panel, _page = seen(clients[name], file, clause)
        assert ("Canary" in panel) == (name == "council"), name
        assert ("Ý kiến của tôi" in panel) == (name == "author"), name


def test_a_clause_seen_before_costs_no_reading_of_comments(file, clause):
    clients = readers(file, make.an_expert(), make.an_expert())
    say(file, make.an_expert(), clause)
    seen(clients["visitor"], file, clause)
    panel = f"/ho-so/{file.code}/van-ban/khoan/{clause.pk}/"
    with CaptureQueriesContext(connection) as queries:
        clients["reader"].get(panel, headers={"HX-Request": "true"})
    assert not [query["sql"] for query in queries if 'FROM "forums_comment"' in query["sql"]]
    seen(clients["reader"], file, clause)  # the counts beside the filters are each reader's own
    with CaptureQueriesContext(connection) as queries:
        seen(clients["reader"], file, clause)
    assert not [query["sql"] for query in queries if 'FROM "forums_comment"' in query["sql"]]


def test_a_clause_costs_six_statements_at_first_sight_and_fewer_when_kept(file, clause):
    clients = readers(file, make.an_expert(), make.an_expert())
    say(file, make.an_expert(), clause)
    panel = f"/ho-so/{file.code}/van-ban/khoan/{clause.pk}/"
    clients["reader"].get(
        panel, headers={"HX-Request": "true"}
    )  # the text of the version is kept from here on
    counted = []
    for forget in (True, False):
        if forget:
            caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            clients["reader"].get(panel, headers={"HX-Request": "true"})
        counted.append(len(queries))
    assert counted[0] <= 6 and counted[1] <= 4, counted


def test_the_state_of_a_file_is_named_by_the_head_of_its_book(file, clause):
    before = Book.objects.get(pk=file.book_id).head
    say(file, make.an_expert(), clause)
    assert Book.objects.get(pk=file.book_id).head != before
