"""What an author does with an answer: read, rate, object; what everybody else learns of it, and what nobody."""

import uuid
from datetime import timedelta

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from consult.consultations.models import DeadlineRule
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Entry
from consult.notices import registry
from consult.people import exports
from consult.reports import actions, feedback_actions, feedback_rules, feedback_selectors, objections
from consult.reports.models import Citation, Compilation, Objection, Rating
from tests import factories as make
from tests.pages import text
from tests.reports.conftest import a_case, an_opinion, answered, entries, point_of, published

pytestmark = pytest.mark.django_db


def cited(case, number=0):
    return Citation.objects.get(comment=case.comments[number])


def author(case, number=0):
    return case.comments[number].voice.person


def objected(case, number=0, *, shared=False, words="Lý do chưa có căn cứ."):
    return feedback_actions.object_to(
        author(case, number), citation=cited(case, number), text=words, shared=shared, client_key=uuid.uuid4()
    )


def told_of(entry):
    return [(told.user_ids, told.text, told.url) for told in registry.told_by(entry)]


def with_levels(*levels):
    """A published file: one opinion at each level, each in its own point."""
    case = a_case(opinions=0)
    case.comments = [
        an_opinion(case.file, case.clauses[n % len(case.clauses)], shown=level, reason=f"Ý kiến {n}")
        for n, level in enumerate(levels)
    ]
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.points = [point_of(case, one, title=f"Điểm {n}") for n, one in enumerate(case.comments)]
    actions.close_compilation(case.coordinator, compilation=case.compilation)
    for point in case.points:
        actions.write_answer(case.officer, point=point, code="exp", text="Không tiếp thu.", version=0)
    case.compilation = actions.publish_answers(case.signer, compilation=case.compilation)
    return case


# --- rules -----------------------------------------------------------------------------------------------


def test_only_the_author_sees_and_only_what_is_published():
    case = answered()
    assert not feedback_rules.may_see_mine(author(case), cited(case))
    actions.publish_answers(case.signer, compilation=case.compilation)
    citation = cited(case)
    assert feedback_rules.may_see_mine(author(case), citation)
    for user in (author(case, 1), case.officer, case.coordinator, make.a_user()):
        assert not feedback_rules.may_see_mine(user, citation)
        with pytest.raises(NotThere):
            feedback_actions.rate(user, citation=citation, score=3, text="", version=0)
        with pytest.raises(NotThere):
            feedback_actions.object_to(
                user, citation=citation, text="x", shared=True, client_key=uuid.uuid4()
            )
    case.comments[0].state = "withdrawn"
    case.comments[0].save()
    assert not feedback_rules.may_see_mine(author(case), cited(case))


def test_objecting_ends_with_its_term_and_is_once():
    case = published()
    until = timezone.now()
    late = feedback_rules.may_object(
        author(case), cited(case), now=until + timedelta(seconds=1), until=until, objected=False
    )
    assert "Đã hết thời hạn phản đối" in str(late.reason)
    twice = feedback_rules.may_object(author(case), cited(case), now=until, until=until, objected=True)
    assert "đã phản đối trả lời này một lần" in str(twice.reason)
    assert feedback_rules.may_object(author(case), cited(case), now=until, until=until, objected=False)


def test_a_rating_may_be_changed_for_some_days_only():
    case = published()
    now = timezone.now()
    assert feedback_rules.may_rate(author(case), cited(case), now=now)
    assert feedback_rules.may_rate(author(case), cited(case), now=now, until=now)
    late = feedback_rules.may_rate(author(case), cited(case), now=now, until=now - timedelta(seconds=1))
    assert "hết thời hạn thay đổi đánh giá" in str(late.reason)


# --- acts ------------------------------------------------------------------------------------------------


