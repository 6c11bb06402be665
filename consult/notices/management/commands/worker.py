from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Runs the background jobs: notices, mails, papers. Several may run on one database."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="work off what waits, then stop")

    def handle(self, *, once=False, **options):
        call_command("procrastinate", "worker", wait=not once, concurrency=2)
