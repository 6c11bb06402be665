"""Pictures of every main page of a running installation with the demonstration, for looking at.

python -m tests.journeys.shots FOLDER [ADDRESS]     1440 and 390 px, light and dark; ADDRESS: http://127.0.0.1:8000
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.config.settings.base")


def main(folder: str, address: str = "http://127.0.0.1:8000") -> None:
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    from tests.journeys.conftest import ARGUMENTS, People, chromium
    from tests.journeys.places import PLACES, visit

    Path(folder).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        people = People(browser, address)
        for width in (1440, 390):
            for scheme in ("light", "dark"):
                for name, (who, path) in PLACES.items():
                    page = people(who, width=width, color_scheme=scheme)
                    visit(page, path)
                    page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
                    people.leave()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
