"""Load the whole official classification of science and technology."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from consult.experts.loaders import TableError, load_rows, read_table


class Command(BaseCommand):
    help = "Load fields of science from a CSV with the columns level, code, name. Repeatable."

    def add_arguments(self, parser):
        parser.add_argument("table", type=Path)

    def handle(self, *args, **options):
        try:
            rows = read_table(options["table"])
        except (OSError, UnicodeDecodeError, TableError) as error:
            raise CommandError(str(error)) from error
        added, renamed = load_rows(rows)
        self.stdout.write(f"{len(rows)} rows read, {added} fields added, {renamed} renamed")
