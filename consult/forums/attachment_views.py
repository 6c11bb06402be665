"""A paper of the file, read in the page, with what is said about it."""

from django.shortcuts import render

from consult.forums import attachment_selectors, selectors
from consult.kit.pages import page


@page(budget=12, public=True)
def attachment(request, code, pk):
    """The text of a paper and its comments; `sau` begins further threads."""
    consultation = selectors.file_or_404(request.user, code)
    after = request.GET.get("sau", "")
    after = int(after) if after.isascii() and after.isdigit() and len(after) <= 18 else 0
    found = attachment_selectors.attachment_page(request.user, consultation, pk, after=after)
    part = request.htmx and "tiep" in request.GET
    name = "forums/_attachment_threads.html" if part else "forums/attachment.html"
    return render(request, name, {"page": found, "consultation": consultation})
