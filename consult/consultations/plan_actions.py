"""The yearly plan of a council. Coordinators and secretaries of it; everything lies in the council's own book.

Locks: the council's row, the item, its book last.
"""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from consult.consultations import plan_rules as may
from consult.consultations import plan_verbs as verbs
from consult.consultations.models import PlanItem
from consult.core import trust, vietnamese
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.verdicts import Refused, Stale
from consult.ledger.actions import record
from consult.people.models import Organisation
from consult.people.roles import AGENCY_KINDS

YEARS = range(2000, 2101)
LONGEST, LEAD_LONGEST, REASON_LONGEST = 1_000, 250, 500
FIELDS = ("content", "agency_id", "form", "period", "lead", "note", "consultation_id")


@transaction.atomic
def add_item(by, *, council, year: int, client_key, **fields) -> PlanItem:
    """A new item at the end of the year; the same key gives the same item. Records plan.added."""
    may.may_write_plan(by, council).or_refuse()
    key = read_key(client_key)
    if year not in YEARS:
        raise Refused(_("Năm của kế hoạch không hợp lệ."), "year")
    _lock(council.pk)
    stored = PlanItem.objects.filter(by=by, client_key=key).first()
    sent = _sent(by, council, stored.pk if stored else None, **fields)
    if stored is not None:
        same_or_refuse(stored, council_id=council.pk, year=year, **(sent if stored.version == 1 else {}))
        return stored
    last = _active(council.pk, year).last()
    order = last.order + 1 if last else 1
    item = PlanItem.objects.create(council=council, year=year, order=order, by=by, client_key=key, **sent)
    _record(verbs.PLAN_ADDED, by, item, sha256=_hash(item))
    return item


@transaction.atomic
def edit_item(by, *, item, version: int, **fields) -> PlanItem:
    """Change an item that still has this version, else Stale with both texts; equal fields change nothing.

    Records plan.edited.
    """
    item = _locked(item)
    may.may_change_item(by, item).or_refuse()
    sent = _sent(by, item.council, item.pk, **fields)
    if all(getattr(item, name) == value for name, value in sent.items()):
        return item
    if item.version != version:
        raise Stale(
            _("Người khác vừa sửa mục này. Nội dung của cả hai bên được giữ ở dưới."),
            stored={name: getattr(item, name) for name in (*FIELDS, "version")},
            sent=sent,
        )
    for name, value in sent.items():
        setattr(item, name, value)
    item.version += 1
    item.save()
    _record(verbs.PLAN_EDITED, by, item, version=item.version, sha256=_hash(item))
    return item


@transaction.atomic
def move_item(by, *, item, place: int) -> PlanItem:
    """Give an item this place (from 1) in its year; where it stands already nothing happens. Records plan.moved."""
    item = _locked(item)
    may.may_change_item(by, item).or_refuse()
    if item.mark == PlanItem.Mark.DROPPED:
        raise Refused(_("Mục không thực hiện không có thứ tự trong kế hoạch."), "dropped")
    rows = list(_active(item.council_id, item.year))
    now = next(number for number, row in enumerate(rows) if row.pk == item.pk)
    wanted = min(max(place, 1), len(rows)) - 1
    if wanted == now:
        return item
    rows.insert(wanted, rows.pop(now))
    for number, row in enumerate(rows, 1):
        row.order = number
    PlanItem.objects.bulk_update(rows, ["order"])
    item.order = wanted + 1
    _record(verbs.PLAN_MOVED, by, item, place=wanted + 1)
    return item


