"""The council's workspace by keys alone: move, tag, split by selected words, undo; and off while typing."""

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
