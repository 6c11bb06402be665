"""An association's round from its opening to the one opinion that everybody reads.

The officer and one member work on a phone, the other member and the visitor without a script."""

import re

from playwright.sync_api import expect

from tests.journeys.hands import press, sure
from tests.journeys.places import MAIN

INTERNAL = "Lời chỉ nói với hội viên"
DISSENT = "Đề nghị giữ nguyên câu chữ của dự thảo."
REASON = "Nên nêu rõ cơ quan chịu trách nhiệm."


def say(page, round_url: str, words: str) -> None:
    page.goto(f"{round_url}gop-y/moi/?clause=chung")
    page.locator("input[name=position][value=amend]").check()
    page.locator("textarea[name=reason]").fill(words)
    press(page, "Gửi ý kiến")
    page.wait_for_url(re.compile("/van-ban/"))
    expect(page.locator("#side")).to_contain_text(words)


def vote(page, line_url: str, choice: str) -> None:
    page.goto(line_url)
    page.locator(f"input[name=choice][value={choice}]").check()
    press(page, "Gửi phiếu")
    expect(page.locator("main")).to_contain_text("Phiếu của tôi đã được ghi nhận.")


def test_from_the_opening_to_the_opinion_in_the_file(people):
    officer, one = people("hoi2", width=390, height=844), people("chuyengia", width=390, height=844)
    two, visitor = people("chuyengia2", java_script_enabled=False), people(java_script_enabled=False)
    officer.goto(f"/hoi/dot/moi/{MAIN}/")
    officer.locator("textarea[name=note]").fill("Kính mời hội viên cho ý kiến.")
    press(officer, "Mở và báo cho hội viên")
    officer.wait_for_url(re.compile(r"/hoi/dot/\d+/$"))
    url = officer.url
    for page, words in ((one, f"{INTERNAL} thứ nhất."), (two, f"{INTERNAL} thứ hai.")):
        say(page, url, words)
    officer.goto(f"{url}phuong-an/moi/?clause=chung")
    officer.locator("input[name=position][value=amend]").check()
    officer.locator("textarea[name=reason]").fill(REASON)
    press(officer, "Lưu phương án")
    officer.wait_for_url(re.compile(r"/phuong-an/\d+/$"))
    line = officer.url
    press(officer, "Đưa ra biểu quyết")
    vote(one, line, "agree")
    vote(two, line, "abstain")
    two.goto(line)
    two.get_by_role("link", name="Nêu ý kiến khác về phương án này").click()
    two.locator("textarea[name=text]").fill(DISSENT)
    two.locator("input[name=named][value=no]").check()
    press(two, "Gửi kèm văn bản của hội")
    two.wait_for_url(url)
    officer.goto(f"{url}quan-ly/")
    press(officer, "Kết thúc góp ý trong hội")
    sure(officer)
    officer.wait_for_url(url)
    officer.goto(f"{url}gui/")
    expect(officer.locator("main")).not_to_contain_text(INTERNAL)
    press(officer, "Gửi ý kiến của hội")
    sure(officer)
    officer.wait_for_url(re.compile(r"/hoi/y-kien/\d+/$"))
    visitor.goto(officer.url)
    main = visitor.locator("main")
    for words in (REASON, DISSENT, "hội viên không nêu tên", "Hội Luật gia"):
        expect(main).to_contain_text(words)
    expect(main).not_to_contain_text(INTERNAL)
    visitor.get_by_role("link", name="Xem trong hồ sơ").first.click()
    expect(visitor.locator("#side")).to_contain_text(DISSENT)
    expect(visitor.locator("#side")).not_to_contain_text(INTERNAL)
    assert visitor.goto(url).status in (200, 404)
    expect(visitor.locator("body")).not_to_contain_text(INTERNAL)
