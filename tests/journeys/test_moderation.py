"""A report, its case, a hiding with its reason, the appeal heard by a second person: wide, on a phone, without a script."""

import os

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import link_in, mail, open_clause, press, send_opinion
from tests.journeys.places import MAIN

WAYS = {
    "1440": (1440, True, "chuyengia10"),
    "390": (390, True, "chuyengia13"),
    "390-no-script": (390, False, "chuyengia14"),
}
PLACE = "khoản 2 Điều 14"


@pytest.fixture(params=WAYS)
def windows(request, people):
    """Opens windows of this way; a person's window is opened once."""
    width, script, author = WAYS[request.param]
    opened = {}

    def window(who=None):
        if who not in opened:
            opened[who] = people(who, width=width, height=844, java_script_enabled=script)
            opened[who].script = script
        return opened[who]

    window.author, window.mark = author, f"{request.param} {os.getpid()}"
    return window


def test_from_the_report_to_the_second_person(windows):
    words = f"Nơi chúng tôi lắp đặt thiết bị trọn gói, {windows.mark}."
    author, reporter = windows(windows.author), windows("chuyengia2")
    author.goto(f"/ho-so/{MAIN}/van-ban/")
    open_clause(author, MAIN, PLACE).get_by_role("link", name="Góp ý của tôi").click()
    form = author.locator("form#composer")
    form.locator("input[name=position][value=other]").check()
    form.locator("textarea[name=reason]").fill(words)
    form.locator("input[name=shown][value=named]").check()
    send_opinion(author)
    expect(author.locator(".receipt").first).to_be_visible()

    row = open_clause(reporter, MAIN, PLACE).locator(".comment", has_text=words)
    row.get_by_role("link", name="Báo cáo").click()
    press(reporter, "Gửi báo cáo")
    expect(reporter.locator("main")).to_contain_text("Xin chọn lý do báo cáo")
    reporter.locator("input[name=ground][value=advert]").check()
    reporter.locator("textarea[name=words]").fill(f"Lời mời mua hàng, {windows.mark}.")
    press(reporter, "Gửi báo cáo")
    expect(reporter.locator("body")).to_contain_text("báo cáo")

    first = windows("dieuphoi")
    _case(first, words)
    expect(first.locator("main")).to_contain_text(f"Lời mời mua hàng, {windows.mark}.")
    press(first, "Giao xem xét")
    expect(first.locator("main")).to_contain_text("Ngô Thị Hồng Gấm")
    _rule(first, "hidden", "Chỉ mời mua thiết bị, không có ý kiến về khoản này.", "advert")

    visitor = windows()
    panel = open_clause(visitor, MAIN, PLACE)
    expect(panel.get_by_text(words)).to_have_count(0)
    visitor.goto(f"/ho-so/{MAIN}/nhat-ky-kiem-duyet/")
    expect(visitor.locator("main")).to_contain_text("Quảng cáo")
    expect(visitor.locator("main")).not_to_contain_text(words)

    own = open_clause(author, MAIN, PLACE).locator(".comment", has_text=words)
    own.get_by_role("link", name="Xem quyết định").click()
    expect(author.locator("main")).to_contain_text("Chỉ mời mua thiết bị")
    author.locator("textarea[name=words]").fill("Xin xem lại: có nêu cách bố trí thiết bị.")
    press(author, "Gửi khiếu nại")
    expect(author.locator("main")).not_to_contain_text("Chưa lưu được")

    _case(first, words)
    expect(first.locator("input[name=outcome]")).to_have_count(0)
    second = windows("chunhiem")
    _case(second, words)
    expect(second.locator("main")).to_contain_text("Xin xem lại: có nêu cách bố trí thiết bị.")
    _rule(second, "restored", "Có nêu cách bố trí thiết bị, được hiện lại.")
    expect(open_clause(visitor, MAIN, PLACE).get_by_text(words)).to_have_count(1)


def _case(page, words: str):
    """Open the case of an opinion from the queue."""
    page.goto(f"/ho-so/{MAIN}/kiem-duyet/")
    page.locator("main li", has_text=words[:40]).filter(has_text=words).locator("h3 a").first.click()
    expect(page.get_by_role("heading", level=1, name="Xem xét ý kiến")).to_be_visible()


def _rule(page, outcome: str, reason: str, ground: str = ""):
    page.locator(f"input[name=outcome][value={outcome}]").check()
    if ground:
        page.locator("select[name=ground]").select_option(ground)
    page.locator("textarea[name=reason]").fill(reason)
    press(page, "Ghi quyết định")
    expect(page.locator("main")).to_contain_text(reason)
    expect(page.locator("main")).not_to_contain_text("Chưa lưu được")


def test_the_channel_is_chosen_and_a_kind_of_mail_is_stopped_by_one_press(windows):
    page = windows(windows.author)
    page.goto("/thong-bao/tuy-chon/")
    choice = page.locator("section select").first
    other = choice.locator("option:not([selected])").first.get_attribute("value")
    choice.select_option(other)
    press(page, "Lưu lựa chọn")
    page.goto("/thong-bao/tuy-chon/")
    expect(page.locator("section select").first).to_have_value(other)

    visitor = windows()
    visitor.goto(link_in(mail(visitor, f"{windows.author}@", "thoi-nhan"), r"/thong-bao/thoi-nhan/[^\s/]+/"))
    press(visitor, "Thôi nhận loại thư này")
    expect(visitor.locator("main")).to_contain_text("Đã dừng gửi loại thư này")
    press(visitor, "Hoàn tác, tiếp tục nhận thư")
    expect(visitor.locator("main")).to_contain_text("Đã khôi phục cách nhận thư như trước")
