"""The reading room by mouse, by keys and without a script."""

import re

from playwright.sync_api import expect

from tests.journeys.places import MAIN

ROOM = f"/ho-so/{MAIN}/van-ban/"
SELECT = """() => {
  const words = document.querySelector('.law .clause[id] > p').firstChild, range = document.createRange();
  range.setStart(words, 0); range.setEnd(words, 24);
  getSelection().removeAllRanges(); getSelection().addRange(range);
  return words.data.slice(0, 24).trim();
}"""


def test_words_selected_in_a_clause_go_into_the_composer(people):
    page = people("chuyengia9")
    page.goto(ROOM)
    words = page.evaluate(SELECT)
    page.get_by_role("button", name="Góp ý đoạn này").click()
    box = page.locator("#composer [name=cited]")
    expect(box).to_have_value(words)
    assert page.locator("#composer [name=cited_at]").input_value() == "0"
    box.press_sequentially(" thêm")
    assert page.locator("#composer [name=cited_at]").input_value() == ""


def test_keys_move_open_and_can_be_switched_off(people):
    page = people("chuyengia9")
    page.goto(ROOM)
    place = page.locator("#side h2").inner_text()
    page.keyboard.press("j")
    expect(page.locator("#side h2")).not_to_have_text(place)
    expect(page.locator("#side h2")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#side h2")).to_have_text(re.compile(re.sub(r"\s+", r"\\s+", place)))
    expect(page.locator("#side h2")).to_be_focused()
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.classList.contains('comment')")
    page.keyboard.press("c")
    expect(page.locator("#composer")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    dialog = page.locator("#reading-keys")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Dùng phím tắt").uncheck()
    dialog.get_by_role("button", name="Đóng").click()
    before = page.locator("#side").get_attribute("data-clause")
    page.locator("main").press("j")
    page.wait_for_timeout(300)
    assert page.locator("#side").get_attribute("data-clause") == before


def test_without_a_script_one_reads_filters_and_searches(people):
    page = people("chuyengia9", java_script_enabled=False)
    page.goto(ROOM)
    page.locator(".filter[href$=cua-toi]").click()
    expect(page.locator(".filter[aria-current]")).to_contain_text("Của tôi")
    page.locator("#find").fill("chuyen gia")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.locator(".law mark").first).to_have_text(re.compile("chuyên\\sgia", re.I))
    page.locator(".hits summary").click()
    page.locator(".hits li a").first.click()
    expect(page.locator(".filter[aria-current]")).to_have_count(0)
    expect(page.locator(".law [aria-current]").first).to_be_visible()
