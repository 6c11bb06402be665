"""Everything that can happen to an opinion, wide, on a phone, and on a phone without a script: the same steps."""

import base64
import os
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import open_clause, press, risk, send_opinion
from tests.journeys.places import DONE, MAIN

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8qAAAAABJRU5ErkJggg=="
)
# How the room is used: width, whether scripts run, and by whom, so that no run meets the opinions of another.
WAYS = {
    "1440": (1440, True, "chuyengia10"),
    "390": (390, True, "chuyengia13"),
    "390-no-script": (390, False, "chuyengia14"),
}


@pytest.fixture(params=WAYS)
def hand(request, people):
    """A window of an expert, and words that are this run's alone."""
    width, script, who = WAYS[request.param]
    page = people(who, width=width, height=844, java_script_enabled=script)
    page.script, page.mark = script, f"{request.param} {os.getpid()}"
    return page


def compose(page, place: str, *, position: str, reason: str, shown: str = "named", **fields):
    """Open the composer of a clause from the text and fill it; not sent yet."""
    panel = open_clause(page, MAIN, place)
    panel.get_by_role("link", name="Góp ý của tôi").click()
    form = page.locator("form#composer")
    form.locator(f"input[name=position][value={position}]").check()
    form.locator("textarea[name=reason]").fill(reason)
    for name, words in fields.items():
        box = form.locator(f"[name={name}]")
        box.select_option(words) if name in ("criterion", "adds") else box.fill(words)
    form.locator(f"input[name=shown][value={shown}]").check()
    return form


def receipt(page) -> str:
    """The number of the receipt that stands on the page."""
    found = page.locator(".receipt").first
    expect(found).to_be_visible()
    return re.search(rf"{MAIN}-\d{{6}}", found.inner_text()).group(0)


@pytest.mark.parametrize(
    ("position", "place", "fields", "drawn"),
    [
        ("amend", "khoản 2 Điều 22", {"proposed": "Thành viên hội đồng gồm nhà khoa học và đại diện hội."}, "ins"),
        ("add", "khoản 2 Điều 18", {"proposed": "Người được kéo dài hướng dẫn ít nhất một trí thức trẻ."}, "ins"),
        ("drop", "khoản 3 Điều 19", {}, "del"),
    ],
)  # fmt: skip
def test_a_suggestion_of_each_kind_is_drawn_in_the_text(people, hand, position, place, fields, drawn):
    reason = f"Đề nghị theo cách {position}, {hand.mark}."
    compose(hand, place, position=position, reason=reason, criterion="soundness", **fields)
    send_opinion(hand)
    number = int(receipt(hand)[-6:])
    visitor = people(width=hand.viewport_size["width"])
    visitor.goto(f"/ho-so/{MAIN}/van-ban/de-nghi-sua/")
    suggestion = visitor.locator("main aside.behind, main .behind").filter(
        has=visitor.get_by_role("link", name=f"Ý kiến số {number}", exact=True)
    )
    expect(suggestion.first).to_be_visible()
    expect(visitor.locator(f"article.law {drawn}").first).to_be_visible()


def test_what_is_said_to_the_council_alone_is_read_by_the_council_alone(people, hand):
    reason = f"Chỉ nói với hội đồng, {hand.mark}: mức chi này khó cân đối."
    form = compose(hand, "khoản 2 Điều 20", position="other", reason=reason, shown="council")
    expect(form).to_contain_text("hội đồng")
    press(hand, "Gửi góp ý")
    expect(hand.get_by_role("heading", name="Xem lại trước khi gửi").first).to_be_visible()
    press(hand, "Sửa lại")
    expect(hand.locator("form#composer textarea[name=reason]")).to_have_value(reason)
    send_opinion(hand)
    receipt(hand)
    for who, sees in ((None, False), ("coquan", False), ("chuyengia3", False), ("dieuphoi", True)):
        reader = people(who)
        panel = open_clause(reader, MAIN, "khoản 2 Điều 20")
        expect(panel.get_by_text(reason)).to_have_count(1 if sees else 0)


