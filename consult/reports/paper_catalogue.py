"""The papers of one file by code: the forms, forms filled in with one contributor's opinions, and papers with a layout of
their own (the minutes of each closed room, the comparison of each version with the one before).

The number at the end of a code is that of the room, version or voice. Called by paper_actions and paper_selectors.
"""

import dataclasses
import re
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from consult.consultations.levels import Shown
from consult.core import papers
from consult.core.papers.forms import RECIPIENTS
from consult.documents import papers as versions
from consult.documents.models import DraftVersion
from consult.forums.models import Comment
from consult.reports import paper_association, paper_plan
from consult.rooms import papers as rooms
from consult.rooms.models import Room

MINUTES, COMPARISON, SHEET, REVIEW = "bien-ban", "ban-so-sanh", "phieu-lay-y-kien", "phieu-nhan-xet"
OF_ASSOCIATION, PLAN = "bao-cao-tu-van", "ke-hoach-nam"
_OF_ONE = re.compile(
    rf"({MINUTES}|{COMPARISON}|{SHEET}|{REVIEW}|{OF_ASSOCIATION}|{PLAN})-(\d{{1,15}})(-kin)?"
)
_ALL = papers.FORMS | papers.OWN_LAYOUTS
_WRITERS = {
    papers.Paper: {"docx": papers.paper_docx, "pdf": papers.paper_pdf, "xlsx": papers.paper_xlsx},
    papers.MinutesPaper: {"docx": papers.minutes_docx, "pdf": papers.minutes_pdf},
    papers.Comparison: {"docx": papers.comparison_docx, "pdf": papers.comparison_pdf},
}
_KINDS = {MINUTES: papers.MinutesPaper, COMPARISON: papers.Comparison}


@dataclass(frozen=True)
class Contributor:
    """Whose opinions fill a form: a voice, as named or as not named. `label` is how everybody may know them."""

    voice_id: int
    named: bool
    label: str

    @property
    def ending(self) -> str:
        return f"{self.voice_id}{'' if self.named else '-kin'}"


def name_of(code: str) -> str:
    """The paper's name, whatever thing of the file it is of."""
    return _ALL[base_of(code)].name


def base_of(code: str) -> str:
    found = _OF_ONE.fullmatch(code)
    return found[1] if found else code


def side_of(code: str) -> str:
    """Whose paper it is."""
    return _ALL[base_of(code)].by


def association_in(code: str) -> int | None:
    """The number of the association whose paper it is; None for a paper of the council or the agency."""
    found = _OF_ONE.fullmatch(code)
    return int(found[2]) if found and found[1] == OF_ASSOCIATION and not found[3] else None


def year_in(code: str) -> int | None:
    """The year of a plan that names one; the plain code is the plan of the present year."""
    found = _OF_ONE.fullmatch(code)
    return int(found[2]) if found and found[1] == PLAN and not found[3] else None


def of_sides(sides) -> Q:
    """A condition on the code of files and data: papers of these sides."""
    bases = [code for code in _ALL if side_of(code) in sides]
    return Q(code__in=bases) | Q(code__regex=rf"^({'|'.join(bases)})-[0-9]+(-kin)?$")


def form_of(consultation, code: str) -> papers.Form | papers.OwnLayout | None:
    """The paper of this code in this file; None where there is none (yet). At most one query."""
    found = _OF_ONE.fullmatch(code)
    if found is None:
        return None if code == OF_ASSOCIATION else papers.FORMS.get(code)
    base, pk, unnamed = found[1], int(found[2]), bool(found[3])
    if base == OF_ASSOCIATION:
        return None if unnamed else _association_form(paper_association.took_part(consultation, pk))
    if base == PLAN:
        planned = not unnamed and pk in paper_plan.years_planned(consultation.council_id)
        return _plan_form(pk) if planned else None
    if base == MINUTES:
        return None if unnamed else _minutes_form(_rooms(consultation).filter(pk=pk).first())
    if base == COMPARISON:
        return None if unnamed else _comparison_form(_versions(consultation).filter(pk=pk).first())
    whose = next(
        (one for one in contributors(consultation) if (one.voice_id, one.named) == (pk, not unnamed)), None
    )
    return _filled(base, whose) if whose else None


def own_layouts(consultation) -> list[papers.OwnLayout]:
    """The minutes of every closed room and the comparison of the newest version; two queries."""
    found = [_minutes_form(room) for room in _rooms(consultation)]
    return [one for one in (*found, _comparison_form(_versions(consultation).first())) if one]


def filled_forms(consultation, base: str) -> list[tuple[papers.Form, str]]:
    """The form filled in by each contributor, with the contributor's label; one query."""
    return [(_filled(base, one), one.label) for one in contributors(consultation)]


def contributors(consultation) -> list[Contributor]:
    """Everybody whose opinions everybody may read, named and unnamed opinions of one voice kept apart: one sheet with
    both would tell whose the unnamed are. In the order of their labels."""
    said = Comment.objects.readable_by(None, consultation).opinions().select_related("voice")
    found = {
        Contributor(one.voice_id, named, one.voice.label if named else one.voice.descriptor)
        for one in said
        for named in [one.level == Shown.NAMED]
    }
    return sorted(found, key=lambda one: (one.label, one.voice_id, one.named))


def sheet_of(consultation, code: str) -> papers.Sheet | None:
    """What fills the form of one contributor; None for a form that is to be blank. One query."""
    found = _OF_ONE.fullmatch(code)
    if found is None or found[1] not in (SHEET, REVIEW):
        return None
    said = Comment.objects.readable_by(None, consultation).opinions().filter(voice=int(found[2]))
    said = said.select_related("voice", "clause").order_by("clause__order", "pk")
    rows = [one for one in said if (one.level == Shown.NAMED) != bool(found[3])]
    return _sheet(rows, by_criterion=found[1] == REVIEW, named=not found[3]) if rows else None


