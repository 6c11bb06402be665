"""An agency's stock texts. Officers of the agency; everything lies in the agency's own book."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.core import filling, vietnamese
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import Refused, Stale
from consult.ledger.actions import record
from consult.people.models import Organisation
from consult.reports import actions
from consult.reports import answering_rules as may
from consult.reports import answering_verbs as verbs
from consult.reports.models import Answer, StockText
from consult.reports.stock import FIELDS

LONGEST = 5_000


@transaction.atomic
def save_text(by, *, agency, name: str, text: str, code: str = "", client_key=None, stock=None, version=0):
    """A new stock text (with a client key), or a changed one (with the version that was read, else Stale).

    Locks the agency's row; records stock_text.saved.
    """
    may.may_keep_texts(by, agency).or_refuse()
    sent = _sent(name, text, code)
    Organisation.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if stock is None:
        key = read_key(client_key)
        stored = StockText.objects.filter(by=by, client_key=key).first()
        if stored is not None:
            same_or_refuse(stored, agency_id=agency.pk, **(sent if stored.version == 1 else {}))
            return stored
        stored = StockText(agency=agency, by=by, client_key=key, version=0)
    else:
        stored = StockText.objects.select_for_update().get(pk=stock.pk)
        if all(getattr(stored, field) == value for field, value in sent.items()):
            return stored
        if stored.version != version:
            raise Stale(
                _("Người khác vừa sửa mẫu này. Nội dung của cả hai bên được giữ ở dưới."),
                stored={
                    "name": stored.name,
                    "text": stored.text,
                    "code": stored.code,
                    "version": stored.version,
                },
                sent=sent,
            )
    for field, value in sent.items():
        setattr(stored, field, value)
    stored.version += 1
    try:
        with transaction.atomic():
            stored.save()
    except IntegrityError as error:
        raise Refused(_("Cơ quan đã có mẫu trả lời mang tên này."), "same-name") from error
    data = {"version": stored.version, "sha256": actions._hash(sent)}
    record(verbs.STOCK_TEXT_SAVED, book_id=agency.book_id, by=by, target=stored, data=data)
    return stored


@transaction.atomic
def remove_text(by, *, stock) -> None:
    """Take a stock text away; answers made from it stay. Again changes nothing. Records stock_text.removed."""
    may.may_keep_texts(by, stock.agency).or_refuse()
    stored = StockText.objects.select_for_update().filter(pk=stock.pk).first()
    if stored is None:
        return
    pk = stored.pk
    stored.delete()
    stored.pk = pk
    record(verbs.STOCK_TEXT_REMOVED, book_id=stock.agency.book_id, by=by, target=stored)


def _sent(name: str, text: str, code: str) -> dict:
    name, text = vietnamese.clean_name(name), vietnamese.clean(text).strip()
    if not name or not text:
        raise Refused(_("Cần ghi tên mẫu và nội dung mẫu."), "empty")
    if len(name) > 120 or len(text) > LONGEST:
        raise Refused(_("Tên mẫu hoặc nội dung mẫu quá dài."), "too-long")
    if code and code not in Answer.Code.values:
        raise Refused(_("Xin chọn hướng xử lý."), "code")
    strange = filling.unknown(text, FIELDS)
    if strange:
        raise Refused(
            _("Mẫu có trường không biết: %(fields)s.")
            % {"fields": ", ".join(f"{{{one}}}" for one in strange)},
            "unknown-field",
        )
    return {"name": name, "text": text, "code": code}
