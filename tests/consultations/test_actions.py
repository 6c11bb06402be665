"""A file through its life: created, opened, moved on; people invited; voices taken."""

import uuid
from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consult.consultations import actions, stages
from consult.consultations.models import Consultation, DeadlineRule, Invitation, Stage, Voice
from consult.consultations.stages import STAGE_VERBS
from consult.kit.verdicts import NotThere, Refused
from consult.ledger import selectors as ledger
from consult.ledger.models import Book, Entry
from consult.people.roles import OrganisationKind, Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return factories.a_version()


@pytest.fixture
def officer(version):
    return factories.a_member(version.draft.agency, Role.AGENCY_OFFICER)


@pytest.fixture
def council():
    return factories.an_organisation(OrganisationKind.FRONT)


@pytest.fixture
def coordinator(council):
    return factories.a_member(council, Role.COUNCIL_COORDINATOR)


def end(days):
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def create(officer, version, council, **fields):
    return actions.create_consultation(
        officer,
        **{
            "kind": "social_review",
            "legal_basis": "Điều 32 Luật Mặt trận Tổ quốc Việt Nam",
            "agency": version.draft.agency,
            "council": council,
            "version": version,
            "title": "Phản biện nghị quyết",
            "summary": "",
            "invited": "verified",
            "levels": ["anonymous"],
            "stages": {
                "comment": (timezone.localdate(), end(20)),
                "meet": (None, end(25)),
                "answer": (None, end(40)),
            },
            "client_key": uuid.uuid4(),
            **fields,
        },
    )


def an_open_file(officer, version, council, **fields):
    return actions.open_consultation(officer, consultation=create(officer, version, council, **fields))


def now_stage(consultation):
    return Stage.objects.get(consultation=consultation, state="now").kind


def test_a_new_file_has_a_code_a_book_and_all_stages(officer, version, council):
    first = create(officer, version, council)
    second = create(officer, version, council)
    other = create(officer, version, council, kind="advisory")
    year = timezone.localdate().year
    assert [c.code for c in (first, second, other)] == [f"PB-{year}-001", f"PB-{year}-002", f"TV-{year}-001"]
    assert first.book.code == first.code
    assert first.book.open_verbs == []
    kinds = list(first.stages.order_by("order").values_list("kind", flat=True))
    assert kinds == ["comment", "meet", "compile", "answer", "closed"]
    assert set(first.stages.values_list("state", flat=True)) == {"next"}


def test_stages_remember_the_rule_of_their_days(officer, version, council):
    rule, _ = DeadlineRule.objects.update_or_create(
        key="draft.publish_min", defaults={"label": "Đăng tải", "days": 20, "source": "Luật"}
    )
    consultation = create(officer, version, council)
    assert consultation.stages.get(kind="comment").rule == rule
    assert consultation.stages.get(kind="closed").rule is None


def test_the_same_key_gives_the_same_file(officer, version, council):
    key = uuid.uuid4()
    first = create(officer, version, council, client_key=key)
    assert create(officer, version, council, client_key=key).pk == first.pk
    other = factories.a_version(agency=version.draft.agency, by=officer)
    with pytest.raises(Refused, match="đã dùng cho một nội dung khác"):
        create(officer, other, council, client_key=key)
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({}, "no-deadline"),
        ({"comment": (None, None)}, "no-deadline"),
        (
            {"comment": (date(2030, 1, 9), datetime(2030, 1, 8, tzinfo=timezone.get_current_timezone()))},
            "dates",
        ),
        ({"comment": (None, end(9)), "compile": (None, end(8))}, "dates"),
    ],
)
def test_dates_must_run_forward(officer, version, council, dates, code):
    with pytest.raises(Refused) as refusal:
        create(officer, version, council, stages=dates)
    assert refusal.value.code == code
    assert not Book.objects.filter(kind="consultation").exists()