def _sheet(rows: list[Comment], *, by_criterion: bool, named: bool) -> papers.Sheet:
    voice = rows[0].voice
    name, _comma, organisation = voice.label.partition(", ") if named else (voice.descriptor, "", "")
    whole = [one for one in rows if one.clause_id is None]
    remarks = _by_criterion(rows) if by_criterion else _by_clause(rows)
    return papers.Sheet(
        name=name,
        field=voice.fields if named else "",
        organisation=organisation,
        unnamed=not named,
        overall=whole[0].position if whole else "",
        remarks=remarks,
        further="\n".join(one.reason for one in whole if not (by_criterion and one.criterion)),
    )


def _by_clause(rows: list[Comment]) -> tuple[papers.Remark, ...]:
    return tuple(
        papers.Remark(
            place=one.clause.citation,
            draft_text=one.quote,
            words="\n".join(filter(None, [str(one.get_position_display()), one.proposed])),
            reason=one.reason,
        )
        for one in rows
        if one.clause_id
    )


def _by_criterion(rows: list[Comment]) -> tuple[papers.Remark, ...]:
    by: dict[str, list[Comment]] = {}
    for one in rows:
        if one.criterion:
            by.setdefault(one.criterion, []).append(one)
    return tuple(
        papers.Remark(
            place=criterion,
            words="\n".join(one.reason for one in said),
            reason="\n".join(one.proposed for one in said if one.proposed),
            level="\n".join(dict.fromkeys(str(one.get_position_display()) for one in said)),
        )
        for criterion, said in by.items()
    )


def _filled(base: str, whose: Contributor) -> papers.Form:
    form = papers.FORMS[base]
    return dataclasses.replace(form, code=f"{base}-{whose.ending}", name=f"{form.name}: {whose.label}")


def association_forms(consultation, numbers) -> list[papers.Form]:
    """The report of each of these associations that has a part in the file."""
    found = [paper_association.took_part(consultation, pk) for pk in numbers]
    return [_association_form(one) for one in found if one]


def _association_form(organisation) -> papers.Form | None:
    if organisation is None:
        return None
    form = papers.FORMS[OF_ASSOCIATION]
    code, name = f"{OF_ASSOCIATION}-{organisation.pk}", f"{form.name}: {organisation.short_name}"
    return dataclasses.replace(form, code=code, name=name)


def plan_forms(consultation) -> list[papers.Form]:
    """The plans of other years than the present one; one query."""
    now = timezone.localdate().year
    return [_plan_form(year) for year in paper_plan.years_planned(consultation.council_id) if year != now]


def _plan_form(year: int) -> papers.Form:
    form = papers.FORMS[PLAN]
    return dataclasses.replace(form, code=f"{PLAN}-{year}", name=f"{form.name}: {year}")


# --- papers with a layout of their own ---------------------------------------------------------------------------


def _rooms(consultation):
    return Room.objects.filter(consultation=consultation, state=Room.State.CLOSED).order_by("closed_at", "pk")


def _versions(consultation):
    found = DraftVersion.objects.filter(draft=consultation.draft_id, state="published", number__gt=1)
    return found.order_by("-number")


def _minutes_form(room: Room | None) -> papers.OwnLayout | None:
    return room and _own(MINUTES, room.pk, room.title)


def _comparison_form(version: DraftVersion | None) -> papers.OwnLayout | None:
    return version and _own(COMPARISON, version.pk, papers.of_version(version.number))


def _own(base: str, pk: int, title: str) -> papers.OwnLayout:
    form = papers.OWN_LAYOUTS[base]
    return dataclasses.replace(form, code=f"{base}-{pk}", name=f"{form.name}: {title}")


def frozen(form: papers.OwnLayout, consultation, words: dict[str, str]) -> dict:
    """The paper's own data with the texts filled in; hash and address are added when it is made."""
    found = _OF_ONE.fullmatch(form.code)
    if found[1] == MINUTES:
        room = _rooms(consultation).select_related(
            "consultation__council__parent", "book", "chair", "secretary"
        )
        lines = tuple(line for line in words[RECIPIENTS].split("\n") if line.strip())
        paper = dataclasses.replace(rooms.minutes_paper(room.get(pk=found[2])), recipients=lines)
    else:
        version = _versions(consultation).select_related("draft__agency__parent").get(pk=found[2])
        paper = dataclasses.replace(versions.comparison(version), intro=words[papers.OPENING])
    return papers.plain(dataclasses.replace(paper, snapshot_hash="", verify_url=""))


def paper_of(data) -> papers.Paper | papers.MinutesPaper | papers.Comparison:
    """The paper of a frozen data set (reports.models.PaperData), always the same."""
    kept, seal = data.data, settings.SITE_URL + reverse("official_check", args=[data.digest])
    kind = _KINDS.get(base_of(kept["code"]))
    if kind:
        paper = papers.read(kind, kept["paper"], "paper")
        return dataclasses.replace(paper, snapshot_hash=data.digest, verify_url=seal)
    dossier = papers.dossier_of(kept["dossier"])
    return papers.made(
        papers.FORMS[base_of(kept["code"])], dossier, kept["texts"], digest=data.digest, url=seal
    )


def bytes_of(paper, kind: str) -> bytes:
    """The file; a PDF with the fonts that are cut once."""
    write = _WRITERS[type(paper)][kind]
    return write(paper, papers.pdf_fonts(settings.VAR_DIR / "fonts")) if kind == "pdf" else write(paper)