@transaction.atomic
def mark_item(by, *, item, mark: str, reason: str = "") -> PlanItem:
    """Say that an item without an open file was done or is dropped, with the reason, or take that back ("").

    Again changes nothing. Records plan.marked.
    """
    item = _locked(item)
    may.may_mark_item(by, item).or_refuse()
    if mark not in PlanItem.Mark.values:
        raise Refused(_("Xin chọn tình trạng của mục."), "mark")
    reason = vietnamese.clean(reason).strip() if mark else ""
    if mark and not 0 < len(reason) <= REASON_LONGEST:
        raise Refused(_("Xin ghi lý do, không quá %(limit)s ký tự.") % {"limit": REASON_LONGEST}, "no-reason")
    if (item.mark, item.mark_reason) == (mark, reason):
        return item
    item.mark, item.mark_reason = mark, reason
    item.save(update_fields=["mark", "mark_reason"])
    _record(verbs.PLAN_MARKED, by, item, mark=mark)
    return item


@transaction.atomic
def remove_item(by, *, item) -> PlanItem:
    """Take an item out of the plan; it can be restored. Again changes nothing. Records plan.removed."""
    item = _locked(item)
    may.may_remove_item(by, item).or_refuse()
    if item.removed_at is not None:
        return item
    item.removed_at = database_now()
    item.save(update_fields=["removed_at"])
    _record(verbs.PLAN_REMOVED, by, item)
    return item


@transaction.atomic
def restore_item(by, *, item) -> PlanItem:
    """Put a removed item back to where it stood. Again changes nothing. Records plan.restored."""
    item = _locked(item)
    may.may_write_plan(by, item.council).or_refuse()
    if item.removed_at is None:
        return item
    _free_or_refuse(item.consultation_id, item.pk)
    item.removed_at = None
    item.save(update_fields=["removed_at"])
    _record(verbs.PLAN_RESTORED, by, item)
    return item


def _sent(by, council, pk, *, content, agency, form, period, lead="", note="", consultation=None) -> dict:
    content, note = vietnamese.clean(content).strip(), vietnamese.clean(note).strip()
    lead = vietnamese.clean_name(lead)
    if not content:
        raise Refused(_("Xin ghi nội dung phản biện."), "empty")
    if len(content) > LONGEST or len(note) > LONGEST or len(lead) > LEAD_LONGEST:
        raise Refused(_("Nội dung, ghi chú hoặc tên chủ thể quá dài."), "too-long")
    if agency is None or agency.kind not in AGENCY_KINDS:
        raise Refused(_("Xin chọn cơ quan chủ trì soạn thảo."), "agency")
    if form not in PlanItem.Form.values or period not in PlanItem.Period.values:
        raise Refused(_("Xin chọn hình thức và thời gian."), "choice")
    if consultation is not None:
        may.may_plan_file(by, council, consultation).or_refuse()
        _free_or_refuse(consultation.pk, pk)
    number = consultation.pk if consultation else None
    return dict(zip(FIELDS, (content, agency.pk, form, period, lead, note, number), strict=True))


def _free_or_refuse(file_id: int | None, pk: int | None) -> None:
    taken = PlanItem.objects.filter(consultation=file_id, removed_at=None).exclude(pk=pk)
    if file_id is not None and taken.exists():
        raise Refused(_("Hồ sơ này đã thuộc một mục khác của kế hoạch."), "file-taken")


def _active(council_id: int, year: int):
    """The items that have a place, in order."""
    found = PlanItem.objects.filter(council=council_id, year=year, removed_at=None)
    return found.exclude(mark=PlanItem.Mark.DROPPED).order_by("order", "pk")


def _lock(council_id: int) -> None:
    Organisation.objects.select_for_update(no_key=True).get(pk=council_id)


def _locked(item: PlanItem) -> PlanItem:
    _lock(item.council_id)
    found = PlanItem.objects.select_for_update(of=("self",)).select_related("council", "consultation")
    return found.get(pk=item.pk)


def _hash(item: PlanItem) -> str:
    words = {name: getattr(item, name) for name in FIELDS}
    return hashlib.sha256(trust.canonical(words)).hexdigest()


def _record(verb, by, item: PlanItem, **data) -> None:
    data = {"year": item.year, **data}
    record(verb, book_id=item.council.book_id, by=by, target=item, data=data)
