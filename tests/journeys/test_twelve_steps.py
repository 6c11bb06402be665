"""The whole process once, each step by the person whose step it is, through the real pages.

People: a newcomer who becomes an expert, an association officer, an agency officer, the council's coordinator, its
head, a second expert who stays anonymous, a third who declines, the agency's signer, and a visitor.
"""

import io
import os
import re

import pytest
from docx import Document
from playwright.sync_api import expect

from consult.desk.scenes import sources
from tests.journeys.council import decide
from tests.journeys.hands import choose, clause_in_reader, link_in, mail, press, send_opinion, sure

# New at each run, so that a running installation can be tested again.
RUN = os.getpid()
NEWCOMER, EMAIL, SECRET = "Lương Thị Hải Yến", f"hai.yen.{RUN}@vi-du.test", "mot-mat-khau-that-dai"
ANONYMOUS = "Trần Thị Mộng Lan"
TITLE = f"Quyết định về Quy chế lấy ý kiến trí thức, bản đưa ra hành trình {RUN}"
REASON = "Bảy ngày không đủ để xin ý kiến đơn vị công tác và đọc tài liệu kèm theo."
PROPOSED = "1. Thời hạn lấy ý kiến là 20 ngày kể từ ngày đăng tải dự thảo."
HIDDEN_REASON = "Người góp ý cần được bảo vệ, nếu không sẽ không ai nói thẳng về quy chế này."
QUESTION = "Thời hạn 20 ngày có phù hợp không?"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def kept():
    """What one step leaves for the next: addresses and receipts, as people note them down."""
    return {}


def test_01_a_person_signs_up_with_unticked_consents_and_a_confirmed_address(people):
    page = people()
    page.goto("/tai-khoan/signup/")
    boxes = page.locator("input[type=checkbox]")
    assert boxes.count() == 4
    assert not any(boxes.nth(place).is_checked() for place in range(4))
    page.locator("input[name=full_name]").fill(NEWCOMER)
    page.locator("input[name=email]").fill(EMAIL)
    page.locator("input[name=password1]").fill(SECRET)
    page.locator("input[name=password2]").fill(SECRET)
    for purpose in ("account", "register", "public_name", "notices"):
        page.locator(f"input[name=consent_{purpose}]").check()
    page.locator("form[action*='/signup/'] button").first.click()
    page.wait_for_url("**/confirm-email/**")
    row = mail(page, EMAIL, "xác nhận")
    page.goto(link_in(row, r"/tai-khoan/confirm-email/[^\s/]+/"))
    page.locator("main form button").first.click()
    newcomer = people("newcomer", email=EMAIL, password=SECRET)
    newcomer.goto("/viec-cua-toi/")
    expect(newcomer.get_by_role("heading", level=1)).to_be_visible()


def test_02_an_expert_is_verified_by_the_association_and_listed(people):
    page = people("newcomer", email=EMAIL, password=SECRET)
    page.goto("/ho-so-chuyen-gia/")
    page.locator("select[name=degree]").select_option("ts")
    page.locator("input[name=specialty]").fill("Luật hiến pháp")
    page.locator("input[name=workplace]").fill("Trường Chính trị thành phố")
    choose(page.locator("select[name=association]"), "Hội Luật gia")
    page.locator("summary", has_text="Khoa học xã hội").click()
    page.locator("label.tick", has_text="Pháp luật").locator("input").check()
    page.locator("textarea[name=evidence]").fill("Bằng tiến sĩ luật và xác nhận của trường.")
    page.locator("form:has(textarea[name=evidence]) button.btn--main").click()
    expect(page.locator("body")).to_contain_text("Đã lưu hồ sơ.")
    page.goto("/ho-so-chuyen-gia/")
    page.locator("form[action*='gui-xac-thuc'] button").click()
    expect(page.locator("main")).to_contain_text("Chờ xác thực")

    officer = people("hoi2")
    officer.goto("/xac-thuc/")
    officer.get_by_role("link", name=NEWCOMER).last.click()
    officer.locator("input[name=decision][value=verified]").check()
    officer.locator("textarea[name=reason]").fill("Đã đối chiếu bằng và xác nhận của trường.")
    officer.locator("form:has(textarea[name=reason]) button.btn--main").click()
    if officer.locator("dialog#confirm[open]").count():
        sure(officer)
    expect(officer.locator("body")).to_contain_text("Đã ghi quyết định.")

    visitor = people()
    visitor.goto("/chuyen-gia/")
    expect(visitor.locator("main")).to_contain_text(NEWCOMER)


