"""The text and the opinions for print: a page, and a file that a job makes."""

from django.http import FileResponse
from django.shortcuts import redirect, render

from consult.desk import print_copies, printing
from consult.desk import reading_filters as filters
from consult.desk.reading_places import version_or_404
from consult.desk.reading_visits import file_read_or_404
from consult.kit.pages import act, page
from consult.kit.verdicts import NotThere


@page(budget=12, public=True)
def reading_print(request, code, number):
    """The whole text, then what is said clause by clause."""
    consultation = file_read_or_404(request.user, code)
    version = version_or_404(consultation, number)
    found = printing.print_page(request.user, consultation, version, filters.read(request.GET).only)
    return render(request, "desk/reading_print.html", {"page": found, "consultation": consultation})


@act(budget=14)
def print_copy_new(request, code, number):
    """Ask for the file; leads to the page that waits for it."""
    consultation = file_read_or_404(request.user, code)
    version = version_or_404(consultation, number)
    only = filters.read(request.POST).only
    copy = print_copies.ask(request.user, consultation=consultation, version=version, only=only)
    return redirect("print_copy", code, copy.pk)


@page(budget=8)
def print_copy(request, code, pk):
    """Waits for the file, then offers it."""
    consultation = file_read_or_404(request.user, code)
    copy = print_copies.copy_or_404(request.user, consultation, pk)
    name = "desk/_print_copy.html" if request.htmx else "desk/print_copy.html"
    return render(request, name, {"copy": copy, "consultation": consultation})


@page(budget=8)
def print_copy_file(request, code, pk):
    """The file, for who asked for it."""
    consultation = file_read_or_404(request.user, code)
    copy = print_copies.copy_or_404(request.user, consultation, pk)
    if not copy.file:
        raise NotThere("")
    name = print_copies.file_name(copy, code)
    return FileResponse(
        copy.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )
