"""Where the demo's mails go: a folder. One file per Message-ID, so that a repeated sending stays one mail."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    def send_messages(self, messages):
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            content = message.message()
            name = hashlib.sha256(content["Message-ID"].encode()).hexdigest()[:24]
            part = folder / f"{name}.{os.getpid()}.part"
            part.write_bytes(content.as_bytes())
            part.replace(folder / f"{name}.eml")
        return len(messages)
