"""Without JavaScript: reading, filtering, sending a comment, voting."""

import re

from playwright.sync_api import expect

from tests.journeys.places import DONE, MAIN

WORDS = "Góp ý gửi khi trình duyệt không chạy mã kịch bản."


def test_reading_and_filtering(people):
    page = people(java_script_enabled=False)
    page.goto("/ho-so/")
    page.locator(f"a[href='/ho-so/{MAIN}/']").first.click()
    page.locator(f"main a[href='/ho-so/{MAIN}/van-ban/']").first.click()
    expect(page.locator("article.law")).to_contain_text("Phạm vi điều chỉnh")
    page.locator("article.law a[aria-label*='khoản 2 Điều 12']").click()
    expect(page.locator("#side")).to_contain_text("Bảy ngày là quá ngắn")

    page.goto("/chuyen-gia/")
    everybody = page.locator("main a[href^='/chuyen-gia/']").count()
    page.goto("/chuyen-gia/?q=Huỳnh+Quốc+Tường")
    page.goto(f"/ho-so/{DONE}/ket-qua/")
    assert everybody >= 14
    rows = page.locator("main tbody tr").count()
    page.locator("main a[href*='=exp']").first.click()
    assert 0 < page.locator("main tbody tr").count() < rows


def test_sending_a_comment_and_reading_its_receipt(people):
    page = people("chuyengia6", java_script_enabled=False)
    page.goto(f"/ho-so/{MAIN}/van-ban/")
    page.locator("article.law a[aria-label*='khoản 1 Điều 23']").click()
    page.locator("#side").get_by_role("link", name="Góp ý của tôi").click()
    composer = page.locator("form#composer")
    composer.locator("input[name=position][value=no]").check()
    composer.locator("input[name=shown][value=named]").check()
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.locator("main")).to_contain_text("Xin nêu lý do")
    page.locator("form#composer textarea[name=reason]").fill(WORDS)
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.locator("main")).to_contain_text("Xem lại trước khi gửi")
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.locator(".receipt").first).to_contain_text(re.compile(rf"{MAIN}-\d{{6}}"))
    page.goto(f"/ho-so/{MAIN}/van-ban/")
    page.locator("article.law a[aria-label*='khoản 1 Điều 23']").click()
    expect(page.locator("#side")).to_contain_text(WORDS)
    assert page.locator("#side").inner_text().count(WORDS) == 1


def test_voting(people):
    page = people("chuyengia11", java_script_enabled=False)
    page.goto(f"/ho-so/{MAIN}/tham-do/2/")
    page.locator("input[name=choice][value=amend]").check()
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.locator("main")).to_contain_text("Xin nêu lý do cho lựa chọn này")
    page.locator("textarea[name=reason]").fill("Mười ngày làm việc là đủ.")
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.locator("main")).to_contain_text("Phiếu của tôi")
