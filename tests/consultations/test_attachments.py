"""Papers of a file and its plain summary: who may, what is refused, what is frozen, what is told."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from consult.consultations import attachment_actions as actions
from consult.consultations import attachment_notify as notify
from consult.consultations.models import Attachment, Consultation, SummaryCorrection
from consult.forums import actions as forums
from consult.forums.models import Comment
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.people.roles import Role
from tests import factories as make
from tests.factories.word import docx

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


@pytest.fixture
def prepared():
    return make.a_consultation(state="prepared")


def officer_of(file):
    return make.a_member(file.agency, Role.AGENCY_OFFICER)


def add(file, by=None, **given):
    given = {
        "kind": "submission",
        "title": "Tờ trình",
        "data": docx("TỜ TRÌNH", "Về chính sách."),
        "name": "to-trinh.docx",
        "declared": True,
        "client_key": uuid.uuid4(),
        **given,
    }
    return actions.add_attachment(by or officer_of(file), consultation=file, **given)


def test_a_paper_is_read_and_the_same_key_gives_it_again(prepared):
    by, key = officer_of(prepared), uuid.uuid4()
    paper = add(prepared, by, client_key=key)
    assert (paper.lines, paper.late) == (["TỜ TRÌNH", "Về chính sách."], False)
    assert add(prepared, by, client_key=key) == paper
    with pytest.raises(Refused) as refused:
        add(prepared, by, client_key=key, data=docx("Khác"))
    assert refused.value.code == "key-reused"
    assert Attachment.objects.count() == 1
    assert Entry.objects.get(verb="attachment.added").audience == "agency"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"data": docx("TỐI MẬT", "Nội dung.")}, "secret"),
        ({"data": b"MZ khong phai", "name": "a.docx"}, "mismatch"),
        ({"name": "a.xlsx"}, "type"),
        ({"declared": False}, "not-declared"),
        ({"title": " "}, "title"),
        ({"kind": "poem"}, "kind"),
        ({"data": b""}, "empty"),
    ],
)
def test_what_is_refused(file, given, code):
    with pytest.raises(Refused) as refused:
        add(file, **given)
    assert refused.value.code == code
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("who", "words"), [("council", "Chỉ cán bộ"), ("expert", "Chỉ cán bộ"), ("other", "Chỉ cán bộ")]
)
def test_only_officers_of_the_agency(file, who, words):
    user = {
        "council": lambda: make.a_member(file.council, Role.COUNCIL_COORDINATOR),
        "expert": make.an_expert,
        "other": lambda: make.a_member(make.an_organisation(), Role.AGENCY_OFFICER),
    }[who]()
    with pytest.raises(Refused, match=words):
        add(file, user)
    with pytest.raises(Refused, match=words):
        actions.write_summary(user, consultation=file, text="Tóm tắt.", reason="Vì", seen="")


def test_before_opening_a_paper_may_go_and_then_never(prepared):
    by = officer_of(prepared)
    actions.remove_attachment(by, attachment=add(prepared, by))
    assert not Attachment.objects.exists()
    stays = add(prepared, by)
    Consultation.objects.filter(pk=prepared.pk).update(state="open")
    with pytest.raises(Refused) as refused:
        actions.remove_attachment(by, attachment=Attachment.objects.get(pk=stays.pk))
    assert refused.value.code == "frozen"
    for change in (
        lambda: Attachment.objects.filter(pk=stays.pk).update(title="Khác"),
        lambda: Attachment.objects.filter(pk=stays.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            change()


def test_a_late_paper_is_public_and_told_to_who_takes_part(file):
    speaker = make.a_voice(file).person
    paper = add(file)
    entry = Entry.objects.get(verb="attachment.added")
    assert (paper.late, entry.audience) == (True, "public")
    (told,) = notify.on_attached(entry)
    assert speaker.pk in told.user_ids and paper.title in told.text
    closed = make.a_consultation("closed", state="closed")
    with pytest.raises(Refused, match="đã kết thúc"):
        add(closed)


def test_the_page_sends_a_paper_and_keeps_what_was_typed(file, client):
    client.force_login(officer_of(file))
    url = reverse("attachments", args=[file.code])
    form = {"client_key": uuid.uuid4(), "kind": "impact", "title": "Đánh giá tác động", "declared": "on"}
    bad = client.post(url, {**form, "file": SimpleUploadedFile("a.docx", docx("MẬT"))})
    assert bad.status_code == 403
    assert "Đánh giá tác động" in bad.content.decode() and "MẬT" in bad.content.decode()
    good = client.post(url, {**form, "file": SimpleUploadedFile("a.docx", docx("Báo cáo"))}, follow=True)
    assert "Đánh giá tác động" in good.content.decode()
    paper = Attachment.objects.get()
    page = client.get(reverse("attachment", args=[file.code, paper.pk])).content.decode()
    assert "<p>Báo cáo</p>" in page
    answer = client.get(reverse("attachment_file", args=[file.code, paper.pk]))
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and answer["X-Content-Type-Options"] == "nosniff"
    )


def test_papers_of_a_hidden_file_are_not_there(prepared, client):
    paper = make.an_attachment(prepared)
    for name in ("attachment", "attachment_file"):
        assert client.get(reverse(name, args=[prepared.code, paper.pk])).status_code == 404
    other = make.a_consultation()
    assert client.get(reverse("attachment", args=[other.code, paper.pk])).status_code == 404


def test_a_comment_on_a_paper_has_threads_and_counts_of_its_own(file, client):
    paper, user = make.an_attachment(file), make.an_expert()
    client.force_login(user)
    page = client.get(reverse("comment_new", args=[file.code]), {"attachment": paper.pk}).content.decode()
    assert paper.title in page
    sent = client.post(
        reverse("comment_new", args=[file.code]),
        {
            "attachment": paper.pk, "client_key": uuid.uuid4(), "position": "no", "reason": "Thiếu số liệu.",
            "shown": "named",
        },
    )  # fmt: skip
    comment = Comment.objects.get()
    assert sent.status_code == 302 and (comment.attachment_id, comment.clause_id) == (paper.pk, None)
    reply = forums.post_comment(
        make.an_expert(), consultation=file, parent=comment, reason="Đúng.", client_key=uuid.uuid4()
    )
    assert reply.attachment_id == paper.pk
    page = client.get(reverse("attachment", args=[file.code, paper.pk])).content.decode()
    assert "Thiếu số liệu." in page and "Đúng." in page and "1 góp ý" in page
    room = client.get(reverse("reading", args=[file.code]), {"clause": "chung"}).content.decode()
    assert "Thiếu số liệu." not in room
    where = client.get(reverse("comment", args=[file.code, comment.pk]))
    assert where["Location"].startswith(reverse("attachment", args=[file.code, paper.pk]))
    assert verify_book(Book.objects.get(pk=file.book_id)) is None
    with pytest.raises(NotThere):
        forums.post_comment(
            user, consultation=file, attachment=make.an_attachment(make.a_consultation()), position="no",
            reason="Khác hồ sơ.", client_key=uuid.uuid4(),
        )  # fmt: skip


def test_the_page_of_a_paper_makes_as_many_queries_for_thirty(file, client, django_assert_num_queries):
    paper = make.an_attachment(file)
    url = reverse("attachment", args=[file.code, paper.pk])
    counts = []
    for size in (3, 30):
        for _n in range(size):
            forums.post_comment(
                make.an_expert(), consultation=file, attachment=paper, position="no", reason="Thiếu.",
                client_key=uuid.uuid4(),
            )  # fmt: skip
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_summary_is_written_freely_then_only_corrected(prepared):
    by = officer_of(prepared)
    actions.write_summary(by, consultation=prepared, text="Bản một.", seen="")
    with pytest.raises(Stale) as stale:
        actions.write_summary(by, consultation=prepared, text="Bản khác.", seen="")
    assert "Bản một." in stale.value.stored.values() and "Bản khác." in stale.value.sent.values()
    Consultation.objects.filter(pk=prepared.pk).update(state="open")
    with pytest.raises(Refused) as refused:
        actions.write_summary(by, consultation=prepared, text="Bản hai.", seen="Bản một.")
    assert refused.value.code == "no-reason"
    actions.write_summary(by, consultation=prepared, text="Bản hai.", seen="Bản một.", reason="Sai số liệu")
    actions.write_summary(by, consultation=prepared, text="Bản hai.", seen="Bản một.", reason="Lần nữa")
    correction = SummaryCorrection.objects.get()
    assert (correction.before, correction.after, correction.reason) == ("Bản một.", "Bản hai.", "Sai số liệu")
    with pytest.raises(DatabaseError, match="kept as they are"), transaction.atomic():
        SummaryCorrection.objects.update(reason="")
    verbs = Entry.objects.filter(verb__startswith="summary").order_by("seq").values_list("verb", "audience")
    assert list(verbs) == [("summary.written", "agency"), ("summary.corrected", "public")]


def test_pages_of_the_summary(file, client):
    url, edit = reverse("summary", args=[file.code]), reverse("summary_edit", args=[file.code])
    assert client.get(url).status_code == 404
    client.force_login(officer_of(file))
    form = {"seen": "", "text": "**Ai** chịu tác động.\n\n- Trí thức", "reason": "Bổ sung bản tóm tắt"}
    assert client.post(edit, {**form, "reason": ""}).status_code == 403
    assert client.post(edit, form).status_code == 302
    page = client.get(url).content.decode()
    assert "<strong>Ai</strong>" in page and "Bổ sung bản tóm tắt" in page
    stale = client.post(edit, {**form, "text": "Khác."})
    assert stale.status_code == 409 and "Khác." in stale.content.decode()
    client.logout()
    assert client.get(url).status_code == 200
