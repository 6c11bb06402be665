"""Correct the tree of a prepared version, step by step, with undo and redo. Officers of its agency only."""

from collections.abc import Callable
from dataclasses import asdict, astuple

from django.db import transaction
from django.utils.translation import gettext as _

from consult.core import legal, vietnamese
from consult.core.legal.cutting import printed_kind
from consult.documents import listening, rules, verbs
from consult.documents.models import Draft, DraftVersion, Repair
from consult.documents.selectors import nodes_of, tree
from consult.documents.storing import rewrite_tree, span
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.stored import said
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.actions import record

UNDO_DEPTH = 50
Kind = Repair.Kind
WORDS = Repair.WORDS


@transaction.atomic
def repair(
    by, *, version, revision: int, kind: str, clause_id: int, client_key, **given
) -> tuple[Repair, int | None]:
    """One step on one unit: promote, demote, merge (with the unit before), split, retype, retitle, reword, strike.

    `given` goes to the engine: split takes at (a place in the unit's text) or words (found there once), kind_to (else
    as the label at that place says), number; retype kind_to and number; retitle label, title and number; reword title and
    text, of a version written in place only, as strike. Returns the step and the number of the unit that holds its words now.
    Locks draft and version; Stale with both texts when the tree has changed since `revision`; refused once published.
    Records version.repaired, or version.reworded where words changed. The same key gives the same step.
    """
    key = read_key(client_key)
    version = _locked(version)
    if stored := _stored(by, version, key, kind):
        return stored, None
    (rules.may_reword if kind in WORDS else rules.may_repair)(by, version).or_refuse()
    rows = tree(version.pk)
    row = next((row for row in rows if row.id == clause_id), None)
    if version.revision != revision:
        raise _stale(version, row, kind, given)
    if row is None:
        raise NotThere("")
    found = _repaired(_ENGINE[kind], rows, row, version, given)
    step = Repair(version=version, kind=kind, place=_place(row), by=by, client_key=key)
    step.change = _change(version, rows, found)
    # What was undone before cannot be done again after another step.
    version.repairs.filter(undone=True).update(change=None)
    rewrite_tree(version, rows, found.nodes, found.names)
    _advance(version, step, step.change["warnings"][1])
    _forget_old_steps(version)
    focus = version.clauses.filter(ident=found.focus).values_list("pk", flat=True).first()
    _record(by, version, step)
    listening.changed(by, version)
    return step, focus


@transaction.atomic
def undo(by, *, version, revision: int, client_key) -> tuple[Repair, int | None]:
    """Take the last step back; up to 50 of them. As `repair` otherwise; records version.repaired."""
    return _turn(by, version, revision, client_key, back=True)


@transaction.atomic
def redo(by, *, version, revision: int, client_key) -> tuple[Repair, int | None]:
    """Do the step again that was taken back last. As `repair` otherwise; records version.repaired."""
    return _turn(by, version, revision, client_key, back=False)


def _turn(by, version, revision: int, client_key, *, back: bool) -> tuple[Repair, int | None]:
    key, kind = read_key(client_key), Kind.UNDO if back else Kind.REDO
    version = _locked(version)
    if stored := _stored(by, version, key, kind):
        return stored, None
    rules.may_repair(by, version).or_refuse()
    if version.revision != revision:
        raise _stale(version, None, kind, {})
    steps = version.repairs.filter(undone=not back, change__isnull=False)
    turned = steps.order_by("-number" if back else "number").first()
    if turned is None:
        raise Refused(
            _("Không còn bước nào để hoàn tác.") if back else _("Không còn bước nào để làm lại."), "no-step"
        )
    step = Repair(version=version, kind=kind, place=turned.place, by=by, client_key=key)
    focus = _apply(version, turned.change, back=back)
    turned.undone = back
    turned.save(update_fields=["undone"])
    _advance(version, step, turned.change["warnings"][0 if back else 1])
    _record(by, version, step)
    listening.changed(by, version)
    return step, focus


def _record(by, version, step: Repair) -> None:
    data = {"number": version.number, "step": step.number, "kind": step.kind, "place": step.place}
    verb = verbs.VERSION_REWORDED if step.kind in WORDS else verbs.VERSION_REPAIRED
    record(verb, book_id=version.draft.agency.book_id, by=by, target=version, data=data)


# --- parts -----------------------------------------------------------------------------------------------


def _locked(version) -> DraftVersion:
    Draft.objects.select_for_update().get(pk=version.draft_id)
    found = DraftVersion.objects.select_for_update(of=("self",)).select_related("draft__agency")
    return found.get(pk=version.pk)


def _stored(by, version, key, kind: str) -> Repair | None:
    stored = Repair.objects.filter(by=by, client_key=key).first()
    if stored:
        same_or_refuse(stored, version_id=version.pk, kind=kind)
    return stored


