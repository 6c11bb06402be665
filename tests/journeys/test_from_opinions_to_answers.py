"""Three hundred opinions on twenty-five articles: compiled by three at once, decided, answered, published, found again.

The file and its opinions are played in one go; what people do with them is done in the browser, the bulk of it by the
same forms sent from their pages.
"""

import csv
import io
import json
import re
import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect

from consult.desk.scenes import sources
from tests.journeys import site as product
from tests.journeys.council import decide
from tests.journeys.hands import choose, press, sure
from tests.journeys.test_axe import OPTIONS, WIDER, serious
from tests.journeys.three_hundred import PEOPLE, SECOND, THIRD

SCENE = "tests.journeys.three_hundred"
FIRST = "dieuphoi"
CHANGED = "Thời hạn thực hiện là 20 ngày làm việc."
WRONG = "Tôi đề nghị một thời hạn, điểm này chỉ nói chung."
ACCEPTED, EXPLAINED = (
    "Đã bổ sung thời hạn 20 ngày làm việc.",
    "Cơ quan chịu trách nhiệm đã có ở điều về tổ chức thực hiện.",
)

# The form of a new point, sent once for each group, one after the other; three pages do it at the same time.
PLACE = """([address, groups]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const send = async group => {
    const form = new URLSearchParams({csrfmiddlewaretoken: token, client_key: crypto.randomUUID(), ...group.fields});
    group.comments.forEach(id => form.append("comment", id));
    const answer = await fetch(address, {method: "POST", body: form, redirect: "manual"});
    return answer.type === "opaqueredirect" ? "placed" : `${answer.status}`;
  };
  window.work = (async () => { const done = []; for (const one of groups) done.push(await send(one)); return done; })();
}"""


@pytest.fixture(scope="module")
def file(site):
    """The file: its code, and the groups of opinions with the point that a careful reader would make of each."""
    return product.play(site, SCENE, "opinions")


@pytest.fixture(scope="module")
def workspace(file):
    return f"/ho-so/{file['code']}/tong-hop/"


def test_01_three_compilers_place_at_once(people, file, workspace):
    pages = {key: people(key) for key in (FIRST, SECOND, THIRD)}
    pages[FIRST].goto(workspace)
    press(pages[FIRST], "Bắt đầu tổng hợp")
    expect(pages[FIRST].locator("main")).to_contain_text("Đã xếp 0/300 ý kiến")
    for number, page in enumerate(pages.values()):
        page.goto(workspace)
        page.evaluate(PLACE, [f"{workspace}diem/moi/", [_sent(one) for one in file["groups"][number:48:3]]])
    for page in pages.values():
        assert page.evaluate("() => window.work") == ["placed"] * 16
    pages[SECOND].goto(workspace)
    expect(pages[SECOND].locator("main")).to_contain_text("Đã xếp 288/300 ý kiến")


def _sent(group: dict) -> dict:
    names = ("title", "clause", "position", "summary")
    return {"fields": {name: str(group[name]) for name in names}, "comments": group["comments"]}


def test_02_they_see_one_another_and_place_the_rest_by_hand(people, file, workspace):
    last, other = file["groups"][-2:]
    one, two = people(FIRST), people(SECOND)
    two.goto(f"{workspace}?y-kien={last['comments'][0]}")
    expect(two.locator("#reading [data-readers]")).to_be_attached()
    with one.expect_response("**/dang-doc/"):
        one.goto(f"{workspace}?y-kien={last['comments'][0]}")
    expect(one.locator("#reading [data-readers]")).to_contain_text(f"{PEOPLE[SECOND]} đang đọc ý kiến này")
    one.locator("#reading .new-point:not([open]) > summary").click()
    one.locator("#reading [name=title]").fill(last["title"])
    press(one, "Lập điểm mới", within=one.locator("#reading"))
    expect(one.locator("main")).to_contain_text("Đã xếp 289/300 ý kiến")
    for number, pk in enumerate(last["comments"][1:], 290):  # the first suggestion, taken by a key
        one.goto(f"{workspace}?y-kien={pk}")
        expect(one.locator("#reading [aria-labelledby=h-like] li").first).to_contain_text(last["title"])
        one.locator("[role=option]").first.focus()
        one.keyboard.press("m")
        expect(one.locator("main")).to_contain_text(f"Đã xếp {number}/300 ý kiến")
    two.goto(f"{workspace}?y-kien={other['comments'][0]}")
    two.locator("summary", has_text="Xếp cùng lúc các ý kiến khác").click()
    for pk in other["comments"][1:]:
        two.locator(f"#reading input[name=comment][value='{pk}']").check()
    two.locator("#reading .new-point:not([open]) > summary").click()
    two.locator("#reading [name=title]").fill(other["title"])
    press(two, "Lập điểm mới", within=two.locator("#reading"))
    expect(two.locator("main")).to_contain_text("Đã xếp 300/300 ý kiến")


