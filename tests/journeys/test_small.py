"""At 360 px nothing makes the page scroll sideways."""

import pytest

from tests.journeys.places import PLACES, visit

WIDER = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const found = [...document.querySelectorAll('body *')].filter(node => node.getBoundingClientRect().right > room + 1);
  return found.slice(0, 5).map(node => node.outerHTML.slice(0, 160)).concat(['scrollWidth']);
}"""


@pytest.mark.parametrize("place", PLACES)
def test_no_page_scrolls_sideways(people, place):
    who, address = PLACES[place]
    page = people(who, width=360, height=740)
    assert visit(page, address) == 200, address
    assert page.evaluate(WIDER) == []
