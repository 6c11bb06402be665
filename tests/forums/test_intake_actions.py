"""Opinions on paper: who registers and enters them, what the ledger holds, what the other side may know."""

import uuid

import pytest
from django.utils import timezone

from consult.consultations.models import Voice
from consult.forums import actions, intake_actions, intake_rules, intake_selectors
from consult.forums.authors import author_of
from consult.forums.models import Comment, Paper
from consult.forums.sources import of_comment
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
SENDER = "Hội Luật gia thành phố"


@pytest.fixture
def file():
    return make.a_consultation()


@pytest.fixture
def clerk(file):
    return make.a_member(file.council, Role.COUNCIL_COORDINATOR)


@pytest.fixture
def officer(file):
    return make.a_member(file.agency, Role.AGENCY_OFFICER)


def facts(**given):
    return {
        "kind": "document", "number": "12/CV-HLG", "issued_on": timezone.localdate(),
        "received_on": timezone.localdate(), "sender": SENDER, "shown": "named", **given,
    }  # fmt: skip


def enter(by, file, key=None, scan=None, opinion=None, **given):
    opinion = {"clause": None, "position": "no", "reason": "Thời hạn quá ngắn.", **(opinion or {})}
    return intake_actions.enter_with_paper(
        by,
        consultation=file,
        scan=scan,
        facts=facts(**given),
        opinion=opinion,
        client_key=key or uuid.uuid4(),
    )


def code(refused):
    return refused.value.code


def test_an_opinion_from_a_letter_stands_in_the_same_register(file, clerk):
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    comment = enter(clerk, file, opinion={"clause": clause, "counted": 30})
    assert (comment.voice.kind, comment.voice.person_id, comment.voice.label) == (
        Voice.Kind.PAPER,
        None,
        SENDER,
    )
    assert comment.quote == clause.text
    entry = Entry.objects.get(verb="comment.entered")
    assert (entry.seq, entry.actor) == (comment.number, f"user:{clerk.pk}")
    assert entry.data == {"clause": clause.pk, "parent": None, "source": "document", "counted": 30}
    assert Entry.objects.get(verb="paper.registered").data == {"kind": "document"}
    assert verify_book(Book.objects.get(pk=file.book_id)) is None
    assert Comment.objects.opinions().count() == 1


@pytest.mark.parametrize("field", ["counted", "reason", "paper_id"])
def test_what_is_changed_afterwards_is_found(file, clerk, field):
    comment, other = enter(clerk, file), enter(clerk, file, sender="Người khác")
    value = {"counted": 2, "reason": "Lời khác.", "paper_id": other.paper_id}[field]
    Comment.objects.filter(pk=comment.pk).update(**{field: value})
    assert verify_book(Book.objects.get(pk=file.book_id)).reason == "content"


def test_both_sides_register_what_they_received_and_nobody_else(file, clerk, officer):
    assert enter(clerk, file).paper.office_id == file.council_id
    assert enter(officer, file).paper.office_id == file.agency_id
    for role, office in ((Role.COUNCIL_MEMBER, file.council), (Role.AGENCY_SIGNER, file.agency)):
        with pytest.raises(Refused) as refused:
            enter(make.a_member(office, role), file)
        assert code(refused) == "not-clerk"
    for stranger in (make.an_expert(), make.a_member(make.an_organisation(), Role.AGENCY_OFFICER)):
        with pytest.raises(NotThere):
            enter(stranger, file)


@pytest.mark.parametrize(("stage", "open_now"), [("comment", 1), ("meet", 1), ("compile", 1), ("answer", 0)])
def test_papers_reach_the_register_until_the_compiling_is_closed(stage, open_now):
    file = make.a_consultation(stage)
    clerk = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    if open_now:
        assert enter(clerk, file).number == 2
    else:
        with pytest.raises(Refused) as refused:
            enter(clerk, file)
        assert code(refused) == "stage-closed"


