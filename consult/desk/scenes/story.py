"""The story of the demonstration: five files, each at another stage, told by the scenes."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import F

from consult.consultations import actions as files
from consult.desk.scenes import associations, moderating, papers, plans, results, sources, talks
from consult.desk.scenes import city as cities
from consult.desk.scenes import files as scenes
from consult.ledger.models import Book
from consult.notices.actions import tell_book
from consult.notices.mail_actions import send_due
from consult.people.models import Organisation

MAIN, SMALL, PREPARED = scenes.MAIN, "ke-hoach-ky-nang-so", "to-tu-van-xa-phuong"


def is_told() -> bool:
    """Whether this database holds the story already."""
    return Organisation.objects.filter(slug=sources.toml("people")["organisations"]["so"]["slug"]).exists()


def tell(step: Callable[[str], None]) -> None:
    """Tell the story in one transaction, so that a broken start leaves nothing; `step` hears each part's name."""
    with transaction.atomic():
        step("Tổ chức và cán bộ")
        city = cities.a_city()
        step("Chuyên gia")
        cities.experts(city)
        cities.share_password(city)
        step("Hồ sơ đã kết thúc")
        results.a_finished_consultation(city)
        step("Hồ sơ đang tổng hợp")
        results.a_half_compilation(city)
        step("Hồ sơ đang góp ý")
        _main(city)
        _others(city)
        step("Kế hoạch năm")
        plans.plans_of_the_year(city)
        for words in sources.toml("people")["waiting"]:
            cities.an_applicant(city, words)
        cities.share_password(city)
        cities.make_superuser(city)
    step("Thông báo và thư")
    spread()


def _main(city) -> None:
    """The large draft, read from a Word file: opinions, two polls, a session to come, rounds of two
    associations, opinions that came on paper."""
    consultation = scenes.a_consultation(city, MAIN, version=scenes.a_draft(city, MAIN, docx=True))
    invitations = scenes.invite(city, consultation, city.experts[1:])
    for invitation in invitations[:9]:
        files.answer_invitation(invitation.expert.user, invitation=invitation, accept=True)
    files.answer_invitation(
        invitations[9].expert.user,
        invitation=invitations[9],
        accept=False,
        reason="Trùng thời gian đi công tác, xin hẹn ở đợt lấy ý kiến sau.",
    )
    opinions = list(scenes.comments(city, consultation).values())
    moderating.a_hidden_comment(city, consultation)
    moderating.a_waiting_report(city, opinions[-1])
    talks.a_poll(city, consultation, "main-open")
    talks.a_poll(city, consultation, "main-closed", closed=True)
    talks.a_planned_room(city, consultation)
    associations.a_round(city, consultation)
    associations.a_sent_report(city, associations.a_filed_round(city, consultation))
    papers.a_letter(city, consultation)
    papers.a_table(city, consultation)


def _others(city) -> None:
    """A small file for invited experts, with invitations that wait for an answer; one that is not open yet."""
    small = scenes.a_consultation(city, SMALL, days=(15, 20, 30, 45), invited="invited")
    scenes.invite(city, small, [city[1], city[7], city[11]], text=SMALL)
    scenes.a_consultation(city, PREPARED, stage="prepared")


def spread() -> None:
    """What the worker would do: notices of every book, then the mails, each in its own transaction."""
    for book_id in Book.objects.filter(told_seq__lt=F("last_seq")).values_list("pk", flat=True):
        while tell_book(book_id):
            pass
    while send_due():
        pass
