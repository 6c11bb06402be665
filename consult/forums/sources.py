"""Where an opinion came from, in one neutral line: beside the comment, in the compiling, in the papers."""

from datetime import date

from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.forums.intake_models import Paper
from consult.forums.models import Shown
from consult.kit import writing

Kind = Paper.Kind


def source_line(
    kind: str | None, number: str, issued_on: date | None, counted: int, *, shown: str, knows: bool
) -> str:
    """ "Nhập từ văn bản số 12/CV-HLG ngày 05/01/2026, thay cho 30 người ký"; "" for what was not entered by a clerk.

    Number and day lead to the sender: who may not know the name reads only the kind of source.
    """
    if not kind:
        return ""
    named = shown == Shown.NAMED or knows
    words = _from(kind, number if named else "", issued_on if named else None)
    if counted > 1:
        people = _("thay cho %(count)s người ký") % {"count": writing.number(counted)}
        return f"{words}, {people}"
    return words


def _from(kind: str, number: str, issued_on: date | None) -> str:
    values = {"number": number, "day": vietnamese.date_short(issued_on) if issued_on else ""}
    words = {
        Kind.DOCUMENT: _("Nhập từ văn bản"),
        Kind.MEETING: _("Nhập từ ý kiến tại hội nghị"),
        Kind.LETTER: _("Nhập từ thư"),
        Kind.PHONE: _("Nhập từ ý kiến qua điện thoại"),
        Kind.PORTAL: _("Nhập từ cổng thông tin điện tử"),
        Kind.OTHER: _("Nhập thay người góp ý"),
    }[kind]
    parts = [words]
    if number:
        parts.append(_("số %(number)s") % values)
    if issued_on:
        parts.append(_("ngày %(day)s") % values)
    return " ".join(parts)


def of_comment(comment, *, knows: bool) -> str:
    """As `source_line`, for a comment whose paper is loaded."""
    if comment.paper_id is None:
        return ""
    paper = comment.paper
    return source_line(
        paper.kind, paper.number, paper.issued_on, comment.counted, shown=comment.level, knows=knows
    )
