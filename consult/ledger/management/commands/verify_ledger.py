from django.core.management.base import BaseCommand, CommandError

from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book


class Command(BaseCommand):
    help = "Recomputes every book of the ledger and names the first wrong entry of each."

    def add_arguments(self, parser):
        parser.add_argument("--book", help="only the book of this code")

    def handle(self, *, book=None, **options):
        books = Book.objects.order_by("code")
        if book:
            books = books.filter(code=book)
            if not books:
                raise CommandError(f"Không có sổ việc nào mang mã {book}. (No such book.)")
        faults = [fault for row in books if (fault := verify_book(row))]
        for fault in faults:
            self.stderr.write(f"Sai tại {fault.book}-{fault.seq:06d}: {fault.reason}")
        if faults:
            raise CommandError(f"{len(faults)} sổ việc không khớp. (Ledger does not verify.)")
        self.stdout.write(
            f"Đã kiểm tra {books.count()} sổ, {Entry.objects.filter(book__in=books).count()} bút toán: khớp."
        )
