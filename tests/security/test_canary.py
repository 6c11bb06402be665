"""Who spoke without a name stays without one: on every page, feed, paper, export and mail of everybody but the council."""

import io
import logging
import re
import uuid
import zipfile

import pypdfium2
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult.consultations.models import Consultation, Voice
from consult.core.papers import FORMS
from consult.core.papers.forms import FRONT, SOCIETY
from consult.desk import printing
from consult.desk.reading_visits import file_read_or_404
from consult.experts.models import Expert
from consult.forums.draft_models import OpinionDraft
from consult.forums.evidence_actions import attach_file, hand_over
from consult.forums.evidence_models import EvidenceFile
from consult.ledger.models import Book
from consult.notices.actions import tell_book
from consult.notices.models import Mail, Notice
from consult.reports import open_data_actions, paper_actions
from tests import factories as make
from tests.contracts.world import ROLES, World
from tests.core.pdf_reading import page_texts
from tests.core.test_evidence import CANARY, docx, jpeg, pdf, png, unpacked
from tests.reports.conftest import a_case, an_opinion
from tests.security.crawl import Seen, crawl, look

NAME, MAIL, PLACE = "Quỳnh Hương Canary", "canary.mail@consult.test", "Viện Canary Bí Mật"
USER, EXPERT, VOICE = 876543210, 865432109, 854321098
QUIET, QUIET_MAIL, QUIET_VOICE = "Thanh Trúc Canary", "quiet.canary@consult.test", 843210987
SECRET = "Lời chim hoàng yến gửi riêng hội đồng"
TRACES = (
    "Canary",
    "canary",
    CANARY,
    str(USER),
    str(EXPERT),
    str(VOICE),
    "QHC",
    str(QUIET_VOICE),
    "chim hoàng yến",
)
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
    proofs = evidence_of(user, hidden)
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
        guarded=quiet, proof=proofs[0], proofs=proofs,
    )  # fmt: skip
    return world


def evidence_of(user, comment):
    """Files whose metadata name their maker, sent with the opinion as its author would: PDF, Word, pictures."""
    draft = OpinionDraft.objects.create(
        person=user, consultation=comment.consultation, clause=comment.clause, client_key=uuid.uuid4()
    )
    for number, (data, extension) in enumerate(
        (
            (pdf(), ".pdf"),
            (docx(), ".docx"),
            (jpeg(), ".jpg"),
            (png((b"tEXt", f"Author\0{CANARY}".encode())), ".png"),
        )
    ):
        assert CANARY.encode() in (unpacked(data) if extension == ".docx" else data)
        attach_file(user, draft=draft, file=SimpleUploadedFile(f"{NAME} {number}{extension}", data))
    hand_over(draft.pk, comment)
    return list(EvidenceFile.objects.filter(comment=comment).order_by("pk"))


def a_named_opinion(world):
    """The same person under the name: what was nowhere is to be found."""
    hidden = world.things["comment"]
    for name in caches.settings:
        caches[name].clear()
    return an_opinion(
        hidden.consultation, hidden.clause, shown="named", reason="Nay nêu tên", voice=hidden.voice
    )


def printed(world, role: str) -> Seen:
    """Text and opinions as the PDF that the job makes for this reader."""
    user, file = world.people.get(role, AnonymousUser()), world.things["file"]
    data = printing.pdf(user, file_read_or_404(user, file.code), file.version, ())
    return Seen("printed_pdf", role, 200, {}, data)


def files_for(world) -> list[Seen]:
    """What no address of the crawl gives: every file of evidence, papers as files, the printed PDF, the agency's papers.

    What an association prints has its own test (tests/reports/test_association_papers.py).
    """
    found, client, things = [], Client(), world.things
    code = things["file"].code
    for role in EVERYWHERE:
        world.sign_in(client, role)
        for proof in things["proofs"]:
            url = reverse("evidence_file", args=[code, things["comment"].pk, proof.pk])
            found.append(look(client, role, "evidence_file", url))
        found.append(printed(world, role))
    open_data_actions.make(things["file"].pk)
    for name in ("open_data", "open_data_zip", "open_data_json"):
        world.sign_in(client, "anonymous")
        found.append(look(client, "anonymous", name, reverse(name, args=[code])))
    officer = world.people["agency_officer"]
    world.sign_in(client, "agency_officer")
    for form in (form for form in FORMS.values() if form.by not in (FRONT, SOCIETY)):
        for kind in ("docx", "pdf", *(["xlsx"] if form.tabular else [])):
            made = paper_actions.ask_file(
                officer, consultation=things["file"], form=form, kind=kind, client_key=str(uuid.uuid4())
            )
            paper_actions.run(made.pk)
            found.append(
                look(
                    client, "agency_officer", "official_file", reverse("official_file", args=[code, made.pk])
                )
            )
            digest = made.data.digest
            found.append(
                look(client, "anonymous", "official_check", reverse("official_check", args=[digest]))
            )
    return found


