"""The pages of drafts, through HTTP."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from consult.documents.models import Clause, Draft, DraftVersion
from consult.people.roles import Role
from tests import factories
from tests.core.test_legal_files import TYPES, docx, p
from tests.factories import TEXT, TEXT_2

pytestmark = pytest.mark.django_db
ACCOUNT = docx(p("Điều 1. Phạm vi") + p("Nghị quyết này quy định chính sách."))


@pytest.fixture
def officer():
    return factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER)


@pytest.fixture
def agency(officer):
    return officer.memberships.get().organisation


def file(data=TEXT, name="du-thao.txt"):
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def new_form(agency, **fields):
    return {
        "agency": agency.pk,
        "title": "Nghị quyết về chính sách đối với trí thức",
        "kind": "resolution",
        "file": file(),
        "client_key": str(uuid.uuid4()),
        **fields,
    }


def test_from_a_file_to_a_public_text(signed_in, client, officer, agency):
    signed_in(officer)
    assert client.get(reverse("draft_new")).status_code == 200
    response = client.post(reverse("draft_new"), new_form(agency), follow=True)
    assert response.status_code == 200
    check = response.content.decode()
    assert "Kiểm tra bản 1 trước khi công bố" in check
    assert "Đặt hàng, giao nhiệm vụ" in check
    assert "checked" not in check
    version = DraftVersion.objects.get()
    url = reverse("version_check", args=[version.pk])
    refused = client.post(url, {"note": ""})
    assert refused.status_code == 400
    assert "Cần cam đoan tài liệu" in refused.content.decode()
    assert client.get(reverse("version", args=[version.pk])).status_code == 404
    response = client.post(url, {"declared": "on"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("version", args=[version.pk])
    client.logout()
    page = client.get(reverse("version", args=[version.pk])).content.decode()
    assert "khoản" in page or "Điều" in page
    assert f'id="c-{Clause.objects.filter(version=version, kind="article").first().pk}"' in page


def test_the_second_version_with_its_comparison(signed_in, client, officer, agency):
    first = factories.a_version(agency=agency, by=officer)
    signed_in(officer)
    url = reverse("draft", args=[first.draft_id])
    assert "Tải lên bản tiếp theo" in client.get(url).content.decode()
    response = client.post(url, {"file": file(TEXT_2), "client_key": str(uuid.uuid4())})
    second = DraftVersion.objects.get(number=2)
    assert response.url == reverse("version_check", args=[second.pk])
    assert "Công bố hoặc bỏ bản đó" in client.get(url).content.decode()
    client.post(response.url, {"declared": "on", "note": "Kéo dài thời hạn công khai."})
    client.logout()
    page = client.get(reverse("version_changes", args=[second.pk])).content.decode()
    assert "<del>07</del>" in page or "<del>07 ngày</del>" in page or "<del>07" in page
    assert "<ins>15" in page
    assert "Phạm vi điều chỉnh" not in page
    every = client.get(reverse("version_changes", args=[second.pk]), {"all": "1"}).content.decode()
    assert "Phạm vi điều chỉnh" in every
    assert client.get(reverse("version_changes", args=[first.pk])).status_code == 404
    assert "Kéo dài thời hạn công khai." in client.get(reverse("version", args=[second.pk])).content.decode()


BAD = [
    ("du-thao.docx", b"khong phai zip", "docx"),
    ("du-thao.docx", b"", "không có dữ liệu"),
    ("du-thao.exe", b"MZ\x90\x00", "không được nhận"),
    ("du-thao.txt", b"PK\x03\x04abc", "phần mở rộng"),
    ("du-thao.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 2000, "mật khẩu"),
    ("du-thao.docx", docx(p("Điều 1."), types=TYPES.format(kind="macroEnabled")), "macro"),
    ("du-thao.docx", docx(p("Điều 1."), word__vbaProject_DOT_bin=b"x"), "macro"),
    ("du-thao.docx", docx(p("Điều 1.") + p("x"), word__huge_DOT_xml=b"0" * 60_000_000), "giới hạn an toàn"),
    (
        "du-thao.docx",
        docx(p("a"), word__styles_DOT_xml='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        "DOCTYPE",
    ),
    ("du-thao.txt", "TỐI MẬT\nĐiều 1. Phạm vi\nNội dung".encode(), "TỐI MẬT"),
    ("du-thao.txt", b"   \n\n", "Không tìm thấy chữ"),
]


@pytest.mark.parametrize(("name", "data", "sentence"), BAD, ids=[f"{i}-{b[2]}" for i, b in enumerate(BAD)])
def test_a_bad_file_gets_one_sentence_and_nothing_typed_is_lost(
    signed_in, client, officer, agency, name, data, sentence
):
    signed_in(officer)
    key = str(uuid.uuid4())
    form = new_form(agency, file=file(data, name), client_key=key, title="Tên đã gõ", kind="plan")
    response = client.post(reverse("draft_new"), form)
    page = response.content.decode()
    assert response.status_code in (400, 403)
    assert sentence in page
    assert "Tên đã gõ" in page
    assert 'value="plan" selected' in page
    assert key in page
    assert not Draft.objects.exists()
    assert not DraftVersion.objects.exists()


def test_a_file_over_the_limit_is_refused(signed_in, client, officer, agency, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    signed_in(officer)
    response = client.post(reverse("draft_new"), new_form(agency, file=file("x" * 1_100_000)))
    assert response.status_code == 400
    assert "Tệp lớn hơn 1 MB" in response.content.decode()


def test_a_double_submit_makes_one_draft(signed_in, client, officer, agency):
    signed_in(officer)
    key = str(uuid.uuid4())
    urls = {client.post(reverse("draft_new"), new_form(agency, client_key=key)).url for _ in range(2)}
    assert len(urls) == 1
    assert DraftVersion.objects.count() == 1


def test_a_forged_key_is_told(signed_in, client, officer, agency):
    signed_in(officer)
    response = client.post(reverse("draft_new"), new_form(agency, client_key="<script>"))
    assert response.status_code == 400
    assert "Mã gửi của biểu mẫu không hợp lệ" in response.content.decode()


def test_another_agency_cannot_be_chosen(signed_in, client, officer):
    signed_in(officer)
    response = client.post(reverse("draft_new"), new_form(factories.an_organisation()))
    assert response.status_code == 400
    assert not Draft.objects.exists()


def test_decomposed_text_and_word_files_are_read_alike(signed_in, client, officer, agency):
    signed_in(officer)
    response = client.post(reverse("draft_new"), new_form(agency, file=file(ACCOUNT, "du thảo.docx")))
    assert response.status_code == 302
    assert Clause.objects.get(kind="article").citation == "Điều 1"
    assert DraftVersion.objects.get().source_name == "du thảo.docx"


def test_text_from_a_file_is_never_markup(signed_in, client, officer, agency):
    signed_in(officer)
    text = "Điều 1. <script>alert(1)</script>\n1. <img src=x onerror=alert(1)>"
    response = client.post(reverse("draft_new"), new_form(agency, file=file(text)), follow=True)
    page = response.content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_the_source_is_a_download_and_private_until_published(signed_in, client, officer, agency):
    signed_in(officer)
    client.post(
        reverse("draft_new"), new_form(agency, file=file("<p>Điều 1. Tên</p><p>1. Chữ</p>", "a.html"))
    )
    version = DraftVersion.objects.get()
    url = reverse("version_source", args=[version.pk])
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content).startswith(b"<p>")
    client.logout()
    assert client.get(url).status_code == 404


def test_discarding_an_upload(signed_in, client, officer, agency):
    version = factories.a_version(agency=agency, published=False, by=officer)
    url = reverse("version_discard", args=[version.pk])
    signed_in(factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER))
    assert client.post(url).status_code == 404
    signed_in(factories.a_member(agency, Role.AGENCY_SIGNER))
    assert client.post(url).status_code == 403
    signed_in(officer)
    assert client.get(url).status_code == 405
    assert client.post(url).url == reverse("draft", args=[version.draft_id])
    assert not DraftVersion.objects.exists()


def test_strangers_find_nothing(signed_in, client, officer, agency):
    version = factories.a_version(agency=agency, published=False, by=officer)
    addresses = [
        reverse("draft", args=[version.draft_id]),
        reverse("version_check", args=[version.pk]),
        reverse("version", args=[version.pk]),
    ]
    for user in (
        factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER),
        factories.an_expert(),
    ):
        signed_in(user)
        assert [client.get(url).status_code for url in addresses] == [404, 404, 404]
    assert client.get(reverse("drafts")).status_code == 404
    client.logout()
    assert client.get(reverse("drafts")).status_code == 302


def _cost(client, url, limit, counting):
    with counting(limit) as counted:
        assert client.get(url).status_code == 200
    return len(counted.captured_queries)


def test_pages_cost_the_same_for_3_and_30_rows(
    signed_in, client, officer, agency, django_assert_max_num_queries
):
    def words(articles, tail=""):
        return "\n".join(f"Điều {n}. Tên\n1. Nội dung {n}{tail}" for n in range(1, articles + 1))

    small = factories.a_version(agency=agency, by=officer, text=words(3))
    small_2 = factories.a_version(draft=small.draft, by=officer, text=words(3, " mới"))
    signed_in(officer)
    costs = {}
    for name in ("version", "version_changes"):
        url = reverse(name, args=[small_2.pk])
        client.get(url)
        costs[name] = _cost(client, url, 12, django_assert_max_num_queries)
    costs["drafts"] = _cost(client, reverse("drafts"), 12, django_assert_max_num_queries)
    costs["draft"] = _cost(client, reverse("draft", args=[small.draft_id]), 12, django_assert_max_num_queries)
    large = factories.a_version(agency=agency, by=officer, text=words(30))
    large_2 = factories.a_version(draft=large.draft, by=officer, text=words(30, " mới"))
    for _ in range(8):
        factories.a_version(agency=agency, by=officer, text=words(1))
    assert costs == {
        "version": _cost(client, reverse("version", args=[large_2.pk]), 12, django_assert_max_num_queries),
        "version_changes": _cost(
            client, reverse("version_changes", args=[large_2.pk]), 12, django_assert_max_num_queries
        ),
        "drafts": _cost(client, reverse("drafts"), 12, django_assert_max_num_queries),
        "draft": _cost(client, reverse("draft", args=[large.draft_id]), 12, django_assert_max_num_queries),
    }


def test_the_comparison_as_word_and_pdf(client, officer, agency):
    first = factories.a_version(agency=agency, by=officer)
    second = factories.a_version(draft=first.draft, by=officer, text=TEXT_2)
    words = client.get(reverse("comparison_docx", args=[second.pk]))
    assert (
        words["Content-Disposition"] == f'attachment; filename="ban-so-sanh-du-thao-{first.draft_id}-2.docx"'
    )
    text = "\n".join(
        cell.text
        for table in Document(io.BytesIO(words.content)).tables
        for row in table.rows
        for cell in row.cells
    ).replace("\u00a0", " ")
    assert "07 ngày" in text
    assert "15 ngày làm việc" in text
    assert "Phạm vi điều chỉnh" not in text
    assert client.get(reverse("comparison_docx", args=[second.pk])).content == words.content
    paper = client.get(reverse("comparison_pdf", args=[second.pk]))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    for name in ("comparison_docx", "comparison_pdf"):
        assert client.get(reverse(name, args=[first.pk])).status_code == 404


def test_the_comparison_by_kind_of_change(client, officer, agency):
    first = factories.a_version(agency=agency, by=officer)
    second = factories.a_version(draft=first.draft, by=officer, text=TEXT_2 + "\nc) Kinh nghiệm thực tiễn;")
    url = reverse("version_changes", args=[second.pk])
    page = client.get(url, {"kind": "new"}).content.decode()
    assert "Kinh nghiệm thực tiễn" in page
    assert "15 ngày" not in page
    assert "Điều\u00a03. Đặt hàng, giao nhiệm vụ" in page
    assert client.get(url, {"kind": "khac"}).status_code == 404
