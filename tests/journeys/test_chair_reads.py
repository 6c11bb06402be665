"""The chair reads the draft of the minutes as it grows, without loading the page again."""

import re

from playwright.sync_api import expect

from tests.journeys.hands import choose, press
from tests.journeys.places import MAIN

SAID = "Đề nghị ghi rõ thời hạn trả lời trong biên bản."


def test_what_is_said_appears_in_the_draft_of_the_minutes(people):
    caller, chair, expert = people("dieuphoi"), people("chunhiem"), people("chuyengia2")
    caller.goto(f"/ho-so/{MAIN}/phong/moi/")
    caller.locator("input[name=title]").fill("Trao đổi về biên bản")
    caller.locator("input[name=starts_at]").fill("2026-12-01T09:00")
    for name, who in (("chair", "Hà Thị Minh Châu"), ("secretary", "Lưu Hoài Nhân")):
        choose(caller.locator(f"select[name={name}]"), who)
    caller.locator("[name$='-0-title']").fill("Biên bản")
    press(caller, "Lập phiên thảo luận")
    caller.wait_for_url(re.compile(r"/phong/\d+/$"))
    chair.goto(caller.url)
    press(chair, "Mở phiên thảo luận")
    minutes = chair.locator("#room-minutes")
    expect(minutes).to_be_visible()
    chair.evaluate("window.sameDocument = true")
    closing = chair.locator("form[action$='/ket-thuc/'] textarea")
    closing.fill("Kết luận đang viết dở")
    expert.goto(caller.url)
    expect(expert.locator("[data-line]")).to_have_text("Đã kết nối")
    expert.locator("#room-say textarea").fill(SAID)
    expert.locator("#room-say button.btn--main").click()
    expect(minutes).to_contain_text(SAID, timeout=45_000)
    assert chair.evaluate("window.sameDocument") is True
    expect(closing).to_have_value("Kết luận đang viết dở")
    expect(expert.locator("#room-minutes")).to_have_count(0)
