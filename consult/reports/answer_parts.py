"""What an answer consists of: its fields as they are sent, compared and stored, and the forwarding that goes with it.

Called by the actions alone, inside their transaction, with the compilation and the point locked.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.documents.models import DraftVersion
from consult.kit import writing
from consult.kit.clock import database_now
from consult.kit.verdicts import Stale
from consult.ledger.actions import record
from consult.reports import answering_rules, answering_verbs, changes, rules
from consult.reports.models import Answer, Forwarding, Point

Code = Answer.Code


def sent(consultation, stored, *, code, text, keys=(), not_yet="", to=None, clause=None) -> dict:
    """The fields of an answer as they would be stored, or a refusal. `clause` stands for all its changed words."""
    text, not_yet = vietnamese.clean(text).strip(), vietnamese.clean(not_yet).strip()
    bindable = code in rules.WITH_CLAUSE
    bound, not_yet = (keys or clause) if bindable else (), not_yet if bindable else ""
    to = to if code == Code.FORWARDED else None
    rules.says_enough(code, text, bound, not_yet=not_yet, to=to).or_refuse()
    if to is not None:
        answering_rules.may_forward_to(consultation, to).or_refuse()
    return {
        "code": code,
        "text": text,
        "changes": _changes(consultation, stored, keys, clause) if bound else [],
        "not_yet": not_yet,
        "to_id": to.pk if to else None,
    }


def _changes(consultation, stored, keys, clause) -> list[dict]:
    found = []
    if clause is not None:
        rules.may_bind(consultation, clause).or_refuse()
        found = changes.of_clause(consultation, clause)
    kept = stored.changes if stored else ()
    named = changes.chosen(consultation, changes.newest(consultation), keys, kept) if keys else []
    return found + [one for one in named if one not in found]


def same(stored: Answer | None, fields: dict) -> bool:
    """Whether the answer says this already, and nobody wants it otherwise."""
    return bool(
        stored and not stored.remark and all(getattr(stored, name) == value for name, value in fields.items())
    )


def saved(stored: Answer | None, point: Point, by, fields: dict) -> Answer:
    """The answer with these fields and the next version; what the signer wanted otherwise is settled by it."""
    answer = stored or Answer(point=point, version=0)
    for name, value in fields.items():
        setattr(answer, name, value)
    answer.remark, answer.remark_by, answer.remark_at = "", None, None
    found = versions([answer])
    bind(answer, found)
    stands = changes.standing(point.compilation.consultation, found, answer.changes) is not None
    answer.loosened_at = None if stands else answer.loosened_at or database_now()
    answer.version, answer.written_by = answer.version + 1, by
    answer.save()
    return answer


def bind(answer: Answer, versions: dict[int, DraftVersion]) -> None:
    """Name the first unit of the changed words, where their version is published: prepared units may still go away."""
    answer.next_clause_id = answer.next_version_id = None
    for one in answer.changes:
        version = versions.get(one["version"])
        if version is not None and version.state == DraftVersion.State.PUBLISHED:
            answer.next_version_id = version.pk
            answer.next_clause_id = one["new"][0] if one["new"] else None
            return


def versions(answers) -> dict[int, DraftVersion]:
    return DraftVersion.objects.in_bulk({one["version"] for answer in answers for one in answer.changes})


def stale(stored: Answer | None, fields: dict) -> Stale:
    """Another officer saved first: both texts."""
    kept = {
        "code": "",
        "text": "",
        "changes": [],
        "not_yet": "",
        "to_id": None,
        "version": 0,
        "by": "",
        "at": "",
    }
    if stored:
        kept = {
            **{name: getattr(stored, name) for name in (*fields, "version")},
            "by": stored.written_by.full_name,
            "at": writing.datetime_text(timezone.localtime(stored.written_at)),
        }
    return Stale(
        _("Người khác vừa lưu trả lời cho điểm này. Nội dung của cả hai bên được giữ ở dưới."),
        stored=kept,
        sent=fields,
    )


def settled(compilation) -> tuple[list[Answer], list[int]]:
    """Every acceptance bound to the words as they stand now, unsaved, and the points of those that are bound to none.

    An answer that was bound before changes were kept as places has its clause alone, which stands in a published version.
    """
    answers = list(
        Answer.objects.filter(point__compilation=compilation, code__in=rules.WITH_CLAUSE).order_by(
            "point__order", "point_id"
        )
    )
    found, unbound = versions(answers), []
    for answer in answers:
        if not answer.changes:
            continue
        standing = changes.standing(compilation.consultation, found, answer.changes)
        published = all(
            found[one["version"]].state == DraftVersion.State.PUBLISHED
            for one in answer.changes
            if one["version"] in found
        )
        if standing is None or not published:
            unbound.append(answer.point_id)
            continue
        answer.changes = standing
        bind(answer, found)
    return answers, unbound


def forward(by, answer: Answer, consultation) -> None:
    """What follows from the answer for the organisation that it names: a new request, or the end of an earlier one.

    Records point.forwarded and forwarding.recalled.
    """
    open_one = answer.point.forwardings.filter(state__in=["sent", "answered"]).first()
    if open_one is not None and open_one.to_id != answer.to_id:
        open_one.state = Forwarding.State.RECALLED
        open_one.save(update_fields=["state"])
        record(answering_verbs.FORWARDING_RECALLED, book_id=consultation.book_id, by=by, target=open_one)
        open_one = None
    if answer.to_id is None:
        return
    if open_one is None:
        made = Forwarding.objects.create(point=answer.point, to_id=answer.to_id, text=answer.text, by=by)
        data = {"point": answer.point_id, "to": answer.to_id}
        record(answering_verbs.POINT_FORWARDED, book_id=consultation.book_id, by=by, target=made, data=data)
    elif open_one.state == Forwarding.State.SENT:
        open_one.text = answer.text
        open_one.save(update_fields=["text"])
