"""The keyboard alone comments, votes and answers: focus is moved with Tab and arrows, never with the mouse."""

import base64
import os
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.council import decide
from tests.journeys.places import HALF, MAIN

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8qAAAAABJRU5ErkJggg=="
)
WHERE = """() => {
  const node = document.activeElement;
  return [node.tagName, node.id || '', node.name || '', node.value || '', (node.getAttribute('aria-label') || node.textContent || '').replace(/\\s+/g, ' ').trim()].join('|');
}"""


def tab_to(page, pattern: str, most: int = 400):
    """Press Tab until the focus stands on something that matches; it must be visible there."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if re.search(pattern, page.evaluate(WHERE)):
            assert page.evaluate("document.activeElement.getClientRects().length > 0")
            return
    raise AssertionError(f"the keyboard does not reach {pattern!r}")


PRESSED = """addEventListener('click', event => {
  document.documentElement.dataset.pressed = event.target.name;
  event.preventDefault();
}, {capture: true, once: true})"""


def choose_file(page, name: str, file: dict):
    """Reach the file field by Tab and press it with Enter; the window that then opens is the browser's own, and a
    browser without a screen under load loses it, so the file is handed to the field."""
    tab_to(page, f"INPUT.*{name}")
    page.evaluate(PRESSED)
    page.keyboard.press("Enter")
    expect(page.locator(f"html[data-pressed='{name}']")).to_be_attached()
    page.locator("form#composer input[type=file]").set_input_files(file)


def test_the_first_stop_skips_to_the_content(people):
    page = people()
    page.goto("/")
    tab_to(page, "Đến nội dung chính", most=1)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_comment(people):
    page = people("chuyengia9")
    page.goto(f"/ho-so/{MAIN}/van-ban/")
    tab_to(page, r"\|khoản 1 Điều 20,")
    page.keyboard.press("Enter")
    expect(page.locator("#side")).to_contain_text(re.compile(r"khoản\s1\sĐiều\s20", re.I))
    tab_to(page, r"\|Góp ý cho điều khoản này$")
    page.keyboard.press("Enter")
    expect(page.locator("form#composer")).to_be_visible()
    tab_to(page, "INPUT.*position")
    page.keyboard.press("Space")
    tab_to(page, "TEXTAREA.*reason")
    page.keyboard.type("Nguồn kinh phí hợp pháp khác cần được liệt kê.")
    tab_to(page, "INPUT.*shown")
    page.keyboard.press("Space")
    tab_to(page, "BUTTON.*Gửi góp ý")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Xem lại trước khi gửi")).to_be_focused()
    tab_to(page, "BUTTON.*Gửi góp ý")
    page.keyboard.press("Enter")
    expect(page.locator(".receipt").first).to_contain_text(MAIN)


@pytest.mark.parametrize("width", [1440, 390])
def test_an_opinion_lives_by_keys_alone(people, width):
    """Written with a file and a source, looked at, sent, edited, withdrawn; another one supported and answered."""
    who = {1440: "chuyengia6", 390: "chuyengia11"}[width]
    page = people(who, width=width, height=844)
    words = f"Chỉ bằng bàn phím, {width} {os.getpid()}."
    page.goto(f"/ho-so/{MAIN}/van-ban/")
    tab_to(page, r"\|khoản 1 Điều 24,")
    page.keyboard.press("Enter")
    expect(page.locator("#side h2")).to_contain_text(re.compile(r"khoản\s1\sĐiều\s24", re.I))
    tab_to(page, r"\|Góp ý cho điều khoản này$")
    page.keyboard.press("Enter")
    expect(page.locator("form#composer")).to_be_visible()
    tab_to(page, "INPUT.*position")
    for _step in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=position][value=drop]")).to_be_checked()
    tab_to(page, "TEXTAREA.*reason")
    page.keyboard.type(words)
    tab_to(page, "TEXTAREA.*sources")
    page.keyboard.type("khoản 2 Điều 9 Luật Khoa học, công nghệ và đổi mới sáng tạo")
    choose_file(page, "files", {"name": "bang.png", "mimeType": "image/png", "buffer": PICTURE})
    tab_to(page, "BUTTON.*Đính kèm")
    page.keyboard.press("Enter")
    expect(page.locator("form#composer")).to_contain_text("bang.png")
    expect(page.locator("form#composer textarea[name=reason]")).to_have_value(words)
    tab_to(page, "INPUT.*shown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=shown][value=anonymous]")).to_be_checked()
    for _twice in range(2):
        tab_to(page, "BUTTON.*Gửi góp ý")
        page.keyboard.press("Enter")
        if _twice == 0:
            expect(page.get_by_role("heading", name="Xem lại trước khi gửi")).to_be_focused()
    expect(page.locator(".receipt").first).to_be_visible()
    receipt = page.url
    tab_to(page, r"^A\|.*Sửa ý kiến")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Sửa ý kiến")).to_be_visible()
    tab_to(page, "TEXTAREA.*reason")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Đã sửa.")
    tab_to(page, "BUTTON.*Lưu nội dung sửa")
    page.keyboard.press("Enter")
    expect(page.locator(".comment", has_text=f"{words} Đã sửa.").first).to_be_visible()
    page.goto(receipt)
    tab_to(page, "BUTTON.*Rút ý kiến")
    page.keyboard.press("Enter")
    expect(page.locator("dialog#confirm")).to_be_visible()
    expect(page.locator("dialog#confirm :focus")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(re.compile("đã (được người viết )?rút", re.I))

    page.goto(f"/ho-so/{MAIN}/van-ban/")
    tab_to(page, r"\|khoản 3 Điều 12,")
    page.keyboard.press("Enter")
    expect(page.locator("#side h2")).to_contain_text(re.compile(r"khoản\s3\sĐiều\s12", re.I))
    tab_to(page, r"BUTTON.*Tán thành")
    page.keyboard.press("Enter")
    expect(page.locator("#side button[aria-pressed=true]", has_text="Đã tán thành").first).to_be_visible()
    tab_to(page, r"^A\|.*\|Trả lời$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Trích dẫn ý kiến này")).to_be_visible()
    tab_to(page, r"^A\|.*Trích dẫn ý kiến này")
    page.keyboard.press("Enter")
    expect(page.locator("form#composer textarea[name=reason]")).to_have_value(re.compile("^> "))


def test_vote(people):
    page = people("chuyengia12")
    page.goto(f"/ho-so/{MAIN}/tham-do/2/")
    tab_to(page, "INPUT.*choice")
    page.keyboard.press("Space")
    tab_to(page, "BUTTON.*Gửi phiếu")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Phiếu của tôi")


def test_answer(people):
    """The agency's officer writes and saves an answer. The council closes its compilation first, by mouse or not."""
    _close_the_half_compilation(people)
    page = people("coquan")
    page.goto(f"/ho-so/{HALF}/tra-loi/")
    tab_to(page, r"^A\|.*hoản 1 Điều 2$")
    page.keyboard.press("Enter")
    expect(page.locator("form input[name=code]").first).to_be_visible()
    tab_to(page, "INPUT.*code")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("input[name=code][value=exp]").is_checked()
    tab_to(page, "TEXTAREA.*text")
    page.keyboard.type("Số thành viên tối thiểu được giữ để bảo đảm tính liên ngành.")
    tab_to(page, "BUTTON.*Lưu trả lời")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(re.compile(r"Đã trả lời 1/\d+ điểm"))


def _close_the_half_compilation(people):
    """Place what is left into the first point, all at once; then the council decides."""
    page = people("dieuphoi")
    page.goto(f"/ho-so/{HALF}/tong-hop/")
    if page.get_by_text("Đã chốt tổng hợp").count():
        return
    summary = page.locator("#reading summary", has_text="Xếp cùng lúc")
    if summary.count():
        summary.click()
        for box in page.locator("#reading details input[type=checkbox][name=comment]").all():
            box.check()
    page.locator("#reading select[name=point]").select_option(index=1)
    page.get_by_role("button", name="Xếp vào điểm này").click()
    expect(page.locator("main")).to_contain_text("Mọi ý kiến đã được xếp")
    decide(people, HALF)
