"""A voice that leads to nobody: every page, form, notice and paper of a file works without the person behind it."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from consult.consultations.models import Voice
from consult.core.papers import FORMS
from consult.core.papers.forms import FRONT, SOCIETY
from consult.desk import printing
from consult.desk.reading_visits import file_read_or_404
from consult.forums.models import Endorsement
from consult.notices.actions import tell_book
from consult.notices.models import Mail, Notice
from consult.polls.models import Ballot
from consult.reports import paper_actions
from consult.reports.models import Decision
from tests.contracts.test_urls import OWN
from tests.contracts.world import ROLES, World
from tests.reports.conftest import an_opinion
from tests.security.bodies import PAGES, body_for, enter, role_for
from tests.security.crawl import Seen, crawl
from tests.security.test_canary import readable
from tests.security.test_input import rewound, status_of

pytestmark = pytest.mark.django_db
LABEL, DESCRIPTOR = "Nhãn Phải Kín", "Chuyên gia đã xác thực, lĩnh vực Thủy lợi"
WORDS = "Thời hạn quá ngắn."
# What only the person who spoke may send: nobody is that person any more.
OF_THE_AUTHOR = {
    "comment_edit",
    "comment_withdraw",
    "comment_naming",
    "comment_ruling",
    "aside_mine",
    "voice_interest",
    "check_mine",
    "objection_appeal",
    "opinion_object",
    "opinion_rate",
}
KINDS = [Voice.Kind.SEALED, Voice.Kind.UNLINKABLE]


def sealed_world(kind) -> World:
    """The contracts' world, whose one voice has no person: comment, guarded comment, evidence, case, citation, turn."""
    world = World.build()
    things = world.things
    voice, file = things["voice"], things["file"]
    other = an_opinion(file, things["clause"], reason="Ý kiến của người khác")
    Endorsement.objects.create(comment=other, voice=voice)
    Endorsement.objects.create(comment=things["comment"], voice=other.voice, stance="disagree")
    an_opinion(
        file, voice=voice, position="", parent=other, root=other, shown="anonymous", reason="Lời đáp kín"
    )
    things["comment"].shown = "anonymous"
    type(other).objects.filter(pk=things["comment"].pk).update(shown="anonymous")
    Ballot.objects.create(
        poll=things["poll"], voice=voice, choice="yes", client_key=things["comment"].client_key
    )
    Voice.objects.filter(pk=voice.pk).update(
        kind=kind,
        person=None,
        label=LABEL,
        descriptor=DESCRIPTOR,
        interest="Góp vốn",
        interest_declared_at=timezone.now(),
    )
    return world


def words_of(one) -> str:
    """What can be read; the world's own papers are no more than the mark of their kind."""
    return one.text if len(one.body) < 100 else readable(one)


@pytest.mark.parametrize(
    ("kind", "stage"), [*((kind, "comment") for kind in KINDS), (KINDS[0], "compile"), (KINDS[0], "answer")]
)
def test_every_page_opens_without_the_person(client, kind, stage):
    world = sealed_world(kind)
    if stage != "comment":
        enter(world, stage)
    roles = ROLES if stage == "comment" else ("anonymous", "agency_officer", "coordinator")
    seen = crawl(client, world, roles)
    assert not [one.where for one in seen if one.status >= 500]
    assert not [one.where for one in seen if LABEL in words_of(one)], (
        "a voice without a person has no name to show"
    )
    said = {one.name for one in seen if one.role == "anonymous" and WORDS in one.text}
    assert {"reading", "clause_panel", "reading_print"} <= said
    shown = {
        one.name for one in seen if one.role == "anonymous" and "Thủy lợi" in one.text.replace("\u00a0", " ")
    }
    assert {"reading", "clause_panel", "reading_print"} <= shown
    if stage == "compile":
        world.sign_in(client, "coordinator")
        asked = {"y-kien": world.things["comment"].pk}
        page = client.get(reverse("compile", args=[world.things["file"].code]), asked).content.decode()
        assert WORDS in page and "Thủy lợi" in page.replace("\u00a0", " ")


def test_every_form_is_taken_without_the_person(client):
    world, refused = sealed_world(Voice.Kind.SEALED), {}
    for name in sorted(set(OWN) - OF_THE_AUTHOR):
        body = body_for(world, name)
        if body is not None:
            world.sign_in(client, role_for(world, name))
            status = status_of(
                client.post, reverse(name, kwargs=world.arguments(name)), rewound(body), world, name
            )
            if status != (200 if name in PAGES else 302):
                refused[name] = status
    assert not refused, refused


def test_what_was_the_authors_is_nobodys(client):
    """Neither the person who once spoke nor anybody else is taken for the author."""
    world, taken = sealed_world(Voice.Kind.SEALED), {}
    for name in sorted(OF_THE_AUTHOR):
        world.sign_in(client, role_for(world, name))
        status = status_of(
            client.post, reverse(name, kwargs=world.arguments(name)), body_for(world, name), world, name
        )
        if status not in (403, 404):
            taken[name] = status
    assert not taken, taken


def test_notices_prints_and_papers_do_without_the_person():
    world = sealed_world(Voice.Kind.SEALED)
    enter(world, "compile")
    file, people = world.things["file"], world.people
    Decision.objects.all().delete()  # of a signed report only the signed data would be printed
    tell_book(file.book_id)
    told = [*Notice.objects.values_list("text", flat=True), *Mail.objects.values_list("body", flat=True)]
    assert told and not [text for text in told if LABEL in text]
    for user in (AnonymousUser(), people["agency_officer"], people["coordinator"]):
        data = printing.pdf(user, file_read_or_404(user, file.code), file.version, ())
        words = readable(Seen("printed_pdf", "", 200, {}, data))
        assert "lĩnh vực Thủy lợi" in words and LABEL not in words
    # what an association prints has its own test (tests/reports/test_association_papers.py)
    for form in (form for form in FORMS.values() if form.by != SOCIETY):
        by = people["coordinator" if form.by == FRONT else "agency_officer"]
        made = paper_actions.ask_file(
            by, consultation=file, form=form, kind="docx", client_key=str(uuid.uuid4())
        )
        paper_actions.run(made.pk)
        made.refresh_from_db()
        assert LABEL not in readable(Seen("official_file", "", 200, {}, made.file.read()))