def test_03_the_agency_publishes_a_draft_after_reading_the_warnings(people, kept):
    page = people("coquan")
    page.goto("/du-thao-cua-co-quan/moi/")
    _fill_draft(page, "mat.txt", "text/plain", "TUYỆT MẬT\nQUYẾT ĐỊNH\nĐiều 1. Phạm vi\nNội dung.".encode())
    expect(page.locator("main")).to_contain_text(re.compile("mật", re.I))
    expect(page).to_have_url(re.compile("/du-thao-cua-co-quan/moi/"))
    _fill_draft(page, "quy-che.docx", WORD, sources.docx("quy-che-tu-van-1"))
    page.wait_for_url("**/du-thao-cua-co-quan/ban/*/")
    expect(page.locator("main")).to_contain_text("10 điều")
    expect(page.get_by_role("heading", name="Chỗ cần xem lại")).to_be_visible()
    page.locator("input[name=declared]").check()
    press(page, "Công bố bản dự thảo")
    sure(page)
    expect(page).not_to_have_url(re.compile("/ban/"))
    expect(page.locator("main")).to_contain_text("Dự thảo 1")
    kept["draft"] = page.url


def _fill_draft(page, name, kind, data):
    page.locator("textarea[name=title], input[name=title]").fill(TITLE)
    page.locator("select[name=kind]").select_option("decision")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": data})
    press(page, "Tải lên và kiểm tra")


def test_04_the_agency_opens_a_file_and_invites_experts(people, kept):
    page = people("coquan")
    page.goto("/ho-so-moi/?loai=social_review")
    version = page.locator("select[name=version]")
    version.select_option(label=f"{TITLE} (1)")
    page.locator("select[name=council]").select_option(
        label="Hội đồng tư vấn Khoa học - Giáo dục, Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Cần Thơ"
    )
    page.locator("textarea[name=summary]").fill(
        "Quy chế gồm 10 điều; đề nghị góp ý về thời hạn và việc trả lời."
    )
    press(page, "Lập hồ sơ")
    page.wait_for_url("**/quan-ly/")
    kept["code"] = code = re.search(r"/ho-so/([^/]+)/", page.url).group(1)
    assert code.startswith("PB-")
    assert people().goto(f"/ho-so/{code}/").status == 404
    press(page, "Mở lấy ý kiến")
    sure(page)
    expect(page.locator("body")).to_contain_text("Đã mở lấy ý kiến")
    for name in (NEWCOMER, "Lê Đăng Khôi"):
        page.locator("label", has_text=name).locator("input[name=experts]").last.check()
    page.locator("textarea[name=message]").fill("Trân trọng mời Quý chuyên gia góp ý.")
    press(page, "Gửi đề nghị tham gia")
    expect(page.locator("body")).to_contain_text("Đã gửi 2 lời mời")

    expert = people("newcomer", email=EMAIL, password=SECRET)
    expert.goto(link_in(mail(expert, EMAIL, TITLE), r"/loi-moi/\d+/"))
    expert.locator("input[name=answer][value=yes]").check()
    press(expert, "Gửi trả lời")
    expect(expert.locator("main")).to_contain_text("Đã nhận lời")

    other = people("chuyengia3")
    other.goto(link_in(mail(other, "chuyengia3@", TITLE), r"/loi-moi/\d+/"))
    other.locator("input[name=answer][value=no]").check()
    press(other, "Gửi trả lời")
    expect(other.locator("main")).to_contain_text("Cần nêu lý do từ chối")
    other.locator("textarea[name=reason]").fill("Đang công tác xa.")
    press(other, "Gửi trả lời")
    expect(other.locator("main")).to_contain_text("Đã từ chối")


def test_05_two_experts_comment_one_by_name_and_one_anonymously(people, kept):
    code = kept["code"]
    page = people("newcomer", email=EMAIL, password=SECRET)
    panel = clause_in_reader(page, code, "khoản 1 Điều 4")
    panel.get_by_role("link", name="Góp ý của tôi").click()
    _compose(page, position="amend", reason=REASON, proposed=PROPOSED)
    kept["receipt"] = _receipt(page)

    other = people("chuyengia2")
    panel = clause_in_reader(other, code, "khoản 1 Điều 4")
    expect(panel).to_contain_text(REASON)
    expect(panel).to_contain_text(NEWCOMER)
    expect(panel.locator(".redline").first).to_be_visible()
    press(other, "Tán thành", exact=False, within=panel)
    expect(panel.locator("button[aria-pressed=true]").first).to_contain_text("Đã tán thành")
    panel = clause_in_reader(other, code, "khoản 2 Điều 2")
    panel.get_by_role("link", name="Góp ý của tôi").click()
    _compose(other, position="amend", reason=HIDDEN_REASON, shown="anonymous")
    _receipt(other)

    for reader in (people(), people("coquan")):
        panel = clause_in_reader(reader, code, "khoản 2 Điều 2")
        expect(panel).to_contain_text(HIDDEN_REASON)
        assert ANONYMOUS not in reader.content()


