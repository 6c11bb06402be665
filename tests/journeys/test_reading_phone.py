"""The reading room under a thumb: the text stays in sight above the sheet, what is pressed is large enough, nothing is
covered by the keyboard, long words stay in their place."""

import pytest
from playwright.sync_api import expect

from tests.journeys.places import MAIN

ROOM = f"/ho-so/{MAIN}/van-ban/"
# Everything that is pressed and is not a link within words; a box stands for its label.
SMALL = """() => [...document.querySelectorAll("button, .btn, summary, select, input:not([type=hidden]), textarea, a")].filter(node => {
  if (!node.getClientRects().length || node.closest(".vh, .skip, .crumbs, .foot")) return false;
  let box = node.getBoundingClientRect();
  if (node.matches("[type=radio], [type=checkbox]") && node.closest("label")) box = node.closest("label").getBoundingClientRect();
  if (node.matches("a") && getComputedStyle(node).display === "inline") return false;
  return box.width > 1 && box.height < 43.5;
}).map(node => node.outerHTML.slice(0, 120))"""
# The keyboard of a phone that covers the page: the part in view is smaller, the page is not.
KEYBOARD = """height => {
  Object.defineProperty(visualViewport, "height", { configurable: true, get: () => height });
  visualViewport.dispatchEvent(new Event("resize"));
}"""


@pytest.fixture(params=[(390, 844), (360, 640)], ids=lambda size: str(size[0]))
def phone(request, people):
    width, height = request.param
    page = people("chuyengia10", width=width, height=height, has_touch=True, is_mobile=True)
    page.goto(ROOM)
    page.locator("article.law a[aria-label*='khoản 2 Điều 12']").first.tap()
    expect(page.locator("#side[data-sheet=half]")).to_be_visible()
    return page


def box(page, what: str):
    return page.locator(what).first.bounding_box()


def test_the_clause_stays_in_sight_above_the_sheet(phone):
    side, clause = box(phone, "#side"), box(phone, ".law .clause[aria-current]")
    assert 0 < clause["y"] < side["y"] - 40
    assert side["height"] <= phone.viewport_size["height"] * 0.6
    phone.locator("#side [data-do=sheet]").tap()
    expect(phone.locator("#side[data-sheet=full]")).to_be_visible()
    assert box(phone, "#side")["y"] >= box(phone, "header.top")["height"]
    phone.locator("#side [data-do=close-side]").tap()
    expect(phone.locator("#side[data-sheet=closed]")).to_be_visible()
    assert box(phone, "#side")["height"] < 120


def test_a_link_to_an_opinion_shows_its_clause_above_the_sheet(phone):
    phone.goto(f"/ho-so/{MAIN}/gop-y/24/")
    expect(phone.locator("#y-24")).to_be_in_viewport()
    clause, side = phone.locator(".law .clause[aria-current]"), box(phone, "#side")
    expect(clause).to_be_in_viewport()
    assert 0 < clause.bounding_box()["y"] < side["y"] - 40


def test_what_is_pressed_is_large_enough(phone):
    assert phone.evaluate(SMALL) == []
    phone.locator("#side").get_by_role("link", name="Góp ý của tôi").tap()
    expect(phone.locator("form#composer")).to_be_visible()
    assert phone.evaluate(SMALL) == []


def test_the_keyboard_covers_neither_the_field_nor_the_button(phone):
    phone.locator("#side").get_by_role("link", name="Góp ý của tôi").tap()
    field = phone.locator("#side textarea[name=reason]")
    field.tap()
    height = phone.viewport_size["height"] - 280
    phone.evaluate(KEYBOARD, height)
    act, written = box(phone, "#side .act"), field.bounding_box()
    assert act["y"] + act["height"] <= height + 1
    assert (
        box(phone, "#side > header")["y"] + 40 < written["y"] + written["height"] and written["y"] < act["y"]
    )
    phone.evaluate(KEYBOARD, phone.viewport_size["height"])
    act = box(phone, "#side .act")
    assert abs(act["y"] + act["height"] - phone.viewport_size["height"]) <= 1


def test_a_long_word_stays_in_its_place(phone):
    phone.locator("#side").get_by_role("link", name="Góp ý của tôi").tap()
    form = phone.locator("form#composer")
    form.locator("textarea[name=reason]").fill("Đềnghịkhôngdấucách" * 40)
    form.locator("details.preview summary").tap()
    expect(form.locator("details.preview p").first).to_contain_text("Đềnghị")
    for part in ("document.documentElement", "document.getElementById('side')"):
        assert phone.evaluate(f"{part}.scrollWidth <= {part}.clientWidth"), part
