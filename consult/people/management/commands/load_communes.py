"""Load the official list of communes."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from consult.people.loaders import ListError, load_communes, read_list


class Command(BaseCommand):
    help = "Load communes from JSON (provinces with Wards) or CSV (code, name, province). Repeatable."

    def add_arguments(self, parser):
        parser.add_argument("list", type=Path)

    def handle(self, *args, **options):
        try:
            communes = read_list(options["list"])
        except (OSError, UnicodeDecodeError, ListError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(communes)} communes read, {load_communes(communes)} added")
