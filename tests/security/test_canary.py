"""Who spoke without a name stays without one: on every page, feed, paper, export and mail of everybody but the council."""

import io
import logging
import re
import zipfile

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.consultations.models import Consultation, Voice
from consult.experts.models import Expert
from consult.ledger.models import Book
from consult.notices.actions import tell_book
from consult.notices.models import Mail, Notice
from tests import factories as make
from tests.contracts.world import ROLES, World
from tests.core.pdf_reading import page_texts
from tests.reports.conftest import a_case, an_opinion
from tests.security.crawl import crawl

NAME, MAIL, PLACE = "Quỳnh Hương Canary", "canary.mail@consult.test", "Viện Canary Bí Mật"
USER, EXPERT, VOICE = 876543210, 865432109, 854321098
QUIET, QUIET_MAIL, QUIET_VOICE = "Thanh Trúc Canary", "quiet.canary@consult.test", 843210987
SECRET = "Lời chim hoàng yến gửi riêng hội đồng"
TRACES = ("Canary", "canary", str(USER), str(EXPERT), str(VOICE), "QHC", str(QUIET_VOICE), "chim hoàng yến")
COUNCIL = ("coordinator", "council_member", "council_head")
OUTSIDE = [role for role in ROLES if role not in COUNCIL]
EVERYWHERE = ["anonymous", "second_expert", "agency_officer"]
WORDS = "Ý kiến chưa nêu tên"


def a_hidden_person(world, case):
    user = make.a_user(NAME, id=USER, email=MAIL)
    Expert.objects.create(id=EXPERT, user=user, degree="ts", workplace=PLACE, state="verified", listed=False)
    voice = Voice.objects.create(
        id=VOICE,
        consultation=case.file,
        kind="person",
        person=user,
        label=f"TS. {NAME}, {PLACE}",
        descriptor="Chuyên gia đã xác thực, lĩnh vực Pháp luật",
    )
    return user, an_opinion(case.file, case.clauses[0], shown="anonymous", reason=WORDS, voice=voice)


def a_quiet_person(case):
    """Somebody who speaks to the council alone."""
    user = make.a_user(QUIET, email=QUIET_MAIL)
    voice = Voice.objects.create(
        id=QUIET_VOICE,
        consultation=case.file,
        kind="person",
        person=user,
        label=f"TS. {QUIET}, {PLACE}",
        descriptor="Chuyên gia đã xác thực, lĩnh vực Pháp luật",
        fields="Canary học",
        interest="Góp vốn ở Công ty Canary",
        interest_declared_at=timezone.now(),
    )
    return an_opinion(case.file, case.clauses[0], shown="council", reason=SECRET, voice=voice)


def published_world() -> World:
    """The contracts' world, with its file compiled, answered and published, an unnamed opinion in it."""
    from consult.reports import actions
    from tests.reports.conftest import point_of

    world = World.build()
    case = a_case(opinions=1)
    people = world.people
    user, hidden = a_hidden_person(world, case)
    quiet = a_quiet_person(case)
    reply = an_opinion(
        case.file, case.clauses[0], parent=hidden, voice=make.a_voice(case.file, people["expert"])
    )
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.points = [point_of(case, case.comments[0]), point_of(case, hidden, "Điểm hai")]
    actions.cite(case.coordinator, point=case.points[1], comments=[quiet])
    case.compilation = actions.close_compilation(case.coordinator, compilation=case.compilation)
    for point in case.points:
        actions.write_answer(case.officer, point=point, code="exp", text="Không tiếp thu.", version=0)
    actions.publish_answers(case.signer, compilation=case.compilation)
    case.file.refresh_from_db()
    people.update(agency_officer=case.officer, agency_signer=case.signer, coordinator=case.coordinator)
    people.update(council_member=case.member)
    world.things.update(
        file=Consultation.objects.get(pk=case.file.pk), comment=hidden, clause=case.clauses[0],
        version=case.file.version, second=case.file.version, point=case.points[1], reply=reply, hidden_user=user,
        guarded=quiet,
    )  # fmt: skip
    return world


