"""The comparison of two versions as Word and PDF, in three columns. Published texts never change, so a file is kept."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consult.core import legal, papers
from consult.documents.comparison import compared, previous_or_404
from consult.documents.models import DraftVersion
from consult.documents.selectors import tree

_DAY = 24 * 3600


@translation.override("vi")
def comparison(version: DraftVersion) -> papers.Comparison:
    """The paper's data, in Vietnamese whoever asks; NotThere for the first version."""
    previous, agency = previous_or_404(version), version.draft.agency
    old_rows, new_rows = tree(previous.id), tree(version.pk)
    rows = legal.compare(*compared(previous.id, version.pk, old_rows, new_rows))
    return papers.Comparison(
        letterhead=papers.Letterhead(
            parent=agency.parent.official_name if agency.parent else "",
            issuer=agency.official_name,
            number_symbol=agency.doc_symbol,
            place=agency.place_name,
            date=timezone.localdate(version.published_at),
        ),
        draft_title=version.draft.title,
        old_name=_("Dự thảo %(number)s") % {"number": previous.number},
        new_name=_("Dự thảo %(number)s") % {"number": version.number},
        rows=papers.comparison_rows(rows),
        snapshot_hash=version.tree_hash,
        verify_url=settings.SITE_URL + reverse("version_changes", args=[version.pk]),
    )


def docx(version: DraftVersion) -> bytes:
    """A Word file; equal data give equal bytes."""
    return _kept(version, "docx", papers.comparison_docx)


def pdf(version: DraftVersion) -> bytes:
    """A PDF file that says the same."""
    return _kept(
        version, "pdf", lambda data: papers.comparison_pdf(data, papers.pdf_fonts(settings.VAR_DIR / "fonts"))
    )


def file_name(version: DraftVersion, extension: str) -> str:
    """In ASCII, so that it survives mail, archives and old systems."""
    return f"ban-so-sanh-du-thao-{version.draft_id}-{version.number}.{extension}"


def _kept(version, kind: str, write: Callable[[papers.Comparison], bytes]) -> bytes:
    key = f"comparison:{version.pk}:{kind}"
    found = cache.get(key)
    if found is None:
        found = write(comparison(version))
        cache.set(key, found, _DAY)
    return found
