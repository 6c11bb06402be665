"""As the tests', with the mail backend of the environment: for real worker processes."""

import os

from consult.config.settings.test import *  # noqa: F403

EMAIL_BACKEND = os.environ["EMAIL_BACKEND"]
