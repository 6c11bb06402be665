"""The council's workspace as the eye meets it: how much is placed stays in view, panes keep their place, phones go along."""

import pytest
from playwright.sync_api import expect

from tests.journeys.places import HALF


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_how_much_is_placed_stays_in_view(people, width, height):
    page = people("dieuphoi", width=width, height=height)
    page.goto(f"/ho-so/{HALF}/tong-hop/")
    page.evaluate("() => window.scrollTo(0, 700)")
    expect(page.locator(".meter")).to_be_in_viewport(ratio=1)
    head = page.locator(".top").bounding_box()
    assert page.locator(".meter").bounding_box()["y"] >= head["y"] + head["height"] - 1


def test_the_lists_stay_beside_a_long_opinion(people):
    page = people("dieuphoi", width=1440, height=700)
    page.goto(f"/ho-so/{HALF}/tong-hop/")
    page.evaluate("() => window.scrollTo(0, 900)")
    for name in ("#h-in", "#h-po"):
        expect(page.locator(name)).to_be_in_viewport(ratio=1)


def test_a_press_on_a_phone_takes_the_eye_to_the_opinion(people):
    page = people("dieuphoi", width=390, height=844)
    page.goto(f"/ho-so/{HALF}/tong-hop/")
    row = page.locator("[role=option]").nth(1)
    receipt = row.locator(".num").inner_text()
    row.click()
    expect(page.locator("#h-de")).to_have_text(receipt)
    expect(page.locator("#h-de")).to_be_in_viewport(ratio=1)
    assert page.locator("#h-de").bounding_box()["y"] > page.locator(".pane-tabs").bounding_box()["y"] + 30


def test_nothing_is_done_to_the_wrong_opinion_while_the_chosen_one_comes(people):
    page = people("dieuphoi", width=1440, height=900)
    page.goto(f"/ho-so/{HALF}/tong-hop/")
    row = page.locator("[role=option]").nth(1)
    receipt, address = row.locator(".num").inner_text(), row.get_attribute("href")
    held = []
    page.route(lambda url: url.endswith(address), lambda route: held.append(route))
    row.click()
    expect(page.locator("#reading[inert]")).to_have_count(1)
    page.wait_for_timeout(300)
    page.keyboard.press("m")  # would place the opinion that is still shown
    expect(page.locator(".meter")).to_contain_text("7/12")
    held[0].continue_()
    expect(page.locator("#reading:not([inert]) #h-de")).to_have_text(receipt)