def test_opening_publishes_the_file_and_opens_its_verbs(officer, version, council):
    consultation = create(officer, version, council)
    with pytest.raises(Refused):
        actions.open_consultation(factories.an_expert(), consultation=consultation)
    opened = actions.open_consultation(officer, consultation=consultation)
    book = Book.objects.get(pk=opened.book_id)
    assert (opened.state, now_stage(opened)) == ("open", "comment")
    assert tuple(book.open_verbs) == stages.STAGE_VERBS["comment"]
    assert book.closes_at == end(20).replace(microsecond=0)
    assert actions.open_consultation(officer, consultation=opened).opened_at == opened.opened_at
    assert Entry.objects.filter(verb="consultation.opened").count() == 1


def test_a_file_that_opens_tomorrow_takes_nothing_today(officer, version, council):
    tomorrow = timezone.localdate() + timedelta(days=1)
    consultation = an_open_file(officer, version, council, stages={"comment": (tomorrow, end(20))})
    book = Book.objects.get(pk=consultation.book_id)
    assert timezone.localtime(book.opens_at).date() == tomorrow
    assert book.opens_at > timezone.now()


def test_a_file_is_not_opened_after_its_deadline(officer, version, council):
    consultation = create(officer, version, council, stages={"comment": (None, end(-1))})
    with pytest.raises(Refused, match="Thời hạn góp ý"):
        actions.open_consultation(officer, consultation=consultation)
    assert Consultation.objects.get(pk=consultation.pk).state == "prepared"


def test_a_file_walks_through_its_stages(officer, coordinator, version, council):
    signer = factories.a_member(version.draft.agency, Role.AGENCY_SIGNER)
    consultation = an_open_file(officer, version, council)
    walk = [("meet", officer), ("compile", coordinator), ("answer", coordinator), ("closed", signer)]
    for to, by in walk:
        actions.move_stage(by, consultation=consultation, to=to)
        actions.move_stage(by, consultation=consultation, to=to)
        assert now_stage(consultation) == to
        assert tuple(Book.objects.get(pk=consultation.book_id).open_verbs) == stages.STAGE_VERBS[to]
    consultation.refresh_from_db()
    assert consultation.state == "closed"
    moves = Entry.objects.filter(verb="stage.moved").order_by("seq").values_list("data", flat=True)
    assert [move["to"] for move in moves] == ["meet", "compile", "answer", "closed"]
    assert ledger.verify_book(Book.objects.get(pk=consultation.book_id)) is None


def test_a_skipped_stage_is_done(officer, version, council):
    consultation = an_open_file(officer, version, council)
    actions.move_stage(officer, consultation=consultation, to="compile")
    states = dict(consultation.stages.values_list("kind", "state"))
    assert states == {"comment": "done", "meet": "done", "compile": "now", "answer": "next", "closed": "next"}


def test_moving_ends_the_verbs_at_once_and_never_goes_back(officer, version, council):
    consultation = an_open_file(officer, version, council)
    actions.move_stage(officer, consultation=consultation, to="compile")
    assert Book.objects.get(pk=consultation.book_id).open_verbs == list(STAGE_VERBS["compile"])
    assert "comment.posted" not in STAGE_VERBS["compile"]
    for to in ("comment", "meet", "closed"):
        with pytest.raises(Refused):
            actions.move_stage(officer, consultation=consultation, to=to)
    with pytest.raises(Refused):
        actions.move_stage(officer, consultation=consultation, to="vote")
    assert now_stage(consultation) == "compile"


def test_a_move_sets_a_new_deadline_and_drops_one_that_passed(officer, version, council):
    consultation = an_open_file(officer, version, council)
    Stage.objects.filter(consultation=consultation, kind="meet").update(closes_at=end(-1))
    actions.move_stage(officer, consultation=consultation, to="meet")
    assert Book.objects.get(pk=consultation.book_id).closes_at is None
    actions.move_stage(officer, consultation=consultation, to="compile", closes_at=end(3))
    assert Book.objects.get(pk=consultation.book_id).closes_at == end(3)


# --- invitations -----------------------------------------------------------------------------------------