def _compose(page, *, position, reason, proposed="", shown="named"):
    composer = page.locator("form#composer")
    expect(composer).to_be_visible()
    composer.locator(f"input[name=position][value={position}]").check()
    composer.locator("textarea[name=reason]").fill(reason)
    if proposed:
        composer.locator("textarea[name=proposed]").fill(proposed)
    composer.locator(f"input[name=shown][value={shown}]").check()
    send_opinion(page)


def _receipt(page) -> str:
    receipt = page.locator(".receipt").first
    expect(receipt).to_be_visible()
    return re.search(r"[A-Z]{2}-\d{4}-\d{3}-\d{6}", receipt.inner_text()).group(0)


def test_06_a_vote_stays_hidden_until_it_closes(people, kept):
    code = kept["code"]
    runner = people("dieuphoi")
    runner.goto(f"/ho-so/{code}/tham-do/moi/")
    choose(runner.locator("select[name=clause]"), "khoản 1 Điều 4")
    runner.locator("[name=question]").fill(QUESTION)
    closes = runner.locator("input[name=closes_at]")
    if not closes.input_value():
        closes.fill("2027-01-15T17:00")
    press(runner, "Mở thăm dò")
    runner.wait_for_url(re.compile(r"/tham-do/\d+/$"))
    kept["poll"] = address = runner.url

    votes = [("newcomer", "yes", "")] + [(f"chuyengia{n}", "yes", "") for n in (5, 6, 7)]
    for key, choice, reason in [*votes, ("chuyengia2", "no", "Nên là 30 ngày.")]:
        page = people(key, email=EMAIL, password=SECRET) if key == "newcomer" else people(key)
        page.goto(address)
        page.locator(f"input[name=choice][value={choice}]").check()
        page.locator("textarea[name=reason]").fill(reason)
        press(page, "Gửi phiếu")
        expect(page.locator("main")).to_contain_text("Phiếu của tôi")
        expect(page.locator("main")).not_to_contain_text("Nên là 30 ngày" if choice == "yes" else "%")
    runner.goto(address)
    expect(runner.locator("main")).not_to_contain_text("Nên là 30 ngày.")
    press(runner, "Đóng thăm dò")
    sure(runner)
    expect(runner.locator("body")).to_contain_text("Đã đóng thăm dò")  # before anybody else looks
    visitor = people()
    visitor.goto(address)
    expect(visitor.locator("main")).to_contain_text("Nên là 30 ngày.")
    assert ANONYMOUS not in visitor.content()


