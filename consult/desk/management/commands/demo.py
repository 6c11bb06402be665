"""The demonstration: build its story once, and name its accounts."""

import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from consult.desk.scenes import sources, story
from consult.desk.scenes.city import DOMAIN, PASSWORD
from consult.people.roles import Role

LOCK = 20261122


class Command(BaseCommand):
    help = "Builds the demonstration's story once (--once) and prints its accounts (--accounts)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="build the story unless it is there")
        parser.add_argument("--accounts", action="store_true", help="print one account for each role")

    def handle(self, *, once, accounts, **options):
        if not settings.DEMO:
            raise CommandError("DEMO=0: không dựng dữ liệu thử. No demonstration here.")
        if not (once or accounts):
            raise CommandError("Cần --once hoặc --accounts. Give --once or --accounts.")
        if once:
            self._once()
        if accounts:
            self._accounts()

    def _once(self):
        """Two commands at once build one story: the second waits at the lock and finds it told."""
        began = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                if story.is_told():
                    return
                story.tell(self._step)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        self._step(f"Xong sau {time.monotonic() - began:.1f} giây".replace(".", ","))

    def _step(self, words: str):
        self.stdout.write(f"  {words}")
        self.stdout.flush()

    def _accounts(self):
        rows = [(Role.EXPERT.label, "chuyengia", sources.toml("people")["experts"][0]["name"])]
        seen = set()
        for person in sources.toml("people")["staff"]:
            role = person["roles"][0][0]
            if role not in seen:
                seen.add(role)
                rows.append((Role(role).label, person["key"], person["name"]))
        width = max(len(str(role)) for role, _key, _name in rows)
        names = max(len(name) for _role, _key, name in rows)
        for role, key, name in rows:
            self.stdout.write(f"  {role!s:<{width}}  {name:<{names}}  {key}@{DOMAIN}")
        self.stdout.write(f"  Mật khẩu chung | Password of all: {PASSWORD}")
        if not settings.STAFF_SECOND_FACTOR:
            self.stdout.write(
                "  Xác thực hai bước của cán bộ đang tắt trong bản thử. | The officers' second factor is off here."
            )
        sys.stdout.flush()
