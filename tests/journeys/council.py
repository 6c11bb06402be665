"""A council of the demo decides in the browser: laid open, voted, counted, signed."""

from playwright.sync_api import expect

from consult.desk.scenes.city import PASSWORD
from tests.journeys.hands import press, sure

MEMBERS = ("uyvien", "chunhiem")


def decide(people, code: str) -> None:
    """From a complete compilation to the signed report."""
    address = f"/ho-so/{code}/tong-hop/quyet-dinh/"
    page = people("dieuphoi")
    page.goto(address)
    press(page, "Trình hội đồng")
    expect(page.locator("main")).to_contain_text("Ủy viên nêu nhận định")
    member = people("uyvien")
    member.goto(address)
    member.locator("summary", has_text="Nêu nhận định").first.click()
    member.locator("textarea[name=text]").first.fill("Kết luận: kéo dài thời hạn.")
    press(member, "Lưu nhận định")
    expect(member.locator("blockquote").first).to_contain_text("Kết luận: kéo dài thời hạn.")
    page.goto(address)
    press(page, "Mở biểu quyết")
    sure(page)
    expect(page.locator("main")).to_contain_text("Kết quả giữ kín")
    for who in MEMBERS:
        member = people(who)
        member.goto(address)
        _reason_is_asked_for(member)
        for choice in member.locator("input[type=radio][value=agree]").all():
            choice.check()
        press(member, "Gửi phiếu")
        expect(member.locator("body")).to_contain_text("Đã ghi nhận phiếu")
    head = people("chunhiem")
    head.goto(address)
    press(head, "Kết thúc biểu quyết")
    sure(head)
    expect(head.locator("main")).to_contain_text("Thông qua")
    head.locator("input[type=password]").fill(PASSWORD)
    press(head, "Ký báo cáo")
    expect(head.locator("main")).to_contain_text("Báo cáo đã ký")
    page.goto(f"/ho-so/{code}/tong-hop/")
    expect(page.locator("main")).to_contain_text("Đã chốt tổng hợp")


def _reason_is_asked_for(member) -> None:
    """A differing opinion has its field where somebody disagrees, and keeps it as long as something is written."""
    question = member.locator("fieldset", has=member.locator("input[value=disagree]")).first
    reason = question.locator("textarea")
    expect(reason).to_be_hidden()
    question.locator("input[value=disagree]").check()
    expect(reason).to_be_visible()
    reason.fill("Cần bàn thêm.")
    question.locator("input[value=agree]").check()
    expect(reason).to_be_visible()
    reason.fill("")
    expect(reason).to_be_hidden()
