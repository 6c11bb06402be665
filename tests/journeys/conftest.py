"""A browser for several people at once, on the running product."""

import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from consult.desk.scenes.city import DOMAIN, PASSWORD
from tests.journeys import site as product

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = int(
    os.environ.get("PATIENCE", 20_000)
)  # milliseconds: generous, since the machine that tests may be busy


def chromium() -> str | None:
    """The system's browser; CHROMIUM names another."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def site():
    """The running product. JOURNEYS_URL names one that already runs with the demonstration; a scene of a journey's own
    is played with the environment of the tests, which then is that of the product too."""
    if given := os.environ.get("JOURNEYS_URL"):
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "consult.config.settings.base"}
        yield product.Site(given.rstrip("/"), environment)
        return
    with product.running() as site:
        yield site


@pytest.fixture(scope="session")
def address(site):
    return site.address


@pytest.fixture(scope="session")
def browser():
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


class People:
    """Opens pages as different people. Each signs in once through the real form; the session is kept."""

    def __init__(self, browser, address):
        self.browser, self.address = browser, address
        self.sessions, self.contexts, self.faults = {}, [], []

    def __call__(self, key=None, *, width=1440, height=900, password=PASSWORD, email=None, **options):
        """A page in a window of its own, signed in as `key` ("coquan"), or as a visitor."""
        if key and key not in self.sessions:
            self._sign_in(key, email or f"{key}@{DOMAIN}", password)
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            storage_state=self.sessions.get(key),
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        self._watch(page)
        return page

    def _sign_in(self, key, email, password):
        page = self()
        page.goto("/tai-khoan/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password)
        page.locator("form[action*='/login/'] button").first.click()
        page.wait_for_url("**/viec-cua-toi/")
        self.sessions[key] = page.context.storage_state()

    def _watch(self, page):
        """What no journey may cause: a refused script or style, a script's fault, a fault of the server."""
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                "Content Security Policy" in said.text and self.faults.append(f"{page.url}: {said.text}")
            ),
        )
        page.on(
            "response",
            lambda answer: answer.status >= 500 and self.faults.append(f"{answer.url}: {answer.status}"),
        )

    def leave(self):
        for context in self.contexts:
            context.close()
        self.contexts.clear()


@pytest.fixture(scope="session")
def _people(browser, address):
    return People(browser, address)


@pytest.fixture
def people(_people):
    """As whom, how wide: `people("coquan")`. Fails the test when a page broke its own rules meanwhile."""
    _people.faults.clear()
    yield _people
    _people.leave()
    assert _people.faults == []
