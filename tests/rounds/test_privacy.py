"""What is said in a round is found nowhere outside it: pages, search, feeds, exports, papers, mails, the ledger."""

import io
import json
import re
import uuid
import zipfile

import pytest
from django.db import transaction
from django.test import Client

from consult.ledger import selectors as ledger
from consult.ledger.models import Book, Entry
from consult.live.gates import gate_of
from consult.notices.actions import tell_book
from consult.notices.letters import letter_of
from consult.notices.mail_actions import write_digests
from consult.notices.models import Mail, Notice
from consult.people.actions import end_membership
from consult.rounds import actions, filing_actions, position_actions, talk_actions
from tests import factories as make
from tests.contracts.test_urls import OWN
from tests.contracts.world import ROLES, World
from tests.core.pdf_reading import page_texts
from tests.rounds.hall import Hall, a_hall, a_line, say, vote
from tests.security.crawl import crawl

CANARY = "Hoàng yến kín đáo"
INSIDE = {"expert", "association_officer"}


def planted(world: World) -> Hall:
    """Words of the canary in comment, reply, wording, ballot, covering note before filing, withdrawn dissent."""
    round = world.things["round"]
    officer, one = world.people["association_officer"], world.people["expert"]
    hall = Hall(round.organisation, round.consultation, officer, [one], round)
    said = say(hall, one, f"{CANARY} một.", clause=world.things["clause"], proposed=f"{CANARY} hai.")
    talk_actions.post(officer, round=round, parent=said, reason=f"{CANARY} ba.", client_key=uuid.uuid4())
    line = a_line(hall, clause=world.things["clause"], reason="Lời của hội.", cites=[said])
    vote(one, line, "disagree", f"{CANARY} bốn.")
    gone = a_line(hall, clause=None, reason=f"{CANARY} năm.", voting=False)
    position_actions.drop_line(officer, line=gone)
    withdrawn = position_actions.attach_dissent(
        one, round=round, line=line, text=f"{CANARY} sáu.", named=False, client_key=uuid.uuid4()
    )
    position_actions.withdraw_dissent(one, dissent=withdrawn)
    return hall


def words(seen) -> str:
    if seen.body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(seen.body)) as file:
            return " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    if seen.body.startswith(b"%PDF"):
        return " ".join(page_texts(seen.body))
    return seen.text


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world, client = World.build(), Client()
        hall = planted(world)
        outside = [role for role in ROLES if role not in INSIDE]
        seen = crawl(client, world, outside)
        world.sign_in(client, "expert")
        inside = client.get(
            f"/hoi/dot/{hall.round.pk}/van-ban/?clause={world.things['clause'].pk}"
        ).content.decode()
        # Then the opinion is filed, and everything is looked at again: search, papers, feeds.
        actions.end_round(hall.officer, round=hall.round)
        filing_actions.file_opinion(hall.officer, round=hall.round)
        world.things["filed"] = hall.round
        seen += crawl(client, world, outside)
        for role in outside:
            world.sign_in(client, role)
            for place in ("/tim-kiem/?q=hoang+yen", f"/tim-kiem/?q={CANARY}", "/ho-so/?q=hoang yen"):
                response = client.get(place)
                body = response.content.replace(CANARY.encode(), b"") if "q=Ho" in place else response.content
                seen.append(type(seen[0])(place, role, response.status_code, {}, body))
        for book in Book.objects.all():
            while tell_book(book.pk):
                pass
        write_digests()
        mails = [str(letter_of(mail)) for mail in Mail.objects.all()]
        mails += list(Notice.objects.values_list("text", flat=True))
        entries = [json.dumps(entry.data, ensure_ascii=False) for entry in Entry.objects.all()]
        transaction.set_rollback(True)
    return {"seen": seen, "inside": inside, "mails": mails, "entries": entries}


def test_the_canary_sings_inside(everything):
    for number in ("một", "hai", "ba"):
        assert f"{CANARY} {number}" in re.sub(r"<[^>]+>", "", everything["inside"])


def test_nobody_outside_hears_it_on_any_address(everything):
    assert len({seen.name for seen in everything["seen"]}) >= len(OWN)
    assert [seen.where for seen in everything["seen"] if "Hoàng yến" in words(seen)] == []


def test_no_mail_no_notice_and_no_entry_holds_it(everything):
    assert everything["mails"]
    assert [text for text in [*everything["mails"], *everything["entries"]] if "Hoàng yến" in text] == []


@pytest.mark.django_db
def test_the_book_of_a_round_is_read_by_members_alone():
    hall = a_hall(1)
    gate = gate_of(Book.Kind.ROUND)
    assert gate.may_read(hall.members[0], hall.round.book_id) == ("members",)
    assert gate.may_read(hall.officer, hall.round.book_id) == ("members",)
    for user in (make.an_expert(), make.a_member(hall.file.council, "council_head"), make.a_user()):
        assert gate.may_read(user, hall.round.book_id) == ()
    end_membership(None, hall.members[0].memberships.get())
    assert gate.may_read(type(hall.members[0]).objects.get(pk=hall.members[0].pk), hall.round.book_id) == ()


@pytest.mark.django_db
def test_the_feed_tells_no_ballot_and_no_dissent():
    from tests.rounds.hall import dissent

    hall = a_hall(2)
    vote(hall.members[0], a_line(hall))
    dissent(hall, hall.members[0])
    audiences = gate_of(Book.Kind.ROUND).may_read(hall.members[1], hall.round.book_id)
    told = {entry.verb for entry in ledger.feed(hall.round.book_id, audiences=audiences)}
    assert "round_line.saved" in told
    assert not told & {"round_ballot.cast", "dissent.attached", "round_comment.published"}


@pytest.mark.django_db
def test_who_is_no_member_any_more_finds_no_page(signed_in):
    hall = a_hall(2)
    gone = hall.members[0]
    say(hall, gone)
    pages = ["", "van-ban/", "gop-y/moi/", "y-kien-khac/"]
    for place in pages:
        assert signed_in(gone).get(f"/hoi/dot/{hall.round.pk}/{place}").status_code == 200
    end_membership(None, gone.memberships.get())
    for place in pages:
        assert signed_in(gone).get(f"/hoi/dot/{hall.round.pk}/{place}").status_code == 404
    assert "đợt góp ý" not in signed_in(gone).get("/viec-cua-toi/").content.decode().lower()


@pytest.mark.django_db
def test_an_unnamed_statement_names_nobody_in_the_frozen_data():
    from tests.rounds.hall import dissent, filed

    hall = a_hall(2)
    a_line(hall)
    dissent(hall, hall.members[1])
    dissent(hall, hall.members[0], "Có tên.", named=True)
    frozen = json.dumps(filed(hall).snapshot, ensure_ascii=False)
    assert "Hội viên số 0" in frozen
    assert "Hội viên số 1" not in frozen
