"""A year of digests with a moved clock: a worker that sleeps, dies in the middle and comes back late."""

import random
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as django_mail
from django.db import transaction

from consult.notices import actions, mail_actions
from consult.people.actions import give_consent
from tests.factories import a_user

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST = datetime(2027, 1, 1, tzinfo=VIETNAM)
DAYS = 366
LAST = FIRST.date() + timedelta(days=DAYS)
DOWN = {
    date for start in (40, 121, 250) for date in range(start, start + 3)
}  # the worker sleeps for three days


def work(chance: random.Random, *, dies: bool) -> None:
    """What the worker does in one minute. It may be killed after handing a mail over, before noting it."""
    mail_actions.write_digests()
    if dies and chance.random() < 0.5:
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


def test_each_notice_of_a_year_comes_once():
    chance = random.Random(2027)
    people = {}
    for channel in ("daily", "weekly"):
        people[channel] = a_user(f"Người {channel}")
        give_consent(people[channel], purpose="notices", given=True)
        actions.choose_channels(people[channel], channels={"file": channel})
    actions.choose_habit(people["weekly"], quiet_from=None, quiet_to=None, weekday=4, leave_out_read=True)
    texts, mails = {channel: set() for channel in people}, []
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        for channel, user in people.items():
            for n in range(chance.choice((0, 0, 1, 2, 3))):  # days without news are many
                hour = timedelta(hours=chance.choice((0, 5, 6, 8, 13, 23)), minutes=chance.randrange(60))
                with time_machine.travel(day + hour, tick=False):
                    text = f"[{channel} {number}.{n}]"
                    actions.tell(user, kind="file", text=text, url="/", key=text)
                    texts[channel].add(text)
        if number in DOWN:
            continue
        # Some days the worker wakes late; it is asked several times a day, and nothing comes twice.
        for hour in (9, 9) if number % 17 == 0 else (6, 7) if number % 7 == 0 else (7,):
            with time_machine.travel(day + timedelta(hours=hour, minutes=1), tick=False):
                before = len(django_mail.outbox)
                work(chance, dies=number % 5 == 0)
                mails += [(datetime.now(VIETNAM), mail) for mail in django_mail.outbox[before:]]
    with time_machine.travel(FIRST + timedelta(days=DAYS + 8, hours=8), tick=False):
        before = len(django_mail.outbox)
        work(chance, dies=False)
        mails += [(datetime.now(VIETNAM), mail) for mail in django_mail.outbox[before:]]
    _exactly_once(mails, texts, people)


def _exactly_once(mails, texts, people) -> None:
    once = {mail.extra_headers["Message-ID"]: (at, mail) for at, mail in mails}
    assert len(once) < len(mails)  # the worker did die in the middle: the second copy has the same identity
    for channel, user in people.items():
        own = [(at, mail) for at, mail in once.values() if mail.to == [user.email]]
        found = Counter(text for _at, mail in own for text in texts[channel] if text in mail.body)
        assert found == dict.fromkeys(texts[channel], 1)
        assert all(any(text in mail.body for text in texts[channel]) for _at, mail in own)  # none is empty
        days = [(at - timedelta(hours=7)).date() for at, _mail in own]  # a day of digests begins at seven
        assert len(set(days)) == len(days)
        asleep = {FIRST.date() + timedelta(days=n) for n in DOWN}
        for (at, _mail), day in zip(
            own, days, strict=True
        ):  # early or off its day: only what a sleep made late
            assert at.hour >= 7 or day in asleep
            friday = day - timedelta(days=(day.weekday() - 4) % 7)
            assert channel == "daily" or day == friday or friday in asleep or at.date() > LAST, at
