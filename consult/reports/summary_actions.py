"""Write the council's summary. Locks: the compilation, the file's book last."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.core.compiling import sourcing
from consult.kit import writing
from consult.kit.verdicts import Refused, Stale
from consult.ledger.actions import record
from consult.reports import actions, summary_rules, summary_verbs
from consult.reports.models import Summary, SummarySentence
from consult.reports.summing import known

TEXT_LENGTH, LINES = 40_000, 200


@transaction.atomic
def save_summary(by, *, compilation, text: str, version: int) -> Summary:
    """Keep the summary: one sentence a line with its sources, each there and quoted letter for letter, or refused whole.

    Coordinators. Another wording than was seen (its `version`) is Stale with both; the same again changes nothing, an
    empty text takes the sentences away. Locks the compilation; records compilation.summarised with a hash.
    """
    compilation = actions._locked(compilation.pk)
    summary_rules.may_summarise(by, compilation).or_refuse()
    text = vietnamese.clean(text).strip()
    sentences = sourcing.read(text)
    if len(text) > TEXT_LENGTH or len(sentences) > LINES:
        raise Refused(
            _("Tóm tắt dài quá %(letters)s ký tự hoặc %(lines)s câu.")
            % {"letters": writing.number(TEXT_LENGTH), "lines": writing.number(LINES)},
            "too-long",
        )
    summary_rules.rests(sentences, known(compilation)).or_refuse()
    stored, _made = Summary.objects.get_or_create(compilation=compilation)
    before = [sourcing.Sentence(row.text, tuple(row.sources)) for row in stored.sentences.all()]
    if before == sentences:
        return stored
    if stored.version != version:
        raise Stale(
            _("Người khác vừa lưu tóm tắt. Nội dung của cả hai bên được giữ ở dưới."),
            stored={"text": sourcing.written(before), "version": stored.version},
            sent={"text": text},
        )
    stored.sentences.all().delete()
    SummarySentence.objects.bulk_create(
        SummarySentence(summary=stored, order=order, text=one.text, sources=list(one.sources))
        for order, one in enumerate(sentences, 1)
    )
    stored.version, stored.edited_by = stored.version + 1, by
    stored.save()
    words = {"sentences": [[one.text, *one.sources] for one in sentences]}
    data = {"version": stored.version, "sentences": len(sentences), "sha256": actions._hash(words)}
    book_id = compilation.consultation.book_id
    record(summary_verbs.SUMMARY_SAVED, book_id=book_id, by=by, target=compilation, data=data)
    return stored