def test_rating_once_and_changed():
    case = published()
    who = author(case)
    first = feedback_actions.rate(who, citation=cited(case), score=2, text=" Chưa rõ. ", version=0)
    assert (first.score, first.text, first.version) == (2, "Chưa rõ.", 1)
    again = feedback_actions.rate(who, citation=cited(case), score=2, text="Chưa rõ.", version=0)
    assert again.version == 1
    changed = feedback_actions.rate(who, citation=cited(case), score=4, text="", version=1)
    assert changed.version == 2
    assert Rating.objects.count() == 1
    with pytest.raises(Stale) as stale:
        feedback_actions.rate(who, citation=cited(case), score=1, text="", version=1)
    assert stale.value.stored["score"] == 4
    kept = entries(case, "answer.rated")
    assert [entry.data["version"] for entry in kept] == [1, 2]
    for entry in kept:
        assert entry.audience == "owner"
        assert "score" not in str(entry.data)
    with pytest.raises(Refused, match="mức hài lòng"):
        feedback_actions.rate(author(case, 1), citation=cited(case, 1), score=9, text="", version=0)


def test_a_rating_after_its_days_stays_as_it_is():
    case = published()
    feedback_actions.rate(author(case), citation=cited(case), score=2, text="", version=0)
    Rating.objects.update(rated_at=timezone.now() - timedelta(days=31))
    with pytest.raises(Refused, match="hết thời hạn"):
        feedback_actions.rate(author(case), citation=cited(case), score=5, text="", version=1)
    DeadlineRule.objects.filter(key="author.rate").update(days=60)
    assert feedback_actions.rate(author(case), citation=cited(case), score=5, text="", version=1).score == 5


def test_objecting_once_and_being_answered_once():
    case = published()
    key = uuid.uuid4()
    given = {"citation": cited(case), "text": "Chưa có căn cứ.", "shared": True, "client_key": key}
    made = feedback_actions.object_to(author(case), **given)
    assert feedback_actions.object_to(author(case), **given) == made
    with pytest.raises(Refused, match="một lần"):
        objected(case)
    assert timezone.localtime(made.answer_due).hour == 23
    (filed,) = entries(case, "objection.filed")
    assert (filed.audience, filed.data) == ("public", {})
    ((people, words, url),) = told_of(filed)
    assert {case.officer.pk, case.signer.pk} <= set(people)
    assert not {case.coordinator.pk, author(case).pk} & set(people)
    assert url == reverse("objection_answer", args=[case.file.code, made.pk])
    assert "Chưa có căn cứ" not in words
    done = feedback_actions.answer_objection(case.officer, objection=made, text="Căn cứ là Điều 7.")
    assert feedback_actions.answer_objection(case.officer, objection=made, text="Căn cứ là Điều 7.") == done
    with pytest.raises(Refused, match="chỉ trả lời một lần"):
        feedback_actions.answer_objection(case.signer, objection=made, text="Khác.")
    (entry,) = entries(case, "objection.answered")
    ((people, words, url),) = told_of(entry)
    assert people == (author(case).pk,)
    assert url == reverse("my_opinion", args=[cited(case).pk])


def test_an_objection_after_its_term_is_refused():
    case = published()
    Compilation.objects.update(published_at=timezone.now() - timedelta(days=17))
    with pytest.raises(Refused, match="hết thời hạn phản đối"):
        objected(case)
    DeadlineRule.objects.filter(key="author.object").update(days=30)
    assert objected(case)


def test_an_empty_objection_and_an_empty_answer_are_refused():
    case = published()
    with pytest.raises(Refused, match="lý do phản đối"):
        objected(case, words="  ")
    made = objected(case)
    with pytest.raises(Refused, match="nội dung trả lời"):
        feedback_actions.answer_objection(case.officer, objection=made, text=" ")
    for user in (case.coordinator, author(case), make.a_user()):
        with pytest.raises(NotThere):
            feedback_actions.answer_objection(user, objection=made, text="x")


def test_the_objection_to_an_opinion_for_the_council_is_no_public_act(client):
    case = with_levels("council", "named")
    made = objected(case, 0, shared=True)
    assert not made.shared
    (entry,) = entries(case, "objection.filed")
    assert entry.audience == "front"
    assert objections.of(case.compilation) == {}
    page = text(client.get(reverse("results", args=[case.file.code])))
    assert "Có phản đối" not in page
    feedback_actions.answer_objection(case.officer, objection=made, text="Căn cứ là Điều 7.")
    assert entries(case, "objection.answered")[0].audience == "front"
    assert "Có phản đối" not in text(client.get(reverse("result", args=[case.file.code, case.points[0].pk])))


