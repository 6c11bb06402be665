"""Files that people send: refused by size and name before anything is read, stored under a name of our own."""

import uuid
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.kit import writing
from consult.kit.verdicts import Refused

TEXT_EXTENSIONS = (".docx", ".doc", ".odt", ".pdf", ".html", ".htm", ".txt", ".md")
NAME_LENGTH = 200


def clean_name(raw: str) -> str:
    """The name that the sender gave, fit for showing: no path, no NUL, no hidden or direction characters."""
    name = vietnamese.clean_name(str(raw).replace("\\", "/")).rpartition("/")[2].strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(extension) - 1]}.{extension}"


def extension_of(name: str) -> str:
    """Small letters with the dot, "" when there is none."""
    return PurePosixPath(name).suffix.lower()


def stored_name(name: str) -> str:
    """A name that tells nothing and cannot meet another: only the extension of the cleaned name is kept."""
    return f"{uuid.uuid4().hex}{extension_of(name)}"


def read_upload(file, *, extensions: tuple[str, ...] = TEXT_EXTENSIONS) -> tuple[bytes, str]:
    """Bytes and clean name of an uploaded file; refuses a wrong name or size before reading.

    `file` is what a form gives: it has `name`, `size` and `chunks()`. The declared size is not trusted: the
    reading stops at the limit as well.
    """
    name = clean_name(file.name)
    check_extension(name, extensions)
    check_size(file.size)
    parts, total = [], 0
    for chunk in file.chunks():
        total += len(chunk)
        check_size(total)
        parts.append(chunk)
    return b"".join(parts), name


def check_size(size: int) -> None:
    """Refuse more than settings.UPLOAD_LIMIT bytes, and a file without any."""
    limit = settings.UPLOAD_LIMIT
    if size > limit:
        raise Refused(
            _("Tệp lớn hơn %(limit)s MB. Đề nghị tách các phụ lục hoặc giảm dung lượng hình ảnh.")
            % {"limit": writing.number(limit // (1024 * 1024))},
            "too-big",
        )
    if size == 0:
        raise Refused(_("Tệp không có dữ liệu. Đề nghị kiểm tra và chọn lại tệp."), "empty")


def check_extension(name: str, extensions: tuple[str, ...] = TEXT_EXTENSIONS) -> None:
    """Refuse a name whose extension is not listed."""
    if extension_of(name) not in extensions:
        raise Refused(
            _("Loại tệp này không được nhận. Chỉ nhận tệp %(list)s.") % {"list": ", ".join(extensions)},
            "type",
        )
