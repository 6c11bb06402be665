"""Write the compiled translation catalogues of the product. Part of the build, after the sources changed."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consult.kit.catalogues import PoError, compile_folder


class Command(BaseCommand):
    help = "Compile every locale/**/*.po into the .mo beside it."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="compile those too that are up to date")

    def handle(self, *args, **options):
        roots = {Path(path) for path in settings.LOCALE_PATHS}
        tops = [root for root in roots if not any(other in root.parents for other in roots)]
        try:
            written = [path for root in tops for path in compile_folder(root, force=options["force"])]
        except PoError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(written)} catalogues compiled")
