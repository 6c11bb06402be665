"""Every main page: nothing serious for axe in both schemes, nothing wider than the screen, no rule of its own broken.

Each page is opened wide, on the narrowest phone, and on a phone in English; one window for each person and look.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.places import HALF, PLACES, visit

LOOKS = {
    "1440-light": (1440, "light", "vi"),
    "360-dark": (360, "dark", "vi"),
    "390-light-en": (390, "light", "en"),
}
OPTIONS = {"resultTypes": ["violations"]}
CONTRAST = "axe.run(document, {runOnly: ['color-contrast'], resultTypes: ['violations']})"
WIDER = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const found = [...document.querySelectorAll('body *')].filter(node => node.getBoundingClientRect().right > room + 1);
  return found.slice(0, 5).map(node => node.outerHTML.slice(0, 160)).concat(['scrollWidth']);
}"""


@pytest.fixture(scope="module")
def windows():
    return {}


def serious(result: dict) -> list[str]:
    return [
        f"{violation['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for violation in result["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"][:3]
    ]


def window(people, windows, who, look):
    """The window in which this person's pages are opened in this look, one for all of them."""
    page, (width, scheme, language) = windows.get((who, look)), LOOKS[look]
    if page is None:
        page = windows[who, look] = people(who, width=width, height=800)
        people.contexts.remove(page.context)  # kept for the next pages of this person
        page.context.add_cookies([{"name": "django_language", "value": language, "url": people.address}])
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return page


def wider(people, windows, who, look, address) -> tuple:
    """The page and what of it is wider than the screen. A window that was opened on a busy machine has been seen to lay
    pages out for a width that it does not have: what is too wide is looked at once more in a new one."""
    for _window in ("the kept one", "a new one"):
        page = window(people, windows, who, look)
        assert visit(page, address) == 200, address
        found = page.evaluate(WIDER)
        if not found:
            break
        windows.pop((who, look)).context.close()
    return page, found


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_sound(people, windows, place, look):
    who, address = PLACES[place]
    _width, scheme, language = LOOKS[look]
    page, found = wider(people, windows, who, look, address)
    assert found == []
    assert page.locator("html").get_attribute("lang") == language
    if language == "en":  # the same elements in other words: what may differ is their width
        return
    assert serious(Axe().run(page, options=OPTIONS).response) == []
    page.emulate_media(color_scheme={"light": "dark", "dark": "light"}[scheme], reduced_motion="reduce")
    assert serious(page.evaluate(CONTRAST)) == []


def test_the_proposals_of_a_language_model_are_sound(people):
    page = people("dieuphoi")
    page.goto(f"/ho-so/{HALF}/tong-hop/")
    ask = page.get_by_role("button", name="Xin đề xuất nhóm ý kiến")
    if not ask.count():
        pytest.skip("the installation that was given has no language model")
    ask.click()
    page.wait_for_url("**/de-xuat/*/")
    expect(page.get_by_role("heading", name="1 nhóm được đề xuất")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Lời trích trong đề xuất không đúng nguyên văn.")
    for width, scheme, language in LOOKS.values():
        seen = people("dieuphoi", width=width, height=800, color_scheme=scheme)
        seen.context.add_cookies([{"name": "django_language", "value": language, "url": people.address}])
        seen.goto(page.url)
        assert seen.evaluate(WIDER) == []
        assert serious(Axe().run(seen, options=OPTIONS).response) == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("missing", ["/ho-so/khong-co/", "/khong/co/trang/nao/"])
def test_what_is_not_there_says_so_on_the_narrowest_phone(people, missing, language):
    page = people(width=320, height=800)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": people.address}])
    assert page.goto(missing).status == 404
    assert page.evaluate(WIDER) == []
    assert serious(Axe().run(page, options=OPTIONS).response) == []