def test_the_same_key_enters_once(file, clerk):
    key = uuid.uuid4()
    assert enter(clerk, file, key) == enter(clerk, file, key)
    assert (Paper.objects.count(), Comment.objects.count()) == (1, 1)
    with pytest.raises(Refused) as refused:
        enter(clerk, file, key, opinion={"reason": "Khác."})
    assert code(refused) == "key-reused"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"sender": "  "}, "no-sender"),
        ({"received_on": timezone.localdate() + timezone.timedelta(days=2)}, "future"),
        ({"issued_on": timezone.localdate(), "received_on": timezone.localdate() - timezone.timedelta(days=1)}, "dates"),
        ({"shown": "khac"}, "shown"),
        ({"opinion": {"counted": 0}}, "counted"),
        ({"opinion": {"reason": ""}}, "empty"),
        ({"opinion": {"reason": "a" * 160_001}}, "too-long"),
        ({"opinion": {"criterion": "x"}}, "criterion"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_whole(file, clerk, given, reason):
    with pytest.raises(Refused) as refused:
        enter(clerk, file, **given)
    assert code(refused) == reason
    assert not Paper.objects.exists() and not Voice.objects.exists()


def test_a_second_opinion_of_the_same_paper_has_the_same_voice(file, clerk):
    first = enter(clerk, file)
    again = intake_actions.enter_opinion(
        clerk, paper=first.paper, position="yes", counted=1, client_key=uuid.uuid4()
    )
    assert again.voice_id == first.voice_id
    assert Voice.objects.count() == 1


def test_the_other_side_neither_adds_nor_takes_back(file, clerk, officer):
    paper = enter(clerk, file).paper
    with pytest.raises(Refused) as refused:
        intake_actions.enter_opinion(officer, paper=paper, position="yes", client_key=uuid.uuid4())
    assert code(refused) == "other-office"
    with pytest.raises(Refused) as refused:
        intake_actions.undo_paper(officer, paper=paper, reason="Nhầm.")
    assert code(refused) == "other-office"


def test_who_may_know_who_spoke(file, clerk, officer):
    public = make.an_expert()
    shown = {}
    for by, level in ((clerk, "named"), (clerk, "anonymous"), (officer, "anonymous")):
        comment = enter(by, file, sender=f"Canary {by.pk}", shown=level, scan=(b"%PDF-1.4", "thu.pdf"))
        comment.consultation = file
        for viewer in (public, officer, clerk):
            name = author_of(comment, viewer).label
            knows = viewer == clerk
            line = of_comment(comment, knows=knows or level == "named")
            seen = bool(intake_rules.may_see_scan(viewer, comment.paper))
            shown[by == clerk, level, [public, officer, clerk].index(viewer)] = (
                name.startswith("Canary"), "12/CV" in line, seen,
            )  # fmt: skip
    assert shown == {
        (True, "named", 0): (True, True, False),
        (True, "named", 1): (True, True, True),
        (True, "named", 2): (True, True, True),
        (True, "anonymous", 0): (False, False, False),
        (True, "anonymous", 1): (False, False, False),
        (True, "anonymous", 2): (True, True, True),
        (False, "anonymous", 0): (False, False, False),
        (False, "anonymous", 1): (False, False, True),
        (False, "anonymous", 2): (True, True, True),
    }


def test_a_joint_letter_is_one_opinion_that_stands_for_thirty(file, clerk):
    comment = enter(clerk, file, opinion={"counted": 30})
    day = timezone.localdate().strftime("%d/%m/%Y")
    assert (
        of_comment(comment, knows=False) == f"Nhập từ văn bản số 12/CV-HLG ngày {day}, thay cho 30 người ký"
    )


def test_what_is_for_the_council_alone_is_not_even_counted_for_others():
    file = make.a_consultation(levels=["named", "anonymous", "council"])
    clerk = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    officer = make.a_member(file.agency, Role.AGENCY_OFFICER)
    with pytest.raises(Refused) as refused:
        enter(officer, file, shown="council")
    assert code(refused) == "council-only"
    enter(clerk, file, shown="council")
    assert set(Entry.objects.values_list("audience", flat=True)) == {"front"}
    assert len(intake_selectors.register_page(clerk, file, 1).rows) == 1
    assert intake_selectors.register_page(officer, file, 1).rows == ()


# --- taking back -----------------------------------------------------------------------------------------


def test_taking_back_marks_and_keeps_once(file, clerk):
    comment = enter(clerk, file)
    for _ in range(2):
        intake_actions.undo_paper(clerk, paper=comment.paper, reason="Nhập nhầm hồ sơ.")
    comment.refresh_from_db()
    assert (comment.state, comment.reason) == ("withdrawn", "Thời hạn quá ngắn.")
    (entry,) = Entry.objects.filter(verb="paper.undone")
    assert entry.data == {"opinions": 1}
    with pytest.raises(Refused) as refused:
        intake_actions.enter_opinion(clerk, paper=comment.paper, position="yes", client_key=uuid.uuid4())
    assert code(refused) == "undone"


def test_what_was_answered_is_not_taken_back(file, clerk):
    comment = enter(clerk, file)
    actions.post_comment(
        make.an_expert(), consultation=file, parent=comment, reason="Tôi đồng tình.", client_key=uuid.uuid4()
    )
    with pytest.raises(Refused) as refused:
        intake_actions.undo_paper(clerk, paper=comment.paper, reason="Nhầm.")
    assert code(refused) == "answered"


def test_taking_back_needs_a_reason(file, clerk):
    with pytest.raises(Refused) as refused:
        intake_actions.undo_paper(clerk, paper=enter(clerk, file).paper, reason=" ")
    assert code(refused) == "no-reason"
