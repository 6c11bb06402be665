"""A clerk enters a joint letter by hand and takes in a table; anybody reads source and count beside the clause."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.core.intake_files import workbook
from tests.journeys.places import MAIN

OPTIONS = {"resultTypes": ["violations"]}
BASE = f"/ho-so/{MAIN}/van-ban-gop-y/"


def looked_at(page, name):
    """Nothing serious, nothing wider than the screen; a picture where SHOTS names a folder."""
    found = [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in Axe().run(page, options=OPTIONS).response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"][:3]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if folder := os.environ.get("SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert found == [] and wide <= 0, (name, found, wide)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "light"), (390, "dark")])
def test_a_letter_and_a_table(people, tmp_path, width, scheme):
    size = f"{width}-{scheme}"
    page = people("dieuphoi", width=width, color_scheme=scheme, bypass_csp=True)
    page.goto(f"{BASE}moi/")
    page.get_by_label("Người hoặc tổ chức góp ý").fill(f"Hội Luật gia thành phố {size}")
    page.get_by_label("Số, ký hiệu văn bản").fill("12/CV-HLG")
    page.get_by_text("Công khai họ tên").first.click()
    page.get_by_label(re.compile("^Điều, khoản, điểm")).fill("Đ99")
    page.get_by_text("Không đồng ý", exact=True).first.click()
    page.get_by_label("Nội dung góp ý, lý do, căn cứ").fill(f"Thời hạn quá ngắn đối với hội cơ sở ({size}).")
    page.get_by_label("Thay cho bao nhiêu người ký").fill("30")
    looked_at(page, f"entry-{size}")
    page.get_by_role("button", name="Nhập ý kiến", exact=True).click()
    page.get_by_text("Không nhận ra điều, khoản, điểm trong dự thảo này.").first.wait_for()
    page.get_by_label(re.compile("^Điều, khoản, điểm")).fill("Đ1")
    page.get_by_role("button", name="Nhập ý kiến", exact=True).click()
    page.get_by_text("Đã nhập ý kiến, mã số").wait_for()
    looked_at(page, f"paper-{size}")
    place = page.locator("main li a.serif").first.get_attribute("href")

    rows = [("1", "Điều 1", "Sở Tư pháp", "Cơ bản nhất trí", f"Cần làm rõ phạm vi ({size}).", "", "", ""),
            ("3", "", "Sở Y tế", "", f"Đề nghị rà soát thẩm quyền ({size}).", "", "", "12"),
            ("2", "Điều 999", "Sở Nội vụ", "", f"Đề nghị bổ sung đối tượng ({size}).", "", "", ""),
            ("4", "Chung", "Sở Tài chính", "Nhất trí", "", "", "", "")]  # fmt: skip
    file = tmp_path / f"tong-hop-{size}.xlsx"
    file.write_bytes(workbook(rows, above=[["BẢNG TỔNG HỢP Ý KIẾN"]]))
    page.goto(f"{BASE}bang/moi/")
    page.get_by_label("Tệp bảng góp ý").set_input_files(file)
    page.get_by_label("Đơn vị gửi bảng").fill("Sở Tư pháp")
    page.get_by_text("Công khai họ tên").first.click()
    looked_at(page, f"upload-{size}")
    page.get_by_role("button", name="Tải lên và nhận dạng").click()
    page.get_by_role("heading", name="Ghép cột").wait_for(timeout=20_000)
    looked_at(page, f"columns-{size}")
    page.get_by_role("button", name="Nhận dạng các dòng").click()
    page.get_by_text("Trong tệp ghi: Điều 999").wait_for(timeout=20_000)
    looked_at(page, f"rows-{size}")
    wrong = page.locator("li", has_text="Trong tệp ghi: Điều 999")
    wrong.get_by_text("Sửa hoặc để riêng dòng này").click()
    looked_at(page, f"row-open-{size}")
    wrong.get_by_label("Điều, khoản, điểm").fill("Điều 2")
    wrong.get_by_role("button", name="Ghi và cho nhập").click()
    page.get_by_role("button", name="Chấp nhận các dòng").click()
    page.get_by_role("button", name="Nhập 4 dòng sẵn sàng").click()
    page.get_by_text("Đã nhập xong").wait_for(timeout=20_000)
    looked_at(page, f"result-{size}")
    page.goto(BASE)
    looked_at(page, f"register-{size}")
    visitor = people(None, width=width, color_scheme=scheme)
    visitor.goto(place)
    visitor.get_by_text("thay cho 30 người ký").first.wait_for()
    if folder := os.environ.get("SHOTS"):
        visitor.screenshot(path=f"{folder}/reading-{size}.png")


def test_a_table_is_taken_in_without_a_script(people, tmp_path):
    page = people("dieuphoi", width=390, java_script_enabled=False)
    rows = [("1", "Điều 1", "Sở Tài chính", "Đồng ý", "Phạm vi đã rõ, không chạy mã.", "", "", ""),
            ("2", "Điều 998", "Sở Tài chính", "Không đồng ý", "Đề nghị bỏ, không chạy mã.", "", "", "")]  # fmt: skip
    file = tmp_path / "khong-chay-ma.xlsx"
    file.write_bytes(workbook(rows))
    page.goto(f"{BASE}bang/moi/")
    page.get_by_label("Tệp bảng góp ý").set_input_files(file)
    page.get_by_label("Đơn vị gửi bảng").fill("Sở Tài chính")
    page.get_by_text("Công khai họ tên").first.click()
    page.get_by_role("button", name="Tải lên và nhận dạng").click()
    again(page, page.get_by_role("button", name="Nhận dạng các dòng")).click()
    again(page, page.get_by_text("Trong tệp ghi: Điều 998"))
    wrong = page.locator("li", has_text="Trong tệp ghi: Điều 998")
    wrong.get_by_text("Sửa hoặc để riêng dòng này").click()
    wrong.get_by_label("Điều, khoản, điểm").fill("Điều 2")
    wrong.get_by_role("button", name="Ghi và cho nhập").click()
    page.get_by_role("button", name="Nhập 2 dòng sẵn sàng").click()
    again(page, page.get_by_text("Đã nhập xong"))


def again(page, wanted):
    """Ask for the page again until the job has done its step, as the page tells a reader without a script to."""
    for _try in range(40):
        if wanted.count():
            return wanted.first
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"{page.url} never shows {wanted}")