PAGES = (
    "home", "consultations", "consultation", "reading", "clause_panel", "results", "results_list", "paper_docx",
    "paper_pdf", "comment", "comment_receipt", "answers", "answer", "experts", "search", "desk", "inbox", "version",
    "my_data_file", "compile", "live_feed", "reply_new", "point_edit",
)  # fmt: skip


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world, client = published_world(), Client()
        world.things["room"].book_id = world.things["file"].book_id  # the feed of the file itself
        logged, handler = [], logging.Handler()
        handler.emit = lambda record: logged.append(record.getMessage())
        logging.getLogger().addHandler(handler)
        found = crawl(client, world, [*OUTSIDE, "coordinator", "council_member"], PAGES)
        found += crawl(client, world, EVERYWHERE)
        for book in Book.objects.all():
            tell_book(book.pk)
        logging.getLogger().removeHandler(handler)
        mails = list(Mail.objects.values_list("to", "subject", "body"))
        notices = list(Notice.objects.values_list("user__email", "text", "url"))
        transaction.set_rollback(True)
    return found, mails, notices, logged


def readable(one) -> str:
    """The words of an answer, whatever its form."""
    if one.body.startswith(b"PK"):
        parts = zipfile.ZipFile(io.BytesIO(one.body))
        return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    if one.body.startswith(b"%PDF"):
        return " ".join(page_texts(one.body)).replace("\n", " ") + one.body.decode("latin1")
    return one.text + " ".join(map(str, one.headers.values()))


def test_the_opinion_itself_is_read(seen):
    """The control: what hides the person does not hide the words."""
    with_words = {one.name for one in seen[0] if one.role == "anonymous" and WORDS in readable(one)}
    assert {"reading", "results", "paper_docx"} <= with_words
    assert [one for one in seen[0] if one.name == "paper_pdf" and one.status == 200]


def test_no_trace_of_the_person_outside_the_council(seen):
    faults = []
    for one in seen[0]:
        if one.role not in COUNCIL:
            words = readable(one)
            faults += [f"{one.where}: {trace} …{_around(words, trace)}" for trace in TRACES if trace in words]
    assert not faults, "\n".join(faults)


def _around(words, trace):
    place = words.index(trace)
    return re.sub(r"\s+", " ", words[max(0, place - 60) : place + 60])


def test_the_council_knows(seen):
    """The control of the traces: they are there to be found."""
    assert [one for one in seen[0] if one.role in COUNCIL and NAME in readable(one)]


def test_no_mail_or_notice_to_others_tells(seen):
    _found, mails, notices, _logged = seen
    told = [text for to, *texts in [*mails, *notices] if to not in (MAIL, QUIET_MAIL) for text in texts]
    assert told
    assert not [text for text in told for trace in TRACES if trace in text]


def test_what_was_said_to_the_council_is_there_for_it_alone(seen):
    """The control of the quiet person: the council reads words and name, on the page of compiling."""
    assert [one for one in seen[0] if one.role in COUNCIL and SECRET in readable(one)]
    assert [one for one in seen[0] if one.role in COUNCIL and QUIET in readable(one)]


def test_a_named_voice_is_found(seen):
    """The control of the crawl: a name that is public stands in page and paper."""
    where = {one.name for one in seen[0] if one.role == "anonymous" and "Lê Minh Châu" in readable(one)}
    assert {"reading", "results", "paper_docx"} <= where


def test_no_line_of_the_logs_tells(seen):
    logged = seen[3]
    assert logged  # refusals are logged
    assert not [line for line in logged for trace in TRACES if trace in line]


def test_the_public_reads_that_a_point_rests_on_more(seen):
    results = [one for one in seen[0] if one.role == "anonymous" and one.name == "results"]
    assert any("Điểm này còn dựa trên ý kiến chỉ hội đồng đọc." in one.text for one in results)


@pytest.mark.django_db
def test_filters_answer_nothing_about_addresses(client):
    """A15: a filter that the page does not name does nothing, so that no address can be felt out."""
    make.an_expert("Lê Minh Châu")
    plain = client.get(reverse("experts")).content.count(b"Ch\xc3\xa2u")
    for name in ("user__email__startswith", "user__email", "email", "user__password__startswith", "user__id"):
        assert client.get(reverse("experts"), {name: "zzz"}).content.count(b"Ch\xc3\xa2u") == plain