# --- pages -----------------------------------------------------------------------------------------------


def test_everybody_reads_an_objection_where_its_author_agreed_and_it_was_answered(client):
    case = with_levels("anonymous", "named")
    shared, kept = objected(case, 0, shared=True, words="Lời công bố"), objected(case, 1, words="Lời giữ kín")
    address = reverse("results", args=[case.file.code])
    page = text(client.get(address))
    assert page.count("Có phản đối, chờ trả lời đến") == 2
    assert "<b>2/2</b><br><span>điểm còn mở" in page
    assert "Lời công bố" not in page
    for one in (shared, kept):
        feedback_actions.answer_objection(case.officer, objection=one, text=f"Trả lời {one.text}")
    page = text(client.get(address))
    assert "Lời công bố" in page
    assert "Trả lời Lời công bố" in page
    assert "Lời giữ kín" not in page
    assert "<b>0/2</b><br><span>điểm còn mở" in page
    row = page[page.index(f'id="diem-{case.points[0].pk}"') : page.index(f'id="diem-{case.points[1].pk}"')]
    assert "Lời công bố" in row
    assert case.comments[0].voice.label not in row
    case.comments[0].state = "hidden"
    case.comments[0].save()
    assert "Lời công bố" not in text(client.get(address))


def test_an_objection_that_waits_too_long_is_late_for_all(client):
    case = published()
    objected(case)
    Objection.objects.update(answer_due=timezone.now() - timedelta(days=3))
    assert "quá hạn trả lời từ" in text(client.get(reverse("results", args=[case.file.code])))


def test_scores_of_fewer_than_five_are_told_to_nobody(client, signed_in):
    case = published(6)
    for number in range(4):
        feedback_actions.rate(
            author(case, number), citation=cited(case, number), score=1, text="Lời kín", version=0
        )
    address = reverse("results", args=[case.file.code])
    assert "Chưa đủ năm đánh giá để công bố." in text(client.get(address))
    for number in (4, 5):
        feedback_actions.rate(author(case, number), citation=cited(case, number), score=5, text="", version=0)
    shown = feedback_selectors.satisfaction(case.compilation)
    assert (shown.rows, shown.other, shown.total) == ((), 6, 6)
    for user in (None, case.officer, author(case)):
        page = text((signed_in(user) if user else client).get(address))
        assert "Lời kín" not in page
    assert "Lời kín" in text(signed_in(case.member).get(address))


def test_the_list_of_ones_own_opinions(signed_in):
    case = published(3)
    extra = an_opinion(case.file, case.clauses[0], voice=case.comments[0].voice, reason="Chưa xếp vào đâu")
    client = signed_in(author(case))
    address = reverse("my_opinions")
    page = text(client.get(address))
    assert "Không tiếp thu, lý do: trái luật." in page
    assert "Chưa xếp vào đâu" in page
    assert "Đánh giá, phản đối (đến" in page
    assert f"{case.file.code}-{extra.number:06d}" in page
    assert "Chưa xếp vào đâu" not in text(client.get(address, {"trang-thai": "da-tra-loi"}))
    assert "Không tiếp thu, lý do" not in text(client.get(address, {"trang-thai": "cho-tra-loi"}))
    assert case.comments[1].reason not in text(client.get(address)).replace(case.comments[0].reason, "")
    assert "Chưa có ý kiến nào ở đây." in text(signed_in(make.a_user()).get(address))


