"""The reading page while it is open: an opinion of another person arrives, nothing that is read moves or is covered."""

import re

from playwright.sync_api import expect

from tests.journeys.hands import send_opinion
from tests.journeys.places import MAIN

WORDS = "Đề nghị nêu rõ thời hạn trả lời kiến nghị của hội viên."
ROOM = f"/ho-so/{MAIN}/van-ban/"
PLACES = """() => [...document.querySelectorAll('.law .clause[id] > p, #side > .in > *')].map(node => {
  const box = node.getBoundingClientRect();
  return [Math.round(box.top), Math.round(box.left), Math.round(box.width)];
})"""


def test_an_opinion_arrives_while_another_reads(people):
    reader, writer = people("chuyengia9"), people("chuyengia8")
    reader.goto(ROOM)
    clause = reader.locator("#side").get_attribute("data-clause").removeprefix("c-")
    chip = reader.locator("#side [data-fresh]")
    before = reader.evaluate(PLACES)
    writer.goto(f"/ho-so/{MAIN}/gop-y/moi/?clause={clause}")
    writer.locator("input[name=position][value=other]").check()
    writer.locator("textarea[name=reason]").fill(WORDS)
    writer.locator("input[name=shown][value=named]").check()
    send_opinion(writer)
    expect(chip).to_be_visible()
    expect(chip).to_have_text(re.compile(r"1 ý kiến mới"))
    assert reader.evaluate(PLACES) == before
    first, over = reader.locator("#side > .in > *").first.bounding_box(), chip.bounding_box()
    assert over["y"] + over["height"] <= first["y"]
    expect(reader.get_by_text(WORDS)).to_have_count(0)
    chip.click()
    expect(reader.locator("#side").get_by_text(WORDS)).to_be_visible()
    expect(reader.locator("[data-fresh]")).to_be_hidden()
