"""A draft with a spoilt structure is put right by the keyboard alone, published, commented, and followed into version 2.

People: the agency's officer, an expert, a visitor.
"""

import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.hands import clause_in_reader, press, send_opinion, sure
from tests.journeys.test_keyboard import tab_to

RUN = os.getpid()
TITLE = f"Quyết định về thù lao chuyên gia, sửa cấu trúc {RUN}"
HEAD = "QUYẾT ĐỊNH\nVề thù lao của chuyên gia\n\n"
# Khoản 3 of Điều 1 is missing, and khoản 2 of Điều 2 stands inside khoản 1.
FIRST = (
    HEAD + "Điều 1. Thù lao của chuyên gia\n"
    "1. Thù lao được chi trả theo hợp đồng với cơ quan đặt hàng.\n"
    "2. Mức thù lao do hai bên thỏa thuận.\n"
    "4. Thù lao được trả trong thời hạn 30 ngày.\n"
    "Điều 2. Hiệu lực thi hành\n"
    "1. Quyết định này có hiệu lực từ ngày ký. 2. Chánh Văn phòng chịu trách nhiệm thi hành.\n"
    "3. Quy định trước đây về thù lao hết hiệu lực.\n"
)
SECOND = (
    HEAD + "Điều 1. Thù lao của chuyên gia\n"
    "1. Thù lao được chi trả theo hợp đồng với cơ quan đặt hàng.\n"
    "2. Mức thù lao do hai bên thỏa thuận.\n"
    "3. Thù lao được trả trong thời hạn 15 ngày.\n"
    "Điều 2. Hiệu lực thi hành\n"
    "1. Quyết định này có hiệu lực từ ngày ký.\n"
    "2. Chánh Văn phòng chịu trách nhiệm thi hành.\n"
)
KEPT_REASON = f"Ba mươi ngày là quá dài {RUN}."
LOST_REASON = f"Cần nêu rõ quy định nào hết hiệu lực {RUN}."


@pytest.fixture(scope="module")
def kept():
    """What one step leaves for the next."""
    return {}


def upload(page, text: str, name: str = "du-thao.txt"):
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    press(page, "Tải lên và kiểm tra")
    page.wait_for_url("**/ban/*/")


def nothing_serious(people, who, address: str):
    """Axe finds nothing serious, wide and light, narrow and dark, with everything unfolded."""
    for width, scheme in ((1440, "light"), (390, "dark")):
        page = people(who, width=width, color_scheme=scheme, bypass_csp=True)
        page.goto(address)
        page.evaluate("() => document.querySelectorAll('main details').forEach(box => { box.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} at {width}"
        violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []


def at_hand(page, words: str):
    """The unit with these words is the one at hand, it has the focus, and it can be seen."""
    row = page.locator(".unit[aria-current=true]")
    expect(row).to_contain_text(words)
    expect(row).to_be_focused()
    assert page.evaluate(
        "() => { const box = document.activeElement.getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight; }"
    )


def move_to(page, words: str):
    """Press j until the unit with these words is at hand."""
    page.keyboard.press("Home")
    for _press in range(60):
        if words in page.locator(".unit[aria-current=true]").inner_text():
            return
        page.keyboard.press("j")
    raise AssertionError(f"no unit with {words!r}")


def test_1_an_upload_is_put_right_by_keyboard_and_undone(people, kept):
    page = people("coquan")
    page.goto("/du-thao-cua-co-quan/moi/")
    page.locator("textarea[name=title], input[name=title]").fill(TITLE)
    page.locator("select[name=kind]").select_option("decision")
    upload(page, FIRST)
    kept["check"] = page.url
    expect(page.get_by_role("link", name="Sửa chỗ này").first).to_be_visible()
    tab_to(page, r"^A\|.*Sửa cấu trúc$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sua/")
    units = page.locator(".unit")
    expect(units.first).to_be_visible()
    before = units.all_inner_texts()
    tab_to(page, r"^A\|c-")
    move_to(page, "Thù lao được trả trong thời hạn 30 ngày")
    page.keyboard.press("m")
    expect(page.get_by_role("status").first).to_contain_text("Gộp với đơn vị trước")
    at_hand(page, "Mức thù lao")
    assert len(units.all()) == len(before) - 1
    page.keyboard.press("u")
    expect(units).to_have_count(len(before))
    assert [text.split("\n")[-1] for text in units.all_inner_texts()] == [t.split("\n")[-1] for t in before]
    page.keyboard.press("r")
    expect(units).to_have_count(len(before) - 1)
    page.keyboard.press("u")
    expect(units).to_have_count(len(before))
    nothing_serious(people, "coquan", kept["check"] + "sua/")


def test_2_demote_promote_split_retitle_and_retype_by_keyboard(people, kept):
    page = people("coquan")
    page.goto(kept["check"] + "sua/")
    tab_to(page, r"^A\|c-")
    move_to(page, "Mức thù lao")
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(".unit[aria-current=true] .kind")).to_have_text("Điểm")
    at_hand(page, "Mức thù lao")
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator(".unit[aria-current=true] .kind")).to_have_text(re.compile("^Khoản"))
    move_to(page, "Quyết định này có hiệu lực")
    page.keyboard.press("s")
    expect(page.locator("#bench .piece").first).to_be_focused()
    page.keyboard.press("Enter")
    at_hand(page, "Chánh Văn phòng chịu trách nhiệm")
    expect(page.locator(".unit[aria-current=true] b")).to_have_text("2.")
    page.keyboard.press("t")
    expect(page.locator("#type-kind")).to_be_focused()
    page.keyboard.press("Escape")
    at_hand(page, "Chánh Văn phòng")
    move_to(page, "Hiệu lực thi hành")
    page.keyboard.press("e")
    expect(page.locator("#re-label")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("[data-keys-help] .pop")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-keys-help] .pop")).to_be_hidden()
    move_to(page, "Mức thù lao")
    page.keyboard.press("Home")
    for _step in range(3):
        page.keyboard.press("n")
    expect(page.locator(".unit[aria-current=true] .kind .icon")).to_be_visible()


