"""Bring the English catalogue in step with the strings of the product, or check that it is."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consult.kit import translating
from consult.kit.messages import Unreadable, collect


class Command(BaseCommand):
    help = "Collect the strings of Python and templates into locale/en; --check changes nothing."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="fail when a string lacks its translation")

    def handle(self, *args, check: bool = False, **options):
        root = Path(settings.BASE_DIR)
        path = root / "locale" / "en" / "LC_MESSAGES" / "django.po"
        try:
            found = collect(root)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        catalogue = translating.read(path)
        if not check:
            catalogue = translating.merged(catalogue, found)
            translating.write(catalogue, path)
        lines = translating.faults(catalogue, found)
        for line in lines:
            self.stderr.write(line)
        total = len(translating.gathered(found))
        if check and lines:
            raise CommandError(f"{len(lines)} of {total} strings need work")
        self.stdout.write(f"{total} strings, {len(lines)} to be translated")
