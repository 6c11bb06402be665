"""A mail server that takes the mail and then never says so."""

import time
from pathlib import Path

from django.conf import settings

from consult.notices.backends import FolderBackend


class TakesAndHangs(FolderBackend):
    def send_messages(self, messages):
        sent = super().send_messages(messages)
        (Path(settings.MAIL_DIR) / "taken").touch()
        time.sleep(120)
        return sent