def test_03_two_who_edit_one_point_both_keep_their_words(people, file, workspace):
    title = file["groups"][0]["title"]
    one, two = people(SECOND), people(THIRD)
    for page in (one, two):
        page.goto(workspace)
        page.locator("[data-point]", has_text=title).first.click()
        expect(page.locator("#reading [name=summary]")).to_have_value(file["groups"][0]["summary"])
    mine, theirs = (
        "Sáu ý kiến đề nghị ấn định thời hạn.",
        "Các ý kiến đề nghị thời hạn từ 10 đến 35 ngày, kể từ ngày niêm yết.",
    )
    one.locator("#reading [name=summary]").fill(mine)
    press(one, "Lưu điểm góp ý")
    expect(one.locator("body")).to_contain_text("Đã lưu điểm góp ý.")
    two.locator("#reading [name=summary]").fill(theirs)
    with two.expect_response(re.compile(r"/tong-hop/diem/\d+/$")) as answer:
        press(two, "Lưu điểm góp ý")
    assert answer.value.status == 409
    expect(two.locator("#reading .official").first).to_contain_text(mine)
    expect(two.locator("#reading [name=summary]")).to_have_value(theirs)
    press(two, "Lưu điểm góp ý")  # with both texts in view
    expect(two.locator("body")).to_contain_text("Đã lưu điểm góp ý.")
    expect(two.locator("#reading [name=summary]")).to_have_value(theirs)


def test_04_authors_say_whether_their_point_is_right(people, site, file, workspace):
    page = people(FIRST)
    page.goto(workspace)
    press(page, "Mời tác giả kiểm tra")
    if page.locator("dialog#confirm[open]").count():
        sure(page)
    expect(page.locator("main")).to_contain_text("Tác giả đang kiểm tra")
    author = people("chuyengia")
    author.goto(f"/ho-so/{file['code']}/diem-mang-y-kien-cua-toi/")
    cards = author.locator("main article.sheet")
    assert cards.count() > 15
    assert author.evaluate(WIDER) == []
    assert serious(Axe().run(author, options=OPTIONS).response) == []
    cards.nth(0).locator("input[value=right]").check()
    press(author, "Gửi câu trả lời", within=cards.nth(0))
    expect(author.locator("main article.sheet input[value=right]:checked")).to_have_count(1)
    cards = author.locator("main article.sheet")
    expect(cards.nth(1).locator("textarea")).to_be_hidden()  # asked for where something is wrong
    cards.nth(1).locator("input[value=wrong]").check()
    cards.nth(1).locator("textarea").fill(WRONG)
    press(author, "Gửi câu trả lời", within=cards.nth(1))
    expect(author.locator("main article.sheet input[value=wrong]:checked")).to_have_count(1)
    page.goto(workspace)
    page.locator("summary", has_text="Tác giả đang kiểm tra").click()
    expect(page.locator("details:has(summary:text('Tác giả đang kiểm tra'))")).to_contain_text("1 chưa đúng")
    assert product.play(site, SCENE, "check-over", file["code"]) == {"closed": 1}


def test_05_the_council_votes_and_its_head_signs(people, file):
    decide(people, file["code"])


def test_06_the_agency_writes_the_next_version_and_answers(people, site, file):
    code = file["code"]
    page = people("coquan")
    page.goto(f"/ho-so/{code}/ban-tiep-theo/")
    press(page, "Lập bản tiếp theo")
    expect(page.locator("#n2")).to_be_visible()
    expect(page.locator("section[aria-labelledby=n4]")).to_contain_text(file["groups"][0]["title"])
    words = page.locator("#id_text").input_value()
    page.locator("#id_text").fill(f"{words} {CHANGED}")
    press(page, "Lưu lời văn")
    expect(page.locator("section[aria-labelledby=n3] ins")).to_contain_text(CHANGED)
    page.get_by_role("link", name="Kiểm tra và công bố").click()
    page.locator("textarea[name=note]").fill("Ấn định thời hạn thực hiện.")
    page.locator("input[name=declared]").check()
    press(page, "Công bố bản dự thảo")
    sure(page)
    expect(page.locator("main")).to_contain_text("Dự thảo 2")
    _answer(page, code, file["groups"][0]["title"], "acc", ACCEPTED)
    _answer(page, code, file["groups"][1]["title"], "exp", EXPLAINED)
    expect(page.locator("main")).to_contain_text("Đã trả lời 2/50 điểm")
    signer = people("nguoiky")
    signer.goto(f"/ho-so/{code}/tra-loi/")
    assert signer.get_by_role("button", name="Công bố kết quả").count() == 0
    assert product.play(site, SCENE, "answers", code) == {"written": 48}
    signer.goto(f"/ho-so/{code}/tra-loi/")
    expect(signer.locator("main")).to_contain_text("Đã trả lời 50/50 điểm")
    press(signer, "Công bố kết quả")
    sure(signer)
    expect(signer).to_have_url(re.compile("/ket-qua/$"))
    expect(signer.locator("tbody tr").first).to_contain_text(ACCEPTED)


