"""Objections are moderated as comments are: for a published reason, recorded, told to the author, heard by a second person."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, InternalError, connection, transaction
from django.urls import resolve, reverse
from django.utils import timezone

from consult.forums.models import Conduct
from consult.kit.verdicts import NotThere, Refused
from consult.people import exports
from consult.people.roles import Role
from consult.reports import feedback_actions, objection_actions, objection_reminders, objections
from consult.reports.models import Objection, ObjectionRuling
from tests import factories as make
from tests.core.test_ics import read
from tests.reports.conftest import entries, published
from tests.reports.test_feedback import author, cited, objected, text, told_of, with_levels

pytestmark = pytest.mark.django_db
WORDS = "Cán bộ soạn thảo là kẻ lười biếng."


def rule(by, objection, outcome="hidden", ground="insult", reason="Có lời xúc phạm.", key=None):
    return objection_actions.rule_on_objection(
        by, objection=objection, outcome=outcome, ground=ground, reason=reason, client_key=key or uuid.uuid4()
    )


def a_hidden_one(shared=True):
    case = published()
    case.head = make.a_member(case.file.council, Role.COUNCIL_HEAD, "Nguyễn Thị Chủ")
    case.objection = objected(case, shared=shared, words=WORDS)
    case.ruling = rule(case.coordinator, case.objection)
    case.objection.refresh_from_db()
    return case


def refusal(call):
    with pytest.raises(Refused) as found:
        call()
    return found.value.code


# --- hiding ----------------------------------------------------------------------------------------------


def test_what_is_hidden_is_read_by_nobody_but_author_and_moderators(signed_in, client):
    case = a_hidden_one()
    feedback = Objection.objects.filter(pk=case.objection.pk)
    client.logout()
    page = text(client.get(reverse("results", args=[case.file.code])))
    assert WORDS not in page
    assert "Có phản đối, nội dung đang được ẩn, lý do: xúc phạm, công kích cá nhân." in page
    assert "<b>0/2</b><br><span>điểm còn mở" in page
    listed = text(signed_in(case.officer).get(reverse("objections", args=[case.file.code])))
    assert WORDS not in listed and "Hội đồng đang ẩn phản đối này" in listed
    answer = reverse("objection_answer", args=[case.file.code, case.objection.pk])
    assert signed_in(case.officer).post(answer, {"text": "x"}).status_code == 403
    mine = text(signed_in(author(case)).get(reverse("my_opinion", args=[cited(case).pk])))
    assert WORDS in mine and "Có lời xúc phạm." in mine
    moderated = text(
        signed_in(case.coordinator).get(reverse("objection_case", args=[case.file.code, case.objection.pk]))
    )
    assert WORDS in moderated
    rule(case.coordinator, case.objection, "restored", "", "Không còn cơ sở.")
    assert feedback.get().state == "posted"
    listed = text(signed_in(case.officer).get(reverse("objections", args=[case.file.code])))
    assert WORDS in listed  # the control: the same pages show it again


def test_words_that_were_public_are_taken_from_the_public_table(client):
    case = published()
    objection = objected(case, shared=True, words=WORDS)
    feedback_actions.answer_objection(case.officer, objection=objection, text="Căn cứ là Điều 7.")
    address = reverse("results", args=[case.file.code])
    assert WORDS in text(client.get(address))
    rule(case.coordinator, objection)
    page = text(client.get(address))
    assert WORDS not in page and "nội dung đang được ẩn" in page


def test_the_public_log_of_the_file_tells_of_it_without_words_and_names(client):
    case = a_hidden_one()
    objection_actions.appeal_objection(
        author(case), objection=case.objection, text="Xin xem lại lời của tôi."
    )
    rule(case.head, case.objection, "restored", "", "Không phải lời xúc phạm.")
    page = text(client.get(reverse("moderation_log", args=[case.file.code])))
    sheet = client.get(reverse("moderation_log_sheet", args=[case.file.code])).content.decode()
    for told in (page, sheet):
        assert "Ẩn phản đối" in told and "Hiện lại phản đối" in told
        assert "Có khiếu nại" in told and "Quyết định về khiếu nại, do người thứ hai" in told
        for verb in ("objection.hidden", "objection.restored"):
            assert entries(case, verb)[0].receipt in told
        for hidden in (
            WORDS,
            "Có lời xúc phạm.",
            "Xin xem lại",
            case.coordinator.full_name,
            case.head.full_name,
        ):
            assert hidden not in told


def test_the_public_log_tells_nothing_of_an_opinion_for_the_council_alone(client):
    case = a_hidden_one()
    address = reverse("moderation_log", args=[case.file.code])
    assert "Ẩn phản đối" in text(client.get(address))  # the control
    comment = cited(case).comment
    comment.shown = "council"
    comment.save(update_fields=["shown"])
    assert "Ẩn phản đối" not in text(client.get(address))


def test_the_log_asks_the_same_for_one_ruling_and_ten(client, django_assert_max_num_queries):
    case = a_hidden_one()
    address, costs = reverse("moderation_log", args=[case.file.code]), []
    for more in (0, 5):
        for _n in range(more):
            rule(case.coordinator, case.objection, "restored", "", "Không còn cơ sở.")
            rule(case.coordinator, case.objection)
        with django_assert_max_num_queries(40) as seen:
            client.get(address)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_it_is_recorded_and_the_author_is_told_why():
    case = a_hidden_one()
    (entry,) = entries(case, "objection.hidden")
    assert (entry.audience, entry.data, entry.actor) == (
        "public",
        {"ground": "insult"},
        f"user:{case.coordinator.pk}",
    )
    ((people, words, url),) = told_of(entry)
    assert people == (author(case).pk,)
    assert "Có lời xúc phạm." in words and WORDS not in words
    assert url.startswith(reverse("my_opinion", args=[cited(case).pk]))


def test_a_ruling_takes_a_reason_of_the_catalogue_and_words_and_is_never_changed():
    case = published()
    objection, key = objected(case), uuid.uuid4()
    assert refusal(lambda: rule(case.coordinator, objection, ground="")) == "ground"
    assert refusal(lambda: rule(case.coordinator, objection, reason=" ")) == "reason"
    assert refusal(lambda: rule(case.coordinator, objection, outcome="restored", ground="")) == "outcome"
    made = rule(case.coordinator, objection, key=key)
    assert rule(case.coordinator, objection, key=key) == made
    assert len(entries(case, "objection.hidden")) == 1
    assert (
        refusal(lambda: rule(case.coordinator, objection)) == "outcome"
    )  # two at once: the second is refused
    with pytest.raises((InternalError, DatabaseError), match="append-only"), transaction.atomic():
        ObjectionRuling.objects.update(reason="Khác")


def test_nobody_but_the_moderators_decides_and_none_about_own_words(signed_in):
    case = published()
    objection = objected(case)
    address = reverse("objection_case", args=[case.file.code, objection.pk])
    overseer = make.a_member(make.an_organisation(), Role.OVERSEER)
    for user in (case.officer, case.signer, case.member, author(case), overseer, make.a_user()):
        with pytest.raises(NotThere):
            rule(user, objection)
        assert signed_in(user).get(address).status_code == 404
        assert signed_in(user).get(reverse("objection_cases", args=[case.file.code])).status_code == 404
    make.a_member(case.file.council, Role.COUNCIL_COORDINATOR, user=author(case, 1))
    own = objected(case, 1)
    assert refusal(lambda: rule(author(case, 1), own)) == "own"
    other = published()
    assert signed_in(other.coordinator).get(
        reverse("objection_case", args=[other.file.code, objection.pk])
    ).status_code == 404  # fmt: skip


def test_the_objection_to_an_opinion_for_the_council_is_moderated_in_silence(client):
    case = with_levels("council", "named")
    objection = objected(case, 0)
    rule(case.coordinator, objection)
    assert entries(case, "objection.hidden")[0].audience == "front"
    assert "đang được ẩn" not in text(client.get(reverse("results", args=[case.file.code])))


def test_what_is_hidden_waits_for_nobody(signed_in):
    case = a_hidden_one()
    assert "Trả lời phản đối:" not in text(signed_in(case.officer).get(reverse("desk")))
    late = case.objection.answer_due + timedelta(days=9)
    assert not list(objection_reminders.objections_due(late))
    assert not objections.open_in([case.file])
    Objection.objects.update(answer_due=timezone.now() - timedelta(days=3))
    rule(case.coordinator, case.objection, "restored", "", "Không còn cơ sở.")
    case.objection.refresh_from_db()
    assert case.objection.answer_due > timezone.now() + timedelta(days=3)  # its days begin anew
    assert "Trả lời phản đối:" in text(signed_in(case.officer).get(reverse("desk")))
    told = told_of(entries(case, "objection.restored")[0])
    assert next(people for people, _words, _url in told) == (author(case).pk,)
    assert {case.officer.pk, case.signer.pk} <= set(told[1][0])


# --- the appeal ------------------------------------------------------------------------------------------


def test_an_appeal_is_heard_by_a_second_person_once(signed_in):
    case = a_hidden_one()
    client, pk = signed_in(author(case)), cited(case).pk
    address = reverse("objection_appeal", args=[pk])
    assert client.post(address, {"text": ""}).status_code == 400
    assert client.post(address, {"text": "Câu ấy là trích dẫn."}).status_code == 302
    assert client.post(address, {"text": "Câu ấy là trích dẫn."}).status_code == 302
    assert client.post(address, {"text": "Khác."}).status_code == 403
    (entry,) = entries(case, "objection.appealed")
    assert entry.audience == "front"
    ((people, _words, url),) = told_of(entry)
    assert people == (case.head.pk,)
    assert refusal(lambda: rule(case.coordinator, case.objection, "restored", "", "Được.")) == "same-person"
    row = "Kiểm duyệt phản đối:"
    assert row in text(signed_in(case.head).get(reverse("desk")))
    assert row not in text(signed_in(case.coordinator).get(reverse("desk")))
    client = signed_in(case.head)
    sent = {
        "outcome": "upheld",
        "ground": "insult",
        "reason": "Vẫn là xúc phạm.",
        "client_key": str(uuid.uuid4()),
    }
    assert client.post(url, {**sent, "ground": ""}).status_code == 403
    assert client.post(url, sent).status_code == 302
    assert Objection.objects.get().state == "hidden"
    assert [one.verb for one in entries(case, "objection.upheld")] == ["objection.upheld"]
    assert row not in text(signed_in(case.head).get(reverse("desk")))
    page = text(signed_in(author(case)).get(reverse("my_opinion", args=[pk])))
    assert "Vẫn là xúc phạm." in page and "đã được khiếu nại một lần" in page


def test_nobody_else_appeals(signed_in):
    case = a_hidden_one()
    address = reverse("objection_appeal", args=[cited(case).pk])
    for user in (author(case, 1), case.officer, case.coordinator, make.a_user()):
        assert signed_in(user).post(address, {"text": "x"}).status_code == 404
    rule(case.coordinator, case.objection, "restored", "", "Được.")
    assert refusal(lambda: appeal(case)) == "not-hidden"


def appeal(case):
    return objection_actions.appeal_objection(author(case), objection=case.objection, text="Là trích dẫn.")


def test_an_overseer_hears_the_appeal_where_the_council_has_no_second_moderator(signed_in):
    case = published()
    overseer = make.a_member(make.an_organisation(), Role.OVERSEER)
    inside = make.a_member(case.file.agency, Role.OVERSEER, user=case.signer)
    case.objection = objected(case, words=WORDS)
    rule(case.coordinator, case.objection)
    address = reverse("objection_case", args=[case.file.code, case.objection.pk])
    assert signed_in(overseer).get(address).status_code == 404
    appeal(case)
    ((people, _words, _url),) = told_of(entries(case, "objection.appealed")[0])
    assert overseer.pk in people and case.coordinator.pk not in people
    assert signed_in(inside).get(address).status_code == 404
    client = signed_in(overseer)
    assert client.get(address).status_code == 200
    sent = {"outcome": "restored", "ground": "", "reason": "Là trích dẫn.", "client_key": str(uuid.uuid4())}
    assert client.post(address, sent).status_code == 302
    assert Objection.objects.get().state == "posted"
    assert client.get(address).status_code == 404


# --- approval before it is shown -------------------------------------------------------------------------


def held_case():
    case = published()
    with connection.cursor() as cursor:  # fixed when a file opens, by a trigger
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE forums_conduct DISABLE TRIGGER USER")
        Conduct.objects.create(consultation=case.file, premoderated=True)
        cursor.execute("ALTER TABLE forums_conduct ENABLE TRIGGER USER")
    case.objection = objected(case, shared=True, words=WORDS)
    return case


def test_where_comments_are_approved_first_objections_are_too(signed_in, client):
    case = held_case()
    assert case.objection.state == "held"
    (entry,) = entries(case, "objection.filed")
    assert entry.audience == "front"
    ((people, _words, url),) = told_of(entry)
    assert people == (case.coordinator.pk,)
    client.logout()
    assert "Có phản đối" not in text(client.get(reverse("results", args=[case.file.code])))
    agency = signed_in(case.officer)
    assert WORDS not in text(agency.get(reverse("objections", args=[case.file.code])))
    assert (
        agency.get(reverse("objection_answer", args=[case.file.code, case.objection.pk])).status_code == 404
    )
    with pytest.raises(NotThere):
        feedback_actions.answer_objection(case.officer, objection=case.objection, text="x")
    moderator = signed_in(case.coordinator)
    assert "Kiểm duyệt phản đối:" in text(moderator.get(reverse("desk")))
    sent = {"outcome": "approved", "ground": "", "reason": "", "client_key": str(uuid.uuid4())}
    assert moderator.post(url, sent).status_code == 302
    (entry,) = entries(case, "objection.approved")
    assert {case.officer.pk, case.signer.pk} <= set(told_of(entry)[1][0])
    assert WORDS in text(signed_in(case.officer).get(reverse("objections", args=[case.file.code])))
    client.logout()
    assert "Có phản đối, chờ trả lời" in text(client.get(reverse("results", args=[case.file.code])))


def test_what_is_not_approved_never_reaches_the_agency(signed_in):
    case = held_case()
    rule(case.coordinator, case.objection, "refused")
    told = told_of(entries(case, "objection.refused")[0])
    assert [people for people, _words, _url in told] == [(author(case).pk,)]
    assert WORDS not in text(signed_in(case.officer).get(reverse("objections", args=[case.file.code])))


# --- dates, data, cost -----------------------------------------------------------------------------------


def test_an_open_objection_is_a_date_in_the_calendar_of_its_file_and_of_all(client):
    case = with_levels("anonymous", "council")
    first, _kept = objected(case, 0), objected(case, 1)
    title = f"Hết hạn trả lời phản đối: {case.file.code}"
    for address in (f"/ho-so/{case.file.code}/lich.ics", "/lich/ho-so.ics"):
        raw = client.get(address).content
        rows = read(raw)
        assert [value for name, value in rows if name == "SUMMARY"].count(title) == 1
        assert first.text not in raw.decode() and case.comments[0].voice.label not in raw.decode()
    feedback_actions.answer_objection(case.officer, objection=first, text="Căn cứ là Điều 7.")
    assert title not in client.get(f"/ho-so/{case.file.code}/lich.ics").content.decode()


def test_ones_own_data_hold_the_state_and_the_appeal():
    case = a_hidden_one()
    appeal(case)
    (kept,) = exports.collect(author(case))["feedback"]
    assert (kept["state"], kept["appeal"]) == ("hidden", "Là trích dẫn.")


@pytest.mark.parametrize("name", ["objection_cases", "objections", "results"])
def test_queries_do_not_grow(name, signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case = published(size)
        for number in range(size):
            found = objected(case, number)
            if number % 3 == 0:
                rule(case.coordinator, found)
        address = reverse(name, args=[case.file.code])
        client = signed_in(case.officer if name == "objections" else case.coordinator)
        client.get(address)
        with django_assert_max_num_queries(resolve(address).func.budget) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
