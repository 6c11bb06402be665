"""My work inside a council: what waits for a member, the head, a compiler, an author; and the way to the signed report."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.desk.work import tasks_of
from consult.people.models import User
from consult.reports import actions, checking_actions, deciding_actions, placing_actions
from consult.reports.models import Compilation
from tests.reports.conftest import a_case
from tests.reports.council import a_council, counted, laid_open, signed, vote, voting

pytestmark = pytest.mark.django_db


def waiting(user, name, case):
    """Facts and terms of what waits for a person at this address."""
    where = reverse(name, args=[case.file.code])
    return [(task.title, task.facts[0], task.due) for task in tasks_of(again(user)) if task.url == where]


def again(user):
    return User.objects.get(pk=user.pk)


def term(case):
    return case.file.stages.get(state="now").closes_at


def test_a_member_sees_the_points_that_wait_for_a_statement_and_then_the_vote():
    case = laid_open(a_council())
    assert waiting(case.member, "decision", case) == []
    seat = case.decision.seats.get(member=case.member)
    given = {point.pk: seat.pk for point in case.points}
    deciding_actions.assign_points(case.coordinator, decision=case.decision, seats=given)
    [(title, fact, due)] = waiting(case.member, "decision", case)
    assert title.startswith("Nêu nhận định")
    assert fact == "2 điểm được phân công chưa có nhận định"
    assert due == term(case)
    assert waiting(case.voters[2], "decision", case) == []
    for point in case.points:
        deciding_actions.write_statement(
            case.member, decision=case.decision, point=point, text="Đồng ý.", version=0
        )
    assert waiting(case.member, "decision", case) == []
    case.decision = deciding_actions.open_vote(case.head, decision=case.decision)
    for voter in case.voters:
        [(title, fact, _due)] = waiting(voter, "decision", case)
        assert title.startswith("Biểu quyết")
        assert fact == "đã biểu quyết 0/3 câu"
    deciding_actions.cast_votes(
        case.member, decision=case.decision, votes={case.points[0].pk: ("agree", "")}, version=0
    )
    assert waiting(case.member, "decision", case)[0][1] == "đã biểu quyết 1/3 câu"
    vote(case, case.member, version=1)
    assert waiting(case.member, "decision", case) == []
    assert waiting(case.coordinator, "decision", case) == []


def test_who_left_the_council_has_nothing_to_vote_on():
    case = voting(a_council())
    case.member.memberships.all().delete()
    assert waiting(case.member, "decision", case) == []
    assert waiting(case.voters[2], "decision", case)


def test_the_head_sees_what_waits_for_the_signature_and_what_was_not_carried():
    case = counted(a_council(), "agree", "agree", "agree", "disagree")
    [(title, fact, _due)] = waiting(case.head, "decision", case)
    assert (title.split(":")[0], fact) == ("Ký báo cáo của hội đồng", "hội đồng đã thông qua")
    assert waiting(case.member, "decision", case) == []
    deciding_actions.sign_report(case.head, decision=case.decision)
    assert waiting(case.head, "decision", case) == []
    other = counted(a_council(), "disagree", "disagree", "disagree", "agree")
    [(title, _fact, _due)] = waiting(other.head, "decision", other)
    assert title.startswith("Biểu quyết chưa thông qua")


def test_the_row_of_compiling_tells_what_was_set_aside_and_counts_hidden_opinions():
    case = a_case(opinions=4)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    aside = placing_actions.propose_aside(
        case.coordinator, compilation=case.compilation, comment=case.comments[0], reason="scope"
    )
    facts = next(task.facts for task in tasks_of(again(case.coordinator)))
    assert facts[0] == "đã xếp 0/4 ý kiến"
    assert len(facts) == 2
    placing_actions.confirm_aside(case.member, compilation=case.compilation, aside=aside)
    case.comments[1].state = "withdrawn"
    case.comments[1].save(update_fields=["state"])
    case.comments[2].state = "hidden"
    case.comments[2].save(update_fields=["state"])
    facts = next(task.facts for task in tasks_of(again(case.coordinator)))
    assert facts[:2] == ("đã xếp 0/3 ý kiến", "không tính 1 ý kiến")


def test_an_author_sees_the_check_with_its_end_until_all_is_answered():
    case = a_council(check_hours=48)
    author = case.comments[0].voice.person
    assert waiting(author, "check_mine", case) == []
    case.compilation = checking_actions.open_check(case.coordinator, compilation=case.compilation)
    [(title, fact, due)] = waiting(author, "check_mine", case)
    assert title.startswith("Kiểm tra điểm mang ý kiến")
    assert fact == "1 điểm chờ Ông/Bà xác nhận"
    assert due == case.compilation.check_closes_at
    assert waiting(case.member, "check_mine", case) == []
    checking_actions.reflect(
        author, comment=case.comments[0], point=case.points[0], answer="right", version=0
    )
    assert waiting(author, "check_mine", case) == []
    other = case.comments[1].voice.person
    assert waiting(other, "check_mine", case)
    Compilation.objects.update(check_closes_at=timezone.now() - timedelta(minutes=1))
    assert waiting(other, "check_mine", case) == []


def test_queries_do_not_grow_with_files(django_assert_max_num_queries, signed_in):
    found = []
    for files in (3, 12):
        cases = [voting(a_council(members=2)) for _ in range(files)]
        head, council = cases[0].head, cases[0].file.council
        for case in cases:
            type(case.file).objects.filter(pk=case.file.pk).update(council=council)
            if case.head != head:
                case.decision.seats.filter(member=case.head).update(member=head)
        for case in cases[: files // 3]:
            deciding_actions.count_votes(again(head), decision=case.decision)
        client = signed_in(again(head))
        client.get(reverse("desk"))
        with django_assert_max_num_queries(34) as queries:
            page = client.get(reverse("desk")).content.decode()
        assert cases[-1].file.code in page
        titles = [task.title.split(":")[0] for task in tasks_of(again(head))]
        assert titles.count("Biểu quyết chưa thông qua") == files // 3
        assert titles.count("Biểu quyết kết luận của hội đồng") == files - files // 3
        found.append(len(queries))
    assert found[0] == found[1]


def test_the_page_of_a_file_leads_to_the_signed_report(signed_in, client):
    case = counted(a_council(), "agree", "agree", "agree")
    page, report = (reverse(name, args=[case.file.code]) for name in ("consultation", "signed_reports"))
    link = f'href="{report}"'
    assert link not in signed_in(case.head).get(page).content.decode()
    signed_case = signed()
    page, report = (
        reverse(name, args=[signed_case.file.code]) for name in ("consultation", "signed_reports")
    )
    link = f'href="{report}"'
    for user in (signed_case.member, signed_case.officer):
        assert link in signed_in(user).get(page).content.decode()
    client.logout()
    assert link not in client.get(page).content.decode()
    assert client.get(report).status_code == 404
    Compilation.objects.filter(pk=signed_case.compilation.pk).update(
        state="published", published_at=timezone.now()
    )
    assert link in client.get(page).content.decode()
    assert client.get(report).status_code == 200
