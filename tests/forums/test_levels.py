"""Opinions for the council alone: who reads them, who counts them, and how they are released."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse

from consult.consultations.models import Voice
from consult.forums import actions, authors, carried, release_actions, rules, threads
from consult.forums.models import Comment
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.models import Entry
from consult.ledger.selectors import verify_book
from consult.notices.actions import tell_book
from consult.notices.models import Notice
from consult.people.roles import Role
from tests import factories as make

pytestmark = pytest.mark.django_db
ALL = ["named", "anonymous", "council"]
SECRET = "Lời chỉ gửi hội đồng"


@pytest.fixture
def file():
    return make.a_consultation(levels=ALL)


def post(file, user=None, **given):
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    given = {"clause": clause, "position": "no", "reason": SECRET, "shown": "council", **given}
    if "parent" in given:
        given |= {"position": "", "clause": None}
    return actions.post_comment(
        user or make.an_expert("Phạm Văn Kín"), consultation=file, client_key=uuid.uuid4(), **given
    )


def readers(file, author):
    return {
        "visitor": AnonymousUser(),
        "nobody": None,
        "expert": make.an_expert("Đỗ Văn Khác"),
        "agency": make.a_member(file.agency, Role.AGENCY_OFFICER),
        "signer": make.a_member(file.agency, Role.AGENCY_SIGNER),
        "other council": make.a_member(make.an_organisation("front"), Role.COUNCIL_COORDINATOR),
        "overseer": make.a_member(file.council, Role.OVERSEER),
        "coordinator": make.a_member(file.council, Role.COUNCIL_COORDINATOR),
        "head": make.a_member(file.council, Role.COUNCIL_HEAD),
        "member": make.a_member(file.council, Role.COUNCIL_MEMBER),
        "secretary": make.a_member(file.council, Role.SECRETARY),
        "author": author,
    }


KNOWN = {"coordinator", "head", "member", "secretary", "author"}


def test_who_reads_and_counts_a_guarded_opinion(file):
    guarded = post(file)
    post(file, make.an_expert("Lê Văn Mở"), shown="named", reason="Công khai")
    for name, reader in readers(file, guarded.voice.person).items():
        known = name in KNOWN
        assert Comment.objects.readable_by(reader, file).filter(pk=guarded.pk).exists() == known, name
        counted = carried.counts(reader, file, file.version).by_clause[guarded.clause_id]["no"]
        assert counted == 1 + known, name
        if reader is not None:
            assert Comment.objects.readable_by_all(reader).filter(pk=guarded.pk).exists() == known, name
            assert bool(rules.may_read(reader, guarded)) == known, name
            rows = threads.threads(reader, file, guarded.clause_id, version=file.version).rows
            assert (guarded.pk in {row.id for row in rows}) == known, name
    assert Comment.objects.public().count() == 1


def test_a_thread_under_it_stays_between_its_author_and_the_council(file):
    guarded = post(file)
    coordinator = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    asked = post(file, coordinator, parent=guarded, reason="Xin nói rõ hơn.")
    answered = post(file, guarded.voice.person, parent=asked, reason="Xin nói rõ.")
    for name, reader in readers(file, guarded.voice.person).items():
        seen = set(Comment.objects.readable_by(reader, file).values_list("pk", flat=True))
        assert seen == ({guarded.pk, asked.pk, answered.pk} if name in KNOWN else set()), name
        if reader is not None:
            assert bool(rules.may_read(reader, asked)) == (name in KNOWN), name


def test_replies_follow_the_level_of_what_they_answer(file):
    guarded, spoken = post(file), post(file, make.an_expert("Lê Văn Mở"), shown="named")
    coordinator = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    for level in ("named", "anonymous"):
        with pytest.raises(Refused) as refused:
            post(file, coordinator, parent=guarded, shown=level)
        assert refused.value.code == "council"
    with pytest.raises(Refused) as refused:
        post(file, parent=spoken, shown="council")
    assert refused.value.code == "council-reply"
    with pytest.raises(NotThere):
        post(file, make.an_expert(), parent=guarded)
    with pytest.raises(NotThere):
        actions.endorse(make.an_expert(), comment=guarded)


def test_a_file_takes_only_its_levels():
    file = make.a_consultation(levels=["named", "anonymous"])
    with pytest.raises(Refused) as refused:
        post(file)
    assert refused.value.code == "council"
    assert rules.may_show(file, "anonymous")


def test_the_entries_tell_the_council_alone(file):
    guarded = post(file)
    actions.withdraw_comment(guarded.voice.person, comment=guarded)
    post(file, make.an_expert("Lê Văn Mở"), shown="named")
    entries = Entry.objects.filter(book=file.book_id).order_by("seq").values_list("verb", "audience")
    assert list(entries) == [
        ("comment.posted", "front"), ("comment.withdrawn", "front"), ("comment.posted", "public"),
    ]  # fmt: skip


def test_the_council_releases_without_the_name(file):
    guarded = post(file)
    head = make.a_member(file.council, Role.COUNCIL_HEAD)
    opened = release_actions.release_comment(head, comment=guarded, reason="Cần để thảo luận.")
    assert (opened.shown, opened.released) == ("council", "anonymous")
    reader = make.an_expert("Đỗ Văn Khác")
    (row,) = threads.threads(reader, file, guarded.clause_id, version=file.version).rows
    assert row.reason == f"<p>{SECRET}</p>\n" or SECRET in row.reason
    assert row.author.kind == "sealed"
    assert "Cần để thảo luận." in row.level_note
    entry = Entry.objects.get(verb="comment.released")
    assert (entry.audience, entry.data["level"]) == ("public", "anonymous")
    assert release_actions.release_comment(head, comment=guarded, reason="Cần để thảo luận.") == opened
    assert Entry.objects.filter(verb="comment.released").count() == 1
    file.book.refresh_from_db()
    assert verify_book(file.book) is None


def test_the_name_comes_with_it_only_where_the_author_agreed(file):
    guarded = post(file)
    author, coordinator = guarded.voice.person, make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    release = lambda **given: release_actions.release_comment(coordinator, comment=guarded, **given)  # noqa: E731
    with pytest.raises(Refused) as refused:
        release(reason="Cần nêu tên.", named=True)
    assert refused.value.code == "no-consent"
    release(reason="Công bố trước.")
    with pytest.raises(Refused) as refused:
        release(reason="Công bố lại.")
    assert refused.value.code == "released"
    release_actions.agree_to_name(author, comment=guarded, agreed=True)
    release(reason="Người viết đã đồng ý.", named=True)
    guarded.refresh_from_db()
    assert authors.author_of(guarded, AnonymousUser()).label.endswith("Phạm Văn Kín")
    with pytest.raises(Refused) as refused:
        release_actions.agree_to_name(author, comment=guarded, agreed=False)
    assert refused.value.code == "released"


def test_agreeing_when_sending_is_kept_for_guarded_opinions_alone(file):
    assert post(file, name_agreed=True).name_agreed
    assert not post(file, make.an_expert("Lê Văn Mở"), shown="anonymous", name_agreed=True).name_agreed


@pytest.mark.parametrize(
    "reason", ["Theo ý kiến của Phạm Văn Kín.", "pham van kin đề nghị", "(Phạm  Văn Kín)"]
)
def test_a_reason_that_names_the_author_is_refused(file, reason):
    guarded, head = post(file), make.a_member(file.council, Role.COUNCIL_HEAD)
    with pytest.raises(Refused) as refused:
        release_actions.release_comment(head, comment=guarded, reason=reason)
    assert refused.value.code == "names-author"


def test_who_may_not_release(file):
    guarded, spoken = post(file), post(file, make.an_expert("Lê Văn Mở"), shown="named")
    head = make.a_member(file.council, Role.COUNCIL_HEAD)
    for name, reader in readers(file, guarded.voice.person).items():
        if name in ("nobody", "coordinator", "head"):
            continue
        verdict = rules.may_release(reader, guarded)
        assert verdict.code == ("not-head" if name in KNOWN else "not-there"), name
    assert rules.may_release(head, spoken).code == "not-guarded"
    with pytest.raises(Refused) as refused:
        release_actions.release_comment(head, comment=guarded, reason="  ")
    assert refused.value.code == "no-reason"
    gone = actions.withdraw_comment(guarded.voice.person, comment=guarded)
    assert rules.may_release(head, gone).code == "withdrawn"


def test_a_reply_is_released_after_what_it_answers(file):
    guarded = post(file)
    head = make.a_member(file.council, Role.COUNCIL_HEAD)
    reply = post(file, head, parent=guarded, reason="Hội đồng hỏi lại.")
    assert rules.may_release(head, reply).code == "root-guarded"
    release_actions.release_comment(head, comment=guarded, reason="Cần thảo luận.")
    assert not Comment.objects.public().filter(pk=reply.pk).exists()
    release_actions.release_comment(head, comment=reply, reason="Cùng ý kiến trên.")
    assert Comment.objects.public().filter(pk=reply.pk).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"released": "anonymous"},
        {"release_reason": "Vì"},
        {"released": "named", "release_reason": "Vì", "released_at": "2026-11-25T10:00:00Z"},
        {
            "shown": "named",
            "released": "anonymous",
            "release_reason": "Vì",
            "released_at": "2026-11-25T10:00:00Z",
        },
    ],
)
def test_the_database_refuses_a_release_without_reason_or_consent(file, change):
    guarded = post(file)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=guarded.pk).update(**change)


def test_the_author_hears_of_the_release(file):
    guarded = post(file)
    head = make.a_member(file.council, Role.COUNCIL_HEAD)
    release_actions.release_comment(head, comment=guarded, reason="Cần thảo luận.")
    tell_book(file.book_id)
    notices = Notice.objects.values_list("user", "text")
    assert [user for user, _text in notices] == [guarded.voice.person_id]
    assert "không kèm họ tên" in notices[0][1]


# --- pages -----------------------------------------------------------------------------------------------


def sign_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def test_the_composer_spells_out_each_level(client, file):
    sign_in(client, make.an_expert())
    html = client.get(reverse("comment_new", args=[file.code])).content.decode()
    for words in ("Chỉ hội đồng tổng hợp đọc.", "hội đồng tổng hợp biết họ tên", "giải trình in họ tên"):
        assert words in html
    assert 'name="name_agreed"' in html
    strict = make.a_consultation(levels=["named"])
    html = client.get(reverse("comment_new", args=[strict.code])).content.decode()
    assert "Chỉ hội đồng" not in html
    assert 'name="name_agreed"' not in html


def test_release_through_the_page(client, file):
    guarded = post(file)
    address = reverse("comment_release", args=[file.code, guarded.pk])
    sign_in(client, make.an_expert())
    assert client.get(address).status_code == 404
    sign_in(client, make.a_member(file.council, Role.COUNCIL_MEMBER))
    assert client.get(address).status_code == 403
    sign_in(client, make.a_member(file.council, Role.COUNCIL_COORDINATOR))
    assert "Công bố kèm họ tên" not in client.get(address).content.decode()
    refused = client.post(address, {"level": "named", "reason": "Cần nêu tên."})
    assert refused.status_code == 400
    assert "Cần nêu tên." in refused.content.decode()
    assert client.post(address, {"level": "anonymous", "reason": "Cần nêu."}).status_code == 302
    client.logout()
    place = client.get(reverse("clause_panel", args=[file.code, guarded.clause_id])).content.decode()
    assert SECRET in place
    assert "Cần nêu." in place
    assert "Phạm Văn Kín" not in place


def test_the_author_agrees_and_no_longer_agrees_on_the_receipt(client, file):
    guarded = post(file)
    sign_in(client, guarded.voice.person)
    receipt = reverse("comment_receipt", args=[file.code, guarded.pk])
    assert "Hội đồng chưa công bố." in client.get(receipt).content.decode()
    naming = reverse("comment_naming", args=[file.code, guarded.pk])
    client.post(naming, {"dong-y": "1"})
    assert Comment.objects.get(pk=guarded.pk).name_agreed
    client.post(naming)
    assert not Comment.objects.get(pk=guarded.pk).name_agreed
    sign_in(client, make.a_member(file.council, Role.COUNCIL_HEAD))
    assert client.post(naming, {"dong-y": "1"}).status_code == 404


# --- beside the voice ------------------------------------------------------------------------------------


def test_what_is_declared_of_an_interest_stands_beside_the_voice(file):
    expert = make.an_expert("Phạm Văn Kín")
    named = post(file, expert, shown="named", interest="Góp vốn ở Công ty A")
    hidden = post(file, expert, shown="anonymous")
    council = make.a_member(file.council, Role.COUNCIL_MEMBER)
    assert "Góp vốn ở Công ty A" in authors.author_of(named, AnonymousUser()).about
    assert authors.author_of(hidden, AnonymousUser()).about == "có khai báo lợi ích liên quan"
    assert "Góp vốn ở Công ty A" in authors.author_of(hidden, council).about
    entry = Entry.objects.get(verb="interest.declared")
    assert (entry.audience, entry.data) == ("front", {"declared": True})


def test_fields_stand_beside_a_name_alone(file):
    expert = make.an_expert("Phạm Văn Kín")
    named, hidden = post(file, expert, shown="named"), post(file, expert, shown="anonymous")
    assert "Pháp luật" in authors.author_of(named, AnonymousUser()).about
    assert authors.author_of(hidden, AnonymousUser()).about == ""


def test_a_voice_that_leads_to_nobody_may_be_released_and_read(file):
    guarded = post(file)
    voice = Voice.objects.create(
        consultation=file, kind="sealed", label="Chuyên gia", descriptor="Chuyên gia đã xác thực"
    )
    Comment.objects.filter(pk=guarded.pk).update(voice=voice)
    guarded = Comment.objects.get(pk=guarded.pk)
    head = make.a_member(file.council, Role.COUNCIL_HEAD)
    assert not Comment.objects.readable_by(make.an_expert(), file).exists()
    release_actions.release_comment(head, comment=guarded, reason="Cần thảo luận.")
    tell_book(file.book_id)
    assert Comment.objects.readable_by(make.an_expert(), file).exists()