PAGES = (
    "home", "consultations", "consultation", "reading", "clause_panel", "results", "results_list", "paper_docx",
    "paper_pdf", "comment", "comment_receipt", "answers", "answer", "experts", "search", "desk", "inbox", "version",
    "my_data_file", "compile", "live_feed", "reply_new", "point_edit", "news", "news_all", "dates", "dates_all",
    "reading_print", "evidence_file", "official_papers", "comment_revisions", "moderation_log",
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
        found += files_for(world)
        for book in Book.objects.all():
            tell_book(book.pk)
        logging.getLogger().removeHandler(handler)
        mails = list(Mail.objects.values_list("to", "subject", "body"))
        notices = list(Notice.objects.values_list("user__email", "text", "url"))
        a_named_opinion(world)
        named = crawl(client, world, ["anonymous"], ("reading", "clause_panel", "reading_print"))
        named.append(printed(world, "anonymous"))
        transaction.set_rollback(True)
    return found, mails, notices, logged, named


def readable(one) -> str:
    """The words of an answer, whatever its form."""
    if one.body.startswith(b"PK"):
        return " ".join(_parts(one.body))
    if one.body.startswith(b"%PDF"):
        about = pypdfium2.PdfDocument(one.body).get_metadata_dict(skip_empty=True)
        words = " ".join(page_texts(one.body)).replace("\n", " ")
        return f"{words} {about} {one.headers}" + one.body.decode("latin1")
    return one.text + " ".join(map(str, one.headers.values()))


def _parts(body: bytes):
    """The texts of an archive, of those inside it too (a workbook in a bundle)."""
    for name in (archive := zipfile.ZipFile(io.BytesIO(body))).namelist():
        yield name
        inside = archive.read(name)
        if inside.startswith(b"PK"):
            yield from _parts(inside)
        else:
            yield inside.decode("utf-8", "replace")


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
    _found, mails, notices, _logged, _named = seen
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


def test_the_same_name_is_found_once_it_is_given(seen):
    """The control of the traces outside the council: a named opinion of the same person brings the name everywhere."""
    named = {one.name for one in seen[4] if NAME in readable(one)}
    assert named == {"reading", "clause_panel", "reading_print", "printed_pdf"}


def test_files_of_evidence_are_read_and_tell_nothing(seen):
    """The control: every kind of file was fetched by every outsider, with its content."""
    files = [one for one in seen[0] if one.name == "evidence_file" and one.status == 200]
    kinds = {one.headers["Content-Disposition"].rpartition(".")[2].strip('"') for one in files}
    assert kinds == {"pdf", "docx", "jpg", "png"}
    assert {one.role for one in files} >= set(EVERYWHERE)
    assert any("Nội dung" in readable(one) for one in files)


def test_official_files_and_feeds_are_read(seen):
    """The control: the agency's papers and the feeds that the traces are looked for in are there, with words in them."""
    official = [one for one in seen[0] if one.name == "official_file" and one.status == 200]
    assert {one.headers["Content-Type"].rpartition(".")[2] for one in official} >= {
        "application/pdf",
        "document",
    }
    assert any(WORDS in readable(one) for one in official)
    assert {one.name for one in seen[0] if one.role == "anonymous" and one.status == 200} >= {
        "news", "news_all", "dates", "dates_all", "official_check", "printed_pdf",
    }  # fmt: skip


def test_open_data_are_read(seen):
    """The control: page, bundle and JSON were there, with the words of the unnamed opinion and the name of a named one."""
    data = {one.name: one for one in seen[0] if one.name.startswith("open_data_") and one.status == 200}
    assert {"open_data_zip", "open_data_json"} <= set(data)
    for one in (data["open_data_zip"], data["open_data_json"]):
        assert WORDS in readable(one)
        assert "Lê Minh Châu" in readable(one)


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