def test_3_the_repaired_text_is_published_and_commented(people, kept):
    page = people("coquan")
    page.goto(kept["check"])
    expect(page.locator(".law")).to_contain_text("Chánh Văn phòng chịu trách nhiệm thi hành.")
    page.locator("input[name=declared]").check()
    press(page, "Công bố bản dự thảo")
    sure(page)
    expect(page.locator("main")).to_contain_text("Dự thảo 1")
    kept["draft"] = page.url
    page.goto("/ho-so-moi/?loai=social_review")
    page.locator("select[name=version]").select_option(label=f"{TITLE} (1)")
    page.locator("select[name=council]").select_option(
        label="Hội đồng tư vấn Khoa học - Giáo dục, Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Cần Thơ"
    )
    press(page, "Lập hồ sơ")
    page.wait_for_url("**/quan-ly/")
    kept["code"] = page.url.rstrip("/").split("/")[-2]
    press(page, "Mở lấy ý kiến")
    sure(page)
    expect(page.locator("body")).to_contain_text("Đã mở lấy ý kiến")
    for citation, reason in (("khoản 4 Điều 1", KEPT_REASON), ("khoản 3 Điều 2", LOST_REASON)):
        expert = people("chuyengia")
        panel = clause_in_reader(expert, kept["code"], citation)
        panel.get_by_role("link", name="Góp ý cho điều khoản này").click()
        form = expert.locator("form#composer")
        form.locator("input[name=position][value=no]").check()
        form.locator("textarea[name=reason]").fill(reason)
        form.locator("input[name=shown][value=named]").check()
        send_opinion(expert)
        expect(expert.locator(".receipt").first).to_contain_text(kept["code"])


def test_4_version_2_carries_the_comments_or_lists_them(people, kept):
    page = people("coquan")
    page.goto("/du-thao-cua-co-quan/")
    page.get_by_role("link", name=TITLE).first.click()
    upload(page, SECOND, "du-thao-2.txt")
    page.locator("input[name=declared]").check()
    press(page, "Công bố bản dự thảo")
    sure(page)
    expect(page.locator("main")).to_contain_text("Dự thảo 2")
    kept["second"] = page.url

    visitor = people()
    visitor.goto(f"/ho-so/{kept['code']}/van-ban/2/")
    visitor.locator("article.law a[aria-label*='khoản 3 Điều 1']").first.click()
    panel = visitor.locator("#side")
    expect(panel).to_contain_text(KEPT_REASON)
    panel.locator(".carried summary").click()
    expect(panel.locator(".carried")).to_contain_text("30 ngày")
    expect(panel.locator(".carried ins")).to_contain_text("15")
    visitor.get_by_role("link", name="Ý kiến không còn chỗ trong bản này").first.click()
    expect(visitor.locator("main")).to_contain_text(LOST_REASON)
    visitor.locator(".carried summary").first.click()
    expect(visitor.locator("main")).to_contain_text("Quy định trước đây về thù lao hết hiệu lực.")
    nothing_serious(people, None, visitor.url)


def test_5_the_comparison_reads_and_downloads(people, kept):
    page = people()
    page.goto(kept["second"] + "so-sanh/")
    nothing_serious(people, None, page.url)
    main = page.locator("main")
    expect(main.locator("del", has_text="30").first).to_be_visible()
    expect(main.locator("ins", has_text="15").first).to_be_visible()
    page.get_by_role("link", name=re.compile("^Bỏ")).click()
    expect(main).to_contain_text("Quy định trước đây về thù lao hết hiệu lực.")
    expect(main).not_to_contain_text("15 ngày")
    for kind, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"Tải bản so sánh .{kind}").click()
        with open(download.value.path(), "rb") as file:
            assert file.read(4).startswith(start)
