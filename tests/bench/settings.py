"""Settings of the page measurements: as in service (compiled templates, no debug), plus one empty page."""

from consult.config.settings.test import *  # noqa: F403

DEBUG = False
ROOT_URLCONF = "tests.bench.urls"
DATABASES["default"]["TEST"] = {"NAME": "test_bench"}  # noqa: F405
