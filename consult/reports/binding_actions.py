"""An acceptance that loses the changed words it was bound to, because the version in preparation was edited afterwards."""

from functools import cache

from django.db import transaction

from consult.kit.clock import database_now
from consult.ledger.actions import record
from consult.reports import answer_parts, answering_verbs, changes
from consult.reports.models import Answer, Compilation


@transaction.atomic
def hold_to_words(by, version, *, gone: bool = False) -> None:
    """After an act that changed the words of a version, or throws it away: which acceptances stand on none of them now.

    Called inside that act, whose rules were asked and which locked the draft. Locks the answers bound to the version in
    files whose answers are not published; records answers.loosened and answers.rebound, once for each file.
    """
    rows = Answer.objects.select_for_update(of=("self",), no_key=True).select_related(
        "point__compilation__consultation"
    )
    bound = rows.filter(
        changes__contains=[{"version": version.pk}], point__compilation__state__in=UNPUBLISHED
    )
    files: dict[Compilation, list[Answer]] = {}
    for answer in bound.order_by("pk"):
        files.setdefault(answer.point.compilation, []).append(answer)
    for compilation, answers in files.items():
        _hold(by, version, gone, compilation, answers)


UNPUBLISHED = [Compilation.State.OPEN, Compilation.State.CLOSED]


def _hold(by, version, gone: bool, compilation: Compilation, answers: list[Answer]) -> None:
    consultation = compilation.consultation
    known = answer_parts.versions(answers) | {version.pk: version}
    if gone:
        del known[version.pk]
    fresh = cache(lambda: changes.spots_now(consultation, version))

    def read(consultation, other):
        return fresh() if other.pk == version.pk else changes.spots(consultation, other)

    loosened, rebound = [], []
    for answer in answers:
        loose = changes.standing(consultation, known, answer.changes, read) is None
        if loose != (answer.loosened_at is not None):
            (loosened if loose else rebound).append(answer)
    now = database_now()
    for verb, found, at in (
        (answering_verbs.ANSWERS_LOOSENED, loosened, now),
        (answering_verbs.ANSWERS_REBOUND, rebound, None),
    ):
        if found:
            ids = [answer.pk for answer in found]
            Answer.objects.filter(pk__in=ids).update(loosened_at=at)
            data = {"answers": ids, "version": version.number}
            record(verb, book_id=consultation.book_id, by=by, target=compilation, data=data)
