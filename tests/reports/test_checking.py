"""The authors' check: who is asked, what may be answered until when, what the council and the paper read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from consult.consultations.models import Voice
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Entry
from consult.notices.actions import tell_book
from consult.notices.models import Notice
from consult.reports import actions, checking, checking_actions, deciding_actions, placing_actions
from consult.reports.models import Compilation, Quotation, Reflection
from consult.reports.paper_council import measured
from tests import factories as make
from tests.pages import text
from tests.reports.conftest import a_case, an_opinion, entries, point_of
from tests.reports.council import a_council, signed

pytestmark = pytest.mark.django_db


def refused(call, *given, **named):
    with pytest.raises(Refused) as error:
        call(*given, **named)
    assert str(error.value)
    return error.value.code


def checked_case(hours=48, opinions=2, **fields):
    case = a_case(opinions=0)
    case.comments = [an_opinion(case.file, case.clauses[0], **fields) for _ in range(opinions)]
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file, check_hours=hours)
    case.points = [point_of(case, comment) for comment in case.comments]
    return case


def opened(**fields):
    case = checked_case(**fields)
    case.compilation = checking_actions.open_check(case.coordinator, compilation=case.compilation)
    return case


def author(case, n=0):
    return case.comments[n].voice.person


def answer(case, value="right", text="", *, n=0, version=0, by=None):
    return checking_actions.reflect(
        by or author(case, n), comment=case.comments[n], point=case.points[n], answer=value, text=text,
        version=version,
    )  # fmt: skip


def later(case):
    """The time of the check has passed, by both clocks."""
    past = timezone.now() - timedelta(minutes=1)
    Compilation.objects.filter(pk=case.compilation.pk).update(
        check_opened_at=past - timedelta(hours=48), check_closes_at=past
    )
    case.compilation.refresh_from_db()


# --- before it is opened ---------------------------------------------------------------------------------


def test_the_site_says_how_long_and_a_file_otherwise(settings):
    settings.AUTHOR_CHECK_HOURS = 48
    case = a_case()
    compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    assert compilation.check_hours == 48
    set_check = checking_actions.set_check
    assert set_check(case.coordinator, compilation=compilation, hours=0).check_hours == 0
    assert refused(set_check, case.member, compilation=compilation, hours=1) == "not-coordinator"
    for hours in (-1, 721):
        assert refused(set_check, case.coordinator, compilation=compilation, hours=hours) == "hours"
    assert [entry.data for entry in entries(case, "check.set")] == [{"hours": 0}]


def test_it_is_closed_only_after_the_check_where_the_file_has_one():
    case = checked_case()
    close = actions.close_compilation
    assert refused(close, case.coordinator, compilation=case.compilation) == "not-checked"
    checking_actions.open_check(case.coordinator, compilation=case.compilation)
    assert refused(close, case.coordinator, compilation=case.compilation) == "checking"
    later(case)
    assert close(case.coordinator, compilation=case.compilation).state == "closed"


def test_a_council_decides_only_after_the_check():
    case = a_council(check_hours=24)
    lay = deciding_actions.open_decision
    assert refused(lay, case.coordinator, compilation=case.compilation) == "not-checked"
    case.compilation = checking_actions.open_check(case.coordinator, compilation=case.compilation)
    later(case)
    assert lay(case.coordinator, compilation=case.compilation).state == "preparing"


def test_it_is_opened_once_and_with_everything_in_its_place():
    case = checked_case()
    late = an_opinion(case.file, case.clauses[0])
    open_it = checking_actions.open_check
    assert refused(open_it, case.coordinator, compilation=case.compilation) == "unplaced"
    actions.cite(case.coordinator, point=case.points[0], comments=[late])
    assert refused(open_it, case.member, compilation=case.compilation) == "not-coordinator"
    first = open_it(case.coordinator, compilation=case.compilation)
    assert open_it(case.coordinator, compilation=case.compilation).check_closes_at == first.check_closes_at
    assert first.check_closes_at - first.check_opened_at == timedelta(hours=48)
    later(case)
    assert refused(open_it, case.coordinator, compilation=case.compilation) == "opened"
    assert (
        refused(checking_actions.set_check, case.coordinator, compilation=case.compilation, hours=0)
        == "opened"
    )
    none = checked_case(hours=0)
    assert refused(open_it, none.coordinator, compilation=none.compilation) == "no-check"


def test_points_stand_still_during_it_and_move_again_by_the_clock():
    case = opened()
    given = {"point": case.points[0], "version": 1, "title": "Khác", "clause": None, "position": "amend"}
    assert refused(actions.edit_point, case.coordinator, **given) == "checking"
    later(case)
    assert actions.edit_point(case.coordinator, **given).title == "Khác"


# --- answers ---------------------------------------------------------------------------------------------


def test_an_author_answers_and_changes_it_until_the_end():
    case = opened()
    first = answer(case)
    assert answer(case) == first
    with pytest.raises(Stale) as stale:
        answer(case, "wrong", "Tôi đề nghị 20 ngày.")
    assert stale.value.stored == {"answer": "right", "text": "", "version": 1}
    answer(case, "wrong", "Tôi đề nghị 20 ngày.", version=1)
    assert Reflection.objects.get().answer == "wrong"
    later(case)
    assert refused(answer, case, "right", version=2) == "over"
    assert [entry.data["answer"] for entry in entries(case, "point.reflected")] == ["right", "wrong"]
    assert not any("20 ngày" in str(entry.data) for entry in Entry.objects.all())


def test_what_is_not_right_is_said():
    case = opened()
    assert refused(answer, case, "wrong") == "empty"
    assert refused(answer, case, "maybe", "…") == "answer"
    with pytest.raises(IntegrityError), transaction.atomic():
        Reflection.objects.create(
            comment=case.comments[0], point=case.points[0], answer="wrong", point_version=1, at=timezone.now()
        )


def test_only_the_author_answers_and_only_of_their_point():
    case = opened()
    for stranger in (author(case, 1), case.coordinator, make.an_expert()):
        with pytest.raises(NotThere):
            answer(case, by=stranger)
    with pytest.raises(NotThere):
        checking_actions.reflect(
            author(case), comment=case.comments[0], point=case.points[1], answer="right", version=0
        )


def test_before_it_is_opened_nobody_answers(signed_in):
    case = checked_case()
    with pytest.raises(NotThere):
        answer(case)
    page = signed_in(author(case)).get(reverse("check_mine", args=[case.file.code]))
    assert page.status_code == 404


def test_marked_words_are_spoken_of_only_where_there_are_some(signed_in):
    case = checked_case(opinions=1)
    placing_actions.unquote(case.coordinator, quotation=Quotation.objects.get())
    checking_actions.open_check(case.coordinator, compilation=case.compilation)
    page = signed_in(author(case)).get(reverse("check_mine", args=[case.file.code])).content.decode()
    assert case.comments[0].reason in page
    assert "<mark" not in page
    assert "Phần được tô" not in page


def test_counts_are_of_placements_that_stand():
    case = opened(opinions=3)
    answer(case)
    answer(case, "wrong", "Sai ý.", n=1)
    found = checking.checked(case.compilation)
    assert (found.asked, found.answered, found.confirmed) == (3, 2, 1)
    assert (found.wrong, found.silent, found.fidelity) == (1, 1, 0.5)
    assert checking.by_point(case.compilation)[case.points[1].pk].wrong == 1
    later(case)
    actions.uncite(case.coordinator, citation=case.points[1].citations.get())
    found = checking.checked(case.compilation)
    assert (found.asked, found.answered, found.confirmed) == (2, 1, 1)


def test_the_paper_says_how_many_and_not_who():
    case = a_council(check_hours=24)
    case.compilation = checking_actions.open_check(case.coordinator, compilation=case.compilation)
    checking_actions.reflect(
        case.comments[0].voice.person, comment=case.comments[0], point=case.points[0], answer="wrong",
        text="Không đúng ý tôi.", version=0,
    )  # fmt: skip
    later(case)
    rows = {row.label: row.value for row in measured(case.compilation)}
    assert rows["Trả lời của tác giả"] == "0 phản ánh đúng; 1 chưa đúng; 1 không trả lời"
    signed(case)
    assert "Không đúng ý tôi" not in str(case.decision.report.data)


# --- who is told -----------------------------------------------------------------------------------------


def test_each_author_is_told_once_and_who_has_no_account_here_is_not_asked():
    case = checked_case()
    sealed = make.a_voice(case.file)
    Voice.objects.filter(pk=sealed.pk).update(person=None, kind=Voice.Kind.PAPER)
    sealed.refresh_from_db()
    onpaper = an_opinion(case.file, case.clauses[0], voice=sealed)
    actions.cite(case.coordinator, point=case.points[0], comments=[onpaper])
    checking_actions.open_check(case.coordinator, compilation=case.compilation)
    assert entries(case, "check.opened")[0].data["asked"] == 2
    tell_book(case.file.book_id)
    tell_book(case.file.book_id)
    told = Notice.objects.filter(text__contains="mời kiểm tra")
    assert sorted(told.values_list("user_id", flat=True)) == sorted(author(case, n).pk for n in (0, 1))


# --- pages -----------------------------------------------------------------------------------------------


def mine(case):
    return reverse("check_mine", args=[case.file.code])


def test_the_author_reads_the_point_with_the_own_words_marked_and_answers(signed_in):
    case = opened(reason="Thời hạn quá ngắn, cần 20 ngày.")
    client = signed_in(author(case))
    page = text(client.get(mine(case)))
    assert '<mark class="span-1">Thời hạn quá ngắn, cần 20 ngày.</mark>' in page
    assert "Phần được tô" in page
    assert "Kéo dài thời hạn" in page
    assert f'name="comment" value="{case.comments[0].pk}"' in page
    assert f'name="comment" value="{case.comments[1].pk}"' not in page
    sent = {"comment": case.comments[0].pk, "point": case.points[0].pk, "version": 0}
    empty = client.post(mine(case), {**sent, "answer": "wrong", "text": ""})
    assert empty.status_code == 403
    assert "Xin ghi điều chưa đúng" in empty.content.decode()
    assert client.post(mine(case), {**sent, "answer": "right"}).status_code == 302
    stale = client.post(mine(case), {**sent, "answer": "wrong", "text": "Nghĩ lại."})
    assert stale.status_code == 409
    assert "Câu trả lời đang lưu:" in stale.content.decode()
    assert "Nghĩ lại." in stale.content.decode()
    other = {**sent, "comment": case.comments[1].pk}
    assert client.post(mine(case), {**other, "answer": "right"}).status_code == 404
    later(case)
    page = text(client.get(mine(case)))
    assert "Đã hết thời gian kiểm tra" in page
    assert 'name="answer"' not in page


def test_the_page_is_not_there_for_who_has_no_opinion(signed_in):
    case = opened()
    for user in (case.coordinator, case.officer, make.an_expert()):
        assert signed_in(user).get(mine(case)).status_code == 404


def test_the_council_reads_what_is_not_right_beside_the_point_under_the_name_it_knows(signed_in):
    case = opened(shown="anonymous")
    answer(case, "wrong", "Tôi không nói như vậy.")
    address = f"{reverse('compile', args=[case.file.code])}?diem={case.points[0].pk}"
    page = signed_in(case.member).get(address).content.decode()
    assert "Tôi không nói như vậy." in page
    assert "1 chưa đúng" in page
    for user in (case.officer, case.signer):
        assert signed_in(user).get(address).status_code == 404
    other = f"{reverse('compile', args=[case.file.code])}?diem={case.points[1].pk}"
    assert "Tôi không nói như vậy." not in signed_in(case.member).get(other).content.decode()


def test_the_council_sets_and_opens_it_through_its_page(signed_in):
    case = checked_case()
    client = signed_in(case.coordinator)
    workspace = reverse("compile", args=[case.file.code])
    assert "Mời tác giả kiểm tra" in client.get(workspace).content.decode()
    for hours, status in (("72", 302), ("", 403), ("x", 403), ("9999", 403)):
        assert (
            client.post(reverse("check_set", args=[case.file.code]), {"check_hours": hours}).status_code
            == status
        )
    client.post(reverse("check_set", args=[case.file.code]), {"check_hours": "72"})
    assert client.post(reverse("check_open", args=[case.file.code])).status_code == 302
    assert "Tác giả đang kiểm tra đến" in client.get(workspace).content.decode()
    assert Compilation.objects.get().check_hours == 72


def test_queries_do_not_grow_with_opinions(signed_in, django_assert_max_num_queries):
    found = []
    for opinions in (3, 30):
        case = a_case(opinions=0)
        voice = make.a_voice(case.file)
        case.comments = [an_opinion(case.file, case.clauses[0], voice=voice) for _ in range(opinions)]
        case.compilation = actions.start_compilation(case.coordinator, consultation=case.file, check_hours=4)
        case.points = [point_of(case, comment) for comment in case.comments]
        checking_actions.open_check(case.coordinator, compilation=case.compilation)
        client = signed_in(voice.person)
        with django_assert_max_num_queries(24) as queries:
            assert client.get(mine(case)).status_code == 200
        found.append(len(queries))
    assert found[0] == found[1]
