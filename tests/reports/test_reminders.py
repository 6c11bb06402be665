"""Answers that are due: a year of reminders with a moved clock, and what everybody may know of lateness."""

import random
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as django_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consult.consultations.schedules import end_of
from consult.core import calendar
from consult.notices import actions, mail_actions
from consult.notices.models import Notice
from consult.people.actions import give_consent
from consult.people.models import Organisation
from consult.people.roles import Role
from consult.reports import actions as reports
from consult.reports import answering_actions, reminders
from consult.reports.models import Compilation, Duty, ReminderStep
from tests import factories as make
from tests.reports.conftest import compiled

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = datetime(2027, 1, 4, 8, tzinfo=VIETNAM)
DAYS = 366
DOWN = {n for start, long in ((19, 2), (33, 9), (120, 4), (250, 3)) for n in range(start, start + long)}


def a_late_file(number: int, due, done):
    """A file with one point, a ladder of people around it, its date and the day on which it is answered."""
    case = compiled(1)
    case.due, case.done = due, done
    above = make.an_organisation(name=f"Cấp trên {number}")
    Organisation.objects.filter(pk=case.file.agency_id).update(parent=above)
    case.people = {
        "owner": case.officer,
        "officers": make.a_member(case.file.agency, Role.AGENCY_OFFICER),
        "signers": case.signer,
        "above": make.a_member(above, Role.AGENCY_SIGNER),
        "overseers": make.a_member(case.file.council, Role.OVERSEER),
    }
    for person in case.people.values():
        give_consent(person, purpose="notices", given=True)
        actions.choose_channels(person, channels={"deadline": "now"})
    Duty.objects.create(point=case.points[0], owner=case.officer)
    Compilation.objects.filter(pk=case.compilation.pk).update(answer_due=end_of(due))
    return case


def work(chance: random.Random, *, dies: bool) -> None:
    """What the worker does: the calendar, then the mails; it may be killed after handing one over."""
    actions.tell_due()
    if dies:
        plain = mail_actions._send

        def send_and_die(mail):
            plain(mail)
            raise KeyboardInterrupt

        mail_actions._send = send_and_die
        try:
            with transaction.atomic():
                mail_actions.send_due()
        except KeyboardInterrupt:
            pass
        finally:
            mail_actions._send = plain
    mail_actions.send_due()


def expected(case, to: str) -> list[tuple]:
    """Days on which somebody of this rung hears, told apart from the code by looking at one day after the other."""
    off = frozenset(reminders.holidays())
    days = {}
    for step in ReminderStep.objects.filter(to=to):
        day = case.due
        for _n in range(abs(step.days)):
            one = timedelta(days=1 if step.days > 0 else -1)
            day += one
            while step.count == "working" and not calendar.is_working_day(day, off):
                day += one
        days[day] = step.days
    told, known = [], None
    for n in range(DAYS):
        today = (FIRST + timedelta(days=n)).date()
        reached = [day for day in days if day <= today]
        if n in DOWN or today >= case.done or not reached or max(reached) == known:
            continue
        known = max(reached)
        told.append(today)
    return told


def test_each_reminder_of_a_year_comes_once():
    chance = random.Random(2027)
    ReminderStep.objects.create(days=-2, count="working", to="officers", source="Quy chế phối hợp")
    cases = []
    for number in range(8):
        due = (FIRST + timedelta(days=10 + 40 * number + chance.randrange(12))).date()
        cases.append(a_late_file(number, due, due + timedelta(days=chance.choice((-2, 0, 2, 4, 9, 30)))))
    cases[1].due, cases[1].done = (
        (FIRST + timedelta(days=36)).date(),
        (FIRST + timedelta(days=70)).date(),
    )  # Tết, asleep
    Compilation.objects.filter(pk=cases[1].compilation.pk).update(answer_due=end_of(cases[1].due))
    sent = []
    for n in range(DAYS):
        now = FIRST + timedelta(days=n)
        for case in cases:
            if case.done == now.date():
                Compilation.objects.filter(pk=case.compilation.pk).update(state="published")
        if n in DOWN:
            continue
        for hour in (0, 3) if n % 5 else (0, 0, 11):
            with time_machine.travel(now + timedelta(hours=hour), tick=False):
                before = len(django_mail.outbox)
                work(chance, dies=n % 7 == 0)
                sent += [(now.date(), mail) for mail in django_mail.outbox[before:]]
    once = {mail.extra_headers["Message-ID"]: (day, mail) for day, mail in sent}
    assert len(once) < len(sent)  # the worker did die in the middle: the second copy has the same identity
    for case in cases:
        for to, person in case.people.items():
            mine = [(day, mail) for day, mail in once.values() if mail.to == [person.email]]
            found = Counter(day for day, _mail in mine)
            wanted = Counter(expected(case, to))
            if to == "owner":  # an officer, too
                wanted += Counter(expected(case, "officers"))
                found = Counter(
                    notice.at.astimezone(VIETNAM).date()
                    for notice in Notice.objects.filter(user=person, kind="deadline")
                )
            assert found == wanted, (case.file.code, to)
            for day, mail in mine:
                late = (day - case.due).days
                words = (
                    f"quá hạn trả lời {late} ngày"
                    if late > 0
                    else "hôm nay"
                    if not late
                    else f"còn {-late} ngày"
                )
                assert case.file.code in mail.body
                assert to == "owner" or words in mail.body.replace("\xa0", " "), mail.body


def keys(now) -> set[str]:
    return {key for key, _told in reminders.answers_due(now)}


def test_a_moved_date_brings_new_occasions_for_its_point_alone():
    case = compiled(2)
    day = timezone.localdate()
    due = timezone.localtime(case.compilation.answer_due).date()
    at = timezone.make_aware(datetime.combine(due, datetime.min.time())) + timedelta(hours=9)
    first = keys(at)
    assert first
    answering_actions.move_date(
        case.signer, point=case.points[0], day=due + timedelta(days=20), reason="Chờ số liệu.", version=0
    )
    assert keys(at) == first
    assert any(f"{due + timedelta(days=20):%Y%m%d}" in key for key in keys(at + timedelta(days=20)))
    assert not keys(timezone.make_aware(datetime.combine(day, datetime.min.time())))
    for point in case.points:
        reports.write_answer(case.officer, point=point, code="exp", text="Vì trái luật.", version=0)
    assert not keys(at)
    answering_actions.send_back(case.signer, point=case.points[0], remark="Nêu rõ.", version=1)
    assert keys(at + timedelta(days=20))


def test_everybody_sees_how_late_a_file_is(client):
    case = compiled(1)
    page = reverse("consultation", args=[case.file.code])
    assert "Quá hạn trả lời" not in client.get(page).content.decode()
    Compilation.objects.update(answer_due=end_of(timezone.localdate() - timedelta(days=3)))
    assert "Quá hạn trả lời 3 ngày" in client.get(page).content.decode().replace("\xa0", " ")
    # The agency cannot stop the public clock by giving its points later dates.
    Duty.objects.create(
        point=case.points[0], due_at=timezone.now() + timedelta(days=30), due_reason="Chờ số liệu."
    )
    assert "Quá hạn trả lời 3 ngày" in client.get(page).content.decode().replace("\xa0", " ")
    reports.write_answer(case.officer, point=case.points[0], code="exp", text="Vì trái luật.", version=0)
    reports.publish_answers(case.signer, compilation=case.compilation)
    assert "Quá hạn trả lời" not in client.get(page).content.decode()
    results = client.get(reverse("results", args=[case.file.code])).content.decode().replace("\xa0", " ")
    assert "Quá hạn trả lời 3 ngày" in results
