"""The composer never loses a word: a closed window, another device, a session that ended; similar ones are shown first."""

import base64
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.hands import clause_in_reader, press, send_opinion
from tests.journeys.places import MAIN

WORDS = "Cần quy định rõ cơ quan chịu trách nhiệm công bố kết quả."
COMPOSER = f"/ho-so/{MAIN}/gop-y/moi/"


def write(page, words: str):
    page.goto(COMPOSER)
    page.locator("textarea[name=reason]").fill(words)
    page.locator("input[name=position][value=other]").check()
    expect(page.locator("[data-draft-status]")).to_have_text(re.compile(r"^Đã lưu nháp \d+ giờ"))


def reason(page):
    return page.locator("textarea[name=reason]")


def test_a_closed_window_and_another_device_find_the_text(people):
    first = people("chuyengia3")
    write(first, WORDS)
    first.context.close()
    other = people("chuyengia3", width=390, height=800)
    other.goto(COMPOSER)
    expect(reason(other)).to_have_value(WORDS)
    expect(other.locator("input[name=position][value=other]")).to_be_checked()
    reason(other).fill(f"{WORDS} Thêm trên điện thoại.")
    expect(other.locator("[data-draft-status]")).to_have_text(re.compile(r"^Đã lưu nháp \d+ giờ"))
    other.goto("/viec-cua-toi/")
    expect(other.locator("main")).to_contain_text("Bản nháp chưa gửi")
    other.get_by_role("link", name=re.compile("^Các lần lưu")).first.click()
    expect(other.locator("main")).to_contain_text("Thêm trên điện thoại.")
    other.get_by_role("button", name=re.compile("^Khôi phục bản này")).first.click()
    expect(reason(other)).to_have_value(WORDS)


def test_a_session_that_ended_while_writing(people):
    page = people("chuyengia4")
    write(page, WORDS)
    page.context.clear_cookies(name="sessionid")
    reason(page).fill(f"{WORDS} Viết khi phiên đã hết.")
    expect(page.locator("[data-draft-status]")).to_have_text(re.compile("^Đã lưu nháp trên máy này"))
    page.context.add_cookies(
        [one for one in people.sessions["chuyengia4"]["cookies"] if one["name"] == "sessionid"]
    )
    page.goto(COMPOSER)
    expect(reason(page)).to_have_value(f"{WORDS} Viết khi phiên đã hết.")
    expect(page.locator("[data-draft-status]")).to_have_text(re.compile(r"^Đã lưu nháp \d+ giờ"))
    elsewhere = people("chuyengia4")
    elsewhere.goto(COMPOSER)
    expect(reason(elsewhere)).to_have_value(f"{WORDS} Viết khi phiên đã hết.")


def test_the_preview_and_the_comparison_come_while_typing(people):
    page = people("chuyengia5", height=1000)
    panel = clause_in_reader(page, MAIN, "khoản 2 Điều 12")
    panel.get_by_role("link", name="Góp ý cho điều khoản này").click()
    composer = page.locator("form#composer")
    composer.locator("textarea[name=reason]").fill("Bảy ngày **không đủ**.")
    composer.locator("details.preview summary").click()
    expect(composer.locator("details.preview strong")).to_have_text("không đủ")
    press(page, "Bắt đầu từ câu chữ dự thảo")
    field = composer.locator("textarea[name=proposed]")
    assert len(field.input_value()) > 20
    field.press("Control+End")
    field.press_sequentially(" và công khai")
    line = composer.locator(".redline--live ins").first
    expect(line).to_contain_text("công khai")
    expect(line).to_be_in_viewport()


def test_sent_edited_and_the_history_read(people):
    page = people("chuyengia5")
    page.goto(COMPOSER)
    reason(page).fill("Ý kiến sẽ được sửa.")
    page.locator("input[name=position][value=other]").check()
    page.locator("input[name=shown][value=named]").check()
    send_opinion(page)
    expect(page.locator(".receipt").first).to_be_visible()
    page.get_by_role("link", name="Sửa ý kiến").click()
    reason(page).fill("Ý kiến đã được sửa.")
    press(page, "Lưu nội dung sửa")
    page.get_by_role("link", name=re.compile("^đã sửa lần 1")).first.click()
    expect(page.locator("main ins").first).to_contain_text("đã")
    expect(page.locator("main")).to_contain_text("Bản gửi đầu tiên")


PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8qAAAAABJRU5ErkJggg=="
)


def sound(page):
    """Nothing serious for axe, nothing wider than the page."""
    found = [
        one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")
    ]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(
    ("width", "scheme", "who"), [(1440, "light", "chuyengia7"), (360, "dark", "chuyengia8")]
)
def test_the_pages_of_writing_are_sound(people, width, scheme, who):
    page = people(who, width=width, height=900, color_scheme=scheme, bypass_csp=True)
    page.goto(COMPOSER)
    reason(page).fill(f"{WORDS} {width}")
    page.locator("input[name=position][value=other]").check()
    page.locator("textarea[name=sources]").fill("điều 9 khoản 2 Luật Khoa học, công nghệ và đổi mới sáng tạo")
    page.locator("input[type=file]").set_input_files(
        {"name": "hinh.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    press(page, "Đính kèm")
    expect(page.locator("form#composer")).to_contain_text("hinh.png")
    expect(reason(page)).to_have_value(f"{WORDS} {width}")
    sound(page)
    page.get_by_role("link", name=re.compile("^Các lần lưu")).first.click()
    sound(page)
    page.goto(COMPOSER)
    page.locator("input[name=shown][value=anonymous]").check()
    press(page, "Gửi góp ý")
    expect(page.get_by_role("heading", name="Xem lại trước khi gửi").first).to_be_visible()
    sound(page)
    press(page, "Gửi góp ý")
    expect(page.locator(".receipt").first).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Sửa ý kiến").click()
    sound(page)
    reason(page).fill("Câu chữ khác.")
    press(page, "Lưu nội dung sửa")
    row = page.locator(".comment", has_text="Câu chữ khác.").first
    expect(row.locator(".evidence")).to_contain_text("khoản 2 Điều 9 Luật Khoa học")
    expect(row.locator(".evidence a")).to_contain_text("Tệp 1 (PNG")
    with page.expect_download() as download:
        row.locator(".evidence a").click()
    assert "hinh" not in download.value.suggested_filename
    row.get_by_role("link", name=re.compile("^đã sửa lần 1")).click()
    sound(page)
