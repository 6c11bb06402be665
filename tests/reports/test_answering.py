"""The agency's workspace: who prepares what, what an answer is bound to, what goes to others, what stays inside."""

import uuid
from datetime import timedelta

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from consult.kit.verdicts import Refused
from consult.ledger.models import Book
from consult.notices.actions import tell_book
from consult.notices.models import Notice
from consult.people.roles import Role
from consult.reports import actions, answering, answering_actions, changes, register, stock_actions
from consult.reports.models import Answer, Clarification, Compilation, Duty, Forwarding, Jotting, StockText
from tests import factories as make
from tests.pages import text
from tests.reports.conftest import (
    a_case,
    answered,
    compiled,
    entries,
    keys_of,
    point_of,
    published,
    with_next_version,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def url(name, case, *args):
    return reverse(name, args=[case.file.code, *args])


def refused_as(code, act, /, *given, **named):
    with pytest.raises(Refused) as refused:
        act(*given, **named)
    assert refused.value.code == code
    return refused.value


def another_agency(case):
    """A second agency with an officer and a signer."""
    case.other = make.an_organisation(name="Sở Tài chính")
    case.stranger = make.a_member(case.other, Role.AGENCY_OFFICER, "Võ Thị Hoa")
    return case


def written(case, code="exp", n=0, **given):
    version = getattr(getattr(case.points[n], "answer", None), "version", 0)
    found = Answer.objects.filter(point=case.points[n]).first()
    version = found.version if found else 0
    given = {"text": "Vì trái luật.", **given}
    return actions.write_answer(case.officer, point=case.points[n], code=code, version=version, **given)


def lines(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("text", flat=True))


# --- sharing out -----------------------------------------------------------------------------------------


def test_points_are_given_to_an_officer_and_back(signed_in):
    case = compiled(3)
    mate = make.a_member(case.file.agency, Role.AGENCY_OFFICER, "Lý Văn Bảy")
    ids = [point.pk for point in case.points]
    client = signed_in(case.signer)
    sent = {"point": ids[:2], "owner": mate.pk, "phu-trach": "chua"}
    assert client.post(url("answers_assign", case), sent).url == url("answers", case) + "?phu-trach=chua"
    assert client.post(url("answers_assign", case), sent).status_code == 302
    assert dict(Duty.objects.values_list("point_id", "owner_id")) == dict.fromkeys(ids[:2], mate.pk)
    assert [entry.data for entry in entries(case, "point.assigned")] == [{"points": ids[:2], "to": mate.pk}]
    tell_book(case.file.book_id)
    assert any("2 điểm góp ý được giao cho Ông/Bà" in line for line in lines(mate))
    page = text(signed_in(mate).get(url("answers", case), {"phu-trach": "toi"}))
    assert f'id="diem-{ids[0]}"' in page
    assert f'id="diem-{ids[2]}"' not in page
    assert f'id="diem-{ids[2]}"' in text(signed_in(mate).get(url("answers", case), {"phu-trach": "chua"}))
    assert client.post(url("answers_assign", case), {"point": ids[0], "owner": ""}).status_code in (302, 404)


@pytest.mark.parametrize("who", ["coordinator", "signer", "expert"])
def test_only_officers_of_the_agency_are_given_points(who):
    case = compiled(1)
    other = {"coordinator": case.coordinator, "signer": case.signer, "expert": make.an_expert()}[who]
    given = {"compilation": case.compilation, "points": case.points}
    refused_as("not-officer", answering_actions.share_out, case.officer, owner=other, **given)
    refused_as(
        "no-points", answering_actions.share_out, case.officer, owner=case.officer, **{**given, "points": []}
    )
    assert not Duty.objects.exists()


def test_a_point_of_another_file_is_not_there(signed_in):
    case, other = compiled(1), compiled(1)
    client = signed_in(case.officer)
    sent = {"point": [case.points[0].pk, other.points[0].pk], "owner": case.officer.pk}
    assert client.post(url("answers_assign", case), sent).status_code == 404
    for name in ("answer_date", "answer_back", "answer_note", "answer_question"):
        assert client.post(url(name, case, other.points[0].pk), {}).status_code == 404
        assert signed_in(other.officer).post(url(name, case, case.points[0].pk), {}).status_code == 404
    assert not Duty.objects.exists()


# --- dates -----------------------------------------------------------------------------------------------


def test_the_signer_moves_a_date_with_a_reason(signed_in):
    case = compiled(2)
    point, later = case.points[0], timezone.localdate() + timedelta(days=40)
    client = signed_in(case.signer)
    assert client.post(url("answer_date", case, point.pk), {"version": 0, "day": later}).status_code == 403
    sent = {"version": 0, "day": later, "reason": "Chờ số liệu của Sở Tài chính."}
    assert client.post(url("answer_date", case, point.pk), sent).status_code == 302
    duty = Duty.objects.get()
    assert (timezone.localtime(duty.due_at).date(), duty.due_reason, duty.version) == (
        later,
        sent["reason"],
        1,
    )
    Compilation.objects.update(answer_due=timezone.now() - timedelta(days=3))
    states = {row.id: row.state for row in answering.answers_page(case.officer, case.file).register.rows}
    assert states == {point.pk: "wait", case.points[1].pk: "late"}
    stale = client.post(url("answer_date", case, point.pk), {**sent, "reason": "Khác."})
    assert stale.status_code == 409
    assert "Chờ số liệu của Sở Tài chính." in text(stale)
    assert "Khác." in text(stale)
    back = {"version": 1, "day": "", "reason": ""}
    assert client.post(url("answer_date", case, point.pk), back).status_code == 302
    assert Duty.objects.get().due_at is None
    assert len(entries(case, "point.rescheduled")) == 2
    refused_as(
        "not-signer", answering_actions.move_date, case.officer, point=point, day=later, reason="x", version=2
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    refused_as(
        "past", answering_actions.move_date, case.signer, point=point, day=yesterday, reason="x", version=2
    )


# --- the register ----------------------------------------------------------------------------------------


def test_filters_show_what_they_count(signed_in):
    case = with_next_version(compiled(4))
    written(case, n=0)
    written(case, "note", n=1)
    found = answering.answers_page(case.officer, case.file).register
    client = signed_in(case.officer)
    for pills in (found.states, found.owners):
        for pill in pills:
            shown = answering.answers_page(
                case.officer,
                case.file,
                asked=register.Asked.of(dict(pair.split("=") for pair in pill["url"][1:].split("&") if pair)),
            ).register.shown
            assert len(shown) == pill["count"], pill
            assert client.get(url("answers", case) + pill["url"]).status_code == 200
    assert sum(count for _value, _words, count in found.places) == 4
    for value, _words, count in found.places:
        assert (
            len(
                answering.answers_page(
                    case.officer, case.file, asked=register.Asked(place=value)
                ).register.shown
            )
            == count
        )
    odd = {"trang-thai": "<b>", "phu-trach": "²", "dieu": "-1"}
    assert text(client.get(url("answers", case), odd)).count('id="diem-') == 4


@pytest.mark.parametrize("opened", [False, True])
def test_the_register_takes_as_many_queries_for_many(opened, signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case = with_next_version(compiled(size))
        for n in range(0, size, 3):
            written(case, "acc", n=n, text="Đã sửa.", changes=keys_of(case))
        answering_actions.share_out(
            case.signer, compilation=case.compilation, points=case.points, owner=case.officer
        )
        client = signed_in(case.officer)
        place = url("answers", case) + (f"?diem={case.points[0].pk}" if opened else "")
        client.get(place)  # the comparison is kept from now on
        with django_assert_max_num_queries(resolve(url("answers", case)).func.budget) as seen:
            assert client.get(place).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


# --- what an acceptance is bound to ----------------------------------------------------------------------


def test_an_acceptance_is_bound_to_changed_words(signed_in):
    case = with_next_version(compiled(1))
    point = case.points[0]
    client = signed_in(case.officer)
    page = text(client.get(url("answers", case), {"diem": point.pk}))
    [key] = keys_of(case)
    assert f'value="{key}"' in page
    assert "15 ngày làm việc</ins>" in page
    sent = {"version": 0, "code": "acc", "text": "Đã kéo dài.", "changes": [key]}
    assert client.post(url("answer", case, point.pk), sent).status_code == 302
    answer = Answer.objects.get()
    [change] = answer.changes
    assert (answer.next_version, answer.next_clause) == (case.second, case.next)
    assert "15 ngày làm việc" in change["inserted"]
    assert change["new"] == [case.next.pk]
    assert f'value="{key}" id="id_change_{key}" checked' in text(
        client.get(url("answers", case), {"diem": point.pk})
    )
    forged = {**sent, "version": 1, "changes": [key[:-1] + "9"]}
    assert client.post(url("answer", case, point.pk), forged).status_code == 400
    refused_as("not-changed", written, case, "acc", changes=[key[:-1] + "9"])
    refused_as("not-changed", written, case, "acc", next_clause=case.second.clauses.first())
    assert Answer.objects.get().changes == [change]


def test_of_a_point_with_many_opinions_five_are_read_at_once(signed_in):
    case = a_case(opinions=7)
    for n, comment in enumerate(case.comments):
        comment.reason = f"Lời thứ {n}."
        comment.save(update_fields=["reason"])
    compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.compilation = compilation
    point = point_of(case, case.comments[0])
    actions.cite(case.coordinator, point=point, comments=case.comments[1:])
    actions.close_compilation(case.coordinator, compilation=compilation)
    page = text(signed_in(case.officer).get(url("answers", case), {"diem": point.pk}))
    at_once, more = page.split("Còn 2 góp ý nữa")
    assert "Nguyên văn 7 góp ý" in at_once
    assert [len([n for n in range(7) if f"Lời thứ {n}." in part]) for part in (at_once, more)] == [5, 2]


def test_an_acceptance_may_say_why_it_is_not_there_yet(signed_in, client):
    case = compiled(1)
    refused_as("no-clause", written, case, "acc", text="Sẽ sửa.")
    sent = {"version": 0, "code": "acc", "text": "Sẽ sửa.", "not_yet": "Chờ ý kiến của Bộ."}
    assert signed_in(case.officer).post(url("answer", case, case.points[0].pk), sent).status_code == 302
    actions.publish_answers(case.signer, compilation=case.compilation)
    client.logout()
    assert "Chờ ý kiến của Bộ." in text(client.get(url("results", case)))
    row = Compilation.objects.get().snapshot["rows"][0]
    assert (row["answer"]["not_yet"], row["answer"]["changes"]) == ("Chờ ý kiến của Bộ.", [])


def a_prepared_version(case, words=make.TEXT_2):
    case.second = make.a_version(draft=case.file.draft, text=words, published=False)
    case.next = case.second.clauses.get(text__contains="15 ngày làm việc")
    return case


def test_publishing_waits_for_the_version_that_acceptances_name(signed_in):
    case = a_prepared_version(compiled(1))
    written(case, "acc", text="Đã sửa.", changes=keys_of(case))
    assert Answer.objects.get().next_clause is None
    refused = refused_as("unbound", actions.publish_answers, case.signer, compilation=case.compilation)
    assert "Còn 1 điểm tiếp thu" in str(refused)
    page = text(signed_in(case.signer).get(url("answers", case)))
    assert "chỗ sửa chưa có trong bản dự thảo đã công bố" in page
    assert f"diem={case.points[0].pk}#diem-{case.points[0].pk}" in page
    publish(case)
    actions.publish_answers(case.signer, compilation=case.compilation)
    answer = Answer.objects.get()
    assert (answer.next_version, answer.next_clause) == (case.second, case.next)
    assert Compilation.objects.get().snapshot["rows"][0]["answer"]["changes"][0]["new"] == [case.next.pk]


def test_changed_words_are_found_again_or_publishing_names_the_point(signed_in):
    case = a_prepared_version(compiled(2))
    [key] = keys_of(case)
    for n in (0, 1):
        written(case, "acc", n=n, text="Đã sửa.", changes=[key])
    clause = case.next
    clause.text = clause.text.replace("Cơ quan", "Cơ quan, tổ chức")  # the words stand further on now
    clause.save()
    type(case.second).objects.filter(pk=case.second.pk).update(revision=1)
    [found] = {tuple(one.changes[0]["at"]) for one in answer_parts_settled(case)}
    assert found != tuple(Answer.objects.first().changes[0]["at"])
    clause.text = clause.text.replace("15 ngày làm việc", "10 ngày")
    clause.save()
    type(case.second).objects.filter(pk=case.second.pk).update(revision=2)
    publish(case)
    refused_as("unbound", actions.publish_answers, case.signer, compilation=case.compilation)
    rows = answering.answers_page(case.signer, case.file).missing
    assert [row.number for row in rows] == [1, 2]


def answer_parts_settled(case):
    from consult.documents.models import DraftVersion
    from consult.reports import answer_parts

    versions = {case.second.pk: DraftVersion.objects.get(pk=case.second.pk)}
    answers = list(Answer.objects.filter(point__compilation=case.compilation))
    for answer in answers:
        answer.changes = changes.standing(case.file, versions, answer.changes)
        assert answer.changes
    assert len(answer_parts.settled(case.compilation)[1]) == len(answers)  # its version is not published
    return answers


def publish(case):
    from consult.documents.actions import publish_version

    publish_version(case.officer, version=case.second, declared=True)
    case.second.refresh_from_db()


# --- forwarding ------------------------------------------------------------------------------------------


def test_a_forwarded_point_is_read_and_answered_there(signed_in, client):
    case = another_agency(compiled(2))
    point = case.points[0]
    refused_as("no-organisation", written, case, "fwd")
    refused_as("own-agency", written, case, "fwd", to=case.file.agency)
    refused_as("not-agency", written, case, "fwd", to=case.file.council)
    sent = {"version": 0, "code": "fwd", "text": "Thuộc thẩm quyền về ngân sách.", "to": case.other.pk}
    assert signed_in(case.officer).post(url("answer", case, point.pk), sent).status_code == 302
    forwarding = Forwarding.objects.get()
    tell_book(case.file.book_id)
    assert any("chuyển đến một điểm góp ý" in line for line in lines(case.stranger))
    client = signed_in(case.stranger)
    assert point.title in text(client.get(reverse("forwardings")))
    place = reverse("forwarding", args=[forwarding.pk])
    page = text(client.get(place))
    assert "Thuộc thẩm quyền về ngân sách." in page
    assert case.comments[0].reason in page
    assert client.get(url("answers", case)).status_code == 404
    assert client.post(place, {"act": "answer", "text": ""}).status_code == 400
    assert client.post(place, {"act": "answer", "text": "Đã bố trí ngân sách."}).status_code == 302
    assert client.post(place, {"act": "return", "text": "Không."}).status_code == 403
    assert signed_in(case.officer).get(place).status_code == 404
    tell_book(case.file.book_id)
    assert any("đã trả lời điểm góp ý được chuyển đến" in line for line in lines(case.officer))
    written(case, n=1)
    actions.publish_answers(case.signer, compilation=case.compilation)
    client.logout()
    page = text(client.get(url("results", case)))
    assert "Sở Tài chính" in page
    assert "Đã bố trí ngân sách." in page


def test_a_point_that_is_given_back_is_unanswered_again(signed_in):
    case = another_agency(compiled(1))
    written(case, "fwd", to=case.other)
    [forwarding] = Forwarding.objects.all()
    assert case.compilation.points.unanswered().count() == 0
    answering_actions.reply_to_forwarding(
        case.stranger, forwarding=forwarding, text="Không thuộc Sở.", returned=True
    )
    assert case.compilation.points.unanswered().count() == 1
    refused_as("unanswered", actions.publish_answers, case.signer, compilation=case.compilation)
    page = text(signed_in(case.officer).get(url("answers", case), {"diem": case.points[0].pk}))
    assert "Không thuộc Sở." in page
    third = make.an_organisation(name="Sở Nội vụ")
    written(case, "fwd", to=third)
    assert list(Forwarding.objects.order_by("pk").values_list("state", flat=True)) == ["returned", "sent"]
    written(case, "exp", text="Tự trả lời.")
    assert Forwarding.objects.get(to=third).state == "recalled"
    place = reverse("forwarding", args=[Forwarding.objects.get(to=third).pk])
    assert signed_in(make.a_member(third, Role.AGENCY_OFFICER)).get(place).status_code == 404
    refused_as(
        "recalled", answering_actions.reply_to_forwarding,
        make.a_member(third, Role.AGENCY_SIGNER), forwarding=Forwarding.objects.get(to=third), text="x", returned=False,
    )  # fmt: skip
    assert actions.publish_answers(case.signer, compilation=case.compilation).state == "published"
    assert [len(entries(case, f"forwarding.{verb}")) for verb in ("returned", "recalled", "answered")] == [
        1,
        1,
        0,
    ]


def test_a_reply_after_publication_is_public(client):
    case = another_agency(compiled(1))
    written(case, "fwd", to=case.other)
    actions.publish_answers(case.signer, compilation=case.compilation)
    assert "Chờ cơ quan nhận trả lời" in text(client.get(url("results", case)))
    answering_actions.reply_to_forwarding(
        case.stranger, forwarding=Forwarding.objects.get(), text="Trả lời sau.", returned=False
    )
    assert "Trả lời sau." in text(client.get(url("results", case)))


def test_a_forwarded_point_shows_no_name_behind_an_unnamed_opinion(signed_in):
    case = another_agency(compiled(1))
    type(case.comments[0]).objects.filter(pk=case.comments[0].pk).update(shown="anonymous")
    written(case, "fwd", to=case.other)
    page = text(signed_in(case.stranger).get(reverse("forwarding", args=[Forwarding.objects.get().pk])))
    voice = case.comments[0].voice
    assert voice.descriptor in page
    assert voice.label not in page


# --- the signer, notes, questions ------------------------------------------------------------------------


def test_an_answer_that_is_sent_back_waits_until_it_is_rewritten(signed_in):
    case = answered(1)
    place = url("answer_back", case, case.points[0].pk)
    client = signed_in(case.signer)
    assert client.post(place, {"version": 1, "remark": " "}).status_code == 403
    assert client.post(place, {"version": 1, "remark": "Nêu rõ điều luật."}).status_code == 302
    assert client.post(place, {"version": 1, "remark": "Nêu rõ điều luật."}).status_code == 302
    tell_book(case.file.book_id)
    assert any("trả lại một trả lời để sửa" in line for line in lines(case.officer))
    refused_as("unanswered", actions.publish_answers, case.signer, compilation=case.compilation)
    page = text(signed_in(case.officer).get(url("answers", case), {"diem": case.points[0].pk}))
    assert "Nêu rõ điều luật." in page
    refused_as(
        "not-signer", answering_actions.send_back, case.officer, point=case.points[0], remark="x", version=1
    )
    written(case, text="Vì trái Điều 6.")
    stale = signed_in(case.signer).post(place, {"version": 1, "remark": "Chưa được."})
    assert stale.status_code == 409
    assert "Vì trái Điều 6." in text(stale)
    assert Answer.objects.get().remark == ""
    assert len(entries(case, "answer.sent_back")) == 1
    assert actions.publish_answers(case.signer, compilation=case.compilation).state == "published"


def test_the_same_text_again_settles_a_remark():
    case = answered(1)
    answering_actions.send_back(case.signer, point=case.points[0], remark="Kiểm tra lại.", version=1)
    written(case, text=Answer.objects.get().text)
    answer = Answer.objects.get()
    assert (answer.remark, answer.version) == ("", 2)


def test_notes_stay_inside_the_agency(signed_in, client):
    case = answered(1)
    key = str(uuid.uuid4())
    place = url("answer_note", case, case.points[0].pk)
    for _time in range(2):
        assert (
            signed_in(case.officer)
            .post(place, {"text": "Hỏi phòng Pháp chế.", "client_key": key})
            .status_code
            == 302
        )
    assert Jotting.objects.get().text == "Hỏi phòng Pháp chế."
    assert "Hỏi phòng Pháp chế." in text(
        signed_in(case.signer).get(url("answers", case), {"diem": case.points[0].pk})
    )
    again = signed_in(case.officer).post(place, {"text": "Khác.", "client_key": key})
    assert again.status_code == 403
    assert (
        signed_in(case.officer).post(place, {"text": " ", "client_key": str(uuid.uuid4())}).status_code == 403
    )
    case.compilation = actions.publish_answers(case.signer, compilation=case.compilation)
    assert "Pháp chế" not in str(case.compilation.snapshot)
    for user in (case.coordinator, make.an_expert()):
        for name in ("results", "consultation"):
            assert "Pháp chế" not in text(signed_in(user).get(url(name, case)))


def test_the_council_clarifies_once(signed_in):
    case = compiled(1)
    place = url("answer_question", case, case.points[0].pk)
    sent = {"text": "Thời hạn tính từ ngày nào?", "client_key": str(uuid.uuid4())}
    for _time in range(2):
        assert signed_in(case.officer).post(place, sent).status_code == 302
    asked = Clarification.objects.get()
    tell_book(case.file.book_id)
    assert any("đề nghị làm rõ" in line for line in lines(case.coordinator))
    client = signed_in(case.coordinator)
    assert "Thời hạn tính từ ngày nào?" in text(client.get(url("questions", case)))
    given = url("question", case, asked.pk)
    assert client.post(given, {"text": ""}).status_code == 400
    assert client.post(given, {"text": "Từ ngày nhận."}).status_code == 302
    assert client.post(given, {"text": "Từ ngày nhận."}).status_code == 302
    assert client.post(given, {"text": "Khác."}).status_code == 403
    assert signed_in(case.member).post(given, {"text": "Khác."}).status_code == 403
    tell_book(case.file.book_id)
    assert any("đã làm rõ" in line for line in lines(case.officer))
    assert "Từ ngày nhận." in text(
        signed_in(case.officer).get(url("answers", case), {"diem": case.points[0].pk})
    )
    for user in (case.officer, case.signer, make.an_expert()):
        assert signed_in(user).get(url("questions", case)).status_code == 404
        assert signed_in(user).get(given).status_code == 404
    assert len(entries(case, "clarification.given")) == 1


@pytest.mark.parametrize("name", ["questions", "forwardings"])
def test_lists_take_as_many_queries_for_many(name, signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        case = another_agency(compiled(size))
        for n in range(size):
            if name == "questions":
                answering_actions.ask_council(
                    case.officer, point=case.points[n], question="Rõ?", client_key=uuid.uuid4()
                )
            else:
                written(case, "fwd", n=n, to=case.other)
        user = case.coordinator if name == "questions" else case.stranger
        place = url(name, case) if name == "questions" else reverse(name)
        client = signed_in(user)
        with django_assert_max_num_queries(resolve(place).func.budget) as seen:
            assert client.get(place).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_nothing_is_changed_after_publication(signed_in):
    case = published(1)
    point = case.points[0]
    later = timezone.localdate() + timedelta(days=9)
    for act, given in (
        (answering_actions.jot, {"text": "x", "client_key": uuid.uuid4()}),
        (answering_actions.ask_council, {"question": "x", "client_key": uuid.uuid4()}),
    ):
        refused_as("published", act, case.signer, point=point, **given)
    refused_as(
        "published", answering_actions.move_date, case.signer, point=point, day=later, reason="x", version=0
    )
    refused_as("published", answering_actions.send_back, case.signer, point=point, remark="x", version=1)
    given = {"compilation": case.compilation, "points": case.points, "owner": case.officer}
    refused_as("published", answering_actions.share_out, case.signer, **given)


# --- stock texts -----------------------------------------------------------------------------------------


def test_a_stock_text_is_kept_and_filled_in(signed_in):
    case = compiled(1)
    client = signed_in(case.officer)
    new = {
        "name": "Không tiếp thu",
        "code": "exp",
        "text": "Về {diem} tại {dieu_khoan}: không tiếp thu.",
        "client_key": str(uuid.uuid4()),
    }
    for _time in range(2):
        assert client.post(reverse("stock_texts"), new).status_code == 302
    stored = StockText.objects.get()
    page = text(client.get(url("answers", case), {"diem": case.points[0].pk, "mau": stored.pk}))
    assert f"Về {case.points[0].title} tại " in page
    assert "{diem}" not in page
    assert (
        client.post(reverse("stock_texts"), {**new, "client_key": str(uuid.uuid4())}).status_code == 403
    )  # the name
    odd = {**new, "name": "Khác", "client_key": str(uuid.uuid4()), "text": "Gửi {ai_do}."}
    assert "{ai_do}" in text(client.post(reverse("stock_texts"), odd))
    place = reverse("stock_text", args=[stored.pk])
    assert client.post(place, {"name": "Đổi", "text": "Một.", "version": 1}).status_code == 302
    stale = client.post(place, {"name": "Đổi", "text": "Hai.", "version": 1})
    assert stale.status_code == 409
    assert "Một." in text(stale)
    assert "Hai." in text(stale)
    stranger = make.a_member(make.an_organisation(), Role.AGENCY_OFFICER)
    assert signed_in(stranger).get(place).status_code == 404
    assert signed_in(stranger).post(reverse("stock_text_remove", args=[stored.pk])).status_code == 404
    assert signed_in(case.coordinator).get(reverse("stock_texts")).status_code == 404
    refused_as("not-officer", stock_actions.remove_text, case.signer, stock=stored)
    assert signed_in(case.officer).post(reverse("stock_text_remove", args=[stored.pk])).status_code == 302
    assert not StockText.objects.exists()
    book = Book.objects.get(pk=case.file.agency.book_id)
    assert list(book.entries.filter(verb__startswith="stock_text").order_by("seq").values_list("verb", flat=True)) == [
        "stock_text.saved", "stock_text.saved", "stock_text.removed",
    ]  # fmt: skip


def test_stock_texts_take_as_many_queries_for_many(signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 30):
        agency = make.an_organisation()
        officer = make.a_member(agency, Role.AGENCY_OFFICER)
        for n in range(size):
            stock_actions.save_text(
                officer, agency=agency, name=f"Mẫu {n}", text="Nội dung.", client_key=uuid.uuid4()
            )
        client = signed_in(officer)
        with django_assert_max_num_queries(30) as seen:
            assert client.get(reverse("stock_texts")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


# --- the list of work ------------------------------------------------------------------------------------


def test_what_waits_stands_in_the_list_of_work(signed_in):
    case = another_agency(compiled(2))
    written(case, "fwd", to=case.other)
    answering_actions.ask_council(
        case.officer, point=case.points[1], question="Tính từ ngày nào?", client_key=uuid.uuid4()
    )
    desk = reverse("desk")
    assert reverse("forwardings") in text(signed_in(case.stranger).get(desk))
    assert url("questions", case) in text(signed_in(case.coordinator).get(desk))
    assert reverse("forwardings") not in text(signed_in(case.officer).get(desk))
    assert url("questions", case) not in text(signed_in(case.member).get(desk))
    answering_actions.reply_to_forwarding(
        case.stranger, forwarding=Forwarding.objects.get(), text="Đã xem xét.", returned=False
    )
    answering_actions.clarify(
        case.coordinator, clarification=Clarification.objects.get(), text="Từ ngày nhận."
    )
    assert reverse("forwardings") not in text(signed_in(case.stranger).get(desk))
    assert url("questions", case) not in text(signed_in(case.coordinator).get(desk))