def _answer(page, code, title, kind, text):
    page.goto(f"/ho-so/{code}/tra-loi/")
    page.locator("ul.rows > li", has_text=title).locator("a[data-row]").first.click()
    form = page.locator("form:has(input[name=code])")
    form.locator(f"input[name=code][value={kind}]").check()
    form.locator("textarea[name=text]").fill(text)
    if kind == "acc":
        form.locator("summary", has_text="chỗ đã sửa").click()
        form.locator("input[name=changes]").first.check()
    press(page, "Lưu trả lời", within=form)
    expect(page.locator("form:has(input[name=code]) textarea[name=text]")).to_have_value(text)


def test_07_an_expert_finds_what_became_of_the_opinion(people, file):
    page = people("chuyengia")
    page.goto("/viec-cua-toi/")
    page.locator("main a[href^='/y-kien-cua-toi/']").first.click()
    expect(page).to_have_url(re.compile("/y-kien-cua-toi/"))
    page.get_by_role("link", name="Đã trả lời").first.click()
    row = page.locator("tbody tr", has_text=ACCEPTED).first
    expect(row).to_contain_text("Tiếp thu")
    expect(row.locator("ins").first).to_contain_text("20 ngày làm việc")
    row.get_by_role("link", name=re.compile("Đánh giá")).click()
    expect(page.locator("main")).to_contain_text(file["groups"][0]["title"])
    page.locator("section[aria-labelledby=h-rate] input[type=radio]").first.check()
    press(page, "Gửi đánh giá")
    expect(page.get_by_role("button", name="Lưu thay đổi").first).to_be_visible()


def test_08_the_public_filters_the_table_and_takes_it_home(people, site, file):
    code = file["code"]
    product.play(site, SCENE, "data", code)
    page = people()
    page.goto(f"/ho-so/{code}/ket-qua/")
    expect(page.locator("main")).to_contain_text(re.compile(r"50\s+điểm góp ý từ\s+300\s+ý kiến"))
    page.locator("summary", has_text="Lọc, tìm trong bảng").click()
    choose(page.locator("select[name=dieu-khoan]"), "Khoản 1 Điều 1")
    press(page, "Lọc")
    expect(page.locator("main")).to_contain_text("2 điểm phù hợp")
    page.locator("input[name=tim]").fill("niem yet")  # without marks
    press(page, "Lọc")
    expect(page.locator("main")).to_contain_text("1 điểm phù hợp")
    row = page.locator("table.table--answers > tbody > tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(ACCEPTED)
    expect(row.locator("ins").first).to_contain_text("20 ngày làm việc")

    paper = Document(io.BytesIO(_download(page, "Tải Word")))
    cells = {
        cell.text.replace("\xa0", " ") for table in paper.tables for row in table.rows for cell in row.cells
    }
    assert any(ACCEPTED in cell for cell in cells)
    assert sum("Nội dung này của" in cell for cell in cells) >= 20
    assert _download(page, "Tải PDF").startswith(b"%PDF")

    page.get_by_role("link", name="Dữ liệu mở").first.click()
    with zipfile.ZipFile(io.BytesIO(_download(page, re.compile("Tải trọn bộ")))) as bundle:
        data = json.loads(bundle.read("data.json"))
        opinions = list(csv.DictReader(io.StringIO(bundle.read("csv/opinions.csv").decode("utf-8-sig"))))
        sheets = load_workbook(io.BytesIO(bundle.read("data.xlsx")), read_only=True)
        assert len(list(sheets["opinions"].iter_rows())) == 301
    assert len(opinions) == len(data["opinions"]) == 300
    unnamed = [row["author"] for row in opinions if row["named"] == "false"]
    assert len(unnamed) == 50
    assert not {one["name"] for one in sources.toml("people")["experts"]} & set(unnamed)


def _download(page, name) -> bytes:
    with page.expect_download() as kept:
        page.get_by_role("link", name=name).first.click()
    with open(kept.value.path(), "rb") as stored:
        return stored.read()
