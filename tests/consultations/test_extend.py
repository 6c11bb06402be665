"""More time for the present stage: only later, only before it ends, told to those who were asked."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.consultations import actions, rules, selectors
from consult.consultations.models import Stage
from consult.consultations.schedules import end_of
from consult.forums.actions import post_comment
from consult.kit.verdicts import Refused
from consult.ledger import selectors as ledger
from consult.ledger.models import Book, Entry
from consult.notices import registry
from consult.people.roles import Role
from tests import factories
from tests.rooms.scenes import key

pytestmark = pytest.mark.django_db
WHY = "Nhiều chuyên gia đề nghị thêm thời gian."


@pytest.fixture
def file():
    return factories.a_consultation()


@pytest.fixture
def officer(file):
    return factories.a_member(file.agency, Role.AGENCY_OFFICER)


def in_days(days):
    return end_of(timezone.localdate() + timedelta(days=days))


def stage_of(file, kind="comment") -> Stage:
    return Stage.objects.get(consultation=file, kind=kind)


def extend(officer, file, days=30, reason=WHY):
    return actions.extend_stage(officer, consultation=file, closes_at=in_days(days), reason=reason)


def test_the_stage_the_book_and_the_later_stages_move_and_one_entry_says_why(file, officer):
    before = {stage.kind: stage.closes_at for stage in file.stages.all()}
    extend(officer, file)
    more = in_days(30) - before["comment"]
    assert more > timedelta(0)
    assert {s.kind: s.closes_at - before[s.kind] for s in Stage.objects.filter(consultation=file)} == (
        dict.fromkeys(before, more)
    )
    book = Book.objects.get(pk=file.book_id)
    assert book.closes_at == in_days(30)
    assert (book.open_verbs, book.opens_at) == (file.book.open_verbs, file.book.opens_at)
    entry = Entry.objects.get(verb="stage.extended")
    assert (entry.data["stage"], entry.data["reason"], entry.audience) == ("comment", WHY, "public")
    assert entry.data["from"] == before["comment"].isoformat()
    assert ledger.verify_book(book) is None


def test_the_same_deadline_again_records_nothing(file, officer):
    extend(officer, file)
    extend(officer, file)
    assert Entry.objects.filter(verb="stage.extended").count() == 1
    with pytest.raises(Refused, match="cán bộ của cơ quan soạn thảo"):
        extend(factories.a_user(), file)


@pytest.mark.parametrize("extended", [True, False])
def test_a_comment_after_the_first_deadline_is_taken_only_when_there_is_more_time(file, officer, extended):
    soon = timezone.now() + timedelta(seconds=1)
    Stage.objects.filter(consultation=file, kind="comment").update(closes_at=soon)
    Book.objects.filter(pk=file.book_id).update(closes_at=soon)
    if extended:
        extend(officer, file)
    time.sleep((soon - timezone.now()).total_seconds() + 0.05)
    file = selectors.consultation_or_404(officer, file.code)
    late = {"consultation": file, "clause": None, "position": "no", "reason": "Muộn", "client_key": key()}
    if extended:
        assert post_comment(factories.an_expert(), **late).pk
    else:
        with pytest.raises(Refused, match="hết thời hạn"):
            post_comment(factories.an_expert(), **late)


@pytest.mark.parametrize(
    ("days", "code"), [(12, "not-later"), (1, "not-later"), (-3, "not-later"), (500, "too-late")]
)
def test_only_later_and_within_a_year(file, officer, days, code):
    Stage.objects.filter(consultation=file, kind="comment").update(closes_at=in_days(13))
    with pytest.raises(Refused) as refused:
        extend(officer, file, days=days)
    assert refused.value.code == code
    assert stage_of(file).closes_at == in_days(13)
    assert not Entry.objects.filter(verb="stage.extended").exists()


@pytest.mark.parametrize("reason", ["", " \u200b\n", "x" * 501])
def test_without_a_reason_nothing_moves(file, officer, reason):
    with pytest.raises(Refused, match="lý do gia hạn"):
        extend(officer, file, reason=reason)
    assert not Entry.objects.exists()


def test_not_after_the_end(file, officer):
    Stage.objects.filter(consultation=file, kind="comment").update(closes_at=timezone.now())
    with pytest.raises(Refused, match="đã hết thời hạn"):
        extend(officer, file)


@pytest.mark.parametrize("stage", ["compile", "answer", "closed"])
def test_only_stages_in_which_experts_speak(stage):
    file = factories.a_consultation(stage)
    officer = factories.a_member(file.agency, Role.AGENCY_OFFICER)
    with pytest.raises(Refused, match="giai đoạn góp ý hoặc thảo luận"):
        extend(officer, file, days=300)


def test_a_meeting_may_last_longer_too():
    file = factories.a_consultation("meet")
    extend(factories.a_member(file.agency, Role.AGENCY_OFFICER), file, days=60)
    assert stage_of(file, "meet").closes_at == in_days(60)


def test_a_stage_without_a_deadline_needs_none(file, officer):
    Stage.objects.filter(consultation=file, kind="comment").update(closes_at=None)
    with pytest.raises(Refused, match="đang có thời hạn"):
        extend(officer, file)


def test_who_may(file):
    stage = stage_of(file)
    assert rules.may_extend(factories.a_member(file.agency, Role.AGENCY_OFFICER), file, stage)
    for person in (
        factories.a_member(file.agency, Role.AGENCY_SIGNER),
        factories.a_member(file.council, Role.COUNCIL_COORDINATOR),
        factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER),
        factories.an_expert(),
    ):
        verdict = rules.may_extend(person, file, stage)
        assert not verdict and verdict.code == "not-officer"
    closed = factories.a_consultation("closed", state="closed")
    officer = factories.a_member(closed.agency, Role.AGENCY_OFFICER)
    assert rules.may_extend(officer, closed, None).reason == "Hồ sơ đã kết thúc."


def test_the_invited_the_speakers_and_the_council_hear_of_it(file, officer):
    yes, no, unasked = (factories.an_expert() for _n in range(3))
    coordinator = factories.a_member(file.council, Role.COUNCIL_COORDINATOR)
    voice = factories.a_voice(file)
    actions.invite(officer, consultation=file, experts=[yes.expert, no.expert])
    invitation = file.invitations.get(expert=no.expert)
    actions.answer_invitation(no, invitation=invitation, accept=False, reason="Bận")
    extend(officer, file)
    (told,) = registry.told_by(Entry.objects.get(verb="stage.extended"))
    assert set(told.user_ids) == {yes.pk, coordinator.pk, voice.person_id}
    assert unasked.pk not in told.user_ids
    assert (told.kind, told.url) == ("file", f"/ho-so/{file.code}/")
    assert WHY in told.text and f"{in_days(30):%d/%m/%Y}" in told.text


# --- the page -----------------------------------------------------------------------------------------------


def form(days=30, reason=WHY):
    return {"closes_on": f"{in_days(days):%Y-%m-%d}", "reason": reason}


def test_the_officer_extends_on_the_page(file, officer, signed_in):
    client = signed_in(officer)
    page = client.get(reverse("consultation_manage", args=[file.code])).content.decode()
    address = reverse("consultation_extend", args=[file.code])
    assert f'action="{address}"' in page
    done = client.post(address, form())
    assert done.url == reverse("consultation_manage", args=[file.code])
    after = client.get(done.url).content.decode()
    assert "Đã gia hạn giai đoạn." in after
    assert f"thời hạn hiện nay {in_days(30):%d/%m/%Y}" in after


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        (form(reason=""), 400, "Cần nêu lý do gia hạn."),
        ({"closes_on": "mai", "reason": WHY}, 400, "Ngày ghi theo dạng 22/11/2026."),
        (form(days=1), 403, "Thời hạn mới phải sau thời hạn hiện nay."),
        (form(days=900), 403, "Thời hạn mới không được quá một năm kể từ hôm nay."),
    ],
)
def test_a_refusal_keeps_what_was_written(file, officer, signed_in, given, status, sentence):
    answer = signed_in(officer).post(reverse("consultation_extend", args=[file.code]), given)
    page = answer.content.decode()
    assert answer.status_code == status
    assert sentence in page
    assert f'value="{given["closes_on"]}"' in page
    assert given["reason"] in page


def test_the_council_sees_no_such_form_and_a_stranger_no_page(file, signed_in):
    client = signed_in(factories.a_member(file.council, Role.COUNCIL_COORDINATOR))
    assert "/gia-han/" not in client.get(reverse("consultation_manage", args=[file.code])).content.decode()
    assert client.post(reverse("consultation_extend", args=[file.code]), form()).status_code == 403
    client = signed_in(factories.an_expert())
    assert client.post(reverse("consultation_extend", args=[file.code]), form()).status_code == 404
    assert not Entry.objects.filter(verb="stage.extended").exists()
