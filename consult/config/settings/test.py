"""Settings of the tests: base, with quick passwords, plain static names and mail kept in memory."""

import os
import tempfile

os.environ.setdefault("CONSULT_VAR", tempfile.mkdtemp(prefix="consult-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("HASHED_STATIC", "0")

from consult.config.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STAFF_SECOND_FACTOR = False
# Pages are measured with the button of the language model; nothing listens there.
LLM_ENDPOINT, LLM_MODEL = "http://127.0.0.1:9/v1", "mo-hinh-thu"
# Tests of the authors' check ask for it.
AUTHOR_CHECK_HOURS = 0
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
