"""No serious or critical violation on any main page, wide and light, narrow and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.places import PLACES, visit

SIZES = {"1440-light": (1440, "light"), "390-dark": (390, "dark")}
OPTIONS = {"resultTypes": ["violations"]}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_serious(people, place, size):
    who, address = PLACES[place]
    width, scheme = SIZES[size]
    page = people(who, width=width, color_scheme=scheme, bypass_csp=True)
    assert visit(page, address) == 200, address
    found = [
        f"{violation['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for violation in Axe().run(page, options=OPTIONS).response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"][:3]
    ]
    assert found == []
