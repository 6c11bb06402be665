"""Who writes the council's summary, and whether what is written still rests on what is there."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.consultations import rules as files
from consult.core import compiling
from consult.core.compiling import sourcing
from consult.kit import writing
from consult.kit.verdicts import YES, Verdict, no
from consult.reports.models import Compilation, SummarySentence
from consult.reports.summing import known

_WORDS = {
    "no-source": gettext_lazy("câu chưa có nguồn"),
    "unknown-source": gettext_lazy("nguồn không có trong bản tổng hợp"),
    "empty": gettext_lazy("câu không có chữ"),
    "several": gettext_lazy("mỗi dòng chỉ một câu, mỗi câu có nguồn của mình"),
    "inexact-quote": gettext_lazy("lời trích không đúng nguyên văn của nguồn"),
    "open-quote": gettext_lazy("dấu ngoặc kép chưa đóng"),
}


def may_summarise(user, compilation) -> Verdict:
    """Write the summary: a coordinator, until the compilation is laid before the council or closed."""
    allowed = files.may_compile(user, compilation.consultation)
    if not allowed:
        return allowed
    if compilation.state != Compilation.State.OPEN or compilation.deciding:
        return no(_("Bản tổng hợp đã trình hội đồng hoặc đã chốt nên tóm tắt giữ nguyên."), "closed")
    return YES


def rests(sentences: list[compiling.Sentence], texts: dict[str, str]) -> Verdict:
    """Whether each sentence has sources that are there, and quotes them letter for letter; else every fault by its line."""
    found = sourcing.summary_faults(sentences, texts)
    if not found:
        return YES
    return no(" ".join(map(_said, found)), found[0].code)


def _said(fault: compiling.Fault) -> str:
    what = f" ({fault.what})" if fault.what else ""
    return _("Dòng %(line)s: %(fault)s%(what)s.") % {
        "line": writing.number(fault.place + 1),
        "fault": _WORDS[fault.code],
        "what": what,
    }


def summary_stands(compilation) -> Verdict:
    """Whether the stored summary still rests on what is there; points and quotations may have gone since. Without one: yes."""
    rows = SummarySentence.objects.filter(summary__compilation=compilation).values_list("text", "sources")
    sentences = [compiling.Sentence(text, tuple(sources)) for text, sources in rows]
    found = rests(sentences, known(compilation)) if sentences else YES
    if not found:
        return no(_("Tóm tắt cần sửa trước khi chốt. %(faults)s") % {"faults": found.reason}, "summary")
    return YES