def test_an_opinion_with_evidence_is_edited_in_public_and_withdrawn(people, hand):
    reason = f"Mức chi cần căn cứ vào tổng kết, {hand.mark}."
    form = compose(hand, "khoản 3 Điều 15", position="no", reason=reason)
    form.locator("textarea[name=sources]").fill("khoản 2 Điều 9 Luật Khoa học, công nghệ và đổi mới sáng tạo")
    form.locator("input[type=file]").set_input_files(
        {"name": "bang-chung.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    press(hand, "Đính kèm")
    expect(hand.locator("form#composer")).to_contain_text("bang-chung.png")
    send_opinion(hand)
    number = receipt(hand)
    visitor = people(width=hand.viewport_size["width"])
    row = open_clause(visitor, MAIN, "khoản 3 Điều 15").locator(".comment", has_text=reason)
    expect(row.locator(".evidence")).to_contain_text("khoản 2 Điều 9")
    with visitor.expect_download() as download:
        row.locator(".evidence a[href*='tep']").first.click()
    assert "bang-chung" not in download.value.suggested_filename

    hand.get_by_role("link", name="Sửa ý kiến").click()
    hand.locator("textarea[name=reason]").fill(f"{reason} Đã tính lại.")
    press(hand, "Lưu nội dung sửa")
    visitor.goto(f"/ho-so/{MAIN}/van-ban/")
    row = (
        open_clause(visitor, MAIN, "khoản 3 Điều 15")
        .locator(".comment", has_text="Đã tính lại.")
        .filter(has_text=hand.mark)
    )
    row.get_by_role("link", name=re.compile("^đã sửa lần 1")).click()
    expect(visitor.locator("main ins").first).to_contain_text("Đã tính lại")
    expect(visitor.locator("main")).to_contain_text("Bản gửi đầu tiên")

    mine = open_clause(hand, MAIN, "khoản 3 Điều 15").locator(".comment", has_text=reason)
    mine.get_by_role("link", name="Ý kiến của tôi").click()
    assert receipt(hand) == number
    risk(hand, "Rút ý kiến")
    panel = open_clause(visitor, MAIN, "khoản 3 Điều 15")
    expect(panel.get_by_text(reason)).to_have_count(0)
    visitor.goto(f"/bien-nhan/?so={number}")
    expect(visitor.locator(".receipt")).to_contain_text("Khớp với sổ")


def test_another_opinion_is_supported_opposed_quoted_and_followed(people, hand):
    place = "khoản 2 Điều 12"

    def row():
        return open_clause(hand, MAIN, place).locator(".comment", has_text="Bảy ngày là quá ngắn").first

    stance = row()
    stance.get_by_role("button", name=re.compile("^Tán thành")).first.click()
    expect(
        hand.locator(".comment", has_text="Bảy ngày là quá ngắn")
        .first.locator("button[aria-pressed=true]")
        .first
    ).to_contain_text("Đã tán thành")
    row().get_by_role("button", name=re.compile("^Không tán thành")).first.click()
    pressed = (
        hand.locator(".comment", has_text="Bảy ngày là quá ngắn")
        .first.locator("button[aria-pressed=true]")
        .first
    )
    expect(pressed).to_contain_text("Đã không tán thành")

    row().get_by_role("link", name="Trả lời", exact=True).first.click()
    hand.get_by_role("link", name="Trích dẫn ý kiến này").click()
    box = hand.locator("form#composer textarea[name=reason]")
    expect(box).to_have_value(re.compile("^> .*Bảy ngày", re.S))
    reply = f"Mười ngày là đủ, {hand.mark}."
    box.fill(f"{box.input_value()}\n\n{reply}")
    hand.locator("form#composer input[name=shown][value=named]").check()
    press(hand, "Gửi trả lời")
    receipt(hand)
    visitor = people(width=hand.viewport_size["width"])
    said = open_clause(visitor, MAIN, place).locator(".reply", has_text=reply)
    expect(said.locator("blockquote").first).to_contain_text("Bảy ngày")

    button = open_clause(hand, MAIN, place).get_by_role("button", name=re.compile("heo dõi$"))
    for _twice in range(
        2 - (button.get_attribute("aria-pressed") == "false")
    ):  # who writes may follow already
        was = button.get_attribute("aria-pressed")
        button.click()
        button = hand.locator("#side").get_by_role("button", name=re.compile("heo dõi$"))
        expect(button).not_to_have_attribute("aria-pressed", was)
    hand.goto("/theo-doi/")
    expect(hand.locator("main")).to_contain_text(re.compile(r"khoản\s2\sĐiều\s12", re.I))


def test_a_general_opinion_and_one_on_an_attachment_with_a_mention(people, hand):
    reason = f"Tờ trình chưa nêu nguồn lực, {hand.mark}."
    hand.goto(f"/ho-so/{MAIN}/tom-tat/")
    expect(hand.get_by_role("heading", level=1)).to_be_visible()
    hand.goto(f"/ho-so/{MAIN}/tai-lieu/")
    hand.locator("main .rows a[href*='/tai-lieu/']").first.click()
    paper = hand.url
    hand.get_by_role("link", name="Góp ý cho tài liệu này").click()
    form = hand.locator("form#composer")
    form.locator("input[name=position][value=other]").check()
    form.locator("textarea[name=reason]").fill(reason)
    form.locator("input[name=shown][value=named]").check()
    send_opinion(hand)
    receipt(hand)
    hand.goto(paper)
    expect(hand.locator("#side")).to_contain_text(reason)

    hand.goto(f"/ho-so/{MAIN}/nhac-den/?q=le dang khoi")
    token = hand.locator("main code").first.inner_text()
    hand.goto(f"/ho-so/{MAIN}/gop-y/moi/")
    form = hand.locator("form#composer")
    form.locator("input[name=position][value=other]").check()
    form.locator("textarea[name=reason]").fill(f"Thống nhất với {token} về kinh phí, {hand.mark}.")
    form.locator("input[name=shown][value=named]").check()
    send_opinion(hand)
    receipt(hand)
    visitor = people(width=hand.viewport_size["width"])
    visitor.goto(f"/ho-so/{MAIN}/van-ban/?clause=chung")
    said = visitor.locator("#side .comment", has_text=f"về kinh phí, {hand.mark}")
    expect(said).to_contain_text("Lê Đăng Khôi")


def test_the_switch_of_versions_keeps_the_place_and_shows_what_changed(hand):
    panel = open_clause(hand, DONE, "khoản 1 Điều 4")
    expect(panel.get_by_role("heading").first).to_contain_text(re.compile(r"khoản\s1\sĐiều\s4", re.I))
    hand.locator(".bar-reader details.menu summary", has_text="Dự thảo").click()
    hand.locator("nav[aria-label='Phiên bản'] a:not([aria-current])").first.click()
    expect(hand).to_have_url(re.compile(r"/van-ban/\d+/"))
    expect(hand.locator("#side h2")).to_contain_text(re.compile(r"Điều\s4", re.I))
    expect(hand.locator("#side")).to_contain_text("câu chữ đã đổi")


def test_text_and_opinions_are_printed_and_made_a_file(hand):
    hand.goto(f"/ho-so/{MAIN}/van-ban/")
    hand.get_by_role("link", name="In văn bản và góp ý").click()
    main = hand.locator("main")
    expect(main).to_contain_text("Bảy ngày là quá ngắn")
    press(hand, "Lập tệp PDF")
    link = hand.get_by_role("link", name="Tải tệp PDF")
    for _again in range(20):
        if link.count():
            break
        hand.wait_for_timeout(1000)
        if not hand.script:
            hand.reload()
    with hand.expect_download() as download:
        link.click()
    with open(download.value.path(), "rb") as file:
        assert file.read(5) == b"%PDF-"
