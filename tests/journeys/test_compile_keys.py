"""The council's workspace by keys alone: move, tag, split by selected words, undo; and off while typing."""

import re

from playwright.sync_api import expect

from tests.journeys.places import PLACES

SELECT = """() => {
  const words = document.querySelector("[data-opinion-words]").firstChild, range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(words, 12);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def test_an_opinion_is_tagged_split_and_put_back_by_keys(people):
    who, address = PLACES["tong-hop"]
    page = people(who)
    page.goto(address)
    first = page.locator("#h-de").inner_text()
    page.locator("[role=option]").first.focus()
    page.keyboard.press("j")
    expect(page.locator("#h-de")).not_to_have_text(first)
    page.keyboard.press("t")
    expect(page.locator("#id_tag")).to_be_focused()
    page.keyboard.type("jut")  # keys of the list are letters while somebody types
    expect(page.locator("#id_tag")).to_have_value("jut")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Bỏ nhãn jut")).to_be_visible()
    page.evaluate(SELECT)
    page.locator("[role=option][aria-selected=true]").evaluate("row => row.focus()")
    page.evaluate(SELECT)
    page.keyboard.press("s")
    expect(page.locator("#id_words")).not_to_have_value("")
    page.locator("[role=option][aria-selected=true]").evaluate("row => row.focus()")
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Bỏ nhãn jut")).to_have_count(0)


def test_an_opinion_is_dragged_onto_a_point_and_put_back(people):
    who, address = PLACES["tong-hop"]
    page = people(who)
    page.goto(address)
    item, point = page.locator("[role=option]").nth(1), page.locator("[data-point]").nth(2)
    who_said = item.locator(".who").inner_text()
    receipt = item.locator(".num").inner_text()
    before = point.locator(".meta").last.inner_text()
    item.drag_to(point)
    expect(page.locator(f"[role=option]:has-text('{receipt}')")).to_have_count(0)
    moved = page.locator("[data-point]").nth(2)
    expect(moved.locator(".meta").last).not_to_have_text(before)
    expect(page.locator("[data-over]")).to_have_count(0)
    moved.click()
    expect(page.locator("main")).to_contain_text(who_said)
    page.goto(address)
    page.get_by_role("button", name=re.compile("^Hoàn tác việc vừa làm")).first.click()
    expect(page.locator(f"[role=option]:has-text('{receipt}')")).to_have_count(1)
