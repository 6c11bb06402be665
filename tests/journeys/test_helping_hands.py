"""What a script does for those who write: filters fold on a phone, a source is written where the cursor stands."""

import re

from playwright.sync_api import expect

from tests.journeys.places import DONE, HALF


def test_the_register_folds_its_filters_on_a_phone(people):
    page = people("coquan", width=390, height=844)
    page.goto(f"/ho-so/{DONE}/tra-loi/")
    filters = page.get_by_role("navigation", name="Lọc theo tình trạng")
    expect(filters).to_be_hidden()
    page.locator("summary", has_text="Lọc các điểm").click()
    expect(filters).to_be_visible()
    filters.get_by_role("link", name="Ghi nhận").click()
    expect(page).to_have_url(re.compile("trang-thai=note"))
    expect(page.locator("main")).to_contain_text("đang hiện 1 điểm")
    wide = people("coquan", width=1440)
    wide.goto(f"/ho-so/{DONE}/tra-loi/")
    expect(wide.get_by_role("navigation", name="Lọc theo tình trạng")).to_be_visible()
    expect(wide.locator("summary", has_text="Lọc các điểm")).to_be_hidden()


def test_a_source_is_written_where_the_cursor_stands(people):
    page = people("dieuphoi")
    page.goto(f"/ho-so/{HALF}/tong-hop/tom-tat/")
    text, sources = page.locator("#id_text"), page.get_by_role("button", name="Ghi nguồn")
    one, two = (sources.nth(at).get_attribute("data-cite") for at in (0, 1))
    text.fill("Câu một.\nCâu hai.")
    sources.nth(0).click()
    expect(text).to_have_value(f"Câu một.\nCâu hai. [{one}]")
    sources.nth(1).click()
    expect(text).to_have_value(f"Câu một.\nCâu hai. [{one}, {two}]")
    text.evaluate("field => field.setSelectionRange(8, 8)")
    sources.nth(1).press("Enter")
    expect(text).to_have_value(f"Câu một. [{two}]\nCâu hai. [{one}, {two}]")
    expect(text).to_be_focused()
