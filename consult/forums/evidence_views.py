"""Files of opinions: handed out as downloads, by the right to read the opinion."""

from django.http import FileResponse

from consult.forums import evidence_selectors, selectors
from consult.kit.pages import page


@page(budget=10, public=True)
def evidence_file(request, code, pk, file):
    """Always a download: a browser must never show or run it, nor guess what it is."""
    consultation = selectors.file_or_404(request.user, code)
    comment = selectors.comment_or_404(request.user, consultation, pk)
    found = evidence_selectors.file_or_404(request.user, comment, file)
    name = evidence_selectors.file_name(found)
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
