"""What hands do on the pages, in the words of the pages."""

import re

from playwright.sync_api import expect


def press(page, name: str, *, exact=True, within=None):
    """Press the button with these words."""
    (within or page).get_by_role("button", name=name, exact=exact).first.click()


def send_opinion(page):
    """Press the button of the composer, look once more, press it again."""
    press(page, "Gửi góp ý")
    expect(page.get_by_role("heading", name="Xem lại trước khi gửi").first).to_be_visible()
    expect(page.get_by_role("button", name="Gửi góp ý").first).to_be_enabled(timeout=5_000)
    press(page, "Gửi góp ý")


def sure(page):
    """Say yes in the question that a risky act asks."""
    dialog = page.locator("dialog#confirm")
    expect(dialog).to_be_visible()
    dialog.locator("[data-confirm-yes]").click()


def risk(page, name: str):
    """Press a button that asks again where scripts run, and mean it."""
    press(page, name)
    if getattr(page, "script", True):
        sure(page)


def open_clause(page, code: str, citation: str):
    """Open a clause of the reading page from its own text, with or without a script; returns the panel beside it."""
    if getattr(page, "script", True):
        return clause_in_reader(page, code, citation)
    page.goto(f"/ho-so/{code}/van-ban/")
    page.locator(f"article.law a[aria-label*='{citation}']").first.click()
    return page.locator("#side")


def mail(page, to: str, words: str, patience: int = 40):
    """Wait for a mail to somebody with these words on the demonstration's mail page; returns its body."""
    for _again in range(patience):
        page.goto("/thu-demo/")
        row = page.locator("li", has_text=to).filter(has_text=words).first
        if row.count():
            return row
        page.wait_for_timeout(1000)
    raise AssertionError(f"no mail to {to} with {words!r}")


def link_in(row, pattern: str) -> str:
    """The first address in a mail that matches, without the host."""
    found = re.search(rf"https?://[^\s/]+({pattern})", row.inner_text())
    assert found, row.inner_text()
    return found.group(1)


def clause_in_reader(page, code: str, citation: str):
    """Open a clause of the reading page from its own text; returns the panel beside it."""
    page.goto(f"/ho-so/{code}/van-ban/")
    # The panel may show this clause already: it is the one that comes, not the one that goes, that is worked in.
    page.locator("#side").evaluate("side => side.dataset.gone = 'soon'")
    page.locator(f"article.law a[aria-label*='{citation}']").first.click()
    panel = page.locator("#side:not([data-gone])")
    expect(panel.get_by_role("heading").first).to_contain_text(re.compile(citation.replace(" ", r"\s"), re.I))
    return panel


def choose(box, words: str):
    """Take the first option of a list with these words."""
    wanted = re.compile(re.escape(words).replace(r"\ ", r"\s+"), re.I)
    option = box.locator("option", has_text=wanted).first
    box.select_option(option.get_attribute("value"))