def test_07_a_room_in_two_windows_at_once(people, kept):
    code = kept["code"]
    caller = people("dieuphoi")
    caller.goto(f"/ho-so/{code}/phong/moi/")
    caller.locator("input[name=title]").fill("Trao đổi về thời hạn")
    caller.locator("input[name=starts_at]").fill("2026-12-01T09:00")
    for name, who in (("chair", "Hà Thị Minh Châu"), ("secretary", "Lưu Hoài Nhân")):
        choose(caller.locator(f"select[name={name}]"), who)
    caller.locator("[name$='-0-title']").fill("Thời hạn lấy ý kiến")
    caller.locator("[name$='-1-title']").fill("Bảo vệ người góp ý")
    press(caller, "Lập phiên thảo luận")
    caller.wait_for_url(re.compile(r"/phong/\d+/$"))
    kept["room"] = address = caller.url

    chair, expert = people("chunhiem"), people("newcomer", email=EMAIL, password=SECRET)
    chair.goto(address)
    press(chair, "Mở phiên thảo luận")
    expect(chair.locator(".live").first).to_be_visible()
    expert.goto(address)
    for page in (chair, expert):
        expect(page.locator("[data-line]")).to_have_text("Đã kết nối")
    _say(expert, "Tôi đề nghị hai mươi ngày.")
    expect(chair.locator("#room-stream")).to_contain_text("Tôi đề nghị hai mươi ngày.")
    _say(chair, "Cảm ơn, xin ghi nhận.")
    expect(expert.locator("#room-stream")).to_contain_text("Cảm ơn, xin ghi nhận.")
    for page in (chair, expert):
        expect(page.locator("#room-stream .said")).to_have_count(2)

    expert.locator("button[form=room-turn][name=ask]").click()
    expect(chair.locator("#room-queue")).to_contain_text(NEWCOMER)
    chair.locator("#room-queue button[name=call]").first.click()
    expect(expert.locator("main")).to_contain_text("phát biểu")
    chair.locator("button[name=end]").first.click()
    expect(chair.locator("button[name=end]")).to_have_count(0)

    chair.locator("textarea[name=show-question]").fill("Thống nhất kiến nghị hai mươi ngày.")
    press(chair, "Mở biểu quyết")
    expect(expert.locator("#room-show")).to_contain_text("Thống nhất kiến nghị hai mươi ngày.")
    expert.locator("#room-show input[value=yes]").check()
    expert.locator("#room-show button[form=room-hand], #room-show form button").first.click()
    expect(chair.locator("#room-show")).to_contain_text(re.compile(r"1 trên \d+ người đã biểu quyết"))
    chair.locator("button[form=room-show-close]").first.click()
    expect(expert.locator("#room-show")).to_contain_text("Kết quả biểu quyết")

    chair.locator("textarea[name=conclusion]").fill("Kiến nghị thời hạn hai mươi ngày.")
    press(chair, "Kết thúc và lập biên bản")
    sure(chair)
    expect(chair.locator("#room-bar")).to_contain_text("Đã kết thúc")
    answer = chair.request.get(f"{address}bien-ban/")
    text = "\n".join(p.text for p in Document(io.BytesIO(answer.body())).paragraphs)
    assert "BIÊN BẢN" in text.upper()
    assert "Kiến nghị thời hạn hai mươi ngày." in text


def _say(page, words):
    page.locator("#room-say textarea").fill(words)
    page.locator("#room-say button.btn--main").click()
    expect(page.locator("#room-say textarea")).to_have_value("")


def test_08_the_council_compiles_and_cannot_close_too_early(people, kept):
    code = kept["code"]
    page = people("dieuphoi")
    page.goto(f"/ho-so/{code}/quan-ly/")
    page.locator("form:has(input[name=to][value=compile]) button").click()
    with page.expect_navigation():
        sure(page)
    page.goto(f"/ho-so/{code}/tong-hop/")
    page.get_by_label("Số giờ tác giả kiểm tra").fill("0")
    press(page, "Bắt đầu tổng hợp")
    expect(page.locator("main")).to_contain_text("Đã xếp 0/2 ý kiến")
    _new_point(page, "Kéo dài thời hạn lấy ý kiến", REASON)
    expect(page.locator("main")).to_contain_text("Đã xếp 1/2 ý kiến")
    page.goto(f"/ho-so/{code}/tong-hop/quyet-dinh/")
    press(page, "Trình hội đồng")
    expect(page.locator("main .banner[role=alert]:not([hidden])").first).to_contain_text(
        "Còn 1 ý kiến chưa được xếp"
    )
    page.goto(f"/ho-so/{code}/tong-hop/")
    _new_point(page, "Bảo vệ người góp ý", HIDDEN_REASON)
    expect(page.locator("main")).to_contain_text("Đã xếp 2/2 ý kiến")
    decide(people, code)


def _new_point(page, title, reason):
    page.locator(".item", has_text=reason[:30]).first.click()
    expect(page.locator("#reading:not([inert])")).to_contain_text(reason)
    for folded in page.locator("#reading .new-point:not([open]) > summary").all():
        folded.click()
    page.locator("#reading [name=title]").fill(title)
    press(page, "Lập điểm mới", within=page.locator("#reading"))


