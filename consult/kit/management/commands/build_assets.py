"""Build style sheet, scripts and fonts into static/built; needs no database."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from consult.kit.assets import build


class Command(BaseCommand):
    help = "Dựng bảng định dạng, mã trình duyệt và phông chữ vào static/built."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="Dựng lại tất cả.")

    def handle(self, *args, force: bool = False, **options):
        start = time.monotonic()
        built = build(Path(settings.BASE_DIR) / "static", force=force)
        words = ", ".join(built) if built else "không có gì thay đổi"
        self.stdout.write(f"static/built: {words} ({time.monotonic() - start:.1f} s)")
