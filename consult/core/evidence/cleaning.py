"""One door for every kind of file."""

from .office import clean_office
from .pdf import clean_pdf
from .pictures import clean_jpeg, clean_png
from .refusing import MAX_BYTES, EvidenceRefused

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    ".pdf": "application/pdf", ".docx": _WORD, ".xlsx": _SHEET,
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
}  # fmt: skip
EXTENSIONS = tuple(MEDIA_TYPES)


def cleaned(data: bytes, extension: str) -> bytes:
    """The file without what tells of its maker; raises EvidenceRefused for what is not what its name says."""
    if not data:
        raise EvidenceRefused("empty")
    if len(data) > MAX_BYTES:
        raise EvidenceRefused("too_big")
    if extension not in MEDIA_TYPES:
        raise EvidenceRefused("type")
    if extension == ".pdf":
        return clean_pdf(data)
    if extension == ".png":
        return clean_png(data)
    if extension in (".jpg", ".jpeg"):
        return clean_jpeg(data)
    return clean_office(data, extension)