def test_inviting_asks_each_expert_once(officer, coordinator, version, council):
    consultation = an_open_file(officer, version, council)
    experts = [factories.an_expert().expert for _ in range(3)]
    made = actions.invite(officer, consultation=consultation, experts=experts[:2], message="Kính mời")
    assert [i.expert for i in made] == experts[:2]
    more = actions.invite(coordinator, consultation=consultation, experts=experts)
    assert [i.expert for i in more] == experts[2:]
    assert Entry.objects.filter(verb="invitation.sent", audience="owner").count() == 3
    waiting = factories.an_expert(verified=False).expert
    with pytest.raises(Refused, match="chuyên gia đã xác thực"):
        actions.invite(officer, consultation=consultation, experts=[waiting])
    with pytest.raises(Refused):
        actions.invite(experts[0].user, consultation=consultation, experts=[experts[0]])


def test_answering_an_invitation(officer, version, council):
    consultation = an_open_file(officer, version, council, invited="invited")
    user = factories.an_expert()
    (invitation,) = actions.invite(officer, consultation=consultation, experts=[user.expert])
    with pytest.raises(Refused, match="nêu lý do"):
        actions.answer_invitation(user, invitation=invitation, accept=False, reason="  ")
    with pytest.raises(NotThere):
        actions.answer_invitation(factories.an_expert(), invitation=invitation, accept=True)
    actions.answer_invitation(user, invitation=invitation, accept=True)
    assert actions.take_voice(user, consultation=consultation).person == user
    declined = actions.answer_invitation(user, invitation=invitation, accept=False, reason="Bận công tác")
    again = actions.answer_invitation(user, invitation=invitation, accept=False, reason="Bận công tác")
    assert again.answered_at == declined.answered_at
    assert (declined.state, declined.reason) == ("declined", "Bận công tác")
    with pytest.raises(Refused, match="được mời và đã nhận lời"):
        actions.take_voice(user, consultation=consultation)
    verbs = Entry.objects.filter(book=consultation.book_id).order_by("seq").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["invitation.sent", "invitation.accepted", "invitation.declined"]


def test_declining_without_a_reason_is_impossible_in_the_database(officer, version, council):
    consultation = an_open_file(officer, version, council)
    invitation = Invitation(
        consultation=consultation, expert=factories.an_expert().expert, invited_by=officer, state="declined"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        invitation.save()


# --- voices ----------------------------------------------------------------------------------------------


def test_an_expert_has_one_voice_in_a_file():
    consultation = factories.a_consultation()
    user = factories.an_expert("Lê Minh Châu", title="pgs", degree="ts", workplace="Trường Đại học Cần Thơ")
    voice = actions.take_voice(user, consultation=consultation)
    assert actions.take_voice(user, consultation=consultation).pk == voice.pk
    assert (voice.kind, voice.person, voice.organisation) == ("person", user, None)
    assert voice.label == "PGS.TS. Lê Minh Châu, Trường Đại học Cần Thơ"
    assert voice.descriptor == "Chuyên gia đã xác thực, lĩnh vực Pháp luật"
    assert "Châu" not in voice.descriptor


def test_officials_speak_for_their_office():
    consultation = factories.a_consultation()
    officer = factories.a_member(consultation.agency, Role.AGENCY_OFFICER, "Trần Thị Bình")
    member = factories.a_member(consultation.council, Role.COUNCIL_MEMBER, "Lý Ngọc Hân")
    voice = actions.take_voice(officer, consultation=consultation)
    assert (voice.kind, voice.organisation) == ("official", consultation.agency)
    assert voice.label == f"Trần Thị Bình, {consultation.agency.short_name}"
    assert voice.descriptor == f"Cán bộ của {consultation.agency.short_name}"
    assert actions.take_voice(member, consultation=consultation).organisation == consultation.council


def test_a_voice_is_no_right_that_outlives_the_file():
    consultation = factories.a_consultation()
    user = factories.an_expert()
    actions.take_voice(user, consultation=consultation)
    consultation.state = "closed"
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.take_voice(user, consultation=consultation)


def test_a_voice_that_was_made_meanwhile_is_taken(monkeypatch):
    consultation = factories.a_consultation()
    user = factories.an_expert()
    made = factories.a_voice(consultation, user)
    first = Voice.objects.filter
    # The other request commits between the look and the insert: the look finds nothing.
    monkeypatch.setattr(Voice.objects, "filter", lambda **_: first(pk=0))
    assert actions.take_voice(user, consultation=consultation).pk == made.pk
