"""The text and the opinions as a file: asked for, made by a job, handed to who asked, removed after a day.

The person's own convenience: nobody else sees it and the ledger does not hear of it.
"""

import logging
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from consult.desk import printing
from consult.desk.models import PrintCopy
from consult.desk.reading_visits import file_read_or_404
from consult.forums.keeping import audience
from consult.kit import uploads
from consult.kit.clock import now
from consult.kit.verdicts import NotThere, Refused

log = logging.getLogger("consult.desk")
KEPT = timedelta(days=1)
MOST_A_DAY = 20
State = PrintCopy.State
_OPEN = (State.WAITING, State.MAKING)


@transaction.atomic
def ask(by, *, consultation, version, only: tuple[str, ...]) -> PrintCopy:
    """Ask for a copy; anybody signed in who may see the file. While nothing happens in the file the same copy is given.

    One is made at a time for a person. The job starts once this is committed.
    """
    mine = PrintCopy.objects.filter(person=by)
    wanted = {
        "version": version,
        "head": consultation.book.head,
        "audience": audience(by, consultation),
        "only": " ".join(only),
    }
    found = mine.filter(**wanted).first()
    if found is not None and found.state != State.FAILED:
        return found
    if mine.filter(state__in=_OPEN).exists():
        raise Refused(
            _("Một tệp khác đang được lập. Đề nghị chờ lập xong rồi yêu cầu tệp tiếp theo."), "printing"
        )
    if mine.count() >= MOST_A_DAY:
        raise Refused(
            _("Mỗi người được lập tối đa %(count)s tệp trong 24 giờ. Trang in vẫn dùng được.")
            % {"count": MOST_A_DAY},
            "too-many-copies",
        )
    copy, _made = mine.update_or_create(
        person=by, consultation=consultation, **wanted, defaults={"state": State.WAITING}
    )
    app.configure_task("desk.print").defer(copy_id=copy.pk)
    return copy


def run(copy_id: int) -> None:
    """Make one file; called by the job, harmless when called again."""
    copy = PrintCopy.objects.select_related("person", "consultation", "version").filter(pk=copy_id).first()
    if copy is None or copy.state not in _OPEN:
        return
    _set(copy, State.MAKING)
    try:
        consultation = file_read_or_404(copy.person, copy.consultation.code)
        if audience(copy.person, consultation) != copy.audience:
            raise NotThere("")
        data = printing.pdf(copy.person, consultation, copy.version, tuple(copy.only.split()))
    except Refused:
        _set(copy, State.FAILED)
    except Exception:
        log.exception("print copy %s failed", copy_id)
        _set(copy, State.FAILED)
    else:
        copy.file.save(uploads.stored_name("a.pdf"), ContentFile(data), save=False)
        if not _set(copy, State.DONE, file=copy.file.name):
            copy.file.storage.delete(copy.file.name)


def _set(copy: PrintCopy, state: str, **fields) -> int:
    return PrintCopy.objects.filter(pk=copy.pk).update(state=state, **fields)


def copy_or_404(user, consultation, pk: int) -> PrintCopy:
    """A person's own copy, while they may still read what is in it; to everybody else it is not there."""
    found = PrintCopy.objects.select_related("version").filter(pk=pk, person=user, consultation=consultation)
    copy = found.filter(at__gt=now() - KEPT).first()
    if copy is None or copy.audience != audience(user, consultation):
        raise NotThere("")
    return copy


def file_name(copy: PrintCopy, code: str) -> str:
    return f"van-ban-va-gop-y-{code.lower()}-du-thao-{copy.version.number}.pdf"


def clear() -> None:
    """Remove the copies of yesterday, files first: a file without a row would stay."""
    for copy in PrintCopy.objects.filter(at__lt=now() - KEPT):
        if copy.file:
            copy.file.storage.delete(copy.file.name)
        copy.delete()