def _split(nodes, ident, *, at: int | None = None, words="", kind_to="", number="", warnings=()):
    text = next(node.text for node in nodes if node.id == ident)
    if at is None:
        if not words or text.count(words) != 1:
            raise Refused(
                _("Những chữ ở đầu phần tách phải có đúng một lần trong nội dung của đơn vị."), "words"
            )
        at = text.index(words)
    return legal.split(nodes, ident, at, kind_to or printed_kind(text[at:]), number, warnings=warnings)


def _retype(nodes, ident, *, kind_to: str, number: str = "", warnings=()):
    return legal.retype(nodes, ident, kind_to, number, warnings=warnings)


def _reword(nodes, ident, *, title: str = "", text: str = "", warnings=()):
    title, text = vietnamese.clean_name(title), vietnamese.clean(text).strip()
    return legal.reword(nodes, ident, title, text, warnings=warnings)


_ENGINE: dict[str, Callable] = {
    Kind.PROMOTE: legal.promote,
    Kind.DEMOTE: legal.demote,
    Kind.MERGE: legal.merge_with_previous,
    Kind.SPLIT: _split,
    Kind.RETYPE: _retype,
    Kind.RETITLE: legal.retitle,
    Kind.REWORD: _reword,
    Kind.STRIKE: legal.strike,
}


def _repaired(function, rows, row, version, given: dict) -> legal.Repaired:
    warnings = [legal.Warning(**warning) for warning in version.warnings]
    try:
        found = function(nodes_of(rows), row.ident, warnings=warnings, **given)
    except legal.RepairRefused as refused:
        raise Refused(said(str(refused), legal.REPAIRS.values()), refused.code) from refused
    if list(found.nodes) == nodes_of(rows):
        raise Refused(said(legal.REPAIRS["same"], legal.REPAIRS.values()), "same")
    return found


def _change(version, rows, found: legal.Repaired) -> dict:
    """What a step changed, enough to take it back and to do it again."""
    old = nodes_of(rows)
    start, end_old, end_new = span(old, found.nodes)
    return {
        "start": start,
        "old": [list(astuple(node)) for node in old[start:end_old]],
        "new": [list(astuple(node)) for node in found.nodes[start:end_new]],
        "names": {node.id: found.names[node.id] for node in old[start:end_old]},
        "focus": found.focus,
        "warnings": [version.warnings, [asdict(warning) for warning in found.warnings]],
    }


def _apply(version, change: dict, *, back: bool) -> int | None:
    """Put the part of the tree that a step changed back to what it was, or forth again."""
    rows = tree(version.pk)
    now = nodes_of(rows)
    gone, come = ("new", "old") if back else ("old", "new")
    start, end = change["start"], change["start"] + len(change[gone])
    nodes = [*now[:start], *(legal.Node(*fields) for fields in change[come]), *now[end:]]
    names = change["names"]
    if back:
        turned: dict[str, str] = {}
        for old, new in names.items():  # of units that were merged the first one lives on
            turned.setdefault(new, old)
        names = turned
    rewrite_tree(version, rows, nodes, names)
    focus = names.get(change["focus"]) if back else change["focus"]
    return version.clauses.filter(ident=focus).values_list("pk", flat=True).first()


def _advance(version: DraftVersion, step: Repair, warnings: list) -> None:
    version.revision += 1
    version.warnings = warnings
    version.save(update_fields=["revision", "warnings"])
    step.number = version.revision
    step.save(force_insert=True)


def _forget_old_steps(version) -> None:
    """Only the last steps can be taken back; the older ones stay in the list."""
    kept = version.repairs.filter(undone=False, change__isnull=False).order_by("-number")
    numbers = list(kept.values_list("number", flat=True)[UNDO_DEPTH : UNDO_DEPTH + 1])
    if numbers:
        version.repairs.filter(number__lte=numbers[0]).update(change=None)


def _place(row) -> str:
    return (row.citation or row.label or row.title)[:250]


def _stale(version, row, kind: str, given: dict) -> Stale:
    """Somebody repaired the tree meanwhile: what was wanted, and what stands there now."""
    last = version.repairs.order_by("-number").select_related("by").first()
    stored = {_("Bước vừa lưu"): str(last) if last else _("chưa có")}
    if last:
        stored[_("Người thực hiện")] = last.by.full_name
    if row is not None:
        stored[_place(row)] = row.printed
    words = " · ".join(str(value) for value in given.values() if value not in ("", None))
    sent = {
        _("Thao tác"): f"{Kind(kind).label} {_place(row) if row else ''}".strip(),
        _("Nội dung"): words or "—",
    }
    return Stale(
        _(
            "Người khác vừa sửa cấu trúc bản này. Đề nghị xem lại cấu trúc đang lưu rồi thực hiện lại nếu còn cần."
        ),
        stored=stored,
        sent=sent,
    )