def test_the_page_of_one_opinion_takes_a_rating_and_an_objection(signed_in):
    case = published()
    client, pk = signed_in(author(case)), cited(case).pk
    page = client.get(reverse("my_opinion", args=[pk]))
    assert "Không tiếp thu, lý do: trái luật." in text(page)
    rate = reverse("opinion_rate", args=[pk])
    assert client.post(rate, {"version": 0, "text": "Giữ câu này"}).status_code == 400
    assert client.post(rate, {"version": 0, "score": 3, "text": "Được."}).status_code == 302
    stale = client.post(rate, {"version": 0, "score": 5, "text": "Khác."})
    assert stale.status_code == 409
    assert "Được." in text(stale)
    assert "Khác." in text(stale)
    assert 'name="version" value="1"' in text(stale)
    object_ = reverse("opinion_object", args=[pk])
    empty = client.post(object_, {"client_key": uuid.uuid4(), "text": ""})
    assert empty.status_code == 400
    sent = {"client_key": uuid.uuid4(), "text": "Chưa có căn cứ.", "shared": "on"}
    assert client.post(object_, sent).status_code == 302
    assert client.post(object_, sent).status_code == 302
    assert client.post(object_, {**sent, "client_key": uuid.uuid4()}).status_code == 403
    assert Objection.objects.get().shared
    assert "Thời hạn trả lời" in text(client.get(reverse("my_opinion", args=[pk])))
    for user in (author(case, 1), case.officer, case.coordinator):
        other = signed_in(user)
        assert other.get(reverse("my_opinion", args=[pk])).status_code == 404
        assert other.post(rate, {"version": 0, "score": 3, "text": ""}).status_code == 404
        assert other.post(object_, sent).status_code == 404


def test_the_agency_reads_and_answers_without_the_name(signed_in):
    case = with_levels("anonymous", "council")
    first, second = objected(case, 0), objected(case, 1)
    client = signed_in(case.officer)
    page = text(client.get(reverse("objections", args=[case.file.code])))
    assert first.text in page
    assert "Ý kiến này chỉ hội đồng đọc." in page
    assert "Ý kiến 1" not in page
    assert case.comments[0].voice.label not in page
    address = reverse("objection_answer", args=[case.file.code, second.pk])
    assert "Gửi trả lời" in text(client.get(address))
    assert client.post(address, {"text": ""}).status_code == 400
    assert client.post(address, {"text": "Căn cứ là Điều 7."}).status_code == 302
    assert client.post(address, {"text": "Khác"}).status_code == 403
    other = published()
    foreign = reverse("objection_answer", args=[other.file.code, first.pk])
    assert signed_in(other.officer).get(foreign).status_code == 404
    for user in (case.coordinator, author(case), make.a_user()):
        assert signed_in(user).get(reverse("objections", args=[case.file.code])).status_code == 404
        assert signed_in(user).post(address, {"text": "x"}).status_code == 404


def test_the_agency_finds_objections_among_its_work(signed_in):
    case = published()
    objected(case)
    page = text(signed_in(case.officer).get(reverse("desk")))
    assert "Trả lời phản đối:" in page
    assert "1 phản đối chờ trả lời" in page
    assert "Trả lời phản đối:" not in text(signed_in(case.coordinator).get(reverse("desk")))


def test_ones_own_data_hold_ratings_and_objections():
    case = published()
    feedback_actions.rate(author(case), citation=cited(case), score=2, text="Chưa rõ.", version=0)
    objected(case)
    kept = exports.collect(author(case))["feedback"]
    assert [one["kind"] for one in kept] == ["rating", "objection"]
    assert exports.collect(author(case, 1))["feedback"] == []


def test_no_entry_of_a_rating_is_told():
    case = published()
    feedback_actions.rate(author(case), citation=cited(case), score=2, text="", version=0)
    assert told_of(Entry.objects.get(verb="answer.rated")) == []


@pytest.mark.parametrize("name", ["my_opinions", "objections"])
def test_queries_do_not_grow(name, signed_in, django_assert_max_num_queries):
    counts = []
    for size in (3, 23):
        case = a_case(opinions=0)
        voice = make.a_voice(case.file)
        case.comments = [an_opinion(case.file, case.clauses[0], voice=voice) for _ in range(size)]
        case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
        case.points = [point_of(case, one) for one in case.comments]
        actions.close_compilation(case.coordinator, compilation=case.compilation)
        for point in case.points:
            actions.write_answer(case.officer, point=point, code="exp", text="Không tiếp thu.", version=0)
        actions.publish_answers(case.signer, compilation=case.compilation)
        for number in range(size):
            objected(case, number)
        user, address = (
            (voice.person, reverse(name))
            if name == "my_opinions"
            else (case.officer, reverse(name, args=[case.file.code]))
        )
        client = signed_in(user)
        client.get(address)
        with django_assert_max_num_queries(resolve(address).func.budget) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
