"""The report of an association was sent: who says so, of which frozen data, to whom. Locks: the file, its book last."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import papers, vietnamese
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import Refused
from consult.ledger.actions import record
from consult.reports import paper_catalogue, paper_rules, verbs
from consult.reports.models import PaperData, PaperFile, PaperSending
from consult.reports.paper_actions import _locked_file

NUMBER_LONGEST = 60
ADDRESSEES = PaperSending.To.values


@transaction.atomic
def mark_sent(
    by, *, consultation, form: papers.Form, digest: str, to, number: str = "", dated: date | None = None, client_key
) -> PaperSending:  # fmt: skip
    """Say that the made report with this data was sent to the council, the agency or both; once for each data set.

    Officers of the association, once its collective opinion is filed. The same key gives the same act; a second one for
    the same data is refused. Records official.sent in the book of the file, for everybody.
    """
    consultation = _locked_file(consultation.pk)
    paper_rules.may_mark_sent(by, consultation, form).or_refuse()
    key = read_key(client_key)
    sent = _sent(to, number, dated)
    stored = PaperSending.objects.select_related("data").filter(by=by, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, consultation_id=consultation.pk, **sent)
        same_or_refuse(stored.data, digest=digest)
        return stored
    data = _made(consultation, form, digest)
    if PaperSending.objects.filter(data=data).exists():
        raise Refused(_("Báo cáo với dữ liệu này đã được đánh dấu là đã gửi."), "already-sent")
    sending = PaperSending.objects.create(
        consultation=consultation,
        organisation_id=paper_catalogue.association_in(form.code),
        data=data,
        by=by,
        client_key=key,
        **sent,
    )
    record(
        verbs.OFFICIAL_SENT,
        book_id=consultation.book_id,
        by=by,
        target=sending,
        data={
            "hash": data.digest,
            "to": sending.to,
            "number": sending.number,
            "dated": dated.isoformat() if dated else "",
        },
    )
    return sending


def _made(consultation, form, digest: str) -> PaperData:
    """The data of a file of this report that was made."""
    made = PaperFile.objects.filter(
        consultation=consultation, code=form.code, state=PaperFile.State.DONE, data__digest=digest
    )
    found = made.select_related("data").first()
    if found is None:
        raise Refused(_("Chưa có tệp báo cáo nào được lập từ dữ liệu này."), "not-made")
    return found.data


def _sent(to, number: str, dated: date | None) -> dict:
    to = [one for one in ADDRESSEES if one in set(to)]
    if not to:
        raise Refused(_("Xin chọn ít nhất một nơi nhận."), "no-addressee")
    number = vietnamese.clean_name(number)
    if len(number) > NUMBER_LONGEST:
        raise Refused(_("Số, ký hiệu văn bản quá dài."), "too-long")
    if dated is not None and dated > timezone.localdate():
        raise Refused(_("Ngày văn bản không được ở sau hôm nay."), "later")
    return {"to": to, "number": number, "dated": dated}