def test_09_the_agency_answers_every_point_and_the_signer_publishes(people, kept):
    code = kept["code"]
    page = people("coquan")
    page.goto(f"/ho-so/{code}/tra-loi/")
    page.get_by_role("link", name="Tải bản dự thảo mới").first.click()
    page.locator("input[type=file]").set_input_files(
        {"name": "quy-che-2.docx", "mimeType": WORD, "buffer": sources.docx("quy-che-tu-van-2")}
    )
    press(page, "Tải lên và kiểm tra")
    page.locator("textarea[name=note]").fill("Kéo dài thời hạn; bảo vệ người góp ý.")
    page.locator("input[name=declared]").check()
    press(page, "Công bố bản dự thảo")
    sure(page)
    expect(page.locator("main")).to_contain_text("Dự thảo 2")

    signer = people("nguoiky")
    _answer(page, code, 0, "acc", "", "khoản 1 Điều 4")
    expect(page.locator("main")).to_contain_text("Chưa lưu được")
    _answer(page, code, 0, "acc", "Đã chỉnh sửa tại khoản 1 Điều 4.", "khoản 1 Điều 4")
    expect(page.locator("main")).to_contain_text("Đã trả lời 1/2 điểm")
    signer.goto(f"/ho-so/{code}/tra-loi/")
    expect(signer.locator("main")).to_contain_text("Còn 1 điểm góp ý chưa được trả lời")
    assert signer.get_by_role("button", name="Công bố kết quả").count() == 0
    assert _forced_publication(signer, code) == 403
    _answer(page, code, 1, "exp", "Nội dung này đã có ở khoản 2 Điều 2 của Dự thảo 2.", "")
    expect(page.locator("main")).to_contain_text("Đã trả lời 2/2 điểm")
    assert ANONYMOUS not in page.content()

    signer.goto(f"/ho-so/{code}/tra-loi/")
    press(signer, "Công bố kết quả")
    sure(signer)
    expect(signer.locator("main")).to_contain_text(re.compile("công bố", re.I))


def _answer(page, code, place, kind, text, clause):
    page.goto(f"/ho-so/{code}/tra-loi/")
    title = ("Kéo dài thời hạn", "Bảo vệ người")[place]
    page.locator("ul.rows > li", has_text=title).locator("a").first.click()
    form = page.locator("form:has(input[name=code])")
    form.locator(f"input[name=code][value={kind}]").check()
    form.locator("textarea[name=text]").fill(text)
    if clause:
        form.evaluate("form => form.querySelectorAll('details').forEach(one => { one.open = true; })")
        for box in form.locator("fieldset", has_text=clause).locator("input[name=changes]").all():
            box.check()
    form.evaluate("form => form.noValidate = true")
    press(page, "Lưu trả lời", within=form)
    page.wait_for_load_state()


def _forced_publication(page, code) -> int:
    """The same request as the button that is not shown."""
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.request.post(
        f"/ho-so/{code}/tra-loi/cong-bo/",
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
    )
    return answer.status


def test_10_everybody_sees_what_became_of_each_opinion(people, kept):
    code = kept["code"]
    visitor = people()
    visitor.goto(f"/ho-so/{code}/ket-qua/")
    main = visitor.locator("main")
    for words in ("Kéo dài thời hạn lấy ý kiến", "Đã chỉnh sửa tại khoản 1 Điều 4.", "Bảo vệ người góp ý"):
        expect(main).to_contain_text(words)
    expect(main.locator("ins").first).to_contain_text("20")
    for details in visitor.locator("main details").all():
        details.evaluate("node => node.open = true")
    expect(main).to_contain_text(NEWCOMER)
    expect(main).to_contain_text(HIDDEN_REASON)
    for address in (f"/ho-so/{code}/ket-qua/", f"/ho-so/{code}/", f"/ho-so/{code}/van-ban/"):
        visitor.goto(address)
        assert ANONYMOUS not in visitor.content(), address

    paper = Document(io.BytesIO(visitor.request.get(f"/ho-so/{code}/ket-qua/ban-tong-hop.docx").body()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert any("CHỦ THỂ GÓP Ý" in cell.upper() for cell in cells)
    assert any(PROPOSED in cell or REASON in cell for cell in cells)
    assert not any(ANONYMOUS in cell for cell in cells)
    pdf = visitor.request.get(f"/ho-so/{code}/ket-qua/ban-tong-hop.pdf").body()
    assert pdf.startswith(b"%PDF")
    assert ANONYMOUS.encode() not in pdf


def test_11_a_receipt_can_be_checked_by_anybody(people, kept):
    visitor = people()
    visitor.goto("/bien-nhan/")
    visitor.locator("#so").fill(kept["receipt"])
    press(visitor, "Kiểm tra")
    expect(visitor.locator(".receipt")).to_contain_text("Khớp với sổ")
    assert NEWCOMER not in visitor.content()


def test_12_the_author_hears_of_the_answer_in_the_inbox_and_by_mail(people, kept):
    page = people("newcomer", email=EMAIL, password=SECRET)
    for _again in range(30):
        page.goto("/thong-bao/")
        if page.locator("main li", has_text=kept["code"]).count() and "giải trình" in page.inner_text("main"):
            break
        page.wait_for_timeout(1000)
    expect(page.locator("main")).to_contain_text(re.compile("tiếp thu", re.I))
    mail(page, EMAIL, "tiếp thu")
    desk = people("coquan")
    desk.goto("/viec-cua-toi/")
    expect(desk.get_by_role("heading", level=1)).to_be_visible()
